"""StepReward: values, verdicts, reasons, spans, and how it can be hacked."""

from __future__ import annotations

import pytest

import r1rewards as r1
from r1rewards import presets, steps
from r1rewards.errors import RewardError
from r1rewards.rewards.steps import MAX_SPANS

TWO_OF_THREE = "<think>16 - 3 = 13. 13 * 2 = 27. 27 + 1 = 28.</think>28"


def score(text: str, **fields: object) -> r1.Score:
    (found,) = r1.StepReward(**fields).score([r1.Sample(text)])
    return found


@pytest.mark.parametrize(
    ("credit", "value", "verdict"),
    [("all", 0.0, "incorrect"), ("share", 2 / 3, "partial"), ("last", 1.0, "correct")],
)
def test_aggregates(credit, value, verdict):
    found = score(TWO_OF_THREE, credit=credit)
    assert (found.value, found.verdict) == (value, verdict)
    assert found.data == {"steps": 3, "right": 2, "wrong": 1, "undecided": 0, "withdrawn": 0, "counted": 3}


@pytest.mark.parametrize("credit", ["all", "share", "last"])
def test_all_right_and_all_wrong(credit):
    assert score("2 + 2 = 4, 3 * 3 = 9", credit=credit).verdict == "correct"
    assert score("2 + 2 = 5, 3 * 3 = 8", credit=credit).verdict == "incorrect"


def test_reasons_name_the_step():
    assert score(TWO_OF_THREE).reason == "Step 2 of 3 is wrong: '13 * 2 = 27', which is 26"
    assert score(TWO_OF_THREE, credit="last").reason == "The last step is right: '27 + 1 = 28'"
    assert score("2 + 2 = 4, 3 * 3 = 9").reason == "All 2 steps are right"
    assert score("2 + 2 = 4").reason == "The only step is right"
    assert score("1 / 0 = 1").reason == "Step 1 of 1 is wrong: '1 / 0 = 1': one of its sides divides by zero"
    assert score("5 + 3 = 8 - 3", undecided="wrong").reason.startswith(
        "Step 1 of 1 could not be decided: '5 + 3 = 8 - 3': it goes on"
    )


def test_spans_count_into_the_sample():
    found = score(TWO_OF_THREE)
    assert [(TWO_OF_THREE[s.start : s.end], s.label, s.value) for s in found.spans] == [
        ("16 - 3 = 13", "right", "the same number"),
        ("13 * 2 = 27", "wrong", "which is 26"),
        ("27 + 1 = 28", "right", "the same number"),
    ]


def test_spans_are_bounded_and_wrong_ones_come_first():
    text = " ".join(f"{i} + 1 = {i + 1}." for i in range(300)) + " 2 + 2 = 5"
    found = score(text)
    assert len(found.spans) == MAX_SPANS
    assert found.spans[-1].label == "wrong"
    assert list(found.spans) == sorted(found.spans)


@pytest.mark.parametrize(
    ("part", "template", "value"),
    [
        ("reasoning", None, 1.0),
        ("summary", None, 0.0),
        ("full", None, 0.0),
        ("reasoning", "think", 1.0),
        ("summary", "think", 0.0),
    ],
)
def test_scopes(part, template, value):
    assert score("<think>\n2 + 2 = 4\n</think>\n2 + 2 = 5", part=part, template=template).value == value


@pytest.mark.parametrize("text", ["", "   ", "I think it is four.", "x = 5", "<think></think>4"])
def test_without_steps(text):
    assert (score(text).value, score(text).verdict) == (0.0, "no-answer")
    assert score(text, no_steps=0.25).value == 0.25


def test_undecided_steps():
    text = "half of 10 + 2 = 7"
    assert (score(text).value, score(text).verdict) == (0.0, "no-answer")
    assert score(text).reason == "The only step could not be decided"
    assert score(f"{text}. 2 + 2 = 4").value == 1.0
    assert score(f"{text}. 2 + 2 = 4", undecided="wrong").value == 0.0
    assert score(f"{text}. 2 + 2 = 4", undecided="wrong", credit="share").value == 0.5


def test_a_step_that_is_taken_back_does_not_count():
    found = score("3 * 4 = 13. Wait, that's wrong: 3 * 4 = 12.")
    assert found.value == 1.0
    assert [span.label for span in found.spans] == ["withdrawn", "right"]


@pytest.mark.parametrize(
    "doubt", [". Hmm.", ", no doubt.", ". No problem.", " (actually).", ". Let me check the next:"]
)
def test_a_doubt_makes_no_wrong_step_vanish(doubt):
    text = " ".join(f"{i} * 7 = {i * 7 + 1}{doubt}" for i in range(2, 20)) + " 2+2=4."
    assert score(text).value == 0.0
    assert score(text).data["wrong"] == 18
    assert score(text, credit="share").value == pytest.approx(1 / 19)


def test_a_text_that_is_too_long_is_past_a_limit():
    found = score("2 + 2 = 4. " + "x" * steps.LONGEST)
    assert (found.value, found.verdict, found.reason) == (0.0, "limit", "The text has more than 500,000 characters")


def test_repetition_does_not_pay():
    once = score("2 + 2 = 4. 3 * 3 = 8.", credit="share")
    often = score("2 + 2 = 4. " * 500 + "3 * 3 = 8.", credit="share")
    assert once.value == often.value == 0.5
    assert often.data["counted"] == 2


def test_sides_that_are_the_same_do_not_pay():
    assert score("5 = 5. 2 + 2 = 2 + 2. 3 * 3 = 8", credit="share").value == 0.0


def test_a_mean_is_hacked_by_cheap_equations():
    """The paper's warning: this is how a policy would be paid without reasoning. `min` does not rise by it."""
    honest = "16 * 7 = 113."
    padded = honest + " " + " ".join(f"{i} * 1 = {i}." for i in range(99))
    assert score(honest, credit="share").value == 0.0
    assert score(padded, credit="share").value == 0.99
    assert score(padded, credit="all").value == 0.0
    assert score("2 + 2 = 4. I do not know the answer.", credit="all").value == 1.0


def test_too_many_steps_are_past_a_limit():
    found = score(" ".join(f"{i} + 1 = {i + 1}." for i in range(steps.MAX_STEPS + 1)))
    assert (found.value, found.verdict) == (0.0, "limit")
    assert found.reason == "The text has more than 2,000 steps"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"part": "both"}, "part is 'both': choose one of full, reasoning, summary"),
        ({"credit": "max"}, "credit is 'max': choose one of all, share, last"),
        ({"undecided": None}, "undecided is None: choose one of ignored, wrong"),
        ({"rounding": "up"}, "rounding is 'up': choose one of decimals, whole, exact"),
        ({"no_steps": float("nan")}, "no_steps is nan: give a finite number"),
        ({"template": "nope"}, "nope"),
    ],
)
def test_bad_fields(fields, said):
    with pytest.raises(RewardError, match=said):
        r1.StepReward(**fields)


def test_equal_rewards_have_equal_signatures():
    assert r1.signature(r1.StepReward(no_steps=0)) == r1.signature(r1.StepReward(no_steps=0.0))
    assert "r1rewards.steps" in r1.signature(r1.StepReward())


def test_it_is_in_no_preset():
    made = [presets.r1_zero(), presets.r1_reasoning(language="en")]
    assert not any("StepReward" in repr(preset) for preset in made)
    assert "StepReward" not in vars(presets)
