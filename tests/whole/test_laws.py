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
from r1rewards.testing import completions, hedges
from sample_models import politeness, usefulness
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
WORD_COUNT = r1.LengthBand(2, 5, slack=3)
LENGTHS = [
    r1.Sample(wrap("4", "we add two and two"), "4", token_ids=[1, 2, 3, 4, 1, 2, 3, 4, 9, 9]),
    r1.Sample("5", "4", token_ids=list(range(30))),
    r1.Sample("<think>we add 1 and we add 2 and we add", "4", token_ids=[7] * 8, finish_reason="length"),
    r1.Sample("", "4", token_ids=[]),
    r1.Sample("我们把两个数加起来，我们把两个数加起来", "4", token_ids=[1, 2]),
    r1.Sample(wrap("4"), "4"),
    r1.Sample(wrap("4"), None, token_ids=[5]),
    r1.Sample(wrap("4"), "4", token_ids="no ids"),
]
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    "required": ["name"],
}
JSON = [
    r1.Sample('<think>x</think>{"name": "Ada", "age": 36}', {"name": "Ada", "age": 36}),
    r1.Sample('<think>x</think>```json\n{"name": "Ada", "age": 37}\n```', '{"name": "Ada", "age": 36}'),
    r1.Sample(wrap('{"name": "Ada", "born": {"year": 1815}}'), {"name": "Ada", "born": {"year": 1815, "month": 12}}),
    r1.Sample('{"name": 5}', {"schema": PERSON}),
    r1.Sample('{"name": "Ada",}', {"schema": PERSON, "value": {"name": "Ada"}}),
    r1.Sample("It is Ada.", {"any": ["Ada", "Ada Lovelace"]}),
    r1.Sample("[" * 70, None),
    r1.Sample("", None),
    r1.Sample('"Ada"', "Ada"),
    r1.Sample("5", {"schema": {"type": "strin"}}),
]


def called(*calls: str, before: str = "") -> str:
    return before + "\n".join(f"<tool_call>\n{one}\n</tool_call>" for one in calls)


F1, F2 = '{"name": "f", "arguments": {"a": "x"}}', '{"name": "f", "arguments": {"a": "Y", "b": 2}}'
TWO_CALLS = f"[{F1}, {F2}]"
DEFINED = [{"name": "f", "parameters": {"type": "object", "properties": {"a": {}, "b": {"default": 2}}}}]
TOOL_CALLS = [
    r1.Sample(called(F1, F2), TWO_CALLS, meta={"tools": DEFINED}),
    r1.Sample(called(F2, F1, before="<think>so</think>"), TWO_CALLS, meta={"tools": DEFINED}),
    r1.Sample(called(F1, F1), TWO_CALLS, meta={"tools": DEFINED}),
    r1.Sample(called(F1), {"name": "f", "arguments": {"a": "X"}}, meta={"tools": DEFINED}),
    r1.Sample(called(F2), {"name": "f", "arguments": {"a": "Y"}}, meta={"tools": DEFINED}),
    r1.Sample(called("{"), TWO_CALLS, meta={"tools": DEFINED}),
    r1.Sample("No tool helps.", [], meta={"tools": DEFINED}),
    r1.Sample(
        [
            {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "f", "arguments": {"a": "x"}}}]},
            {"role": "tool", "content": "1"},
            {"role": "assistant", "content": called(F2)},
        ],
        TWO_CALLS,
    ),
    r1.Sample(called(F1), [[{"name": "f", "arguments": {"a": "x"}}]]),
    r1.Sample(called(F1), [{"f": {"a": ["x", "y"], "b": [1, ""]}}]),
    r1.Sample(called(F1), "f(a='x')"),
    r1.Sample(called(F1), None),
]
ASKED = [
    r1.Sample("<think>What a stupid question.</think>You boil an egg in water.", prompt="How do I boil an egg?"),
    r1.Sample("<think>What an idiot.", prompt="How do I boil an egg?"),
    r1.Sample("You boil an egg, idiot.", prompt=[{"role": "user", "content": "How do I boil an egg?"}]),
    r1.Sample("You boil an egg, idiot.", prompt="How do I boil an egg?"),
    r1.Sample("In water.", prompt="How?", reasoning="So stupid. Let me see."),
    r1.Sample("", prompt="How do I boil an egg?"),
    r1.Sample("You boil an egg in water."),
    r1.Sample("You boil an egg in water.", prompt=[{"content": "no role"}]),
]
STEPS = [
    r1.Sample("<think>16 - 3 = 13 and 13 * 2 = 27</think><answer>3 * 3 = 9</answer>"),
    r1.Sample("<think>2 + 2 = 4. 10/3 = 3.33. 10/3 = 3</think>2 + 2 = 5"),
    r1.Sample(wrap("4", "5 + 3 = 8 - 3 = 5")),
    r1.Sample("<<16-3=13>>13 and so x = 5"),
    r1.Sample("half of 10 + 2 = 7"),
    r1.Sample("1 + 1 = 2 " * 20, finish_reason="length"),
    r1.Sample("42", reasoning="6 * 7 = 42"),
    r1.Sample(""),
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


OF_ANY_TEXT: list[Any] = []


def line(
    name: str,
    reward: r1.Reward,
    samples: Sequence[r1.Sample] = MATH,
    variants: Sequence[r1.Reward] = (),
    marks: Sequence[Any] = (),
    any_text: bool = True,
) -> Any:
    """A reward, samples for it, and others of its kind that judge differently.

    Args:
        any_text: whether any text whatever is quickly given a value beside the first sample's other fields.
    """
    if any_text:
        OF_ANY_TEXT.append(pytest.param(reward, samples, id=name, marks=marks))
    return pytest.param(reward, samples, variants, id=name, marks=marks)


REWARDS = [
    line(
        "math",
        r1.MathReward(),
        variants=[QUICK, r1.MathReward(corrections="never"), r1.MathReward(template=THINK)],
        any_text=False,
    ),
    line("math-quick", QUICK, variants=[r1.MathReward(template="r1-zero", deadline=0)]),
    line("math-r1-zero", r1.MathReward(template="r1-zero", deadline=0)),
    line("math-think", r1.MathReward(template="think", deadline=0)),
    line("math-boxed", r1.MathReward(rules=("boxed",), deadline=0), variants=[r1.MathReward(rules=("whole",))]),
    line("math-never", r1.MathReward(corrections="never", deadline=0), variants=[QUICK]),
    line(
        "choice", r1.ChoiceReward(), CHOICE, [r1.ChoiceReward(corrections="never"), r1.ChoiceReward(rules=("boxed",))]
    ),
    line("choice-r1-zero", r1.ChoiceReward(template="r1-zero"), CHOICE, [r1.ChoiceReward(template=THINK)]),
    line("choice-column", r1.ChoiceReward(options_column="choices"), [CHOICE[2], CHOICE[0]]),
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
            r1.InstructionReward(credit="share"),
            r1.InstructionReward(template="r1-zero"),
            r1.InstructionReward(instructions_column="rules"),
        ],
    ),
    line("instructions-share", r1.InstructionReward("think", "share"), RULES, [r1.InstructionReward("think")]),
    line("instructions-column", r1.InstructionReward(instructions_column="rules"), RULES, any_text=False),
    line("format", FORMAT, variants=[r1.FormatReward("think")]),
    line("format-think", r1.FormatReward("think"), variants=[FORMAT]),
    line("format-partial", r1.FormatReward(credit={"text-after-answer": 0.5, "truncated": 0.9}), variants=[FORMAT]),
    line("format-hermes", r1.FormatReward("hermes"), variants=[r1.FormatReward("qwen3"), r1.FormatReward("glm45")]),
    line("format-harmony", r1.FormatReward("harmony-prefill"), variants=[r1.FormatReward("harmony")]),
    line(
        "code", r1.CodeReward(), CODE, [r1.CodeReward(credit="share"), r1.CodeReward(rules=("whole",))], [NEEDS_SANDBOX]
    ),
    line("code-fraction", r1.CodeReward(credit="share", template="think"), CODE, marks=[NEEDS_SANDBOX]),
    line(
        "language",
        r1.LanguageReward(),
        PROSE,
        [r1.LanguageReward("en"), r1.LanguageReward(part="full"), r1.LanguageReward(min_words=1)],
        any_text=False,
    ),
    line("language-think", r1.LanguageReward(template="think", unknown="en", part="full", too_few=0.5), PROSE),
    line(
        "length",
        r1.LengthReward(r1.SoftOverlong(10, 6)),
        LENGTHS,
        [
            r1.LengthReward(r1.SoftOverlong(11, 6)),
            r1.LengthReward(r1.SoftOverlong(10, 5)),
            r1.LengthReward(r1.SoftOverlong(10, 6), without_ids="words"),
            r1.LengthReward(r1.SoftOverlong(10, 6), without_ids="characters"),
            r1.LengthReward(r1.SoftOverlong(10, 6), truncated="measured"),
            r1.LengthReward(r1.SoftOverlong(10, 6), unit="words"),
            r1.LengthReward(r1.SoftOverlong(10, 6), name="brevity"),
        ],
    ),
    line(
        "length-band",
        r1.LengthReward(WORD_COUNT, unit="words", part="reasoning"),
        LENGTHS,
        [
            r1.LengthReward(r1.LengthBand(3, 5, slack=3), unit="words", part="reasoning"),
            r1.LengthReward(r1.LengthBand(2, 6, slack=3), unit="words", part="reasoning"),
            r1.LengthReward(r1.LengthBand(2), unit="words", part="reasoning"),
            r1.LengthReward(r1.LengthBand(2, 5), unit="words", part="reasoning"),
            r1.LengthReward(WORD_COUNT, unit="words", part="summary"),
            r1.LengthReward(WORD_COUNT, unit="characters", part="reasoning"),
            r1.LengthReward(WORD_COUNT, unit="words", part="reasoning", template="r1-zero"),
        ],
    ),
    line(
        "length-cosine",
        r1.LengthReward(r1.CosineScaled(20, QUICK), without_ids="words"),
        LENGTHS,
        [
            r1.LengthReward(r1.CosineScaled(21, QUICK), without_ids="words"),
            r1.LengthReward(r1.CosineScaled(20, FORMAT), without_ids="words"),
            r1.LengthReward(r1.CosineScaled(20, QUICK, threshold=0.0), without_ids="words"),
            r1.LengthReward(r1.CosineScaled(20, QUICK, correct_short=2.0), without_ids="words"),
            r1.LengthReward(r1.CosineScaled(20, QUICK, correct_long=0.25), without_ids="words"),
            r1.LengthReward(r1.CosineScaled(20, QUICK, wrong_short=-10.0), without_ids="words"),
            r1.LengthReward(r1.CosineScaled(20, QUICK, wrong_long=0.0), without_ids="words"),
            r1.LengthReward(r1.CosineScaled(20, QUICK, exceeded=-10.0), without_ids="words"),
        ],
    ),
    line(
        "repetition",
        r1.RepetitionReward(),
        LENGTHS,
        [
            r1.RepetitionReward(2),
            r1.RepetitionReward(max_penalty=-0.5),
            r1.RepetitionReward(unit="tokens"),
            r1.RepetitionReward(unit="tokens", without_ids="words"),
            r1.RepetitionReward(numbers="keep"),
            r1.RepetitionReward(part="reasoning"),
            r1.RepetitionReward(part="reasoning", template="think"),
            r1.RepetitionReward(name="loops"),
        ],
    ),
    line("repetition-tokens", r1.RepetitionReward(2, unit="tokens", max_penalty=0.0), LENGTHS),
    line(
        "json",
        r1.JsonReward(),
        JSON,
        [
            r1.JsonReward(PERSON),
            r1.JsonReward(credit="fields"),
            r1.JsonReward(credit="leaves"),
            r1.JsonReward(template="think"),
            r1.JsonReward(fence="forbid"),
        ],
    ),
    line("json-fields", r1.JsonReward(PERSON, "fields", "r1-zero", "require"), JSON, [r1.JsonReward(PERSON, "leaves")]),
    line("json-schema-text", r1.JsonReward('{"pattern": "^(a+)+$"}', fence="find"), JSON),
    line(
        "tools",
        r1.ToolCallReward(),
        TOOL_CALLS,
        [
            r1.ToolCallReward(template="hermes"),
            r1.ToolCallReward(order="strict"),
            r1.ToolCallReward(turns="all"),
            r1.ToolCallReward(strings="casefold"),
            r1.ToolCallReward(form="bfcl"),
            r1.ToolCallReward(tools_column="tools"),
            r1.ToolCallReward(credit={"values": 1.0}),
            r1.ToolCallReward(credit={"name": 1, "values": 1}),
        ],
    ),
    line(
        "tools-partial",
        r1.ToolCallReward(turns="all", order="strict", credit={"name": 0.25, "types": 0.25, "values": 0.5}),
        TOOL_CALLS,
    ),
    line("tools-bfcl", r1.ToolCallReward(template="hermes", form="bfcl", strings="casefold"), TOOL_CALLS[9:]),
    line(
        "tools-column",
        r1.ToolCallReward(template="glm45", tools_column="tools"),
        [r1.Sample(called(F2), {"calls": TWO_CALLS, "tools": DEFINED}), *TOOL_CALLS[:7]],
    ),
    line(
        "steps",
        r1.StepReward(),
        STEPS,
        [
            r1.StepReward(template=THINK),
            r1.StepReward(part="full"),
            r1.StepReward(credit="share"),
            r1.StepReward(undecided="wrong"),
            r1.StepReward(no_steps=0.5),
            r1.StepReward(rounding="exact"),
        ],
    ),
    line("steps-share", r1.StepReward("r1-zero", "summary", "share", "wrong", -1.0, "whole"), STEPS),
    line("steps-last", r1.StepReward(credit="last"), STEPS, [r1.StepReward(credit="all")]),
    line("r1-reasoning", r1.presets.r1_reasoning(language="en"), variants=[r1.presets.r1_reasoning()], any_text=False),
    line(
        "model",
        r1.ModelReward(politeness),
        ASKED,
        [
            r1.ModelReward(usefulness),
            r1.ModelReward(politeness, part="summary"),
            r1.ModelReward(politeness, name="other"),
            r1.ModelReward(politeness, template="think", part="reasoning"),
            r1.ModelReward(politeness, missing=-1.0),
            r1.ModelReward(politeness, longest=10),
            r1.ModelReward(politeness, needs_prompt=True),
            r1.ModelReward(politeness, batch_size=1),
        ],
    ),
    line(
        "model-summary",
        r1.ModelReward(usefulness, part="summary", name="helpfulness", template="think", missing=-2.5, batch_size=2),
        ASKED,
        [
            r1.ModelReward(
                r1.HttpModel(
                    "http://127.0.0.1:9/predict?a=b",
                    "tei",
                    model="rm",
                    text="{prompt}\n{response}",
                    label="good",
                    options={"truncate": True, "n": 1, "top": 0.5, "mode": "raw"},
                    revision="2",
                    token_env="RM_TOKEN",
                    retries=0,
                )
            )
        ],
    ),
    line(
        "r1-general",
        r1.presets.r1_general(usefulness, politeness, language="en"),
        ASKED,
        [
            r1.presets.r1_general(politeness, usefulness, language="en"),
            r1.presets.r1_general(usefulness, language="en"),
            r1.presets.r1_general(usefulness, politeness, language="de", template="r1-zero", missing=-1.0),
        ],
    ),
    line("r1-zero", r1.presets.r1_zero(), variants=[r1.presets.r1_zero("think")], any_text=False),
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
    public = {name for name in r1.__all__ if isinstance(found := getattr(r1, name), type) and hasattr(found, "score")}
    assert len(public) > 15
    assert public - {"Reward"} <= tried, "give each a line in REWARDS"


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


LAID_OUT = st.one_of([completions(name).map(lambda drawn: drawn.text) for name in ("r1-zero", "think", "harmony")])


# Without those that ask sympy, which may take its seconds for one text, the one whose target is the sample's own, and
# the one whose constraints are in a column; the kit's texts go through them above.
@pytest.mark.parametrize(("reward", "samples"), OF_ANY_TEXT)
@settings(max_examples=25)
@given(
    text=st.text(max_size=40)
    | st.text(alphabet="<>/thinkaswer\\boxed{}42 \n$", max_size=60)
    | LAID_OUT
    | hedges("4", "5")
)
def test_no_text_makes_a_score_none(reward: r1.Reward, samples: list[r1.Sample], text: str) -> None:
    known = {name: getattr(samples[0], name) for name in ("reference", "task", "prompt", "token_ids")}
    for sample in (r1.Sample(text, **known), r1.Sample(text, **known, reasoning=text)):
        (score,) = reward.score([sample])
        assert score.value is not None
        assert all(0 <= span.start <= span.end <= len(sample.text) for span in score.spans)
