r"""Answers as models write them, and pairs of them that are equal, or differ, by construction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from hypothesis import strategies as st

from r1rewards.errors import RewardError
from r1rewards.testing.strategies.exact import VALUES, Kind, Value, are_different, near
from r1rewards.testing.strategies.notations import written

KINDS: tuple[Kind, ...] = get_args(Kind)


def answers(*, kinds: Sequence[Kind] = KINDS) -> st.SearchStrategy[str]:
    r"""Answers in LaTeX and plain text: `42`, `$\frac{1}{2}$`, `3\sqrt{2}`, `(1, 2)`, `[0, 1)`, `5 cm`, `Monday`.

    Args:
        kinds: which kinds, of "integer", "decimal", "fraction", "radical", "tuple", "set", "interval", "quantity" and
            "words".

    Raises:
        RewardError: there is no such kind.
    """
    return _values(kinds).flatmap(written)


def equivalent_pairs(*, kinds: Sequence[Kind] = KINDS) -> st.SearchStrategy[tuple[str, str]]:
    """(gold, answer): one exact value, written twice in any of its notations.

    They are equal as values. A reward that minds the form as well (lowest terms, the unit of the gold) may refuse some.

    Args:
        kinds: as for `answers`.

    Raises:
        RewardError: there is no such kind.
    """
    return _values(kinds).flatmap(lambda value: st.tuples(written(value), written(value)))


def different_pairs(*, kinds: Sequence[Kind] = KINDS) -> st.SearchStrategy[tuple[str, str]]:
    r"""(gold, answer): two exact values that differ, each in any of its notations.

    Often they are near to each other: a step, a sign, an order, an end of an interval or a unit away. Left out are
    pairs between which notation leaves a choice: a number and the amount with a unit, tuples, sets and intervals among
    each other, a number and its thousandfold (`1,125` may be $1\frac18$).

    Args:
        kinds: as for `answers`.

    Raises:
        RewardError: there is no such kind.
    """
    values = _values(kinds)
    apart = st.tuples(values, values).filter(lambda pair: are_different(*pair))
    close = values.flatmap(lambda value: st.tuples(st.just(value), st.sampled_from(near(value))))
    return (close | apart).flatmap(lambda pair: st.tuples(*map(written, pair)))


def _values(kinds: Sequence[Kind]) -> st.SearchStrategy[Value]:
    chosen: list[Kind] = list(kinds)
    for kind in chosen:
        if kind not in VALUES:
            raise RewardError(f"there is no kind of answers {kind!r:.60}: choose from {', '.join(KINDS)}")
    if not chosen:
        raise RewardError(f"no kind of answers is chosen: choose from {', '.join(KINDS)}")
    return st.one_of([VALUES[kind] for kind in chosen])
