"""A text read as JSON, strictly by RFC 8259: its value, or what is wrong with it and where. Nothing is repaired."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from r1rewards.core.score import Span
from r1rewards.json.equality import levels
from r1rewards.json.faults import CAPS, FAULTS, MOST_CHARACTERS, MOST_DEPTH, MOST_DIGITS
from r1rewards.json.scan import scan


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text holds.

    Attributes:
        value: the value, in Python's own types; None where there are faults, and for `null`.
        faults: what is wrong, in the order of the text: the label is one of `FAULTS`, the value a sentence.
    """

    value: Any
    faults: tuple[Span, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is no fault."""
        return not self.faults

    @property
    def capped(self) -> bool:
        """Whether the text is JSON as far as it was read, but goes past a cap."""
        return bool(self.faults) and all(fault.label in CAPS for fault in self.faults)


def parse(text: str, *, start: int = 0, end: int | None = None) -> Parsed:
    """Reads `text[start:end]` as one JSON value; white space may stand around it.

    Stricter than `json.loads`: equal keys, NaN, Infinity and halves of surrogate pairs are faults. Time is linear in
    the text; the caps are in `faults`.
    """
    stop = len(text) if end is None else min(end, len(text))
    if stop - start > MOST_CHARACTERS:
        return Parsed(None, (Span(start, stop, "too-large", FAULTS["too-large"]),))
    piece = text if start == 0 and stop == len(text) else text[start:stop]
    try:
        value = json.loads(
            piece,
            object_pairs_hook=_object,
            parse_constant=_refuse,
            parse_float=_float,
            parse_int=_int,
        )
        if _shallow(piece, value) and not _MAYBE_HALF.search(piece):
            return Parsed(value)
    except (ValueError, RecursionError):
        pass  # the careful reader says what it is
    return Parsed(*scan(text, start, stop))


def position(text: str, place: int, start: int = 0) -> str:
    """A place as a person counts from the start of the JSON: "line 2, column 7"."""
    before = text.count("\n", start, place)
    column = place - (text.rfind("\n", start, place) + 1 if before else start) + 1
    return f"line {before + 1}, column {column}"


_MAYBE_HALF = re.compile(r"[\ud800-\udfff]|\\u[dD][89a-fA-F]")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _float(digits: str) -> float:
    found = float(digits) if len(digits) <= MOST_DIGITS else math.inf
    if math.isinf(found):
        raise ValueError
    return found


def _int(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError
    return int(digits)


def _shallow(text: str, value: Any) -> bool:
    """Whether the value is within the cap on depth."""
    if text.count("[") + text.count("{") <= MOST_DEPTH:
        return True
    return next(islice(levels(value), MOST_DEPTH, None), None) is None
