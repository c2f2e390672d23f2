r"""Where a text says what its answer is.

Named rules in a fixed order; the first that finds a claim decides. What several claims of it amount to is settled here.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from r1rewards.core.score import Response, Span
from r1rewards.errors import RewardError
from r1rewards.math.claims import Claim, trimmed
from r1rewards.math.normal import normal
from r1rewards.math.phrases import alternatives
from r1rewards.math.rules import FINDERS, PHRASES, RULES, boxes, is_sentence
from r1rewards.templates import content_end

CORRECTIONS = ("marked", "never")
"""Policies for several conflicting claims: "marked" lets the last ones stand when a word such as "wait" or "actually"
separates them from those before; "never" lets none stand."""

READ_LENGTH = 200_000
"""Characters at the end of a final part in which claims are looked for; no honest one is near as long."""

MANY = 64
"""Claims of one text that are told apart: a text with more of them contradicts itself already."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a text claims as its answer.

    Attributes:
        answer: the claim, as written.
        span: where it stands; the label is "answer", the value the rule's name.
        rule: the rule that found it.
        rivals: other claims, in another wording, that nothing takes back: the answer is right only if all are.
    """

    answer: str
    span: Span
    rule: str
    rivals: tuple[Span, ...] = ()


def extract(
    text: str | Response, *, rules: Sequence[str] | None = None, corrections: str = "marked"
) -> Extraction | None:
    """The answer that a text claims, or None.

    Args:
        text: a completion, of which everything to the last `</think>` is reasoning and not read; or a Response, of
            which the final part is read.
        rules: names out of `RULES`, in the order in which they are tried; None for all.
        corrections: one of `CORRECTIONS`.

    Raises:
        RewardError: a rule or policy of that name does not exist.
    """
    chosen = RULES if rules is None else tuple(rules)
    require_known(chosen, corrections)
    if isinstance(text, Response):
        return _extract_final(text, chosen, corrections)
    start, end = final_part(text)
    found = _claims(text, start, end, chosen, corrections)
    return None if found is None else _settle(*found)


def require_known(rules: Sequence[str], corrections: str) -> None:
    """Raises RewardError for a rule or a policy that does not exist."""
    for rule in rules:
        if rule not in FINDERS:
            raise RewardError(f"there is no extraction rule '{rule}': choose from {', '.join(RULES)}")
    if corrections not in CORRECTIONS:
        raise RewardError(f"there is no policy '{corrections}' for corrections: choose one of {', '.join(CORRECTIONS)}")


def final_part(text: str) -> tuple[int, int]:
    """Where the final part of a text without a known layout stands: after the reasoning, before one that is open."""
    start = text.rfind("</think>")
    start = 0 if start < 0 else start + len("</think>")
    reopened = text.find("<think>", start)
    end = max(start, content_end(text)) if reopened < 0 else reopened
    return max(start, end - READ_LENGTH), end


def _extract_final(response: Response, rules: Sequence[str], corrections: str) -> Extraction | None:
    text = response.answer
    if text is None:
        return None
    found = _claims(text, max(0, len(text) - READ_LENGTH), len(text), rules, corrections)
    if found is None and "answer-element" in rules and response.has("answer"):
        found = "answer-element", [claim for claim in [trimmed(text, Claim(0, len(text), 0, len(text)))] if claim]
    if found is None or not found[1]:
        return None
    return _settle(*found, offset=response.start_of("answer", "summary"))


def _claims(text: str, start: int, end: int, rules: Sequence[str], corrections: str) -> tuple[str, list[Claim]] | None:
    """The first rule that finds a claim, and what still stands of its claims, from left to right.

    Words that read like part of a sentence ("the answer is found by …") count only if no later rule finds a claim.
    """
    weak: tuple[str, list[Claim]] | None = None
    for rule in rules:
        claims = [claim for found in FINDERS[rule](text, start, end) if (claim := trimmed(text, found))]
        if not claims:
            continue
        if rule == "answer-element":
            claims = _element_claims(text, start, end, claims, rules, corrections)
        elif rule == "boxed":
            claims = _with_alternatives(text, _joined(text, _outside_code(text, start, end, claims)), end)
        elif rule in PHRASES:
            claims = _outside_code(text, start, end, claims)
            strong = [claim for claim in claims if not is_sentence(claim.said)]
            if not strong:
                weak = weak or (rule, claims)
                continue
            claims = _with_alternatives(text, strong, end)
        return rule, _after_correction(text, claims) if corrections == "marked" else claims
    return weak


def _with_alternatives(text: str, claims: list[Claim], end: int) -> list[Claim]:
    """The claims, each followed by what "or …" right behind it says."""
    if len(claims) > MANY:
        return claims
    found: list[Claim] = []
    for claim, following in zip_longest(claims, claims[1:]):
        said = [c for other in alternatives(text, claim, end) if (c := trimmed(text, other))]
        # "or \boxed{6}" is a claim of its own already; the claim itself stays the last word.
        found.extend(other for other in said if following is None or other.end <= following.outer_start)
        found.append(claim)
    return found


def _outside_code(text: str, start: int, end: int, claims: list[Claim]) -> list[Claim]:
    """The claims outside fenced code, if there are any: a program's output is no answer where prose gives one."""
    fences: list[int] = []
    position = text.find("```", start, end)
    while position >= 0:
        fences.append(position)
        position = text.find("```", position + 3, end)
    outside = [claim for claim in claims if bisect(fences, claim.outer_start) % 2 == 0] if fences else claims
    return outside or claims


def _element_claims(  # noqa: PLR0913, PLR0917 - the state of one walk
    text: str, start: int, end: int, elements: list[Claim], rules: Sequence[str], corrections: str
) -> list[Claim]:
    """What the answer elements claim; before it what is boxed elsewhere, which can only contradict it."""
    boxed = [claim for box in boxes(text, start, end) if (claim := trimmed(text, box))]
    inside = elements[:MANY]
    claims = [box for box in boxed if not any(e.outer_start <= box.start < e.outer_end for e in inside)]
    inner_rules = [rule for rule in rules if rule != "answer-element"]
    for element in elements:
        found = _claims(text, element.start, element.end, inner_rules, corrections)
        claims.extend(found[1] if found else [element])
    return claims


def _settle(rule: str, claims: list[Claim], offset: int = 0) -> Extraction:
    """The last claim; those before it in another wording are its rivals."""
    last = claims[-1]
    rivals: list[Span] = []
    if len(claims) > 1:
        said = {normal(last.said)}
        for claim in list({claim.said: claim for claim in claims}.values())[:MANY]:
            if (form := normal(claim.said)) not in said:
                said.add(form)
                rivals.append(Span(claim.start + offset, claim.end + offset, "rival", claim.said))
    span = Span(last.start + offset, last.end + offset, "answer", rule)
    return Extraction(last.said, span, rule, tuple(rivals))


_JOINT = re.compile(r"(?:[\s$,;]|\\\(|\\\)|\\\[|\\\]|\\text\s*\{\s*and\s*\}|\\[,;: ]|\\quad|and\b)*")
_JOINS = re.compile(r",|;|and")


def _joined(text: str, claims: list[Claim]) -> list[Claim]:
    """Boxes with nothing but commas or "and" between them, as the one list that they are."""
    if not 2 <= len(claims) <= MANY or len({claim.said for claim in claims}) == 1:
        return claims
    for before, after in pairwise(claims):
        between = text[before.outer_end : after.outer_start]
        if len(between) > _JOINT_LENGTH or not _JOINT.fullmatch(between) or not _JOINS.search(between):
            return claims
    start, end = claims[0].outer_start, claims[-1].outer_end
    return [Claim(start, end, start, end, ", ".join(claim.said for claim in claims))]


_JOINT_LENGTH = 40

_CORRECTION = re.compile(
    r"\b(?:wait|actually|correction|scratch that|on second thought|let me (?:re\w*|correct|fix|double)"
    r"|i made an? (?:error|mistake)|(?:that|this)(?:'s| is| was) (?:wrong|incorrect|not right)|my mistake|oops|hmm+)\b",
    re.IGNORECASE,
)


def _after_correction(text: str, claims: list[Claim]) -> list[Claim]:
    for i in range(len(claims) - 1, 0, -1):
        if _CORRECTION.search(text, claims[i - 1].outer_end, claims[i].outer_start):
            return claims[i:]
    return claims
