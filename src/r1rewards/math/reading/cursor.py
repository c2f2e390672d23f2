"""A place in an answer's tokens."""

from __future__ import annotations

from r1rewards.math.reading.tokens import ReadError, Token

MAX_DEPTH = 60
"""Levels of brackets, fractions and powers that are read."""

CLOSING = {"(": ")", "[": "]", "{": "}", r"\{": r"\}", r"\langle": r"\rangle"}


class Cursor:
    """A place in a list of tokens, and what the reader knows of what stands around it.

    Attributes:
        tokens: what is read.
        text: where the tokens come from.
        place: the index of the token that comes.
        depth: how deep the reader is in brackets.
        bars: how many absolute values are open in the innermost bracket.
        statement_depth: how deep a statement's own sum is.
        outward: whether a `[` closes an interval.
        in_builder: whether `|` and `:` part a member from its condition.
    """

    def __init__(self, tokens: list[Token], text: str) -> None:
        self.tokens = tokens
        self.text = text
        self.place = 0
        self.depth = 0
        self.bars = 0
        self.statement_depth = 0
        self.in_builder = False
        self.outward = False

    @property
    def next(self) -> Token:
        """The token that comes."""
        return self.tokens[self.place]

    def ahead(self, count: int) -> Token:
        """The token that comes so many places behind the next one; the end, if that comes before."""
        return self.tokens[min(self.place + count, len(self.tokens) - 1)]

    def take(self) -> Token:
        """The token that comes, passed."""
        token = self.tokens[self.place]
        if token.kind != "end":
            self.place += 1
        return token

    def at(self, *texts: str) -> bool:
        """Whether one of the texts comes."""
        return self.tokens[self.place].text in texts

    def takes(self, *texts: str) -> bool:
        """Passes one of the texts, if it comes."""
        if self.tokens[self.place].text in texts:
            self.place += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Passes the text, which must come.

        Raises:
            ReadError: something else comes.
        """
        if not self.takes(text):
            raise ReadError(f"'{text}' is missing" + (f" before '{self.next.text}'" if self.next.text else ""))

    def enclosed(self, opening: str, closing: str, fault: str) -> list[Token]:
        """The tokens to the closing sign of an opening one that is passed; it is passed, too.

        Raises:
            ReadError: with the fault, if it does not come.
        """
        start, level = self.place, 1
        while level:
            token = self.take()
            if token.kind == "end":
                raise ReadError(fault)
            level += {opening: 1, closing: -1}.get(token.text, 0)
        return self.tokens[start : self.place - 1]

    def deeper(self) -> None:
        """Counts a level; `depth` is set back by hand.

        Raises:
            ReadError: too deep.
        """
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ReadError(f"it is nested more than {MAX_DEPTH} levels deep")
