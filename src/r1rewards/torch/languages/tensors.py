"""All that a language table is made of: as arrays, which are kept on disk, and as tensors on a device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from r1rewards.language.languages import ONLY, scripts
from r1rewards.language.profile import UNKNOWN
from r1rewards.torch.ids.cache import Arrays
from r1rewards.torch.ids.vocabulary import Vocabulary
from r1rewards.torch.languages import token_words
from r1rewards.torch.languages.groups import Group, groups, script_codes
from r1rewards.torch.languages.labels import GroupTensors
from r1rewards.torch.languages.neutral_bytes import FENCE, FREE
from r1rewards.torch.languages.neutral_tokens import lift
from r1rewards.torch.languages.reading import TokenTensors


@dataclass(frozen=True, slots=True, eq=False)
class Tensors:
    """A table on one device.

    Attributes:
        tokens: what is known of each id.
        groups: the languages of the scripts that several share.
        only: int64[scripts], the code of the one language of each other script.
        latin: bool[A], whether each language that is asked for is written in Latin letters.
    """

    tokens: TokenTensors
    groups: tuple[GroupTensors, ...]
    only: Tensor
    latin: Tensor


def build(vocabulary: Vocabulary, asked: Sequence[str]) -> Arrays:
    """The arrays of a table. Each has one id more than the vocabulary, at last, which is padding."""
    words = token_words.read(vocabulary.pieces)
    neutral = lift([*vocabulary.pieces, b""])
    found = {
        "script": words.script.astype(np.uint8),
        "begins": words.begins,
        "ends": words.ends,
        "weights": words.weights,
        "flags": words.flags,
        "signs": words.signs,
        "is_latin": words.script == token_words.SCRIPTS.index("Latn"),
    }
    found = {name: _padded(values) for name, values in found.items()}
    found["classes"] = neutral.classes.astype(np.int64)
    found |= {"steps": neutral.steps, "marks": neutral.marks, "free": FREE, "fence": FENCE}
    for number, group in enumerate(groups(words, vocabulary.pieces, asked)):
        found |= {f"{number} {name}": values for name, values in _group(group).items()}
    return found


def codes(arrays: Arrays, asked: Sequence[str]) -> tuple[str, ...]:
    """The codes of all languages of a table, those that are asked for first."""
    columns = [code for name, values in arrays.items() if name.endswith(" columns") for code in values.tolist()]
    return tuple(dict.fromkeys([*asked, *columns, *ONLY.values(), UNKNOWN]))


def tensors(arrays: Arrays, asked: Sequence[str], device: torch.device) -> Tensors:
    """The arrays on a device."""

    def put(values: np.ndarray) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(values)).to(device)

    every = codes(arrays, asked)
    tokens = TokenTensors(**{name: put(arrays[name]) for name in TokenTensors.__slots__})
    made = []
    for number in range(sum(name.endswith(" columns") for name in arrays)):
        part = {name.split(" ")[1]: values for name, values in arrays.items() if name.startswith(f"{number} ")}
        columns = part.pop("columns").tolist()
        places = torch.tensor([every.index(code) for code in columns], device=device)
        fixed = {name: tuple(part.pop(name).tolist()) for name in ("scripts", "always")}
        made.append(GroupTensors(**fixed, **{name: put(values) for name, values in part.items()}, codes=places))
    latin = torch.tensor(["Latn" in scripts(code) for code in asked], device=device)
    return Tensors(tokens, tuple(made), put(script_codes(every)), latin)


def _padded(values: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.concatenate([values, np.zeros((*values.shape[:-1], 1), values.dtype)], axis=-1)
    return found


def _group(group: Group) -> Arrays:
    by_variant = group.costs.reshape(len(group.columns), 4, -1)
    costs = _padded(_padded(by_variant).reshape(len(group.columns), -1))
    return {
        "columns": np.array(group.columns),
        "scripts": np.array(group.scripts, np.int64),
        "always": np.array(group.always, np.int64),
        "costs": costs,
        "letters": _padded(group.letters),
        "targets": group.targets,
        "margins": group.margins,
    }
