"""ECMA-262 patterns, read into the nodes of an automaton."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

EMPTY = -1
"""The state behind the pattern: it is found."""

CHARACTER, SPLIT, JOIN, START, END, WORD, NOT_WORD = range(7)

MOST_NODES = 10_000
"""Nodes of a pattern, counted repetitions written out."""

_LAST = 0x10FFFF
_SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
_COUNT = re.compile(r"\{(\d{1,5})(,(\d{0,5}))?\}")
_HEX = re.compile(r"x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{0*([0-9a-fA-F]{1,6})\}")
_NAME = re.compile(r"\?<[A-Za-z_$][\w$]*>")


class Characters(NamedTuple):
    """A set of characters: where ranges in it and outside of it begin, in turn."""

    edges: tuple[int, ...]

    def holds(self, character: str) -> bool:
        """Whether the character is one of them."""
        return bisect_right(self.edges, ord(character)) % 2 == 1


class Node(NamedTuple):
    """One state: what it takes to leave it, and where that leads."""

    kind: int
    out: int
    other: int = EMPTY
    accepts: Characters | None = None


Nodes = tuple[Node, ...]
Ranges = list[tuple[int, int]]
Build = Callable[[int], int]
"""Adds the nodes of a piece in front of a state, and gives the state in front of them."""


def _characters(ranges: Ranges, *, without: bool = False) -> Characters:
    edges: list[int] = []
    for low, high in sorted(ranges):
        if edges and low <= edges[-1]:
            edges[-1] = max(edges[-1], high + 1)
        else:
            edges += [low, high + 1]
    if without:
        edges = edges[1:] if edges and edges[0] == 0 else [0, *edges]
    return Characters(tuple(edges))


def _single(point: int) -> Characters:
    return Characters((point, point + 1))


def _ranges(characters: Characters) -> Ranges:
    edges = [*characters.edges, _LAST + 1]
    return [(edges[i], edges[i + 1] - 1) for i in range(0, len(characters.edges), 2)]


_DIGITS = _characters([(48, 57)])
_WORDS = _characters([(48, 57), (65, 90), (95, 95), (97, 122)])
_BLANKS = _characters([(ord(space), ord(space)) for space in _SPACES])
_ANY = _characters([(10, 10), (13, 13), (0x2028, 0x2029)], without=True)
_CLASSES = {"d": _DIGITS, "w": _WORDS, "s": _BLANKS}
_CLASSES |= {name.upper(): _characters(_ranges(found), without=True) for name, found in _CLASSES.items()}
_CLASSES |= {letter: _single(ord(sign)) for letter, sign in zip("tnvfr0", "\t\n\v\f\r\0", strict=True)}


_EDGES = {"^": START, "$": END, r"\b": WORD, r"\B": NOT_WORD}


def is_word(character: str) -> bool:
    r"""Whether a character is one of `\w`."""
    return _WORDS.holds(character)


def compile_nodes(source: str) -> Nodes:
    """The nodes of a pattern; the first stands at its beginning.

    Raises:
        ValueError: it is no pattern, or one that no automaton can match.
    """
    return _Compiler(source).nodes()


class _Compiler:
    """Reads a pattern from left to right; pieces are built once all of it is read."""

    def __init__(self, source: str) -> None:
        self.source, self.at = source, 0
        self.made: list[Node] = []

    def nodes(self) -> Nodes:
        whole = self.choice()
        if self.at < len(self.source):
            raise self.fail("a closing parenthesis too many")
        self.made = [Node(JOIN, EMPTY)]  # the first, which leads to the piece
        self.made[0] = Node(JOIN, whole(EMPTY))
        return tuple(self.made)

    def fail(self, problem: str) -> ValueError:
        return ValueError(f"{problem} at character {min(self.at, len(self.source)) + 1} of the pattern")

    def add(self, kind: int, out: int, other: int = EMPTY, accepts: Characters | None = None) -> int:
        if len(self.made) >= MOST_NODES:
            raise ValueError(f"the pattern is too large: its repetitions come to more than {MOST_NODES:,} states")
        self.made.append(Node(kind, out, other, accepts))
        return len(self.made) - 1

    def take(self, expected: str) -> bool:
        if self.source.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

    def choice(self) -> Build:
        """Pieces with | between them."""
        found = [self.sequence()]
        while self.take("|"):
            found.append(self.sequence())
        if len(found) == 1:
            return found[0]

        def build(out: int) -> int:
            front = found[-1](out)
            for piece in reversed(found[:-1]):
                front = self.add(SPLIT, piece(out), front)
            return front

        return build

    def sequence(self) -> Build:
        found: list[Build] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            found.append(self.repeated(self.atom()))

        def build(out: int) -> int:
            for piece in reversed(found):
                out = piece(out)
            return out

        return build

    def repeated(self, piece: Build) -> Build:
        """A piece with what stands behind it: how often it may occur."""
        if self.take("*"):
            low, high = 0, None
        elif self.take("+"):
            low, high = 1, None
        elif self.take("?"):
            low, high = 0, 1
        elif (count := _COUNT.match(self.source, self.at)) is not None:
            self.at = count.end()
            low = int(count[1])
            high = low if count[2] is None else int(count[3]) if count[3] else None
            if high is not None and high < low:
                raise self.fail(f"a repetition from {low} to {high}")
        else:
            return piece
        if self.take("+"):
            raise self.fail("a possessive quantifier, which ECMA-262 does not have,")
        self.take("?")  # lazily or not: whether it is found is the same
        if self.at < len(self.source) and self.source[self.at] in "*?":
            raise self.fail("nothing to repeat")

        def build(out: int) -> int:
            if high is None:
                front = self.add(SPLIT, EMPTY, out)
                self.made[front] = Node(SPLIT, piece(front), out)
                out = front
            else:
                end = out
                for _ in range(high - low):
                    out = self.add(SPLIT, piece(out), end)
            for _ in range(low):
                out = piece(out)
            return out

        return build

    def atom(self) -> Build:
        for mark, kind in _EDGES.items():
            if self.take(mark):
                return lambda out: self.add(kind, out)
        character = self.source[self.at]
        self.at += 1
        if character == "(":
            return self.group()
        if character == "[":
            return self.one(self.members())
        if character == ".":
            return self.one(_ANY)
        if character in "*+?":
            self.at -= 1
            raise self.fail("nothing to repeat")
        if character == "\\":
            return self.one(self.escape())
        return self.one(_single(ord(character)))

    def group(self) -> Build:
        if not self.take("?:"):
            name = _NAME.match(self.source, self.at)
            if name is not None:
                self.at = name.end()
            elif self.source.startswith("?", self.at):
                raise self.fail("look-around or a flag, which cannot be matched in linear time,")
        inner = self.choice()
        if not self.take(")"):
            raise self.fail("a parenthesis that is never closed")
        return inner

    def one(self, accepts: Characters) -> Build:
        return lambda out: self.add(CHARACTER, out, accepts=accepts)

    def escape(self) -> Characters:
        r"""What stands behind a backslash, as characters."""
        if self.at >= len(self.source):
            raise self.fail("a backslash with nothing behind it")
        if (code := _HEX.match(self.source, self.at)) is not None:
            self.at = code.end()
            point = int(code[1] or code[2] or code[3], 16)
            if point > _LAST:
                raise self.fail("a code point that is none")
            return _single(point)
        letter = self.source[self.at]
        self.at += 1
        if letter in _CLASSES and not (letter == "0" and self.source[self.at : self.at + 1].isdigit()):
            return _CLASSES[letter]
        if letter == "c" and self.source[self.at : self.at + 1].isalpha() and self.source[self.at].isascii():
            self.at += 1
            return _single(ord(self.source[self.at - 1]) % 32)
        if letter.isdigit() or letter == "k":
            raise self.fail("a back-reference, which cannot be matched in linear time,")
        if letter in "pP":
            raise self.fail("a property of Unicode, which is not supported,")
        if letter.isalpha() and letter.isascii():
            raise self.fail(f"the escape \\{letter}, which ECMA-262 does not have,")
        return _single(ord(letter))

    def members(self) -> Characters:
        """A class in square brackets."""
        without = self.take("^")
        found: Ranges = []
        while not self.take("]"):
            if self.at >= len(self.source):
                raise self.fail("a square bracket that is never closed")
            first = self.member()
            if self.source.startswith("-", self.at) and not self.source.startswith("-]", self.at):
                self.at += 1
                if self.at >= len(self.source):
                    raise self.fail("a square bracket that is never closed")
                last = self.member()
                if len(first) > 1 or len(last) > 1 or first[0][0] != first[0][1] or last[0][0] != last[0][1]:
                    raise self.fail("a range between classes")
                if last[0][0] < first[0][0]:
                    raise self.fail("a range that runs backwards")
                first = [(first[0][0], last[0][0])]
            found += first
        return _characters(found, without=without)

    def member(self) -> Ranges:
        if self.take("\\"):
            if self.take("b"):
                return [(8, 8)]
            return _ranges(self.escape())
        self.at += 1
        point = ord(self.source[self.at - 1])
        return [(point, point)]
