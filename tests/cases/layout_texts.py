"""Well-formed texts of every layout, taken apart into tags and what stands between, for tests that break them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from r1rewards.core.score import Call
from r1rewards.templates import NAMED, Template

CALLS = (Call("find", {"text": "a b", "most": 2}), Call("stop", {}))


def composed(template: Template, reasoning: str, answer: str) -> Iterator[str]:
    """Completions in the layout: with an answer alone, and with tool calls behind it where it has any."""
    thoughts = "" if template.starts == "after" else reasoning
    yield template.compose(thoughts, answer)
    if template.calls is not None:
        yield template.compose(thoughts, answer, CALLS)
    if template.channels is not None and template.starts != "after":
        yield template.compose(thoughts, answer, CALLS[:1])


def pieces(template: Template, text: str) -> list[str]:
    """The text's tags and what stands between them."""
    tags = sorted(template.tags, key=len, reverse=True)
    return [piece for piece in re.split(f"({'|'.join(map(re.escape, tags))})", text) if piece]


@dataclass(frozen=True)
class Mutation:
    """A text with one tag dropped, doubled, moved or added, where that was done, and where it stood before."""

    kind: str
    tag: str
    text: str
    place: int
    origin: int

    def __str__(self) -> str:
        return f"{self.kind} {self.tag} at {self.place}"


def mutations(template: Template, text: str) -> Iterator[Mutation]:
    """Every one, tags going between pieces and into the middle of texts; the text itself is not among them."""
    parts = pieces(template, text)
    for mutation in (*_with_one_less(template, parts), *_with_one_more(template, parts)):
        if mutation.text != text:
            yield mutation


def _with_one_less(template: Template, parts: list[str]) -> Iterator[Mutation]:
    for i, tag in enumerate(parts):
        if tag in template.tags:
            rest = [*parts[:i], *parts[i + 1 :]]
            yield _mutation("drop", tag, rest, i, i)
            yield _mutation("double", tag, [*parts[:i], tag, *parts[i:]], i, i)
            yield from _inserted("move", template, rest, tag, i)


def _with_one_more(template: Template, parts: list[str]) -> Iterator[Mutation]:
    for tag in template.tags:
        yield from _inserted("add", template, parts, tag)


def _inserted(
    kind: str, template: Template, parts: list[str], tag: str, origin: int | None = None
) -> Iterator[Mutation]:
    for i in range(len(parts) + 1):
        before = None if origin is None else origin + (i <= origin)
        yield _mutation(kind, tag, [*parts[:i], tag, *parts[i:]], i, before)
        if i < len(parts) and parts[i] not in template.tags:
            half = len(parts[i]) // 2
            halves = [parts[i][:half], tag, parts[i][half:]]
            before = None if origin is None else origin + 2 * (i < origin)
            yield _mutation(kind, tag, [*parts[:i], *halves, *parts[i + 1 :]], i + 1, before)


def _mutation(kind: str, tag: str, parts: list[str], index: int, origin: int | None) -> Mutation:
    place = len("".join(parts[:index]))
    return Mutation(kind, tag, "".join(parts), place, place if origin is None else len("".join(parts[:origin])))


def is_open(template: Template) -> bool:
    """Whether nothing but the closing tag tells the reasoning from the final part."""
    return template.answer is None and template.channels is None


EVERY = tuple(NAMED.values())
