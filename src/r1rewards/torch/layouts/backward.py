"""The machine that reads from right to left, made of the one that reads from left to right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from r1rewards.errors import RewardError
from r1rewards.torch.layouts.asking import NONE, Outcome, Word

MOST_STATES = 10_000


class Backward:
    """What an ending makes of each state of the forward machine, is the state of the backward machine after it.

    What it makes of a state is the parser's outcome for the word that leads to the state and the ending, with places
    after the word all alike. It is known for all longer endings once it is known for each symbol, because places of
    outcomes with one label correspond.
    """

    def __init__(self, forward: np.ndarray, words: Sequence[Word], ask: Callable[[Word], Outcome]) -> None:
        self._forward, self._words, self._ask = forward, words, ask
        self._numbers: dict[Outcome, int] = {}
        self._sources = np.full((*forward.shape, 1024), -1, np.int32)

    def build(self) -> tuple[np.ndarray, np.ndarray]:
        """(int32[P, S] the next state, int8[K, Q, P] the side of each kind of place by states of both)."""
        vectors = [np.array([self._number(self._ask(word)) for word in self._words], np.int32)]
        found = {vectors[0].tobytes(): 0}
        endings: list[Word] = [()]
        following: list[list[int]] = []
        for vector, ending in zip(vectors, endings, strict=False):  # both grow meanwhile
            following.append([])
            for symbol in range(self._forward.shape[1]):
                after = self._before(vector, symbol, ending)
                key = after.tobytes()
                if key not in found:
                    found[key] = len(vectors)
                    vectors.append(after)
                    endings.append((symbol, *ending))
                    if len(vectors) > MOST_STATES:
                        raise RewardError("the template needs too many states: use the text path")
                following[-1].append(found[key])
        sizes = np.array([len(word) for word in self._words])
        places = np.array([outcome.places for outcome in self._numbers])[np.stack(vectors)]  # [P, Q, K]
        sides = np.where(places == NONE, -1, np.sign(places - sizes[:, None])).astype(np.int8)
        steps = np.array(following, np.int32)
        classes, kept = minimal(steps, [side.tobytes() for side in sides])
        return classes[steps[kept]], np.ascontiguousarray(sides[kept].transpose(2, 1, 0))

    def _number(self, said: Outcome) -> int:
        return self._numbers.setdefault(said, len(self._numbers))

    def _before(self, vector: np.ndarray, symbol: int, ending: Word) -> np.ndarray:
        """The outcomes by state with one more symbol in front of the ending."""
        said = vector[self._forward[:, symbol]]
        if len(self._numbers) > self._sources.shape[2]:
            self._sources = np.pad(self._sources, ((0, 0), (0, 0), (0, len(self._numbers))), constant_values=-1)
        known: np.ndarray = self._sources[np.arange(len(said)), symbol, said]
        for state in np.flatnonzero(known < 0).tolist():
            word = self._words[state]
            asked = self._ask((*word, symbol, *ending))
            after = len(word) + 1
            number = self._number(asked._replace(places=tuple(min(place, after) for place in asked.places)))
            self._sources[state, symbol, said[state]] = known[state] = number
        return known


def minimal(following: np.ndarray, shown: Sequence[object]) -> tuple[np.ndarray, np.ndarray]:
    """(int32[N] the class of each state, int64 a state of each class): no string of symbols tells a class apart."""
    numbers: dict[object, int] = {}
    classes = np.array([numbers.setdefault(value, len(numbers)) for value in shown], np.int32)
    while True:
        rows = np.concatenate([classes[:, None], classes[following]], axis=1)
        finer: dict[bytes, int] = {}
        refined = np.array([finer.setdefault(row.tobytes(), len(finer)) for row in rows], np.int32)
        if len(finer) == classes.max() + 1:
            return classes, np.unique(classes, return_index=True)[1]
        classes = refined
