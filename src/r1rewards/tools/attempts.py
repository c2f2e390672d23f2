"""Texts that try to make a tool call in a way that is not read: another family's notation, or JSON without tags."""

from __future__ import annotations

import re
from typing import Any

from r1rewards.core.score import Span
from r1rewards.templates.call_bodies import parse_value
from r1rewards.templates.calls import HERMES_CALLS, KIMI_CALLS, LONGEST
from r1rewards.templates.fences import blocks
from r1rewards.templates.scan import any_of

_NOTATIONS = (
    *(HERMES_CALLS.call[0], KIMI_CALLS.call[0], *(KIMI_CALLS.section or ())),
    *("<｜tool▁call", "[TOOL_CALLS]", "<|python_tag|>", "<tool_calls>", "<tool_code>"),
    *("<function=", "<function_calls>", "<function_call>", "<functioncall>", "<invoke name="),
    *("<|tool_call>", "<|tool_call|>"),
)
"""How calls begin in the notations of the model families, also of those that are not read."""

_NOTATION = re.compile(rf"(?=[<\[])(?:{any_of(_NOTATIONS)})", re.IGNORECASE)

_NAMES = ("name", "function", "tool", "tool_name")
_ARGUMENTS = ("arguments", "parameters")
_WRAPPERS = ("tool_calls", "function_call")
_PYTHON = re.compile(r"\[[A-Za-z_][\w.]{0,199}+\(\s*+(?:\w++\s*+=[^=]|\)\s*+\]$)")


def attempted(text: str) -> str | None:
    """Why a final text from which no call was read tries to make one all the same; None if it does not."""
    if untagged(text):
        return "JSON stands there without the tags that would make it a tool call"
    match = _NOTATION.search(text)
    return None if match is None else f"{match[0]} begins a tool call in a notation that is not read"


def other_notation(text: str, start: int, end: int, *, but: tuple[str, ...]) -> Span | None:
    """Where a call in another notation begins in a text whose calls were read in one; `but` are that one's tags."""
    for match in _NOTATION.finditer(text, start, end):
        if match[0] not in but:
            why = f"{match[0]} begins a tool call in a second notation"
            return Span(match.start(), match.end(), "call-unread", why)
    return None


def untagged(text: str) -> bool:
    """Whether a final text is nothing but tool calls in JSON, without the tags that would make them calls.

    Broken JSON counts: whoever writes the keys of a call, in single quotes or with a comma too many, has tried one. So
    do calls as Llama writes them, `[f(a=1)]`.
    """
    text = text.strip()
    block = next(blocks(text, 0, len(text)), None)
    if block is not None and block.opens == 0:
        text = text[block.start : block.end].strip()
    if not text.startswith(("{", "[")):
        return False
    if _PYTHON.match(text):
        return True
    if not _has(text, _WRAPPERS) and not (_has(text, _NAMES) and _has(text, _ARGUMENTS)):
        return False
    for piece in (text, text.partition("\n")[0]):
        try:
            found = parse_value(piece) if len(piece) <= LONGEST else None
        except (ValueError, RecursionError):
            continue
        if found is not None:
            return any(map(_is_call, found if isinstance(found, list) else [found]))
    return True


def _has(text: str, keys: tuple[str, ...]) -> bool:
    """Whether one of the keys stands there, in quotes of either kind."""
    return any(f"{quote}{key}{quote}" in text for key in keys for quote in ('"', "'"))


def _is_call(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    inner = value["function"] if isinstance(value.get("function"), dict) else value
    named = any(isinstance(inner.get(key), str) for key in _NAMES)
    return any(value.get(key) for key in _WRAPPERS) or (named and any(key in inner for key in _ARGUMENTS))
