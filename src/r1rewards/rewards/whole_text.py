"""All that a model wrote in a completion: earlier messages and tool calls too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from r1rewards.core.sample import REASONING_TAGS, Sample, reasoning_of


def whole_text(sample: Sample) -> str:
    """The completion's text; of messages those of every assistant's, in order, each with its reasoning and its calls.

    A message's reasoning stands in front in `<think>` tags, its tool calls behind it, one a line: `name(arguments)`.
    What tools answered is not the model's.
    """
    completion = sample.completion
    if isinstance(completion, str):
        return sample.text
    messages = [one for one in completion if isinstance(one, Mapping) and one.get("role") == "assistant"]
    texts = [_reasoned(message) for message in messages[:-1]] + [sample.text]
    written = ("\n".join(filter(None, (text, *_calls(m)))) for text, m in zip(texts, messages, strict=True))
    return "\n\n".join(filter(None, written))


def _reasoned(message: Mapping[str, Any]) -> str:
    text = _text(message.get("content"))
    reasoning = reasoning_of(message)
    return text if reasoning is None else f"{REASONING_TAGS[0]}{reasoning}{REASONING_TAGS[1]}{text}"


def _text(content: object) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    if isinstance(content, Sequence) and all(isinstance(part, Mapping) for part in content):
        return "".join(part["text"] for part in content if isinstance(part.get("text"), str))
    return _json(content)


def _calls(message: Mapping[str, Any]) -> Iterator[str]:
    calls = message.get("tool_calls")
    if isinstance(calls, Sequence) and not isinstance(calls, str | bytes):
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
