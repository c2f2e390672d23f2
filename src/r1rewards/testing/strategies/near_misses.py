"""How a completion just misses its layout: each way by its name, where it applies and what it writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hypothesis import strategies as st

from r1rewards.core.score import Call
from r1rewards.templates import Template


class Parts(NamedTuple):
    """A completion before it is broken."""

    template: Template
    reasoning: str
    answer: str
    calls: tuple[Call, ...] = ()

    @property
    def text(self) -> str:
        """The well-formed text."""
        return self.template.compose(self.reasoning, self.answer, self.calls)


@dataclass(frozen=True, slots=True)
class Break:
    """One way to miss a layout.

    Attributes:
        applies: whether the text that it writes has a fault for certain.
        texts: what it writes.
    """

    applies: Callable[[Parts], bool]
    texts: Callable[[Parts], st.SearchStrategy[str]]


def breaks(parts: Parts) -> list[str]:
    """The names of the ways to break a completion for certain."""
    return [name for name, way in BREAKS.items() if way.applies(parts)]


def _needed(parts: Parts) -> int:
    """How many characters of the text are needed: any beginning that is no longer has a fault."""
    text, template = parts.text, parts.template
    if template.answer is not None or (template.channels is not None and parts.calls):
        return len(text) - 1
    closing = "" if template.channels is None else template.channels.done
    alone = template.compose(parts.reasoning, parts.answer)
    return len(alone) - len(closing) - len(parts.answer)  # text may end anywhere once it has begun


def _tags(parts: Parts) -> list[tuple[int, str]]:
    """Where the tags are that have to be there; not what stop strings cut off, or what is said twice."""
    template = parts.template
    optional = {template.channels.done, template.channels.constrain} if template.channels else set()
    pattern = "|".join(map(re.escape, sorted(template.tags, key=len, reverse=True)))
    found = ((match.start(), match[0]) for match in re.finditer(pattern, parts.text))
    return [(place, tag) for place, tag in found if tag not in optional]


def _without_one(parts: Parts) -> Iterator[str]:
    return (parts.text[:place] + parts.text[place + len(tag) :] for place, tag in _tags(parts))


def _with_one_twice(parts: Parts) -> Iterator[str]:
    return (parts.text[:place] + tag + parts.text[place:] for place, tag in _tags(parts))


def _one_of(texts: Callable[[Parts], Iterator[str]]) -> Callable[[Parts], st.SearchStrategy[str]]:
    return lambda parts: st.sampled_from(list(texts(parts)))


def _always(_: Parts) -> bool:
    return True


def _has_tags(parts: Parts) -> bool:
    return bool(_tags(parts))


def _begins_with_a_tag(parts: Parts) -> bool:
    template = parts.template
    return template.starts == "before" or (template.answer is not None and template.starts == "after")


def _ends_with_a_tag(parts: Parts) -> bool:
    template = parts.template
    return template.answer is not None or template.channels is not None or bool(parts.calls)


def _needs_reasoning(parts: Parts) -> bool:
    template = parts.template
    if template.channels is not None:
        return template.starts == "inside"
    return template.starts != "after" and not template.blank_reasoning


def _needs_answer(parts: Parts) -> bool:
    return not parts.calls


def _rewritten(reasoning: str | None = None, answer: str | None = None) -> Callable[[Parts], st.SearchStrategy[str]]:
    """The completion with other parts; `{}` in them is the part that was there."""

    def text(parts: Parts) -> st.SearchStrategy[str]:
        other = parts._replace(
            reasoning=parts.reasoning if reasoning is None else reasoning.replace("{}", parts.reasoning),
            answer=parts.answer if answer is None else answer.replace("{}", parts.answer),
        )
        return st.just(other.text)

    return text


def _with(before: Sequence[str] = ("",), after: Sequence[str] = ("",)) -> Callable[[Parts], st.SearchStrategy[str]]:
    return lambda parts: st.builds(
        "{}{}{}".format, st.sampled_from(before), st.just(parts.text), st.sampled_from(after)
    )


_PROSE = ("Sure! ", "Okay.\n\n", "5 ")

BREAKS: dict[str, Break] = {
    "cut": Break(_always, lambda parts: st.integers(0, _needed(parts)).map(lambda end: parts.text[:end])),
    "tag-missing": Break(_has_tags, _one_of(_without_one)),
    "tag-doubled": Break(_has_tags, _one_of(_with_one_twice)),
    "text-before": Break(_begins_with_a_tag, _with(before=_PROSE)),
    "text-after": Break(_ends_with_a_tag, _with(after=_PROSE)),
    "reasoning-blank": Break(_needs_reasoning, _rewritten(reasoning=" \n")),
    "answer-blank": Break(_needs_answer, _rewritten(answer=" ")),
    "next-turn": Break(_needs_answer, _rewritten(answer="{}\n<|im_start|>user\nThanks!")),
}
"""The ways to miss a layout, by name."""
