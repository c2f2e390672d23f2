"""What each kind of server is sent, and how its answers are read."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from quick_models import serving
from r1rewards.errors import ServiceError
from r1rewards.models import FORMATS, HttpModel
from r1rewards.models.formats import in_one
from r1rewards.models.http import FormatName
from r1rewards.testing import Failure

PAIRS = [("p {response}", "r {prompt}"), ("q", "s")]
CHAT = "<|u|>{prompt}<|a|>{response}<|end|>"
IN_ONE = ["<|u|>p {response}<|a|>r {prompt}<|end|>", "<|u|>q<|a|>s<|end|>"]
APART = {"text_1": ["p {response}", "q"], "text_2": ["r {prompt}", "s"]}


def data(key: str, *values: Any, order: tuple[int, ...] = (0, 1)) -> dict[str, Any]:
    return {"object": "list", "data": [{"index": i, key: values[i]} for i in order], "usage": {}}


def tei(*scores: Any, label: str = "LABEL_0") -> list[list[dict[str, Any]]]:
    return [[{"score": score, "label": label}] for score in scores]


CASES = [
    # format, more fields, what is sent, what is answered
    ("pairs", {}, {"pairs": [list(pair) for pair in PAIRS]}, {"scores": [1, -2.5]}),
    ("openrlhf", {"text": CHAT}, {"query": IN_ONE, "prompts": ["p {response}", "q"]}, {"rewards": [1, -2.5]}),
    ("vllm-score", {}, {"text_1": ["p {response}", "q"], "text_2": ["r {prompt}", "s"]}, data("score", 1, -2.5)),
    (
        "vllm-score",
        {},
        {"text_1": ["p {response}", "q"], "text_2": ["r {prompt}", "s"]},
        data("score", 1, -2.5, order=(1, 0)),
    ),
    ("vllm-classify", {"text": CHAT}, {"input": IN_ONE}, data("probs", [1], [-2.5])),
    ("vllm-classify", {"text": CHAT, "label": 1}, {"input": IN_ONE}, data("probs", [9, 1], [9, -2.5])),
    ("tei", {"text": CHAT}, {"inputs": [[text] for text in IN_ONE]}, tei(1, -2.5)),
    ("tei-pairs", {}, {"inputs": [list(pair) for pair in PAIRS]}, tei(1, -2.5)),
    (
        "tei-pairs",
        {"label": "good"},
        {"inputs": [list(pair) for pair in PAIRS]},
        [
            [{"score": 1, "label": "good"}, {"score": 0, "label": "bad"}],
            [{"score": 7, "label": "bad"}, {"score": -2.5, "label": "good"}],
        ],
    ),
]


@pytest.mark.parametrize(("name", "fields", "sent", "answered"), CASES)
def test_a_format(name, fields, sent, answered):
    with serving(Failure(body=json.dumps(answered).encode())) as server:
        model = HttpModel(server.url, name, model="rm", options={"truncate": True}, deadline=20.0, **fields)
        assert model(PAIRS) == [1, -2.5]
    assert server.seen[0].body == sent | {"model": "rm", "truncate": True}


BROKEN = [
    ("vllm-classify", {}, data("probs", [1, 2], [1, 2]), "the model has 2 outputs: choose one with label, from 0"),
    ("vllm-classify", {"label": 2}, data("probs", [1, 2], [1, 2]), "none with the label 2"),
    ("vllm-classify", {}, data("probs", [], []), "'probs' is no list of numbers"),
    ("vllm-classify", {}, data("score", 1, 2), "there is no 'probs'"),
    ("vllm-score", {}, {"data": [{"index": 0, "score": 1}, {"index": 0, "score": 1}]}, "stands there twice"),
    ("vllm-score", {}, {"data": [{"index": 1, "score": 1}, {"index": 2, "score": 1}]}, "an index under 'data'"),
    ("vllm-score", {}, {"error": "no"}, "there is no 'data'"),
    ("openrlhf", {}, {"scores": [1, 2]}, "there is no 'rewards'"),
    ("tei", {}, {"error": "no"}, "it is no list of predictions"),
    ("tei", {}, [1, 2], "a prediction is no list"),
    ("tei", {}, [[], []], "a prediction is no list"),
    ("tei", {}, [[{"score": 1}] * 2] * 2, "the model has 2 outputs: choose one by its name with label"),
    ("tei", {"label": "good"}, tei(1, 2), "the model has no output with the label 'good'"),
]


@pytest.mark.parametrize(("name", "fields", "answered", "problem"), BROKEN)
def test_an_answer_that_is_not_the_format(name, fields, answered, problem):
    with (
        serving(Failure(body=json.dumps(answered).encode())) as server,
        pytest.raises(ServiceError, match="answers what is not") as caught,
    ):
        HttpModel(server.url, name, deadline=20.0, **fields)(PAIRS)
    assert problem in str(caught.value)


def test_every_format_is_named_and_tried():
    assert set(FORMATS) == set(get_args(FormatName)) == {case[0] for case in CASES}


def test_the_own_keys_win_over_options():
    with serving() as server:
        HttpModel(server.url, options={"pairs": "mine"}, deadline=20.0)([("a", "b")])
    assert server.seen[0].body == {"pairs": [["a", "b"]]}


def test_neither_text_can_fill_the_place_of_the_other():
    assert in_one("{response}|{prompt}", ("{response}", "{prompt}{prompt}")) == "{prompt}{prompt}|{response}"
