"""The program in a text: the last fenced block in the task's language, after the reasoning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from r1rewards.code.languages import Language
from r1rewards.core.score import Response, Span
from r1rewards.errors import RewardError
from r1rewards.templates import content_end, reasoning_end

RULES = ("answer-element", "fenced")
"""Where a program is looked for, by default: inside `<answer>…</answer>`, and there or else anywhere in a fence."""

KNOWN_RULES = (*RULES, "whole")
""""whole" takes the whole text where there is no fence: for models that write nothing but code."""

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})([^\n]*)$", re.MULTILINE)
_TAG = re.compile(r"[A-Za-z0-9+#. _-]*")
_OPENING, _CLOSING = "<answer>", "</answer>"


class Program(NamedTuple):
    """A program that was found, or what stands in its place.

    Attributes:
        source: the program; None if the only ones are in other languages.
        span: where it stands.
        tag: the language that the model wrote behind the fence; "" for none.
    """

    source: str | None
    span: Span
    tag: str


class _Block(NamedTuple):
    start: int
    end: int
    tag: str
    indent: str


def extract(
    text: str | Response, language: Language, rules: Sequence[str] = RULES, *, offset: int | None = None
) -> Program | None:
    """The program that a text submits, or None.

    Args:
        text: a completion, of which what follows the reasoning is read; or a Response, of which the final part is.
        language: the task's language. A block in another language is no submission; one without a tag is.
        rules: which of `KNOWN_RULES` apply.
        offset: for a Response, where its final part begins in the text.
    """
    if isinstance(text, Response):
        if text.answer is None:
            return None
        start = text.start_of("answer", "summary") if offset is None else offset
        body, shift = text.answer, start
        whole = "whole" in rules or ("answer-element" in rules and text.has("answer"))
    else:
        begin = max(reasoning_end(text), 0)
        end = content_end(text)
        whole = "whole" in rules
        if "answer-element" in rules and (element := _element(text, begin, end)) is not None:
            begin, end = element
            whole = True
        body, shift = text[begin:end], begin
    if "fenced" in rules and (blocks := _blocks(body)):
        return _chosen(body, blocks, language, shift)
    if not whole or not body.strip():
        return None
    left = len(body) - len(body.lstrip("\r\n"))
    source = body[left:].rstrip()
    return Program(source + "\n", Span(shift + left, shift + left + len(source), "answer", "code"), "")


def require_known(rules: Sequence[str]) -> None:
    """Raises RewardError unless there is a rule, and every one of them is known."""
    for rule in rules:
        if rule not in KNOWN_RULES:
            raise RewardError(f"there is no rule '{rule}': choose from {', '.join(KNOWN_RULES)}")
    if not rules:
        raise RewardError(f"rules is empty: give some of {', '.join(KNOWN_RULES)}")


def _element(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """Where the content of the last answer element lies; one that is not closed reaches to the end."""
    opening = text.rfind(_OPENING, begin, end)
    if opening < 0:
        return None
    start = opening + len(_OPENING)
    closing = text.find(_CLOSING, start, end)
    return start, end if closing < 0 else closing


def _chosen(body: str, blocks: list[_Block], language: Language, shift: int) -> Program:
    """The last block in the language; else the last without a tag; else the last, which is wrong."""
    tagged = [block for block in blocks if block.tag in language.tags or block.tag == language.name]
    plain = [block for block in blocks if not block.tag]
    block = (tagged or plain or blocks)[-1]
    span = Span(shift + block.start, shift + block.end, "answer", "code")
    if not tagged and not plain:
        return Program(None, span, block.tag)
    return Program(_dedented(body[block.start : block.end], block.indent), span, block.tag)


def _blocks(body: str) -> list[_Block]:
    """Fenced blocks as CommonMark has them; the last need not be closed: generation may stop at the fence."""
    found: list[_Block] = []
    opened: tuple[str, _Block] | None = None
    for match in _FENCE.finditer(body):
        marker, rest = match[1], match[2].strip()
        if opened is None:
            if marker[0] == "`" and "`" in rest:
                continue  # a line of inline code
            indent = body[match.start() : match.start(1)]
            opened = marker, _Block(min(match.end() + 1, len(body)), len(body), _tag(rest), indent)
        elif marker[0] == opened[0][0] and len(marker) >= len(opened[0]) and not rest:
            found.append(opened[1]._replace(end=match.start()))
            opened = None
    if opened is not None:
        marker, block = opened
        # Some close on the last line of code itself.
        closing = body.find(marker, block.start)
        found.append(block if closing < 0 else block._replace(end=closing))
    return [block for block in found if body[block.start : block.end].strip()]


def _tag(rest: str) -> str:
    """The language that stands behind a fence: `python`, `Python 3`, `{.python}`, `python title="a.py"`."""
    rest = rest.strip().lstrip("{.").lower()
    words = (_TAG.match(rest) or [""])[0].split()
    if not words:
        return ""
    return f"{words[0]} {words[1]}" if len(words) > 1 and words[1].isdigit() else words[0].strip(".")


def _dedented(code: str, indent: str) -> str:
    """The code without the indentation that its fence has, as in a list."""
    if not indent:
        return code
    return "".join(line.removeprefix(indent) for line in code.splitlines(keepends=True))
