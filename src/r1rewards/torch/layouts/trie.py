"""A scanner of bytes: which symbols a text is, from left to right."""

from __future__ import annotations

from collections.abc import Iterator

from r1rewards.torch.layouts.alphabet import OTHER, SPACE, SPACES, UNSEEN, Alphabet, unseen


class Trie:
    """The beginnings of words, and of characters that are white space or show nothing, in UTF-8.

    Node 0 is the beginning of everything. A node is what was read of a word that may go on; if it does not, the first
    character was any character, and the rest is read again. Bytes that are no UTF-8 are any character, too.

    Attributes:
        children: by node and byte, the next node, or, if a word is complete, -1 - its symbol.
        depth: how many bytes each node is.
        symbol: the first symbol of each node, if its word does not go on.
        rest: the node that is left then. It may be one that no word begins with, and whose symbols are known.
    """

    def __init__(self, alphabet: Alphabet) -> None:
        self.children: list[dict[int, int]] = [{}]
        self.depth = [0]
        self.symbol = [OTHER]
        self.rest = [0]
        self._texts = [b""]
        self._made: dict[tuple[bytes, bool], int] = {}
        tree: dict[int, object] = {}
        characters = [(chr(code).encode(), SPACE) for code in SPACES] + [
            (chr(code).encode(), UNSEEN) for code in unseen()
        ]
        for word, symbol in [*characters, *((word.encode(), symbol) for word, symbol in alphabet.parts.items())]:
            place = tree
            for byte in word[:-1]:
                place = place.setdefault(byte, {})  # type: ignore[assignment]
            place[word[-1]] = symbol
        self._add_children(0, tree, {})
        for node in range(1, len(self.children)):
            self.rest[node] = self._rest(self._texts[node][1:], after_other=True)
        self.chain = max(map(self._steps, range(len(self.children))))

    def step(self, node: int, byte: int) -> tuple[tuple[int, ...], int]:
        """(the symbols that become certain with a byte, the next node)."""
        symbols: list[int] = []
        while True:
            after = self.children[node].get(byte)
            if after is not None:
                return ((*symbols, -1 - after), 0) if after < 0 else (tuple(symbols), after)
            symbols.append(self.symbol[node])
            if not node:
                return tuple(symbols), 0
            node = self.rest[node]

    def _add_children(self, node: int, tree: dict[int, object], shared: dict[object, int]) -> None:
        text = self._texts[node]
        for byte, below in tree.items():
            if not isinstance(below, dict):
                self.children[node][byte] = -1 - below  # type: ignore[operator]
                continue
            inside = text + bytes([byte])
            # Beginnings of one character that go on alike are one node: what they are, makes no difference.
            key = (len(inside), repr(sorted(below.items()))) if inside[0] > 0x7F and len(inside) < 4 else inside
            if key not in shared:
                shared[key] = self._new(inside)
                self._add_children(shared[key], below, shared)
            self.children[node][byte] = shared[key]

    def _new(self, text: bytes) -> int:
        self.children.append({})
        self.depth.append(len(text))
        self.symbol.append(OTHER)
        self.rest.append(0)
        self._texts.append(text)
        return len(self.children) - 1

    def _rest(self, text: bytes, *, after_other: bool) -> int:
        """The node of what is to be read again; of symbols that are any character, one in a row is enough."""
        while text:
            node = size = 0
            while node >= 0 and size < len(text) and text[size] in self.children[node]:
                node = self.children[node][text[size]]
                size += 1
            if node >= 0 and size == len(text):
                return node
            if node < 0 or not after_other:
                return self._known(text, *((-1 - node, size) if node < 0 else (OTHER, 1)), after_other=after_other)
            text = text[1:]
        return 0

    def _known(self, text: bytes, symbol: int, size: int, *, after_other: bool) -> int:
        key = text, after_other
        if key not in self._made:
            node = self._made[key] = self._new(text)
            self.symbol[node] = symbol
            self.rest[node] = self._rest(text[size:], after_other=symbol == OTHER)
        return self._made[key]

    def _steps(self, node: int) -> int:
        return sum(1 for _ in self.leaving(node))

    def leaving(self, node: int) -> Iterator[int]:
        """The node and those that are left of it, without the root."""
        while node:
            yield node
            node = self.rest[node]
