"""The rules for lines that are nothing but an option."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from r1rewards.choices.findings import LONGEST_LINE, ClaimContext, Finding, are_neighbours, finding_if_asserted
from r1rewards.choices.reading import NamedOption, patterns, read_option
from r1rewards.core.lexicon import read_lexicon

_LEXICON = read_lexicon(__package__, "lines")


def _line(context: ClaimContext, start: int, end: int, rule: str) -> Finding | None:
    """A line that is nothing but an option."""
    reading = read_option(context.index, context.plain, start, end, whole=True) or _explained(context, start, end)
    if reading is None or (
        reading.label is None and not (reading.fault or "").startswith(("it names", "it is a list", "the "))
    ):
        return None
    return finding_if_asserted(context, rule, reading, start)


def _explained(context: ClaimContext, start: int, end: int) -> NamedOption | None:
    """An option at a line's start that goes on with a reason, or with a text that nobody knows: `C. Paris`."""
    text = context.plain.text
    reading = read_option(context.index, context.plain, start, end)
    if reading is None or reading.label is None or _WORDS.search(text, start, reading.start):
        return None
    if _REASON.match(text, reading.end, end):
        return reading
    if _reworded(context, start, end, reading):
        return reading
    unknown = not context.index.choices.options and text[reading.end - 1 : reading.end + 1].strip()[-1:] in (
        ")",
        ".",
        ":",
    )
    if not unknown or _REJECTS.search(text, reading.end, end) or _names_another(context, reading, end):
        return None
    return reading


def _names_another(context: ClaimContext, reading: NamedOption, end: int) -> bool:
    """Whether another option's letter, or a doubt, stands behind a reading."""
    text, begin = context.plain.text, reading.end
    if _FAILS.search(text, begin, end):
        return True
    for match in re.finditer(rf"(?<![A-Za-z0-9'-]){context.index.pattern}(?![A-Za-z0-9_'-])", text[begin:end]):
        label = context.index.label_of(match[0])
        article = _ARTICLE.match(text, begin + match.start(), end) is not None
        if label != reading.label and context.index.has_option(label) and not match[0].islower() and not article:
            return True
    return False


_ARTICLE = re.compile(r"[AI]\s[a-z]")


def _reworded(context: ClaimContext, start: int, end: int, reading: NamedOption) -> bool:
    """Whether an option's closed letter begins a line whose text is its option in other words: `C) 2-butene`.

    No other option's text may stand in it, and no other line may begin with another option's letter.
    """
    text, here = context.plain.text, patterns(context.index.pattern)[0]
    head = here.search(text, reading.start, min(end, reading.start + 6))
    if head is None or end - start > _LONGEST_REWORDED or context.index.label_of(head["label"]) != reading.label:
        return False
    called = text[start : head.start()].strip(" ([#>") != ""
    if head["label"].islower() and not head["close"]:
        return False
    behind = _CLOSED if head["close"] else _CALLED if called else _DOTTED
    gap = behind.match(text, head.end("label"), end)
    if gap is None or _REJECTS.search(text, gap.end(), end) or _names_another(context, reading, end):
        return False
    for word in re.finditer(r"(?<!\S)\S", text[gap.end() : end]):
        other = context.index.text_at(text, gap.end() + word.start(), end)
        if other is not None and reading.label not in other.labels:
            return False
    for first, stop in islice(_lines(text), _MANY_LINES):
        line = _HEADED.match(text, first, stop)
        other_head = here.match(text, line.end() if line else first, stop)
        if other_head is not None and context.index.label_of(other_head["label"]) != reading.label:
            written = text[other_head.end("label") : other_head.end("label") + 1]
            if context.index.has_option(context.index.label_of(other_head["label"])) and written in (
                ")",
                "]",
                ".",
                ":",
            ):
                return False
    return True


_LONGEST_REWORDED = 160
_CLOSED = re.compile(r"\s?[)\]]\s?[:.–—-]?\s(?=\S)")
_CALLED = re.compile(r"\s?[):.–—-]\s(?=\S)")
_DOTTED = re.compile(r"\.\s(?=[^a-z\s])|\s[–—-]\s(?=\S)")
_HEADED = re.compile(r"\s{0,2}(?:option|choice|answer)\s", re.IGNORECASE)
_FAILS = re.compile(_LEXICON["fails"], re.IGNORECASE)
_WORDS = re.compile(r"\b(?!(?:option|choice|answer|letter)\b)[a-z]{3,}\b", re.IGNORECASE)
_REASON = re.compile(
    r"[)\].]?(?:,|\s[–—-])?\s(?:it\sis\s?[.!]?$|\(?(?:(?:is|as)\s)?(?:my\s)?final\sanswer\b|(?:because|since|due\sto|as\s(?:it|the|this|that|only))\b)"
)
_REJECTS = re.compile(r"\b(?:wrong|incorrect|false|not|no|cannot|isn't|doesn't|fails?|or)\b", re.IGNORECASE)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        if text[place:end].strip():
            yield place, end
        place = end + 1


def last_line(context: ClaimContext, start: int) -> list[Finding]:  # noqa: ARG001
    """A last line that is nothing but an option: `C`, `(C) Paris`; or a last sentence; no end of a list."""
    text = context.plain.text.rstrip()
    ticked = _ticked(context, text)
    if ticked is not None:
        return [ticked]
    first = text.rfind("\n") + 1
    before = text[max(0, first - 1 - LONGEST_LINE) : max(first - 1, 0)].rstrip()
    begun = before.rfind("\n") + 1
    previous = before[begun:]
    if not text or len(text) - first > LONGEST_LINE or are_neighbours(context.index, previous, text[first:]):
        return []
    found = _line(context, first, len(text), "last-line")
    if found is None:
        last = context.sentences.around(len(text) - 1)[0]
        lettered = patterns(context.index.pattern)[0].match(text, last + (text[last : last + 1] == " ")) is not None
        if last <= first or (not lettered and _LABEL_BEFORE.search(text, max(first, last - 6), last)):
            return []
        found = _line(context, last, len(text), "last-line")
        return [found] if found is not None else []
    earlier = before[:begun].rstrip()
    if previous and not are_neighbours(context.index, earlier[earlier.rfind("\n") + 1 :], previous):
        begun += max(0, first - 1 - LONGEST_LINE)
        other = _line(context, begun, begun + len(previous), "last-line")
        if other is not None and other.kind == "claim":
            return [other, found]
    return [found]


def _ticked(context: ClaimContext, text: str) -> Finding | None:
    """The one option with a tick at the end of a list of which the others have crosses."""
    if text[-1:] not in _MARKS:
        return None
    right, wrong = [], 0
    for line in reversed(text[-_LONGEST_LIST:].split("\n")):
        match = patterns(context.index.pattern)[0].match(line.strip())
        if match is None or not line.strip().endswith(tuple(_MARKS)):
            break
        if line.strip()[-1] in _TICKS:
            right.append(line.strip())
        else:
            wrong += 1
    if len(right) != 1 or not wrong:
        return None
    place = text.rfind(right[0])
    match = patterns(context.index.pattern)[0].match(text, place)
    if match is None or not context.index.has_option(context.index.label_of(match["label"])):
        return None
    reading = NamedOption(context.index.label_of(match["label"]), *match.span("label"))
    begin, stop = context.plain.span(reading.start, reading.end)
    return Finding(begin, stop, "last-line", reading.label, context.plain.source[begin:stop])


_TICKS = "✓✅✔"
_MARKS = _TICKS + "❌✗✘"
_LONGEST_LIST = 4_000
_LABEL_BEFORE = re.compile(r"(?<![A-Za-z])[A-Za-z0-9][.)]\s{0,2}$")


def first_line(context: ClaimContext, start: int) -> list[Finding]:  # noqa: ARG001
    """A first line that is nothing but an option, before an explanation; no list of options, no row of headings."""
    text = context.plain.text
    opening = _opening(context)
    if opening is not None:
        return [opening]
    lines = list(islice(_lines(text), _MANY_LINES))
    if len(lines) < 2 or lines[0][1] - lines[0][0] > LONGEST_LINE or text[: lines[0][1]].rstrip().endswith(":"):
        return []
    if are_neighbours(context.index, text[slice(*lines[0])], text[slice(*lines[1])][:LONGEST_LINE]):
        return []
    found = _line(context, *lines[0], "first-line")
    if found is None or found.kind != "claim":
        return []
    headings = [line for line in lines[1:-1] if line[1] - line[0] <= _LONGEST_HEADING]
    others = [
        reading
        for line in headings
        if (reading := read_option(context.index, context.plain, *line, whole=True)) is not None
    ]
    return [] if any(reading.label not in (None, found.label) for reading in others) else [found]


def _opening(context: ClaimContext) -> Finding | None:
    """An option's letter at a text's beginning, with a sentence of its own behind it: `(C) The river …`."""
    text = context.plain.text
    match = patterns(context.index.pattern)[0].match(text, len(text) - len(text.lstrip()))
    if match is None or not context.index.has_option(context.index.label_of(match["label"])):
        return None
    if (_A_SENTENCE.match(text, match.end()) or _A_REMARK.match(text, match.end("label"))) is None or not (
        match["close"] or match["label"].isupper()
    ):
        return None
    label = context.index.label_of(match["label"])
    return finding_if_asserted(
        context, "first-line", NamedOption(label, match.start("label"), match.end("label")), match.start()
    )


_A_SENTENCE = re.compile(
    r"\s?(?:The\sanswer|Answer|Option|So|Thus|Therefore|Hence|My|Final|I\s|It\smust|The\scorrect|The\sbest|Only)\b"
)
_A_REMARK = re.compile(_LEXICON["a_remark"])
_MANY_LINES = 60
_LONGEST_HEADING = 60
