"""verl's `default_compute_score`: the sources, their values, what is refused."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from no_sandbox import no_sandbox
from r1rewards.dropin import verl
from r1rewards.dropin.verl import SOURCES, compute_score, default_compute_score
from r1rewards.errors import RewardError

needs_sandbox = pytest.mark.skipif(bool(no_sandbox()), reason=no_sandbox() or "")

ADDS = "```python\na, b = map(int, input().split())\nprint(a + b)\n```"
THREE = "```python\ninput()\nprint(3)\n```"
STDIO = {"inputs": ["1 2\n", "3 4\n"], "outputs": ["3\n", "7\n"]}
FUNCTION = "```python\ndef add(a, b):\n    return a + b\n```"
METHOD = "```python\nclass Solution:\n    def add(self, a, b):\n        return a + b\n```"


@pytest.mark.parametrize(
    ("source", "text", "truth", "value"),
    [
        ("openai/gsm8k", "so\n#### 18", "18", 1.0),
        ("openai/gsm8k", "so\n#### 1,800", "1800", 1.0),
        ("openai/gsm8k", "so\n#### 17", "18", 0.0),
        ("openai/gsm8k", r"\boxed{18}", "18", 0.0),  # not the form that is asked for
        ("openai/gsm8k", "The answer is 18.", "18", 0.0),
        ("lighteval/MATH", r"It is $\boxed{\frac{1}{2}}$.", r"\frac{1}{2}", 1.0),
        ("DigitalLearningGmbH/MATH-lighteval", r"It is $\boxed{0.5}$.", r"\frac{1}{2}", 1.0),
        ("HuggingFaceH4/MATH-500", r"\boxed{3}", r"\frac{1}{2}", 0.0),
        ("HuggingFaceH4/MATH-500", "The answer is 3.", "3", 0.0),
        ("numina_olympiads", r"Step 2: so \boxed{3}", "3", 1.0),
        ("numina_cn_k12", "The answer is $3$.", "3", 1.0),
        ("numina_amc_aime", r"\boxed{4}", "3", 0.0),
        ("hiyouga/geometry3k", r"<think>so</think>\boxed{3}", "3", 1.0),
        ("hiyouga/geometry3k", r"\boxed{3}", "3", 0.9),
        ("hiyouga/geometry3k", r"<think>so</think>\boxed{4}", "3", 0.1),
        ("hiyouga/geometry3k", "3", "3", 0.0),
        ("searchR1_nq", "<think>so</think><answer> the Paris </answer>", {"target": ["Paris", "paris, France"]}, 1.0),
        ("searchR1_bamboogle", "<answer>Rome</answer>", {"target": "Paris"}, 0.0),
        ("searchR1_nq", "Paris", {"target": ["Paris"]}, 0.0),
        ("searchR1_nq", "<answer>Paris</answer>" * 11, {"target": ["Paris"]}, 0.25),
    ],
)
def test_values_by_source(source, text, truth, value):
    found = default_compute_score(source, text, truth)
    assert type(found) is float
    assert found == pytest.approx(value)


@needs_sandbox
@pytest.mark.parametrize(
    ("source", "text", "truth", "value"),
    [
        ("apps", ADDS, json.dumps(STDIO), 1.0),
        ("codecontests", ADDS, STDIO, 1.0),
        ("taco", THREE, STDIO, 0.5),
        ("codeforces", "no program at all (", STDIO, 0.0),
        ("apps", "```python\nimport sys; sys.exit(0)\n```", STDIO, 0.0),
        ("apps", FUNCTION, {"fn_name": "add", "inputs": ["1\n2"], "outputs": ["3"]}, 1.0),
        ("apps", FUNCTION, {"fn_name": "add", "inputs": [[1, 2]], "outputs": [[3]]}, 1.0),
        ("apps", METHOD, {"fn_name": "add", "inputs": ["1\n2"], "outputs": ["3"]}, 1.0),
        ("apps", FUNCTION, {"fn_name": "add", "inputs": [[1, 2], [1, 1]], "outputs": [4, 2]}, 0.5),
    ],
)
def test_values_of_programs(source, text, truth, value):
    assert default_compute_score(source, text, truth) == pytest.approx(value)


@pytest.mark.parametrize(
    ("source", "text", "truth", "score", "pred"),
    [
        ("math_dapo", "so\nAnswer: 34", "34", 1.0, "34"),
        ("math", "so\nAnswer: $34$", "34", 1.0, "34"),
        ("math_dapo_reasoning", "so\nAnswer: 35", "34", -1.0, "35"),
        ("aime24", r"so \boxed{34}", "34", 1.0, "34"),
        ("aime_2025", "nothing", "34", -1.0, "[INVALID]"),
    ],
)
def test_dapo_gets_a_mapping(source, text, truth, score, pred):
    assert default_compute_score(source, text, truth) == {"score": score, "acc": score > 0, "pred": pred}


@needs_sandbox
def test_only_the_share_of_ten_cases_is_paid_for():
    cases = {"inputs": [f"{n} 0\n" for n in range(20)], "outputs": [f"{min(n, 4)}\n" for n in range(20)]}
    assert default_compute_score("taco", ADDS, cases) == pytest.approx(0.5)


def test_any_thread_will_do():
    calls = [("openai/gsm8k", f"#### {n}", str(n % 7), float(n < 7)) for n in range(14)] * 4
    with ThreadPoolExecutor(8) as pool:
        values = list(pool.map(lambda call: default_compute_score(*call[:3]), calls))
    assert values == [call[3] for call in calls]


def test_the_call_of_a_reward_manager():
    value = default_compute_score(
        data_source="openai/gsm8k",
        solution_str="#### 3",
        ground_truth="3",
        extra_info={"index": 4, "num_turns": 1},
        sandbox_fusion_url=None,
        concurrent_semaphore=None,
        memory_limit_mb=512,
        reward_router_address=None,
        reward_model_tokenizer=None,
    )
    assert value == 1.0
    assert compute_score is default_compute_score


@needs_sandbox
def test_memory_is_limited():
    hungry = "```python\nx = bytearray(600 << 20)\na, b = map(int, input().split())\nprint(a + b)\n```"
    assert default_compute_score("apps", hungry, STDIO, memory_limit_mb=256) == 0.0
    assert default_compute_score("apps", hungry, STDIO, memory_limit_mb=1024) == 1.0


def test_unknown_sources_are_not_implemented():
    with pytest.raises(NotImplementedError, match="data_source='my/set': choose one of openai/gsm8k"):
        default_compute_score("my/set", "3", "3")


def test_a_remote_sandbox_is_refused():
    with pytest.raises(RewardError, match=r"leave sandbox_fusion\.url out"):
        default_compute_score("apps", ADDS, STDIO, sandbox_fusion_url="http://localhost:8080/run_code")


@pytest.mark.parametrize(
    ("source", "truth"),
    [
        ("openai/gsm8k", ""),
        ("math_dapo", None),
        ("hiyouga/geometry3k", ""),
        ("searchR1_nq", {"target": []}),
        ("apps", "no JSON"),
        ("apps", {"inputs": ["1"], "outputs": []}),
        ("apps", {"inputs": []}),
        ("apps", {"inputs": [], "outputs": []}),
    ],
)
def test_what_cannot_be_judged_is_paid_as_asked_or_raises(source, truth):
    text = r"<think>so</think><answer>\boxed{3}</answer>"
    found = default_compute_score(source, text, truth, on_none=0.125)
    assert (found["score"] if isinstance(found, dict) else found) == 0.125
    with pytest.raises(RewardError, match="cannot judge a sample"):
        default_compute_score(source, text, truth, on_none="raise")


def test_every_source_has_a_scorer():
    assert len(SOURCES) == 25
    assert all(callable(scorer) for scorer in SOURCES.values())
    assert set(verl.__all__) == {"SOURCES", "compute_score", "default_compute_score"}
