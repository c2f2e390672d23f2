"""Options as a prompt lists them, on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_uppercase

from r1rewards.core.messages import user_texts

_LINE = re.compile(r"[ \t>*_-]{0,8}\(?(?P<label>[A-Z])[).:][ \t*_]{1,6}(?P<text>\S.{0,4000})")

READ_LENGTH = 50_000
"""Characters at a prompt's end in which a list of options is looked for."""


def listed_options(prompt: object) -> tuple[str, ...]:
    """The options that a prompt lists on lines `A) …`, `(A) …` or `A. …`, consecutive from A; () if it lists none.

    Of several lists, as prompts with examples hold them, the last that has three options or more, if any has.

    Args:
        prompt: a string, or chat messages, of which the user's are read one after the other.
    """
    return _listed("\n\n".join(user_texts(prompt)))


_A_PAIR = 2


@lru_cache(maxsize=1024)
def _listed(prompt: str) -> tuple[str, ...]:
    best: tuple[str, ...] = ()
    current: list[str] = []
    for line in prompt[-READ_LENGTH:].splitlines():
        match = _LINE.match(line)
        label = match["label"] if match else None
        if match and label == ascii_uppercase[len(current) % 26]:
            current.append(match["text"].strip().strip("*").strip())
        elif match and label == "A":
            current = [match["text"].strip().strip("*").strip()]
        elif line.strip():
            current = []
        if len(current) > 1 and (len(current) > _A_PAIR or len(best) <= _A_PAIR):
            best = tuple(current)
    return best


def own_labels(options: Sequence[str]) -> list[str] | None:
    """Options that begin with their own letters (`A) 21`), without these; None if they do not, from A on."""
    found = []
    for label, option in zip(ascii_uppercase, options, strict=False):
        match = re.match(rf"\s{{0,4}}(?:\({label}\)|{label}[).:])\s{{0,4}}(?=\S)", option)
        if match is None:
            return None
        found.append(option[match.end() :])
    return found if len(found) == len(options) else None


def rendered(options: Sequence[str], labels: Sequence[str] = ascii_uppercase) -> str:
    """The options as lines `A) …`, as a prompt shows them and `listed_options` reads them."""
    lines = (f"{label}) {' '.join(option.split())}" for label, option in zip(labels, options, strict=False))
    return "\n".join(lines)
