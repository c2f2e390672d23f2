"""ExactMatchReward and TokenF1Reward: a table of cases, each with its why, and what a Score says."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from answer_cases import CASES, Case
from linear import assert_linear
from r1rewards.errors import RewardError

BOTH = (r1.ExactMatchReward, r1.TokenF1Reward)


def exact(text: str, gold: Any, **fields: Any) -> r1.Score:
    return r1.ExactMatchReward(**fields).score([r1.Sample(text, gold)])[0]


def f1(text: str, gold: Any, **fields: Any) -> r1.Score:
    return r1.TokenF1Reward(**fields).score([r1.Sample(text, gold)])[0]


@pytest.mark.parametrize("case", CASES, ids=[case.why for case in CASES])
def test_cases(case: Case) -> None:
    found = exact(case.text, case.gold, **case.fields)
    assert (found.value, found.verdict) == ((1.0, "correct") if case.exact else (0.0, "incorrect")), found.reason
    found = f1(case.text, case.gold, **case.fields)
    assert found.value == pytest.approx(case.f1), found.reason
    assert found.verdict == ("correct" if case.f1 == 1 else "partial" if case.f1 else "incorrect")


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("text", ["", " \n", "<think>Paris", "<think>Paris</think>\u200b", "<answer> </answer>"])
def test_a_blank_answer_is_none(text: str) -> None:
    for found in (exact(text, "Paris"), f1(text, "Paris")):
        assert (found.value, found.verdict) == (0.0, "no-answer")


@pytest.mark.parametrize(
    ("text", "gold"),
    [
        ("The answer is Paris, not London.", "Paris"),
        ("The answer is Paris. London is wrong.", "Paris"),
        ("The answer to the question is Paris.", "Paris"),
        ("The answer is correct. The answer is Paris.", "Paris"),
        (r"\boxed{Paris}. The answer is correct.", "Paris"),
        ("The answer is False.", "False"),
        ("**Answer:** True", "True"),
        ("The answer is unknown.", "unknown"),
        ("The answer is impossible.", "impossible"),
        ("The answer is neither.", "neither"),
        ('The answer is "not guilty".', "not guilty"),
        ("The answer is To Be or Not to Be.", "To Be or Not to Be"),
        ("Answer: None of the above", "None of the above"),
        ("The answer is Washington, D.C.", "Washington, D.C."),
        ("The answer is Martin Luther King, Jr.", "Martin Luther King, Jr."),
    ],
)
def test_answers_in_words_may_be_verdicts_and_denials(text: str, gold: str) -> None:
    assert exact(text, gold, extract="claimed").value == 1.0


@pytest.mark.parametrize(
    "text",
    [
        "The answer is not Paris.",
        "The wrong answer is Paris.",
        "The answer is Paris. This is wrong.",
        "The answer is Paris. My answer is wrong.",
        "The answer is Paris. No, it is London.",
        "The answer is Paris or London.",
    ],
)
def test_what_is_denied_or_taken_back_is_not_claimed(text: str) -> None:
    assert exact(text, "Paris", extract="claimed").value == 0.0


def test_nothing_claimed_is_no_answer() -> None:
    assert exact("I like Paris.", "Paris", extract="claimed").verdict == "no-answer"


def test_a_claim_that_is_taken_back_is_wrong() -> None:
    text = "The answer is Paris. That is wrong."
    assert exact(text, "Paris", extract="claimed").value == 0.0
    assert f1(text, "Paris", extract="claimed").value == 0.0


@pytest.mark.parametrize(
    ("template", "text", "value"),
    [
        ("r1-zero", "<think>Rome</think><answer>Paris</answer>", 1.0),
        ("r1-zero", "<think>Rome</think>Paris", 0.0),
        ("think", "<think>Rome</think>Paris", 1.0),
    ],
)
def test_a_template_tells_the_final_part(template: str, text: str, value: float) -> None:
    found = exact(text, "Paris", template=template)
    assert found.value == value
    assert found.data["template"] == template
    if value:
        start, end, *_ = found.spans[0]
        assert text[start:end] == found.answer == "Paris"


def test_what_the_data_say() -> None:
    found = f1("the city of Paris", ["Rome", "Paris"])
    assert found.data == {"gold": "Paris", "precision": pytest.approx(1 / 3, abs=1e-6), "recall": 1.0}
    assert exact("Rome", ["Paris", "London"]).reason == "'Rome' is not 'Paris' nor one of 1 more"
    assert exact("NYC", ["New York", "NYC"]).data == {"gold": "NYC", "golds": 2}


@pytest.mark.parametrize("reference", [None, "", [], [None], float("inf")])
def test_an_unusable_gold_is_skipped(reference: Any) -> None:
    for reward in (r1.ExactMatchReward(), r1.TokenF1Reward()):
        (found,) = reward.score([r1.Sample("Paris", reference)])
        assert (found.value, found.verdict) == (None, "skipped")
        assert r1.check(reward, [r1.Sample("Paris", reference)]) == [(0, found.reason)]


@pytest.mark.parametrize("kind", BOTH)
@pytest.mark.parametrize(
    ("fields", "told"),
    [({"normalise": "bert"}, "squad"), ({"extract": "all"}, "claimed"), ({"template": "r2"}, "no template")],
)
def test_fields_that_cannot_be(kind: Any, fields: dict[str, str], told: str) -> None:
    with pytest.raises(RewardError, match=told):
        kind(**fields)


ANSWERS = st.text(alphabet="abc the.", min_size=1, max_size=12).filter(str.strip)


@given(text=ANSWERS, references=st.lists(ANSWERS, min_size=1, max_size=4), more=ANSWERS)
def test_another_reference_never_lowers(text: str, references: list[str], more: str) -> None:
    for judge in (exact, f1):
        before, after = judge(text, references).value, judge(text, [*references, more]).value
        assert before is not None
        assert after is not None
        assert after >= before


@given(text=st.text(max_size=40), reference=ANSWERS)
def test_exact_match_means_an_f1_of_1(text: str, reference: str) -> None:
    assert exact(text, reference).value != 1.0 or f1(text, reference).value == 1.0


def test_a_long_answer_is_no_trouble() -> None:
    text = "Paris, " * 300_000
    assert exact(text, ["Paris", "Rome", "London"]).value == 0.0
    assert 0 < (f1(text, ["Paris", "Rome", "London"], normalise="unicode").value or 0) < 1e-5
    for judge in (exact, f1):
        assert_linear(lambda size, judge=judge: partial(judge, "Paris, " * size, ["Paris", "Rome"]), 300_000)
