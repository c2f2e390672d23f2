"""The careful reader: it names what is wrong with a text, and reads what the fast reader cannot. It never recurses."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from r1rewards.core.score import Span
from r1rewards.core.wording import quoted
from r1rewards.json.faults import FAULTS, MOST_DEPTH, MOST_DIGITS, MOST_FAULTS
from r1rewards.json.strings import string

_SPACE = re.compile(r"[ \t\n\r]*+")
_PLAIN = re.compile(r'"([^"\\\x00-\x1f\ud800-\udfff]*+)"')
_NUMBER = re.compile(r"-?+(?:0|[1-9][0-9]*+)(?:(\.[0-9]++)?+([eE][+-]?[0-9]++)?+)")
_WORD = re.compile(r"[\w.$+-]++")
# Members of an array that need no care, each with its comma, where another member follows.
_RUN = re.compile(
    r"(?:(?:-?+(?:0|[1-9][0-9]{0,17}+)(?:\.[0-9]{1,17}+)?+|\[\]|\{\}|\"[^\"\\\x00-\x1f\ud800-\udfff]*+\"|true|false|null)"
    r"[ \t\n\r]*+,[ \t\n\r]*+(?!\]))++"
)
_LITERALS = {"true": True, "false": False, "null": None}
_SPACES_AND_COMMA = " \t\n\r,"
_CLOSING = {"[": "]", "{": "}"}


class _Stop(Exception):  # noqa: N818 - no error: the end of what can be read
    """Behind this fault nothing can be read any more."""


def scan(text: str, start: int, stop: int) -> tuple[Any, tuple[Span, ...]]:
    """The value of `text[start:stop]` and no faults, or None and the faults in the order of the text."""
    reader = _Reader(text, start, stop)
    try:
        value = reader.read()
    except _Stop:
        value = None
    if not reader.faults:
        return value, ()
    return None, tuple(sorted(reader.faults, key=lambda fault: fault[:2]))


class _Reader:
    """One text as it is read: what is open, and what is wrong so far."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        self.text, self.start, self.stop = text, start, stop
        self.faults: list[Span] = []
        self.open: list[tuple[Any, int, str]] = []
        """The arrays and objects around the place: the value, where it opens, the key under which it stands."""

    def fault(self, start: int, end: int, name: str, more: str = "") -> None:
        """Keeps a fault behind which reading goes on, unless there are enough of them."""
        stop = self.fail(start, end, name, more)
        if len(self.faults) == MOST_FAULTS:
            raise stop

    def fail(self, start: int, end: int, name: str, more: str = "") -> _Stop:
        """Keeps a fault behind which nothing can be read."""
        self.faults.append(Span(start, min(end, self.stop), name, FAULTS[name] + more))
        return _Stop()

    def space(self, at: int) -> int:
        if at < self.stop and self.text[at] > " ":
            return at
        found = _SPACE.match(self.text, at, self.stop)
        return at if found is None else found.end()

    def read(self) -> Any:
        at = self.space(self.start)
        self.beginning(at)
        key, found = "", None
        while True:
            opened = self.text[at] if at < self.stop else ""
            if opened in _CLOSING and opened:
                if len(self.open) == MOST_DEPTH:
                    raise self.fail(at, at + 1, "too-deep")
                self.open.append(([] if opened == "[" else {}, at, key))
                at = self.space(at + 1)
                if not self.text.startswith(_CLOSING[opened], at, self.stop):
                    key, at = self.key(at, first=True)
                    continue
            else:
                found, at = self.value(at)
                if not self.open:
                    break
                self.add(key, found)
            at = self.close(at)
            if not self.open:
                found = self.closed
                break
            key, at = self.key(at, first=False)
        self.ending(self.space(at))
        return found

    def beginning(self, at: int) -> None:
        """Refuses what stands in front of a value."""
        text, stop = self.text, self.stop
        if at >= stop:
            raise self.fail(self.start, stop, "empty")
        if text[at] == "\ufeff":
            raise self.fail(at, at + 1, "byte-order-mark")
        if text.startswith("```", at, stop):
            raise self.fail(at, at + 3, "code-fence")
        word = _WORD.match(text, at, stop)
        if text[at] in "{[\"'-+." or text[at].isdigit() or self.comment(at):
            return
        if word is not None and (word[0] in _LITERALS or self.space(word.end()) == stop):
            return
        found = [place for place in (text.find(mark, at, stop) for mark in ("{", "[", "```")) if place >= 0]
        if found:
            raise self.fail(at, min(found), "text-before")
        raise self.fail(at, stop, "not-json")

    def ending(self, at: int) -> None:
        """Finds what stands behind the value."""
        if at >= self.stop:
            return
        word = _WORD.match(self.text, at, self.stop)
        if self.comment(at):
            self.fault(at, at + 2, "comment")
        elif self.text[at] in '{["' or (word is not None and (word[0] in _LITERALS or _NUMBER.fullmatch(word[0]))):
            self.fault(at, self.stop, "second-value")
        else:
            self.fault(at, self.stop, "text-after")

    def close(self, at: int) -> int:
        """What follows a value: closing brackets, then a comma; where the next member begins."""
        while self.open:
            at = self.space(at)
            holder, opened, key = self.open[-1]
            closing = "]" if type(holder) is list else "}"
            if at >= self.stop:
                raise self.unterminated()
            character = self.text[at]
            if character == ",":
                behind = self.space(at + 1)
                if not self.text.startswith(closing, behind, self.stop):
                    return behind
                self.fault(at, at + 1, "trailing-comma")
                at = behind
            elif character != closing:
                raise self.unexpected(at, f" opened at character {opened - self.start + 1}")
            at += 1
            self.open.pop()
            self.closed = holder
            if self.open:
                self.add(key, holder)
        return at

    def add(self, key: str, value: Any) -> None:
        holder = self.open[-1][0]
        if type(holder) is list:
            holder.append(value)
        else:
            holder[key] = value

    def key(self, at: int, *, first: bool) -> tuple[str, int]:
        """The key at a place in an object, and where its value begins; "" and the place itself in an array."""
        holder = self.open[-1][0]
        if type(holder) is list:
            return "", self.run(holder, at)
        if at >= self.stop:
            raise self.unterminated()
        if self.text[at] != '"':
            raise self.no_key(at, first=first)
        key, after = self.string(at)
        if key in holder:
            self.fault(at, after, "duplicate-key", f": {quoted(key)}")
        after = self.space(after)
        if after >= self.stop:
            raise self.unterminated()
        if self.text[after] != ":":
            raise self.fail(after, after + 1, "missing-colon")
        return key, self.space(after + 1)

    def run(self, holder: list[Any], at: int) -> int:
        """Where the next member that needs care begins: plain ones are read at once, for they may be many."""
        if len(self.open) == MOST_DEPTH:
            return at  # an empty array among them would be too deep
        plain = _RUN.match(self.text, at, self.stop)
        if plain is None:
            return at
        holder.extend(json.loads(f"[{plain[0].rstrip(_SPACES_AND_COMMA)}]"))
        return plain.end()

    def no_key(self, at: int, *, first: bool) -> _Stop:
        character = self.text[at]
        if character == "'":
            return self.fail(at, at + 1, "single-quotes")
        if self.comment(at):
            return self.fail(at, at + 2, "comment")
        word = _WORD.match(self.text, at, self.stop)
        if word is not None:
            number = word[0][0] in "+-." or word[0][0].isdigit()
            return self.fail(at, word.end(), "key-not-string" if number else "unquoted-key", f": {quoted(word[0])}")
        if character in "{[":
            return self.fail(at, at + 1, "key-not-string")
        if character == ",":
            return self.fail(at, at + 1, "missing-value")
        return self.fail(at, at + 1, "wrong-bracket" if character == "]" and first else "unexpected-character")

    def value(self, at: int) -> tuple[Any, int]:
        """The string, number or word at a place, and where it ends."""
        if at >= self.stop:
            raise self.unterminated()
        character = self.text[at]
        if character == '"':
            return self.string(at)
        if character == "'":
            raise self.fail(at, at + 1, "single-quotes")
        if self.comment(at):
            raise self.fail(at, at + 2, "comment")
        word = _WORD.match(self.text, at, self.stop)
        if word is not None:
            return self.word(word[0], at), word.end()
        if character in ",}]":
            wanted = "}" if self.open and type(self.open[-1][0]) is dict else "]"
            raise self.fail(at, at + 1, "missing-value" if character in (",", wanted) else "wrong-bracket")
        raise self.fail(at, at + 1, "unexpected-character")

    def word(self, word: str, at: int) -> Any:
        """A number or a literal; None where it is none."""
        if word in _LITERALS:
            return _LITERALS[word]
        end = at + len(word)
        found = _NUMBER.fullmatch(word)
        if found is not None:
            if len(word) > MOST_DIGITS:
                self.fault(at, end, "number-too-long")
                return None
            if found[1] is None and found[2] is None:
                return self.whole(word, at)
            number = float(word)
            if math.isfinite(number):
                return number
            self.fault(at, end, "number-overflow")
        elif word.lstrip("+-") in ("NaN", "Infinity"):
            self.fault(at, end, "not-finite", f": {quoted(word)}")
        else:
            number_like = word[0] in "+-." or word[0].isdigit()
            self.fault(at, end, "bad-number" if number_like else "unknown-word", f": {quoted(word)}")
        return None

    def whole(self, word: str, at: int) -> int | None:
        try:
            return int(word)
        except ValueError:  # the caller has lowered Python's own limit
            self.fault(at, at + len(word), "number-too-long")
            return None

    def string(self, at: int) -> tuple[str, int]:
        plain = _PLAIN.match(self.text, at, self.stop)
        if plain is not None:
            return plain[1], plain.end()
        found, after = string(self.text, at, self.stop, self.fault)
        if after < 0:
            raise self.fail(at, self.stop, "unterminated-string")
        return found, after

    def comment(self, at: int) -> bool:
        return self.text.startswith(("//", "/*"), at, self.stop)

    def unterminated(self) -> _Stop:
        holder, opened, _ = self.open[-1]
        return self.fail(opened, opened + 1, "unterminated-array" if type(holder) is list else "unterminated-object")

    def unexpected(self, at: int, opened: str) -> _Stop:
        """What stands where a comma or a closing bracket belongs."""
        character = self.text[at]
        if self.comment(at):
            return self.fail(at, at + 2, "comment")
        if character in "]}":
            other = "{" if character == "]" else "["
            return self.fail(at, at + 1, "wrong-bracket", f": {character} stands behind {other}{opened}")
        if character in "\"'{[" or _WORD.match(self.text, at, self.stop):
            return self.fail(at, at + 1, "missing-comma")
        return self.fail(at, at + 1, "unexpected-character")
