"""The language of each token of one script."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn.functional import pad

from r1rewards.language.candidates import FEWEST, SHARE, STRANGE, WELL
from r1rewards.language.han import WITHOUT_KANA
from r1rewards.language.labels import (
    EACH_MORE,
    EVIDENCE,
    FIRST,
    NAME_EVIDENCE,
    STAY,
    STAY_AFTER_END,
    SWITCH,
    SWITCH_AFTER_END,
)
from r1rewards.torch.languages import token_words as bits
from r1rewards.torch.languages.groups import TENTHS
from r1rewards.torch.languages.labelling import BLOCK, NEVER, cheapest
from r1rewards.torch.languages.reading import Reading, after, before
from r1rewards.torch.layouts.scanning import branches

HANI = bits.SCRIPTS.index("Hani")

WINDOW = 4
"""Tokens that are added up; three such windows in a row are about ten words."""

ROUNDS = 4
"""Languages that are found in a text, one after the other, beside those that any text may be in."""

FAR = 32767
"""More than any window costs."""

NOBODY = 255
"""The cost of a language that a text is not in, at every word."""

# In tenths of a nat, as in `r1rewards.language.han`, less what it costs to stay.
HAN_SWITCH, HAN_SWITCH_BESIDE, HAN_SWITCH_AFTER_END = 17, 26, 4
HAN_PRIOR = 22


@dataclass(frozen=True, slots=True, eq=False)
class GroupTensors:
    """A `Group` on one device, and `codes`, int64[L]: the places of its languages among those of the table."""

    scripts: tuple[int, ...]
    always: tuple[int, ...]
    costs: Tensor
    letters: Tensor
    targets: Tensor
    margins: Tensor
    codes: Tensor


class _Packed:
    """The tokens of one script without gaps: as wide as the longest row needs, where that may be asked."""

    def __init__(self, mine: Tensor) -> None:
        self.count = mine.sum(1)
        self._rows, self._width = mine.shape
        longest = int(self.count.max()) if branches(mine) and self._rows else self._width
        self.width = max(1, -(-longest // BLOCK)) * BLOCK
        self._place = torch.where(mine, mine.cumsum(1) - 1, max(self._width, self.width))

    def pack(self, values: Tensor, padding: int = 0) -> Tensor:
        """[B, W] of [B, T]."""
        room = max(self._width, self.width) + 1
        found = values.new_full((self._rows, room), padding)
        found.scatter_(1, self._place, values)
        return found[:, : self.width]

    def unpack(self, values: Tensor) -> Tensor:
        """[B, T] of [B, W]; anything where the script is another."""
        return values.gather(1, self._place.clamp(max=self.width - 1))


def label(reading: Reading, group: GroupTensors, asked: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Which tokens are in the group's script, the column of each, and which of these are words of one letter there.

    Args:
        reading: the rows.
        group: the languages of a script.
        asked: int64[B], the place of each row's target among the languages that are asked for.

    Returns:
        bool[B, T], int64[B, T], bool[B, T].
    """
    mine = torch.zeros_like(reading.hidden)
    for script in group.scripts:
        mine |= reading.script == script
    if branches(mine) and not mine.any():
        return mine, torch.zeros_like(reading.ids), mine
    size = group.letters.shape[1]
    target = group.targets[asked]
    packed = _Packed(mine)
    token = packed.pack(torch.where(mine, reading.variant * size + reading.ids, 4 * size), 4 * size)
    costs = torch.stack([row[token] for row in group.costs])
    starts = packed.pack(mine & ~reading.goes_on)
    first = packed.pack(mine & reading.first)
    if group.scripts[0] == HANI:
        beside = packed.pack(mine & (before(reading.script) > 0) & (before(reading.flags) & bits.STOP_AFTER == 0))
        with_kana = packed.pack(mine & _with_kana(reading, mine))
        costs, switch, start = _han(costs, target, first, beside, with_kana, packed.pack(mine))
    else:
        limit = torch.where(packed.pack(mine & reading.name), NAME_EVIDENCE, EVIDENCE)
        quiet = packed.pack(mine & reading.whole & (reading.flags & bits.FILLER > 0))
        limit = torch.where(quiet, 0, limit).to(torch.uint8)
        costs, switch, start = _tabled(costs, group, target, asked, limit, first, packed.count)
    switch = torch.where(starts, switch, NEVER).to(torch.int16)
    column = packed.unpack(cheapest(costs, switch, start)).long()
    own = column == target[:, None]
    same = mine & ~reading.letter
    beside = (before(same) & (before(column) == column)) | (after(same) & (after(column) == column))
    is_word = group.letters.reshape(-1)[column * size + reading.ids]
    return mine, column, reading.letter & mine & is_word & (own | beside)


def _tabled(  # noqa: PLR0913, PLR0917 - what `label` knows
    costs: Tensor, group: GroupTensors, target: Tensor, asked: Tensor, limit: Tensor, first: Tensor, count: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    states, rows, _ = costs.shape
    index = torch.arange(states, device=costs.device)[:, None]
    totals = costs.sum(2, dtype=torch.int32)
    is_target = torch.where(target[None] >= 0, index == target[None], index == totals.argmin(0)[None])
    base = is_target.clone()
    for column in group.always:
        base[column] = True
    windows = costs.reshape(states, rows, -1, WINDOW).sum(3, dtype=torch.int16)
    windows = windows[:, :, :-2] + windows[:, :, 1:-1] + windows[:, :, 2:]
    best = windows.amin(0)
    is_best = windows == best
    margins = group.margins[asked].t()[:, :, None]
    for _ in range(min(ROUNDS, states)):
        lead = torch.where(base[:, :, None], windows, FAR).amin(0) - best
        votes = torch.where(is_best & (lead >= margins), lead, 0).sum(2)
        base = base | ((index == votes.argmax(0)) & (votes.amax(0) > 0))
    apart = torch.where(base[:, :, None], costs, NOBODY).amin(0) >= TENTHS * STRANGE
    scattered = ((costs <= TENTHS * WELL) & apart).sum(2)
    chosen = base | (scattered >= (count // SHARE).clamp(min=FEWEST))
    extra = EACH_MORE * (chosen.sum(0) - 2).clamp(min=0)
    start = torch.where(is_target, 0, FIRST + extra)
    low = torch.where(chosen[:, :, None], costs, NOBODY).amin(0)
    costs = torch.minimum(costs - torch.minimum(costs, low), limit)
    costs = torch.where(chosen[:, :, None], costs, NOBODY)
    switch = torch.where(first, SWITCH_AFTER_END - STAY_AFTER_END, SWITCH - STAY) + extra[:, None]
    return costs, switch, start.to(torch.int16)


def _han(  # noqa: PLR0913, PLR0917 - what `label` knows
    costs: Tensor, target: Tensor, first: Tensor, beside: Tensor, with_kana: Tensor, mine: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    ja, zh = costs[0], costs[1]
    chinese = mine & (target[:, None] != 0) & ~with_kana  # Han alone is read as Chinese
    ja = torch.where(chinese, ja.clamp(min=WITHOUT_KANA), ja)
    zh = torch.where(chinese, 0, zh)
    half = HAN_PRIOR // 2
    ja = ja + torch.where(first & (target == 1)[:, None], half, 0).to(torch.uint8)
    zh = zh + torch.where(first & (target == 0)[:, None], half, 0).to(torch.uint8)
    start = torch.stack([(target == 1) * half, (target == 0) * half]).to(torch.int16)
    switch = torch.where(first, HAN_SWITCH_AFTER_END, torch.where(beside, HAN_SWITCH_BESIDE, HAN_SWITCH))
    return torch.stack([ja, zh]), switch, start


def _with_kana(reading: Reading, mine: Tensor) -> Tensor:
    """bool[B, T], whether the token's sentence has kana."""
    rows, size = mine.shape
    stop = reading.flags & (bits.STOP_AFTER | bits.STOP_BEFORE) > 0
    index = torch.arange(size, device=mine.device, dtype=torch.int32).expand(rows, size)
    last = pad(torch.where(stop, index, -1).cummax(1).values[:, :-1], (1, 0), value=-1).long() + 1
    following = torch.where(stop, index, size - 1).flip(1).cummin(1).values.flip(1).long() + 1
    kana = pad((mine & (reading.flags & bits.KANA > 0)).cumsum(1), (1, 0))
    return kana.gather(1, following) > kana.gather(1, last)
