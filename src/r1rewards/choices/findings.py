"""What a rule finds on a page, and whether the sentence means it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from r1rewards.choices.plain import Plain
from r1rewards.choices.reading import Reading, patterns
from r1rewards.choices.search import lowered
from r1rewards.choices.sentences import Sentences, is_conditional, is_supposed
from r1rewards.choices.table import Table


class Finding(NamedTuple):
    """A place that claims an option, or fails to.

    Attributes:
        start: where it begins in the text.
        end: where it ends.
        rule: the rule that found it.
        label: the option that it claims; None if not exactly one.
        said: the claim as written.
        kind: "claim"; "hedge": it does not commit; "denial"; "conflict": it claims what cannot be.
        fault: why it is no claim; None if it is.
        turned: whether it asks for what is false ("the incorrect statement is …").
    """

    start: int
    end: int
    rule: str
    label: str | None
    said: str
    kind: str = "claim"
    fault: str | None = None
    turned: bool = False


class Page:
    """A text as the rules read it.

    Attributes:
        plain: the text without markup.
        sentences: where its sentences stand.
        table: the question's options.
        low: the plain text in lower case.
        subjects: what "… is correct" and the like are said of, once it was looked for.
    """

    __slots__ = ("low", "plain", "sentences", "subjects", "table")

    def __init__(self, plain: Plain, table: Table) -> None:
        self.plain = plain
        self.sentences = Sentences(plain.text)
        self.table = table
        self.low = lowered(plain.text)
        self.subjects: list[tuple[Finding, str]] | None = None


Rule = Callable[[Page, int], list[Finding]]
"""Finds claims on a page; what reads the text from somewhere on is told where."""
_F = re.IGNORECASE
ADJECTIVE = (
    r"(?:correct|right|best|only|final|appropriate|suitable|valid|true|accurate|proper|intended|expected|required"
    r"|desired|plausible|possible"
    r"|most\s\w{3,14}|incorrect|false|untrue|inaccurate|remaining|closest|nearest|chosen|selected|viable|consistent"
    r"|matching|likely|reasonable|answer)"
)
NOUN = (
    r"(?:answers?|options?|choices?|statements?|alternatives?|letters?|ones?|selection|response|possibility|candidate"
    r"|explanation|structure|product|value|sequence|compound|molecule|description|conclusion|pick)"
)
TURNED = re.compile(
    r"\b(?:incorrect|false|untrue|inaccurate|exception|odd\sone\sout|(?:that|which)\s(?:is|does)\s?n[o']t)\b", _F
)
LONGEST_LINE = 600


def meant(page: Page, rule: str, reading: Reading, anchor: int, *, turned: bool = False) -> Finding | None:
    """A reading as a finding, unless its sentence does not mean it."""
    text = page.plain.text
    start, end = page.sentences.around(anchor)
    last = page.sentences.around(max(reading.end - 1, reading.start))
    if page.sentences.asks(start, end) or page.sentences.asks(*last) or is_supposed(text, start, anchor):
        return None
    if reading.label is not None and _heads_list(page, reading.start):
        return None
    begin, stop = page.plain.span(reading.start, reading.end)
    said = page.plain.source[begin:stop].strip()
    label, fault = reading.label, reading.fault
    if fault is None and is_conditional(text, reading.end, last[1]):
        if _WOULD.search(text, anchor, reading.start):
            return None
        label, fault = None, "it depends on a condition"
    kind = "claim" if fault is None else "hedge" if fault in HEDGED or fault.startswith("it mentions") else "conflict"
    return Finding(begin, stop, rule, label, said, kind, fault, turned)


_WOULD = re.compile(r"\b(?:would|'d|should|could)\b", _F)
HEDGED = frozenset(
    {
        "it is a hedge",
        "it is denied",
        "it is a list of options",
        "it names several options",
        "it depends on a condition",
    }
)
"""Faults of claims that commit to nothing; others contradict what they claim."""


def _heads_list(page: Page, place: int) -> bool:
    """Whether a place is at the beginning of a line that another line of a list of options follows."""
    text = page.plain.text
    first = text.rfind("\n", max(0, place - 4), place) + 1
    if (first == 0 and place > 4) or text[first:place].strip(" (["):
        return False
    end = text.find("\n", place, place + LONGEST_LINE)
    if end < 0:
        return False
    start = end + 1
    while text[start : start + 1] in (" ", "\n") and start < end + 4:
        start += 1
    stop = text.find("\n", start, start + LONGEST_LINE)
    return are_neighbours(page.table, text[first:end], text[start : len(text) if stop < 0 else stop][:LONGEST_LINE])


def are_neighbours(table: Table, one: str, other: str) -> bool:
    """Whether two lines are neighbours in a list of options."""
    here = patterns(table.pattern)[0]
    first, second = here.match(one.strip()), here.match(other.strip())
    if first is None or second is None:
        return False
    labels = table.choices.labels or tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    a, b = table.named(first["label"]), table.named(second["label"])
    if a not in labels or b not in labels or labels.index(b) != labels.index(a) + 1:
        return False
    # Letters alone, one a line, are rather several claims than a list.
    return bool(one.strip()[first.end() :].strip(" .):")) and bool(other.strip()[second.end() :].strip(" .):"))
