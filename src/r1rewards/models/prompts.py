"""A prompt as one text, as a model is shown it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from r1rewards.core.builtins import to_builtins
from r1rewards.core.messages import role_of, text_of
from r1rewards.errors import UnusableError


def prompt_text(prompt: object) -> str:
    """The prompt as one text.

    A string is itself. Of messages a single one of the user's is its content; others are written in order as
    "role: content", a blank line between two. Content may be a list of parts, of which those with text count.

    Args:
        prompt: a string, or chat messages (`{"role", "content"}`, or ShareGPT's `{"from", "value"}`), in a
            list or an array.

    Raises:
        UnusableError: it is neither, or blank.
    """
    if prompt is None:
        raise UnusableError("The sample has no prompt, which the model judges by: give Sample.prompt")
    text = prompt if isinstance(prompt, str) else _joined(to_builtins(prompt))
    if not text or text.isspace():
        raise UnusableError("The prompt is blank: give the question in Sample.prompt")
    return text


def _joined(messages: object) -> str:
    if not isinstance(messages, Sequence) or isinstance(messages, bytes | bytearray):
        raise UnusableError(f"The prompt is {type(messages).__name__}: give a string, or a list of messages")
    turns = [_turn(message, position) for position, message in enumerate(messages)]
    if len(turns) == 1 and turns[0][0] == "user":
        return turns[0][1]
    return "\n\n".join(f"{role}: {content}" for role, content in turns if content)


def _turn(message: object, position: int) -> tuple[str, str]:
    if not isinstance(message, Mapping):
        raise UnusableError(f"The prompt's message {position} is {type(message).__name__}: give role and content")
    role, text = role_of(message), text_of(message)
    if role is None:
        raise UnusableError(f"The prompt's message {position} has no role: give role and content")
    if text is None:
        kind = type(message.get("content", message.get("value"))).__name__
        raise UnusableError(f"The prompt's message {position} has content of type {kind}: give a string")
    return role, text
