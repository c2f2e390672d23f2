"""What an engine knows of a batch's rows on the host: samples, groups, and what the device has answered."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from numbers import Integral
from typing import Any

import numpy as np
import torch
from torch import Tensor

from r1rewards.core.sample import Sample
from r1rewards.errors import RewardError
from r1rewards.torch.ids.batch import TokenBatch

_ARGUMENTS = {"reference": "references", "prompt": "prompts", "finish_reason": "finish_reasons"}
"""The arguments of an engine by the fields of the Sample that they hold."""

_COLUMNS = frozenset(field.name for field in fields(Sample)) - {"completion", "token_ids", "reasoning"}


@dataclass(frozen=True)
class Host:
    """Tensors on the host, perhaps still on their way there.

    Attributes:
        ids: int[B, T].
        mask: bool[B, T].
        answers: what was asked of the batch, by the question's name.
        groups: int[B], where groups were given as a tensor.
        arrived: what says that all of it is there; None: it is.
    """

    ids: Tensor
    mask: Tensor
    answers: Mapping[str, Sequence[Tensor]]
    groups: Tensor | None
    arrived: Any = None

    def wait(self) -> None:
        """Return when everything is there."""
        if self.arrived is not None:
            self.arrived.synchronize()


def hosted(batch: TokenBatch, answers: Mapping[str, Sequence[Tensor]], groups: Tensor | None) -> Host:
    """A batch and what was asked of it, for the host; from a GPU into pinned memory, without waiting for it."""
    if batch.device.type == "meta":
        raise RewardError("ids is on meta, where tensors have no values: give them on a device that has")
    if batch.device.type != "cuda":
        here = {name: [one.cpu() for one in each] for name, each in answers.items()}
        return Host(batch.ids.cpu(), batch.mask.cpu(), here, None if groups is None else groups.cpu())
    ids = batch.ids.to(torch.int32)  # half of what has to be copied
    found = Host(
        _pinned(ids),
        _pinned(batch.mask),
        {name: [_pinned(one) for one in each] for name, each in answers.items()},
        None if groups is None else _pinned(groups),
        torch.cuda.Event(),
    )
    found.arrived.record(torch.cuda.current_stream(batch.device))
    return found


def _pinned(tensor: Tensor) -> Tensor:
    if tensor.device.type == "cpu":
        return tensor
    made = torch.empty(tensor.shape, dtype=tensor.dtype, pin_memory=True)
    return made.copy_(tensor, non_blocking=True)


def names_of(groups: int | Tensor | Sequence[Hashable] | None, host: Host, rank: int = 0) -> list[Hashable] | None:
    """The name of each row's group; groups that are given by their size are those of this rank alone."""
    count = len(host.ids)
    if groups is None:
        return None
    if isinstance(groups, Integral) and not isinstance(groups, bool):
        if groups < 1 or count % groups:
            raise RewardError(f"groups is {groups}, and there are {count} rows: give a size that divides them")
        size = int(groups)
        return [(rank, row // size) for row in range(count)]
    if isinstance(groups, Tensor):
        groups = [] if host.groups is None else host.groups.tolist()
    elif isinstance(groups, np.ndarray):
        groups = groups.tolist()
    if not isinstance(groups, Sequence) or isinstance(groups, str):
        raise RewardError(f"groups is {groups!r:.60}: give a group's size, or a number or name for each row")
    names: list[Hashable] = list(groups)
    if len(names) != count:
        raise RewardError(f"there are {len(names)} groups and {count} rows: give the name of each row's group")
    return names


def samples_of(  # noqa: PLR0913, PLR0917 - what is known of rows
    count: int,
    samples: Sequence[Sample] | None,
    references: Sequence[Any] | None,
    prompts: Sequence[Any] | None,
    finish_reasons: Sequence[str | None] | None,
    columns: Mapping[str, Sequence[Any]] | None,
) -> list[Sample]:
    """A sample for each row, whose completion is not its own.

    Raises:
        RewardError: there is not one of something for each row, or a column's name is not known.
    """
    if columns is not None and not isinstance(columns, Mapping):
        raise RewardError(f"columns is {columns!r:.60}: give lists by their names, {{'task': […]}}")
    named = {"reference": references, "prompt": prompts, "finish_reason": finish_reasons, **(columns or {})}
    given: dict[str, Any] = {name: values for name, values in named.items() if values is not None}
    if samples is not None:
        if given:
            raise RewardError(f"samples are given, and {', '.join(given)} besides: put all that is known into samples")
        found = samples if isinstance(samples, Sequence) else None
        if found is None:
            raise RewardError(f"samples is {type(samples).__name__}: give a list with one for each row")
        if len(found) != count:
            raise RewardError(f"there are {len(found)} samples and {count} rows: give one for each")
        if odd := [row for row, sample in enumerate(found) if not isinstance(sample, Sample)]:
            raise RewardError(f"samples[{odd[0]}] is {found[odd[0]]!r:.60}: give a Sample for each row")
        return [sample if sample.reasoning is None else replace(sample, reasoning=None) for sample in found]
    if unknown := sorted(map(str, given.keys() - _COLUMNS)):
        raise RewardError(f"columns names {', '.join(unknown)}: choose from {', '.join(sorted(_COLUMNS))}")
    for name, values in given.items():
        listed = not isinstance(values, str | Mapping) and all(hasattr(values, k) for k in ("__len__", "__getitem__"))
        if not listed or len(values) != count:
            shown = f"{len(values)} long" if listed else f"{values!r:.40}"
            argument = _ARGUMENTS.get(name, name)
            raise RewardError(f"{argument} is {shown}, and there are {count} rows: give a list with one for each")
    return [Sample("", **{name: values[row] for name, values in given.items()}) for row in range(count)]
