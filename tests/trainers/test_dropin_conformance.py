"""The drop-ins beside the functions of the trainers that are installed."""

from __future__ import annotations

import inspect
import os
import warnings
from importlib.util import find_spec

import pytest

from r1rewards.dropin import trl, verl

os.environ.setdefault("HF_HUB_OFFLINE", "1")
WITHOUT_TRL, WITHOUT_VERL = find_spec("trl") is None, find_spec("verl") is None

TEXTS = [
    r"<think>so</think>\boxed{\frac{1}{2}}",
    "<think>so</think>The final answer is $0.5$.",
    "so</think>The answer is 1/2.",
    r"\boxed{2}",
    "",
]
CUT = r"<think>so \boxed{1/2}"
"""Reasoning that was cut: the box in it is no answer yet, and TRL's accuracy_reward pays it."""


@pytest.mark.skipif(WITHOUT_TRL, reason="TRL is not installed: pip install -c constraints-trainers.txt trl torch")
@pytest.mark.parametrize("name", ["accuracy_reward", "reasoning_accuracy_reward", "think_format_reward"])
def test_trls_values_and_arguments(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries below TRL, as they are imported
        from trl import rewards
    theirs, ours = getattr(rewards, name, None), getattr(trl, name)
    if theirs is None:
        pytest.skip(f"this TRL has no {name}")
    completions = [[{"role": "assistant", "content": text}] for text in TEXTS]
    for gold in (r"\frac{1}{2}", "1/2", "The answer is a half."):
        columns = {} if name == "think_format_reward" else {"solution": [gold] * len(TEXTS)}
        assert ours(completions, **columns) == theirs(completions, **columns)
    cut = [[{"role": "assistant", "content": CUT}]]
    columns = {} if name == "think_format_reward" else {"solution": ["1/2"]}
    assert ours(cut, **columns) == [0.0]
    assert theirs(cut, **columns) == [1.0 if name == "accuracy_reward" else 0.0]
    assert set(inspect.signature(theirs).parameters) <= set(inspect.signature(ours).parameters)


@pytest.mark.skipif(WITHOUT_VERL, reason="verl is not installed: see constraints-trainers.txt")
@pytest.mark.parametrize(
    ("source", "text", "truth"),
    [
        ("openai/gsm8k", "so\n#### 18", "18"),
        ("openai/gsm8k", "so 18", "18"),
        ("HuggingFaceH4/MATH-500", r"\boxed{\frac{1}{2}}", r"\frac{1}{2}"),
        ("HuggingFaceH4/MATH-500", r"\boxed{3}", r"\frac{1}{2}"),
        ("math_dapo", "so\nAnswer: 34", "34"),
        ("aime24", "so\nAnswer: 35", "34"),
        ("searchR1_nq", "<answer>Paris</answer>", {"target": ["Paris"]}),
        ("searchR1_nq", "Paris", {"target": ["Paris"]}),
    ],
)
def test_verls_values(source, text, truth):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from verl.utils.reward_score import default_compute_score
    assert verl.default_compute_score(source, text, truth) == default_compute_score(source, text, truth)
