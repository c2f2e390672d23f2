r"""Functions in pieces: `otherwise` as the condition that is left, `|x|` as its two pieces."""

from __future__ import annotations

from typing import NamedTuple

from r1rewards.math.deciding.context import Context, no, together
from r1rewards.math.deciding.formulas import Decision, decide, formula
from r1rewards.math.deciding.realsets import (
    EVERYTHING,
    RealSet,
    complement,
    is_inside,
    linear_solution,
    real_set,
    same_set,
    united,
    unknown,
)
from r1rewards.math.reading.tree import (
    FORMULAS,
    Call,
    Group,
    Node,
    Relation,
    Words,
    contains,
    names,
    negative,
    rebuilt,
)

_REST = frozenset(["otherwise", "else", "elsewhere", "in all other cases", "other"])
_PARITIES = {"even": "odd", "odd": "even"}


class Piece(NamedTuple):
    """A value, and the condition as written, or as the set of numbers that meet it."""

    value: Node
    condition: Node
    region: RealSet | None


def piecewise(gold: Node, answer: Node, ctx: Context) -> Decision | None:
    """Functions in pieces against each other, where one says "otherwise", and against formulas."""
    left, right = _pieces(gold), _pieces(answer)
    if left is not None and right is not None:
        return _in_pieces(left, right, ctx) if _has_rest(gold) or _has_rest(answer) else None
    if left is not None and isinstance(answer, FORMULAS):
        return _as_formula(left, answer)
    if right is not None and isinstance(gold, FORMULAS):
        return _as_formula(right, gold)
    return None


def _is_rest(node: Node) -> bool:
    return isinstance(node, Words) and node.text.casefold().strip(" .") in _REST


def _rows(node: Node) -> list[tuple[Node, Node]] | None:
    """Values and their conditions; None for what is no function in pieces."""
    if not isinstance(node, Group) or node.opening or len(node.members) < 2:
        return None
    found: list[tuple[Node, Node]] = []
    for member in node.members:
        match member:
            case Group("(", ")", (value, Relation() | Words() as condition)) if not isinstance(value, Relation | Words):
                if isinstance(condition, Words) and not _is_rest(condition):
                    return None
                found.append((value, condition))
            case _:
                return None
    return found


def _has_rest(node: Node) -> bool:
    return any(_is_rest(condition) for _, condition in _rows(node) or ())


def _pieces(node: Node) -> list[Piece] | None:
    """The pieces, "otherwise" as what the other conditions leave."""
    rows = _rows(node)
    if rows is None:
        return None
    said = [condition for _, condition in rows if isinstance(condition, Relation)]
    regions = [real_set(condition) if unknown(condition) is not None else None for condition in said]
    known = [region for region in regions if region is not None]
    about = {unknown(condition) for condition in said}
    found: list[Piece] = []
    for value, condition in rows:
        if isinstance(condition, Relation):
            found.append(Piece(value, condition, regions[said.index(condition)]))
        elif len(said) == 1 and (parity := _parity(said[0])):
            other = Relation((said[0].sides[0], Words(_PARITIES[parity])), ("in",))
            found.append(Piece(value, other, None))
        else:
            whole = (
                united([i for region in known for i in region]) if len(known) == len(said) and len(about) == 1 else None
            )
            found.append(Piece(value, condition, None if whole is None else complement(whole)))
    return found


def _parity(node: Relation) -> str:
    last = node.sides[-1]
    return last.text if isinstance(last, Words) and last.text in _PARITIES else ""


def _in_pieces(gold: list[Piece], answer: list[Piece], ctx: Context) -> Decision:
    """Each piece of the gold must have one of its own in the answer."""
    if len(gold) != len(answer):
        return no("it has more or fewer pieces")
    rest = list(answer)
    found: list[Decision] = []
    for piece in gold:
        for other in rest:
            decision = together(
                [_same_condition(piece, other, ctx), ctx.same(piece.value, other.value)], "the same piece"
            )
            if decision.equal:
                found.append(decision)
                rest.remove(other)
                break
        else:
            return no("a piece of the gold is not among its pieces")
    return together(found, "the same pieces")


def _same_condition(left: Piece, right: Piece, ctx: Context) -> Decision:
    if left.region is not None and right.region is not None:
        about = {unknown(p.condition) for p in (left, right) if isinstance(p.condition, Relation)}
        return same_set(left.region, right.region) if len(about) < 2 else no("another unknown")
    return ctx.same(left.condition, right.condition)


def _as_formula(pieces: list[Piece], other: Node) -> Decision | None:
    """Pieces against a formula with absolute values, which are decided by the pieces' conditions."""
    letters = names(other)
    whole = united([interval for piece in pieces for interval in piece.region or ()])
    if len(letters) != 1 or whole is None or whole != EVERYTHING:
        return None
    found: list[Decision] = []
    for piece in pieces:
        if piece.region is None or not isinstance(piece.value, FORMULAS):
            return None
        plain = rebuilt(other, lambda node, region=piece.region: _unfolded(node, region))  # type: ignore[misc]
        if contains(plain, Call):
            return None
        found.append(decide(formula(piece.value), formula(plain)))
    return together(found, "the same in each piece")


def _unfolded(node: Node, region: RealSet) -> Node | None:
    """An absolute value as what it is in a region, where its argument keeps its sign."""
    if not isinstance(node, Call) or node.name != "abs":
        return None
    (inner,) = node.arguments
    for operator, value in ((">=", inner), ("<=", negative(inner))):
        solution = linear_solution(inner, operator)
        if solution is not None and is_inside(region, solution):
            return value
    return None
