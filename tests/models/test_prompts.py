"""Prompts as a model is shown them, and those that cannot be shown."""

from __future__ import annotations

from typing import Any

import pytest

import r1rewards as r1
from asking import POLITE, Recording, judge, sample


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("Why?", "Why?"),
        ("  Why?\n", "  Why?\n"),
        ([{"role": "user", "content": "Why?"}], "Why?"),
        ([{"from": "human", "value": "Why?"}], "Why?"),
        ([{"role": "user", "content": [{"type": "text", "text": "Wh"}, {"type": "image"}, {"text": "y?"}]}], "Why?"),
        (
            [{"role": "system", "content": "Be nice."}, {"role": "user", "content": "Why?"}],
            "system: Be nice.\n\nuser: Why?",
        ),
        (
            [
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": None, "tool_calls": []},
                {"role": "tool", "content": "12 °C"},
                {"role": "user", "content": "So?"},
            ],
            "user: Hi\n\ntool: 12 °C\n\nuser: So?",
        ),
        ([{"role": "system", "content": "Only me"}], "system: Only me"),
    ],
)
def test_a_prompt_as_text(prompt, text):
    assert r1.models.prompt_text(prompt) == text
    model = Recording()
    assert judge(model, sample(prompt=prompt))[0].verdict == "measured"
    assert model.calls == [[(text, POLITE)]]


def test_prompts_and_completions_as_parquet_gives_them():
    numpy = pytest.importorskip("numpy")

    def array(*messages: Any) -> Any:
        made = numpy.empty(len(messages), dtype=object)
        made[:] = messages
        return made

    asked = array({"role": "user", "content": array({"type": "text", "text": "Why?"})})
    told = array({"role": "assistant", "content": array({"type": "text", "text": POLITE})})
    assert r1.models.prompt_text(asked) == "Why?"
    model = Recording()
    for completion in (POLITE, told):
        assert judge(model, sample(completion, asked), needs_prompt=True)[0].verdict == "measured"
    assert model.calls == [[("Why?", POLITE)]] * 2
    assert judge(model, sample(prompt=array()))[0].verdict == "measured"
    assert judge(model, sample(prompt=array("x")))[0].verdict == "skipped"
    with pytest.raises(r1.errors.SampleError, match="completion is"):
        r1.Sample(array("x"))


@pytest.mark.parametrize(
    ("prompt", "problem"),
    [
        (None, "The sample has no prompt, which the model judges by: give Sample.prompt"),
        ("", "The prompt is blank"),
        (" \n", "The prompt is blank"),
        ([], "The prompt is blank"),
        ([{"role": "user", "content": ""}], "The prompt is blank"),
        (7, "The prompt is int"),
        (b"x", "The prompt is bytes"),
        (["x"], "The prompt's message 0 is str"),
        ([{"content": "x"}], "The prompt's message 0 has no role"),
        ([{"role": "user", "content": 3}], "The prompt's message 0 has content of type int"),
    ],
)
def test_a_prompt_that_cannot_be_shown_is_the_data_sets_fault(prompt, problem):
    model = Recording()
    reward = r1.ModelReward(model, needs_prompt=True)
    (score,) = r1.grade(reward, [sample(prompt=prompt)])
    assert (score.value, score.verdict) == (None, "skipped")
    assert score.reason.startswith(problem)
    assert r1.check(reward, [sample(), sample(prompt=prompt)]) == [(1, score.reason)]
    assert model.calls == []


def test_a_model_may_do_without_a_prompt():
    model = Recording()
    for prompt in (None, "", []):
        assert judge(model, sample(prompt=prompt))[0].value == len(POLITE)
    assert model.calls == [[("", POLITE)]] * 3
    assert judge(model, sample(prompt=[{"role": "user"}, "x"]))[0].verdict == "skipped"
