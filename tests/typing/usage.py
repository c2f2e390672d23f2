"""Uses that the documentation names, as a user writes them. Never run: type checkers read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_type

import r1rewards as r1
from r1rewards.trainers import openrlhf, trl

# Templates go by their names, and lists do where a reward holds several.
math_reward = r1.MathReward(template="r1-zero", rules=["boxed", "answer-is"], percent="value", tolerance=1e-6)
format_reward = r1.FormatReward("r1-zero", credit={"text-after-answer": 0.5})
by_template: Sequence[r1.Reward] = [
    r1.MathReward(r1.templates.R1),
    r1.CodeReward("think", preimports=["numpy"], limits={"cpu": 3, "wall": 10}),
    r1.CodeReward(limits=r1.Limits(cpu=3)),
    r1.ChoiceReward("r1-zero", rules=["boxed"]),
    r1.ExactMatchReward("r1-zero"),
    r1.TokenF1Reward("r1-zero"),
    r1.JsonReward({"type": "object"}, template="think"),
    r1.InstructionReward("think", credit="share"),
    r1.LanguageReward("de", template="think", detector="words"),
    r1.StepReward(template="think"),
    r1.ToolCallReward("hermes", credit={"name": 1.0}),
    r1.LengthReward(r1.SoftOverlong(1000, 100), unit="words", template="think"),
    r1.RepetitionReward(template="think"),
]

# Composites take lists and mappings.
weighted = r1.WeightedReward([r1.Part(math_reward, 1, required=True), r1.Part(format_reward, weight=0.5)])
composites: Sequence[r1.Reward] = [
    weighted,
    r1.GateReward(format_reward, math_reward),
    r1.ClipReward(weighted, 0, 1),
    r1.TaskReward({"math": math_reward, "code": r1.CodeReward()}, default=format_reward),
    r1.presets.r1_zero(),
]

# References of code.
tests: list[object] = [
    r1.StdioTests([("1 2", "3")]),
    r1.StdioTests([{"input": "1 2", "output": "3"}], checker="floats", limits={"cpu": 3}),
    r1.StdioTests((("1 2", "3"),), checker={"kind": "floats", "absolute": 0.1}),
    r1.FunctionTests("f", [{"args": [1], "expected": 2}], limits={"memory": 1 << 30}),
    r1.AssertTests("assert f(1) == 2", limits={"cpu": 3}),
]
choices = [r1.Choices(("Rome", "Paris"), "B"), r1.Choices(["Rome", "Paris"], "B", labels=["A", "B"])]
r1.Score(1.0, "correct", "a verdict may be given as its text")

# A layout is another one with other values.
layout: r1.Template = replace(r1.templates.R1, name="mine", think=["<a>", "</a>"], special=["<a>"])
layout = replace(layout, answer=("<b>", "</b>"), starts="inside")

# Samples.
samples = [
    r1.Sample("text", "42"),
    r1.Sample([{"role": "assistant", "content": "text"}], ["42", 42.0], prompt=[{"role": "user", "content": "q"}]),
    r1.Sample("text", prompt="q", task="math", language="de", group=1, id="a", token_ids=(1, 2), meta={"a": 1}),
]


# A reward of one's own: any object with a name and score, and functions.
@dataclass(frozen=True)
class Mine:
    weight: float = 1.0

    @property
    def name(self) -> str:
        return "mine"

    def score(self, samples: Sequence[r1.Sample], /) -> list[r1.Score]:
        return [r1.Score(self.weight, r1.Verdict.MEASURED, "it was measured") for _ in samples]


@r1.from_function
def short(sample: r1.Sample) -> bool:
    return len(sample.text) < 100


def measured(sample: r1.Sample) -> float | None:
    return None


def judged(pairs: Sequence[tuple[str, str]]) -> list[float]:
    return [0.0 for _ in pairs]


own: Sequence[r1.Reward] = [
    Mine(),
    short,
    r1.from_function(measured, name="measured"),
    r1.from_function(lambda sample: r1.Score.skipped("no reason")),
    r1.ModelReward(judged),
    r1.ModelReward(r1.HttpModel("http://localhost:8000/score", format="vllm-score"), template="think", batch_size=8),
]

# Grading, and what comes of it.
scores = r1.grade(weighted, samples, executor="inline")
assert_type(scores, list[r1.Score])
for score in scores:
    assert_type(score.value, float | None)
    assert_type(score.unwrap(), float)
    assert_type(score.verdict, r1.Verdict)
    assert_type(score.parts, tuple[r1.Score, ...])
    row: Mapping[str, object] = score.to_dict()
    if score.value is not None:
        total: float = score.value + 1
assert_type(r1.check(weighted, samples), list[tuple[int, str]])
assert_type(r1.signature(weighted), str)
assert_type(r1.__version__, str)

# Modules are attributes of the package.
breaches: list[r1.conformance.Breach] = r1.conformance.breaches(Mine(), samples)
loaded: r1.Reward = r1.loading.load("r1-zero")
failure: type[r1.errors.RewardError] = r1.errors.UnusableError
text: str = r1.reward_files.dumps(weighted)
share: object = r1.language.proportion("so it is", "en")

# Trainers.
openrlhf.reward_func(weighted, label="row", on_none="raise", fields={"reference": "gold"})
trl.reward_funcs(weighted, split=True)
