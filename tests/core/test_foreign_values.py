"""Arrays and scalars of other libraries, wherever a Sample takes them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import r1rewards as r1


class Array:
    """As numpy's arrays are: `tolist` goes one way down, and leaves the objects that they hold."""

    def __init__(self, *items: Any) -> None:
        self.items = items

    def tolist(self) -> list[Any]:
        return list(self.items)

    def __eq__(self, other: object) -> Any:
        raise ValueError("The truth value of an array is ambiguous")

    __hash__ = None  # type: ignore[assignment]


class Text(str):
    __slots__ = ()

    def item(self) -> str:
        return str(self)


class Scalar:
    def __init__(self, value: Any) -> None:
        self.value = value

    def item(self) -> Any:
        return self.value


def numpy(*items: Any) -> Any:
    array = pytest.importorskip("numpy").empty(len(items), dtype=object)
    array[:] = items
    return array


def pandas(*items: Any) -> Any:
    return pytest.importorskip("pandas").Series(list(items), dtype=object)


@pytest.mark.parametrize("array", [Array, numpy, pandas])
def test_every_reward_reads_arrays(array: Callable[..., Any]) -> None:
    options = array("Rome", "Paris", "Oslo")
    table = {"text": options, "label": array("A", "B", "C")}
    calls = array({"name": "f", "arguments": {"x": array(1, 2)}})
    made = '<tool_call>{"name": "f", "arguments": {"x": [1, 2]}}</tool_call>'
    for reward, sample in [
        (r1.MathReward(), r1.Sample("The answer is 5.", array("4", "5"))),
        (r1.MathReward(), r1.Sample("The answer is 5.", array(5))),
        (r1.ExactMatchReward(), r1.Sample("Paris", array("Paris", "Lutetia"))),
        (r1.ChoiceReward(), r1.Sample("The answer is B.", {"answer": "Paris", "options": options})),
        (r1.ChoiceReward(), r1.Sample("The answer is B.", {"answer": "B", "choices": table})),
        (r1.ChoiceReward(options_column="choices"), r1.Sample("The answer is B.", "Paris", meta={"choices": options})),
        (r1.ChoiceReward(options_column="choices"), r1.Sample("The answer is B.", "B", meta={"choices": table})),
        (r1.JsonReward(), r1.Sample("[1, 2]", {"value": array(1, 2)})),
        (r1.ToolCallReward(), r1.Sample(made, calls)),
        (r1.InstructionReward(), r1.Sample("one two", array({"rule": "words", "at_least": 1}))),
    ]:
        (score,) = r1.grade(reward, [sample])
        assert score.verdict == "correct", (reward, score)
        assert r1.check(reward, [sample]) == []


@pytest.mark.parametrize("array", [Array, numpy, pandas])
def test_every_field_is_made_plain(array: Callable[..., Any]) -> None:
    sample = r1.Sample(
        array({"role": "assistant", "content": array({"type": "text", "text": "hi"})}),
        array("a", array("b")),
        prompt=array({"role": "user", "content": "q"}),
        token_ids=array(1, 2),
        meta={"list": array(1, array(2)), "text": "x", "left": [1]},
    )
    assert sample.text == "hi"
    assert sample.reference == ["a", ["b"]]
    assert sample.prompt == [{"role": "user", "content": "q"}]
    assert sample.token_ids == [1, 2]
    assert sample.meta == {"list": [1, [2]], "text": "x", "left": [1]}


def torch_scalar(value: Any) -> Any:
    return pytest.importorskip("torch").tensor(value)


def numpy_scalar(value: Any) -> Any:
    return pytest.importorskip("numpy").array(value)[()]


@pytest.mark.parametrize("scalar", [Scalar, numpy_scalar, torch_scalar])
def test_scalars(scalar: Callable[[Any], Any]) -> None:
    sample = r1.Sample("The answer is 5.", scalar(5), group=scalar(1), id=scalar(2), meta={"n": scalar(0.5)})
    assert (sample.reference, sample.group, sample.id, sample.meta) == (5, 1, 2, {"n": 0.5})
    assert {type(sample.reference), type(sample.group), type(sample.id)} == {int}
    assert json.loads(json.dumps(sample.meta)) == sample.meta
    assert r1.grade(r1.MathReward(), [sample])[0].verdict == "correct"


@pytest.mark.parametrize("scalar", [Text, numpy_scalar])
def test_texts_of_other_libraries(scalar: Callable[[Any], Any]) -> None:
    sample = r1.Sample(scalar("hi"), scalar("hi"), prompt=scalar("q"), task=scalar("t"), language=scalar("en"))
    found = (sample.completion, sample.reference, sample.prompt, sample.task, sample.language)
    assert found == ("hi", "hi", "q", "t", "en")
    assert {*map(type, found)} == {str}


def test_tokens_of_torch() -> None:
    torch = pytest.importorskip("torch")
    assert r1.Sample("x", token_ids=torch.tensor([1, 2])).token_ids == [1, 2]


def test_what_is_ones_own_stays() -> None:
    reference, meta = object(), {"a": object()}
    sample = r1.Sample("x", reference, meta=meta)
    assert sample.reference is reference
    assert sample.meta["a"] is meta["a"]
    assert r1.Sample("x", None, meta=(own := {"a": 1})).meta is own
