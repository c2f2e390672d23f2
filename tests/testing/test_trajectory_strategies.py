"""Rollouts of several turns: what the model wrote is told from what its tools returned."""

from __future__ import annotations

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.testing import Trajectory, trajectories

LAYOUTS = ("hermes", "glm45", "kimi", "harmony")
of_every_layout = pytest.mark.parametrize("layout", LAYOUTS)
RIGHT, WRONG = r"The answer is \boxed{42}.", r"The answer is \boxed{41}."


@of_every_layout
@settings(max_examples=25)
@given(data=st.data())
def test_it_says_what_the_model_wrote(layout: str, data: st.DataObject) -> None:
    drawn: Trajectory = data.draw(trajectories(layout))
    assert drawn.own[0][0] == 0
    assert drawn.own[-1][1] == len(drawn.text)
    responses = [drawn.template.parse(said) for said in drawn.said]
    assert [response.faults for response in responses] == [()] * len(drawn.calls)
    assert [[call.name for call in response.calls] for response in responses] == [
        [call.name for call in turn] for turn in drawn.calls
    ]
    assert responses[-1].answer == drawn.answer
    between = "".join(drawn.text[end:start] for (_, end), (start, _) in zip(drawn.own, drawn.own[1:], strict=False))
    assert all(output in between for output in drawn.outputs)
    assert len(drawn.outputs) == sum(map(len, drawn.calls))


@of_every_layout
@settings(max_examples=25)
@given(data=st.data())
def test_the_messages_make_the_calls(layout: str, data: st.DataObject) -> None:
    drawn: Trajectory = data.draw(trajectories(layout))
    asked = [[{"name": call.name, "arguments": dict(call.arguments)} for call in turn] for turn in drawn.calls]
    (score,) = r1.ToolCallReward(turns="all").score([r1.Sample(drawn.completion, asked)])
    assert score.value == 1.0, score.reason


@of_every_layout
@settings(max_examples=25)
@given(data=st.data())
def test_what_a_tool_returns_is_never_the_answer(layout: str, data: st.DataObject) -> None:
    drawn = data.draw(trajectories(layout, answer=WRONG, output=RIGHT))
    for completion in (drawn.text, drawn.completion):
        one, other = r1.MathReward(deadline=0).score([r1.Sample(completion, "42"), r1.Sample(completion, "41")])
        assert (one.value, other.value) == (0.0, 1.0)


def test_a_trajectory_shrinks() -> None:
    found = find(trajectories(answer="42", output="{}", most_turns=1), lambda _: True)
    assert (len(found.calls), found.outputs, found.calls[0][0].arguments) == (2, ("{}",), {})


def test_bad_input_is_refused() -> None:
    with pytest.raises(RewardError, match="template 'r1-zero' has no tools: choose one of hermes, glm45"):
        trajectories("r1-zero")
    with pytest.raises(RewardError, match="most_turns is 0: give at least 1"):
        trajectories(most_turns=0)
    with pytest.raises(RewardError, match="the output '</think>' holds"):
        trajectories(output="</think>")
