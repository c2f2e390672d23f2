r"""The rules for claims after some words: "the answer is …", "Answer: …", "I choose …", "this points to …".

Every run in these patterns is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from r1rewards.choices.findings import ASKS_FOR_FALSE, NOUN, ClaimContext, Finding, Rule, finding_if_asserted
from r1rewards.choices.reading import read_option
from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.prefilter import Guard

_LEXICON = read_lexicon(__package__, "anchors", noun=NOUN)

_ANSWER_IS = re.compile(_LEXICON["answer_is"], re.IGNORECASE)
_ADJECTIVES = frozenset(
    """
    correct right best only final appropriate suitable valid true accurate proper intended expected required desired
    plausible possible incorrect false untrue inaccurate remaining closest nearest chosen selected viable consistent
    matching likely reasonable answer my our major main predominant most
    """.split()
)
_UNMARKED = ("answer", "exception", "odd one")


def _is_marked(context: ClaimContext, place: int) -> bool:
    """Whether a noun means the answer: it is called one, or the right, the only, my option."""
    low = context.folded
    if low[place - 1 : place].isalpha():
        return False
    if low.startswith(_UNMARKED, place):
        return True
    before = low[max(0, place - 40) : place].split()
    if not before:
        return False
    if before[-1] in _ADJECTIVES or (len(before) > 1 and before[-2] == "most"):
        return True
    if _NOT_SO.match(low, place) is not None:
        return True
    return before[-1] == "the" and _THE_ONE_THAT.match(low, place) is not None


_NOT_SO = re.compile(r"(?:statement|option|choice|one)\s(?:that|which)\s(?:is|does)\s?n[o']t\b")
_THE_ONE_THAT = re.compile(_LEXICON["the_one_that"])
_COLON = re.compile(_LEXICON["colon"], re.IGNORECASE)


def _begins(context: ClaimContext, place: int) -> bool:
    """Whether "answer" begins there, or another word at a clause's beginning or behind "correct", not behind "each"."""
    low = context.folded
    if low[place - 1 : place].isalpha():
        return False
    before = low[max(0, place - 40) : place].split()
    if not low.startswith(("option", "choice", "selection", "letter", "pick", "statement", "response"), place):
        return not before or before[-1].strip("_") not in _NOT_THE
    if low[place - 1 : place] == "_":
        return bool(before) and before[-1].rstrip("_").rpartition("_")[2] in _ADJECTIVES
    last = context.plain.text[max(0, place - 2) : place].rstrip(" ")[-1:]
    return last in ("", "\n", ".", ",", ":", ";", "(") or (bool(before) and before[-1] in _ADJECTIVES)


_NOT_THE = frozenset(
    "wrong incorrect each every other another second alternative any which no example possible".split()
)
_HEADING = re.compile(
    r"(?:^|(?<=\n))\s?(?:(?:the|my|final|correct|best)\s){0,3}(?:answer|choice|option|selection|conclusion)\s?:?\s?\n",
    re.IGNORECASE,
)
_FOREIGN = re.compile(_LEXICON["foreign"], re.IGNORECASE)
_CHOOSE = re.compile(_LEXICON["choose"], re.IGNORECASE)
_THINK = re.compile(r"(?:think|believe|guess|suspect|reckon|say|get|obtain)[,:]?(?=\s)", re.IGNORECASE)
_CONCLUDE = re.compile(_LEXICON["conclude"], re.IGNORECASE)
_SWITCH = re.compile(_LEXICON["switch"], re.IGNORECASE)
_SAID = re.compile(
    r"(?:correct|right|final|remaining|solution|verdict|result|decision|conclusion)\s?:|\?(?=\s)", re.IGNORECASE
)


def _opens(context: ClaimContext, place: int) -> bool:
    """Whether a clause begins there."""
    text = context.plain.text
    before = text[max(0, place - 4) : place].rstrip(" ")
    return not before or before[-1] in "\n.!?;:,)" or not text[place].isalpha() or text[place].isupper()


def _is_mine(context: ClaimContext, place: int) -> bool:
    """Whether "I" stands before a verb."""
    before = context.folded[max(0, place - 16) : place].split()
    return bool(before) and (before[-1] in ("i", "i'd") or before[-2:-1] == ["i"])


_IT_IS = re.compile(_LEXICON["it_is"], re.IGNORECASE)
_ENDED = re.compile(_LEXICON["ended"])


class Anchor(NamedTuple):
    """Words after which a claim is made.

    Attributes:
        guard: their pattern.
        fits: a further condition on the position of the pattern's literal.
    """

    guard: Guard
    fits: Callable[[ClaimContext, int], bool] | None = None


def _anchor(
    pattern: re.Pattern[str],
    fits: Callable[[ClaimContext, int], bool] | None = None,
    *,
    back: int = 0,
    ahead: int = 160,
) -> Anchor:
    return Anchor(Guard(pattern, back=back, ahead=ahead), fits)


_FALSE_NOUN = re.compile(
    r"\b(?:incorrect|false|untrue|inaccurate)\s(?:statement|description|conclusion|explanation|claim)", re.IGNORECASE
)


def anchored(rule: str, *anchors: Anchor, strict: bool = False) -> Rule:
    """Make a rule for claims that follow some words; with `strict` the option must be all that follows."""

    def find(context: ClaimContext, start: int) -> list[Finding]:
        text, found = context.plain.text, []
        for anchor in anchors:
            fits = anchor.fits and partial(anchor.fits, context)
            for match in anchor.guard.matches(text, context.folded, start, len(text), fits=fits):
                reading = read_option(
                    context.index, context.plain, match.end(), context.sentences.line_end(match.end())
                )
                if reading is None:
                    continue
                if strict:
                    said = text[reading.start : reading.end].strip()
                    if reading.label is None or (len(said) == 1 and said.islower()):
                        continue
                    if not _ENDED.match(text, reading.end):
                        continue
                turned = ASKS_FOR_FALSE.search(text, max(0, match.start() - 16), match.end()) is not None
                place = match.start() if match[0] != "?" else match.end() + 1
                if turned and (false := _FALSE_NOUN.search(text, max(0, place - 16), match.end())) is not None:
                    place = false.start()
                finding = finding_if_asserted(context, rule, reading, place, asks_for_false=turned)
                if finding is not None:
                    if reading.fault == "it is denied":
                        finding = finding._replace(kind="denial")
                    found.append(finding)
        return found

    return find


answer_is = anchored("answer-is", _anchor(_ANSWER_IS, _is_marked), _anchor(_FOREIGN))
answer_colon = anchored("answer-colon", _anchor(_COLON, _begins), _anchor(_HEADING, back=30, ahead=24))
choose = anchored("choose", _anchor(_CHOOSE, back=40, ahead=60))
therefore = anchored(
    "therefore",
    _anchor(_SWITCH, ahead=40),
    _anchor(_SAID, _opens, ahead=40),
    _anchor(_CONCLUDE, _opens, ahead=40),
    _anchor(_THINK, _is_mine, ahead=24),
    strict=True,
)
points_to = anchored("points-to", _anchor(_IT_IS, back=24, ahead=60), strict=True)
