"""Which option a piece of text names: its letter, its text, its value; or several, or none."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from r1rewards.choices.option_index import Match, OptionIndex
from r1rewards.choices.plain import Plain
from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.prefilter import Guard, folded

_LEXICON = read_lexicon(__package__, "reading")

ANY_LABEL = r"\w{1,5}"
"""Pattern for a label of any question, from which literals are derived."""


class NamedOption(NamedTuple):
    """What a claim comes to.

    Attributes:
        label: the option that is claimed, None if not exactly one is.
        start: where the claim begins in the plain text.
        end: where it ends.
        fault: why it is no claim of one option; None if it is.
    """

    label: str | None
    start: int
    end: int
    fault: str | None = None


_NOUN = _LEXICON["noun"]
_LEAD_WORDS = _LEXICON["lead_words"]
_LEAD = re.compile(rf"(?:[\s:=→>–—|#]|-\s|,\s|{_LEAD_WORDS}(?![A-Za-z'-])){{0,14}}+", re.IGNORECASE)
"""What may stand between "the answer is" and the option."""

_DESIGNATED = re.compile(rf"{_NOUN}\s?[:#]?\s?$", re.IGNORECASE)
_HEDGE_LEAD = re.compile(_LEXICON["hedge_lead"], re.IGNORECASE)
_APPROXIMATELY = re.compile(r"(?:approximately|about|roughly|around|nearly|equal\sto|≈|~|approx\.?)\s?", re.IGNORECASE)

AFTER = re.compile(_LEXICON["after"])
"""What stands behind a bare letter that is an option's."""

_FORMULA = re.compile(r"\s?[=<>+*^≈×·∝]|/(?!\s?\(?[A-J]\b)|\s?[-–]\w|_|'[a-z]|\d|°")
_BETWEEN = re.compile(_LEXICON["between"], re.IGNORECASE)
_REJECTED = re.compile(_LEXICON["rejected"], re.IGNORECASE)


@lru_cache(maxsize=256)
def patterns(label: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """(a label here, a label joined behind another one, a label inside a clause, the head of another list line)."""
    here, joined, inside, head = (
        _LEXICON[name].replace("{label}", label) for name in ("here", "joined", "inside", "head")
    )
    flags = re.IGNORECASE
    return re.compile(here), re.compile(joined, flags), re.compile(inside, flags), re.compile(head)


def read_option(index: OptionIndex, plain: Plain, start: int, end: int, *, whole: bool = False) -> NamedOption | None:
    """What a stretch of a plain text names first; None if it names no option.

    Args:
        index: the options.
        plain: the text.
        start: where the claim may begin.
        end: where its sentence ends.
        whole: whether nothing else may stand in the stretch.
    """
    text = plain.text
    while start < end and text[start] in " \n:,":
        start += 1
    found = _named(index, plain, start, end, inside=not whole)
    if found is None or found.label is None:
        return found
    if whole and text[found.end : end].strip(" .,;:!)]\n✓✅✔"):
        return None
    return _joined(index, plain, found, end)


def _named(index: OptionIndex, plain: Plain, start: int, end: int, *, inside: bool = True) -> NamedOption | None:
    text = plain.text
    lead = _LEAD.match(text, start, end)
    core = lead.end() if lead else start
    for place in dict.fromkeys((start, core)):
        match = index.text_at(text, place, end)
        if match is not None and match.words > 1:
            return _of_text(index, plain, match, end)
    hedge = _HEDGE_LEAD.match(text, core, end)
    if hedge is not None:
        if hedge["no"] and (turned := _BUT.match(text, hedge.end(), end)) is not None:
            return _named(index, plain, turned.end(), end)
        return NamedOption(None, core, _clause(text, core, end), "it is denied" if hedge["no"] else "it is a hedge")
    found = _letter(index, plain, start, core, end)
    if found is not None:
        return found
    match = index.text_at(text, core, end)
    if match is not None:
        return _of_text(index, plain, match, end)
    return _of_value(index, plain, core, end) or (_inside(index, text, core, end) if inside else None)


_BUT = re.compile(r"\s[^.;!?\n]{1,60}?,?\s(?:but|rather)\s(?:rather\s)?", re.IGNORECASE)
"""`not A but C`."""


_STOP = re.compile(r"[.;!?\n]")


def _clause(text: str, start: int, end: int) -> int:
    match = _STOP.search(text, start, end)
    return match.start() if match else end


def _letter(index: OptionIndex, plain: Plain, start: int, core: int, end: int) -> NamedOption | None:
    """An option's letter here, with its text or an explanation behind it."""
    text = plain.text
    match = patterns(index.pattern)[0].match(text, core, end)
    if match is None:
        return None
    written, stop = match["label"], match.end()
    closed = bool(match["close"])
    if not closed:
        stop = match.end("label")
    designated = _DESIGNATED.search(text, start, core) is not None
    if _FORMULA.match(text, stop, end) and not (closed and text[stop : stop + 1] not in "-–"):
        return None
    label = index.label_of(written)
    between = _BETWEEN.match(text, stop, end)
    place = between.end() if between else stop
    own = index.text_at(text, place, end) if between and between[0] else None
    if own is None and (values := _of_value(index, plain, place, end)) is not None and values.fault is None:
        own = Match((values.label or "",), values.start, values.end, 1)
    own_labels, own_end = (own.labels, own.end) if own else ((), stop)
    if not closed and not designated and label not in own_labels and not _stands_alone(plain, stop, end, written):
        return None
    if own_labels and label not in own_labels and index.has_option(label):
        glued = between is not None and not between[0].lstrip().startswith(",")
        if glued and not _REJECTED.match(text, own_end, end):
            return NamedOption(None, core, own_end, f"the letter {label} stands beside the text of {own_labels[0]}")
        own_end = stop
    elif label not in own_labels:
        own_end = stop
    if not index.has_option(label):
        return NamedOption(None, core, stop, f"there is no option {label}")
    return NamedOption(label, core, max(stop, own_end))


def _stands_alone(plain: Plain, stop: int, end: int, written: str) -> bool:
    """Whether what stands behind a bare letter leaves it an option's: "A is …" may, "a photon" does not."""
    text = plain.text
    behind = plain.place(stop - 1) + 1
    if plain.source[behind : behind + 1] in _CLOSING and behind < len(plain.source) and text[stop : stop + 1] == " ":
        return True  # `**C**`, `$C$`
    if AFTER.match(text, stop, end) is None:
        return False
    if not written.islower() or _CLOSED.match(text, stop, end):
        return True
    return written not in "ai" and _EXPLAINED.match(text, stop, end) is not None


_CLOSING = frozenset('*$`}"”')
_CLOSED = re.compile(r"\s?(?:[.,;:!?)\n—–]|$)")
_EXPLAINED = re.compile(r"\s(?:because|since|as|due|so|which|and|or|but|not)\b")


def _of_text(index: OptionIndex, plain: Plain, match: Match, end: int) -> NamedOption:
    labels, start, stop, _ = match
    if len(labels) > 1:
        return NamedOption(None, start, stop, f"it may be {' or '.join(labels)}")
    return _beside(index, plain.text, NamedOption(labels[0], start, stop), end)


_A_VALUE = re.compile(r"[\d\\.+~<>≈(\[-]|[A-Za-z]\s?=|zero|one|two|three|half|[a-zπθλ]{0,4}[\d\\^]")
_CUT = re.compile(_LEXICON["cut"], re.IGNORECASE)


def _of_value(index: OptionIndex, plain: Plain, core: int, end: int) -> NamedOption | None:
    """An option's value here: from what is read as one value, the longest."""
    text = plain.text
    near = _APPROXIMATELY.match(text, core, end)
    core = near.end() if near else core
    if not _A_VALUE.match(text, core, end):
        return None
    cuts = []
    for cut in _CUT.finditer(text, core, min(end, core + 160)):
        if cut.start() > core:
            cuts.append(cut.start())
        if len(cuts) == _CUTS:
            break
    for stop in reversed(cuts):
        first, last = plain.span(core, stop)
        labels = index.equal_in_value(_balanced(plain.source[first:last]))
        if len(labels) == 1:
            return _beside(index, text, NamedOption(labels[0], core, stop), end)
        if labels:
            return NamedOption(None, core, stop, f"it has the value of {' and '.join(labels)}")
    return None


_CUTS = 5


def _balanced(said: str) -> str:
    return said + "$" if said.count("$") % 2 else said


_BESIDE = re.compile(_LEXICON["beside"], re.IGNORECASE)


def _beside(index: OptionIndex, text: str, found: NamedOption, end: int) -> NamedOption:
    """An option's text and the letter that stands right behind it in brackets, or behind "option"."""
    match = _BESIDE.match(text, found.end, end)
    place = match.end() if match else found.end
    place -= bool(match and match["open"] and match.end() == match.end("open"))
    inside = patterns(index.pattern)[2]
    letter = inside.match(text, place, end) or (inside.match(text, match.end(), end) if match else None)
    if letter is None or letter["not"]:
        return found
    label = index.label_of(letter["label"])
    if label == found.label:
        return found._replace(end=letter.end())
    if _REJECTED.match(text, letter.end(), end):
        return found
    return NamedOption(None, found.start, letter.end(), f"the text of {found.label} stands beside the letter {label}")


_INSIDE = Guard(patterns(ANY_LABEL)[2])


def _inside(index: OptionIndex, text: str, core: int, end: int) -> NamedOption | None:
    """The one option that a clause names further on, as "option C" or "(C)"."""
    stop = min(_clause(text, core, min(end, core + 160)), core + 160)
    if not _INSIDE.may_match(folded(text[core:stop])):
        return None
    labels: dict[str, re.Match[str]] = {}
    for match in patterns(index.pattern)[2].finditer(text, core, stop):
        if not match["not"]:
            labels.setdefault(index.label_of(match["label"]), match)
    if len(labels) > 1:
        return NamedOption(None, core, stop, f"it mentions {' and '.join(labels)}")
    for label, match in labels.items():
        if (
            index.has_option(label)
            and not _REJECTED.match(text, match.end(), end)
            and not _DOUBT.search(text, core, stop)
        ):
            return NamedOption(label, match.start(), match.end())
    return None


_DOUBT = re.compile(_LEXICON["doubt"], re.IGNORECASE)
_REPEATED = 5
_A_VERB = re.compile(_LEXICON["a_verb"], re.IGNORECASE)


def _joined(index: OptionIndex, plain: Plain, found: NamedOption, end: int) -> NamedOption:
    """A reading, or what "or D" right behind it makes of it."""
    text = plain.text
    match = patterns(index.pattern)[1].match(text, found.end, end)
    for _ in range(_REPEATED):  # `C or C or D`
        if match is None or index.label_of(match["label"]) != found.label:
            break
        match = patterns(index.pattern)[1].match(text, match.end(), end)
    if match is not None:
        label, how = index.label_of(match["label"]), match["how"].casefold()
        lone = match["label"].islower() and match["open"] is None
        if (
            label != found.label
            and not (lone and label in ("A", "I", "a", "i", "E"))
            and AFTER.match(text, match.end(), end)
        ):
            alternative = how in ("or", "and/or", "oder", "ou", "или", "或", "或者", "/", "|", "vs", "vs.", "versus")
            if alternative or not _A_VERB.match(text, match.end(), end):
                return NamedOption(None, found.start, match.end(), "it names several options")
    beside = _beside_label(index.pattern).match(text, found.end, end)
    if beside is not None and index.label_of(beside["label"]) != found.label:
        return NamedOption(None, found.start, beside.end(), "it names several options")
    joiner = _OR.match(text, found.end, end)
    if joiner is not None:
        other = index.text_at(text, joiner.end(), end)
        apart = other is not None and found.label not in other.labels
        if other is not None and apart and (joiner["or"] or not _A_VERB.match(text, other.end, end)):
            return NamedOption(None, found.start, other.end, "it names several options")
    comma = _COMMA.match(text, found.end, end)
    if comma is not None:
        other = index.text_at(text, comma.end(), end)
        if other is not None and found.label not in other.labels and _LISTED.match(text, other.end, end):
            return NamedOption(None, found.start, other.end, "it names several options")
    head = patterns(index.pattern)[3].match(text, found.end, end)
    if (
        head is not None
        and index.label_of(head["label"]) != found.label
        and _is_next(index, found.label, head["label"])
    ):
        return NamedOption(None, found.start, head.end(), "it is a list of options")
    return found


@lru_cache(maxsize=256)
def _beside_label(label: str) -> re.Pattern[str]:
    """Another letter in brackets right behind a claim."""
    return re.compile(_LEXICON["beside_label"].replace("{label}", label))


_OR = re.compile(_LEXICON["or"], re.IGNORECASE)


_COMMA = re.compile(r"\s?[,;]\s{1,2}")
_LISTED = re.compile(r"\s?(?:[,;.!)\n]|$|(?:and|or|und|oder|et|ou|y|o|&)\s)")


def _is_next(index: OptionIndex, label: str | None, written: str) -> bool:
    """Whether a label follows another one in a list."""
    labels = index.choices.labels or tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if label not in labels or index.label_of(written) not in labels:
        return False
    return labels.index(index.label_of(written)) == labels.index(label) + 1
