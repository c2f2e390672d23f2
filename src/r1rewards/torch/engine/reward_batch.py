"""What an engine says of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError
from r1rewards.torch.engine.spans import At, Share, place_rewards, token_mask
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.offsets import token_offsets
from r1rewards.torch.ids.vocabulary import Vocabulary

VERDICTS: tuple[Verdict, ...] = tuple(Verdict)
"""The verdicts by the codes of `RewardBatch.verdicts`."""


@dataclass(frozen=True, slots=True, eq=False)
class RewardBatch:
    """The rewards of a batch: K is the number of the reward's weighted parts, 1 where it has none.

    Attributes:
        values: float32[B, K], the parts' values, before their weights; NaN where a part has none.
        total: float32[B], the reward's values; NaN where a score is None: keep the row out of training.
        mask: bool[B], which rows have a value.
        verdicts: uint8[B], the places of their verdicts in `VERDICTS`.
        advantages: float32[B], if they were asked for; 0 where a row is not trained on.
        keep: bool[B], which rows are to be trained on, as the kind of advantages says; None without advantages.
        scores: the scores, one for each row.
        part_scores: the parts' scores, one for each column of `values` and each row.
        names: the parts' names, one for each column of `values`.
        weights: what each part is multiplied by in the total.
        tokens: the batch that was judged.
    """

    values: Tensor
    total: Tensor
    mask: Tensor
    verdicts: Tensor
    advantages: Tensor | None
    keep: Tensor | None
    scores: Sequence[Score] = field(repr=False)
    part_scores: Sequence[Sequence[Score]] = field(repr=False)
    names: tuple[str, ...]
    weights: tuple[float, ...]
    tokens: TokenBatch = field(repr=False)
    vocabulary: Vocabulary = field(repr=False)

    def __len__(self) -> int:
        return len(self.scores)

    def token_rewards(
        self,
        at: At = "last",
        *,
        part: str | int | None = None,
        label: str | Sequence[str] | None = "answer",
        share: Share = "spread",
    ) -> Tensor:
        """Rewards on tokens, as `place_rewards` places them: float32[B, T], 0 for rows without a value.

        The parts' token rewards add up to the total's, wherever each is placed, but for rows without a total.

        Args:
            at: "last", "span" or "turns". For "span" the spans are read on the host, and a row that has none with this
                label is paid on its last token.
            part: whose value is placed, times its weight, and whose spans: a part's name or column; None: the total.
            label: for "span", the label of the spans that are paid, or several; None: any.
            share: whether several tokens or turns share a value ("spread") or are paid the whole ("each").

        Raises:
            RewardError: there is no such part or place.
        """
        paid, scores = self.total, self.scores
        if part is not None:
            column = self._column(part)
            paid = torch.where(self.mask, self.values[:, column] * self.weights[column], torch.nan)
            scores = self.part_scores[column]
        spans = None
        if at == "span":
            spans = token_mask(scores, token_offsets(self.vocabulary, self.tokens), label, mask=self.tokens)
        return place_rewards(paid, self.tokens, at=at, spans=spans, share=share)

    def _column(self, part: str | int) -> int:
        if isinstance(part, int) and not isinstance(part, bool) and 0 <= part < len(self.names):
            return part
        if isinstance(part, str) and self.names.count(part) == 1:
            return self.names.index(part)
        raise RewardError(f"part is {part!r:.60}: choose one of {', '.join(self.names)}, or its column")
