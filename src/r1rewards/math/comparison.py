"""Whether an answer equals a gold: a cascade of tiers, the cheap and certain ones first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, get_args

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.math import rational, symbolic, units
from r1rewards.math.budget import Budget
from r1rewards.math.deciding.answers import same
from r1rewards.math.deciding.formulas import Decision, Tier
from r1rewards.math.deciding.simplified import unsimplified_part
from r1rewards.math.normal import MAX_LENGTH, normal_form
from r1rewards.math.policy import DEFAULT, Policy
from r1rewards.math.rational import quantity
from r1rewards.math.reading.answers import readings
from r1rewards.math.reading.measures import thousands
from r1rewards.math.reading.tokens import SHORT_WORDS
from r1rewards.math.reading.tree import (
    FORMULAS,
    TREE,
    Group,
    Node,
    Number,
    NumberSet,
    Quantity,
    SetBuilder,
    SetOperation,
    Symbol,
    contains,
)
from r1rewards.math.reading.words import plain_words

REVISION = "4"
"""Goes up when a pair of strings gets another verdict than before."""

DEADLINE = 2.0
"""Default seconds that the symbolic tier may take for one pair."""

REMEMBERED = 16_384
"""Pairs whose outcome is kept, so that a group of completions with one answer is decided once."""

KEPT_LENGTH = 200
"""Characters of a pair that is kept whatever it is: what is longer is kept by what it takes."""

LONG, TIMES_THE_GOLD = 3_000, 8
"""Characters of an answer, and times the gold's length, beyond both of which it is not read."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of comparing an answer with a gold.

    Attributes:
        equal: True or False; None if the gold could not be read, and what was tried on its text did not decide.
        tier: what decided, or was tried last: one of `TIERS`, or "limit".
        reason: why, as a phrase: "the same number", "another unit …".
        tried: the tiers that were tried, in order.
    """

    equal: bool | None
    tier: Tier
    reason: str
    tried: tuple[Tier, ...] = ()


TIERS = get_args(Tier)[:-1]
"""What decides, from the cheapest to the most expensive."""


def compare(gold: str, answer: str, *, policy: Policy = DEFAULT, deadline: float | Budget = DEADLINE) -> Comparison:
    """Compares an answer with a gold, both as they stand in data sets and completions, with or without dollar signs.

    Args:
        gold: the right answer. A whole solution is read for its answer by `reference.golds`, not here.
        answer: what is to be judged.
        policy: what counts as equal where mathematics leaves a choice.
        deadline: seconds that the symbolic tier may take, in a worker process of its own; 0 leaves that tier out. A
            Budget is shared among the calls that it is given to.

    Raises:
        WorkerStartError: the symbolic tier is needed and its worker cannot be started on this machine.
    """
    if len(answer) > MAX_LENGTH or len(gold) > MAX_LENGTH:
        which = "answer" if len(answer) > MAX_LENGTH else "gold"
        return Comparison(None, "limit", f"the {which} is longer than {MAX_LENGTH:,} characters", ("limit",))
    if len(gold) + len(answer) <= KEPT_LENGTH:
        found = _compared(gold, answer, None if policy is DEFAULT else policy)
    elif is_overlong(gold, answer):
        return _OVERLONG
    else:
        found = _compared_long(gold, answer, None if policy is DEFAULT else policy)
    if not found.open:
        return found.comparison
    return _by_symbols(normal_form(gold), normal_form(answer), found, deadline)


def equivalent(gold: str, answer: str, *, policy: Policy = DEFAULT) -> bool:
    """Whether the answer equals the gold; what cannot be decided is not equal."""
    return compare(gold, answer, policy=policy).equal is True


class _Outcome(NamedTuple):
    """What the tiers in this process say, and whether the symbolic tier may know more."""

    comparison: Comparison
    open: bool = False


_OVERLONG = Comparison(False, "limit", "the answer is many times as long as the gold", ("limit",))
_BLANK = _Outcome(Comparison(False, "string", "the answer is blank", ("string",)))
_SAME_TEXT = _Outcome(Comparison(True, "string", "the same text", ("string",)))
_SAME_NUMBER = _Outcome(Comparison(True, "rational", "the same number", ("string", "rational")))
_OTHER_NUMBER = _Outcome(Comparison(False, "rational", "another number", ("string", "rational")))
_SAME_PRODUCT = _Outcome(Comparison(True, "rational", "the same product of letters", ("string", "rational")))
_OTHER_TEXT = _Outcome(Comparison(False, "string", "another text", ("string",)))


_INTEGER = re.compile(r"-?[0-9]{1,18}")
_WHOLE = re.compile(r"[+-]?\$?[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,12})?")


@lru_cache(maxsize=REMEMBERED)
def _compared(gold: str, answer: str, policy: Policy | None) -> _Outcome:
    policy = policy or DEFAULT  # hashing the policy would double the cost of this function
    if _INTEGER.fullmatch(gold) and _INTEGER.fullmatch(answer):
        if gold == answer:
            return _SAME_TEXT
        if int(gold) == int(answer):
            return _SAME_NUMBER
        if not policy.tolerance:
            return _OTHER_NUMBER
    left, right = normal_form(gold), normal_form(answer)
    if not right:
        return _BLANK
    if left == right:
        return _SAME_TEXT
    a, b = quantity(left), quantity(right)
    if a is not None and b is not None and a.unit == b.unit:
        if a.value == b.value and (policy.unsimplified == "accepted" or left.isdecimal()):
            return _SAME_NUMBER
        if a.value != b.value and not policy.tolerance:
            if _WHOLE.fullmatch(left) and _WHOLE.fullmatch(right):
                return _OTHER_NUMBER
            if abs(a.value - b.value) >= 1 and _DECIMAL.fullmatch(left) and _DECIMAL.fullmatch(right):
                return _OTHER_NUMBER  # no decimal rounds so far
    return _by_letters(left, right, policy, gold, answer) or _by_trees(left, right, policy)


_compared_long = sized_cache(8 << 20, 2048)(_compared.__wrapped__)
"""Of long texts fewer are kept."""


def is_overlong(gold: str, answer: str) -> bool:
    """Whether an answer is too long to be the gold, blanks aside: such as models write that repeat themselves."""
    most = max(LONG, TIMES_THE_GOLD * len(gold))
    return len(answer) > most and len(" ".join(answer.split())) > most


def _by_letters(left: str, right: str, policy: Policy, gold: str, answer: str) -> _Outcome | None:
    """Texts that differ in spaces alone, and runs of letters; None for all else."""
    if "," in left and left.replace(" ", "") == right.replace(" ", ""):  # `1, 234`, and a gold that may mean it
        return _SAME_TEXT
    if not _is_run(left):
        return None
    written = right
    if len(left) > _PAIR and " " in right:
        right = right.replace(" ", "")
    if not _is_run(right):
        return None
    fold = str.casefold if policy.case == "ignored" else str
    if fold(left) == fold(right):
        return _SAME_TEXT
    if len(left) == len(right) > _PAIR and sorted(left) == sorted(right) and _is_monomial(left, gold, answer):
        return _SAME_PRODUCT
    other = len(left) > _PAIR and plain_words(left) != plain_words(written)  # `BAC` is another order than `CAB`
    return _OTHER_TEXT if other else None


_PAIR = 2
"""Letters side by side that are rather a product than a word: `ab` is `ba`."""


def _is_monomial(letters: str, gold: str, answer: str) -> bool:
    """Whether the letters of a gold are variables: `abc`, and no word.

    They are in the alphabet's order and near each other in it, or between marks of mathematics and no word for it, too.
    """
    if not letters.islower() or letters in SHORT_WORDS or any(_TEXT.search(text) for text in (gold, answer)):
        return False
    near = ord(max(letters)) - ord(min(letters)) < _NEAR
    if "$" in gold or "\\(" in gold:
        return near or set(letters).isdisjoint("aeiouy")
    return near and list(letters) == sorted(set(letters))


_NEAR = 5
_TEXT = re.compile(r"\\(?:text|mathrm|mbox|operatorname)(?![a-z])")


def _is_run(text: str) -> bool:
    return text.isalpha() and text.isascii() and len(text) > 1


def _by_trees(left: str, right: str, policy: Policy) -> _Outcome:
    comma = policy.decimal_comma == "both" or (
        policy.decimal_comma == "answer" and _GOLD_COMMA.fullmatch(left) and "." in right
    )
    golds, gold_fault = _nodes(left, comma=bool(comma))
    answers, answer_fault = _nodes(right, comma=policy.decimal_comma != "never")
    if right[-1:] in ("k", "K") and all(isinstance(gold, Number | Quantity) for gold in golds):
        answers = (*answers, *filter(None, [thousands(right)]))
    tried: tuple[Tier, ...] = ("string", "rational")
    if not golds:
        reason = f"it could not be decided: the gold cannot be read, for {gold_fault}"
        return _Outcome(Comparison(None, "string", reason, ("string",)), open=True)
    if not answers:
        return _Outcome(Comparison(False, "string", f"it cannot be read: {answer_fault}", ("string",)), open=True)
    if policy.unsimplified == "rejected":
        part = _unsimplified(right)
        if part is not None and _unsimplified(left) is None:
            return _Outcome(Comparison(False, "rational", f"it is not worked out: {part}", tried))
    first: Decision | None = None
    undecided: Decision | None = None
    for gold in golds:
        for answer in answers:
            found = same(_only_member(gold), _only_member(answer), policy)
            if found.equal:
                return _Outcome(Comparison(True, found.tier, found.reason, _path(found.tier)))
            if found.equal is None:
                undecided = undecided or found
            first = first or found
    if undecided is not None:
        reason = f"{undecided.reason}, which counts as wrong"
        return _Outcome(Comparison(False, undecided.tier, reason, _path(undecided.tier)), open=True)
    tier, reason = (first.tier, first.reason) if first else ("string", "another answer")
    return _Outcome(Comparison(False, tier, reason, _path(tier)))


def _only_member(node: Node) -> Node:
    """The member of a set of one, which as an answer says the same; unless that is a set itself."""
    if isinstance(node, Group) and node.opening == "{" and len(node.members) == 1:
        only = node.members[0]
        nested = isinstance(only, Group) and only.opening == "{"
        return node if nested or isinstance(only, SetBuilder | SetOperation | NumberSet) else only
    return node


def _unsimplified(text: str) -> str | None:
    """What in a text could be worked out, as it is written."""
    found, _ = readings(text)
    return unsimplified_part(found[0]) if found else None


def _path(tier: Tier) -> tuple[Tier, ...]:
    return TIERS[: TIERS.index(tier) + 1]


_AMBIGUOUS = range(1, 4)
"""Letters of units that may be variables, too."""

_GOLD_COMMA = re.compile(r"-?(?:0,\d{3,}|\d+,\d\d)")
"""`0,111`, `1,22`: what a gold that is no list looks like; `1,2` is one."""

_LETTER_UNIT = re.compile(r"(.*[\d})]) ?([A-Za-z]{1,3} ?/ ?[A-Za-z]{1,3}(?:\^[23])?)")
"""A formula and a unit like `m/s`, whose letters may be variables as well."""

_DECIMAL_COMMA = re.compile(
    r"([+-]?)(\d{1,3}(?:\.\d{3})+|\d+),(?!(?<=[1-9],)\d{3}(?!\d)|(?<=\d\d,)\d{3}(?!\d))(\d+)(\D.*)?", re.DOTALL
)


@sized_cache(16 << 20, REMEMBERED, weigh=by_text(TREE))
def _nodes(text: str, *, comma: bool) -> tuple[tuple[Node, ...], str]:
    """What a text in normal form may mean, the likeliest first; and, if that is nothing, why."""
    number = quantity(text)
    found: list[Node] = []
    if number is not None:
        found.append(_as_node(number))
        if "," not in text and len(number.unit) not in _AMBIGUOUS:
            return tuple(found), ""
    more, fault = readings(text)
    found.extend(node for node in more if node not in found)
    if (match := _LETTER_UNIT.fullmatch(text)) is not None:  # `10^{-3} m/s`
        more, _ = readings(match[1])
        unit = units.unit(" " + match[2])
        unit = unit if unit and units.dimension(unit) else None
        found.extend(
            Quantity(node, unit) for node in more if unit and isinstance(node, FORMULAS) and not contains(node, Symbol)
        )
    if comma and "," in text and (match := _DECIMAL_COMMA.fullmatch(text)) is not None:
        point = f"{match[1]}{match[2].replace('.', '')}.{match[3]}{match[4] or ''}"
        if (number := quantity(point)) is not None:
            found.append(_as_node(number))
    return tuple(found), fault


def _as_node(number: rational.Quantity) -> Number | Quantity:
    node = Number(number.value, number.places)
    return Quantity(node, number.unit) if number.unit else node


def _by_symbols(gold: str, answer: str, found: _Outcome, deadline: float | Budget) -> Comparison:
    """What the last tier says; what it does not decide stays as it was."""
    budget = deadline if isinstance(deadline, Budget) else Budget(deadline)
    before = found.comparison
    if budget.seconds <= 0:
        if before.equal is None:
            return Comparison(None, before.tier, f"{before.reason}; the symbolic tier is left out", before.tried)
        return before
    equal, reason = symbolic.decide(gold, answer, budget)
    tried = (*before.tried, "symbolic")
    if equal is not None:
        return Comparison(equal, "symbolic", reason, tried)
    if before.equal is None:
        return Comparison(None, "symbolic", reason, tried)
    return Comparison(before.equal, "symbolic", f"{reason}, which counts as wrong", tried)


def holds_among_others(gold: str, answer: str, least: int, policy: Policy = DEFAULT) -> bool:
    """Whether an answer is a list of at least so many members, one of which is the gold, which is no list."""
    if len(answer) > MAX_LENGTH or answer.count(",") + answer.count(";") + answer.count("or") < least - 1:
        return False
    golds, _ = _nodes(normal_form(gold), comma=False)
    if not golds or isinstance(golds[0], Group):
        return False
    if is_overlong(gold, answer):
        pieces = [piece for piece in _pieces(answer) if len(piece) <= KEPT_LENGTH]
        return len(pieces) >= least and any(_compared(gold, piece, None).comparison.equal for piece in pieces)
    answers, _ = _nodes(normal_form(answer), comma=False)
    for node in answers:
        if isinstance(node, Group) and len(node.members) >= least:
            return any(same(golds[0], member, policy).equal for member in node.members[:1000])
    return False


def _pieces(text: str) -> list[str]:
    """The members of a list that is too long to be read: texts between commas, each once."""
    return list(dict.fromkeys(_COMMA.split(text)))[:_MOST_PIECES]


_COMMA = re.compile(r"\s*(?:[,;]|\bor\b)\s*")
_MOST_PIECES = 1000
