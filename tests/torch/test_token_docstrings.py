"""Docstrings of the token path state shapes and dtypes in one notation, `bool[B, T]`, and what is returned has them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from functools import cache
from typing import Any

import pytest
import torch
from torch import Tensor

import r1rewards as r1
import r1rewards.torch as token_path
from r1rewards.torch.layouts.token_format import Faults, Spans
from token_kit import KINDS

NOTATION = re.compile(r"\b(bool|u?int\d*|float\d*)\[([A-Z][^\]]*)\]")
BARE = re.compile(r"(?<!\w)\[(?:[BCKNTV](?: \+ 1)?|2)(?:, (?:[BCKNTV]|2))*\]")
"""A shape without a dtype."""
TENSORS = re.compile(r"\b(Tensor|Rewards|TokenBatch|RewardBatch|Estimate|Faults|Spans)\b")
"""Annotations of what holds tensors."""
GIVEN_AS_ANY = {"ids", "mask", "offsets", "lengths", "where"}
"""Arguments that take tensors and whatever else trainers have."""
HOLDERS = (token_path.TokenBatch, token_path.RewardBatch, token_path.Estimate, Faults, Spans)

Stated = list[tuple[str, int]]
"""Dtypes, and numbers of dimensions."""


def stated(text: str) -> Stated:
    return [(found[1], found[2].count(",") + 1) for found in NOTATION.finditer(text)]


def fits(tensor: Tensor, among: Stated) -> bool:
    """Whether it is one of these; "int" and "float" are of any size."""
    dtype = str(tensor.dtype).removeprefix("torch.")
    sized = {dtype, dtype.rstrip("0123456789")}
    return any(name in sized and rank == tensor.ndim for name, rank in among)


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Public functions, and public methods and properties of public classes."""
    for name in token_path.__all__:
        one = getattr(token_path, name)
        if inspect.isfunction(one):
            yield name, one
        elif inspect.isclass(one):
            for method, value in vars(one).items():
                found = value.fget if isinstance(value, property) else getattr(value, "__func__", value)
                if inspect.isfunction(found) and (method == "__call__" or not method.startswith("_")):
                    yield f"{name}.{method}", found


def concerns_tensors(function: Callable[..., Any]) -> bool:
    signature = inspect.signature(function)
    annotations = [signature.return_annotation, *(one.annotation for one in signature.parameters.values())]
    return not GIVEN_AS_ANY.isdisjoint(signature.parameters) or any(TENSORS.search(str(one)) for one in annotations)


CONCERNED = {name: function for name, function in functions() if concerns_tensors(function)}


def test_the_functions_that_are_checked_are_found() -> None:
    assert {"advantages", "RewardEngine.submit", "TokenBatch.of", "TokenBatch.lengths", "TokenFormat.spans"} <= {
        *CONCERNED
    }


@pytest.mark.parametrize("name", CONCERNED)
def test_a_docstring_states_shapes_and_dtypes(name: str) -> None:
    assert stated(inspect.getdoc(CONCERNED[name]) or ""), f"{name}: state them as in bool[B, T]"


@pytest.mark.parametrize("name", sorted({*dict(functions()), *token_path.__all__} - {"VERDICTS"}))
def test_a_docstring_states_no_shape_without_its_dtype(name: str) -> None:
    one: Any = token_path
    for part in name.split("."):
        one = inspect.getattr_static(one, part)
    assert not BARE.findall(getattr(one, "__doc__", None) or getattr(one.__func__, "__doc__", ""))


@pytest.mark.parametrize("holder", HOLDERS)
def test_what_holds_tensors_states_the_shape_of_each(holder: type) -> None:
    told = attributes(holder)
    names = holder.__dataclass_fields__ if is_dataclass(holder) else holder._fields  # type: ignore[attr-defined]
    tensors = [name for name in names if "Tensor" in str(holder.__annotations__[name])]
    assert tensors
    assert not [name for name in tensors if not told.get(name)]


def attributes(holder: type) -> dict[str, Stated]:
    """What a class states of each of its attributes."""
    section = (inspect.getdoc(holder) or "").partition("Attributes:\n")[2].partition("\n\n")[0]
    entries = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", section, re.MULTILINE)
    return {name: stated(text) for name, text in entries}


# --- what is returned ------------------------------------------------------------------------------------------------

REWARDS, MASK = [1.0, 0.0, 0.0, 1.0], torch.tensor([[True, True, False]] * 4)
TEXTS = ("<think>6 · 7</think><answer>42</answer>", "The answer is 42.", "", "<think>")


@cache
def tokenizer() -> Any:
    return KINDS["byte_level"]()


@cache
def ids() -> list[list[int]]:
    return [list(tokenizer().encode(text).ids) for text in TEXTS]


@cache
def layout() -> token_path.TokenFormat:
    return token_path.TokenFormat(tokenizer(), "r1-zero")


@cache
def table() -> token_path.LanguageTable:
    return token_path.LanguageTable(tokenizer(), ["en"])


@cache
def engine() -> token_path.RewardEngine:
    return token_path.RewardEngine(r1.presets.r1_zero(), tokenizer(), ends=[], advantages="grpo")


def judged() -> token_path.RewardBatch:
    return engine()(ids(), references=["42"] * 4, groups=2)


def batch() -> token_path.TokenBatch:
    return token_path.TokenBatch.of(ids())


def flat() -> token_path.TokenBatch:
    return token_path.TokenBatch.of(torch.arange(5), offsets=torch.tensor([0, 2, 5]))


CALLS: dict[str, Callable[[], Any]] = {
    "advantages": lambda: token_path.advantages(REWARDS, 2),
    "estimate": lambda: token_path.estimate(REWARDS, 2, "dapo", like="verl"),
    "token_advantages": lambda: token_path.token_advantages(REWARDS, 2, mask=MASK),
    "spread": lambda: token_path.spread(REWARDS, 2),
    "shaped": lambda: token_path.shaped(r1.SoftOverlong(max_length=9, cache=3), [1, 8, 9]),
    "ngram_repetition": lambda: token_path.ngram_repetition(ids()),
    "token_offsets": lambda: token_path.token_offsets(tokenizer(), ids()),
    "token_mask": lambda: token_path.token_mask(judged().scores, token_path.token_offsets(tokenizer(), ids())),
    "place_rewards": lambda: place(torch.float64),
    "LanguageTable.share": lambda: table().share(ids()),
    "LanguageTable.words": lambda: table().words(ids()),
    "LanguageTable.words_by_language": lambda: table().words_by_language(ids()),
    "LanguageTable.per_token": lambda: table().per_token(ids()),
    "TokenFormat.valid": lambda: layout().valid(ids()),
    "TokenFormat.undecided": lambda: layout().undecided(ids()),
    "TokenFormat.faults": lambda: layout().faults(ids()),
    "TokenFormat.spans": lambda: layout().spans(ids()),
    "TokenBatch.of": flat,
    "TokenBatch.lengths": lambda: batch().lengths,
    "TokenBatch.to": lambda: batch().to("cpu"),
    "TokenBatch.without_ends": lambda: batch().without_ends([0]),
    "RewardEngine.__call__": judged,
    "RewardEngine.submit": lambda: engine().submit(ids(), references=["42"] * 4, groups=2).result(),
    "RewardEngine.asked": lambda: next(iter(engine().asked(batch()).values()))[0],
    "RewardBatch.token_rewards": lambda: judged().token_rewards("span"),
}


def place(dtype: torch.dtype) -> Tensor:
    return token_path.place_rewards(torch.tensor(REWARDS, dtype=dtype), MASK)


def test_every_function_that_returns_tensors_has_a_sample_call() -> None:
    returning = {
        name for name, one in CONCERNED.items() if TENSORS.search(str(inspect.signature(one).return_annotation))
    }
    assert returning == {*CALLS}


@pytest.mark.parametrize("name", CALLS)
def test_what_is_returned_is_as_its_docstring_states(name: str) -> None:
    found = CALLS[name]()
    if isinstance(found, Tensor):
        assert fits(found, stated(inspect.getdoc(CONCERNED[name]) or "")[:1])
        return
    checked = {one: getattr(found, one) for one in attributes(type(found))}
    tensors = {one: value for one, value in checked.items() if isinstance(value, Tensor)}
    assert tensors
    assert not [one for one, value in tensors.items() if not fits(value, attributes(type(found))[one])]


@pytest.mark.parametrize("kind", ["reinforce++", "reinforce++-baseline", "gdpo", "opo", "rloo", "dr-grpo"])
@pytest.mark.parametrize(
    "given", [torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.int64, torch.bool]
)
def test_advantages_are_float32_but_for_float64_rewards(kind: str, given: torch.dtype) -> None:
    rewards = torch.tensor(REWARDS).to(given)
    found = token_path.advantages(rewards, 2, kind, like="verl", lengths=[1, 2, 3, 4])
    assert found.dtype == (torch.float64 if given == torch.float64 else torch.float32)
