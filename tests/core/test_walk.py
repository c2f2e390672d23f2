from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, partial
from types import SimpleNamespace
from typing import Any

import pytest

import r1rewards as r1
from r1rewards.core.waits import longest_wait
from r1rewards.core.walk import everything, inside

INNER = r1.MathReward()


@dataclass(frozen=True, slots=True)
class Holder:
    held: object
    more: tuple[object, ...] = field(default=())


class Loose:
    def __init__(self, held: object) -> None:
        self.held = held

    def judge(self, sample: r1.Sample) -> float:
        return 0.0


def judge(sample: r1.Sample, inner: object = None) -> float:
    return 0.0


def default_of(inner: object) -> Callable[[r1.Sample], float]:
    def judged(sample: r1.Sample, inner: object = inner) -> float:
        return 0.0

    return judged


def keyword_of(inner: object) -> Callable[[r1.Sample], float]:
    def judged(sample: r1.Sample, *, inner: object = inner) -> float:
        return 0.0

    return judged


def closure_over(inner: object) -> Callable[[r1.Sample], float]:
    def judged(sample: r1.Sample) -> float:
        return 0.0 if inner else 1.0

    return judged


def cached_over(inner: object) -> Callable[[r1.Sample], float]:
    return lru_cache(closure_over(inner))


def loop() -> list[object]:
    found: list[object] = []
    found += [found, INNER]
    return found


HOLDERS: dict[str, object] = {
    "field": Holder(INNER),
    "tuple in a field": Holder(None, (1, INNER)),
    "list": [INNER],
    "set": {INNER},
    "mapping": {"a": INNER},
    "attribute": SimpleNamespace(a=INNER),
    "bound method": Loose(INNER).judge,
    "method of a builtin": [INNER].append,
    "partial": partial(judge, inner=INNER),
    "partial of a method": partial(Loose(INNER).judge),
    "default": default_of(INNER),
    "keyword default": keyword_of(INNER),
    "closure": closure_over(INNER),
    "cached closure": cached_over(INNER),
    "loop": loop(),
}


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS)
def test_what_is_inside_is_found_once(holder: object) -> None:
    assert sum(one is INNER for one in everything(holder)) == 1


def test_plain_values_hold_nothing() -> None:
    for value in ("text", b"", 1, 2.0, True, None, int, pytest):
        assert not list(inside(value))
        assert not list(everything(value))


def test_a_name_that_is_not_bound_yet() -> None:
    def early() -> object:
        return late

    assert not list(inside(early))
    late = INNER
    assert list(inside(early)) == [INNER]


FUNCTIONS: list[Any] = [
    partial(judge, inner=INNER),
    Loose(INNER).judge,
    default_of(INNER),
    closure_over(INNER),
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=["partial", "method", "default", "closure"])
def test_a_signature_names_the_backends_of_a_reward_that_a_function_uses(function: Any) -> None:
    _, _, expected = r1.signature(INNER).partition(" | ")
    _, _, found = r1.signature(r1.from_function(function, name="judged")).partition(" | ")
    assert expected
    assert found == expected


def test_a_service_that_a_function_asks_is_waited_for() -> None:
    model = r1.HttpModel("http://h/x", deadline=20)
    for function in (closure_over(model), default_of(model), partial(judge, inner=r1.ModelReward(model))):
        assert longest_wait(r1.from_function(function)) == 20
