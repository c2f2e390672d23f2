"""The share of a text that is in a language, and what the rest is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from r1rewards.core.score import Span
from r1rewards.errors import RewardError
from r1rewards.language import han, labels
from r1rewards.language.languages import NAMES, ONE_LETTER, ONLY, language_code, scripts, twins
from r1rewards.language.neutral import Blanked, blank
from r1rewards.language.prose import number_of_words
from r1rewards.language.repetition import counts
from r1rewards.language.tables import TABLED, table
from r1rewards.language.words import NEXT, Word, words

LONGEST = 300_000
"""Characters of a text that are read. The words behind them are counted, and are in no language."""

LONGEST_COUNTED = 2_000_000
"""Characters whose words are counted at all; behind them six characters are a word."""

MOST_SPANS = 1000
"""Spans that are listed, at most."""

UNKNOWN = "und"
"""The code of words in no known language, and of letters from several scripts (ISO 639-2: undetermined)."""

LONGEST_VARIABLE = 2
"""Letters of a variable in a text that should not be in Latin letters."""

FEWEST_BESIDE = 3
"""Longer words of one language beside such a variable that make it a word of theirs."""

LIKELY = 5
"""Units up to which it is a frequent word of that language by itself: of, to, is."""

CAPITALISES = "de"
"""German capitalises every noun, so that a capital is no sign of a name."""


@dataclass(frozen=True, slots=True)
class LanguageProfile:
    """What a text is written in.

    Attributes:
        proportion: the share of its words that are in the target language, from 0 to 1; 0 if there are no words.
        words: how many words were counted; scripts without spaces count by characters, so it may be a fraction.
        by_language: the words of each language, most first; "und" is no language that is known.
        spans: the foreign text: label "foreign", value the language; `MOST_SPANS` at most.
        neutral: what is no language: label "code", "math", "address", "tag" or "label".
        twins: the languages that can hardly be told from the target: their words may count as its own.
    """

    proportion: float
    words: float
    by_language: dict[str, float] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    neutral: tuple[Span, ...] = ()
    twins: tuple[str, ...] = ()


def known(code: str) -> str:
    """The code that the engine uses for a language.

    Raises:
        RewardError: it knows no such language.
    """
    found = language_code(code) if isinstance(code, str) else None
    if found is None:
        raise RewardError(f"language is {code!r:.40}: give one of {' '.join(NAMES)}, or its English name")
    return found


def proportion(text: str, language: str) -> LanguageProfile:
    """The share of a text's words that are in a language.

    Code, mathematics, addresses, tags, numbers, units, variables, acronyms and names count for nothing. Each word gets
    the language that it and its neighbours are likeliest in, among those that are written in its script.

    Args:
        text: any text.
        language: an ISO 639-1 code; regions and scripts behind it (`zh-Hans`, `pt_BR`) make no difference.

    Raises:
        RewardError: the language is not known.
    """
    target = known(language)
    rest = max(0, len(text) - LONGEST)
    blanked = blank(text[: 2 * LONGEST])
    found = words(blanked.text[:LONGEST], latin="Latn" in scripts(target))
    labelled = label(found, target)
    own, drop = _own(found, labelled, blanked, target)
    others: dict[str, list[int]] = {}
    for place, code in enumerate(labelled):
        if code is not None and not own[place] and place not in drop:
            others.setdefault(code, []).append(place)
    sums = counts(found, own, others, target)
    if rest:
        more = number_of_words(blanked.text[LONGEST:]) + number_of_words(text[2 * LONGEST : LONGEST_COUNTED])
        rest = more + max(0, len(text) - LONGEST_COUNTED) // 6
    if rest:
        sums[UNKNOWN] = sums.get(UNKNOWN, 0.0) + rest
    rounded = {code: round(count, 4) for code, count in sums.items()}
    count = round(sum(rounded.values()), 4)
    return LanguageProfile(
        proportion=round(rounded.get(target, 0.0) / count, 6) if count else 0.0,
        words=count,
        by_language=dict(sorted(rounded.items(), key=lambda item: (-item[1], item[0]))),
        spans=(*_foreign(found, labelled, target), *([Span(LONGEST, len(text), "foreign", UNKNOWN)] if rest else ())),
        neutral=tuple(Span(*place) for place in blanked.neutral[:MOST_SPANS]),
        twins=tuple(sorted(twins(target))),
    )


def label(found: Sequence[Word], target: str) -> list[str | None]:
    """The language of each word; None for what is neutral. A language that is told from the target by nothing is it."""
    codes: Sequence[str | None]
    result: list[str | None] = [None] * len(found)
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(found):
        places[word.script].append(place)
    if "Kana" in places:
        places["Hani"] = sorted(places["Hani"] + places.pop("Kana"))
    for script, mine in places.items():
        group = [found[place] for place in mine] if len(places) > 1 else found
        if script in TABLED:
            codes = _tabled(group, script, target)
        elif script == "Hani":
            codes = han.label(group, target)
        else:
            only = ONLY.get(script, UNKNOWN)
            codes = [None if word.name or (len(word.plain) == 1 and word.weight == 1.0) else only for word in group]
        for place, code in zip(mine, codes, strict=True):
            result[place] = code
    return result


def _tabled(group: Sequence[Word], script: str, target: str) -> list[str | None]:
    lookup = table(script)
    asked = _stand_in(target, script)
    codes = labels.label(group, lookup, asked)
    longer = _longer_beside(group, codes) if script == "Latn" and asked is None else []
    found: list[str | None] = []
    for place, (word, code) in enumerate(zip(group, codes, strict=True)):
        if not (word.name or longer or len(word.plain) == 1):
            neutral = False
        elif longer and len(word.plain) <= LONGEST_VARIABLE and longer[place] < FEWEST_BESIDE:
            likely = lookup.word(word.plain)[lookup.index[code]] <= LIKELY
            neutral = not (likely and len(word.plain) > 1 and lookup.is_short_and_frequent(word.plain))
        elif len(word.plain) == 1:
            neutral = word.plain not in ONE_LETTER.get(code, "") or (code != asked and _is_alone(place, group, codes))
        else:
            neutral = word.name and code != CAPITALISES and not lookup.is_short_and_frequent(word.plain)
        found.append(None if neutral else target if code == asked else code)
    return found


def _longer_beside(group: Sequence[Word], codes: Sequence[str]) -> list[int]:
    """How many words that are no variables each word's run has: words side by side in one language."""
    counts: list[int] = []
    start = 0
    for place in range(1, len(group) + 1):
        if place < len(group) and codes[place] == codes[start] and _are_side_by_side(group[place - 1], group[place]):
            continue
        longer = sum(len(word.plain) > LONGEST_VARIABLE for word in group[start:place])
        counts += [longer] * (place - start)
        start = place
    return counts


def _are_side_by_side(word: Word, after: Word) -> bool:
    return after.start - word.end <= NEXT


def _is_alone(place: int, group: Sequence[Word], codes: Sequence[str]) -> bool:
    """Whether neither neighbour is a longer word of the same language: a foreign letter is a variable then."""
    return not any(
        0 <= other < len(group)
        and codes[other] == codes[place]
        and len(group[other].plain) > 1
        and _are_side_by_side(group[min(place, other)], group[max(place, other)])
        for other in (place - 1, place + 1)
    )


def _stand_in(target: str, script: str) -> str | None:
    """The language whose table is read for the target in a script; None if it is not written so."""
    if script not in scripts(target):
        return None
    return "hr" if target == "sr" and script == "Latn" else target


def _own(
    found: Sequence[Word], labelled: Sequence[str | None], blanked: Blanked, target: str
) -> tuple[list[bool], set[int]]:
    """Which words are in the target language, and the places of those that count for nothing because they hide."""
    own = [code == target for code in labelled]
    drop: set[int] = set()
    if blanked.hidden:
        hidden = iter(blanked.hidden)
        start, end = next(hidden)
        for place, word in enumerate(found):
            while end <= word.start:
                start, end = next(hidden, (len(blanked.text), len(blanked.text) + 1))
            if word.start >= start and own[place]:
                own[place] = False
                drop.add(place)
    return own, drop


def _foreign(found: Sequence[Word], labelled: Sequence[str | None], target: str) -> list[Span]:
    """Runs of words in one other language; what is neutral between two of them belongs to the run."""
    if set(labelled) <= {target, None}:
        return []
    spans: list[Span] = []
    begin = end = 0
    current: str | None = None
    for word, code in zip(found, labelled, strict=True):
        if code is None:
            continue
        if code == current:
            end = word.end
            continue
        if current is not None and current != target:
            spans.append(Span(begin, end, "foreign", current))
            if len(spans) == MOST_SPANS:
                return spans
        current, begin, end = code, word.start, word.end
    if current is not None and current != target:
        spans.append(Span(begin, end, "foreign", current))
    return spans
