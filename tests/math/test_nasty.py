"""Inputs made to hang, crash or fool the engine, from every kind of caller, without and with the symbolic tier."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

import r1rewards as r1
import script_runs
from nasty_inputs import NASTY, PAIRS
from r1rewards.math import compare
from waiting import PATIENCE, ends

LIMIT = 3.0
"""Seconds of processor time that no comparison here needs a thirtieth of: more means that it would not end at all for a
larger input."""

REWARD = r1.MathReward(deadline=0)

# A script of its own: what hangs is killed there, even inside one long operation that no thread can interrupt.
SCRIPT = r"""
import asyncio, json, pickle, sys, threading, time
from dataclasses import asdict

import r1rewards as r1
from nasty_inputs import NASTY

REWARD = r1.MathReward(deadline=0)


def judged(nasty):
    print(nasty.name, flush=True)  # if it hangs, this is the last line
    outcome = {"name": nasty.name, "raised": None, "compared": 0.0, "scored": 0.0}
    try:
        start = time.thread_time()
        found = r1.math.compare(nasty.gold, nasty.answer, deadline=0)
        outcome["compared"] = time.thread_time() - start
        start = time.thread_time()
        (score,) = REWARD.score([r1.Sample(rf"\boxed{{{nasty.answer}}}", nasty.gold)])
        outcome["scored"] = time.thread_time() - start
        json.dumps(asdict(score))
        kept = pickle.loads(pickle.dumps(score)) == score
    except Exception as failure:
        return outcome | {"raised": f"{type(failure).__name__}: {str(failure):.200}"}
    return outcome | {"equal": found.equal, "value": score.value, "kept": kept}


def all_judged(outcomes):
    outcomes.extend(map(judged, NASTY))


async def both(outcomes):
    for nasty in NASTY:
        outcomes += [judged(nasty), await asyncio.to_thread(judged, nasty)]


outcomes = []
if sys.argv[1] == "main":
    all_judged(outcomes)
elif sys.argv[1] == "thread":
    thread = threading.Thread(target=all_judged, args=(outcomes,))
    thread.start()
    thread.join()
else:
    asyncio.run(both(outcomes))
print(json.dumps(outcomes))
"""


def wrong(outcome: dict[str, Any]) -> str | None:
    """What is wrong with one outcome."""
    nasty = next(nasty for nasty in NASTY if nasty.name == outcome["name"])
    if outcome["raised"] is not None:
        return f"raised {outcome['raised']}"
    if max(outcome["compared"], outcome["scored"]) > LIMIT:
        return f"took {outcome['compared']:.2f} s to compare, {outcome['scored']:.2f} s to score"
    if not outcome["kept"]:
        return "its score is another after pickling"
    if outcome["value"] is None and nasty.gold == "5":
        return "its score has no value"
    if nasty.equal is False and (outcome["equal"] or outcome["value"] == 1):
        return f"was paid: equal {outcome['equal']}, value {outcome['value']}"
    return None


def test_the_names_are_distinct() -> None:
    assert len({nasty.name for nasty in NASTY}) == len(NASTY) > 90
    assert {nasty.equal for nasty in NASTY} == {True, False, None}


@pytest.mark.parametrize("context", ["main", "thread", "asyncio"])
def test_every_input_is_answered_in_time_and_none_is_paid_wrongly(tmp_path: Path, context: str) -> None:
    printed = script_runs.run(tmp_path / "nasty.py", SCRIPT, context)
    outcomes = json.loads(printed.splitlines()[-1])
    assert len(outcomes) == len(NASTY) * (2 if context == "asyncio" else 1)
    assert {outcome["name"]: fault for outcome in outcomes if (fault := wrong(outcome))} == {}


def test_a_pool_of_processes_answers_every_input() -> None:
    samples = [r1.Sample(rf"\boxed{{{nasty.answer}}}", nasty.gold) for nasty in NASTY]
    scores = r1.grade(REWARD, samples, executor="processes", workers=1, timeout=PATIENCE)
    # A sample that overran or ended its worker has a score without data.
    stopped = [n.name for n, score in zip(NASTY, scores, strict=True) if score.verdict == "limit" and not score.data]
    assert stopped == []
    assert [n.name for n, score in zip(NASTY, scores, strict=True) if n.equal is False and score.value == 1] == []
    here = REWARD.score(samples)
    assert [n.name for n, score, same in zip(NASTY, scores, here, strict=True) if score != same] == []


SYMBOLIC = (
    "sum",
    "sum-nested",
    "product",
    "integral",
    "integral-indefinite",
    "limit-of-tower",
    "binomial",
    "exponentials-plus-1",
)


@pytest.mark.parametrize("name", SYMBOLIC)
def test_the_process_stays_responsive_while_the_symbolic_tier_works(name: str) -> None:
    """While the comparison takes its deadline, this process computes next to nothing: other threads may."""
    gold, answer, _ = PAIRS[name]
    compare("x^2-1", "(x-1)(x+1)", deadline=PATIENCE)  # the worker is there
    used: list[float] = []

    def asked() -> object:
        started = time.thread_time()
        try:
            return compare(gold, answer, deadline=0.5)
        finally:
            used.append(time.thread_time() - started)

    found = ends(asked, "a comparison with a deadline")
    assert found.equal is not True
    assert used[0] < 0.4, "a thread that computes holds the interpreter"
