"""Rows of ids, judged: the language of each token, and how many words it counts."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from r1rewards.torch.languages import token_words as bits
from r1rewards.torch.languages.labels import HANI, label
from r1rewards.torch.languages.reading import read
from r1rewards.torch.languages.repeats import counted, keys
from r1rewards.torch.languages.tensors import Tensors

NEUTRAL = -1
"""The code of a token that is in no language."""


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Rows without gaps, judged.

    Attributes:
        code: int64[B, T], the place of each token's language in `LanguageTable.codes`, or `NEUTRAL`.
        weight: float32[B, T], how many words of it each token counts.
    """

    code: Tensor
    weight: Tensor


def judge(ids: Tensor, state: Tensor, asked: Tensor, tables: Tensors, capitalises: int) -> Judged:
    """Judges rows.

    Args:
        ids: int64[B, T] without gaps.
        state: uint8[B, T + 1], the automaton's states.
        asked: int64[B], the place of each row's target among the languages that are asked for.
        tables: the tables.
        capitalises: the code of the language whose nouns have capitals, as names have.
    """
    reading = read(ids, state, tables.tokens, tables.latin[asked][:, None])
    code = tables.only[reading.script.long()]
    quiet = reading.name | reading.letter
    frequent = reading.whole & (reading.flags & bits.FREQUENT > 0)
    for group in tables.groups:
        mine, column, word = label(reading, group, asked)
        found = torch.where(column == group.targets[asked][:, None], asked[:, None], group.codes[column])
        code = torch.where(mine, found, code)
        if group.scripts[0] != HANI:
            word = word | (mine & ~reading.letter & (frequent | (found == capitalises)))
        quiet = quiet & ~word
    counts = (reading.script > 0) & ~quiet
    # Words of the target that hide in formulas or in code count for nothing, and others as they do anywhere.
    own = code == asked[:, None]
    weight = torch.where(counts & ~(reading.hidden & own), reading.weight, 0.0)
    return Judged(torch.where(counts, code, NEUTRAL), counted(weight, keys(ids, reading.goes_on & (weight == 0)), own))
