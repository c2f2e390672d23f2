"""The program in a text: the last fenced block in the task's language, after the reasoning."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Sequence
from typing import NamedTuple

from r1rewards.code.languages import Language
from r1rewards.core import rule_names
from r1rewards.core.score import Response, Span
from r1rewards.templates import UNKNOWN, fences

RULES = ("answer-element", "fenced")
"""Where a program is looked for, by default: inside `<answer>…</answer>`, and there or else anywhere in a fence."""

KNOWN_RULES = (*RULES, "whole")
""""whole" takes the whole text where there is no fence: for models that write nothing but code."""

_UNTAGGED = frozenset({"text", "txt", "plaintext", "plain", "code"})
"""What models write behind a fence that says nothing about the language."""
_TAG = re.compile(r"[A-Za-z0-9+#. _-]*")
_OPENING, _CLOSING = "<answer>", "</answer>"

_BARE = re.compile(r"^[ \t>]*+([`~])\1{2,}+[^\S\n]*$", re.MULTILINE)
_TRIES = 8
"""Blocks of a text that are parsed to find out where they end."""
_LARGEST = 20_000
"""Characters of a program that is parsed for that."""

_VERSION = re.compile(r"python ?3(?:\.\d+)*")


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
    after_words: bool


def extract(
    text: str | Response, language: Language, rules: Sequence[str] = RULES, *, defining: frozenset[str] = frozenset()
) -> Program | None:
    """The program that a text submits, or None.

    Args:
        text: a completion, of which what follows the reasoning is read; or a Response, of which the final part is.
        language: the task's language. A block in another language is no submission; one without a tag is.
        rules: which of `KNOWN_RULES` apply.
        defining: names that the tests call: the last block that defines one goes before later ones, such as examples.
    """
    response = text if isinstance(text, Response) else UNKNOWN.parse(text)
    final = response.final
    if final is None:
        return None
    body, start, end, is_element = final
    whole = "whole" in rules or (is_element and "answer-element" in rules)
    blocks = _blocks(body, start, end, language)
    if not is_element and "answer-element" in rules and (element := _element(body, start, end, blocks)) is not None:
        start, end = element
        blocks = _blocks(body, start, end, language) or blocks
        whole = True
    if blocks and "fenced" in rules:
        return _chosen(body, blocks, language, defining)
    source = body[start:end].lstrip("\r\n")
    left = end - len(source)
    if not whole or not source.strip():
        return None
    source = source.rstrip()
    return Program(source + "\n", Span(left, left + len(source), "answer", "code"), "")


def require_known(rules: Sequence[str]) -> None:
    """Raises RewardError unless there is a rule, and every one of them is known."""
    rule_names.require_known(rules, KNOWN_RULES)


def _element(body: str, start: int, end: int, blocks: list[_Block]) -> tuple[int, int] | None:
    """Where the content of the last answer element lies, one in a program aside; not closed, it reaches to the end."""
    opening = body.rfind(_OPENING, start, end)
    if opening < 0 or any(block.start <= opening < block.end for block in blocks):
        return None
    start = opening + len(_OPENING)
    closing = body.find(_CLOSING, start, end)
    return start, end if closing < 0 else closing


def _chosen(body: str, blocks: list[_Block], language: Language, defining: frozenset[str]) -> Program:
    """The last block in the language; else the last without a tag; else the last, which is wrong.

    One that opens after words is often an example, and comes after those that open on a line of their own.
    """
    tagged = [block for block in blocks if _names(block.tag, language)]
    candidates = tagged or [block for block in blocks if _is_plain(block.tag)]
    if not candidates:
        block = blocks[-1]
        return Program(None, Span(block.start, block.end, "answer", "code"), block.tag)
    if defining:
        names = "|".join(map(re.escape, sorted(defining)))
        defines = re.compile(rf"^[ \t>]*(?:async +)?(?:def|class)[ \t]+(?:{names})\b|^(?:{names})[ \t]*=", re.MULTILINE)
        candidates = [one for one in candidates if defines.search(body, one.start, one.end)] or candidates
    block = next((one for one in reversed(candidates) if not one.after_words), candidates[-1])
    span = Span(block.start, block.end, "answer", "code")
    return Program(_dedented(body[block.start : block.end], block.indent), span, block.tag)


def _blocks(body: str, start: int, end: int, language: Language) -> list[_Block]:
    """The blocks with their languages; the last need not be closed: generation may stop at the fence."""
    found: list[_Block] = []
    tries = _TRIES if language.is_python else 0
    at: int | None = start
    while at is not None:
        begin, at = at, None
        for block in fences.blocks(body, begin, end, after_words=True):
            stop, tag = block.end, _tag(block.info) if block.info else ""
            mark = block.marker[0]
            inner = body.find(mark * 3, block.start, stop)
            if inner >= 0:
                bare = next((line for line in _BARE.finditer(body, block.start, stop) if line[1] == mark), None)
                is_judged = tries > 0 and (bare or block.closes < 0) and (_is_plain(tag) or _names(tag, language))
                tries -= bool(is_judged)
                if is_judged and _parses(body, block, stop):
                    pass  # the fence is part of the code
                elif is_judged and bare and _parses(body, block, bare.start()):
                    stop, at = bare.span()  # it closes the block, though too deep or too short
                elif block.closes < 0:  # some close on the last line of code itself
                    closing = body.find(block.marker, block.start, stop)
                    stop = closing if closing >= 0 else bare.start() if bare else inner
            if body[block.start : stop].strip():
                found.append(_Block(block.start, stop, tag, block.indent, block.after_words))
            if at is not None:
                break
    return found


def _parses(body: str, block: fences.Block, stop: int) -> bool:
    """Whether what a block contains up to a place is a Python program, and not too large a one."""
    if stop - block.start > _LARGEST or not body[block.start : stop].strip():
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(_dedented(body[block.start : stop], block.indent))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def _names(tag: str, language: Language) -> bool:
    return tag == language.name or tag in language.tags


def _is_plain(tag: str) -> bool:
    return not tag or tag in _UNTAGGED


def _tag(rest: str) -> str:
    """The language that stands behind a fence: `python`, `Python 3`, `{.python}`, `python title="a.py"`."""
    if rest.isascii() and rest.isalpha():  # most of them: this is faster
        return rest.lower()
    rest = rest.strip().lstrip("{.").lower()
    words = (_TAG.match(rest) or [""])[0].split()
    if not words:
        return ""
    if _VERSION.fullmatch(" ".join(words[:2])) or _VERSION.fullmatch(words[0]) or words[0].endswith(".py"):
        return "python"
    return f"{words[0]} {words[1]}" if len(words) > 1 and words[1].isdigit() else words[0].strip(".")


def _dedented(code: str, indent: str) -> str:
    """The code without the indentation that its fence has, as in a list."""
    if not indent:
        return code
    lines = code.splitlines(keepends=True)
    return "".join(line[len(indent) :] if line.startswith(indent) else line.lstrip(" >") for line in lines)
