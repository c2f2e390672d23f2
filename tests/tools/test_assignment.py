"""Pairings of greatest worth, against every pairing there is."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r1rewards.tools.assignment import best, best_in_order

TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 6), min_size=columns, max_size=columns), min_size=1, max_size=5)
)


def total(worth: list[list[int]], pairs: list[tuple[int, int]]) -> int:
    return sum(worth[row][column] for row, column in pairs)


def greatest(worth: list[list[int]]) -> int:
    size = min(len(worth), len(worth[0]))
    picks = list(permutations(range(len(worth[0])), size))
    return max(
        total(worth, list(zip(some, pick, strict=True)))
        for some in combinations(range(len(worth)), size)
        for pick in picks
    )


@given(TABLES)
def test_no_pairing_is_worth_more(worth):
    pairs = best(worth)
    assert total(worth, pairs) == greatest(worth)
    assert len({row for row, _ in pairs}) == len(pairs) == len({column for _, column in pairs})


@given(TABLES)
def test_nor_one_that_keeps_the_order(worth):
    pairs = best_in_order(worth)
    assert total(worth, pairs) == _by_search(worth)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))


def _by_search(worth, row=0, column=0):
    if row == len(worth):
        return 0
    skipped = _by_search(worth, row + 1, column)
    taken = [worth[row][at] + _by_search(worth, row + 1, at + 1) for at in range(column, len(worth[0]))]
    return max([skipped, *taken])


@given(TABLES, st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_rows_and_columns_does_not_matter(worth, dice):
    rows = dice.sample(worth, len(worth))
    columns = dice.sample(range(len(worth[0])), len(worth[0]))
    mixed = [[row[column] for column in columns] for row in rows]
    assert total(mixed, best(mixed)) == total(worth, best(worth))


@pytest.mark.parametrize("pair", [best, best_in_order])
def test_nothing_pairs_with_nothing(pair):
    assert pair([]) == pair([[], []]) == pair([[0, 0]]) == []


class Counted(list):
    """A row that counts how often one of its worths is looked at, and stops a search that never ends."""

    looks = 0
    most = 0

    def __getitem__(self, place):
        Counted.looks += 1
        assert Counted.looks <= Counted.most, "it takes more than cubic time"
        return super().__getitem__(place)


@pytest.mark.parametrize(("pair", "found"), [(best, 128), (best_in_order, 1)])
def test_as_many_as_a_turn_may_hold_take_cubic_time_at_most(pair, found):
    size = 128
    worth = [Counted((row * 7919 + column * 104_729) % 1009 for column in range(size)) for row in range(size)]
    Counted.looks, Counted.most = 0, size**3 // 2 + 10 * size**2
    assert found <= len(pair(worth)) <= size
    assert Counted.looks >= size**2, "it looked"
