"""The reward of R1-Zero, whole: accuracy + format."""

from __future__ import annotations

import pickle

import pytest

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.templates import R1, R1_ZERO

RIGHT = "<think>2 + 3</think><answer>5</answer>"


def grade(completion: str, reference: object = "5", **fields: object) -> r1.Score:
    (found,) = r1.grade(r1.presets.r1_zero(), [r1.Sample(completion, reference, **fields)])
    return found


@pytest.mark.parametrize(
    ("completion", "value", "verdict", "parts"),
    [
        (RIGHT, 2.0, "correct", ("correct", "correct")),
        ("<think>2 + 3</think><answer>6</answer>", 1.0, "incorrect", ("incorrect", "correct")),
        (f"{RIGHT} Bye!", 1.0, "correct", ("correct", "malformed")),
        ("<think>2 + 3</think><answer>6</answer> Bye!", 0.0, "incorrect", ("incorrect", "malformed")),
        ("<think>2 + 3</think>5", 0.0, "no-answer", ("no-answer", "malformed")),
        ("<think>2 + 3 <answer>5</answer>", 0.0, "no-answer", ("no-answer", "malformed")),
        (r"<think>2 + 3</think><answer>\boxed{5} or \boxed{6}</answer>", 1.0, "incorrect", ("incorrect", "correct")),
        ("", 0.0, "no-answer", ("no-answer", "malformed")),
    ],
    ids=["right", "wrong", "right-malformed", "wrong-malformed", "no-element", "open", "hedged", "empty"],
)
def test_accuracy_and_format_are_paid_apart(completion, value, verdict, parts):
    found = grade(completion)
    assert (found.value, found.verdict) == (value, verdict)
    assert tuple(part.verdict for part in found.parts) == parts
    assert [(part.reward, part.weight) for part in found.parts] == [("math", 1.0), ("format", 1.0)]


@pytest.mark.parametrize("reference", [None, "", [], True], ids=["none", "blank", "empty", "bool"])
def test_format_alone_does_not_pay_when_the_gold_is_unusable(reference):
    found = grade(RIGHT, reference)
    assert (found.value, found.verdict) == (None, r1.Verdict.SKIPPED)
    assert found.parts[1].value == 1.0
    (problem,) = r1.check(r1.presets.r1_zero(), [r1.Sample(RIGHT, reference)])
    assert problem[0] == 0


def test_a_text_cut_off_at_a_limit_keeps_its_accuracy_and_loses_its_format():
    found = grade(RIGHT, finish_reason="length")
    assert [part.verdict for part in found.parts] == ["correct", "malformed"]
    assert found.value == 1.0


def test_the_answer_and_the_spans():
    found = grade(RIGHT)
    assert found.answer == "5"
    assert {span.label for span in found.spans} == {"reasoning", "answer"}
    assert {RIGHT[span.start : span.end] for span in found.spans} == {"2 + 3", "5"}


def test_it_hands_its_template_to_every_part():
    for template in (R1_ZERO, R1, "think"):
        expected = R1_ZERO if template is R1_ZERO else R1
        assert [part.reward.template for part in r1.presets.r1_zero(template).parts] == [expected] * 2
    (found,) = r1.grade(r1.presets.r1_zero("think"), [r1.Sample(r"<think>2 + 3</think> It is \boxed{5}.", "5")])
    assert found.value == 2.0


def test_it_is_a_value():
    reward = r1.presets.r1_zero()
    assert reward == r1.presets.r1_zero()
    assert reward != r1.presets.r1_zero("think")
    assert pickle.loads(pickle.dumps(reward)) == reward
    assert r1.signature(reward) == r1.signature(r1.presets.r1_zero())
    assert r1.signature(reward) != r1.signature(r1.presets.r1_zero("think"))
    assert reward.name == "r1-zero"


def test_an_unknown_template():
    with pytest.raises(RewardError, match="no template"):
        r1.presets.r1_zero("r2")
