"""The code of docs/how-to/other-trainers.md, inside the packages that it is written for."""

from __future__ import annotations

import asyncio
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "other-trainers.md"
RIGHT = r"<think>6 · 7</think>It is \boxed{42}"


def names_of(section: str) -> dict[str, Any]:
    """What a section's code defines."""
    match = re.search(rf"^## {section}$.*?^```py$(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert match is not None
    names: dict[str, Any] = {"__name__": f"page_{section}"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries below, as they are imported
        exec(compile(match[1], str(PAGE), "exec"), names)  # the page's own code
    return names


def test_skyrl_runs_the_environment() -> None:
    skyrl_gym = pytest.importorskip("skyrl_gym", reason="skyrl-gym is not installed: pip install skyrl-gym==0.4.0")
    names_of("SkyRL")
    env = skyrl_gym.make("r1", extras={"reward_spec": {"ground_truth": "42"}})
    env.init([{"role": "user", "content": "6 · 7 ="}])
    found = env.step(RIGHT)
    assert (found["reward"], found["done"], found["metadata"]["verdict"]) == (2.0, True, "correct")
    unusable = skyrl_gym.make("r1", extras={"reward_spec": {"ground_truth": ""}}).step(RIGHT)
    assert (unusable["reward"], unusable["metadata"]["unscored"]) == (0.0, True)


def test_verifiers_scores_the_trace() -> None:
    vf = pytest.importorskip("verifiers.v1", reason="verifiers is not installed: pip install verifiers==0.4.0")
    from verifiers.v1.graph import MessageNode
    from verifiers.v1.trace import Trace, TraceTask
    from verifiers.v1.types import AssistantMessage, UserMessage

    names = names_of("verifiers")

    def scored(gold: str) -> Any:
        data = names["MathData"](prompt="6 · 7 =", answer=gold)
        reply = AssistantMessage(content=r"It is \boxed{42}", reasoning_content="6 · 7")
        nodes = [
            MessageNode(message=UserMessage(content="6 · 7 =")),
            MessageNode(parent=0, sampled=True, message=reply),
        ]
        task = TraceTask(type="math", data=data)
        parts: dict[str, Any] = {"calls": [], "rewards": {}, "metrics": {}, "stop_condition": None, "root_reply": None}
        trace = Trace.model_construct(task=task, nodes=nodes, **parts)
        asyncio.run(names["MathTask"](data).score(trace))
        return trace

    assert scored("42").reward == 2.0
    assert scored("41").reward == 1.0
    with pytest.raises(vf.TaskError, match="The reference is blank"):
        scored("")
