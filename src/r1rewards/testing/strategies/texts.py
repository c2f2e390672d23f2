"""Prose without a layout's tags, and calls of tools."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import strategies as st

from r1rewards.core.score import Call
from r1rewards.errors import RewardError
from r1rewards.templates import CONTROL_TOKENS, END_TOKENS, Template
from r1rewards.templates.scan import is_blank

Texts = str | st.SearchStrategy[str]
"""One text, or a strategy for texts."""

WORDS = "so we add 6 and 7 , which is 13 . but x < y > 2 ! 因此 wäre ∑ `code` {a: 1} \\frac{1}{2}".split()
"""What prose is made of, beside any characters."""

_TOOLS = st.sampled_from(("find", "get_weather")) | st.from_regex(r"[a-z][a-z_.\-]{0,10}", fullmatch=True)
_KEYS = st.sampled_from(("city", "unit")) | st.from_regex(r"[a-z_]{1,8}", fullmatch=True)

_WORDS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
_ANYTHING = st.builds("{}{}{}".format, st.sampled_from("abc5"), st.text(max_size=30), st.sampled_from("xyz7"))


def forbidden_in(template: Template) -> tuple[str, ...]:
    """What no part of a completion in the layout may hold: its tags, and the tokens that end or begin a turn."""
    results = template.calls.results if template.calls else ()
    return (*template.tags, *results, *END_TOKENS, *CONTROL_TOKENS)


def prose(forbidden: Collection[str]) -> st.SearchStrategy[str]:
    """Text that shows something, without white space around it or any of the forbidden texts in it."""
    return (_WORDS | _ANYTHING).filter(lambda text: not any(tag in text for tag in forbidden))


def part(given: Texts | None, forbidden: Collection[str], what: str) -> st.SearchStrategy[str]:
    """A part of a completion: prose, unless something is given; RewardError for a text that cannot be one."""
    if given is None:
        return prose(forbidden)
    if isinstance(given, str):
        if found := next((tag for tag in forbidden if tag in given), None):
            raise RewardError(f"the {what} {given!r:.60} holds {found!r}: give a text without tags of the layout")
        return st.just(given)
    return given.filter(lambda text: not any(tag in text for tag in forbidden))


def shows(text: str) -> bool:
    """Whether a text is not blank."""
    return not is_blank(text, 0, len(text))


def calls(forbidden: Collection[str], *, most: int = 4) -> st.SearchStrategy[tuple[Call, ...]]:
    """One to `most` tool calls, with a few arguments of any JSON values each."""
    leaves = st.integers(-1000, 1000) | st.booleans() | st.none() | prose(forbidden)
    values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3), max_leaves=5)
    arguments = st.dictionaries(_KEYS, values, max_size=3)
    return st.lists(st.builds(Call, _TOOLS, arguments), min_size=1, max_size=most).map(tuple)
