"""The rules for lines that are nothing but an option."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from r1rewards.choices.findings import LONGEST_LINE, Finding, Page, are_neighbours, meant
from r1rewards.choices.reading import Reading, patterns, read

_F = re.IGNORECASE


def _line(page: Page, start: int, end: int, rule: str) -> Finding | None:
    """A line that is nothing but an option."""
    reading = read(page.table, page.plain, start, end, whole=True) or _explained(page, start, end)
    if reading is None or (
        reading.label is None and not (reading.fault or "").startswith(("it names", "it is a list", "the "))
    ):
        return None
    return meant(page, rule, reading, start)


def _explained(page: Page, start: int, end: int) -> Reading | None:
    """An option at a line's start that goes on with a reason, or with a text that nobody knows: `C. Paris`."""
    text = page.plain.text
    reading = read(page.table, page.plain, start, end)
    if reading is None or reading.label is None or _WORDS.search(text, start, reading.start):
        return None
    if _REASON.match(text, reading.end, end):
        return reading
    if _reworded(page, start, end, reading):
        return reading
    unknown = not page.table.choices.options and text[reading.end - 1 : reading.end + 1].strip()[-1:] in (")", ".", ":")
    if not unknown or _REJECTS.search(text, reading.end, end) or _names_another(page, reading, end):
        return None
    return reading


def _names_another(page: Page, reading: Reading, end: int) -> bool:
    """Whether another option's letter, or a doubt, stands behind a reading."""
    text, begin = page.plain.text, reading.end
    if _FAILS.search(text, begin, end):
        return True
    for match in re.finditer(rf"(?<![A-Za-z0-9'-]){page.table.pattern}(?![A-Za-z0-9_'-])", text[begin:end]):
        label = page.table.named(match[0])
        article = _ARTICLE.match(text, begin + match.start(), end) is not None
        if label != reading.label and page.table.holds(label) and not match[0].islower() and not article:
            return True
    return False


_ARTICLE = re.compile(r"[AI]\s[a-z]")


def _reworded(page: Page, start: int, end: int, reading: Reading) -> bool:
    """Whether an option's closed letter begins a line whose text is its option in other words: `C) 2-butene`.

    No other option's text may stand in it, and no other line may begin with another option's letter.
    """
    text, here = page.plain.text, patterns(page.table.pattern)[0]
    head = here.search(text, reading.start, min(end, reading.start + 6))
    if head is None or end - start > _LONGEST_REWORDED or page.table.named(head["label"]) != reading.label:
        return False
    called = text[start : head.start()].strip(" ([#>") != ""
    if head["label"].islower() and not head["close"]:
        return False
    behind = _CLOSED if head["close"] else _CALLED if called else _DOTTED
    gap = behind.match(text, head.end("label"), end)
    if gap is None or _REJECTS.search(text, gap.end(), end) or _names_another(page, reading, end):
        return False
    for word in re.finditer(r"(?<!\S)\S", text[gap.end() : end]):
        other = page.table.at(text, gap.end() + word.start(), end)
        if other is not None and reading.label not in other.labels:
            return False
    for first, stop in islice(_lines(text), _MANY_LINES):
        line = _HEADED.match(text, first, stop)
        other_head = here.match(text, line.end() if line else first, stop)
        if other_head is not None and page.table.named(other_head["label"]) != reading.label:
            written = text[other_head.end("label") : other_head.end("label") + 1]
            if page.table.holds(page.table.named(other_head["label"])) and written in (")", "]", ".", ":"):
                return False
    return True


_LONGEST_REWORDED = 160
_CLOSED = re.compile(r"\s?[)\]]\s?[:.–—-]?\s(?=\S)")
_CALLED = re.compile(r"\s?[):.–—-]\s(?=\S)")
_DOTTED = re.compile(r"\.\s(?=[^a-z\s])|\s[–—-]\s(?=\S)")
_HEADED = re.compile(r"\s{0,2}(?:option|choice|answer)\s", _F)
_FAILS = re.compile(
    r"\?|\b(?:too|only\sif|if|maybe|perhaps|possibly|might|could|may|unlikely|impossible|eliminat\w{1,3}|ruled|reject\w{0,3}"
    r"|exclud\w{1,2}|fail\w{0,3}|violat\w{1,3}|contradict\w{0,3}|never|none|neither|nor|without|lacks?|ignor\w{1,3}|but"
    r"|however|also)\b|n't\b|[❌✗✘]",
    _F,
)
_WORDS = re.compile(r"\b(?!(?:option|choice|answer|letter)\b)[a-z]{3,}\b", _F)
_REASON = re.compile(
    r"[)\].]?(?:,|\s[–—-])?\s(?:it\sis\s?[.!]?$|\(?(?:(?:is|as)\s)?(?:my\s)?final\sanswer\b|(?:because|since|due\sto|as\s(?:it|the|this|that|only))\b)"
)
_REJECTS = re.compile(r"\b(?:wrong|incorrect|false|not|no|cannot|isn't|doesn't|fails?|or)\b", _F)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    while place < len(text):
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
        if text[place:end].strip():
            yield place, end
        place = end + 1


def last_line(page: Page, start: int) -> list[Finding]:  # noqa: ARG001
    """A last line that is nothing but an option: `C`, `(C) Paris`; or a last sentence; no end of a list."""
    text = page.plain.text.rstrip()
    ticked = _ticked(page, text)
    if ticked is not None:
        return [ticked]
    first = text.rfind("\n") + 1
    before = text[max(0, first - 1 - LONGEST_LINE) : max(first - 1, 0)].rstrip()
    begun = before.rfind("\n") + 1
    previous = before[begun:]
    if not text or len(text) - first > LONGEST_LINE or are_neighbours(page.table, previous, text[first:]):
        return []
    found = _line(page, first, len(text), "last-line")
    if found is None:
        last = page.sentences.around(len(text) - 1)[0]
        lettered = patterns(page.table.pattern)[0].match(text, last + (text[last : last + 1] == " ")) is not None
        if last <= first or (not lettered and _LABEL_BEFORE.search(text, max(first, last - 6), last)):
            return []
        found = _line(page, last, len(text), "last-line")
        return [found] if found is not None else []
    earlier = before[:begun].rstrip()
    if previous and not are_neighbours(page.table, earlier[earlier.rfind("\n") + 1 :], previous):
        begun += max(0, first - 1 - LONGEST_LINE)
        other = _line(page, begun, begun + len(previous), "last-line")
        if other is not None and other.kind == "claim":
            return [other, found]
    return [found]


def _ticked(page: Page, text: str) -> Finding | None:
    """The one option with a tick at the end of a list of which the others have crosses."""
    if text[-1:] not in _MARKS:
        return None
    right, wrong = [], 0
    for line in reversed(text[-_LONGEST_LIST:].split("\n")):
        match = patterns(page.table.pattern)[0].match(line.strip())
        if match is None or not line.strip().endswith(tuple(_MARKS)):
            break
        if line.strip()[-1] in _TICKS:
            right.append(line.strip())
        else:
            wrong += 1
    if len(right) != 1 or not wrong:
        return None
    place = text.rfind(right[0])
    match = patterns(page.table.pattern)[0].match(text, place)
    if match is None or not page.table.holds(page.table.named(match["label"])):
        return None
    reading = Reading(page.table.named(match["label"]), *match.span("label"))
    begin, stop = page.plain.span(reading.start, reading.end)
    return Finding(begin, stop, "last-line", reading.label, page.plain.source[begin:stop])


_TICKS = "✓✅✔"
_MARKS = _TICKS + "❌✗✘"
_LONGEST_LIST = 4_000
_LABEL_BEFORE = re.compile(r"(?<![A-Za-z])[A-Za-z0-9][.)]\s{0,2}$")


def first_line(page: Page, start: int) -> list[Finding]:  # noqa: ARG001
    """A first line that is nothing but an option, before an explanation; no list of options, no row of headings."""
    text = page.plain.text
    opening = _opening(page)
    if opening is not None:
        return [opening]
    lines = list(islice(_lines(text), _MANY_LINES))
    if len(lines) < 2 or lines[0][1] - lines[0][0] > LONGEST_LINE or text[: lines[0][1]].rstrip().endswith(":"):
        return []
    if are_neighbours(page.table, text[slice(*lines[0])], text[slice(*lines[1])][:LONGEST_LINE]):
        return []
    found = _line(page, *lines[0], "first-line")
    if found is None or found.kind != "claim":
        return []
    headings = [line for line in lines[1:-1] if line[1] - line[0] <= _LONGEST_HEADING]
    others = [reading for line in headings if (reading := read(page.table, page.plain, *line, whole=True)) is not None]
    return [] if any(reading.label not in (None, found.label) for reading in others) else [found]


def _opening(page: Page) -> Finding | None:
    """An option's letter at a text's beginning, with a sentence of its own behind it: `(C) The river …`."""
    text = page.plain.text
    match = patterns(page.table.pattern)[0].match(text, len(text) - len(text.lstrip()))
    if match is None or not page.table.holds(page.table.named(match["label"])):
        return None
    if (_A_SENTENCE.match(text, match.end()) or _A_REMARK.match(text, match.end("label"))) is None or not (
        match["close"] or match["label"].isupper()
    ):
        return None
    label = page.table.named(match["label"])
    return meant(page, "first-line", Reading(label, match.start("label"), match.end("label")), match.start())


_A_SENTENCE = re.compile(
    r"\s?(?:The\sanswer|Answer|Option|So|Thus|Therefore|Hence|My|Final|I\s|It\smust|The\scorrect|The\sbest|Only)\b"
)
_A_REMARK = re.compile(
    r"[)\]]?\s?\.\s(?:(?:The|All)\s(?:other|remaining)|Others|None\sof|This\sis|That\sis|Because|Since"
    r"|It\s(?:is|has|was)|I\s|My|Reason|Explanation)"
)
_MANY_LINES = 60
_LONGEST_HEADING = 60
