"""A judge of its own, so that what the rewards say of themselves is not all we have.

It knows each sum's exact value, and reads the few spellings that a model of this size can write: products of whole
numbers, decimals, percentages, fractions and square roots. It shares no code with the library.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from .tasks import Problem

LAYOUT = re.compile(r"\s*<think>[^<>]*[^<>\s][^<>]*</think>\s*<answer>([^<>]*[^<>\s][^<>]*)</answer>\s*")
ANSWER = re.compile(r"<answer>([^<>]*)</answer>")
FACTOR = re.compile(
    r"\\sqrt\{(?P<root>\d{1,9}(?:\*\d{1,9})*)\}"
    r"|\\frac\{(?P<top>\d{1,9})\}\{(?P<bottom>\d{1,9})\}"
    r"|(?P<number>\d{1,9}(?:\.\d{1,9})?)(?P<percent>\\?%)?(?:/(?P<by>\d{1,9}))?"
)
DIGIT = re.compile(r"\d")
TAG = re.compile(r"</?answer>")
SEPARATOR = re.compile(r"or|,")
WORD = re.compile(r"[^\W\d_]+")


class Judgement(NamedTuple):
    """What can be said of a completion without any of the rewards.

    Attributes:
        format: reasoning, then an answer, each in its element and not blank, and nothing else.
        right: after the reasoning there is one answer element, and what stands in it has the exact value; of several
            candidates each one.
        lenient: the same, wherever after the reasoning the one answer stands: in its element or outside of it.
        same_text: that answer is the gold to the letter: all that a string comparison would pay.
        candidates: how many pieces an answer has between "or" and commas.
    """

    format: bool
    right: bool
    lenient: bool
    same_text: bool
    candidates: int


def judge(text: str, problem: Problem) -> Judgement:
    """Looks at a completion."""
    _, closed, rest = text.rpartition("</think>")
    if not closed and "<think>" in rest:
        rest = ""
    answers = ANSWER.findall(rest)
    claim = unboxed(answers[0]) if len(answers) == 1 else ""
    candidates = [piece.strip() for piece in SEPARATOR.split(claim)] if claim else []
    right = bool(candidates) and all(square_of(candidate) == problem.square for candidate in candidates)
    lenient = right or square_of(unboxed(TAG.sub(" ", rest))) == problem.square
    return Judgement(LAYOUT.fullmatch(text) is not None, right, lenient, claim == problem.gold, len(candidates))


def unboxed(answer: str) -> str:
    r"""What stands in the one `\boxed{}` of an answer, if no digit stands outside of it; else the answer.

    Closing braces too many are left out: they say nothing, and no reward here is paid for leaving them out.
    """
    before, box, rest = answer.partition("\\boxed{")
    depth, end = 1, 0
    while box and depth and end < len(rest):
        depth += {"{": 1, "}": -1}.get(rest[end], 0)
        end += 1
    inside, after = rest[: end - 1], rest[end:]
    whole = not box or depth or "\\boxed" in rest or DIGIT.search(before + after)
    claim = answer.strip() if whole else inside.strip()
    while claim.endswith("}") and claim.count("}") > claim.count("{"):
        claim = claim[:-1]
    return claim


def square_of(text: str) -> Fraction | None:
    """The exact square of a number; None for anything else."""
    square, place, joined = Fraction(1), 0, True
    while place < len(text):
        factor = FACTOR.match(text, place)
        if factor is None or (factor["number"] and not joined):  # 7 3 is not 21
            return None
        if factor["root"]:
            for number in factor["root"].split("*"):
                square *= int(number)
        else:
            top, bottom = factor["top"] or factor["number"], int(factor["bottom"] or factor["by"] or 1)
            if not bottom:
                return None
            square *= (Fraction(top) / bottom / (100 if factor["percent"] else 1)) ** 2
        place = factor.end()
        joined = text[place : place + 1] == "*"
        place += joined
    return None if joined else square


def share_of(words: frozenset[str], text: str) -> float:
    """The share of a text's words that are of a list; 0 if it has no words."""
    found = [word.lower() for word in WORD.findall(re.sub(r"</?\w+>|\\\w+", " ", text))]
    return sum(word in words for word in found) / len(found) if found else 0.0
