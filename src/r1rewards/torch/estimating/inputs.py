"""Rewards, weights, masks and lengths, however they are given, as tensors of the right shape on one device."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import Tensor

from r1rewards.errors import RewardError

Rewards: TypeAlias = Tensor | Sequence[float | None] | Sequence[Sequence[float | None]]
"""float[B], or float[B, K]: K rewards of each row; a Score's None is NaN (in lists None will do)."""


def rewards_of(given: Any) -> Tensor:
    """Rewards as float32[B, K], or float64[B, K] where they are float64: float[B], float[B, K], or lists of them."""
    found = given.detach() if isinstance(given, Tensor) else _of_numbers(given)
    if found.is_complex() or found.ndim not in {1, 2} or (found.ndim == 2 and not found.shape[1]):
        raise RewardError(
            f"rewards has the shape {list(found.shape)} and {found.dtype}: give numbers [B], or [B, K] for K rewards"
        )
    found = found if found.dtype == torch.float64 else found.to(torch.float32)
    # On a GPU a look at the values would make it wait.
    if found.device.type == "cpu" and not torch.compiler.is_compiling():
        infinite = found.isinf().flatten()
        if infinite.any():
            row = int(infinite.int().argmax()) // max(1, found[:1].numel())
            raise RewardError(f"rewards[{row}] is infinite: give finite numbers, and NaN where there is no reward")
    return found if found.ndim == 2 else found[:, None]


def _of_numbers(given: Any) -> Tensor:
    if hasattr(given, "__array__"):
        return tensor_of(given, "rewards", torch.device("cpu"))
    try:
        rows = [_number(row) if _is_number(row) else [_number(one) for one in row] for row in given]
        return torch.tensor(rows, dtype=torch.float32)
    except (TypeError, ValueError) as problem:
        raise RewardError(f"rewards cannot be read ({problem}): give numbers [B], or [B, K] for K rewards") from None


def tensor_of(given: Any, name: str, device: torch.device) -> Tensor:
    """Numbers in a list or array, whatever its order in memory, as a tensor on a device; a tensor stays where it is.

    Raises:
        RewardError: they are no numbers.
    """
    if isinstance(given, Tensor):
        return given
    try:
        found = np.array(given)
        return torch.as_tensor(found.astype(found.dtype.newbyteorder("=")), device=device)
    except (TypeError, ValueError) as problem:
        raise RewardError(
            f"{name} cannot be read as a tensor ({problem!s:.80}): give a tensor, or a list of numbers"
        ) from None


def _is_number(value: object) -> bool:
    return value is None or isinstance(value, Real)


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def weights_of(given: Tensor | Sequence[float] | None, rewards: Tensor) -> Tensor:
    """Weights as float[K], on the rewards' device; 1 each where none are given."""
    kinds = rewards.shape[1]
    if given is None:
        return rewards.new_ones(kinds)
    found = tensor_of(given, "weights", torch.device("cpu"))
    if found.shape != (kinds,):
        raise RewardError(f"weights has the shape {list(found.shape)}, and rewards {kinds} columns: give one for each")
    if found.device.type == "cpu" and not torch.compiler.is_compiling() and not found.isfinite().all():
        raise RewardError(f"weights is {found.tolist()}: give finite numbers")
    return found.to(rewards.device, rewards.dtype)


def mask_of(given: Any, rows: int, device: torch.device) -> Tensor:
    """The tokens that count, as bool[B, T]: a tensor of any dtype whose zeros do not, or what has one as `mask`."""
    found = given if isinstance(given, Tensor) else getattr(given, "mask", given)
    if hasattr(found, "__array__") and not isinstance(found, Tensor):
        found = tensor_of(found, "mask", device)
    if not isinstance(found, Tensor):
        raise RewardError(f"mask is a {type(given).__name__}: give a tensor [B, T], True at the model's tokens")
    if found.ndim != 2 or len(found) != rows:
        raise RewardError(f"mask has the shape {list(found.shape)}, and there are {rows} rows: give [{rows}, T]")
    _require_device(found, "mask", device)
    return found if found.dtype == torch.bool else found != 0


def lengths_of(given: Any, rows: int, device: torch.device) -> Tensor:
    """The numbers of tokens, as int[B]."""
    found = tensor_of(given, "lengths", device)
    if found.shape != (rows,) or found.is_complex() or found.dtype == torch.bool:
        raise RewardError(f"lengths has the shape {list(found.shape)} and {found.dtype}: give {rows} whole numbers")
    _require_device(found, "lengths", device)
    return found


def _tensor(given: Any, name: str, device: torch.device) -> Tensor:
    if isinstance(given, Tensor):
        return given
    try:
        return torch.as_tensor(given, device=device)
    except (TypeError, ValueError, RuntimeError) as problem:
        raise RewardError(f"{name} cannot be read ({problem}): give a tensor, or a list of numbers") from None


def _require_device(found: Tensor, name: str, device: torch.device) -> None:
    if found.device != device:
        raise RewardError(f"{name} is on {found.device} and the rewards on {device}: move one of them")
