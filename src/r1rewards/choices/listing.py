"""Options as prompts list them, and as data sets hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from numbers import Integral, Real
from string import ascii_uppercase

from r1rewards.choices.texts import without_markup
from r1rewards.core.caching import by_text, sized_cache
from r1rewards.core.golds import number_text
from r1rewards.core.messages import user_texts
from r1rewards.errors import UnusableError

READ_LENGTH = 50_000
"""Characters at a prompt's end in which a list of options is looked for."""

MAX_OPTIONS = 26

_LINE = re.compile(r"[ \t>*_-]{0,8}\(?(?P<label>[A-Z])[).:][ \t*_]{1,6}(?P<text>\S.{0,4000})")
_A_LABEL = re.compile(r"[A-Za-z]|\d{1,2}|[ivxIVX]{1,5}")
_A_PAIR = 2

Table = tuple[tuple[str, ...], tuple[str, ...]]
"""The options' texts and their labels."""


def listed_options(prompt: object) -> tuple[str, ...]:
    """The options that a prompt lists on lines `A) …`, `(A) …` or `A. …`, consecutive from A; () if it lists none.

    Of several lists, as prompts with examples hold them, the last that has three options or more, if any has.

    Args:
        prompt: a string, or chat messages, of which the user's are read one after the other.
    """
    return _listed("\n\n".join(user_texts(prompt)))


@sized_cache(8 << 20, 1024, weigh=by_text(2))
def _listed(prompt: str) -> tuple[str, ...]:
    best: tuple[str, ...] = ()
    current: list[str] = []
    for line in prompt[-READ_LENGTH:].splitlines():
        match = _LINE.match(line)
        if match and match["label"] in ("A", ascii_uppercase[len(current) % MAX_OPTIONS]):
            current = [*(current if match["label"] != "A" else ()), match["text"].strip().strip("*").strip()]
        elif line.strip():
            current = []
        if len(current) > 1 and (len(current) > _A_PAIR or len(best) <= _A_PAIR):
            best = tuple(current)
    return best


def rendered(options: Sequence[str], labels: Sequence[str] = ascii_uppercase) -> str:
    """The options as lines `A) …`, as a prompt shows them and `listed_options` reads them."""
    lines = (f"{label}) {' '.join(option.split())}" for label, option in zip(labels, options, strict=False))
    return "\n".join(lines)


def table(options: object) -> Table:
    """The options that a data set holds as a list, a mapping or a text that lists them.

    Raises:
        UnusableError: they have another form, or nobody could choose among them.
    """
    if isinstance(options, str):
        options = listed_options(options) or options
    labels: object = None
    if isinstance(options, Mapping):
        texts = options.get("text", options.get("texts"))
        if isinstance(texts, list | tuple):
            labels = options.get("label", options.get("labels"))
        else:
            texts, labels = list(options.values()), list(options)
    elif isinstance(options, Sequence) and not isinstance(options, str | bytes | bytearray):
        texts = options
        if all(isinstance(option, Mapping) for option in options):
            texts, labels = ([option.get(key) for option in options] for key in ("text", "label"))
            labels = None if None in labels else labels
    else:
        raise UnusableError(f"The options are a {type(options).__name__}: give a list of texts, or a mapping")
    if labels is not None and not (isinstance(labels, list | tuple) and len(labels) == len(texts)):
        raise UnusableError(f"There are {len(texts)} options, and not as many labels: give one each")
    written = [text_of(option, place) for place, option in enumerate(texts)]
    if labels is None:
        written, labels = _without_labels(written), ascii_uppercase[: len(written)]
    found = tuple(text.strip() for text in written), tuple(str(label).strip().strip("().") for label in labels)
    require_distinct(*found)
    return found


def _without_labels(options: list[str]) -> list[str]:
    """Options without their own letters, if all begin with them, from A on: `A) 21`."""
    matches = [
        re.match(rf"\s{{0,4}}(?:\({label}\)|{label}[).:])\s{{0,4}}(?=\S)", option)
        for label, option in zip(ascii_uppercase, options, strict=False)
    ]
    ends = [match.end() for match in matches if match is not None]
    return [text[end:] for text, end in zip(options, ends, strict=True)] if len(ends) == len(options) else options


def text_of(option: object, place: int) -> str:
    """An option as a text; UnusableError if it is neither a text nor a number."""
    if isinstance(option, str):
        return option
    if isinstance(option, Real) and (text := number_text(option)) is not None:
        return text if isinstance(option, Integral) else str(option)
    raise UnusableError(f"Option {place + 1} is a {type(option).__name__}: give texts or numbers")


@sized_cache(8 << 20, 8192)
def require_distinct(options: tuple[str, ...], labels: tuple[str, ...]) -> None:
    """Refuse options among which nobody could choose.

    Raises:
        UnusableError: there are fewer than two or too many, one is blank, or two texts or labels are equal.
    """
    if not 2 <= len(options) <= MAX_OPTIONS:
        many = {0: "no option", 1: "one option alone"}.get(len(options), f"{len(options)} options")
        raise UnusableError(f"There is {many}: give 2 to {MAX_OPTIONS}")
    if len(labels) != len(options):
        raise UnusableError(f"There are {len(options)} options, and {len(labels)} labels: give one each")
    for label in labels:
        if not _A_LABEL.fullmatch(label):
            raise UnusableError(f"'{label[:40]}' is no label of an option: give letters, numbers or Roman numerals")
    for one, other in combinations(labels, 2):
        if one.casefold() == other.casefold():
            raise UnusableError(f"two options have the label '{one}': give each its own")
    seen: dict[str, str] = {}
    for label, option in zip(labels, options, strict=True):
        form = without_markup(option)
        if not form:
            raise UnusableError(f"Option {label} is blank: give its text")
        first = seen.setdefault(form.rstrip("."), label)
        if first != label:
            raise UnusableError(f"Options {first} and {label} are equal, '{option[:60]}': give each its own text")
