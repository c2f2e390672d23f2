"""Classes of tokens: tokens are one that do the same from every node of the scanner."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from r1rewards.torch.layouts.trie import Trie

Compose = Callable[[int, int], int]
Exceptions = tuple[tuple[int, int, int, int], ...]

ROOT = 0
GOES_ON = -1
NOTHING = 0
"""The class of tokens without bytes, and the function that changes nothing."""


@dataclass(frozen=True, slots=True)
class Classes:
    """What the tokens of each class do.

    Attributes:
        following: int16[N, C], the node after a token, by node and class.
        functions: int32[N, C], the function that the token's symbols are.
        complete: int16[N, C], the symbol of the word that a token completes which began before it; GOES_ON where the
            token leaves a word open that began before it; -2 where there is none, and what was open is read again.
    """

    following: np.ndarray
    functions: np.ndarray
    complete: np.ndarray


class Folding:
    """Finds the classes of tokens, byte by byte.

    Args:
        trie: the scanner.
        append: the function that a function and then a symbol are; functions are numbers, NOTHING changes nothing.
        prepend: the function that a symbol and then a function are.
    """

    def __init__(self, trie: Trie, append: Compose, prepend: Compose) -> None:
        self._trie, self._append, self._prepend = trie, append, prepend
        live: Exceptions = tuple((node, GOES_ON, node, NOTHING) for node in range(1, len(trie.children)))
        first = ROOT, NOTHING, live
        self._states = [first]
        self._numbers = {first: 0}
        self._steps: dict[int, int] = {}

    def classes_of(self, pieces: Iterable[bytes]) -> list[int]:
        """The class of each piece."""
        steps, step = self._steps, self._step
        found = []
        for piece in pieces:
            state = 0
            for byte in piece:
                key = state << 8 | byte
                after = steps.get(key)
                state = step(key) if after is None else after
            found.append(state)
        return found

    def _step(self, key: int) -> int:
        state, byte = key >> 8, key & 0xFF
        node, function, exceptions = self._states[state]
        node, function = self._read(node, function, byte)
        after = []
        for start, word, place, rest in exceptions:
            if word != GOES_ON:
                after.append((start, word, *self._read(place, rest, byte)))
                continue
            child = self._trie.children[place].get(byte)
            if child is not None:
                after.append((start, GOES_ON, child, NOTHING) if child >= 0 else (start, -1 - child, ROOT, NOTHING))
        made = node, function, tuple(after)
        number = self._steps[key] = self._numbers.setdefault(made, len(self._states))
        if number == len(self._states):
            self._states.append(made)
        return number

    def _read(self, node: int, function: int, byte: int) -> tuple[int, int]:
        symbols, node = self._trie.step(node, byte)
        for symbol in symbols:
            function = self._append(function, symbol)
        return node, function

    def tables(self, numbers: list[int]) -> Classes:
        """What the tokens of the classes with these numbers do; a last column is the end of a text."""
        trie, nodes = self._trie, len(self._trie.children)
        following: np.ndarray = np.zeros((nodes, len(numbers) + 1), np.int16)
        functions: np.ndarray = np.zeros((nodes, len(numbers) + 1), np.int32)
        complete: np.ndarray = np.full((nodes, len(numbers) + 1), -2, np.int16)
        others: list[list[tuple[int, int, int, int]]] = [[] for _ in range(nodes)]
        for column, number in enumerate(numbers):
            following[ROOT, column], functions[ROOT, column], exceptions = self._states[number]
            for start, word, place, rest in exceptions:
                others[start].append((column, word, place, rest))
        for node in sorted(range(1, nodes), key=trie.depth.__getitem__):
            rest_of, symbol = trie.rest[node], trie.symbol[node]
            following[node] = following[rest_of]
            used, places = np.unique(functions[rest_of], return_inverse=True)
            functions[node] = np.array([self._prepend(symbol, int(one)) for one in used])[places]
            for column, word, place, rest in others[node]:
                following[node, column] = place
                complete[node, column] = word
                functions[node, column] = NOTHING if word == GOES_ON else self._prepend(word, rest)
        return Classes(following, functions, complete)
