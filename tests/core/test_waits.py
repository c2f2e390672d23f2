"""Rewards that ask a service, under a timeout: refused unless their own deadlines come first."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

import r1rewards as r1
from command_line import r1 as command
from quick_models import a_port_where_nobody_listens, serving
from r1rewards import execution
from r1rewards.core.waits import TIMEOUT_MARGIN, longest_wait
from r1rewards.errors import RewardError
from r1rewards.files.output import StreamOutput
from r1rewards.files.run import Run
from sample_models import politeness

SLOW = r1.HttpModel("http://h/x", deadline=20)
OTHER = r1.HttpModel("http://h/y", deadline=7)


@dataclass(frozen=True)
class Relay:
    """Another's model, that asks one behind HTTP."""

    model: r1.HttpModel

    def __call__(self, pairs: list[tuple[str, str]]) -> list[float]:
        return self.model(pairs)


@dataclass(frozen=True)
class Patient:
    """One that says itself how long it waits."""

    longest_wait: float = 3.0

    def __call__(self, pairs: list[tuple[str, str]]) -> list[float]:
        return [0.0] * len(pairs)


def test_the_waits_of_all_parts_are_added():
    model = r1.ModelReward
    for reward, seconds in [
        (r1.MathReward(), 0),
        (r1.MathReward(deadline=5), 0),  # it stops itself, and the sample is to blame
        (model(politeness), 0),
        (model(SLOW), 20),
        (model(SLOW.__call__), 20),
        (model(partial(SLOW.__call__)), 20),
        (model(Relay(OTHER)), 7),
        (model(Patient()), 3),
        (r1.presets.r1_general(SLOW, OTHER), 27),
        (r1.presets.r1_general(SLOW, SLOW), 40),
        (r1.TaskReward({"a": model(SLOW), "b": r1.presets.r1_general(OTHER)}), 27),
        (r1.GateReward(r1.FormatReward(), model(OTHER)), 7),
    ]:
        assert longest_wait(reward) == seconds, reward


def test_what_refers_to_itself_has_an_end():
    class Odd:
        name = "odd"

        def __init__(self) -> None:
            self.me: Any = [self]
            self.model = OTHER

    assert longest_wait(Odd()) == 7


def rewards(model: r1.HttpModel) -> list[r1.Reward]:
    reward = r1.ModelReward(model)
    return [
        reward,
        r1.presets.r1_general(harmlessness=model, language="en"),
        r1.WeightedReward([r1.Part(r1.GateReward(r1.FormatReward(), reward), required=True)]),
        r1.TaskReward({"a": reward}),
    ]


@pytest.mark.parametrize("executor", ["inline", "processes"])
def test_a_timeout_that_would_blame_the_sample_is_refused(executor):
    for reward in rewards(r1.HttpModel("http://h/x")):
        with pytest.raises(RewardError) as caught:
            r1.grade(reward, [r1.Sample("x", task="a")], executor=executor, timeout=60)
        assert str(caught.value) == (
            f"'{reward.name}' may wait 120 s for its services, and the timeout of 60 s would blame the sample for it: "
            "give its models deadlines of 59 s together at most (HttpModel(deadline=…)), or no timeout"
        )


def test_a_timeout_that_leaves_no_time_names_the_remedy_too():
    with pytest.raises(RewardError, match="give a timeout of 121 s or more, or none"):
        r1.grade(r1.ModelReward(r1.HttpModel("http://h/x")), [r1.Sample("x")], timeout=0.5)


def test_a_service_that_is_down_or_hangs_is_an_error_under_a_timeout():
    samples = [r1.Sample("<think>a</think> <answer>b</answer>", task="a") for _ in range(3)]
    with serving(*["silent"] * 99) as server, a_port_where_nobody_listens() as nobody:
        for url in (server.url, nobody):
            for reward in rewards(r1.HttpModel(url, deadline=0.5, retries=1)):
                for score in r1.grade(reward, samples, timeout=0.5 + TIMEOUT_MARGIN + 10):
                    assert (score.value, score.verdict) == (None, "error"), reward


def test_a_run_is_refused_before_a_row_is_written():
    written = io.BytesIO()
    run = Run(r1.ModelReward(SLOW), execution.get("processes", workers=1), timeout=20.5)
    with pytest.raises(RewardError, match="or no timeout"):
        run.grade(iter(()), StreamOutput(written))
    assert written.getvalue() == b""


@pytest.fixture
def asking(tmp_path):
    (tmp_path / "in.jsonl").write_text('{"completion": "hello"}\n' * 3)
    with serving(*["silent"] * 99) as server:

        def write(deadline: float) -> None:
            text = f'reward = "model"\n[model]\nurl = "{server.url}"\nretries = 0\ndeadline = {deadline}\n'
            (tmp_path / "reward.toml").write_text(text)

        yield tmp_path, write


def test_the_command_line_refuses_and_grades_likewise(asking):
    folder, write = asking
    write(30.0)
    done = command("grade", "in.jsonl", "-r", "reward.toml", "--timeout", "2", cwd=folder)
    assert done.code == 2
    assert "give its models deadlines of 1 s together at most" in done.err
    assert "Traceback" not in done.err
    write(0.5)
    done = command("grade", "in.jsonl", "-r", "reward.toml", "--timeout", "20", cwd=folder)
    assert done.code == 3, done.err
    assert done.out.count(b'"verdict":"error"') == 3


def test_explain_waits_as_long_as_the_service_may_take(asking):
    folder, write = asking
    write(1.0)
    done = command("explain", "in.jsonl", "--row", 1, "-r", "reward.toml", "--json", cwd=folder)
    assert b'"verdict":"error"' in done.out, done.err
    write(60.0)
    done = command("explain", "in.jsonl", "--row", 1, "-r", "reward.toml", "--timeout", 5, cwd=folder)
    assert done.code == 2
    assert "or no timeout" in done.err
