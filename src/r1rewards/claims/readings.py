"""The values that the engine deals in: claims, what fell of them, and what one sentence says."""

from __future__ import annotations

from typing import Literal, NamedTuple

from r1rewards.claims.cues import Item

Why = Literal["denied", "asked", "supposed", "reported", "hedged", "taken back"]
Doubt = Literal["", "perhaps", "if", "asked"]

WEAK = ("option-correct", "points-to", "conclusion", "maybe", "alone")
"""Rules that speak of an option rather than of the answer."""


class Claim(NamedTuple):
    """A value that a sentence claims, if nothing undoes it.

    Attributes:
        place: its place among the sentence's items.
        rule: the name of the rule that found it.
        anchor: the place of the cue that makes it a claim.
    """

    place: int
    rule: str
    anchor: int


class Mention(NamedTuple):
    """A value that a text claims.

    Attributes:
        start: where the value begins.
        end: where it ends.
        value: the value, as its finder knows it.
        rule: the name of the rule that found it.
        marker: where the words begin that make it a claim.
        doubt: what makes it less than firm: a word for doubt, a condition, a question mark; nothing for a firm one.
        final: whether it is called the final answer, or the best.
        in_words: whether it is what a sentence says in words where it has no value.
    """

    start: int
    end: int
    value: object
    rule: str
    marker: int
    doubt: Doubt = ""
    final: bool = False
    in_words: bool = False

    @property
    def firm(self) -> bool:
        """Whether nothing doubts it."""
        return not self.doubt


VERDICT = "verdict"
"""The rule of an answer that is nothing but a verdict ("False."): a remark where there is another claim."""

EVERY = "all options"
"""The value of what calls all options right, or all others: no option, and another than any."""


class Fallen(NamedTuple):
    """A claim that does not stand.

    Attributes:
        mention: the claim.
        why: what undid it.
        start: where the words begin that undid it.
        end: where they end.
    """

    mention: Mention
    why: Why
    start: int
    end: int


class Reading(NamedTuple):
    """What one sentence says.

    Attributes:
        mentions: the values that it claims.
        fallen: the values that it would claim, were it not for something else in it.
        denied: the values that it denies.
        turn: the cue by which it takes back what was said before, None if there is none.
        wrong: the words that call wrong what was said before, None if there are none.
        lone: the one value of a short sentence, as in "it is 43"; None if there is none.
        loose: letters that no cue explains.
        values: how many values are in it.
        heading: the rule of a heading such as "Answer:" in which it ends, whose value is in the next; "" for none.
        words: what is said in words after a turn, an alternative or doubt: "no, it is London"; None if nothing is.
        every: the words that call all or all other options right; None if there are none.
        asks_for_false: whether it speaks of the false statement.
    """

    mentions: list[Mention]
    fallen: list[Fallen]
    denied: list[Item]
    turn: Item | None
    wrong: Item | None
    lone: Item | None
    loose: int
    values: int
    heading: str
    words: Mention | None = None
    every: Item | None = None
    asks_for_false: bool = False


class Standing(NamedTuple):
    """What a text claims in the end.

    Attributes:
        claims: the claims that stand, from left to right: the firm ones, or where there are none the hedged ones.
        fallen: the claims that do not, and why.
        asks_for_false: whether the text speaks of the false statement, and so of the others as true.
    """

    claims: tuple[Mention, ...]
    fallen: tuple[Fallen, ...]
    asks_for_false: bool = False
