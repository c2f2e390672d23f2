"""Which layout a rendered prompt asks for."""

from __future__ import annotations

import re

from r1rewards.errors import RewardError
from r1rewards.templates.layouts import BASE, NAMED, R1, R1_ZERO
from r1rewards.templates.template import Template
from r1rewards.templates.tokens import END_TOKENS


def infer(prompt: str) -> Template:
    """The layout of the completion that a rendered prompt asks for, read off its markers and its tail.

    A prompt that ends inside the reasoning (`…<think>`) gives a "-prefill" variant, or "think-prefill" where the
    family's is read alike; one that ends behind a closed reasoning block gives "nothink" or a "-nothink" variant.

    Args:
        prompt: what the model was given, whole, as its chat template rendered it.

    Raises:
        RewardError: no layout is known by these markers.
    """
    layout = _family(prompt)
    starts = "before" if layout is None else _starts(prompt, layout)
    if layout is None or starts == "before":
        # R1's tags are put into the prompts of any family; where they end the prompt, they say what follows.
        plain = _at_the_end(prompt, *R1.think)
        if plain != "before":
            layout, starts = R1, plain
    if layout is None:
        raise RewardError(
            f"no template is known by this prompt, which ends in {prompt[-40:]!r}: name one, such as "
            "template='think', or give the whole prompt as the chat template renders it"
        )
    if starts == "before":
        return layout
    variant = layout.prefilled() if starts == "inside" else layout.without_reasoning()
    return next((known for known in NAMED.values() if _read_alike(known, variant)), variant)


def _family(prompt: str) -> Template | None:
    """Whose prompt it is: the layout that it states, or else the family whose turn it opens last."""
    stated = _EMPTY_ELEMENT.sub("", prompt)  # a question may be about `<answer></answer>`
    if all(mark in stated for mark in R1_ZERO.marks):
        return R1_ZERO
    turns = {layout: prompt.rfind(layout.turn) for layout in BASE if layout.turn}
    last = max(turns.values())
    if last < 0:
        return next((one for one in BASE if not one.turn and all(mark in stated for mark in one.marks)), None)
    opened = [layout for layout, place in turns.items() if place == last]
    return next((layout for layout in opened if all(mark in prompt for mark in layout.marks)), None)


_EMPTY_ELEMENT = re.compile(r"<(\w{1,20})></\1>")


def _starts(prompt: str, layout: Template) -> str:
    """The layout's `starts` by the prompt: the tail is what follows the opening of the model's turn."""
    if not layout.turn:
        return _at_the_end(prompt, *layout.think)
    tail = prompt[prompt.rfind(layout.turn) + len(layout.turn) :]
    if layout.channels is not None:
        written = tail[tail.rfind(layout.channels.end) + 1 :]
        headers = {"inside": layout.channels.reasoning, "after": layout.channels.final}
        return next((s for s, channel in headers.items() if layout.channels.header(channel) in written), "before")
    tail = tail[max(tail.rfind(token) for token in END_TOKENS) + 1 :]  # a turn that ended, before a tool's result
    opened, closed = (tail.rfind(tag) for tag in layout.think)
    if opened == closed:  # neither is there
        return "before"
    return "inside" if opened > closed else "after"


def _at_the_end(prompt: str, opening: str, closing: str) -> str:
    """As `_starts`, of a prompt whose other parts may speak of the tags."""
    tail = prompt.rstrip()
    if opening == closing:
        if not tail.endswith(opening):
            return "before"
        return "after" if tail.removesuffix(closing).rstrip().endswith(opening) else "inside"
    return "inside" if tail.endswith(opening) else "after" if tail.endswith(closing) else "before"


def _read_alike(one: Template, other: Template) -> bool:
    fields = ("think", "answer", "starts", "blank_reasoning", "calls", "channels", "special")
    return all(getattr(one, name) == getattr(other, name) for name in fields)
