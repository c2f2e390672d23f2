"""Score, Verdict, Span and Response: law 3, the verdict carries blame."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import FrozenInstanceError, fields
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards import Response, Score, Span, Verdict
from r1rewards.core.score import UNSCORED
from r1rewards.errors import RewardError

SCORED = [verdict for verdict in Verdict if verdict not in (Verdict.SKIPPED, Verdict.ERROR)]


def test_the_verdicts_are_the_public_ones() -> None:
    values = "correct partial incorrect no-answer malformed limit flagged measured skipped error"
    assert [verdict.value for verdict in Verdict] == values.split()


def test_a_verdict_is_a_string() -> None:
    assert Verdict.NO_ANSWER == "no-answer"
    assert f"{Verdict.NO_ANSWER}" == "no-answer"
    assert Verdict("limit") is Verdict.LIMIT
    assert json.dumps([Verdict.CORRECT]) == '["correct"]'


def test_the_unscored_verdicts() -> None:
    assert set(UNSCORED) == {Verdict.SKIPPED, Verdict.ERROR}


@pytest.mark.parametrize("verdict", SCORED)
def test_a_judgement_has_a_value(verdict: Verdict) -> None:
    assert Score(0.5, verdict, "half").value == 0.5
    with pytest.raises(ValueError, match=verdict.value):
        Score(None, verdict, "nothing")


@pytest.mark.parametrize("verdict", [Verdict.SKIPPED, Verdict.ERROR])
def test_what_was_not_judged_has_none(verdict: Verdict) -> None:
    assert Score(None, verdict, "nothing").value is None
    for value in (0.0, 1.0):
        with pytest.raises(ValueError, match=verdict.value):
            Score(value, verdict, "something")


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")], ids=repr)
def test_a_value_is_finite(value: float, verdict: Verdict) -> None:
    with pytest.raises(ValueError, match="value"):
        Score(value, verdict, "not a number")


@given(st.none() | st.floats(), st.sampled_from(Verdict))
def test_none_goes_exactly_with_skipped_and_error(value: float | None, verdict: Verdict) -> None:
    fits = verdict in UNSCORED if value is None else verdict not in UNSCORED and abs(value) < float("inf")
    try:
        Score(value, verdict, "why")
    except ValueError:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_may_be_its_text(verdict: Verdict) -> None:
    score = Score(None if verdict in UNSCORED else 1.0, verdict.value, "ok")  # type: ignore[arg-type]
    assert score.verdict is verdict
    assert score == Score(score.value, verdict, "ok")


@pytest.mark.parametrize("verdict", ["right", "CORRECT", "", None, 1])
@pytest.mark.parametrize("value", [1.0, None, 0.5])
def test_a_verdict_that_there_is_not(verdict: Any, value: float | None) -> None:
    with pytest.raises(ValueError, match=r"verdict is .*: choose one of correct, partial, incorrect, .*, error"):
        Score(value, verdict, "ok")


def test_the_value_or_an_error_with_the_reason() -> None:
    assert Score(0.5, Verdict.PARTIAL, "half").unwrap() == 0.5
    with pytest.raises(RewardError, match=r"The sample has no value \(skipped\): no gold"):
        Score.skipped("no gold").unwrap()


def test_a_score_as_json_able_data() -> None:
    part = Score.skipped("no gold").as_part("math", 2.0)
    score = Score(0.5, Verdict.PARTIAL, "half", "42", (Span(0, 2, "answer"),), (part,), {"tier": "exact"})
    found = score.to_dict()
    assert json.loads(json.dumps(found)) == found
    assert list(found) == ["value", "verdict", "reason", "answer", "spans", "parts", "data"]
    assert found["spans"] == [{"start": 0, "end": 2, "label": "answer", "value": None}]
    assert found["parts"] == [{"reward": "math", "weight": 2.0, **Score.skipped("no gold").to_dict()}]
    assert type(found["verdict"]) is str
    assert found["data"] is not score.data


def test_a_score_in_one_line() -> None:
    parts = (Score(1.0, Verdict.CORRECT, "a").as_part("math", 1.0), Score.skipped("b").as_part("format", 1.0))
    score = Score(2.0, Verdict.CORRECT, "It is right", "$42$", (Span(0, 4, "answer"),), parts, {"tier": "exact"})
    assert repr(score) == "Score(2.0 correct, answer='$42$', reason='It is right', parts=[math 1.0, format None])"
    assert repr(Score.skipped("no gold")) == "Score(None skipped, reason='no gold')"
    assert len(repr(Score(1.0, Verdict.CORRECT, "ok", "x\n" * 1000)).splitlines()) == 1


def test_the_defaults() -> None:
    score = Score(1.0, Verdict.CORRECT, "right")
    assert (score.answer, score.spans, score.parts, score.data, score.reward, score.weight) == (
        None,
        (),
        (),
        {},
        None,
        None,
    )


def test_the_short_forms() -> None:
    assert Score.skipped("no gold") == Score(None, Verdict.SKIPPED, "no gold")
    assert Score.error("broken", where="here") == Score(None, Verdict.ERROR, "broken", data={"where": "here"})


def test_a_part_keeps_everything_and_gains_a_name_and_a_weight() -> None:
    inner = Score(1.0, Verdict.CORRECT, "inner")
    score = Score(0.5, Verdict.PARTIAL, "half", "42", (Span(0, 2, "answer", "42"),), (inner,), {"tier": "exact"})
    part = score.as_part("math", 2.0)
    assert (part.reward, part.weight) == ("math", 2.0)
    for field in fields(Score):
        if field.name not in ("reward", "weight"):
            assert getattr(part, field.name) == getattr(score, field.name)
    assert score.reward is None


def test_is_a_value() -> None:
    def make() -> Score:
        return Score(0.5, Verdict.PARTIAL, "half", "42", (Span(0, 2, "answer"),), (Score.skipped("x"),), {"a": [1]})

    score = make()
    assert score == make()
    assert pickle.loads(pickle.dumps(score)) == score
    assert copy.deepcopy(score) == score
    with pytest.raises(FrozenInstanceError):
        score.value = 1.0  # type: ignore[misc]


def test_a_span_is_a_tuple_of_four() -> None:
    assert Span(3, 5, "answer") == (3, 5, "answer", None)
    start, end, label, value = Span(3, 5, "answer", "42")
    assert (start, end, label, value) == (3, 5, "answer", "42")


def test_a_response_without_faults_is_well_formed() -> None:
    spans = (Span(7, 10, "reasoning"), Span(20, 22, "answer"))
    response = Response("why", "42", spans=spans)
    assert response.well_formed
    assert not Response(None, None, (Span(0, 0, "reasoning-not-opened", "it is not opened"),)).well_formed
    assert (response.has("answer"), response.has("summary")) == (True, False)


@pytest.mark.parametrize("field", ["reasoning", "answer", "faults", "spans"])
def test_a_response_is_frozen(field: str) -> None:
    response: Any = Response("why", "42")
    with pytest.raises(FrozenInstanceError):
        setattr(response, field, None)


class Half(Fraction):
    """A number of another library."""


def test_a_value_of_another_type_is_a_float() -> None:
    for value in (Half(1, 2), np_like(0.5)):
        score = Score(value, Verdict.MEASURED, "it was measured")
        assert (type(score.value), score.value) == (float, 0.5)
        assert json.loads(json.dumps(score.to_dict()))["value"] == 0.5


@pytest.mark.parametrize("value", [True, False, 1 + 0j, "1", [1.0]])
@pytest.mark.parametrize("verdict", [Verdict.CORRECT, Verdict.MEASURED])
def test_a_value_that_is_not_a_number_is_refused(value: Any, verdict: Verdict) -> None:
    with pytest.raises(ValueError, match="a score is a finite number, not a"):
        Score(value, verdict, "no")


def np_like(value: float) -> Any:
    class Float(float):
        def __repr__(self) -> str:
            return f"np.float64({float(self)})"

    return Float(value)
