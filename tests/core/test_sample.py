"""Sample: what is judged, and the text that all spans count into."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards import Sample
from r1rewards.errors import R1RewardsError, SampleError

KEYWORDS = {
    "prompt": "2 + 2 = ?",
    "task": "math",
    "language": "en",
    "group": ("p", 7),
    "id": "row-1",
    "finish_reason": "stop",
    "token_ids": (1, 2, 3),
    "reasoning": "because",
    "meta": {"level": 5},
}


def says(content: Any, **more: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "content": "question"}, {"role": "assistant", "content": content, **more}]


def test_holds_every_field() -> None:
    sample = Sample("4", "4", **KEYWORDS)
    assert {field.name for field in fields(Sample)} == {"completion", "reference", *KEYWORDS}
    assert (sample.completion, sample.reference) == ("4", "4")
    assert {name: getattr(sample, name) for name in KEYWORDS} == KEYWORDS


def test_needs_a_completion_only() -> None:
    sample = Sample("4")
    assert sample.meta == {}
    assert all(getattr(sample, name) is None for name in (*KEYWORDS, "reference") if name != "meta")
    assert Sample("a").meta is not sample.meta


def test_takes_all_but_completion_and_reference_by_name() -> None:
    with pytest.raises(TypeError):
        Sample("4", "4", "a prompt")  # type: ignore[misc]


@pytest.mark.parametrize("reference", [7, 0.5, ["1", "2"], {"kind": "stdio"}, b"x"], ids=repr)
def test_a_reference_is_anything(reference: object) -> None:
    assert Sample("4", reference).reference == reference


@pytest.mark.parametrize(
    ("completion", "reasoning", "text"),
    [
        pytest.param("plain", None, "plain", id="string"),
        pytest.param("", None, "", id="empty"),
        pytest.param("42", "why", "<think>why</think>42", id="string-reasoning"),
        pytest.param(says("hello"), None, "hello", id="messages"),
        pytest.param(tuple(says("hello")), None, "hello", id="tuple"),
        pytest.param([*says("first"), {"role": "user", "content": "?"}], None, "first", id="user-last"),
        pytest.param([*says("first"), *says("second")], None, "second", id="last-wins"),
        pytest.param([*says("call"), {"role": "tool", "content": "7"}], None, "call", id="tool-last"),
        pytest.param(says(None), None, "", id="tool-call"),
        pytest.param([{"role": "assistant"}], None, "", id="no-content"),
        pytest.param(
            says([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]), None, "ab", id="content-parts"
        ),
        pytest.param(says([{"type": "image_url", "image_url": {}}, {"text": "b"}]), None, "b", id="image-part"),
        pytest.param(says([]), None, "", id="no-parts"),
        pytest.param(says("42"), "why", "<think>why</think>42", id="messages-reasoning"),
        pytest.param(says("42", reasoning_content="why"), None, "<think>why</think>42", id="reasoning-content"),
        pytest.param(says("42", reasoning="why"), None, "<think>why</think>42", id="message-reasoning"),
        pytest.param(says("42", thinking="why"), None, "<think>why</think>42", id="message-thinking"),
        pytest.param(says("42", thinking="b", reasoning="a"), None, "<think>a</think>42", id="thinking-last"),
        pytest.param(
            says("42", reasoning_content=None, reasoning="why"), None, "<think>why</think>42", id="null-first"
        ),
        pytest.param(says("42", reasoning_content="theirs"), "ours", "<think>ours</think>42", id="field-first"),
        pytest.param(says("42", reasoning_content=None), None, "42", id="null-reasoning"),
        pytest.param(
            [{"role": "assistant", "content": "a", "reasoning_content": "old"}, *says("b")], None, "b", id="old-turn"
        ),
        pytest.param(says(None, reasoning_content="why"), None, "<think>why</think>", id="reasoning-alone"),
    ],
)
def test_text(completion: Any, reasoning: str | None, text: str) -> None:
    assert Sample(completion, reasoning=reasoning).text == text


@pytest.mark.parametrize(
    ("completion", "named"),
    [
        pytest.param(None, "null", id="null"),
        pytest.param(7, "int", id="number"),
        pytest.param(b"text", "bytes", id="bytes"),
        pytest.param({"role": "assistant", "content": "x"}, "dict", id="one-message"),
        pytest.param([], "assistant", id="no-messages"),
        pytest.param([{"role": "user", "content": "x"}], "assistant", id="no-assistant"),
        pytest.param(["x"], "list", id="strings"),
        pytest.param([{"role": "assistant", "content": 7}], "int", id="content-number"),
        pytest.param([{"role": "assistant", "content": ["x"]}], "list", id="content-strings"),
        pytest.param([{"role": "assistant", "content": {"text": "x"}}], "dict", id="content-mapping"),
    ],
)
def test_refuses_what_is_no_completion(completion: Any, named: str) -> None:
    with pytest.raises(SampleError, match=named) as refusal:
        Sample(completion)
    assert isinstance(refusal.value, R1RewardsError | ValueError)


@pytest.mark.parametrize("reasoning", [7, b"x", ["x"]], ids=repr)
def test_refuses_reasoning_that_is_no_string(reasoning: Any) -> None:
    with pytest.raises(SampleError, match="reasoning"):
        Sample("x", reasoning=reasoning)


def test_an_unused_message_may_be_anything() -> None:
    assert Sample([{"role": "user", "content": 7}, {"role": "assistant", "content": "x"}]).text == "x"


def test_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Sample("x").completion = "y"  # type: ignore[misc]


@pytest.mark.parametrize("name", ["completion", "reference", *KEYWORDS])
def test_differs_by_any_field(name: str) -> None:
    sample = Sample("4", "4", **KEYWORDS)
    assert replace(sample) == sample
    assert replace(sample, **{name: says("other") if name == "completion" else "other"}) != sample


def test_what_was_derived_counts_not_for_equality_nor_in_pickles() -> None:
    sample, fresh = Sample("x" * 1000, "4", reasoning="y"), Sample("x" * 1000, "4", reasoning="y")
    size = len(pickle.dumps(sample))
    assert len(sample.text) > 1000
    sample.once("key", lambda s: ["derived"] * 1000)
    assert sample == fresh
    assert len(pickle.dumps(sample)) == size
    for twin in (pickle.loads(pickle.dumps(sample)), copy.deepcopy(sample), copy.copy(sample)):
        assert twin == sample
        assert twin.text == sample.text
        assert twin.once("key", lambda s: "made anew") == "made anew"


def test_replace_leaves_what_was_derived_behind() -> None:
    sample = Sample("before")
    assert sample.text == "before"
    assert sample.once("n", lambda s: len(s.text)) == 6
    other = replace(sample, completion="later on")
    assert other.text == "later on"
    assert other.once("n", lambda s: len(s.text)) == 8


def test_once_makes_a_value_once_per_key() -> None:
    made: list[str] = []
    sample = Sample("text")

    def make(key: str) -> str | None:
        return sample.once(key, lambda s: made.append(s.text + key))  # None too is a value

    assert [make("a"), make("a"), make("b"), make("a")] == [None] * 4
    assert made == ["texta", "textb"]


def test_once_keeps_nothing_when_making_fails() -> None:
    sample = Sample("text")
    with pytest.raises(ZeroDivisionError):
        sample.once("key", lambda s: 1 // 0)
    assert sample.once("key", lambda s: 7) == 7


@given(st.text(), st.none() | st.text())
def test_text_is_the_same_from_a_string_and_a_message(content: str, reasoning: str | None) -> None:
    plain = Sample(content, reasoning=reasoning)
    chat = Sample(says(content, reasoning_content=reasoning))
    assert plain.text == chat.text
    assert plain.text.endswith(content)
    assert pickle.loads(pickle.dumps(chat)) == chat


class Array:
    """As numpy's arrays of objects are."""

    def __init__(self, *items):
        self.items = items

    def tolist(self):
        return list(self.items)


def test_messages_in_arrays_are_messages():
    call = {"function": {"name": "f", "arguments": "{}"}}
    message = {"role": "assistant", "content": Array({"text": "a"}, {"text": "b"}), "tool_calls": Array(call)}
    one = Sample(Array(message), prompt=Array({"role": "user", "content": "x"}))
    assert (one.text, list(one.tool_calls)) == ("ab", [call])
    assert one.prompt == [{"role": "user", "content": "x"}]
    assert one == pickle.loads(pickle.dumps(one))
