"""Which call stands for which expected one: the pairing of greatest worth, found in bounded time."""

from __future__ import annotations

from collections.abc import Sequence

Pairs = list[tuple[int, int]]


def best(worth: Sequence[Sequence[int]]) -> Pairs:
    """The pairing of rows with columns, each used once at most, whose worths have the greatest sum.

    The Hungarian method with potentials (Kuhn 1955, Munkres 1957), at most rows² x columns steps with the rows being
    the fewer. Whole numbers, so that the sum does not depend on the order of rows and columns.

    Args:
        worth: what each row is worth with each column, 0 or more; pairs worth 0 are left out.
    """
    if not worth or not worth[0]:
        return []
    if len(worth) > len(worth[0]):
        return sorted((row, column) for column, row in best(list(zip(*worth, strict=True))))
    rows, columns = len(worth), len(worth[0])
    # Rows and columns count from 1; column 0 holds the row that is being placed.
    row_potential, column_potential = [0] * (rows + 1), [0] * (columns + 1)
    row_of = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        least: list[int | None] = [None] * (columns + 1)
        came_from = [0] * (columns + 1)
        used = [False] * (columns + 1)
        here = 0
        while row_of[here]:
            used[here] = True
            at = row_of[here]
            costs, base = worth[at - 1], row_potential[at]
            delta: int | None = None
            following = 0
            for column in range(1, columns + 1):
                if used[column]:
                    continue
                cost = -costs[column - 1] - base - column_potential[column]
                known = least[column]
                if known is None or cost < known:
                    least[column] = known = cost
                    came_from[column] = here
                if delta is None or known < delta:
                    delta, following = known, column
            step = delta or 0
            for column in range(columns + 1):
                if used[column]:
                    row_potential[row_of[column]] += step
                    column_potential[column] -= step
                elif (known := least[column]) is not None:
                    least[column] = known - step
            here = following
        while here:
            row_of[here] = row_of[came_from[here]]
            here = came_from[here]
    pairs = [(row_of[column] - 1, column - 1) for column in range(1, columns + 1) if row_of[column]]
    return sorted((row, column) for row, column in pairs if worth[row][column])


def best_in_order(worth: Sequence[Sequence[int]]) -> Pairs:
    """As `best`, where a later row has to stand with a later column."""
    if not worth or not worth[0]:
        return []
    rows, columns = len(worth), len(worth[0])
    table = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            paired = worth[row][column] + table[row + 1][column + 1]
            table[row][column] = max(paired, table[row + 1][column], table[row][column + 1])
    pairs: Pairs = []
    row = column = 0
    while row < rows and column < columns:
        if worth[row][column] and table[row][column] == worth[row][column] + table[row + 1][column + 1]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif table[row][column] == table[row + 1][column]:
            row += 1
        else:
            column += 1
    return pairs
