r"""Which option a text claims.

All rules are read; what they find is settled here. Hedges, denials and questions claim nothing, a claim must not be
taken back behind it, and claims of different options contradict each other, unless a marked correction lies between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from r1rewards.choices.findings import ClaimContext, Finding, Kind
from r1rewards.choices.hedges import kept_open, taken_back
from r1rewards.choices.option_index import OptionIndex, option_index
from r1rewards.choices.phrases import PHRASES, WEAK, phrases
from r1rewards.choices.plain import Plain
from r1rewards.choices.reading import read_option
from r1rewards.choices.reference import Choices
from r1rewards.core import rule_names
from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.rule_names import Corrections
from r1rewards.core.score import Response, Span
from r1rewards.math.claims import Claim
from r1rewards.math.extraction import READ_LENGTH as FINAL_LENGTH
from r1rewards.math.rules import boxes, elements
from r1rewards.math.surroundings import denied
from r1rewards.templates import UNKNOWN
from r1rewards.templates.scan import start_of, stop_of

_LEXICON = read_lexicon(__package__, "extraction", space=" ")

RULES = ("answer-element", "boxed", *PHRASES)
"""All rules, by precedence: a claim found by several is attributed to the first."""

READ_LENGTH = 20_000
"""Characters at the end of a final part in which phrases are looked for."""

LONGEST_ELEMENT = 4_000
"""Characters of the longest answer element that may be an option as a whole."""

MANY = 64
"""Boxes and elements of one text that are read: a text with more of them contradicts itself already."""


_NO_OPTION = "it does not name one option alone"


class Extraction(NamedTuple):
    """What a text claims.

    Attributes:
        label: the option that it claims; None if it commits to none, or claims what cannot be.
        said: the claim, as written.
        span: where it stands; the label is "answer", the value the rule's name.
        rule: the rule that found it.
        rivals: claims of other options, or claims that contradict themselves; the value is the option's label, or what
            was said.
        against: words behind the claim that take it back or keep another option open; None if there are none.
        fault: why it claims no option, as a phrase ("it is a hedge"); None if it claims one.
    """

    label: str | None
    said: str
    span: Span
    rule: str
    rivals: tuple[Span, ...] = ()
    against: Span | None = None
    fault: str | None = None

    @property
    def claims(self) -> str | None:
        """The one option that the text stands by, None if there is none."""
        return None if self.rivals or self.against is not None else self.label


def extract(
    text: str | Response, choices: Choices, *, rules: Sequence[str] | None = None, corrections: Corrections = "marked"
) -> Extraction | None:
    """The option that a text claims, or None if nothing in it looks like a claim.

    Args:
        text: a completion, of which everything to the last `</think>` is reasoning and not read; or a Response, of
            which the final part is read.
        choices: the question's options, of which the right one is not looked at.
        rules: names out of `RULES`; None for all.
        corrections: one of `CORRECTIONS`.

    Raises:
        RewardError: a rule or policy of that name does not exist.
    """
    chosen = RULES if rules is None else tuple(rules)
    require_known(chosen, corrections)
    response = text if isinstance(text, Response) else UNKNOWN.parse(text)
    return extract_known(response, choices, chosen, corrections)


def extract_known(
    response: Response, choices: Choices, rules: tuple[str, ...], corrections: Corrections
) -> Extraction | None:
    """As `extract`, of rules and a policy that are known to exist."""
    final = response.final
    if final is None:
        return None
    options = option_index(choices)
    text, start, end, is_element = final
    start = max(start, end - FINAL_LENGTH)
    found = _read(text, start, end, options, rules, corrections)
    if found is None and is_element and "answer-element" in rules:
        return _whole(text, start, end, options)
    return found


def require_known(rules: Sequence[str], corrections: Corrections) -> None:
    """Raise RewardError for a rule or a policy that does not exist."""
    rule_names.require_known(rules, RULES, corrections)


def _read(  # noqa: PLR0913, PLR0917 - one part of a text, and how it is read
    text: str, start: int, end: int, options: OptionIndex, rules: tuple[str, ...], corrections: Corrections
) -> Extraction | None:
    """What a part of a text claims."""
    inside = elements(text, start, end)[:MANY] if "answer-element" in rules else []
    findings = [_element(text, element, options, rules, corrections) for element in inside]
    if "boxed" in rules:
        for box in boxes(text, start, end)[-MANY:]:
            if not any(e.outer_start <= box.start < e.outer_end for e in inside):
                finding = _boxed(text, start, box, end, options)
                if finding is not None:
                    findings.append(finding)
    begin = max(start, end - READ_LENGTH)
    plain = Plain(text, begin, end, tuple((e.outer_start, e.outer_end) for e in inside))
    context = ClaimContext(plain, options)
    findings = [f for f in findings if f.rule != "boxed" or f.start < begin or not _in_question(context, f.start)]
    findings.extend(phrases(context, rules))
    if not findings:
        return None
    return _settle(context, sorted(findings), rules, corrections)


def _in_question(context: ClaimContext, place: int) -> bool:
    """Return whether an offset of the source is in a question."""
    return context.sentences.asks(*context.sentences.around(context.plain.position(place)))


def _element(
    text: str, element: Claim, options: OptionIndex, rules: tuple[str, ...], corrections: Corrections
) -> Finding:
    """What an answer element claims, as one finding."""
    inner = tuple(rule for rule in rules if rule != "answer-element")
    start, end = element.start, element.end
    found = _read(text, start, end, options, inner, corrections) or _whole(text, start, end, options)
    if found is None:
        return Finding(start, end, "answer-element", None, "", "hedge", "it is blank")
    label = found.claims
    fault = found.fault or (None if label is not None else "it is no claim of one option")
    kind: Kind = "claim" if label is not None else "conflict"
    return Finding(found.span.start, found.span.end, "answer-element", label, found.said, kind, fault)


def _whole(text: str, start: int, end: int, options: OptionIndex) -> Extraction | None:
    """An answer element that the other rules leave alone: all of it must be an option."""
    found = _unread(text, start, end, "answer-element")
    if found is None or len(found.said) > LONGEST_ELEMENT:
        return found
    plain = Plain(text, start, end)
    reading = read_option(options, plain, 0, len(plain.text.rstrip()), whole=True)
    if reading is None:
        return found
    return found._replace(label=reading.label, fault=reading.fault)


def _unread(text: str, start: int, end: int, rule: str) -> Extraction | None:
    """A part that is marked as the answer and names no option."""
    said = text[start:end].strip()
    if not said:
        return None
    begin = text.index(said, start)
    span = Span(begin, begin + len(said), "answer", rule)
    return Extraction(None, said, span, rule, fault=_NO_OPTION)


def _boxed(text: str, start: int, box: Claim, end: int, options: OptionIndex) -> Finding | None:
    """What a box claims."""
    plain = Plain(text, box.start, box.end)
    if not plain.text.strip() or denied(text, start, box, end):
        return None
    said = text[box.start : box.end].strip()
    reading = read_option(options, plain, 0, len(plain.text.rstrip()), whole=True)
    if reading is None:
        return Finding(box.start, box.end, "boxed", None, said, "conflict", _NO_OPTION)
    if reading.fault is not None:
        kind: Kind = "hedge" if " hedge" in reading.fault else "conflict"
        return Finding(box.start, box.end, "boxed", None, said, kind, reading.fault)
    return Finding(box.start, box.end, "boxed", reading.label, said)


_MARK = re.compile(_LEXICON["mark"], re.IGNORECASE)
_STILL_OPEN = re.compile(r"\b(?:or|both|either|maybe|perhaps|possibly|also|equally)\b[^.!?]{0,40}$", re.IGNORECASE)

MANY_GUESSES = 4
"""Different options claimed from which on "wait" corrects nothing any more; nor once every option has been claimed."""


def _settle(
    context: ClaimContext, findings: list[Finding], rules: tuple[str, ...], corrections: Corrections
) -> Extraction:
    """Decide what the findings amount to: the last claim, unless what still counts contradicts it."""
    strong = [f for f in findings if f.rule not in WEAK]
    firm, false_wanted = _firm(context, findings, strong)
    if not firm:
        return _faulty(([f for f in strong if f.kind != "denial"] or strong or findings)[-1])
    standing = _after_correction(context.plain.source, firm, context.index) if corrections == "marked" else firm
    claims = [f for f in standing if f.kind == "claim"]
    if not claims:
        return _faulty(standing[-1])
    same = [f for f in claims if f.label == claims[-1].label]
    named = min(same, key=lambda f: (rules.index(f.rule), -f.start))
    rivals = _rivals(standing, claims[-1].label)
    against = None if rivals else _against(context, same, strong, asks_for_false=false_wanted)
    span = Span(named.start, named.end, "answer", named.rule)
    return Extraction(named.label, named.said, span, named.rule, rivals, against)


def _firm(context: ClaimContext, findings: list[Finding], strong: list[Finding]) -> tuple[list[Finding], bool]:
    """Return the findings that count, from left to right, and whether the text seems to say which option is false."""
    firm = [f for f in strong if f.kind in ("claim", "conflict")]
    weak = [f for f in findings if f.rule in WEAK and f.kind == "claim"]
    if all(f.kind != "claim" for f in firm):
        return (sorted(firm + weak) if weak else []), False
    false_wanted = any(f.asks_for_false for f in firm) or _FALSE_ASKED.search(context.plain.text) is not None
    return sorted(firm + ([] if false_wanted else _rivals_among(context, weak, firm))), false_wanted


def _rivals(standing: list[Finding], label: str | None) -> tuple[Span, ...]:
    """Return the claims of other options, and those that cannot be, each once."""
    rivals: dict[str, Span] = {}
    for finding in standing:
        if finding.label != label and not (finding.rule == "boxed" and finding.fault == _NO_OPTION):
            said = finding.label or finding.said
            rivals.setdefault(said, Span(finding.start, finding.end, "rival", said))
    return tuple(rivals.values())


def _against(context: ClaimContext, same: list[Finding], strong: list[Finding], *, asks_for_false: bool) -> Span | None:
    """Return the words after the last claim that take it back or keep another option open."""
    last = same[-1]
    place, label = context.plain.position(max(f.end for f in same)), last.label or ""
    asks_for_false = asks_for_false or any(f.asks_for_false for f in same)
    hit = taken_back(context, place, label, asks_for_false=asks_for_false) or kept_open(context, place, label)
    if hit is None:
        later = next((f for f in strong if f.kind == "hedge" and f.start >= last.end), None)
        return None if later is None else Span(later.start, later.end, "hedge", later.said)
    begin, stop = context.plain.span(*hit[:2])
    begin, stop = start_of(context.plain.source, begin, stop), stop_of(context.plain.source, begin, stop)
    kind = "retraction" if hit[2] == "takes it back" else "hedge"
    return Span(begin, stop, kind, context.plain.source[begin:stop])


def _faulty(finding: Finding) -> Extraction:
    span = Span(finding.start, finding.end, "answer", finding.rule)
    return Extraction(None, finding.said, span, finding.rule, fault=finding.fault or "it is no claim of one option")


_FALSE_ASKED = re.compile(_LEXICON["false_asked"])


def _rivals_among(context: ClaimContext, weak: list[Finding], firm: list[Finding]) -> list[Finding]:
    """Return the options called correct in addition to the claimed one.

    What the reasoning says of an option before the sentence of the claim is weighed by the claim itself.
    """
    labels = {f.label for f in firm}
    last = firm[-1].end
    claim = context.sentences.around(context.plain.position(min(f.start for f in firm if f.label == firm[-1].label)))[0]
    found = []
    for finding in weak:
        if finding.label in labels or finding.rule == "conclusion":
            continue
        if finding.rule != "option-correct":
            near = finding.start > last
        else:
            start, end = context.sentences.around(context.plain.position(finding.start))
            begin = context.plain.position(finding.end)
            behind = finding.start > last
            if _QUALIFIED.search(context.plain.text, start, end) or (
                not behind and _TURNS.search(context.plain.text, begin, end)
            ):
                continue
            if (
                behind
                and _THE_PRODUCT.match(context.plain.text, begin)
                and not _MARK.search(context.plain.source[last : finding.start])
            ):  # what another case would give
                continue
            near = end >= claim or not context.plain.text[end:claim].strip()
        if near:
            found.append(finding)
    return found


_QUALIFIED = re.compile(_LEXICON["qualified"], re.IGNORECASE)
_THE_PRODUCT = re.compile(r"\W{0,3}\w{1,6}\s(?:the|a)\s(?:major|main|predominant)\b", re.IGNORECASE)
_TURNS = re.compile(r"\b(?:but|however|yet|only|though|although)\b", re.IGNORECASE)


def _after_correction(text: str, firm: list[Finding], options: OptionIndex) -> list[Finding]:
    """What stands when marked corrections have taken back what is before them; of a row of guesses all stands."""
    labels = {f.label for f in firm if f.label}
    if len(labels) < 2 and len(firm) < 2:
        return firm
    if len(labels) >= MANY_GUESSES or (len(labels) > 2 and len(labels) == len(options.choices.labels)):
        return firm
    for i in range(len(firm) - 1, 0, -1):
        before, after = max(f.end for f in firm[:i]), firm[i].start
        if firm[i].label == firm[i - 1].label or before >= after:
            continue
        between = text[before:after]
        if _MARK.search(between) and not _STILL_OPEN.search(between):
            return firm[i:]
    return firm
