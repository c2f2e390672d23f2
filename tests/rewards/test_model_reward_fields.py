"""ModelReward as a value: its fields, its signature, its file, and the laws for models of every kind."""

from __future__ import annotations

import math
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

import r1rewards as r1
from asking import POLITE, RUDE, sample
from quick_models import quick, serving
from r1rewards import conformance
from r1rewards.errors import RewardError
from sample_models import lengths, politeness, scaled, twice_as_polite, usefulness


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"model": None}, "model is None: give a function"),
        ({"model": "module:name"}, "model is 'module:name'"),
        ({"model": r1.HttpModel}, "model is <class"),
        ({"part": "all"}, "choose one of full, reasoning, summary"),
        ({"name": ""}, "name is ''"),
        ({"template": "nope"}, "no template"),
        ({"missing": math.nan}, "missing is nan"),
        ({"missing": "0"}, "missing is '0'"),
        ({"longest": 0}, "longest is 0"),
        ({"needs_prompt": 1}, "needs_prompt is 1"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"batch_size": True}, "batch_size is True"),
    ],
)
def test_fields_that_cannot_be(fields, problem):
    with pytest.raises(RewardError, match=problem):
        r1.ModelReward(**{"model": politeness} | fields)


@dataclass(frozen=True)
class Versioned:
    weights: str = "org/model@abc"

    def backends(self) -> dict[str, str]:
        return {"org/model": "abc"}

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [1.0] * len(pairs)


@pytest.mark.parametrize(
    "model",
    [
        politeness,
        usefulness,
        partial(scaled, factor=3.0),
        twice_as_polite,
        lengths,
        Versioned(),
        r1.HttpModel("http://h/x"),
        r1.HttpModel("http://h/x", revision="v2"),
        r1.HttpModel("http://h/x", "tei", text="{prompt}\n{response}"),
        r1.HttpModel("http://h/x", options={"truncate": True}),
    ],
)
def test_it_is_a_value_whatever_its_model(model):
    reward = r1.ModelReward(model, part="summary", template="think")
    back = pickle.loads(pickle.dumps(reward))
    assert r1.signature(back) == r1.signature(reward)
    assert r1.signature(reward).endswith("r1rewards.models:2 templates:" + r1.templates.REVISION)
    if not isinstance(model, partial):  # two partials are never equal
        assert back == reward
    others = [r1.ModelReward(other, part="summary", template="think") for other in (politeness, usefulness, lengths)]
    assert [r1.signature(other) == r1.signature(reward) for other in others] == [
        other.model is model for other in others
    ]


def test_what_does_not_change_a_score_is_not_in_the_signature():
    def line(**fields: Any) -> str:
        return r1.signature(r1.ModelReward(r1.HttpModel("http://h/x", **fields)))

    for fields in ({"timeout": 1}, {"deadline": 1}, {"retries": 1}, {"concurrency": 2}, {"token_env": "T"}):
        assert line(**fields) == line()
    for fields in ({"model": "m"}, {"revision": "2"}, {"options": {"a": 1}}, {"format": "openrlhf"}):
        assert line(**fields) != line()


def test_a_lambda_of_the_main_module_cannot_be_written():
    model = lambda pairs: [1.0] * len(pairs)  # noqa: E731
    reward = r1.ModelReward(model)
    with pytest.raises(RewardError, match="model: "):
        r1.reward_files.dumps(reward)


def test_a_file_names_a_model_or_holds_a_server():
    loads = r1.reward_files.loads
    assert loads('reward = "model"\nmodel = "sample_models:politeness"') == r1.ModelReward(politeness)
    assert loads('reward = "model"\nmodel = "sample_models:lengths"').model is lengths
    text = (
        'reward = "model"\npart = "summary"\n[model]\nurl = "http://h/x"\nformat = "tei"\nlabel = "good"\ntimeout = 3'
    )
    assert loads(text) == r1.ModelReward(r1.HttpModel("http://h/x", "tei", label="good", timeout=3), part="summary")
    for wrong, problem in [
        ('reward = "model"', "needs the field 'model'"),
        (
            'reward = "model"\nmodel = 3',
            "model: it is 3: give a table of the fields of HttpModel or the name of a func",
        ),
        ('reward = "model"\nmodel = "sample_models:RUDE"', "cannot be called"),
        ('reward = "model"\n[model]\nurl = "x"', "model: url is none that can be used"),
        ('reward = "model"\n[model]\nurl = "http://x/"\nport = 3', "model.port: HttpModel has no such field"),
    ]:
        with pytest.raises(RewardError, match=problem):
            loads(wrong)


LAWFUL = [
    sample(f"<think>{RUDE}</think>{POLITE}"),
    sample(f"<think>{RUDE}"),
    sample(POLITE, reasoning=RUDE),
    sample(""),
    sample(prompt=None),
]


def test_a_model_behind_http_keeps_every_law():
    with serving() as server:
        model = quick(server.url, batch_size=2)
        reward = r1.ModelReward(model, part="summary")
        variants = [r1.ModelReward(model), r1.ModelReward(quick(server.url, revision="2"))]
        assert conformance.breaches(reward, LAWFUL, variants=variants) == []


@pytest.mark.parametrize("model", [lengths, twice_as_polite], ids=["dataclass", "partial"])
def test_models_that_no_file_can_hold_keep_every_law(model):
    # Two partials are never equal, which is Python's; all else holds for them too.
    found = conformance.breaches(r1.ModelReward(model), LAWFUL, variants=[r1.ModelReward(politeness)])
    if isinstance(model, partial):
        found = [breach for breach in found if "is not equal to" not in breach.problem and "hash" not in breach.problem]
    assert found == []
    with pytest.raises(RewardError, match=r"model: .* has no name to import it by"):
        r1.reward_files.dumps(r1.ModelReward(model))
