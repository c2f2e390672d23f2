"""Assertions about rewards: what they accept, what they refuse, and what they say."""

from __future__ import annotations

from typing import Any

import pytest

import r1rewards as r1
from r1rewards.testing.assertions import assert_invariant, assert_never_paid, assert_order, assert_reward
from r1rewards.testing.callables import as_reward

MATH = r1.MathReward()
RIGHT, WRONG = r"\boxed{42}", r"\boxed{41}"


def broken(sample: r1.Sample) -> float:
    raise LookupError("no such table")


def length(sample: r1.Sample) -> int:
    return len(sample.text)


@pytest.mark.parametrize(
    "expected",
    [
        1,
        1.0 + 1e-12,
        True,
        "correct",
        {"value": 1, "verdict": r1.Verdict.CORRECT, "answer": "42", "reason": "same"},
    ],
)
def test_what_is_expected(expected: Any) -> None:
    assert assert_reward(MATH, RIGHT, expected, reference="42").value == 1


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        (WRONG, 1),
        (WRONG, True),
        (RIGHT, False),
        (RIGHT, None),
        (RIGHT, "incorrect"),
        (RIGHT, {"value": 1, "answer": "43"}),
        (RIGHT, {"reason": "no such reason"}),
    ],
)
def test_another_score_is_shown(sample: str, expected: Any) -> None:
    with pytest.raises(AssertionError, match="'math' scores otherwise than expected") as caught:
        assert_reward(MATH, sample, expected, reference="42")
    said = str(caught.value)
    assert sample.replace("\\", "\\\\") in said
    assert "reference  '42'" in said
    assert "(expected: " in said


def test_named_fields() -> None:
    assert_reward(MATH, RIGHT, reference="42", value=1, verdict="correct", answer="42", reason="same text")
    assert_reward(MATH, RIGHT, reference=None, value=None, verdict="skipped")
    with pytest.raises(AssertionError, match=r"answer     42   \(expected: 43\)"):
        assert_reward(MATH, RIGHT, reference="42", answer="43")
    with pytest.raises(AssertionError, match=r"part       format: 0\.0, malformed"):
        assert_reward(r1.presets.r1_zero(), RIGHT, 2.0, reference="42")


def test_what_cannot_be_expected() -> None:
    with pytest.raises(ValueError, match="expects nothing"):
        assert_reward(MATH, RIGHT, reference="42")
    with pytest.raises(ValueError, match="expected has 'verdikt': choose from value, verdict, answer, reason, paid"):
        assert_reward(MATH, RIGHT, {"verdikt": "correct"}, reference="42")
    with pytest.raises(ValueError, match="verdict is 'corect': choose one of correct, partial"):
        assert_reward(MATH, RIGHT, "corect", reference="42")
    for fields in ({"value": "1"}, {"answer": 42}, {"reason": None}, {"verdict": 1}, {"value": True}, {"paid": 1}):
        with pytest.raises(ValueError, match="which no score has"):
            assert_reward(MATH, RIGHT, fields, reference="42")
    with pytest.raises(ValueError, match="every reason has that in it"):
        assert_reward(MATH, RIGHT, reason="", reference="42")
    for tolerance in (-1, "a", float("nan"), True):
        with pytest.raises(ValueError, match=r"tolerance is .*: give a number from 0"):
            assert_reward(MATH, RIGHT, 1, reference="42", tolerance=tolerance)
    with pytest.raises(ValueError, match="a reference of its own"):
        assert_reward(MATH, r1.Sample(RIGHT, "42"), 1, reference="42")


def test_a_reward_that_fails_is_never_as_expected() -> None:
    for check in (
        lambda: assert_reward(broken, RIGHT, None),
        lambda: assert_never_paid(broken, [RIGHT]),
        lambda: assert_order(broken, [RIGHT, WRONG]),
        lambda: assert_invariant(broken, RIGHT),
    ):
        with pytest.raises(AssertionError, match="'broken' fails:") as caught:
            check()
        assert "LookupError: no such table" in str(caught.value)


def test_order() -> None:
    assert [score.value for score in assert_order(MATH, [RIGHT, WRONG], reference="42")] == [1, 0]
    assert_order(MATH, [RIGHT, RIGHT, WRONG], reference="42", strict=False)
    with pytest.raises(AssertionError, match="sample 0 is not worth more beside sample 1"):
        assert_order(MATH, [RIGHT, RIGHT], reference="42")
    with pytest.raises(AssertionError, match="sample 1 is worth less beside sample 2"):
        assert_order(MATH, [RIGHT, WRONG, RIGHT], reference="42", strict=False)
    with pytest.raises(AssertionError, match="sample 0 has no value"):
        assert_order(MATH, [r1.Sample(RIGHT), WRONG])
    for samples in ([RIGHT], "42"):
        with pytest.raises(ValueError, match="at least two"):
            assert_order(MATH, samples, reference="42")


def test_never_paid() -> None:
    assert len(assert_never_paid(MATH, [WRONG, "42?", ""], reference="42")) == 3
    assert_never_paid(MATH, WRONG, reference="42")
    with pytest.raises(AssertionError, match=r"'math' pays 1 of 2 samples more than 0:\n  sample 1"):
        assert_never_paid(MATH, [WRONG, RIGHT], reference="42")
    assert_never_paid(MATH, [WRONG, RIGHT], reference="42", above=1.0)
    with pytest.raises(ValueError, match="above is nan: give a finite number"):
        assert_never_paid(MATH, [RIGHT], reference="42", above=float("nan"))
    with pytest.raises(ValueError, match="got no samples"):
        assert_never_paid(MATH, [])


def test_invariant_names_what_it_tried() -> None:
    text = r"So we get the following result in the end. The answer is \boxed{\frac{1}{2}x^2}."
    tried = assert_invariant(MATH, text, reference=r"\frac12x^2")
    assert {each.partition(":")[0] for each in tried} == {"white-space", "wrapping", "notation", "renaming"}
    assert assert_invariant(MATH, text, reference=r"\frac12x^2", under="renaming") == ["renaming: x as t"]


def test_invariant_shows_what_changed_the_score() -> None:
    with pytest.raises(AssertionError, match="'length' changes under white-space: a line feed at the end") as caught:
        assert_invariant(length, "one two three")
    assert "'one two three'" in str(caught.value)
    assert r"'one two three\n'" in str(caught.value)


def test_invariant_under_functions_of_ones_own() -> None:
    assert assert_invariant(length, "one", under={"capitals": str.upper}) == ["capitals"]
    with pytest.raises(AssertionError, match="changes under doubled"):
        assert_invariant(length, "one", under={"doubled": lambda text: text * 2})


def test_nothing_to_change_is_a_failure() -> None:
    with pytest.raises(AssertionError, match="nothing was tried: the text allows no change of renaming"):
        assert_invariant(length, "one", under=["renaming"])
    with pytest.raises(ValueError, match="under is empty: choose from white-space"):
        assert_invariant(length, "one", under=[])
    with pytest.raises(AssertionError, match="no change of same"):
        assert_invariant(length, "one", under={"same": str})
    with pytest.raises(ValueError, match="under is 'spelling': choose from white-space"):
        assert_invariant(length, "one", under="spelling")


def test_what_was_not_judged_proves_nothing() -> None:
    for check in (
        lambda: assert_never_paid(MATH, [WRONG, RIGHT]),
        lambda: assert_never_paid(lambda sample: None, [WRONG]),
        lambda: assert_invariant(MATH, RIGHT),
    ):
        with pytest.raises(AssertionError, match=r"has not judged a sample|has no value to compare"):
            check()


def first_only(completions: Any, **columns: Any) -> list[float]:
    return [1.0]


def test_a_function_that_fails_on_a_batch_alone_fails() -> None:
    with pytest.raises(AssertionError, match="'first_only' fails on the batch of 2, though on none of them alone"):
        assert_order(first_only, [RIGHT, WRONG])
    assert_reward(first_only, RIGHT, 1)


def chat(completions: Any, **columns: Any) -> list[float]:
    return [float("42" in each[0]["content"]) for each in completions]


def test_messages_are_changed_as_messages() -> None:
    said = r1.Sample([{"role": "assistant", "content": "It is 42"}])
    assert "white-space: a line feed at the end" in assert_invariant(chat, said)
    assert assert_invariant(as_reward(chat, messages=True), "It is 42", under={"capitals": str.upper}) == ["capitals"]


def keyed(sample: r1.Sample) -> float:
    return float(sample.meta["k"])


def test_ones_own_changes_keep_the_rest() -> None:
    assert assert_invariant(keyed, r1.Sample("one", meta={"k": 1}), under={"capitals": str.upper}) == ["capitals"]
