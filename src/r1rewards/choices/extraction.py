r"""Which option a text claims.

The claims engine reads what the text says of options; elements, boxes and lines that are nothing but an option are
read here, and what all of them amount to is settled: claims of different options contradict each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from r1rewards.choices.finder import Options
from r1rewards.choices.letters import NoOption
from r1rewards.choices.lines import headed, is_called_wrong
from r1rewards.choices.option_index import OptionIndex, option_index
from r1rewards.choices.reference import Choices
from r1rewards.choices.texts import ticked
from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Page, may_have
from r1rewards.claims.marks import boxes, elements, shown
from r1rewards.claims.readings import EVERY, Fallen, Mention, Standing
from r1rewards.claims.sentences import breaks
from r1rewards.claims.settling import settle
from r1rewards.core import rule_names
from r1rewards.core.rule_names import Corrections, Tentative
from r1rewards.core.score import Response, Span
from r1rewards.templates import UNKNOWN
from r1rewards.templates.scan import start_of, stop_of

RULES = (
    "answer-element", "boxed", "answer-is", "answer-colon", "is-answer", "choose", "therefore", "last-line",
    "first-line", "option-correct", "points-to", "conclusion",
)  # fmt: skip
"""All rules, by precedence: a claim found by several is attributed to the first."""

WEAK = frozenset({"option-correct", "points-to", "conclusion", "maybe", "alone"})
"""Rules that speak of an option rather than of the answer: they count where no other rule finds a claim."""

FINAL_LENGTH = 200_000
"""Characters at the end of a final part in which boxes and elements are looked for."""

READ_LENGTH = 20_000
"""Characters at the end of a final part in which words are looked for."""

LONGEST = 300
"""Characters between "B is correct" and a claim right after it."""

LONGEST_ELEMENT = 4_000
"""Characters of the longest answer element that may be an option as a whole."""

MANY = 64
"""Boxes and elements of one text that are read: a text with more of them contradicts itself already."""

MANY_GUESSES = 4
"""Different options claimed from which on "wait" corrects nothing any more; nor once every option has been claimed."""

_NO_OPTION = "it does not name one option alone"
_FAULTS = {
    "denied": "it is denied",
    "asked": "it is a question",
    "supposed": "it depends on a condition",
    "reported": "it is what others think",
    "hedged": "it is a hedge",
    "taken back": "it is taken back",
}


class Extraction(NamedTuple):
    """What a text claims.

    Attributes:
        label: the option that it claims; None if it commits to none, or claims what cannot be.
        said: the claim, as written.
        span: where it is; the label is "answer", the value the rule's name.
        rule: the rule that found it.
        rivals: claims of other options, or claims that contradict themselves; the value is the option's label, or what
            was said.
        against: words after the claim that take it back; None if there are none.
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
        """The one option that the text commits to, None if there is none."""
        return None if self.rivals or self.against is not None else self.label


class _How(NamedTuple):
    """What is asked of an extraction."""

    known: OptionIndex
    rules: tuple[str, ...]
    corrections: Corrections
    tentative: Tentative


def extract(
    text: str | Response,
    choices: Choices,
    *,
    rules: Sequence[str] | None = None,
    corrections: Corrections = "marked",
    tentative: Tentative = "accepted",
) -> Extraction | None:
    """The option that a text claims, or None if nothing in it looks like a claim.

    Args:
        text: a completion, of which everything to the last `</think>` is reasoning and not read; or a Response, of
            which the final part is read.
        choices: the question's options, of which the right one is not looked at.
        rules: names out of `RULES`; None for all.
        corrections: one of `CORRECTIONS`.
        tentative: whether a hedged claim ("maybe C") claims where there is no firm one, one of `TENTATIVE`.

    Raises:
        RewardError: a rule or policy of that name does not exist.
    """
    chosen = RULES if rules is None else tuple(rules)
    require_known(chosen, corrections, tentative)
    response = text if isinstance(text, Response) else UNKNOWN.parse(text)
    return extract_known(response, choices, chosen, corrections, tentative)


def extract_known(
    response: Response,
    choices: Choices,
    rules: tuple[str, ...],
    corrections: Corrections,
    tentative: Tentative = "accepted",
) -> Extraction | None:
    """As `extract`, of rules and policies that are known to exist."""
    final = response.final
    if final is None:
        return None
    text, start, end, is_element = final
    start = max(start, end - FINAL_LENGTH)
    how = _How(option_index(choices), rules, corrections, tentative)
    visible = shown(ticked(text, start, end), start, end)
    found = _read(visible, start, end, how)
    if found is None and is_element and "answer-element" in rules:
        found = _whole(visible, start, end, how)
    return found and found._replace(said=text[found.span.start : found.span.end].strip())


def require_known(rules: Sequence[str], corrections: Corrections, tentative: Tentative = "accepted") -> None:
    """Raise RewardError for a rule or a policy that does not exist."""
    rule_names.require_known(rules, RULES, corrections, tentative)


def _read(text: str, start: int, end: int, how: _How) -> Extraction | None:
    """What a part of a text claims."""
    claims: list[Mention] = []
    if "answer-element" in how.rules:
        for element in elements(text, start, end)[:MANY]:
            claims.append(_element(text, element.start, element.end, how))
            first, last = element[2:]
            text = text[:first] + " " * (last - first) + text[last:]
            after = element.outer_end
    if claims and (corrected := _corrected(text, after, end, claims, how)) is not None:
        return corrected
    begin = max(start, end - READ_LENGTH)
    options = Options(Page(text, begin, end), how.known)
    marked: set[int] = set()
    unread: Mention | None = None
    for box in boxes(text, start, end)[-MANY:] if "boxed" in how.rules else ():
        mention = _boxed(options, text, box.start, box.end, how)
        if mention is None:
            continue
        if mention.value is None:
            unread = mention
        elif mention.start < begin:
            claims.append(mention)
        else:
            marked.add(mention.start)
    standing = settle(options.page, options, frozenset(marked), tentative=how.tentative == "accepted")
    claims += [m for m in standing.claims if _named(m.rule) in how.rules or m.rule in _BESIDE]
    fallen = [f for f in standing.fallen if _named(f.mention.rule) in how.rules]
    claims = _counted(options, standing._replace(fallen=tuple(fallen)), claims, how)
    return _settled(text, claims) if claims else _fallen(text, fallen, unread)


def _corrected(text: str, start: int, end: int, said: list[Mention], how: _How) -> Extraction | None:
    """What a text claims after elements, if it takes them back; None if it does not."""
    start = max(start, end - READ_LENGTH)
    if not may_have(text, start, end, k.TAKES_BACK | k.WRONG):
        return None
    options = Options(Page(text, start, end), how.known)
    standing = settle(options.page, options, tentative=how.tentative == "accepted", said=said)
    if not any(one.why == "taken back" for one in standing.fallen):
        return None
    claims = _counted(options, standing, list(standing.claims), how)
    return _settled(text, claims) if claims else _fallen(text, list(standing.fallen), None)


_OWN = {"maybe": "conclusion", "turn": "therefore", "beside": "therefore", "or": "therefore", "alone": "last-line"}
"""The rules by which the engine's own are named."""

_BESIDE = ("or", "beside")


def _named(rule: str) -> str:
    return _OWN.get(rule, rule)


def _counted(options: Options, standing: Standing, claims: list[Mention], how: _How) -> list[Mention]:
    """The claims that count, from left to right.

    They are those of the answer, with what contradicts them; where there are none, those of an option.
    """
    undone = {one.mention.start for one in standing.fallen}
    if every := options.index.every.intersection(str(m.value) for m in claims):  # what is right of others agrees
        claims = [m for m in claims if m.rule != "option-correct" or m.value in every]
    claims = [m for m in claims if m.rule != "alone" or not is_called_wrong(options, m.start)]
    firm = any(m.firm and m.rule != "alone" for m in claims)
    strong = [m for m in claims if m.rule not in WEAK]
    head = headed(options, strict=firm)
    if head and head.rule in how.rules and head.start not in undone and not is_called_wrong(options, head.start):
        strong = sorted({m.start: m for m in (head, *strong)}.values())
    if any(m.rule not in _BESIDE for m in strong):
        weak = [m for m in claims if m.rule in _RIVALS or not m.firm]
        claims = sorted([*strong, *(() if standing.asks_for_false else _rivals(options, weak, strong[0]))])
    elif firm and not strong:
        claims = [m for m in claims if m.rule != "alone"]
    taken_back = [one.mention for one in standing.fallen if one.why == "taken back"]
    if claims and (how.corrections == "never" or _guesses(options, [*taken_back, *claims])):
        return sorted([*taken_back, *claims])
    return claims


_RIVALS = ("option-correct", "points-to")


def _rivals(options: Options, weak: list[Mention], claim: Mention) -> list[Mention]:
    """What contradicts a claim: "B is correct" after it, or right before it unless it is said of all the others."""
    before = [m for m in weak if m.start < claim.start and m.firm and m.rule == "option-correct"]
    others = len(before) > 1 and claim.value not in {m.value for m in before}
    if others or not before or not _is_right_before(options, before[-1], claim):
        before = []
    return [*before, *(m for m in weak if m.start > claim.start)]


def _is_right_before(options: Options, weak: Mention, claim: Mention) -> bool:
    """Whether there is no other sentence between two claims, and no "but"."""
    if claim.start - weak.end > LONGEST:
        return False
    between = list(breaks(options.page.text, weak.end, claim.start, options))
    return len(between) <= 2 and not any(cue.kinds & k.BUT for cue in options.page.cues(weak.end, claim.start))


def _settled(text: str, claims: list[Mention]) -> Extraction:
    """What claims amount to: the last one, which those of other options contradict."""
    value = claims[-1].value
    named = min((m for m in claims if m.value == value), key=lambda m: (*_rank(m.rule), -m.start))
    rivals: dict[object, Span] = {}
    for m in claims:
        if m.value != value:
            said = text[m.start : m.end].strip() if isinstance(m.value, NoOption) else str(m.value)
            rivals.setdefault(m.value, Span(m.start, m.end, "rival", said))
    span = Span(named.start, named.end, "answer", _named(named.rule))
    fault = str(value) if isinstance(value, NoOption) or value == EVERY else None
    said = text[named.start : named.end]
    label = None if fault else str(value)
    return Extraction(label, said, span, _named(named.rule), tuple(rivals.values()), None, fault)


def _rank(rule: str) -> tuple[int, bool]:
    return RULES.index(_named(rule)), rule in _OWN


def _guesses(options: Options, claims: list[Mention]) -> bool:
    """Whether so many options were claimed that the last of them corrects nothing."""
    labels = {m.value for m in claims}
    return len(labels) >= min(MANY_GUESSES, len(options.index.choices.labels) or MANY_GUESSES) > 2


def _fallen(text: str, fallen: list[Fallen], unread: Mention | None) -> Extraction | None:
    """What a text would claim, were it not for something else that it says."""
    if not fallen:
        if unread is None:
            return None
        span = Span(unread.start, unread.end, "answer", unread.rule)
        return Extraction(None, text[span.start : span.end], span, unread.rule, fault=_NO_OPTION)
    mention, why, first, last = fallen[-1]
    span = Span(mention.start, mention.end, "answer", _named(mention.rule))
    said = text[mention.start : mention.end]
    if why == "taken back" and not isinstance(mention.value, NoOption):
        first, last = start_of(text, first, last), stop_of(text, first, last)
        against = Span(first, last, "retraction", text[first:last])
        return Extraction(str(mention.value), said, span, span.value or "", (), against)
    return Extraction(None, said, span, span.value or "", fault=_FAULTS[why])


def _element(text: str, start: int, end: int, how: _How) -> Mention:
    """What an answer element claims, as one mention."""
    inner = how._replace(rules=tuple(rule for rule in how.rules if rule != "answer-element"))
    found = _read(text, start, end, inner) or _whole(text, start, end, how)
    if found is None:
        return Mention(start, end, NoOption("it is blank"), "answer-element", start)
    value = found.claims or NoOption(found.fault or _NO_OPTION)
    return Mention(found.span.start, found.span.end, value, "answer-element", start)


def _whole(text: str, start: int, end: int, how: _How) -> Extraction | None:
    """What an answer element names in which the other rules find nothing."""
    said = text[start:end].strip()
    if not said:
        return None
    start = text.index(said, start)
    end = start + len(said)
    item = Options(Page(text, start, end), how.known).boxed(start, end) if len(said) <= LONGEST_ELEMENT else None
    label = None if item is None or item.start != start or isinstance(item.value, NoOption) else str(item.value)
    fault = None if label else _NO_OPTION if item is None else str(item.value)
    return Extraction(label, said, Span(start, end, "answer", "answer-element"), "answer-element", fault=fault)


def _boxed(options: Options, text: str, start: int, end: int, how: _How) -> Mention | None:
    """What a box claims; None if it is blank."""
    if not text[start:end].strip():
        return None
    page = options if start >= options.page.start else Options(Page(text, start, end), how.known)
    item = page.boxed(start, end)
    if item is None:
        return Mention(start, end, None, "boxed", start)
    return Mention(item.start, item.end, item.value, "boxed", start)
