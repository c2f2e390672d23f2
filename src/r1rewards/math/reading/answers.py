r"""The reader of whole answers: what a text may mean, the likeliest first; options and times of day by their shape."""

from __future__ import annotations

import re
from contextlib import suppress
from fractions import Fraction

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.math import units
from r1rewards.math.bases import in_small_letters
from r1rewards.math.rational import quantity
from r1rewards.math.reading.measures import measure
from r1rewards.math.reading.named import parted
from r1rewards.math.reading.phrases import spoken
from r1rewards.math.reading.statements import StatementReader
from r1rewards.math.reading.tokens import SHORT_WORDS, ReadError, tokens
from r1rewards.math.reading.tree import (
    FORMULAS,
    TREE,
    Choice,
    Clock,
    Group,
    Node,
    Number,
    Product,
    Quantity,
    Relation,
    Symbol,
    Words,
    contains,
)
from r1rewards.math.reading.words import number_in_words, verbal_text

_CHOICE = re.compile(
    r"\(([A-Za-z])\)(?: ?(?=[\dA-Za-z\\$(\[.-])(.*))?|([A-J])(?:[.)]|:(?=[\d\\$-])) ?(\S.*)|([A-Ja-j])\)"
    r"|(?:[Oo]ption|[Cc]hoice|[Aa]nswer) ?\(?([A-J])\)?",
    re.DOTALL,
)
_OTHER_CHOICE = re.compile(
    r"\([A-Za-z]\)|(?:^|[\s,;])[A-J](?:[.):,;]|$)"
    r"|\b(?:or|and|not|nor|no|wrong|false|incorrect|isn.?t|maybe|either|unsure|sure)\b"
)
"""In what an option says: another option, or a word that takes it back."""

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))? ?(?:([ap])\.? ?m\.?)?", re.IGNORECASE)
_MONEY = frozenset("-$€£¥₹UER\\")
"""What may stand before the number of an amount: a sign, a currency, a fraction's command."""

_POINT = re.compile(r"[A-Z](?:_\d|')?(\(.+,.+\))", re.DOTALL)
"""`P(3,-2)`, which may be a point with its name."""

_HOUR = re.compile(r"(\d{1,2}) ?([ap])\.? ?m\.?", re.IGNORECASE)


@sized_cache(16 << 20, 8192, weigh=by_text(TREE))
def readings(text: str) -> tuple[tuple[Node, ...], str]:
    """What an answer in normal form may mean, the likeliest first; and, if that is nothing, why."""
    found: list[Node] = []
    fault = ""
    try:
        found.append(read(text))
    except ReadError as failure:
        fault = str(failure)
    found.extend(_readings_by_shape(text, found[0] if found else None))
    return tuple(found), fault


def _readings_by_shape(text: str, first: Node | None) -> list[Node]:
    """What a text may mean besides: a value with its name, a point with its, letters side by side as a product."""
    found: list[Node] = []
    if "=" in text and (named := parted(text)) is not None:
        with suppress(ReadError):
            found.extend(_named(named[0], _amount(named[1]) or read(named[1])))
    if (said := spoken(text)) is not None and said != first:
        found.append(said)
    if (based := in_small_letters(text)) is not None:
        found.append(Number(Fraction(based)))
    if "=" in text and (amount := measure(text[text.rindex("=") + 1 :].strip())) is not None:
        with suppress(ReadError):
            found.extend(_named_amount(read(text[: text.rindex("=")]), amount))
    if (point := _POINT.fullmatch(text)) is not None:
        with suppress(ReadError):
            found.append(read(point[1]))
    if isinstance(first, Quantity) and (glued := _GLUED.fullmatch(text)) is not None:
        with suppress(ReadError):
            found.append(Product((read(glued[1]), *(Symbol(letter) for letter in glued[2]))))
    short = 1 < len(text) <= _LONGEST_RUN and text.isalpha() and text.isascii()
    if isinstance(first, Words) and short and (text.casefold() not in SHORT_WORDS or units.unit(" " + text)):
        found.append(Product(tuple(Symbol(letter) for letter in text)))
    return found


def _amount(text: str) -> Node | None:
    """A number with its unit in another script, which the reader of formulas cannot part."""
    found = None if text.isascii() else quantity(text)
    return None if found is None else Quantity(Number(found.value, found.places), found.unit)


def _named_amount(name: Node, amount: Node) -> list[Node]:
    """An amount of several parts after what it is the value of."""
    if isinstance(name, Relation):
        return [Relation((*name.sides, amount), (*name.operators, "="))]
    return [Relation((name, amount), ("=",))] if isinstance(name, (*FORMULAS, Words)) else []


def _named(name: str, value: Node) -> list[Node]:
    """A value with its name; of a chain of equations, all sides are that value."""
    if isinstance(value, Relation):
        whole = set(value.operators) <= {"=", "~"}
        return [Relation((Symbol(name), *value.sides), ("=", *value.operators))] if whole else []
    if isinstance(value, Group) and contains(value, Relation):
        return []
    return [Relation((Symbol(name), value), ("=",))]


_GLUED = re.compile(r"(.*[\d})])([A-Za-z]{2,3})", re.DOTALL)

_LONGEST_RUN = 4
"""Letters of a word that may be a product, too: `mg`."""


def read(text: str) -> Node:
    """An answer in normal form as a tree.

    Raises:
        ReadError: the text is no answer that the reader knows.
    """
    if special := _special(text):
        return special
    if text[:1].isalpha() and (number := number_in_words(text)) is not None:
        return number
    try:
        reader = StatementReader(tokens(text), text)
        node = reader.whole()
    except ReadError:
        if (number := number_in_words(text)) is not None:
            return number
        if (verbal := verbal_text(text)) is not None:
            return Words(verbal)
        raise
    except RecursionError as failure:  # the reader's own cap comes first, unless the caller is deep already
        raise ReadError("it is nested too deeply") from failure
    return node


def _special(text: str) -> Node | None:
    """A lettered option or a time of day."""
    first = text[:1]
    if first == "(" or (
        first.isalpha() and (text[1:2] in (".", ")", ":") or text[-2:-1] in (" ", "(") or text[-3:-2] == "(")
    ):
        match = _CHOICE.fullmatch(text)
        if match is None:
            return None
        if match[1] and match[1].islower() and (match[1] > "j" or match[2]):
            return None
        letter, rest = (match[1] or match[3] or match[5] or match[6]).upper(), match[2] or match[4]
        if rest is None:
            return Choice(letter)
        if _OTHER_CHOICE.search(rest):
            return None
        try:
            return Choice(letter, read(rest))
        except ReadError:
            return None
    if first.isdigit() and (match := _CLOCK.fullmatch(text)) is not None:
        half = (match[4] or "").lower()
        if half or (int(match[1]) <= 24):
            return Clock(int(match[1]), int(match[2]), int(match[3]) if match[3] else None, half and half + "m")
    if (first.isdecimal() or first in _MONEY) and (amount := measure(text)) is not None:
        return amount
    if first.isdigit() and (match := _HOUR.fullmatch(text)) is not None:
        return Clock(int(match[1]), 0, None, match[2].lower() + "m")
    return None
