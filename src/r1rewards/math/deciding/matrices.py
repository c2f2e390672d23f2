"""Sums and products of matrices, worked out entry by entry."""

from __future__ import annotations

from r1rewards.core.caching import sized_cache
from r1rewards.math.reading.tree import Group, Matrix, Node, Product, Quotient, Sum, tree_size

MAX_ENTRIES = 400
"""Entries of a matrix that comes of a product."""

Rows = tuple[tuple[Node, ...], ...]


@sized_cache(8 << 20, 1024, weigh=tree_size)
def matrix(node: Node) -> Matrix | None:
    """The matrix that an expression of matrices is; None if it is none, or its shapes do not fit."""
    if isinstance(node, Matrix):
        return node
    if isinstance(node, Sum):
        return _added([matrix(term) for term in node.terms])
    if isinstance(node, Quotient):
        top = matrix(node.top)
        if top is None or matrix(node.bottom) is not None:
            return None
        return Matrix(tuple(tuple(Quotient(entry, node.bottom) for entry in row) for row in top.rows))
    if isinstance(node, Product):
        return _multiplied(node.factors)
    return None


def of_rows(node: Node) -> Matrix | None:
    """`[[1, 2], [3, 4]]` as a matrix; None for anything else."""
    if not isinstance(node, Group) or node.opening + node.closing not in ("[]", "()"):
        return None
    rows = [
        m.members for m in node.members if isinstance(m, Group) and m.opening + m.closing == node.opening + node.closing
    ]
    square = len(rows) == len(node.members) and len({len(row) for row in rows}) == 1
    return Matrix(tuple(rows)) if square and not any(isinstance(e, Group) for row in rows for e in row) else None


def _added(terms: list[Matrix | None]) -> Matrix | None:
    first = terms[0]
    if first is None:
        return None
    rows = first.rows
    for term in terms[1:]:
        if term is None or len(term.rows) != len(rows) or len(term.rows[0]) != len(rows[0]):
            return None
        rows = tuple(tuple(Sum(pair) for pair in zip(*two, strict=True)) for two in zip(rows, term.rows, strict=True))
    return Matrix(rows)


def _multiplied(factors: tuple[Node, ...]) -> Matrix | None:
    scalars: list[Node] = []
    rows: Rows | None = None
    for factor in factors:
        found = matrix(factor)
        if found is None:
            scalars.append(factor)
        elif rows is None:
            rows = found.rows
        else:
            if len(rows[0]) != len(found.rows) or len(rows) * len(found.rows[0]) * len(found.rows) > MAX_ENTRIES:
                return None
            columns = tuple(zip(*found.rows, strict=True))
            rows = tuple(
                tuple(Sum(tuple(Product(pair) for pair in zip(row, column, strict=True))) for column in columns)
                for row in rows
            )
    if rows is None:
        return None
    if scalars:
        rows = tuple(tuple(Product((*scalars, entry)) for entry in row) for row in rows)
    return Matrix(rows)
