"""Classes of equal answers."""

from __future__ import annotations

from r1rewards.math import cluster


def test_classes_of_equals_the_largest_first():
    answers = ["5", r"\frac12", "0.5", "x=5", None, "", "6", "1/2", "50%"]
    assert cluster(answers, deadline=0) == [[1, 2, 7, 8], [0, 3], [6]]


def test_of_classes_of_one_size_that_comes_first_which_begins_first():
    assert cluster(["2", "1", "1.0", "2.0"], deadline=0) == [[0, 3], [1, 2]]


def test_nothing_claimed_nothing_voted():
    assert cluster([], deadline=0) == []
    assert cluster([None, "", "$$"], deadline=0) == []
