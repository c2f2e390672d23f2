"""Chat messages, as OpenAI's API and ShareGPT's data sets write them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, TypeGuard

REASONING_TAGS = ("<think>", "</think>")
"""How reasoning that a server returned apart is written in front of the content (DeepSeek-R1's own tags)."""

REASONING_KEYS = ("reasoning_content", "reasoning", "thinking")
"""Where a message holds its reasoning, in order: DeepSeek's name, OpenRouter's and vLLM's, and Ollama's, which the chat
templates of gpt-oss and LFM2.5 have too."""

Message = Mapping[str, Any]

_SHARE_GPT = {"human": "user", "gpt": "assistant"}


def role_of(message: Message) -> str | None:
    """The role in lower case, ShareGPT's "human" and "gpt" as "user" and "assistant"; None if there is no role."""
    role = _first(message, "role", "from")
    if not isinstance(role, str):
        return None
    role = role.strip().lower()
    return _SHARE_GPT.get(role, role)


def text_of(message: Message) -> str | None:
    """The text, or the text parts joined; "" if the message has none, as a tool call; None if it cannot be read."""
    content = _first(message, "content", "value")
    if content is None or isinstance(content, str):
        return content or ""
    if _is_list(content) and all(isinstance(part, Mapping) for part in content):
        return "".join(_texts(content, "text", {"text", "output_text", "input_text", None}))
    return None


def reasoning_of(message: Message) -> str | None:
    """The reasoning beside the content, or in parts of it that say so; None if there is none."""
    for key in REASONING_KEYS:
        if isinstance(reasoning := message.get(key), str):
            return reasoning
    content = message.get("content")
    if not _is_list(content):
        return None
    parts = [part for part in content if isinstance(part, Mapping)]
    texts = [
        text for key in ("thinking", "reasoning", "text") for text in _texts(parts, key, {"thinking", "reasoning"})
    ]
    return "".join(texts) if texts else None


def with_reasoning(reasoning: str | None, text: str) -> str:
    """The text after its reasoning in tags."""
    return text if reasoning is None else f"{REASONING_TAGS[0]}{reasoning}{REASONING_TAGS[1]}{text}"


def assistant_messages(completion: object) -> list[Message]:
    """The assistant's messages of a completion; none if it is a string."""
    return [message for message in _messages(completion) if role_of(message) == "assistant"]


def user_texts(prompt: object) -> list[str]:
    """The texts of a prompt's messages that are the user's, or have no role; a string is one."""
    if isinstance(prompt, str):
        return [prompt]
    texts = (text_of(message) for message in _messages(prompt) if role_of(message) in ("user", None))
    return [text for text in texts if text is not None]


def last_user_text(prompt: object) -> str | None:
    """The last of `user_texts`; None if there is none."""
    texts = user_texts(prompt)
    return texts[-1] if texts else None


def whole_text(completion: object, judged: str) -> str:
    """Everything that the model wrote: all of its messages in order, each with its reasoning and its tool calls.

    Tool calls follow the text, one a line, as `name(arguments)`. What tools answered is left out.

    Args:
        completion: a string, or messages.
        judged: the text of the last one, with its reasoning.
    """
    messages = assistant_messages(completion)
    if not messages:
        return judged
    texts = [*map(_reasoned, messages[:-1]), judged]
    written = ("\n".join(filter(None, (text, *_calls(m)))) for text, m in zip(texts, messages, strict=True))
    return "\n\n".join(filter(None, written))


def _first(message: Message, *keys: str) -> Any:
    """The first value that is not None: tables of both forms have the columns of both."""
    return next((value for key in keys if (value := message.get(key)) is not None), None)


def _texts(parts: Sequence[Message], key: str, kinds: Set[object]) -> Iterator[str]:
    """The strings that parts of some types hold under a key."""
    return (part[key] for part in parts if part.get("type") in kinds and isinstance(part.get(key), str))


def _messages(given: object) -> list[Message]:
    return [message for message in given if isinstance(message, Mapping)] if _is_list(given) else []


def _is_list(value: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray)


def _reasoned(message: Message) -> str:
    text = text_of(message)
    if text is None:  # nothing may hide from a judge
        text = _json(_first(message, "content", "value"))
    return with_reasoning(reasoning_of(message), text)


def _calls(message: Message) -> Iterator[str]:
    calls = message.get("tool_calls")
    if _is_list(calls):
        yield from map(_call, calls)
    elif calls is not None:
        yield _call(calls)
    if message.get("function_call") is not None:  # OpenAI's older form
        yield _call(message["function_call"])


def _call(call: object) -> str:
    function = call.get("function", call) if isinstance(call, Mapping) else call
    if isinstance(function, Mapping) and isinstance(name := function.get("name"), str):
        arguments = function.get("arguments")
        if arguments is not None:
            return f"{name}({arguments if isinstance(arguments, str) else _json(arguments)})"
    return _json(function)


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return " ".join(_leaves(value))


def _leaves(value: object) -> Iterator[str]:
    """The texts and numbers in a value that JSON cannot hold, however deep they lie."""
    todo = [value]
    seen: set[int] = set()
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, int | float):
            yield str(one) if not isinstance(one, int) or one.bit_length() < 1000 else hex(one)
        elif isinstance(one, Mapping | list | tuple) and id(one) not in seen:
            seen.add(id(one))
            inner = [piece for pair in one.items() for piece in pair] if isinstance(one, Mapping) else list(one)
            todo += reversed(inner)
