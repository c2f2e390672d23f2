"""Completions in every layout: what they say about themselves is so."""

from __future__ import annotations

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from layout_texts import EVERY
from r1rewards.errors import RewardError
from r1rewards.templates import NOTHINK, QWEN3, R1, R1_ZERO, Template
from r1rewards.testing import Completion, completions
from r1rewards.testing.strategies.near_misses import BREAKS, Parts, breaks

WITH_CALLS = [t for t in EVERY if t.calls or (t.channels and t.starts != "after")]
SCRATCH = Template("scratch", think=("<scratch>", "</scratch>"), answer=("##", "##"))
every_layout = pytest.mark.parametrize("template", [*EVERY, SCRATCH], ids=lambda template: template.name)


def keeps_its_word(completion: Completion) -> None:
    response = completion.template.parse(completion.text)
    assert (response.faults == ()) is completion.valid, (completion.broken, response.faults)
    if completion.valid:
        assert (response.reasoning or "") == completion.reasoning
        if not (completion.calls and completion.template.channels):
            assert (response.answer or "").strip() == completion.answer
        assert [call.name for call in response.calls] == [call.name for call in completion.calls]


@every_layout
@settings(max_examples=25)
@given(data=st.data())
def test_a_text_is_well_formed_exactly_if_it_says_so(template: Template, data: st.DataObject) -> None:
    keeps_its_word(data.draw(completions(template)))


@every_layout
@settings(max_examples=25)
@given(data=st.data())
def test_a_near_miss_has_a_fault(template: Template, data: st.DataObject) -> None:
    completion = data.draw(completions(template, valid=False))
    assert completion.broken in BREAKS
    keeps_its_word(completion)


@pytest.mark.parametrize("template", WITH_CALLS, ids=lambda template: template.name)
@settings(max_examples=25)
@given(data=st.data())
def test_tool_calls_are_read_back(template: Template, data: st.DataObject) -> None:
    completion = data.draw(completions(template, tool_calls=True))
    assert completion.calls
    keeps_its_word(completion)


@given(completions("r1-zero", valid=True, answer=st.sampled_from(["42", "43"]), reasoning="six sevens"))
def test_parts_may_be_given(completion: Completion) -> None:
    assert completion.answer in ("42", "43")
    assert f"<think>six sevens</think><answer>{completion.answer}</answer>" in completion.text


def test_every_way_to_miss_a_layout_applies_where_it_can() -> None:
    assert breaks(Parts(R1_ZERO, "so", "42")) == list(BREAKS)
    assert "text-after" not in breaks(Parts(R1, "so", "42")), "a summary may go on"
    assert "reasoning-blank" not in breaks(Parts(QWEN3, "so", "42"))
    assert breaks(Parts(NOTHINK, "", "42")) == ["cut", "answer-blank", "next-turn"]


def test_a_near_miss_shrinks() -> None:
    found = find(completions("r1-zero", valid=False), lambda completion: completion.broken == "tag-missing")
    assert len(found.text) < 50


def test_completions_shrink_to_a_short_well_formed_one() -> None:
    assert find(completions("think"), lambda _: True).text == "<think>so</think>so"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"template": "r2"}, "there is no template 'r2'"),
        ({"template": R1, "tool_calls": True}, "template 'think' has no tool calls: choose 'hermes'"),
        ({"template": "harmony-nothink", "tool_calls": True}, "has no tool calls"),
        ({"template": "nothink", "reasoning": "so"}, "template 'nothink' has no reasoning: leave it out"),
        ({"template": R1_ZERO, "answer": "a</answer>"}, "the answer 'a</answer>' holds '</answer>'"),
        ({"template": R1_ZERO, "reasoning": "<|im_end|>"}, "the reasoning '<|im_end|>' holds"),
    ],
)
def test_bad_input_is_refused(arguments: dict[str, object], problem: str) -> None:
    with pytest.raises(RewardError) as caught:
        completions(**arguments)
    assert problem in str(caught.value)
