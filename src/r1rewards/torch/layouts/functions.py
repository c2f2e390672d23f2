"""What strings of symbols do to a layout's machines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from r1rewards.torch.layouts.backward import minimal
from r1rewards.torch.layouts.learning import Learned
from r1rewards.torch.layouts.monoid import Monoid

Pair = tuple[int, int]
"""What a string does to the machine that reads forward, and to the one that reads backward."""

_MOST_ROWS = 64


class Functions:
    """What strings of symbols do to the machines: numbers for pairs of functions, as far as they are met."""

    def __init__(self, learned: Learned) -> None:
        self.learned = learned
        self.forward, self.backward = Monoid.of(learned.forward), Monoid.of(learned.backward)
        shown = [2 if said.undecided else int(not said.label) for said in learned.outcomes]
        states, kept = minimal(learned.forward, shown)
        self.verdict = Monoid.of(states[learned.forward[kept]])
        self.says = np.array(shown, np.uint8)[kept]
        self.pairs = [(0, 0)]
        self._verdicts = [0]
        self._numbers = {(0, 0): 0}

    @property
    def verdicts(self) -> np.ndarray:
        """int16, the function of each on the machine of verdicts."""
        found: np.ndarray = np.array(self._verdicts, np.int16)
        return found

    def append(self, function: int, symbol: int) -> int:
        """The function that is one and then a symbol."""
        forward, backward = self.pairs[function]
        verdict = self.verdict.product[self._verdicts[function], self.verdict.symbols[symbol]]
        return self._number(
            self.forward.product[forward, self.forward.symbols[symbol]],
            self.backward.product[self.backward.symbols[symbol], backward],
            verdict,
        )

    def prepend(self, symbol: int, function: int) -> int:
        """The function that is a symbol and then one."""
        forward, backward = self.pairs[function]
        verdict = self.verdict.product[self.verdict.symbols[symbol], self._verdicts[function]]
        return self._number(
            self.forward.product[self.forward.symbols[symbol], forward],
            self.backward.product[backward, self.backward.symbols[symbol]],
            verdict,
        )

    def _number(self, forward: np.int16, backward: np.int16, verdict: np.int16) -> int:
        pair = int(forward), int(backward)
        number = self._numbers.setdefault(pair, len(self.pairs))
        if number == len(self.pairs):
            self.pairs.append(pair)
            self._verdicts.append(int(verdict))
        return number

    def absorbed(self) -> np.ndarray:
        """bool[M, M], whether the first of two verdict functions does what both do."""
        product = self.verdict.product
        found: np.ndarray = product == np.arange(len(product))[:, None]
        return found

    def absorbed_places(self) -> np.ndarray:
        """bool[M, M], whether the first of two functions does what both do, and no place is in or at the second."""
        numbers = range(len(self.pairs))
        found: np.ndarray = np.array([[self._hides_no_place(one, other) for other in numbers] for one in numbers])
        return found

    def _hides_no_place(self, one: int, other: int) -> bool:
        first, second = self.pairs[one], self.pairs[other]
        left = np.unique(self.forward.actions[first[0]])
        anything = np.arange(self.backward.actions.shape[1])
        return self._both(first, second) == first and not self._has_place(second, left, anything)

    def between(self, first: Sequence[int], follow: Sequence[int], others: Sequence[int]) -> list[int]:
        """Those of `others` that change nothing between one of `first` and one of `follow`, however many in a row."""
        chosen: list[int] = []
        for function in dict.fromkeys(others):
            if self._are_bridges(first, follow, [*chosen, function]):
                chosen.append(function)
        return chosen

    def _are_bridges(self, first: Sequence[int], follow: Sequence[int], bridges: list[int]) -> bool:
        rows = [(0, 0)]  # all that rows of them do
        for pair in rows:  # grows meanwhile
            after = (self._both(pair, self.pairs[bridge]) for bridge in bridges)
            rows += [made for made in dict.fromkeys(after) if made not in rows]
            if len(rows) > _MOST_ROWS:
                return False
        begun = {self.pairs[one]: [self._both(self.pairs[one], row) for row in rows] for one in first}
        ended = [self._both(row, self.pairs[one]) for one in follow for row in rows]
        for one, longer in begun.items():
            if any(self._both(pair, self.pairs[other]) != one for pair in longer for other in follow):
                return False
        left = np.unique(self.forward.actions[[pair[0] for longer in begun.values() for pair in longer]])
        right = np.unique(self.backward.actions[[pair[1] for pair in ended]])
        anything = np.arange(self.backward.actions.shape[1])
        return not any(self._has_place(self.pairs[one], left, right) for one in bridges) and not any(
            self._has_place(self.pairs[one], left, anything) for one in follow
        )

    def _both(self, one: Pair, other: Pair) -> Pair:
        """What two functions in a row do."""
        return int(self.forward.product[one[0], other[0]]), int(self.backward.product[other[1], one[1]])

    def _has_place(self, pair: Pair, left: np.ndarray, right: np.ndarray) -> bool:
        """Whether a place can be in or at what does this, between these states."""
        before = self.learned.side[:, left][:, :, self.backward.actions[pair[1]][right]] >= 0
        after = self.learned.side[:, self.forward.actions[pair[0]][left]][:, :, right] >= 0
        return bool((before & ~after).any())
