"""Findings of the rules, and whether their sentences assert them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from r1rewards.choices.option_index import OptionIndex
from r1rewards.choices.plain import Plain
from r1rewards.choices.reading import NamedOption, patterns
from r1rewards.choices.sentences import Sentences, is_conditional, is_supposed
from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.prefilter import folded

_LEXICON = read_lexicon(__package__, "findings")

Kind = Literal["claim", "hedge", "denial", "conflict"]


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
        asks_for_false: whether it asks for what is false ("the incorrect statement is …").
    """

    start: int
    end: int
    rule: str
    label: str | None
    said: str
    kind: Kind = "claim"
    fault: str | None = None
    asks_for_false: bool = False


class ClaimContext:
    """A text with its options, as the rules read it.

    Attributes:
        plain: the text without markup.
        sentences: where its sentences stand.
        index: the question's options.
        folded: the plain text in lower case, its white space as spaces.
        subjects: what "… is correct" and the like are said of, once it was looked for.
    """

    __slots__ = ("folded", "index", "plain", "sentences", "subjects")

    def __init__(self, plain: Plain, index: OptionIndex) -> None:
        self.plain = plain
        self.sentences = Sentences(plain.text)
        self.index = index
        self.folded = folded(plain.text)
        self.subjects: list[tuple[Finding, str]] | None = None


Rule = Callable[[ClaimContext, int], list[Finding]]
"""Finds claims in a text; the second argument is where to start reading."""
ADJECTIVE = _LEXICON["adjective"]
NOUN = _LEXICON["noun"]
ASKS_FOR_FALSE = re.compile(
    r"\b(?:incorrect|false|untrue|inaccurate|exception|odd\sone\sout|(?:that|which)\s(?:is|does)\s?n[o']t)\b",
    re.IGNORECASE,
)
LONGEST_LINE = 600


def finding_if_asserted(
    context: ClaimContext, rule: str, reading: NamedOption, anchor: int, *, asks_for_false: bool = False
) -> Finding | None:
    """Turn a named option into a finding, or return None if the sentence does not assert it."""
    text = context.plain.text
    start, end = context.sentences.around(anchor)
    last = context.sentences.around(max(reading.end - 1, reading.start))
    if context.sentences.asks(start, end) or context.sentences.asks(*last) or is_supposed(text, start, anchor):
        return None
    if reading.label is not None and _heads_list(context, reading.start):
        return None
    begin, stop = context.plain.span(reading.start, reading.end)
    said = context.plain.source[begin:stop].strip()
    label, fault = reading.label, reading.fault
    if fault is None and is_conditional(text, reading.end, last[1]):
        if _WOULD.search(text, anchor, reading.start):
            return None
        label, fault = None, "it depends on a condition"
    kind: Kind = "claim"
    if fault is not None:
        kind = "hedge" if fault in HEDGED or fault.startswith("it mentions") else "conflict"
    return Finding(begin, stop, rule, label, said, kind, fault, asks_for_false)


_WOULD = re.compile(r"\b(?:would|'d|should|could)\b", re.IGNORECASE)
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


def _heads_list(context: ClaimContext, place: int) -> bool:
    """Whether a place is at the beginning of a line that another line of a list of options follows."""
    text = context.plain.text
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
    return are_neighbours(context.index, text[first:end], text[start : len(text) if stop < 0 else stop][:LONGEST_LINE])


def are_neighbours(index: OptionIndex, one: str, other: str) -> bool:
    """Whether two lines are neighbours in a list of options."""
    here = patterns(index.pattern)[0]
    first, second = here.match(one.strip()), here.match(other.strip())
    if first is None or second is None:
        return False
    labels = index.choices.labels or tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    a, b = index.label_of(first["label"]), index.label_of(second["label"])
    if a not in labels or b not in labels or labels.index(b) != labels.index(a) + 1:
        return False
    # Letters alone, one a line, are rather several claims than a list.
    return bool(one.strip()[first.end() :].strip(" .):")) and bool(other.strip()[second.end() :].strip(" .):"))
