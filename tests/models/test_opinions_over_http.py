"""Opinions of a model behind HTTP: the same scores, and what each failure of its server costs."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

import r1rewards as r1
from asking import POLITE, RUDE, judge, sample
from model_server import hangs, quick, serving, status
from sample_models import politeness


def test_over_http_the_scores_are_the_same():
    samples = [sample(f"{RUDE} {i}") for i in range(5)] + [sample(POLITE), sample(""), sample(prompt=None)]
    with serving(status(503)) as server:
        assert judge(quick(server.url, batch_size=2), *samples) == judge(politeness, *samples)


def test_over_http_one_refused_text_is_one_error():
    def answer(handler: Any, body: Any) -> None:
        bad = any(response == "bad" for _, response in body["pairs"])
        scores = json.dumps({"scores": [1] * len(body["pairs"])}).encode()
        (status(422, b"too long") if bad else status(200, scores))(handler, body)

    with serving(*[answer] * 50) as server:
        scores = judge(quick(server.url), *(sample(text) for text in ("a", "b", "bad", "c", "d")))
    assert [score.value for score in scores] == [1.0, 1.0, None, 1.0, 1.0]
    assert "refuses the request (422)" in scores[2].reason


def poisoned(code: int, body: bytes = b"sorry") -> Any:
    """Answers, but for a request with POISON in it."""

    def act(handler: Any, asked: Any) -> None:
        bad = any("POISON" in response for _, response in asked["pairs"])
        scores = json.dumps({"scores": politeness(asked["pairs"])}).encode()
        (status(code, body) if bad else status(200, scores))(handler, asked)

    return act


@pytest.mark.parametrize("executor", ["inline", "processes"])
@pytest.mark.parametrize("code", [500, 413])
def test_over_http_a_text_that_breaks_the_server_costs_itself_alone(code, executor):
    texts = [f"text {i}" for i in range(200)]
    texts[0] = texts[77] = texts[78] = texts[199] = "POISON"
    texts[130] = "POISON too"
    samples = [sample(text) for text in texts]
    with serving(*[poisoned(code)] * 2000) as server:
        reward = r1.ModelReward(quick(server.url, retries=1))
        scores = r1.grade(reward, samples, executor=executor, workers=None if executor == "inline" else 2)
        asked = len(server.seen)
    assert [score.value is None for score in scores] == ["POISON" in text for text in texts]
    assert str(code) in scores[0].reason
    assert scores[0].reason.startswith("The model failed on this text")
    assert asked < 200


def test_over_http_a_batch_of_nothing_but_poison_leaves_the_next_text_its_score():
    samples = [sample(f"POISON {i}") for i in range(40)] + [sample("fine")]
    with serving(*[poisoned(500)] * 2000) as server:
        scores = judge(quick(server.url, retries=0), *samples)
        alone = judge(quick(server.url, retries=0), samples[0])
    assert [score.value for score in scores] == [*[None] * 40, 1.0]
    assert (scores[0].verdict, scores[0].reason) == ("error", alone[0].reason)


def test_over_http_a_server_that_breaks_on_everything_costs_few_requests():
    with serving(*[status(500)] * 9999) as server:
        scores = judge(quick(server.url, retries=2), *(sample(str(i)) for i in range(512)))
    assert {score.verdict for score in scores} == {"error"}
    assert len(server.seen) <= 3 * (4 + 4)  # a try and two more: of the first requests, and of one harmless pair
    assert "answers 500 (3 tries)" in scores[0].reason
    assert scores[-1].reason.startswith("Not asked, as it failed before")


def test_over_http_what_was_answered_before_a_failure_is_kept():
    def answer(code: int) -> Any:
        def act(handler: Any, asked: Any) -> None:
            late = any(response == "4" for _, response in asked["pairs"])
            (status(code) if late else status(200, b'{"scores": [0.5]}'))(handler, asked)

        return act

    for code in (401, 503):
        with serving(*[answer(code)] * 99) as server:
            scores = judge(
                quick(server.url, batch_size=1, concurrency=1, retries=0), *(sample(str(i)) for i in range(8))
            )
        assert [score.value for score in scores] == [*[0.5] * 4, *[None] * 4]
        assert {score.verdict for score in scores[4:]} == {"error"}


def test_over_http_a_service_that_hangs_costs_one_deadline():
    with serving(*[hangs] * 99) as server:
        model = quick(server.url, deadline=0.4)
        scores = judge(model, *(sample(str(i)) for i in range(60)), batch_size=4)
        asked = len(server.seen)
    assert asked <= 4, "the first piece alone waits: a deadline for each would ask about all"
    assert {score.verdict for score in scores} == {"error"}
    assert "gave no answer within 0.4 s" in scores[0].reason
    assert scores[-1].reason.startswith("Not asked, as it failed before")


def test_over_http_nan_is_one_error():
    with serving(answer=lambda body: {"scores": [math.nan, *[1.0] * (len(body["pairs"]) - 1)]}) as server:
        first, second = judge(quick(server.url), sample("a"), sample("b"))
    assert (first.verdict, second.value) == ("error", 1.0)
    assert "nan" in first.reason
