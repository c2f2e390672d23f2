"""The texts of rows, and of well-formed rows the windows that hold their answers: the rest is never decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from r1rewards.core.score import Score
from r1rewards.rewards.shared.base import LEAD
from r1rewards.templates import Template
from r1rewards.torch.ids.offsets import characters, row_offsets
from r1rewards.torch.ids.vocabulary import Vocabulary

LEAST = 64
"""Tokens that a window must save, or the row is decoded whole."""

_REST = "\u2026"
"""Takes the place of the reasoning that is left out: no tag begins with it, and it is not blank."""


class Window(NamedTuple):
    """A text with the same final part as the row's, in the same layout.

    Attributes:
        text: it.
        shift: how many characters further on in the row's text everything in the final part and its lead is.
    """

    text: str
    shift: int = 0


@dataclass(frozen=True)
class Rows:
    """A batch on the host.

    Attributes:
        vocabulary: the tokenizer's.
        ids: int[B, T].
        mask: bool[B, T], the tokens that are text.
        written: bool[B, T], the tokens that the model wrote.
    """

    vocabulary: Vocabulary
    ids: np.ndarray
    mask: np.ndarray
    written: np.ndarray
    _own: dict[int, np.ndarray] = field(default_factory=dict)
    _whole: dict[int, Window] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def own(self, row: int) -> np.ndarray:
        """The tokens of a row that are text: int[N]."""
        if row not in self._own:
            ids, mask = self.ids[row], self.mask[row]
            self._own[row] = ids if mask.all() else ids[mask]
        return self._own[row]

    def whole(self, row: int) -> Window:
        """The text of a row, decoded once."""
        if row not in self._whole:
            self._whole[row] = Window(self.vocabulary.decode(self.own(row).tolist()))
        return self._whole[row]

    def window(self, row: int, template: Template, reasoning: int, answer: int) -> Window:
        """The window of a well-formed row; the whole text where little would be saved.

        Args:
            row: its number.
            template: the layout that it is well formed in.
            reasoning: the token, as a column of the batch, that holds the reasoning's first character; -1: none does.
            answer: that which holds the final part's first character.
        """
        if row in self._whole or reasoning < 0 or answer < 0 or template.starts == "after":
            return self.whole(row)
        ids = self.own(row)
        first, last = (int(self.mask[row, :column].sum()) for column in (reasoning, answer))
        start = self._start(ids[:last], first)
        if start is None:
            return self.whole(row)
        opening = template.think[0] + _REST if template.starts == "before" else _REST
        # Decoded with the token before it, since the first token of a text may lose a space.
        before = self.vocabulary.decode(ids[start - 1 : start].tolist())
        text = self.vocabulary.decode(ids[start - 1 :].tolist()).removeprefix(before)
        return Window(opening + text, self._characters(ids[:start]) - len(opening))

    def _start(self, ids: np.ndarray, first: int) -> int | None:
        """Where the window may begin: `LEAD` characters or more before the end of the ids, between whole tokens."""
        table = characters(self.vocabulary)
        known = np.minimum(ids, len(self.vocabulary))
        solid = table.whole[known] & (table.counts[known] > 0)
        counted = np.where(solid, table.counts[known], 0)[::-1].cumsum()
        start = len(ids) - 1 - int(np.searchsorted(counted, LEAD))
        while start > first + 1 and not (solid[start] and solid[start - 1]):
            start -= 1
        return start if start - first > LEAST else None

    def _characters(self, ids: np.ndarray) -> int:
        """How many characters the ids are at the beginning of a text; the last one is a whole token."""
        table = characters(self.vocabulary)
        known = np.minimum(ids, len(self.vocabulary))
        head = 0
        if not table.whole[known].all():
            head = len(ids)
        elif self.vocabulary.strips or self.vocabulary.leading:  # which change the text's beginning alone
            head = int(np.append(np.flatnonzero(table.counts[known]), [len(ids)] * 2)[1])
        begun = int(row_offsets(self.vocabulary, ids[:head].tolist())[-1, 1]) if head else 0
        return begun + int(table.counts[known[head:]].sum())


def moved(score: Score, shift: int) -> Score:
    """A score of a window as one of the row's text."""
    if not shift or not (score.spans or score.parts):
        return score
    spans = tuple(span.moved(shift) for span in score.spans)
    return replace(score, spans=spans, parts=tuple(moved(part, shift) for part in score.parts))


def finals(rows: Rows, template: Template, well_formed: np.ndarray, spans: Sequence[np.ndarray]) -> list[Window]:
    """The window of each well-formed row, and the whole text of each other one."""
    reasoning, answer = spans
    places = zip(well_formed.tolist(), reasoning.tolist(), answer.tolist(), strict=True)
    return [
        rows.window(row, template, first, last) if good else rows.whole(row)
        for row, (good, first, last) in enumerate(places)
    ]
