r"""Where a text says what its answer is.

Named rules in a fixed order; the first that finds a claim decides. A rule looks for a claim that is marked as the
answer (an answer element, a box, "the answer is"), or takes a text that is nothing but an answer. No rule fishes a
number out of prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from r1rewards.core.score import Response, Span
from r1rewards.errors import RewardError
from r1rewards.math.normal import normal
from r1rewards.math.rational import quantity
from r1rewards.templates import content_end

CORRECTIONS = ("marked", "never")
"""Policies for several conflicting claims: "marked" lets the last ones stand when a word such as "wait" or "actually"
separates them from those before; "never" lets none stand."""

WHOLE_LENGTH = 200
"""Characters of the longest text that counts as nothing but an answer."""


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


class Claim(NamedTuple):
    """A place in the text that claims to be the answer, the place with its markup, and what is said there."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    said: str = ""


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
        if rule not in _FINDERS:
            raise RewardError(f"there is no extraction rule '{rule}': choose from {', '.join(RULES)}")
    if corrections not in CORRECTIONS:
        raise RewardError(f"there is no policy '{corrections}' for corrections: choose one of {', '.join(CORRECTIONS)}")


def final_part(text: str) -> tuple[int, int]:
    """Where the final part of a text without a known layout stands: after the reasoning, before one that is open."""
    start = text.rfind("</think>")
    start = 0 if start < 0 else start + len("</think>")
    reopened = text.find("<think>", start)
    return start, max(start, content_end(text)) if reopened < 0 else reopened


def _extract_final(response: Response, rules: Sequence[str], corrections: str) -> Extraction | None:
    text = response.answer
    if text is None:
        return None
    found = _claims(text, 0, len(text), rules, corrections)
    if found is None and "answer-element" in rules and response.has("answer"):
        found = "answer-element", [claim for claim in [_trimmed(text, Claim(0, len(text), 0, len(text)))] if claim]
    if found is None or not found[1]:
        return None
    return _settle(*found, offset=response.start_of("answer", "summary"))


def _claims(text: str, start: int, end: int, rules: Sequence[str], corrections: str) -> tuple[str, list[Claim]] | None:
    """The first rule that finds a claim, and what still stands of its claims, from left to right."""
    for rule in rules:
        claims = [claim for found in _FINDERS[rule](text, start, end) if (claim := _trimmed(text, found))]
        if not claims:
            continue
        if rule == "answer-element":
            claims = _element_claims(text, start, end, claims, rules, corrections)
        elif rule == "boxed":
            claims = _joined(text, claims)
        return rule, _after_correction(text, claims) if corrections == "marked" else claims
    return None


def _element_claims(  # noqa: PLR0913, PLR0917 - the state of one walk
    text: str, start: int, end: int, elements: list[Claim], rules: Sequence[str], corrections: str
) -> list[Claim]:
    """What the answer elements claim; before it what is boxed elsewhere, which can only contradict it."""
    boxes = [claim for box in _boxes(text, start, end) if (claim := _trimmed(text, box))]
    inside = elements[:MANY]
    claims = [box for box in boxes if not any(e.outer_start <= box.start < e.outer_end for e in inside)]
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
    r"\b(?:wait|actually|correction|scratch that|on second thought|let me (?:re|correct|fix|double)"
    r"|i made an? (?:error|mistake)|(?:that|this)(?:'s| is| was) (?:wrong|incorrect|not right)|my mistake|oops|hmm)",
    re.IGNORECASE,
)


def _after_correction(text: str, claims: list[Claim]) -> list[Claim]:
    for i in range(len(claims) - 1, 0, -1):
        if _CORRECTION.search(text, claims[i - 1].outer_end, claims[i].outer_start):
            return claims[i:]
    return claims


# --- the rules -------------------------------------------------------------------------------------------------------

_BOX_TOKEN = re.compile(r"\\(?:boxed|fbox|framebox)\s*(?P<brace>\{)|\\[^A-Za-z]|[{}]")
_BARE_BOX = re.compile(r"\\(?:boxed|fbox)\s*(?P<bare>-?\d(?:[\d,./]*\d)?|[A-Za-z](?![A-Za-z]))")
_BOXES = re.compile(r"\\(?:boxed|fbox|framebox)(?![A-Za-z])")


def _boxes(text: str, start: int, end: int) -> list[Claim]:
    r"""`\boxed{…}` with balanced braces, the outermost of nested ones; an unclosed one claims nothing. One pass."""
    first = _BOXES.search(text, start, end)
    if first is None:
        return []
    open_braces: list[tuple[int, int] | None] = []
    found: list[Claim] = []
    for token in _BOX_TOKEN.finditer(text, first.start(), end):
        if token["brace"]:
            open_braces.append((token.end(), token.start()))
        elif token[0] == "{":
            open_braces.append(None)
        elif token[0] == "}" and open_braces:
            box = open_braces.pop()
            if box is not None:
                while found and found[-1].outer_start > box[1]:
                    found.pop()
                found.append(Claim(box[0], token.start(), box[1], token.end()))
    bare = [Claim(*m.span("bare"), *m.span()) for m in _BARE_BOX.finditer(text, first.start(), end)]
    return sorted(found + bare, key=lambda claim: claim.start) if bare else found


def _elements(text: str, start: int, end: int) -> Iterator[Claim]:
    """`<answer>…</answer>`."""
    while (opened := text.find("<answer>", start, end)) >= 0:
        inner = opened + len("<answer>")
        close = text.find("</answer>", inner, end)
        if close < 0:
            return
        start = close + len("</answer>")
        yield Claim(inner, close, opened, start)


_ANSWER_IS = re.compile(
    r"\banswer(?:\s+to\s+[^.\n:$]{1,80}?)?\s*(?:\*\*)?\s+(?:is|are|equals|=)(?![A-Za-z])\s*:?", re.IGNORECASE
)
_ANSWER_COLON = re.compile(r"\banswer\s*(?:\*\*|__)?\s*[:：]", re.IGNORECASE)


def _answer_is(text: str, start: int, end: int) -> Iterator[Claim]:
    """What follows "the (final) answer is", to the end of the sentence."""
    return _phrases(_ANSWER_IS, text, start, end)


def _answer_colon(text: str, start: int, end: int) -> Iterator[Claim]:
    """What follows "answer:", to the end of the sentence."""
    return _phrases(_ANSWER_COLON, text, start, end)


_INK = re.compile(r"[^\s*_:`]")
_CLAUSE_END = re.compile(
    r"(?P<math>(?<!\\)\$(?:(?![.?]\s)[^$\n]){0,300}\$)"
    r"|[.!?](?=[\s*]|$)"
    r"|,?\s+(?:because|since|as|so|which|where|when|given|after|and\s+(?:we|this|that|it)|I\s+hope)\b"
    r"|[,;]\s+(?:i\.e|that\s+is|or\s+equivalently)\b"
)


def _phrases(marker: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Claim]:
    """What follows each marker: a displayed formula, or the rest of the clause, on this line or the next."""
    position = start
    while match := marker.search(text, position, end):
        ink = _INK.search(text, match.end(), end)
        if ink is None:
            return
        begin = ink.start()
        opening = text[begin : begin + 2]
        closing = text.find({r"\[": r"\]"}.get(opening, "$$"), begin + 2, end) if opening in (r"\[", "$$") else -1
        if closing >= 0:
            stop = position = closing + 2
        else:
            newline = text.find("\n", begin, end)
            stop = position = _clause_end(text, begin, end if newline < 0 else newline)
        yield Claim(begin, stop, match.start(), stop)


def _clause_end(text: str, start: int, end: int) -> int:
    """Where the clause ends: with the sentence, or where an explanation begins; formulas are skipped."""
    for match in _CLAUSE_END.finditer(text, start, end):
        if match["math"] is None and match.start() > start:
            return match.start()
    return end


def _last_line(text: str, start: int, end: int) -> tuple[int, int]:
    """The last line that is not blank, end-of-text markup aside."""
    stop = start + len(text[start:end].rstrip())
    return max(start, text.rfind("\n", start, stop) + 1), stop


_HASHES = re.compile(r"\s*####\s*(?P<claim>\S.*)")
_A_LINE = re.compile(r"\s*A\s*:\s*(?P<claim>\S.*)")


def _hashes(text: str, start: int, end: int) -> Iterator[Claim]:
    """GSM8K's own last line, `#### 18`."""
    return _line_rule(_HASHES, text, start, end)


def _a_line(text: str, start: int, end: int) -> Iterator[Claim]:
    """A last line `A: 18`."""
    return _line_rule(_A_LINE, text, start, end)


def _line_rule(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[Claim]:
    begin, stop = _last_line(text, start, end)
    if match := pattern.fullmatch(text, begin, stop):
        yield Claim(*match.span("claim"), begin, stop)


_PROSE = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")
_NAMES = frozenset(
    """
    sin cos tan cot sec csc ln log exp sqrt pi mod gcd lcm max min arcsin arccos arctan sinh cosh tanh
    inf infinity dne and
    """.split()
)
_NOT_PROSE = re.compile(r"\\(?:text|textbf|textit|mathrm|mbox|operatorname|begin|end)\s*\{[^{}]*\}")


def _whole(text: str, start: int, end: int) -> Iterator[Claim]:
    r"""The final part, when it is nothing but one answer: `42.`, `\frac12`, `(1, 2)`, `Yes`, `5 meters`."""
    stop = start + len(text[start:end].rstrip())
    begin = stop - len(text[start:stop].lstrip())
    if 0 < stop - begin <= WHOLE_LENGTH and _is_answer(text[begin:stop]):
        yield Claim(begin, stop, begin, stop)


def _is_answer(text: str) -> bool:
    if "\n" in text and not text.startswith(("$$", r"\[", r"\begin")):
        return False
    form = normal(text)
    if not form or _SENTENCES.search(text) or _BOXES.search(text):
        return False
    if quantity(form) is not None:
        return True
    words = [word for word in _PROSE.findall(_NOT_PROSE.sub(" ", text)) if word.casefold() not in _NAMES]
    # No words: mathematics. One or two and nothing else: an answer in words. More would be a sentence.
    return not words or (len(words) <= 2 and bool(_LETTERS.fullmatch(form)))


_SENTENCES = re.compile(r"[.?!]\s+\S")
_LETTERS = re.compile(r"[A-Za-z' -]+")

_FINDERS: dict[str, Callable[[str, int, int], Iterator[Claim] | list[Claim]]] = {
    "answer-element": _elements,
    "boxed": _boxes,
    "answer-is": _answer_is,
    "answer-colon": _answer_colon,
    "hashes": _hashes,
    "a-line": _a_line,
    "whole": _whole,
}

RULES = tuple(_FINDERS)
"""The rules in the order in which they are tried."""

_WRAP = " \t\r\n*_`:"


def _trimmed(text: str, claim: Claim) -> Claim | None:
    """The claim without the markup around it, None if nothing is left; dollar signs are the normal form's business."""
    inner = text[claim.start : claim.end]
    left = len(inner) - len(inner.lstrip(_WRAP))
    right = len(inner.rstrip(_WRAP))
    if left >= right:
        return None
    return Claim(claim.start + left, claim.start + right, claim.outer_start, claim.outer_end, inner[left:right])
