"""Mistakes that a type checker has to find: an ignored error that is none is an error of its own."""

from __future__ import annotations

import r1rewards as r1
from r1rewards.trainers import openrlhf

r1.MathReword()  # type: ignore[attr-defined]
r1.reward_files.no_such_name  # type: ignore[attr-defined]
r1.MathReward(templat="r1-zero")  # type: ignore[call-arg]
r1.MathReward(percent="valeu")  # type: ignore[arg-type]
r1.MathReward(units="meters")  # type: ignore[arg-type]
r1.MathReward(corrections="never-heard-of")  # type: ignore[arg-type]
r1.FormatReward(3)  # type: ignore[arg-type]
r1.LanguageReward(detector="word")  # type: ignore[arg-type]
r1.ToolCallReward(order="anny")  # type: ignore[arg-type]
r1.JsonReward(credit="some")  # type: ignore[arg-type]
r1.InstructionReward(credit="mean")  # type: ignore[arg-type]
r1.HttpModel("http://h/x", format="vllm")  # type: ignore[arg-type]
r1.WeightedReward([r1.MathReward()])  # type: ignore[list-item]
r1.Sample("x", "y", "a prompt")  # type: ignore[call-arg]
r1.Sample(3)  # type: ignore[arg-type]
r1.grade(r1.MathReward, [])  # type: ignore[arg-type]
r1.grade(r1.MathReward(), ["text"])  # type: ignore[list-item]
r1.Score.skipped("x").value + 1  # type: ignore[operator]
r1.Score.skipped("x").verdict.is_good  # type: ignore[attr-defined]
r1.signature(r1.MathReward()).value  # type: ignore[attr-defined]
openrlhf.reward_func(r1.MathReward(), label="rows")  # type: ignore[arg-type]
r1.math.extract("x", corrections="always")  # type: ignore[arg-type]
r1.tools.grade([], [], order="anny")  # type: ignore[arg-type]
r1.tools.parse([], form="json")  # type: ignore[arg-type]
