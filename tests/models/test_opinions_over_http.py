"""Opinions of a model behind HTTP: the same scores, and what each failure of its server costs."""

from __future__ import annotations

from typing import Any

import pytest

import r1rewards as r1
from asking import POLITE, RUDE, judge, sample
from quick_models import quick, serving
from r1rewards.testing import Failure
from sample_models import politeness


def test_over_http_the_scores_are_the_same():
    samples = [sample(f"{RUDE} {i}") for i in range(5)] + [sample(POLITE), sample(""), sample(prompt=None)]
    with serving("unavailable") as server:
        assert judge(quick(server.url, batch_size=2), *samples) == judge(politeness, *samples)


def test_over_http_one_refused_text_is_one_error():
    def script(body: Any) -> Failure | None:
        return Failure(422, b"too long") if any(response == "bad" for _, response in body["pairs"]) else None

    with serving(script=script) as server:
        scores = judge(quick(server.url), *(sample(text) for text in ("a", "b", "bad", "c", "d")))
    assert [score.value for score in scores] == [1.0, 1.0, None, 1.0, 1.0]
    assert "refuses the request (422)" in scores[2].reason


def poisoned(code: int) -> Any:
    """Answers, but for a request with POISON in it."""
    return lambda body: Failure(code) if any("POISON" in response for _, response in body["pairs"]) else None


@pytest.mark.parametrize("executor", ["inline", "processes"])
@pytest.mark.parametrize("code", [500, 413])
def test_over_http_a_text_that_breaks_the_server_costs_itself_alone(code, executor):
    texts = [f"text {i}" for i in range(200)]
    texts[0] = texts[77] = texts[78] = texts[199] = "POISON"
    texts[130] = "POISON too"
    samples = [sample(text) for text in texts]
    with serving(script=poisoned(code)) as server:
        reward = r1.ModelReward(quick(server.url, retries=1))
        scores = r1.grade(reward, samples, executor=executor, workers=None if executor == "inline" else 2)
        asked = len(server.seen)
    assert [score.value is None for score in scores] == ["POISON" in text for text in texts]
    assert str(code) in scores[0].reason
    assert scores[0].reason.startswith("The model failed on this text")
    assert asked < 200


def test_over_http_a_batch_of_nothing_but_poison_leaves_the_next_text_its_score():
    samples = [sample(f"POISON {i}") for i in range(40)] + [sample("fine")]
    with serving(script=poisoned(500)) as server:
        scores = judge(quick(server.url, retries=0), *samples)
        alone = judge(quick(server.url, retries=0), samples[0])
    assert [score.value for score in scores] == [*[None] * 40, 1.0]
    assert (scores[0].verdict, scores[0].reason) == ("error", alone[0].reason)


def test_over_http_a_server_that_breaks_on_everything_costs_few_requests():
    with serving(*["server-error"] * 9999) as server:
        scores = judge(quick(server.url, retries=2), *(sample(str(i)) for i in range(512)))
    assert {score.verdict for score in scores} == {"error"}
    assert len(server.seen) <= 3 * (4 + 4)  # a try and two more: of the first requests, and of one harmless pair
    assert "answers 500 (3 tries)" in scores[0].reason
    assert scores[-1].reason.startswith("Not asked, as it failed before")


def test_over_http_what_was_answered_before_a_failure_is_kept():
    def answer(code: int) -> Any:
        def script(body: Any) -> Failure:
            late = any(response == "4" for _, response in body["pairs"])
            return Failure(code) if late else Failure(body=b'{"scores": [0.5]}')

        return script

    for code in (401, 503):
        with serving(script=answer(code)) as server:
            scores = judge(
                quick(server.url, batch_size=1, concurrency=1, retries=0), *(sample(str(i)) for i in range(8))
            )
        assert [score.value for score in scores] == [*[0.5] * 4, *[None] * 4]
        assert {score.verdict for score in scores[4:]} == {"error"}


def test_over_http_a_service_that_hangs_costs_one_deadline():
    with serving(*["silent"] * 99) as server:
        model = quick(server.url, deadline=0.4)
        scores = judge(model, *(sample(str(i)) for i in range(60)), batch_size=4)
        asked = len(server.seen)
    assert asked <= 4, "the first piece alone waits: a deadline for each would ask about all"
    assert {score.verdict for score in scores} == {"error"}
    assert "gave no answer within 0.4 s" in scores[0].reason
    assert scores[-1].reason.startswith("Not asked, as it failed before")


def test_over_http_nan_is_one_error():
    with serving("nan") as server:
        first, second = judge(quick(server.url), sample("a"), sample("b"))
    assert (first.verdict, second.value) == ("error", 1.0)
    assert "nan" in first.reason
