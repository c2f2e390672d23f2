"""Data that no reward can judge by is refused with one exception, whichever engine reads it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from r1rewards import choices, instructions, json, models, tools
from r1rewards.code import tests as code_tests
from r1rewards.core.sample import Sample
from r1rewards.errors import RewardError, UnusableError
from r1rewards.json.reference import read_reference
from r1rewards.json.schema import text_of
from r1rewards.rewards.shared.target_language import target_language
from r1rewards.templates import UNKNOWN
from r1rewards.trainers.queries import QueryError

READERS: dict[str, tuple[Callable[[Any], object], tuple[Any, ...]]] = {
    "choices": (choices.parse, (None, "", [], "Paris", {"answer": "C", "options": ["a"]})),
    "code": (
        code_tests.parse,
        (
            None,
            "{",
            {"kind": "stdio", "cases": []},
            {"kind": "stdio", "cases": [["1", "1"]], "checker": "no such checker"},
            {"kind": "stdio", "cases": [["1", "1"]], "checker": {"kind": "floats", "absolute": -1}},
            {"kind": "stdio", "cases": [["1", "1"]], "language": "no such language"},
            {"kind": "asserts", "code": "x = 1"},
        ),
    ),
    "instructions": (
        instructions.parse,
        (None, "{", [], 3, {"rule": "no such rule"}, {"rule": "words", "at_least": -1}, {"rule": "words", "weight": 0}),
    ),
    "json": (read_reference, ("{", {"value": 1, "any": [1]}, {"schema": {"type": 3}}, float("nan"))),
    "schema": (text_of, (3, {"a": object()})),
    "patterns of a schema": (partial(json.problems, 1), ({"pattern": "("}, {"$schema": "no such draft"})),
    "tools": (tools.parse, (None, "{", 3, [{"name": "f", "arguments": 3}])),
    "definitions": (partial(tools.parse, []), (3, [{"parameters": {}}], [{"name": "f"}, {"name": "f"}])),
    "prompts": (models.prompt_text, (None, " ", 3, [3], [{"content": "x"}], [{"role": "user", "content": 3}])),
    "language": (lambda given: target_language(given, UNKNOWN, None), (Sample("x", language="zz"), Sample("x"))),
}


@pytest.mark.parametrize(
    ("read", "data"),
    [pytest.param(read, one, id=f"{name}-{n}") for name, (read, data) in READERS.items() for n, one in enumerate(data)],
)
def test_one_exception(read: Callable[[Any], object], data: Any) -> None:
    with pytest.raises(UnusableError):
        read(data)


def test_it_is_a_reward_error() -> None:
    assert issubclass(UnusableError, RewardError)
    assert not issubclass(QueryError, RewardError)
