"""Machines that say of every string of symbols what a layout's parser says: learned by asking it.

The parser is a black box here, so that the two cannot drift apart. A state is what later symbols can tell apart (Myhill
and Nerode); experiments are endings that tell states apart. Random strings of symbols test the machine, and one that
does not agree gives new experiments, as in Angluin's L*.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np

from r1rewards.errors import RewardError
from r1rewards.templates import Template
from r1rewards.torch.layouts.alphabet import OTHER, SPACE, UNSEEN, Alphabet
from r1rewards.torch.layouts.asking import NONE, Asker, Outcome, Word
from r1rewards.torch.layouts.backward import Backward

MOST_STATES = 1_000

ROUNDS = 3_000
"""Random strings that have to agree before a machine is believed."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A machine that reads from left to right, and one that reads from right to left.

    With both, at any place of a string, it is known whether what is looked for is before, at or after the place.

    Attributes:
        forward: int32[Q, S], the next state, by state and symbol; it begins in state 0.
        outcomes: what is said of a string that ends in a state; its places are an example's.
        backward: int32[P, S], the next state of the other machine; it begins in state 0.
        side: int8[K, Q, P], of each kind of place, by state of both: -1 before (or nowhere), 0 here, 1 after.
    """

    forward: np.ndarray
    outcomes: tuple[Outcome, ...]
    backward: np.ndarray
    side: np.ndarray

    def says(self, word: Word) -> Outcome:
        """What the machines say of a string."""
        left, right = [0], [0]
        for symbol in word:
            left.append(int(self.forward[left[-1], symbol]))
        for symbol in reversed(word):
            right.append(int(self.backward[right[-1], symbol]))
        sides = self.side[:, left, right[::-1]]
        places = tuple(int(count) - 1 for count in (sides >= 0).sum(1))  # NONE is -1
        return self.outcomes[left[-1]]._replace(places=places)


@lru_cache(maxsize=64)
def learn(template: Template) -> Learned:
    """The two machines of a layout; of the last few layouts, they are kept.

    Raises:
        RewardError: no small machine agrees with the parser.
    """
    alphabet = Alphabet.of(template)
    ask = Asker(template, alphabet)
    experiments = dict.fromkeys([(), *((symbol,) for symbol in range(len(alphabet.texts))), *alphabet.tags])
    for parts in well_formed(template, alphabet)[:2]:
        experiments |= dict.fromkeys(_joined(parts[start:]) for start in range(len(parts)))
    words = random_words(template, alphabet)
    while True:
        forward, states = _states(ask, list(experiments), len(alphabet.texts), template.name)
        outcomes = tuple(ask(word) for word in states)
        made = Learned(forward, outcomes, *Backward(forward, states, ask).build())
        wrong = next((word for word in islice(words, ROUNDS) if made.says(word) != ask(word)), None)
        if wrong is None:
            return made
        experiments |= dict.fromkeys(wrong[start:] for start in range(len(wrong)))


def random_words(template: Template, alphabet: Alphabet, seed: int = 0) -> Iterator[Word]:
    """Strings of symbols without end: well-formed ones, changed ones, and any."""
    dice = random.Random(f"{template.name} {seed}")  # noqa: S311 - examples, no secrets
    atoms: list[Word] = [(symbol,) for symbol in range(len(alphabet.texts))]
    atoms += 2 * [*alphabet.tags, (OTHER,), (SPACE,), (UNSEEN,)]
    formed = well_formed(template, alphabet)
    while True:
        parts = list(dice.choice(formed)) if dice.random() < 0.7 else dice.choices(atoms, k=dice.randrange(14))
        for _ in range(dice.choice((0, 1, 1, 2, 2, 3, 5))):
            place = dice.randrange(len(parts) + 1)
            parts[place : place + dice.randrange(2)] = dice.choices(atoms, k=dice.choice((0, 1, 1, 2)))
        yield _joined(parts)


def well_formed(template: Template, alphabet: Alphabet) -> list[list[Word]]:
    """Completions in the layout, part by part: one without a token at the end, and one with each kind of token."""
    opening, closing = (alphabet.words[tag] for tag in template.think)
    start: list[Word] = {"before": [opening, (OTHER,), closing], "inside": [(OTHER,), closing], "after": []}[
        template.starts
    ]
    answer: list[Word] = [(OTHER,)]
    if template.answer is not None:
        first, last = (alphabet.words[tag] for tag in template.answer)
        answer = [first, (OTHER,), last]
    ends = dict.fromkeys(symbols for symbols in alphabet.words.values() if len(symbols) == 1)
    return [[*start, (SPACE,), *answer, *end] for end in ([], *([symbols] for symbols in ends))]


def _joined(parts: list[Word]) -> Word:
    return tuple(symbol for part in parts for symbol in part)


def _states(ask: Asker, experiments: list[Word], symbols: int, name: str) -> tuple[np.ndarray, list[Word]]:
    """(int32[Q, S] the next state, by state and symbol; a word that leads to each state)."""
    rows: dict[tuple[Outcome, ...], int] = {}
    words: list[Word] = []
    following: list[list[int]] = []

    def state(word: Word) -> int:
        row = _ranked([ask(word + ending) for ending in experiments], len(word))
        if row not in rows:
            rows[row] = len(words)
            words.append(word)
        return rows[row]

    state(())
    for word in words:  # grows meanwhile
        following.append([state((*word, symbol)) for symbol in range(symbols)])
        if len(words) > MOST_STATES:
            raise RewardError(f"template '{name}' needs more than {MOST_STATES} states: use the text path")
    return np.array(following, np.int32), words


def _ranked(said: list[Outcome], size: int) -> tuple[Outcome, ...]:
    """Outcomes of a word with endings: places that are before the ending are only numbered, for each label anew."""
    past: dict[tuple[str, int], dict[int, None]] = {}
    for outcome in said:
        for kind, place in enumerate(outcome.places):
            if NONE < place < size:
                past.setdefault((outcome.label, kind), {})[place] = None
    ranks = {key: {place: rank for rank, place in enumerate(sorted(places))} for key, places in past.items()}
    return tuple(
        outcome._replace(
            places=tuple(
                p if p == NONE else p - size if p >= size else NONE - 1 - ranks[outcome.label, kind][p]
                for kind, p in enumerate(outcome.places)
            )
        )
        for outcome in said
    )
