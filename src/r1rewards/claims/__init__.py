"""What a text claims as its answer, in any language: strings in, values out, and no Sample.

languages/     the words, one table per language, by kinds
kinds.py       what a word does in a sentence, as bits
folding.py     texts as words are looked for in them; every place stays
tables.py      the tables as patterns
cues.py        the words of all languages in a text, found in one scan
sentences.py   the sentences that may claim something
values.py      what a reward tells of its values: where they are
clauses.py     a sentence as its cues and values in a row
merging.py     cues that amount to one: "not right"
grammar.py     what one sentence says, by its cues; for that:
statements.py  which number it gives; options.py: which option; wordings.py: what words, or a heading
denials.py     which values it denies; undoing.py: what else undoes a claim; rivals.py: what is put beside one
turns.py       how it takes back what was said before it
settling.py    what the sentences of a text amount to
marks.py       boxes, answer elements, lines of hashes, blanks
asserted.py    whether a text asserts what it writes at a place
"""

from __future__ import annotations

from r1rewards.claims.asserted import goes_back, is_asserted
from r1rewards.claims.cues import Item, Page
from r1rewards.claims.readings import Fallen, Mention, Standing
from r1rewards.claims.settling import settle
from r1rewards.claims.values import Values

REVISION = "1"
"""Goes up when a text claims something else than before."""

__all__ = [
    "REVISION",
    "Fallen",
    "Item",
    "Mention",
    "Standing",
    "Values",
    "goes_back",
    "is_asserted",
    "read",
]


def read(text: str, values: Values, *, marked: frozenset[int] = frozenset(), tentative: bool = True) -> Standing:
    """What a text claims in the end, and what it would claim, were it not for words against it.

    Args:
        text: a text.
        values: where its values are.
        marked: where values begin that are marked as the answer, as by a box.
        tentative: whether a hedged claim of the last paragraph stands where there is no firm one.
    """
    return settle(Page(text, 0, len(text)), values, marked, tentative=tentative)
