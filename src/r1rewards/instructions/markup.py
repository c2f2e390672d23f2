"""A text as it is rendered: without the markup that stands inside words and shows nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from r1rewards.core.view import View

_BREAKS = "br|p|div|li|ul|ol|hr|td|th|tr|table|h[1-6]|blockquote|pre"
"""Tags behind which a new line begins: they part words."""

_LINK_END = r"\](?:\([^()\n]{0,500}+\)|\[[^\[\]\n]{0,100}+\])"

_MARKUP = re.compile(
    r"\*++(?=\S)|(?<=\S)\*++"  # emphasis, but no star between spaces
    r"|~++|`++"
    rf"|</?(?!(?:{_BREAKS})\b)[A-Za-z][^<>]{{0,500}}+>|<!--[^<>]{{0,500}}+>"
    rf"|\[(?=[^\[\]\n]{{1,500}}+{_LINK_END})|{_LINK_END}",
    re.IGNORECASE,
)
"""Every run is bounded and stops at the sign that it begins with."""


def rendered(text: str) -> View:
    """The text without its markup."""
    return View(_pieces(text))


def _pieces(text: str) -> Iterator[tuple[str, int]]:
    place = 0
    for match in _MARKUP.finditer(text):
        yield text[place : match.start()], place
        place = match.end()
    yield text[place:], place


def is_there(text: str) -> bool:
    """Whether a text holds markup."""
    return _MARKUP.search(text) is not None
