"""What stands behind a claim and takes it back, or keeps another option open."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from r1rewards.choices.findings import ClaimContext
from r1rewards.choices.reading import AFTER, ANY_LABEL, patterns
from r1rewards.choices.subjects import subject
from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.prefilter import MANY, Guard
from r1rewards.math.remarks import CROSS, TAKEN_BACK, is_about_all, is_about_earlier

_LEXICON = read_lexicon(__package__, "hedges")

READ_BEHIND = 4_000
"""Characters behind a claim in which words against it are looked for."""

Hit = tuple[int, int, str]
"""From where to where words speak against a claim, and what they do."""

_DOUBT = Guard(_LEXICON["doubt"], back=50, ahead=120)
_ALL_RIGHT = re.compile(_LEXICON["all_right"], re.IGNORECASE)
_NOT_IN_DOUBT = re.compile(r"\b(?:no\sdoubt|not\sunsure)\b", re.IGNORECASE)
_MORE = Guard(_LEXICON["more"], back=50, ahead=120)
_ALSO = Guard(_LEXICON["also"], back=40, ahead=60)
_BUT = re.compile(
    r"\s?,?\s?(?:\(?(?:but|however|yet|only\sif|if|were|had|only|except|in\sother|under|when|at\sfirst)\b)",
    re.IGNORECASE,
)
_SEEMS = re.compile(_LEXICON["seems"], re.IGNORECASE)


def taken_back(context: ClaimContext, place: int, label: str, *, asks_for_false: bool) -> Hit | None:
    """Where a text takes back the claim of an option that ends at a place: (start, end, how); None if nowhere."""
    text = context.plain.text
    end = min(len(text), place + READ_BEHIND)
    if end - place < _SHORTEST:
        return None
    behind = text[max(0, place - 1) : end]
    offset = max(0, place - 1)
    for match in TAKEN_BACK.matches(behind, context.folded[offset:end], 0, len(behind)):
        if not _of_another(context, place, offset + match.start(), offset + match.end(), label):
            return offset + match.start(), offset + match.end(), "takes it back"
    for match in _AGAINST.matches(text, context.folded, place, end, pattern=_against(context.index.pattern)):
        name = match["denied"] or match["ruled_out"] or match["called_wrong"]
        if context.index.label_of(name) == label and not (asks_for_false and match["untrue"]) and not name.islower():
            start, stop = context.sentences.around(match.start())
            if context.sentences.asks(start, stop) or _IF.search(text, start, match.start()):
                continue
            return match.start(), match.end(), "takes it back"
    return None


def _of_another(context: ClaimContext, place: int, start: int, end: int, label: str) -> bool:
    """Whether words that take something back speak of another option, or answer a question, behind a claim."""
    text = context.plain.text
    if CROSS.search(text, start, end):
        first = text.rfind("\n", place, start) + 1 or place
        stop = text.find("\n", end)
        line = {name for name, _ in _names(context, first, len(text) if stop < 0 else stop)}
        predicate = _PREDICATE.match(text, place, start)
        between = text[predicate.end() if predicate else place : start]
        return label not in line and bool(line or between.strip(" .,;:)!\n"))
    if is_about_earlier(text, start, end):
        return True
    if is_about_all(text, start, end):
        return False
    if any(name != label for name, _ in _names(context, place, start)) or _WHY.search(text, place, start):
        return True
    return any(
        context.folded.find(option.casefold(), place, start) >= 0
        for name, option in zip(context.index.choices.labels, context.index.choices.options, strict=True)
        if name != label and len(option) >= _TELLING
    )


def _names(context: ClaimContext, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The options that a stretch names by their letters, and where."""
    text = context.plain.text
    for match in _hedges(context.index.pattern)[0].finditer(text, start, end):
        named = _OPTION.search(text, max(start, match.start() - 12), match.start()) is not None
        if (match[0].isupper() or not context.index.lettered) and (named or _CALLED.match(text, match.end())):
            yield context.index.label_of(match[0]), match.start()


_OPTION = re.compile(r"\b(?:option|choice|answer|statement|letter)\s[(\[]?$", re.IGNORECASE)
_CALLED = re.compile(r"[)\]]|\s?[.,;:?!✗✘❌✓✅✔–—\n]|\s-\s|\s?$|\s(?:is|was|says|has|gives|would|does|fails|and|or)\b")
_WHY = re.compile(r"\b(?:could|why|what|how|which|other)\b[^.?\n]{0,80}\?", re.IGNORECASE)
_PREDICATE = re.compile(r"\s(?:is|as|was)\b[^.,;:\n]*")
_TELLING = 3
_SHORTEST = 3
_IF = re.compile(r"\b(?:if|were|had|suppose|unless)\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def _against(label: str) -> re.Pattern[str]:
    return re.compile(_LEXICON["against"].replace("{label}", label))


_AGAINST = Guard(_against(ANY_LABEL), back=30, ahead=60)


def kept_open(context: ClaimContext, place: int, label: str) -> Hit | None:
    """Where a text keeps another option open behind a claim, or doubts the claim; None if nowhere."""
    end = min(len(context.plain.text), place + READ_BEHIND)
    start = context.sentences.around(max(0, place - 1))[0]
    match = _ALL_RIGHT.search(context.plain.text, start, min(end, start + 400))
    if match is not None:
        return match.start(), match.end(), "calls all options right"
    if end - place < _SHORTEST:
        return None
    return (
        _followed(context, place, end, label)
        or _doubted(context, place, end)
        or next(_alternatives(context, place, end, label), None)
    )


def _followed(context: ClaimContext, place: int, end: int, label: str) -> Hit | None:
    """Another option right behind a claim, to the end of the line."""
    text = context.plain.text
    gap = _GAP.match(text, place, end)
    begin = gap.end() if gap else place
    match = patterns(context.index.pattern)[0].match(text, begin, end)
    other: tuple[str, ...] = ()
    if match is not None and (match["label"].isupper() or match["close"]):
        other, stop = (context.index.label_of(match["label"]),), match.end()
    elif (found := context.index.text_at(text, begin, end)) is not None:
        other, stop = found.labels, found.end
    if not other or label in other or not context.index.has_option(other[0]) or not _LINE_END.match(text, stop):
        return None
    return begin, stop, "names another option, too"


_GAP = re.compile(r"[ .,;:(!]{1,4}(?:(?:and|or|&|\/)\s\(?)?")
_LINE_END = re.compile(r"[ .!;)]{0,4}(?:\n|$)")


def _doubted(context: ClaimContext, place: int, end: int) -> Hit | None:
    """Where a claim is doubted, or several options are called right at once."""
    text = context.plain.text
    for guard, how in ((_DOUBT, "doubts it"), (_MORE, "keeps several open")):
        for match in guard.matches(text, context.folded, place, end):
            if "you" in context.folded[max(place, match.start() - 10) : match.start()]:
                continue
            if not _NOT_IN_DOUBT.search(text, max(place, match.start() - 4), match.end() + 4):
                return match.start(), match.end(), how
    return None


def _alternatives(context: ClaimContext, place: int, end: int, label: str) -> Iterator[Hit]:
    """Where other options are kept open, by letter or by text."""
    text = context.plain.text
    for match in _hedged(context, place, end):
        if _is_kept(context, match, end, label) and not _countered(context, match.start(), match.end()):
            yield match.start(), match.end(), "keeps another option open"
    for match in _ALSO.matches(text, context.folded, place, end):
        if _countered(context, match.start(), match.end()):
            continue
        start = max(context.sentences.around(match.start())[0], place, match.start() - 160)
        reading = subject(context, start, match.start())
        if (reading is not None and reading.label not in (None, label)) or _ANOTHER.search(text, start, match.start()):
            yield match.start(), match.end(), "keeps another option open"
    for match in _OR_TEXT.matches(text, context.folded, place, end):
        found = context.index.text_at(text, match.end(), end)
        if found is not None and label not in found.labels and not _countered(context, match.start(), found.end):
            yield match.start(), found.end, f"keeps {found.labels[0]} open"


def _hedged(context: ClaimContext, start: int, end: int) -> Iterator[re.Match[str]]:
    """The words around an option's letter that keep it open."""
    text = context.plain.text
    letter, behind, before = _hedges(context.index.pattern)
    letters = [match.start() for match in letter.finditer(text, start, end)][:MANY]
    if not letters:
        return
    for place in letters:
        if (match := behind.match(text, place, end)) is not None:
            yield match
    for place in _OPENING.word_positions(context.folded, start, end):
        index = bisect_left(letters, place)
        near_one = index < len(letters) and letters[index] < place + _REACH
        if near_one and (match := before.match(text, place, end)) is not None:
            yield match


_REACH = 90


def _is_kept(context: ClaimContext, match: re.Match[str], end: int, label: str) -> bool:
    """Whether words keep another option open than the claimed one."""
    groups = match.groupdict()
    written = next(groups[name] for name in _LABELS if groups.get(name))
    other = context.index.label_of(written)
    both = groups.get("between") or groups.get("both")
    place = next(match.start(name) for name in _LABELS if groups.get(name))
    if _NO_OPTION.search(context.plain.text, max(0, place - 12), place):
        return False
    lone = written.islower() and not groups.get("noun") and not groups.get("kept_open")
    if (other == label and not both) or not context.index.has_option(other) or lone:
        return False
    return not groups.get("offered") or AFTER.match(context.plain.text, match.end("offered"), end) is not None


def _countered(context: ClaimContext, start: int, end: int) -> bool:
    """Whether a sentence only seems to keep something open: "D might seem possible, but …"."""
    text = context.plain.text
    begin, stop = context.sentences.around(start)
    if _WHILE.match(text, begin, stop) and text.find(", ", begin, start) < 0 <= text.find(", ", end, stop):
        return True
    return _BUT.match(text, end, stop) is not None or _SEEMS.search(text, begin, start + 12) is not None


_WHILE = re.compile(r"\s{0,2}(?:while|although|even\sthough|though|whereas)\b", re.IGNORECASE)
_NO_OPTION = re.compile(_LEXICON["no_option"])
"""A noun before a letter that is then no option's: `Vitamin B is also found there`."""


_ANOTHER = re.compile(
    r"\b(?:the\sother|another|others?|some\sother\s\w{1,12}|the\slatter|the\sformer)\s?(?:one|option|answer|choice)?s?$",
    re.IGNORECASE,
)
_LABELS = ("offered", "between", "both", "not_excluded", "also", "added", "kept_open", "conditional")
"""Groups of `_hedges`, each named by its phrase: `or D`, `between C and D`, `both C and D may`, `cannot rule out D`,
`也是D`, `and maybe D` or `no, D`, `D is possible, too`, `D if`."""
_OR_TEXT = Guard(_LEXICON["or_text"], back=4, ahead=60)


@lru_cache(maxsize=256)
def _hedges(label: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    r"""(a letter, one that the words behind it keep open, words that keep open what is behind them).

    `D is also possible`, `D otherwise`; `or possibly D`, `it could also be D`.
    """
    letter, kept_open, opening = (
        re.compile(_LEXICON[name].replace("{label}", label)) for name in ("letter", "kept_open", "opening")
    )
    return letter, kept_open, opening


_OPENING = Guard(_hedges(ANY_LABEL)[2], back=0, ahead=200)
