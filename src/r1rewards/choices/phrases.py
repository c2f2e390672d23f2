"""The rules for claims in words, each by its name."""

from __future__ import annotations

from r1rewards.choices import anchors
from r1rewards.choices.findings import ClaimContext, Finding, Rule
from r1rewards.choices.lines import first_line, last_line
from r1rewards.choices.subjects import conclusion, is_answer, option_is

PHRASES: dict[str, Rule] = {
    "answer-is": anchors.answer_is,
    "answer-colon": anchors.answer_colon,
    "is-answer": is_answer,
    "choose": anchors.choose,
    "therefore": anchors.therefore,
    "last-line": last_line,
    "first-line": first_line,
    "option-correct": option_is,
    "points-to": anchors.points_to,
    "conclusion": conclusion,
}
"""Rules for words, the strong ones first."""

_LATER = frozenset({"points-to", "conclusion"})

WEAK = frozenset({"option-correct", "points-to", "conclusion"})
"""Rules that speak of an option rather than of the answer: they count where no other rule finds a claim."""


def phrases(context: ClaimContext, rules: tuple[str, ...]) -> list[Finding]:
    """Return the findings of the rules; those that only point at an option are applied after the last claim."""
    found: list[Finding] = []
    for rule in rules:
        if rule in PHRASES and rule not in _LATER:
            found.extend(PHRASES[rule](context, 0))
    start = 0
    claims = [f.end for f in found if f.kind == "claim" and f.rule not in WEAK]
    if claims:
        start = context.plain.position(max(claims))
    for rule in rules:
        if rule in _LATER:
            found.extend(PHRASES[rule](context, start))
    return found
