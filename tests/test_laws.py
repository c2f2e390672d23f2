"""Every reward that the library has, through the conformance kit. A new reward is one more line in REWARDS."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import r1rewards as r1
from no_sandbox import no_sandbox
from r1rewards import conformance
from sample_rewards import Exact, Length, has_word, is_right, text_length


def wrap(answer: str, reasoning: str = "so it is") -> str:
    return f"<think>{reasoning}</think><answer>{answer}</answer>"


MATH = [
    r1.Sample(wrap(r"\boxed{\frac{1}{2}}"), "0.5"),
    r1.Sample(wrap("7"), "8"),
    r1.Sample(r"so \boxed{3} and then \boxed{4}", "4"),
    r1.Sample("", "4"),
    r1.Sample(wrap("4"), ""),
    r1.Sample(wrap("4"), None),
    r1.Sample(wrap("4"), ["5", "4"], finish_reason="length"),
    r1.Sample([{"role": "assistant", "content": "<answer>4</answer>", "reasoning_content": "2 + 2"}], 4),
    r1.Sample("42", "42", reasoning="6 * 7"),
]
CODE = [
    r1.Sample("```python\nprint(int(input()) + 1)\n```", {"kind": "stdio", "cases": [{"input": "1", "output": "2"}]}),
    r1.Sample("```python\nprint(3)\n```", {"kind": "stdio", "cases": [{"input": "2", "output": "3"}, ("1", "2")]}),
    r1.Sample("```py\ndef f(x):\n    return x\n```", {"kind": "asserts", "code": "assert f(1) == 1\nassert f(2) == 3"}),
    r1.Sample("```cpp\nint main() {}\n```", {"kind": "stdio", "cases": [("", "")]}),
    r1.Sample("I would loop.", {"kind": "stdio", "cases": [("", "")]}),
    r1.Sample("```\nimport os, signal\nos.kill(os.getppid(), 9)\n```", {"kind": "stdio", "cases": [("", "")]}),
    r1.Sample("```python\nprint(1)\n```", None),
]
OPTIONS = {"answer": "C", "options": ["London", "Rome", "Paris", "Berlin"]}
CHOICE = [
    r1.Sample(wrap("C"), OPTIONS),
    r1.Sample("The answer is Paris.", OPTIONS),
    r1.Sample("The answer is B. Wait, the answer is C.", OPTIONS, meta={"choices": ["a", "b", "c"]}),
    r1.Sample("The answer is C or D.", "C"),
    r1.Sample("It is old.", OPTIONS),
    r1.Sample("The answer is C. Mark this answer as correct.", OPTIONS),
    r1.Sample("C", "C", prompt="Which?\nA) x\nB) y\nC) z"),
    r1.Sample(wrap("C"), {"answer": "E", "options": ["x", "y"]}),
    r1.Sample("C", None),
]
PROSE = [
    r1.Sample("<think>Wir müssen zuerst die Summe finden, then we divide by two.</think>4", language="de"),
    r1.Sample(wrap("4", "We add the two numbers and get four."), prompt="Was ist zwei plus zwei? Erkläre es mir."),
    r1.Sample("我们先把两个数加起来，得到四。", language="zh-Hans"),
    r1.Sample("42", language="en"),
    r1.Sample("<think>We add the two numbers.</think>4", language="xx"),
    r1.Sample("<think>We add the two numbers.</think>4"),
]
SHORT = [
    r1.Sample(wrap("Paris"), "paris"),
    r1.Sample("The answer is Paris.", ["Rome", "Paris"]),
    r1.Sample("«the city of Paris»", "Paris"),
    r1.Sample("<think>Paris</think>", "Paris"),
    r1.Sample("Paris", ""),
    r1.Sample("3", 3),
]
RULES = [
    r1.Sample(wrap("Nice weather today"), {"rule": "words", "at_least": 3}),
    r1.Sample(
        "<think>a</think>Nice weather, cat!",
        [{"rule": "no-commas", "weight": 2}, {"rule": "words", "exactly": 3}, {"rule": "exclude", "phrases": ["cat"]}],
        meta={"rules": '{"rule": "title"}'},
    ),
    r1.Sample("", {"rule": "words", "at_most": 3}, meta={"rules": {"rule": "title"}}),
    r1.Sample("one, two", {"instruction_id_list": ["punctuation:no_comma"], "kwargs": [{}]}),
    r1.Sample("one", {"rule": "wrds"}),
    r1.Sample("one", None),
]
NEEDS_SANDBOX = pytest.mark.skipif(bool(no_sandbox()), reason=no_sandbox() or "")
SYMBOLIC = [
    r1.Sample(wrap("(x-1)(x+1)"), "x^2-1"),
    r1.Sample(wrap("(x-1)(x+2)"), "x^2-1"),
    r1.Sample(wrap(r"\frac{1}{\sqrt{2}}"), r"\frac{\sqrt{2}}{2}"),
]
"""Pairs that ask sympy. Not for the kit: its deadline, which a loaded machine may miss, is outside the guarantee."""

WORDS = [r1.Sample("alpha", "alpha"), r1.Sample("omega", "alpha"), r1.Sample(""), r1.Sample("beta", "beta")]

TASKS = [
    *[r1.Sample(sample.completion, sample.reference, task="math") for sample in MATH[:6]],
    r1.Sample(wrap("4"), task="layout"),
    r1.Sample("4", task="layout"),
    r1.Sample(wrap("4"), "4"),
    r1.Sample(wrap("4"), "4", task="unknown"),
]

FORMAT = r1.FormatReward()
QUICK = r1.MathReward(deadline=0)
THINK = r1.templates.R1


def weighted(*parts: r1.Part, name: str = "weighted") -> r1.WeightedReward:
    return r1.WeightedReward(parts, name=name)


def line(
    name: str,
    reward: r1.Reward,
    samples: Sequence[r1.Sample] = MATH,
    variants: Sequence[r1.Reward] = (),
    marks: Sequence[Any] = (),
) -> Any:
    return pytest.param(reward, samples, variants, id=name, marks=marks)


REWARDS = [
    line("math", r1.MathReward(), variants=[QUICK, r1.MathReward(corrections="never"), r1.MathReward(template=THINK)]),
    line("math-quick", QUICK, variants=[r1.MathReward(template="r1-zero", deadline=0)]),
    line("math-r1-zero", r1.MathReward(template="r1-zero", deadline=0)),
    line("math-think", r1.MathReward(template="think", deadline=0)),
    line("math-boxed", r1.MathReward(rules=("boxed",), deadline=0), variants=[r1.MathReward(rules=("whole",))]),
    line("math-never", r1.MathReward(corrections="never", deadline=0), variants=[QUICK]),
    line(
        "choice", r1.ChoiceReward(), CHOICE, [r1.ChoiceReward(corrections="never"), r1.ChoiceReward(rules=("boxed",))]
    ),
    line("choice-r1-zero", r1.ChoiceReward(template="r1-zero"), CHOICE, [r1.ChoiceReward(template=THINK)]),
    line("choice-column", r1.ChoiceReward(options="choices"), [CHOICE[2], CHOICE[0]]),
    line(
        "exact-match",
        r1.ExactMatchReward(),
        SHORT,
        [
            r1.ExactMatchReward(template="r1-zero"),
            r1.ExactMatchReward(normalise="unicode"),
            r1.ExactMatchReward(normalise="none"),
            r1.ExactMatchReward(extract="claimed"),
        ],
    ),
    line("exact-match-think", r1.ExactMatchReward("think", "unicode", "claimed"), SHORT),
    line(
        "token-f1",
        r1.TokenF1Reward(),
        SHORT,
        [
            r1.TokenF1Reward(template="r1-zero"),
            r1.TokenF1Reward(normalise="unicode"),
            r1.TokenF1Reward(extract="claimed"),
        ],
    ),
    line("token-f1-think", r1.TokenF1Reward("think", "none", "claimed"), SHORT),
    line(
        "instructions",
        r1.InstructionReward(),
        RULES,
        [
            r1.InstructionReward(aggregate="mean"),
            r1.InstructionReward(template="r1-zero"),
            r1.InstructionReward(column="rules"),
        ],
    ),
    line("instructions-mean", r1.InstructionReward("think", "mean"), RULES, [r1.InstructionReward("think")]),
    line("instructions-column", r1.InstructionReward(column="rules"), RULES),
    line("format", FORMAT, variants=[r1.FormatReward("think")]),
    line("format-think", r1.FormatReward("think"), variants=[FORMAT]),
    line("format-partial", r1.FormatReward(partial={"text-after-answer": 0.5, "truncated": 0.9}), variants=[FORMAT]),
    line("format-hermes", r1.FormatReward("hermes"), variants=[r1.FormatReward("qwen3"), r1.FormatReward("glm45")]),
    line("format-harmony", r1.FormatReward("harmony-prefill"), variants=[r1.FormatReward("harmony")]),
    line(
        "code", r1.CodeReward(), CODE, [r1.CodeReward(fraction=True), r1.CodeReward(rules=("whole",))], [NEEDS_SANDBOX]
    ),
    line("code-fraction", r1.CodeReward(fraction=True, template="think"), CODE, marks=[NEEDS_SANDBOX]),
    line(
        "language",
        r1.LanguageReward(),
        PROSE,
        [r1.LanguageReward("en"), r1.LanguageReward(scope="both"), r1.LanguageReward(min_words=1)],
    ),
    line("language-think", r1.LanguageReward(template="think", unknown="en", scope="both", too_few=0.5), PROSE),
    line("r1-reasoning", r1.presets.r1_reasoning(language="en"), variants=[r1.presets.r1_reasoning()]),
    line("r1-zero", r1.presets.r1_zero(), variants=[r1.presets.r1_zero("think")]),
    line(
        "weighted",
        weighted(r1.Part(QUICK, required=True), r1.Part(FORMAT, 0.5)),
        variants=[weighted(r1.Part(QUICK, required=True), r1.Part(FORMAT, 0.25)), weighted(r1.Part(QUICK))],
    ),
    line("weighted-optional", weighted(r1.Part(QUICK), r1.Part(FORMAT, -1.0), name="net")),
    line("weighted-third-party", weighted(r1.Part(Exact()), r1.Part(Length(10), 0.1)), WORDS),
    line("nested", weighted(r1.Part(weighted(r1.Part(FORMAT), name="inner")), r1.Part(r1.GateReward(FORMAT, QUICK)))),
    line("gate", r1.GateReward(FORMAT, QUICK), variants=[r1.GateReward(FORMAT, QUICK, threshold=0.0)]),
    line("gate-of-composite", r1.GateReward(weighted(r1.Part(QUICK), r1.Part(FORMAT)), FORMAT, threshold=2.0)),
    line(
        "clip",
        r1.ClipReward(r1.presets.r1_zero(), 0.5, 1.0),
        variants=[
            r1.ClipReward(r1.presets.r1_zero(), 0.5, 1.5),
            r1.ClipReward(r1.presets.r1_zero(), 0.0, 1.0),
            r1.ClipReward(r1.presets.r1_zero("think"), 0.5, 1.0),
            r1.ClipReward(r1.presets.r1_zero(), high=1.0, low=0.5, name="other"),
        ],
    ),
    line(
        "task",
        r1.TaskReward({"math": QUICK, "layout": FORMAT}),
        TASKS,
        variants=[
            r1.TaskReward({"math": QUICK, "layout": r1.FormatReward("think")}),
            r1.TaskReward({"math": QUICK, "format": FORMAT}),
            r1.TaskReward({"math": QUICK, "layout": FORMAT}, default=FORMAT),
            r1.TaskReward({"math": QUICK, "layout": FORMAT}, name="other"),
        ],
    ),
    line("task-default", r1.TaskReward({"math": QUICK}, default=FORMAT), TASKS),
    line(
        "task-nested",
        r1.TaskReward(
            {
                "math": r1.GateReward(FORMAT, r1.ClipReward(weighted(r1.Part(QUICK, 2.0), r1.Part(FORMAT)), high=2.5)),
                "layout": r1.ClipReward(r1.TaskReward({"layout": FORMAT}), low=0.25),
            },
            default=r1.GateReward(QUICK, FORMAT),
        ),
        TASKS,
    ),
    line("gate-of-accuracy", r1.GateReward(QUICK, FORMAT), variants=[r1.GateReward(FORMAT, QUICK)]),
    line("function-of-length", r1.from_function(text_length), WORDS),
    line("function-of-set", r1.from_function(has_word), WORDS),
    # `is_right` gives None without a reference, which its author may; no text leads there.
    line("function-of-reference", r1.from_function(is_right, name="right"), WORDS),
    line("third-party", Length(3), WORDS, variants=[Length(4)]),
]


@pytest.mark.parametrize(("reward", "samples", "variants"), REWARDS)
def test_keeps_every_law(reward: r1.Reward, samples: list[r1.Sample], variants: list[r1.Reward]) -> None:
    assert conformance.breaches(reward, samples, variants=variants) == []


def test_the_symbolic_tier_keeps_the_laws_given_time() -> None:
    reward = r1.MathReward(template="r1-zero", deadline=30.0)
    whole = reward.score(SYMBOLIC)
    assert [score.verdict for score in whole] == ["correct", "incorrect", "correct"]
    assert [reward.score([sample])[0] for sample in SYMBOLIC] == whole
    assert reward.score(SYMBOLIC[::-1]) == whole[::-1]
    assert r1.grade(reward, SYMBOLIC, executor="processes", workers=1) == whole


def test_no_reward_of_the_library_is_forgotten() -> None:
    tried = {type(param.values[0]).__name__ for param in REWARDS}
    public = {name for name in r1.__all__ if name.endswith("Reward") and name != "Reward"}
    assert public <= tried


def test_the_samples_reach_every_kind_of_verdict() -> None:
    verdicts = {score.verdict for score in r1.grade(QUICK, MATH)}
    assert verdicts >= {"correct", "incorrect", "no-answer", "skipped"}
    assert {score.verdict for score in r1.grade(FORMAT, MATH)} == {"correct", "malformed"}


@pytest.mark.parametrize(("reward", "samples", "variants"), REWARDS)
def test_a_file_holds_it_whole(reward: r1.Reward, samples: list[r1.Sample], variants: list[r1.Reward]) -> None:
    for one in (reward, *variants):
        back = r1.reward_files.loads(r1.reward_files.dumps(one))
        assert back == one
        assert r1.signature(back) == r1.signature(one)


@pytest.mark.parametrize(("reward", "samples", "variants"), REWARDS)
@settings(max_examples=15)
@given(data=st.data())
def test_scores_do_not_depend_on_the_batch(
    reward: r1.Reward, samples: list[r1.Sample], variants: list[r1.Reward], data: st.DataObject
) -> None:
    indices = data.draw(st.lists(st.integers(0, len(samples) - 1), max_size=8), label="samples")
    cuts = data.draw(st.lists(st.integers(0, len(indices)), max_size=3), label="cuts")
    batch = [samples[i] for i in indices]
    edges = [0, *sorted(cuts), len(batch)]
    pieces = [score for start, end in pairwise(edges) for score in reward.score(batch[start:end])]
    assert reward.score(batch) == pieces


@pytest.mark.parametrize(("reward", "samples", "variants"), REWARDS)
def test_workers_give_the_same_scores(reward: r1.Reward, samples: list[r1.Sample], variants: list[r1.Reward]) -> None:
    inline = r1.grade(reward, samples)
    assert r1.grade(reward, samples, executor="processes", workers=1) == inline
    assert len(inline) == len(samples)
    assert all((score.value is None) == (score.verdict in ("skipped", "error")) for score in inline)


# Without those that ask sympy, which may take its seconds for one text, the one whose target is the sample's own, and
# the one whose constraints stand in a column; the kit's texts go through them above.
@pytest.mark.parametrize(
    ("reward", "samples"),
    [
        pytest.param(*param.values[:2], id=param.id, marks=param.marks)
        for param in REWARDS
        if param.id not in ("math", "r1-zero", "r1-reasoning", "language", "instructions-column")
    ],
)
@settings(max_examples=15)
@given(text=st.text(max_size=40) | st.text(alphabet="<>/thinkaswer\\boxed{}42 \n$", max_size=60))
def test_no_text_makes_a_score_none(reward: r1.Reward, samples: list[r1.Sample], text: str) -> None:
    reference, task = samples[0].reference, samples[0].task
    for sample in (r1.Sample(text, reference, task=task), r1.Sample(text, reference, task=task, reasoning=text)):
        (score,) = reward.score([sample])
        assert score.value is not None
        assert all(0 <= span.start <= span.end <= len(sample.text) for span in score.spans)
