"""The symbolic tier's worker: its deadline, its caps, and that it can be called from anywhere."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading

import pytest

import r1rewards as r1
from r1rewards.math import compare
from r1rewards.math.budget import Budget
from r1rewards.math.symbolic import MAX_LENGTH

TOWER = "9^{9^{9^9}}"
SLOW = r"\int \sin(x^5)\cos(x^3) dx"  # plain mathematics, on which sympy thinks for longer than it is given here
LIMIT = r"\lim_{x\to 0} \frac{\sin x}{x}"
LIMIT_OF_TWO = r"\lim_{x\to 0} \frac{\sin 2x}{x}"
PATIENCE = 60.0


def limit(value: int) -> str:
    """What only the symbolic tier knows."""
    return rf"\lim_{{x\to 0}} \frac{{\sin {value}x}}{{x}}"


def score(completion: str, reference: object, **options: object) -> r1.Score:
    return r1.MathReward(**options).score([r1.Sample(completion, reference)])[0]


def test_what_takes_long_is_undecided_at_the_deadline():
    found = compare("x+11", SLOW, deadline=0.25)
    assert (found.equal, found.tier) == (False, "symbolic")  # the gold can be read
    assert "0.25 s" in found.reason
    # The killed worker was replaced: the next pair is decided.
    assert compare("1", LIMIT, deadline=PATIENCE).equal is True


def test_a_tower_is_wrong_with_value_0_never_none():
    found = score(rf"\boxed{{{TOWER}}}", "5", deadline=0.25)
    assert (found.value, found.verdict) == (0.0, r1.Verdict.INCORRECT)
    assert found.answer == TOWER


@pytest.mark.parametrize(
    "answer",
    ["1+" * MAX_LENGTH + "1", r"\begin{cases}", r"\frac{", "x" * 20_000, r"\int", "((((" * 200, r"\sqrt" * 100],
    ids=["long", "half-environment", "half-fraction", "longer-than-any", "bare-command", "brackets", "roots"],
)
def test_what_cannot_be_decided_is_never_none(answer):
    found = score(f"<answer>{answer}</answer>", "5+x", deadline=1)
    assert found.value == 0.0
    assert found.verdict in (r1.Verdict.LIMIT, r1.Verdict.INCORRECT)


def test_a_deadline_of_0_leaves_the_tier_out():
    found = score(rf"\boxed{{{LIMIT}}}", "1", deadline=0)
    assert (found.value, found.verdict) == (0.0, r1.Verdict.INCORRECT)
    assert score(r"\boxed{0.5}", r"\frac12", deadline=0).value == 1.0


def test_from_another_thread():
    found = []
    thread = threading.Thread(target=lambda: found.append(compare("3", limit(3), deadline=PATIENCE)))
    thread.start()
    thread.join()
    assert [comparison.equal for comparison in found] == [True]


def test_from_several_threads_at_once():
    pairs = [(str(n), limit(n)) for n in range(12, 20)]
    found: dict[int, bool | None] = {}

    def work(index: int) -> None:
        found[index] = compare(*pairs[index], deadline=PATIENCE).equal

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(pairs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == dict.fromkeys(range(len(pairs)), True)


def test_from_asyncio():
    async def both() -> list[bool | None]:
        jobs = [asyncio.to_thread(compare, str(n), limit(n), deadline=PATIENCE) for n in (5, 6)]
        # On the loop's own thread too, as a trainer's asynchronous path would call it.
        here = compare("7", limit(7), deadline=PATIENCE)
        return [here.equal, *(result.equal for result in await asyncio.gather(*jobs))]

    assert asyncio.run(both()) == [True, True, True]


GRADE = r"""
import sys
import r1rewards as r1

rows = [
    ("so \\boxed{\\frac{1}{2}}", "0.5"), ("The answer is 7.", "8"), ("#### 1,000", 1000), ("5 meters", "5"),
    ("x = 5", "5"), ("no idea what this is about", "5"), ("Yes", ["No", "yes"]), ("\\boxed{5}", None),
]
scores = r1.grade(r1.MathReward(), [r1.Sample(text, gold) for text, gold in rows])
print([score.value for score in scores])
print(sorted({"sympy", "torch", "math_verify", "latex2sympy2_extended"} & set(sys.modules)))
symbolic = r1.grade(r1.MathReward(deadline=60), [r1.Sample(r"\boxed{\lim_{x\to 0} \frac{\sin x}{x}}", "1")])
print(symbolic[0].value, sorted({"sympy", "math_verify"} & set(sys.modules)))
"""


def test_grading_imports_neither_sympy_nor_torch():
    # Plain rows need no symbolic tier; rows that do need it have it in a process of its own.
    done = subprocess.run([sys.executable, "-c", GRADE], capture_output=True, text=True, check=True)
    values, plain, symbolic = done.stdout.splitlines()
    assert values == "[1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, None]"
    assert plain == "[]"
    assert symbolic == "1.0 []"


def test_what_a_short_deadline_left_open_a_longer_one_decides():
    # An answer that ran out of time says nothing about the pair: it must not be remembered as the pair's own.
    pair = "2", r"\int_0^{\pi} \sin(t) dt"
    assert compare(*pair, deadline=1e-9).equal is False
    assert compare(*pair, deadline=PATIENCE).equal is True


def test_the_claims_of_one_text_share_its_deadline():
    # Many claims in one text cost no more than one: the second finds nothing left to spend.
    budget = Budget(0.25)
    first = compare("x+1", SLOW, deadline=budget)
    second = compare("x+2", SLOW, deadline=budget)
    assert (first.equal, second.equal) == (False, False)
    assert budget.left <= 0
    assert "spent" in second.reason
    # What was not tried for want of time is tried again with time of its own.
    assert compare("2", LIMIT_OF_TWO, deadline=budget).equal is False
    assert compare("2", LIMIT_OF_TWO, deadline=PATIENCE).equal is True


def test_a_text_of_many_open_claims_is_flagged():
    text = " or ".join(rf"\boxed{{{TOWER}+{n}}}" for n in range(3, 20))
    found = score(text, "5", deadline=0.25)
    assert (found.value, found.verdict) == (0.0, r1.Verdict.FLAGGED)
