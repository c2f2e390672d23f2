r"""Where a text says what its answer is.

Named rules in a fixed order; the first that finds a claim decides. What several claims of it amount to is settled here.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from r1rewards.core import rule_names
from r1rewards.core.prefilter import Guard, folded
from r1rewards.core.rule_names import Corrections
from r1rewards.core.score import Final, Response, Span
from r1rewards.math.claims import Claim, trimmed
from r1rewards.math.normal import normal_form
from r1rewards.math.phrases import ELSE, alternatives, earlier, nouns, only_number
from r1rewards.math.remarks import CROSS, TAKEN_BACK, WRONG, is_about_all, is_about_earlier, is_reported, may_match
from r1rewards.math.rules import FENCED, FINDERS, LATER, PHRASES, RULES, boxes, is_sentence, is_value
from r1rewards.math.surroundings import denied, widened
from r1rewards.templates import UNKNOWN
from r1rewards.templates.fences import blocks

READ_LENGTH = 200_000
"""Characters at the end of a final part in which claims are looked for; no honest one is near as long."""

MANY = 64
"""Claims of one text that are told apart: a text with more of them contradicts itself already."""


class Extraction(NamedTuple):
    """What a text claims as its answer.

    Attributes:
        answer: the claim, as written.
        span: where it stands; the label is "answer", the value the rule's name.
        rule: the rule that found it.
        rivals: other claims, in another wording, that nothing takes back: the answer is right only if all are.
        retraction: where the text takes its last claim back ("that is wrong"), None if nowhere.
    """

    answer: str
    span: Span
    rule: str
    rivals: tuple[Span, ...] = ()
    retraction: Span | None = None


def extract(
    text: str | Response, *, rules: Sequence[str] | None = None, corrections: Corrections = "marked"
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
    return extract_known(text if isinstance(text, Response) else UNKNOWN.parse(text), chosen, corrections)


def extract_known(response: Response, rules: Sequence[str], corrections: Corrections) -> Extraction | None:
    """As `extract`, of rules and a policy that are known to exist."""
    final = response.final
    return None if final is None else extract_from(final, rules, corrections)


def extract_from(
    final: Final, rules: Sequence[str], corrections: Corrections, *, is_first: bool = True
) -> Extraction | None:
    """As `extract_known`, of a stretch of a text; one that is not first follows another claim of the text."""
    text, start, end, is_element = final
    start = max(start, end - READ_LENGTH)
    found = _claims(text, start, end, rules, corrections, is_first=is_first)
    if found is None and is_element and "answer-element" in rules:
        found = "answer-element", [claim for claim in [trimmed(text, Claim(start, end, start, end))] if claim]
    return None if found is None or not found[1] else _settle(text, end, *found)


def require_known(rules: Sequence[str], corrections: Corrections) -> None:
    """Raise RewardError for a rule or a policy that does not exist."""
    rule_names.require_known(rules, RULES, corrections)


def _claims(  # noqa: PLR0913 - the state of one walk
    text: str, start: int, end: int, rules: Sequence[str], corrections: Corrections, *, is_first: bool = True
) -> tuple[str, list[Claim]] | None:
    """The first rule that finds a claim, and what still stands of its claims, from left to right.

    Words that read like part of a sentence ("the answer is found by …") count only if no later rule finds a claim.
    """
    weak: tuple[str, list[Claim]] | None = None
    places: list[int] | None = None
    for rule in rules:
        if rule in PHRASES:
            if places is None:
                places = nouns(text, start, end)
            if not places:
                continue
        raw = FINDERS[rule](text, start, end) if rule not in PHRASES else PHRASES[rule](text, start, end, places)
        own = _own(text, start, raw) if is_first and rule in PHRASES else raw
        if not own or not (claims := [claim for found in own if (claim := trimmed(text, found))]):
            continue
        if rule == "answer-element":
            claims = _element_claims(text, start, end, claims, rules, corrections)
        elif rule == "boxed":
            claims = [widened(text, claim, start, end) for claim in claims if not denied(text, start, claim, end)]
        elif rule in PHRASES:
            if not claims[0].final and places and (other := _final_ones(text, start, end, places, rules, rule)):
                rule, claims = other  # noqa: PLW2901 - what speaks of the final answer comes before what does not
            if all(is_sentence(claim.said) for claim in claims):
                weak = weak or (rule, claims)
                continue
            claims = [claim for claim in claims if not is_sentence(claim.said)]
        outside = _outside_code(text, start, end, claims) if rule in FENCED and claims else claims
        if not outside:
            weak = weak or ((rule, claims) if claims else None)
            continue
        if rule == "boxed" and len(outside) > 1:
            outside = _joined(text, outside)
        return rule, _standing(text, _with_alternatives(text, outside, start, end), end, rules, corrections)
    return weak


def _own(text: str, start: int, claims: list[Claim]) -> list[Claim]:
    """Return the claims from the first that is the writer's own; after it a claim of others still contradicts."""
    first = next((i for i, claim in enumerate(claims) if not is_reported(text, start, claim.outer_start)), len(claims))
    return claims[first:] if first else claims


def _standing(text: str, claims: list[Claim], end: int, rules: Sequence[str], corrections: Corrections) -> list[Claim]:
    """Return the claims that still count, with later contradictions; the rule's own last claim comes last."""
    later = _later(text, claims, end, rules)
    if len(claims) + len(later) == 1:
        return claims
    standing = claims + later
    if corrections == "marked":
        standing = after_correction(text, standing)
    if later and claims[-1] in standing:
        standing = [claim for claim in standing if claim != claims[-1]] + claims[-1:]
    return standing


def _later(text: str, claims: list[Claim], end: int, rules: Sequence[str]) -> list[Claim]:
    """What words or a last line behind the last claim claim: a number or a formula, which is no mere remark."""
    start = claims[-1].outer_end
    if end - start < _SHORTEST_WORDS:
        return []
    if text.find("\n", start, end) < 0 and (end - start < _SHORTEST_CLAIM or not nouns(text, start, end)):
        return []
    found: list[Claim] = []
    for rule in rules:
        if rule in LATER:
            more = [c for claim in FINDERS[rule](text, start, end) if (c := trimmed(text, claim))]
            found.extend(c for c in more if _FIGURE.search(c.said) and is_value(c.said))
    return sorted(found)


_SHORTEST_CLAIM = 12
_FIGURE = re.compile(r"[\d\\$]")


def _final_ones(  # noqa: PLR0913, PLR0917 - the state of one walk
    text: str, start: int, end: int, places: list[int], rules: Sequence[str], first: str
) -> tuple[str, list[Claim]] | None:
    """The claims of another rule for phrases that speak of the final answer."""
    if "inal" not in text[max(start, places[0] - _BEFORE_NOUN) : places[-1]].lower():
        return None
    for rule in rules:
        if rule in PHRASES and rule != first:
            found = [claim for claim in PHRASES[rule](text, start, end, places) if claim.final]
            claims = [c for claim in _own(text, start, found) if (c := trimmed(text, claim))]
            if any(not is_sentence(claim.said) for claim in claims):
                return rule, claims
    return None


_BEFORE_NOUN = 24
"""Characters before "answer" among which "final" is."""


def _with_alternatives(text: str, claims: list[Claim], start: int, end: int) -> list[Claim]:
    """The claims, each between what "… or" before it and "or …" behind it say."""
    last = claims[-1]
    if len(claims) == 1 and not _may_go_on(text, last.outer_end, end) and earlier(text, last, start) is None:
        return claims
    found: list[Claim] = []
    few = claims if len(claims) <= MANY else claims[-1:]
    for claim, following in zip_longest(few, few[1:]):
        limit = end if following is None else following.outer_start
        before = earlier(text, claim, start)
        said: list[Claim] = []
        if _may_go_on(text, claim.outer_end, end):
            said = [c for other in alternatives(text, claim, min(end, limit + _GLANCE)) if (c := trimmed(text, other))]
        if before is not None and (not found or before.start >= found[-1].outer_end):
            found.append(before)
        # "or \\boxed{6}" is a claim of its own already; the claim itself stays the last word.
        found.extend(other for other in said if other.end <= limit)
        found.append(claim)
    return claims[: len(claims) - len(few)] + found


def _may_go_on(text: str, place: int, end: int) -> bool:
    """Whether "or" stands right behind a claim, as far as a glance tells."""
    if place >= end - 2:
        return False
    behind = text[place : min(end, place + _GLANCE)]
    return "$" in behind or ELSE.may_match(behind.lower())


_GLANCE = 30
"""Characters behind a claim among which an "or" stands, if what follows goes on with it."""


def _outside_code(text: str, start: int, end: int, claims: list[Claim]) -> list[Claim]:
    """The claims outside fenced code: a program's output is no answer where prose gives one."""
    if text.find("`", start, end) < 0 and text.find("~", start, end) < 0:  # one character is found much faster
        return claims
    if len(claims) == 1 and _AFTER_BLOCKS.fullmatch(text, start, claims[0].outer_start):
        return claims
    fences = [place for block in blocks(text, start, end) for place in (block.opens, block.outer_end)]
    return [claim for claim in claims if bisect(fences, claim.outer_start) % 2 == 0] if fences else claims


_AFTER_BLOCKS = re.compile(r"(?:[^`~]*+(?<![^\n])```\w*+\n[^`~]*+(?<=\n)```(?=\n))*+[^`~]*+")
"""A text in which plain fenced blocks are all closed: the usual one, told fast."""


def _element_claims(  # noqa: PLR0913, PLR0917 - the state of one walk
    text: str, start: int, end: int, elements: list[Claim], rules: Sequence[str], corrections: Corrections
) -> list[Claim]:
    """What the answer elements claim; before it what is boxed elsewhere, which can only contradict it."""
    boxed = [claim for box in boxes(text, start, end) if (claim := trimmed(text, box))]
    inside = elements[:MANY]
    claims = [box for box in boxed if not any(e.outer_start <= box.start < e.outer_end for e in inside)]
    inner_rules = [rule for rule in rules if rule != "answer-element"]
    for element in elements:
        found = _claims(text, element.start, element.end, inner_rules, corrections)
        narrowed = trimmed(text, only_number(text, element)) if found is None else None
        said = found[1] if found else [narrowed or element]
        claims.extend(said[:-1])
        claims.append(said[-1]._replace(outer_end=element.outer_end))
    return claims


def _settle(text: str, end: int, rule: str, claims: list[Claim]) -> Extraction:
    """The last claim; those before it in another wording are its rivals."""
    last = claims[-1]
    span = Span(last.start, last.end, "answer", rule)
    rivals = _rivals(last, claims) if len(claims) > 1 else ()
    return Extraction(last.said, span, rule, rivals, retraction(text, last, end))


def retraction(text: str, claim: Claim, end: int) -> Span | None:
    """Return the words after a claim that take it back, None if there are none."""
    place = claim.outer_end
    if place >= end - 1 and text[place:end].isascii():
        return None
    behind = text[place : min(end, place + _REMARK)]
    if not behind.strip(_MARKS) or not may_match(behind.lower(), _AGAINST):
        return None
    behind = folded(behind)
    if _CROSSED.may_match(behind) and (crossed := _CROSSED.pattern.match(text, place, end)) is not None:
        return Span(*crossed.span(), "retraction", crossed[0].strip())
    if _REPLACED.may_match(behind) and (match := _REPLACED.pattern.match(text, place, end)) is not None:
        said = match["other"]
        own = claim.said or text[claim.start : claim.end]
        if said is None or normal_form(said) != normal_form(own):  # not as in `18. Actually, 18`
            return Span(*match.span("words"), "retraction", match["words"])
        return None
    if not TAKEN_BACK.may_match(behind):
        return None
    for match in TAKEN_BACK.pattern.finditer(text[place : place + len(behind)]):
        if not _is_about_another(behind, *match.span()):
            words = match[0].strip(" \n.!")
            begin = place + match.start() + match[0].index(words)
            return Span(begin, begin + len(words), "retraction", words)
    return None


def _is_about_another(behind: str, start: int, end: int) -> bool:
    """Return whether words after a claim are about something that is said between the two."""
    if CROSS.search(behind, start, end) or is_about_earlier(behind, start, end):
        return True
    if _POINTED.match(behind, start, end):
        return False
    sentence = max(behind.rfind(sign, 0, start) for sign in ".!?:") + 1
    if _CASE.search(behind, sentence, start):
        return True
    return not is_about_all(behind, start, end) and _OTHER.search(behind, 0, start) is not None


_POINTED = re.compile(r"(?:that|this|it|which|the|my)\b(?!.*contradiction)", re.DOTALL)
_CASE = re.compile(r"\b(?:if|were|suppose|assum\w{1,3}|otherwise|else|when|for|let|because|since)\b")
_OTHER = re.compile(r"[?\d=\\]")
_MARKS = " \n.。,$*_)}]\\"
_REMARK = 300
"""Characters after a claim among which words that take it back are looked for."""


def _rivals(last: Claim, claims: list[Claim]) -> tuple[Span, ...]:
    """The claims that are worded otherwise than the last one, each wording once."""
    rivals: list[Span] = []
    said = {normal_form(last.said)}
    for claim in list({claim.said: claim for claim in claims}.values())[:MANY]:
        if (form := normal_form(claim.said)) not in said:
            said.add(form)
            rivals.append(Span(claim.start, claim.end, "rival", claim.said))
    return tuple(rivals)


_SHORTEST_WORDS = 8
"""Characters of the shortest words that take a claim back."""

_REPLACED = Guard(
    r"(?:[^.!?\n]{0,80}(?:[.!?]\s{1,3}|\n{1,3})){0,2}?[^.!?\n]{0,80}?[\s.,;:!$)\]}*\\-]{0,10}"
    r"(?:(?:wait|no|oops|hmm|actually|but|and|sorry)\b[\s,.!:]{0,4}){0,3}"
    rf"(?P<words>(?<=[}}$*\d])\s{{1,3}}(?:is|was)\s{{1,3}}(?:(?:clearly|obviously|definitely|actually)\s{{1,3}})?{WRONG}"
    r"|(?:^|(?<=[\s.,;:!…]))(?:no|actually|sorry|correction|wait|never\s{1,3}mind|hold\s{1,3}on|oops|hmm|rather"
    r"|make\s{1,3}that|i\s{1,3}mean)\b"
    r"[,.:!]?\s{1,3}(?:(?:no|wait),?\s{1,3}){0,2}"
    r"(?:(?:it\s{1,3}is|it['’]s|I\s{1,3}meant|it\s{1,3}should\s{1,3}be|make\s{1,3}that|the\s{1,3}result\s{1,3}is)\s{1,3}:?)?"
    r"\$?(?P<other>-?\d[\d.,/]{0,12})(?=\$?\s*(?:[.!;]?\s*(?:\n|$)|[.!;]\s+[A-Z])))",
)
_CROSSED = Guard(r"[\s$.*_()–-]{0,8}(?:(?:incorrect|wrong|false)\b[\s*.!)]{0,6}(?:\n|$)|[❌✗✘])")

_AGAINST = (_CROSSED, _REPLACED, TAKEN_BACK)


_JOINT = re.compile(
    r"(?:[\s$]|\\\)|\\\]|\\[,;: ]|\\quad|\\text\s?\{)*"
    r"(?:\([a-e1-5]\)\s?)?(?:[A-Za-z]{2,20}\s{1,3})?(?:for\s+part\s+\(?\w\)?\s{0,3})?"
    r"(?:[,;](?:\s{0,3}and\b)?|and\b)"
    r"(?:[\s$}]|\\\(|\\\[|\\[,;: ]|\\quad|\([a-e1-5]\))*"
    r"(?:[A-Za-z](?:_(?:\w|\{\w{1,4}\}))?\s{0,2}=\s{0,2}\$?)?"
)
r"""What joins two boxes to one list: `, `, ` and `, ` papers and `, ` for part (a) and `, `\) and \(y_2 = `."""


def _joined(text: str, claims: list[Claim]) -> list[Claim]:
    """Boxes with a comma or "and" between them, as the one list that they are: a box a part."""
    if not 2 <= len(claims) <= MANY or len({claim.said for claim in claims}) == 1:
        return claims
    for before, after in pairwise(claims):
        if after.outer_start - before.outer_end > _JOINT_LENGTH:
            return claims
        between = text[before.outer_end : after.outer_start]
        if not _JOINT.fullmatch(between) or CORRECTION.search(between) or _HEDGED.search(between):
            return claims
    start, end = claims[0].outer_start, claims[-1].outer_end
    return [Claim(start, end, start, end, ", ".join(claim.said for claim in claims))]


_JOINT_LENGTH = 60
_HEDGED = re.compile(r"\b(?:no|not|or|but|so|maybe|either|else)\b", re.IGNORECASE)

CORRECTION = re.compile(
    r"\b(?:wait|actually|correction|scratch that|on second thought|let me (?:re\w*|correct|fix|double|try)"
    r"|let['’]s (?:re\w*|double|try|correct)|i made an? (?:\w+ )?(?:error|mistake)|apologi[sz]e|apologies|sorry"
    r"|(?:that|this)(?:['’]s| is| was| can['’]?t be| cannot be) (?:wrong|incorrect|not right|right|correct)"
    r"|is (?:wrong|incorrect)|my mistake|oops|hmm+)\b",
    re.IGNORECASE,
)
_STILL_OPEN = re.compile(r"\b(?:or|both|either|maybe|perhaps|possibly)\b[^.!?]{0,30}$", re.IGNORECASE)


def after_correction(text: str, claims: list[Claim]) -> list[Claim]:
    """Return the claims after the last marked correction; all of them if they are a long row of guesses."""
    if len({claim.said or text[claim.start : claim.end] for claim in claims}) >= MANY_GUESSES:
        return claims
    for i in range(len(claims) - 1, 0, -1):
        before, after = claims[i - 1].outer_end, claims[i].outer_start
        if CORRECTION.search(text, before, after) and not _STILL_OPEN.search(text[before:after]):
            return claims[i:]
    return claims


MANY_GUESSES = 6
"""Different claims from which on "wait" corrects nothing any more."""
