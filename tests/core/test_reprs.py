from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import r1rewards as r1
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.reprs import short_repr


@dataclass(frozen=True, slots=True)
class Example:
    size: int
    colour: str = "red"
    weights: Mapping[str, float] = field(default_factory=dict)
    hidden: int = field(default=1, repr=False)

    __repr__ = short_repr


def test_only_what_differs_from_its_default() -> None:
    assert repr(Example(3)) == "Example(size=3)"
    assert repr(Example(3, weights=FrozenMap({}))) == "Example(size=3)"
    assert repr(Example(3, "blue", {"a": 1}, 5)) == "Example(size=3, colour='blue', weights={'a': 1})"


def test_a_template_is_short() -> None:
    assert repr(r1.templates.R1) == "Template(name='think')"
    assert repr(r1.templates.R1_ZERO) == "Template(name='r1-zero', answer=('<answer>', '</answer>'))"


def test_a_part_says_what_differs() -> None:
    model = r1.HttpModel("http://h/x", timeout=5)
    assert repr(r1.Part(r1.ModelReward(model), 2)).startswith(
        "Part(reward=ModelReward(model=HttpModel(url='http://h/x'"
    )
    assert "weight=2.0" in repr(r1.Part(r1.MathReward(), 2))
    assert "required" not in repr(r1.Part(r1.MathReward(), 2))
