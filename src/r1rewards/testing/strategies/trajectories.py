"""Several turns with tools: what the model wrote, and what its tools answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from hypothesis import strategies as st

from r1rewards.core.score import Call
from r1rewards.errors import RewardError
from r1rewards.templates import Template
from r1rewards.templates import get as get_template
from r1rewards.testing.strategies.texts import Texts, calls, forbidden_in, part


class _Between(NamedTuple):
    """What stands between two turns of the model: {output} is what a tool returned, {id} and {name} are its call's."""

    before: str
    each: str
    after: str


_BETWEEN = {
    "hermes": _Between(
        "<|im_end|>\n<|im_start|>user",
        "\n<tool_response>\n{output}\n</tool_response>",
        "<|im_end|>\n<|im_start|>assistant\n",
    ),
    "glm45": _Between("<|observation|>", "\n<tool_response>\n{output}\n</tool_response>", "<|assistant|>\n"),
    "kimi": _Between(
        "<|im_end|>",
        "<|im_system|>tool<|im_middle|>## Return of {id}\n{output}<|im_end|>",
        "<|im_assistant|>assistant<|im_middle|>",
    ),
    "harmony": _Between(
        "",
        "<|start|>functions.{name} to=assistant<|channel|>commentary<|message|>{output}<|end|>",
        "<|start|>assistant",
    ),
}
"""By layout, as the chat templates of Qwen3, GLM-4.5 and Kimi K2 and OpenAI's harmony format write them."""

_JSON = ('{"temperature": 21}', "[]", '{"error": "not found"}', "null")


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A rollout of several turns, and what of it the model itself wrote.

    Attributes:
        completion: the messages after the question, in OpenAI's form: the assistant's, with `reasoning_content` and
            `tool_calls`, and each call's result by its `tool_call_id`.
        text: the same as one text in the layout, from the first that the model wrote to the last.
        own: (start, end) of each stretch of `text` that the model wrote, one for each of its turns.
        calls: the calls of each of its turns; the last has none.
        outputs: what the tools returned, in order.
        answer: what the last message says.
        template: the layout.
    """

    completion: tuple[Mapping[str, Any], ...]
    text: str
    own: tuple[tuple[int, int], ...]
    calls: tuple[tuple[Call, ...], ...]
    outputs: tuple[str, ...]
    answer: str
    template: Template

    @property
    def said(self) -> tuple[str, ...]:
        """The texts of `own`."""
        return tuple(self.text[start:end] for start, end in self.own)


def trajectories(
    template: str | Template = "hermes",
    *,
    answer: Texts | None = None,
    output: Texts | None = None,
    most_turns: int = 3,
) -> st.SearchStrategy[Trajectory]:
    r"""Rollouts of several turns, each a `Trajectory`: tool calls, their results, and an answer.

    Only the model's own words may be paid or blamed: with `answer=r"\boxed{41}"` and `output=r"\boxed{42}"` no reward
    for right answers may find 42.

    Args:
        template: the layout: "hermes", "glm45", "kimi" or "harmony".
        answer: what the last message says, or a strategy for it; None: prose.
        output: what a tool returns, or a strategy for it; None: prose and JSON.
        most_turns: turns with tool calls, at most.

    Raises:
        RewardError: the layout has no tools, a text holds its tags, or there is no room for a turn.
    """
    layout = get_template(template)
    if layout.name not in _BETWEEN:
        raise RewardError(f"template '{layout.name}' has no tools: choose one of {', '.join(_BETWEEN)}")
    if most_turns < 1:
        raise RewardError(f"most_turns is {most_turns!r}: give at least 1")
    forbidden = forbidden_in(layout)
    outputs = part(output, forbidden, "output")
    return _trajectory(
        layout,
        part(None, forbidden, "reasoning"),
        part(answer, forbidden, "answer"),
        outputs if output is not None else st.sampled_from(_JSON) | outputs,
        st.lists(calls(forbidden, most=1 if layout.channels else 2), min_size=1, max_size=most_turns),
    )


@st.composite
def _trajectory(  # noqa: PLR0913, PLR0917 - what a trajectory is made of
    draw: st.DrawFn,
    layout: Template,
    reasoning: st.SearchStrategy[str],
    answer: st.SearchStrategy[str],
    output: st.SearchStrategy[str],
    calls_by_turn: st.SearchStrategy[list[tuple[Call, ...]]],
) -> Trajectory:
    made = draw(calls_by_turn)
    between = _BETWEEN[layout.name]
    messages: list[Mapping[str, Any]] = []
    text, own, outputs = "", [], []
    for turn in made:
        thoughts, remark = draw(reasoning), draw(st.just("") | reasoning)
        said = layout.compose(thoughts, remark, turn)
        own.append((len(text), len(text) + len(said)))
        text += said + between.before
        names = [f"functions.{call.name}:{number}" for number, call in enumerate(turn)]
        called = [_call(name, call) for name, call in zip(names, turn, strict=True)]
        messages.append({"role": "assistant", "content": remark, "reasoning_content": thoughts, "tool_calls": called})
        for name, call in zip(names, turn, strict=True):
            outputs.append(draw(output))
            text += between.each.format(output=outputs[-1], id=name, name=call.name)
            messages.append({"role": "tool", "tool_call_id": name, "content": outputs[-1]})
        text += between.after
    thoughts, final = draw(reasoning), draw(answer)
    said = layout.compose(thoughts, final)
    own.append((len(text), len(text) + len(said)))
    messages.append({"role": "assistant", "content": final, "reasoning_content": thoughts})
    return Trajectory(tuple(messages), text + said, tuple(own), (*made, ()), tuple(outputs), final, layout)


def _call(name: str, call: Call) -> dict[str, Any]:
    function = {"name": call.name, "arguments": json.dumps(dict(call.arguments), ensure_ascii=False)}
    return {"id": name, "type": "function", "function": function}
