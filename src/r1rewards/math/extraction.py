r"""Where a text says what its answer is.

Named rules in a fixed order; the first that finds a claim decides. What words do to claims is settled by `claims`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from r1rewards.claims.clauses import Clause
from r1rewards.claims.cues import Page
from r1rewards.claims.marks import boxes, elements, is_blank
from r1rewards.claims.sentences import Sentence
from r1rewards.claims.statements import stated
from r1rewards.core import rule_names
from r1rewards.core.rule_names import Corrections, Tentative
from r1rewards.core.score import Final, Response, Span
from r1rewards.math.boxes import is_changed, joined
from r1rewards.math.comparison import compare
from r1rewards.math.found import Claim, Found, Part
from r1rewards.math.lines import is_sentence
from r1rewards.math.marked import AGAINST, MANY, boxed_claim, by_lines, is_within, marked, visible
from r1rewards.math.normal import normal_form
from r1rewards.math.policy import Policy
from r1rewards.math.values import Formulas, said, trimmed
from r1rewards.math.words import PHRASES, outside_code, phrases
from r1rewards.templates import UNKNOWN

READ_LENGTH = 200_000
"""Characters at the end of a final part in which claims are looked for; no honest one is near as long."""

MANY_GUESSES = 6
"""Different claims from which on "wait" corrects nothing any more."""

RULES = ("answer-element", "boxed", "answer-is", "answer-colon", "is-answer", "hashes", "a-line", "whole")
"""The rules in the order in which they are tried."""


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
    text: str | Response,
    *,
    rules: Sequence[str] | None = None,
    corrections: Corrections = "marked",
    tentative: Tentative = "accepted",
) -> Extraction | None:
    """The answer that a text claims, or None.

    Args:
        text: a completion, of which everything to the last `</think>` is reasoning and not read; or a Response, of
            which the final part is read.
        rules: names out of `RULES`, in the order in which they are tried; None for all.
        corrections: one of `CORRECTIONS`.
        tentative: whether a hedged claim ("perhaps 42") counts where there is no firm one, one of `TENTATIVE`.

    Raises:
        RewardError: a rule or policy of that name does not exist.
    """
    chosen = RULES if rules is None else tuple(rules)
    require_known(chosen, corrections, tentative)
    final = text.final if isinstance(text, Response) else UNKNOWN.final_of(text)
    return None if final is None else extract_from(final, chosen, corrections, tentative)


def extract_from(
    final: Final,
    rules: Sequence[str],
    corrections: Corrections,
    tentative: Tentative = "accepted",
    *,
    words: bool = False,
) -> Extraction | None:
    """As `extract`, of a final part, with rules and policies that exist; with `words` answers in words are values."""
    text, start, end, is_element = final
    part = Part(text, max(start, end - READ_LENGTH), end, rules, corrections, tentative, words)
    found = _read(part)
    if found is None and is_element and "answer-element" in rules and (alone := _alone(part)) is not None:
        found = Found("answer-element", [alone])
    return None if found is None else _extraction(found, corrections)


def require_known(rules: Sequence[str], corrections: Corrections, tentative: Tentative = "accepted") -> None:
    """Raise RewardError for a rule or a policy that does not exist."""
    rule_names.require_known(rules, RULES, corrections, tentative)


def _read(part: Part) -> Found | None:
    """What the first rule finds that finds something."""
    weak: Found | None = None
    words_read = False
    text, start, end = part.text, part.start, part.end
    for rule in part.rules:
        sign = _SIGNS.get(rule)
        if sign is not None and text.find(sign, start, end) < 0:
            continue
        if rule in PHRASES:
            if words_read:
                continue
            words_read = True
            found = phrases(part)
        elif rule == "boxed":
            found = _boxed(part)
        elif rule == "answer-element":
            found = _elements(part)
        else:
            found = by_lines(part, rule)
        if found is None:
            continue
        if not found.weak:
            return found
        weak = weak or found
    return weak


_SIGNS = {"answer-element": "<", "boxed": "\\", "hashes": "#"}
"""A character without which a rule finds nothing; one is found much faster than several."""


def _extraction(found: Found, corrections: Corrections) -> Extraction:
    """The last claim; the others in another wording are its rivals."""
    claims = found.claims
    last, others = claims[-1], claims[:-1]
    if found.replaced:
        guesses = len({claim.said for claim in (*claims, *found.replaced)})
        if corrections == "never" or guesses >= MANY_GUESSES:
            others = [*found.replaced, *others]
    rivals = _rivals(last, others) if others else ()
    return Extraction(last.said, Span(last.start, last.end, "answer", found.rule), found.rule, rivals, found.retraction)


def _rivals(last: Claim, claims: Sequence[Claim]) -> tuple[Span, ...]:
    """The claims that are worded otherwise than the last one, each wording once."""
    rivals: list[Span] = []
    known = {normal_form(last.said)}
    for claim in list({claim.said: claim for claim in claims}.values())[:MANY]:
        if (form := normal_form(claim.said)) not in known:
            known.add(form)
            rivals.append(Span(claim.start, claim.end, "rival", claim.said))
    return tuple(rivals)


def restated(found: Extraction) -> tuple[Extraction, ...]:
    """A claim that is made in several units ("90 minutes, or 1.5 hours") as each of them; else the claim alone."""
    same = [rival for rival in found.rivals if _is_converted(found.answer, rival.value or "")]
    if not same:
        return (found,)
    rest = tuple(rival for rival in found.rivals if rival not in same)
    others = [
        found._replace(answer=one.value or "", span=one._replace(label="answer", value=found.rule), rivals=rest)
        for one in same
    ]
    return (found._replace(rivals=rest), *others)


_UNITS, _NUMBERS = Policy(units="required"), Policy(units="ignored")


def _is_converted(one: str, other: str) -> bool:
    """Whether two claims are one quantity in two units, and so two numbers."""
    same = compare(one, other, policy=_UNITS, deadline=0).equal
    return same is True and not compare(one, other, policy=_NUMBERS, deadline=0).equal


def _boxed(part: Part) -> Found | None:
    text, start, end = part.text, part.start, part.end
    found = boxes(text, start, end)
    if not found:
        return None
    found = [box for box in visible(part, found) if not is_changed(text, start, box)]
    if not found:
        return None
    if len(found) > 1:
        found = outside_code(part, found) or found
    if len(found) > 1 and joined(text, found):
        first, last = found[0].outer_start, found[-1].outer_end
        contents = ", ".join(text[slice(*trimmed(text, box.start, box.end))] for box in found)
        return Found("boxed", [Claim(contents, first, last, first)])
    values = {box.outer_start: boxed_claim(part, box) for box in found}
    return marked(part, "boxed", found, values)


def _elements(part: Part) -> Found | None:
    """What the answer elements claim; a different box beside them contradicts it."""
    text, start, end = part.text, part.start, part.end
    found = elements(text, start, end)
    if not found:
        return None
    inner = part._replace(rules=[rule for rule in part.rules if rule != "answer-element"])
    values: dict[int, Claim] = {}
    more: list[Claim] = []
    for element in found[-MANY:]:
        within = inner._replace(start=element.start, end=element.end)
        read = _read(within)
        if read is not None and read.retraction is None:
            values[element.outer_start] = read.claims[-1]._replace(outer_start=element.outer_start)
            more += read.claims[:-1]
            more += read.replaced if part.corrections == "never" else []
        elif (alone := _alone(within)) is not None:
            values[element.outer_start] = alone._replace(outer_start=element.outer_start)
    if not values:
        return None
    marks = [element for element in found if element.outer_start in values]
    beside = [b for b in visible(part, boxes(text, start, end)) if not is_within(found, b)]
    values.update({box.outer_start: boxed_claim(part, box) for box in beside[-MANY:]})
    both = sorted([*marks, *beside[-MANY:]], key=lambda mark: mark.outer_start)
    settled = marked(part, "answer-element", both, values)
    if settled is None:
        return None
    own = {mark.outer_start for mark in marks}
    return settled._replace(claims=[*more, *sorted(settled.claims, key=lambda claim: claim.outer_start in own)])


def _alone(part: Part) -> Claim | None:
    """A whole answer element, or the value that its one sentence gives."""
    text = part.text
    start, end = trimmed(text, part.start, part.end)
    if start == end or is_blank(text[start:end]):
        return None
    alone = Claim(text[start:end], start, end, part.start)
    if end - start > _LONGEST_SENTENCE or "\n" in text[start:end] or not is_sentence(alone.said):
        return alone
    page, formulas = Page(text, start, end), Formulas(text)
    sentence = Sentence(start, end, page.cues(start, end), asked=text[end - 1] in "?？؟", ends_line=True)
    clause = Clause(text, sentence, formulas.find(start, end))
    place = stated(clause, -1)
    if place is None or sentence.asked or clause.has(AGAINST):
        return alone
    begin, stop = said(page, clause.items[place].start, clause.items[place].end, end)
    return Claim(text[begin:stop], begin, stop, part.start)


_LONGEST_SENTENCE = 160
