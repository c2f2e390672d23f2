r"""The patterns of a schema, matched in time linear in the text: no pattern can be made to freeze by a text.

A pattern is ECMA-262's, as JSON Schema says, searched for anywhere in the text: `\d` and `\w` are ASCII, `$` is the
very end. The pattern becomes a nondeterministic automaton (Thompson 1968), of which the sets of states are kept as they
are met. Look-around and back-references, which no automaton has, are refused.
"""

from __future__ import annotations

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.json.regex_syntax import EMPTY, END, JOIN, NOT_WORD, SPLIT, START, WORD, Nodes, compile_nodes, is_word

MOST_WORK = 10_000_000
"""Characters of a text times states of a pattern, at most: about a second if no set of states is met twice."""

_MOST_KEPT = 1000
"""Sets of states that a pattern keeps."""


class TooMuchError(Exception):
    """A text is too long for the pattern."""


class _Set:
    """States that a text can be in between two characters, and where each next character leads."""

    __slots__ = ("after_word", "at_start", "moves", "states")

    def __init__(self, states: frozenset[int], at_start: bool, after_word: bool) -> None:
        self.states, self.at_start, self.after_word = states, at_start, after_word
        self.moves: dict[str, _Set | None] = {}
        """By character; None: the pattern is found."""


class Pattern:
    """One pattern, ready to be looked for.

    Raises:
        ValueError: it is no pattern, or one that cannot be matched in linear time; the message says what.
    """

    def __init__(self, source: str) -> None:
        self._nodes: Nodes = compile_nodes(source)
        self._kept: dict[tuple[frozenset[int], bool, bool], _Set] = {}

    def found_in(self, text: str) -> bool:
        """Whether some part of the text matches.

        Raises:
            TooMuchError: the text is past `MOST_WORK`.
        """
        if len(text) * len(self._nodes) > MOST_WORK:
            raise TooMuchError
        now = self._keep(frozenset((0,)), at_start=True, after_word=False)
        for character in text:
            if character in now.moves:
                following = now.moves[character]
            else:
                following = now.moves[character] = self._move(now, character)
            if following is None:
                return True
            now = following
        return EMPTY in self._reached(now, at_end=True, before_word=False)

    def _keep(self, states: frozenset[int], *, at_start: bool, after_word: bool) -> _Set:
        key = states, at_start, after_word
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept = {}
            found = self._kept[key] = _Set(states, at_start, after_word)
        return found

    def _move(self, now: _Set, character: str) -> _Set | None:
        before_word = is_word(character)
        reached = self._reached(now, at_end=False, before_word=before_word)
        if EMPTY in reached:
            return None
        nodes = self._nodes
        following = {0}  # the pattern may begin anywhere
        for state in reached:
            accepts = nodes[state].accepts
            if accepts is not None and accepts.holds(character):
                following.add(nodes[state].out)
        return self._keep(frozenset(following), at_start=False, after_word=before_word)

    def _reached(self, now: _Set, *, at_end: bool, before_word: bool) -> set[int]:
        """The states that lie behind no character; EMPTY among them is the pattern's end."""
        edge = now.after_word != before_word
        open_now = {START: now.at_start, END: at_end, WORD: edge, NOT_WORD: not edge, JOIN: True, SPLIT: True}
        reached: set[int] = set()
        todo = list(now.states)
        while todo:
            state = todo.pop()
            if state in reached:
                continue
            reached.add(state)
            if state == EMPTY:
                continue
            node = self._nodes[state]
            if node.accepts is None and open_now[node.kind]:
                todo.append(node.out)
                if node.kind == SPLIT:
                    todo.append(node.other)
        return reached


pattern = sized_cache(32 << 20, 1024, weigh=by_text(200))(Pattern)
"""The pattern, made once."""
