"""Completions in a layout: well formed, or just not."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from r1rewards.core.score import Call
from r1rewards.errors import RewardError
from r1rewards.templates import END_TOKENS, Template
from r1rewards.templates import get as get_template
from r1rewards.testing.strategies.near_misses import BREAKS, Parts, breaks
from r1rewards.testing.strategies.texts import Texts, calls, forbidden_in, part, shows

_SPACE = ("", "\n", " ", "\n\n")


@dataclass(frozen=True, slots=True)
class Completion:
    """A text in a layout, and what is known about it.

    Attributes:
        text: the completion.
        template: the layout.
        reasoning: the reasoning; "" if there is none.
        answer: the answer, without its tags; "" where there are tool calls alone.
        calls: the tool calls.
        broken: "", or how the text misses the layout, one of `near_misses.BREAKS`. Reasoning, answer and calls are then
            those of the text before it was broken.
    """

    text: str
    template: Template
    reasoning: str
    answer: str
    calls: tuple[Call, ...] = ()
    broken: str = ""

    @property
    def valid(self) -> bool:
        """Whether the text is well formed: `template.parse` finds no faults exactly then."""
        return not self.broken


def completions(
    template: str | Template = "r1-zero",
    *,
    reasoning: Texts | None = None,
    answer: Texts | None = None,
    tool_calls: bool = False,
    valid: bool | None = None,
) -> st.SearchStrategy[Completion]:
    """Completions in a layout, each a `Completion`: mostly well formed, else near misses.

    A near miss is cut off, lacks a tag or has one twice, has text where none belongs, a blank part, or the next turn.

    Args:
        template: the layout, or its name.
        reasoning: the reasoning, or a strategy for it; None: prose.
        answer: the answer, or a strategy for it; None: prose.
        tool_calls: whether the final part makes tool calls, perhaps behind an answer.
        valid: True for well-formed texts alone, False for near misses alone.

    Raises:
        RewardError: there is no such template, it has no room for reasoning or tool calls, or a text holds its tags.
    """
    layout = get_template(template)
    if tool_calls and (layout.calls is None if layout.channels is None else layout.starts == "after"):
        raise RewardError(f"template '{layout.name}' has no tool calls: choose 'hermes', 'glm45', 'kimi' or 'harmony'")
    forbidden = forbidden_in(layout)
    if layout.starts == "after":
        if reasoning is not None:
            raise RewardError(f"template '{layout.name}' has no reasoning: leave it out")
        thoughts: st.SearchStrategy[str] = st.just("")
    else:
        thoughts = part(reasoning, forbidden, "reasoning")
        if reasoning is None and layout.blank_reasoning:
            thoughts |= st.just("")
        elif not layout.blank_reasoning:
            thoughts = thoughts.filter(shows)
    answers = part(answer, forbidden, "answer")
    if tool_calls and answer is None:
        answers |= st.just("")
    elif not tool_calls:
        answers = answers.filter(shows)
    made = calls(forbidden, most=1 if layout.channels else 4) if tool_calls else st.just(())
    wholes = st.builds(Parts, st.just(layout), thoughts, answers, made)
    broken = st.sampled_from((False, False, False, True)) if valid is None else st.just(not valid)
    return _completion(wholes, broken)


@st.composite
def _completion(draw: st.DrawFn, wholes: st.SearchStrategy[Parts], broken: st.SearchStrategy[bool]) -> Completion:
    whole = draw(wholes)
    layout = whole.template
    # White space before a text that begins inside the reasoning is a part of it; channels end the text with their own.
    front = "" if layout.starts == "inside" else draw(st.sampled_from(_SPACE))
    end = draw(st.sampled_from(_SPACE)) + ("" if layout.channels else draw(st.sampled_from(("", *END_TOKENS))))
    if not draw(broken):
        return Completion(front + whole.text + end, *whole)
    way = draw(st.sampled_from(breaks(whole)))
    return Completion(draw(BREAKS[way].texts(whole)), *whole, broken=way)
