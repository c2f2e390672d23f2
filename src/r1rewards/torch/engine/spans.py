"""From characters to tokens: where a score's spans are, and where in a row a reward is paid."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor

from r1rewards.core.score import Score
from r1rewards.errors import RewardError
from r1rewards.torch.estimating.inputs import mask_of, tensor_of

At = Literal["last", "span", "turns"]
Share = Literal["each", "spread"]


def token_mask(
    scores: Sequence[Score | None], offsets: Any, label: str | Collection[str] | None = None, *, mask: Any = None
) -> Tensor:
    """The tokens that the spans of scores are on: bool[B, T], on the offsets' device.

    A token is on a span if it has a character of it, also if that is a part of what the token holds. A span without
    characters, such as the place where a tag is missing, is on the token of the next character, or at the end of the
    text on the last token that has any.

    Args:
        scores: a score for each row, whose spans count characters of the row's text; None: there is none.
        offsets: int[B, T, 2] as `token_offsets` gives them; or the `offset_mapping` of a fast tokenizer, in lists.
        label: the label of the spans that count, or several; None: any.
        mask: bool[B, T], the tokens that may be on a span, such as those that the model wrote; None: all.

    Raises:
        RewardError: the offsets have another shape, or there are not as many as scores.
    """
    places = _offsets(offsets)
    if len(places) != len(scores):
        raise RewardError(f"there are {len(scores)} scores and offsets of {len(places)} rows: give one for each row")
    labels = None if label is None else {label} if isinstance(label, str) else set(label)
    host = places.cpu().numpy()
    found = np.zeros(host.shape[:2], bool)
    for row, score in enumerate(scores):
        if score is not None:
            spans = [(one.start, one.end) for one in score.spans if labels is None or one.label in labels]
            if spans:
                found[row] = _covered(host[row], spans)
    made = torch.from_numpy(found).to(places.device)
    return made if mask is None else made & mask_of(mask, len(made), made.device)


def _offsets(given: Any) -> Tensor:
    if isinstance(given, Tensor):
        found = given
    else:
        try:
            rows = [np.asarray(row, np.int64).reshape(-1, 2) for row in given]
        except (TypeError, ValueError):
            raise RewardError(
                f"offsets is {given!r:.60}: give int[B, T, 2] of token_offsets, or a tokenizer's offset_mapping"
            ) from None
        filled: np.ndarray = np.zeros((len(rows), max(map(len, rows), default=0), 2), np.int64)
        for at, row in enumerate(rows):
            filled[at, : len(row)] = row
        found = torch.from_numpy(filled)
    if found.ndim != 3 or found.shape[2] != 2 or found.is_floating_point():
        raise RewardError(f"offsets has the shape {list(found.shape)} and {found.dtype}: give whole numbers [B, T, 2]")
    return found


def _covered(places: np.ndarray, spans: list[tuple[int, int]]) -> np.ndarray:
    """Which of a row's tokens have a character of a span: bool[T]."""
    size = int(places[:, 1].max(initial=0))
    marked: np.ndarray = np.zeros(size + 1, np.int32)
    for start, end in spans:
        begin = min(start, max(0, size - 1))
        marked[begin : max(end, begin + 1)] = 1
    marked[size:] = 0
    before = np.concatenate([[0], np.cumsum(marked)])
    starts, ends = places[:, 0].clip(0, size), places[:, 1].clip(0, size)
    found: np.ndarray = before[ends] > before[starts]
    return found


def place_rewards(
    values: Tensor, mask: Any, *, at: At = "last", spans: Tensor | None = None, share: Share = "spread"
) -> Tensor:
    """Rewards on the tokens that they are paid for: float32[B, T], 0 on all others.

    Only tokens in the mask are ever paid. Nothing waits for a GPU.

    Args:
        values: float[B], a reward for each row; NaN, which a score of None is, is paid as 0. With at="turns" also
            float[B, N], a reward for each turn.
        mask: bool[B, T], the tokens that the model wrote; or a TokenBatch, whose mask it is then.
        at: "last", on the last token in the mask; "span", on the tokens in `spans`, or on the last token in the mask
            where there are none; "turns", on the end of each turn: the last token of each run of the mask.
        spans: bool[B, T], for "span": what `token_mask` gives, say.
        share: of several tokens or turns, "spread": each is paid an equal part, so that a row's sum is its value;
            "each": each is paid the whole. With a reward for each turn nothing is shared.

    Raises:
        RewardError: a tensor has another shape, dtype or device than it should, `spans` is missing, or a name is not
            known; on a CPU, a row has more turns than rewards.
    """
    if at not in {"last", "span", "turns"}:
        raise RewardError(f"at is {at!r:.40}: choose one of last, span, turns")
    if share not in {"each", "spread"}:
        raise RewardError(f"share is {share!r:.40}: choose one of each, spread")
    if not isinstance(values, Tensor) or not values.is_floating_point() or values.ndim not in {1, 2}:
        raise RewardError(f"values is {_shown(values)}: give a float tensor [B], or [B, N] for N turns")
    if values.ndim == 2 and at != "turns":
        raise RewardError(f"values has the shape {list(values.shape)}: give [B] with at={at!r}")
    own = mask_of(mask, len(values), values.device)
    paid = values.to(torch.float32).nan_to_num(nan=0.0)
    if at == "last":
        return _last(own) * paid[:, None]
    if at == "turns":
        return _on_turns(paid, own, share)
    if spans is None:
        raise RewardError("spans is missing: give the tokens that are paid, as token_mask gives them")
    spans = tensor_of(spans, "spans", own.device)
    if spans.dtype != torch.bool:
        raise RewardError(f"spans is a tensor of {spans.dtype}: give bool[B, T]")
    if spans.shape != own.shape or spans.device != own.device:
        raise RewardError(
            f"spans has the shape {list(spans.shape)} on {spans.device}, and mask {list(own.shape)} on {own.device}: "
            "give one for each token"
        )
    seen = spans & own
    return _shared(torch.where(seen.any(1, keepdim=True), seen, _last(own)), paid, share)


def _shown(values: object) -> str:
    return f"{list(values.shape)} {values.dtype}" if isinstance(values, Tensor) else type(values).__name__


def _last(own: Tensor) -> Tensor:
    """The last token in the mask: bool[B, T], one in each row that has any."""
    seen = own.to(torch.int32).cumsum(1)
    return own & (seen == seen[:, -1:])


def _shared(where: Tensor, paid: Tensor, share: Share) -> Tensor:
    if share == "spread":
        paid = paid / where.sum(1).clamp(min=1)
    return torch.where(where, paid[:, None], 0.0)


def _on_turns(paid: Tensor, own: Tensor, share: Share) -> Tensor:
    ends = own.clone()
    ends[:, :-1] &= ~own[:, 1:]
    if paid.ndim == 1:
        return _shared(ends, paid, share)
    turn = ends.to(torch.int64).cumsum(1) - 1
    count = paid.shape[1]
    if ends.device.type == "cpu" and ends.numel() and int(turn.max()) >= count:
        row = int(turn.amax(1).argmax())
        raise RewardError(f"row {row} has {int(turn[row].max()) + 1} turns, and values {count} columns: give one each")
    if not count:
        return torch.zeros_like(own, dtype=torch.float32)
    return torch.where(ends & (turn < count), paid.gather(1, turn.clamp(0, count - 1)), 0.0)
