"""Caches hold as many bytes as they say, however long the texts are that come."""

import gc
import importlib
import pkgutil
from functools import _lru_cache_wrapper
from sys import getsizeof
from types import FunctionType, ModuleType
from typing import Any

import pytest

import r1rewards
from r1rewards.core.caching import ENTRY, by_text, sized_cache
from r1rewards.math import comparison, normal, rational, reference
from r1rewards.math.deciding import formulas, realsets, signs
from r1rewards.math.reading import answers, words
from r1rewards.math.reading.answers import read
from r1rewards.math.reading.tree import Node

FEW = {
    "counting.kinds.kind": "one character",
    "execution.processes._load_reward": "rewards of the caller's own",
    "core.columns._plan": "names of columns",
    "templates.scan.searcher": "tags of templates",
    "templates.scan._common_beginning": "tags of templates",
    "templates.channels._header_pattern": "templates",
    "rewards.math._policy": "policies",
    "dropin.math_verify.strings._pattern": "the caller's configurations",
    "dropin.math_verify.strings._named": "the caller's configurations",
    "choices.letters.written_letters": "labels of options",
    "math.units.dimension": "names of units, which are short",
    "math.deciding.modular._factors": "numbers of 2,000 bits at most",
    "math.deciding.modular._no_square": "primes that are drawn",
    "math.comparison._compared": "pairs of 200 characters at most",
}
"""Caches bounded by a count alone, and what keeps their entries small."""


def held(cache: object) -> int:
    """The bytes that are reached from a cache and from no module or class."""
    seen: set[int] = set()
    todo = [cache]
    total = 0
    while todo:
        item = todo.pop()
        if id(item) in seen or isinstance(item, type | ModuleType | FunctionType):
            continue
        seen.add(id(item))
        total += getsizeof(item)
        todo.extend(gc.get_referents(item))
    return total


def test_a_cache_finds_what_it_holds_and_is_emptied_when_it_is_full() -> None:
    calls = []

    @sized_cache(10 * (ENTRY + 100))
    def double(text: str) -> str:
        calls.append(text)
        return text * 2

    for _ in range(2):
        assert [double(f"{n}" * 100) for n in range(10)] == [f"{n}" * 200 for n in range(10)]
    assert len(calls) == 10
    assert double("x" * 100) == "x" * 200
    assert double.cache_info().currsize == 1
    assert double("x" * 100) == "x" * 200
    assert len(calls) == 11


def test_results_and_tuples_of_texts_are_weighed() -> None:
    assert by_text(3)(None, "ab", ("c", "d"), 7) == 12
    assert by_text()(None, "ä") == 4

    @sized_cache(1_000, weigh=lambda result, _: len(result))
    def repeated(times: int) -> bytes:
        return bytes(times)

    repeated(500), repeated(501)
    assert repeated.cache_info().currsize == 1


def test_errors_are_raised_and_not_kept() -> None:
    @sized_cache(1_000)
    def fails(text: str) -> str:
        raise ValueError(text)

    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            fails("no")
    assert not fails.cache_info().currsize


def _all_caches() -> dict[str, Any]:
    found = {}
    for module in pkgutil.walk_packages(r1rewards.__path__, "r1rewards."):
        if module.name.startswith(("r1rewards.torch", "r1rewards.trainers")) or module.name.endswith(
            ("__main__", "symbolic_worker")
        ):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, _lru_cache_wrapper) and value.cache_parameters()["maxsize"] is not None:
                made = value.__wrapped__
                if made.__module__.startswith("r1rewards."):
                    found[f"{made.__module__.removeprefix('r1rewards.')}.{getattr(made, '__name__', name)}"] = value
    return found


def test_every_cache_of_the_package_is_bounded_by_size_or_holds_small_things() -> None:
    by_count = {name for name, cache in _all_caches().items() if "size" not in vars(cache)}
    assert by_count <= set(FEW)


SUMS = [f"x_{{{n}}}+" + "+".join(f"{k}y" for k in range(500)) for n in range(100)]
NUMBERS = [f"{n + 1}" * 950 for n in range(999)]
SETS = [r"\{" + ",".join(f"{k}.{n}" for k in range(400)) + r"\}" for n in range(80)]


def _trees(texts: list[str]) -> list[Node]:
    return [read(text) for text in texts]


CACHES: dict[str, tuple[Any, list[Any]]] = {
    "readings": (answers.readings, SUMS),
    "readings of sets": (answers.readings, SETS),
    "formulas": (formulas.formula, _trees(SUMS)),
    "large numbers": (formulas.formula, _trees([f"2^{{{30_000 + n}}}" for n in range(3_000)])),
    "both signs": (signs.both_signs, _trees(SUMS)),
    "sets": (realsets.real_set, _trees(SETS)),
    "quantities": (rational.quantity, NUMBERS),
    "normal forms": (normal._normal_cached, [text[:300] + "π" for text in NUMBERS]),
    "words": (words.plain_words, [f"answer {n} " * 100 for n in range(999)]),
    "golds": (reference._text_gold, [rf"{'why ' * 500}\boxed{{{n}}}" for n in range(999)]),
}


@pytest.mark.parametrize("name", CACHES)
def test_long_texts_are_held_up_to_the_size(name: str) -> None:
    cache, items = CACHES[name]
    cache.cache_clear()
    for item in items:
        cache(item)
    assert 0 < held(cache) <= vars(cache)["size"] * 1.1


def test_pairs_of_long_texts_are_held_up_to_the_size() -> None:
    for text in SUMS:
        comparison.compare("x" + SUMS[0], text, deadline=0)
    for cache in (comparison._compared_long, comparison._nodes, answers.readings, formulas.formula):
        assert held(cache) <= vars(cache)["size"] * 1.1


def test_texts_that_go_on_and_on_are_not_read() -> None:
    before = comparison._nodes.cache_info().currsize, answers.readings.cache_info().currsize
    for text in ("1, 2, 3, " * 900, "x+" * 4000 + "x", "the answer is " * 600):
        found = comparison.compare("42", text)
        assert (found.equal, found.tier) == (False, "limit")
    assert (comparison._nodes.cache_info().currsize, answers.readings.cache_info().currsize) == before
    assert comparison.compare("42", "42" + " " * 9000).equal
    assert comparison.compare("2 " * 1000, "2 " * 1000).equal
    assert comparison.holds_among_others("42", ", ".join(map(str, range(1500))), 5)
    assert not comparison.holds_among_others("4200", ", ".join(map(str, range(1500))), 5)
