"""The functions on a machine's states that strings of symbols are, and a table of what two in a row are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from r1rewards.errors import RewardError

MOST = 8_000


@dataclass(frozen=True, slots=True)
class Monoid:
    """All functions that strings of symbols are; the first is the identity.

    Attributes:
        actions: int16[M, N], the state after a function, by function and state.
        symbols: int16[S], the function that each symbol is.
        product: int16[M, M], the function that is the first, then the second.
    """

    actions: np.ndarray
    symbols: np.ndarray
    product: np.ndarray

    @classmethod
    def of(cls, following: np.ndarray) -> Monoid:
        """The monoid of a machine: int[N, S], the next state, by state and symbol.

        Raises:
            RewardError: it is large.
        """
        states: np.ndarray = np.arange(len(following), dtype=np.int16)
        steps: np.ndarray = following.T.astype(np.int16)
        found = {states.tobytes(): 0}
        functions, origins = [states], [(0, 0)]
        right: list[list[int]] = []
        for number, function in enumerate(functions):  # grows meanwhile
            right.append([])
            for symbol, step in enumerate(steps):
                after = step[function]
                key = after.tobytes()
                if key not in found:
                    found[key] = len(functions)
                    functions.append(after)
                    origins.append((number, symbol))
                    if len(functions) > MOST:
                        raise RewardError("the template needs too large a table: use the text path")
                right[-1].append(found[key])
        next_of = np.array(right, np.int16)
        product: np.ndarray = np.empty((len(functions), len(functions)), np.int16)
        product[:, 0] = np.arange(len(functions))
        for number, (before, symbol) in enumerate(origins[1:], 1):
            product[:, number] = next_of[product[:, before], symbol]
        return cls(np.stack(functions), next_of[0].copy(), product)
