"""Words, lettered options, times of day and ratios."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import gcd

from r1rewards.math.deciding.context import Context, no, ordered, together
from r1rewards.math.deciding.formulas import Decision, decide, formula
from r1rewards.math.deciding.values import same_value
from r1rewards.math.reading.tree import (
    FORMULAS,
    Choice,
    Clock,
    Dots,
    Group,
    Node,
    Number,
    NumberSet,
    Product,
    Quotient,
    Ratio,
    Relation,
    Symbol,
    Words,
)
from r1rewards.math.reading.words import plain_words


def choice(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Lettered options: by their letters, and by what they say where both say it."""
    if isinstance(gold, Choice) and isinstance(answer, Choice):
        if gold.letter != answer.letter:
            return no("another option")
        if gold.content is None or answer.content is None:
            return Decision(True, "string", "the same option")
        return ctx.same(gold.content, answer.content)
    option, other = (gold, answer) if isinstance(gold, Choice) else (answer, gold)
    if not isinstance(option, Choice):
        return None
    if isinstance(other, Symbol) and len(other.name) == 1:
        fits = other.name == option.letter or (ctx.policy.case == "ignored" and other.name.upper() == option.letter)
        return Decision(fits, "string", "the same option" if fits else "another option")
    if option.content is None:
        return no("one is an option, the other is not")
    return ctx.same(option.content, answer) if option is gold else ctx.same(gold, option.content)


def words(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Words against words, or against what they mean."""
    if isinstance(gold, Words) and isinstance(answer, Words):
        keep = ctx.policy.case == "kept"
        equal = plain_words(gold.text, keep_case=keep) == plain_words(answer.text, keep_case=keep)
        return Decision(equal, "string", "the same words" if equal else "another text")
    words, other = (gold, answer) if isinstance(gold, Words) else (answer, gold)
    if not isinstance(words, Words):
        return None
    if isinstance(other, Group | Relation | Choice):
        meaning = _MEANINGS.get(plain_words(words.text))
        if meaning is None:
            return None if isinstance(other, Choice) else no("one is words, the other mathematics")
        return ctx.same(meaning, answer) if words is gold else ctx.same(gold, meaning)
    meaning = _MEANINGS.get(plain_words(words.text))
    if meaning is not None and meaning == other:
        return Decision(True, "string", "the same, in words")
    return no("one is words, the other mathematics")


_MEANINGS: dict[str, Node] = {
    "no solution": Group("{", "}", ()),
    "empty set": Group("{", "}", ()),
    "empty": Group("{", "}", ()),
    "none": Group("{", "}", ()),
    "all real numbers": NumberSet("R"),
}


def clock(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Times of day; `7:32` may be a ratio, too."""
    if isinstance(gold, Clock) and isinstance(answer, Clock):
        equal = _moment(gold) == _moment(answer)
        if not equal and bool(gold.half) != bool(answer.half):  # 4:30 p.m. is 16:30, and 4:30 where that is not said
            plain = answer if gold.half else gold
            marked = gold if gold.half else answer
            equal = (plain.hour, plain.minute, plain.second or 0) in (
                _moment(marked),
                (marked.hour, marked.minute, marked.second or 0),
            )
        return Decision(equal, "rational", "the same time" if equal else "another time")
    ratios = [_as_ratio(node) if isinstance(node, Clock) else node for node in (gold, answer)]
    if any(ratio is None for ratio in ratios):
        return no("one is a time, the other is not")
    for node, other in ((gold, answer), (answer, gold)):  # `10:30` is a time and no third
        if isinstance(node, Clock) and not isinstance(other, Ratio) and gcd(node.hour, node.minute) != 1:
            return no("one is a time, the other is not")
    left, right = ratios
    return None if left is None or right is None else ctx.same(left, right)


def _moment(clock: Clock) -> tuple[int, int, int]:
    """Hour of the day, minute, second."""
    hour = clock.hour % 12 + 12 * (clock.half == "pm") if clock.half else clock.hour
    return hour, clock.minute, clock.second or 0


def _as_ratio(clock: Clock) -> Node | None:
    """`7:32`, which may be a ratio, too."""
    if clock.half or clock.second is not None or not clock.minute:
        return None
    return Ratio((Number(Fraction(clock.hour)), Number(Fraction(clock.minute))))


def ratio(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Ratios against ratios and quotients."""
    if isinstance(gold, Ratio) and isinstance(answer, Ratio):
        return _proportion(gold.terms, answer.terms, ctx)
    ratio, other = (gold, answer) if isinstance(gold, Ratio) else (answer, gold)
    if not isinstance(ratio, Ratio) or not isinstance(other, FORMULAS) or len(ratio.terms) != 2:
        return None
    left, right = (Quotient(*n.terms) if isinstance(n, Ratio) else n for n in (gold, answer))
    return same_value(left, right, ctx.policy)


_TERMS = 20


def _proportion(gold: tuple[Node, ...], answer: tuple[Node, ...], ctx: Context) -> Decision:
    if len(gold) != len(answer):
        return no("a ratio of more or fewer terms")
    if any(isinstance(term, Dots) for term in (*gold, *answer)):
        return ordered(gold, answer, ctx, "the same ratio")
    pairs = list(zip(gold, answer, strict=True))
    if any(
        formula(a).exact == 0 and formula(b).exact != 0 for a, b in ((x, y) for p in pairs for x, y in (p, p[::-1]))
    ):
        return no("another ratio")
    found = [
        decide(formula(Product((a, d))), formula(Product((c, b)))) for (a, b), (c, d) in combinations(pairs[:_TERMS], 2)
    ]
    return together(found, "the same ratio")
