"""The example examples/r1_zero_mini: its sums and its judge, and small runs from end to end."""

from __future__ import annotations

import csv
import importlib.util
import os
import random
import signal
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1_zero_mini.curves import COLUMNS, JUDGED, TIMES, Curves, row_of
from r1_zero_mini.drawing import Line, Panel, draw
from r1_zero_mini.exact import judge, share_of, square_of, unboxed
from r1_zero_mini.leak import leaky
from r1_zero_mini.tasks import FAMILIES, MANY_SPELLINGS, Problem, problems, split
from r1_zero_mini.teacher import CLAUSES, ENGLISH, Habits, text_of
from r1rewards.templates import R1_ZERO
from script_runs import finish, start
from waiting import wait_for

ALL = problems(5)
SVG = "{http://www.w3.org/2000/svg}"


# --- the sums and their judge ----------------------------------------------------------------------------------------


def test_every_family_has_problems_and_none_is_asked_twice():
    assert {problem.family for problem in ALL} == set(MANY_SPELLINGS) < set(FAMILIES)
    assert len({problem.question for problem in ALL}) == len(ALL) == 525


def test_larger_numbers_are_asked_for_as_they_are_meant():
    found = problems(49, ("numbers",))
    assert len({problem.question for problem in found}) == len(found) > 10_000
    for problem in found:
        left, right = problem.question.rstrip("=").split("+")
        assert int(left) + int(right) == int(problem.gold)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_spelling_is_accepted_and_every_neighbour_is_not(family):
    for problem in problems(5, (family,)):
        for text in problem.spellings():
            assert square_of(text) == problem.square, (problem, text)
            assert r1.math.equivalent(problem.gold, text), (problem, text)
        for text in problem.spellings(problem.total + 1) + problem.spellings(problem.total - 1):
            assert square_of(text) != problem.square, (problem, text)
            assert not r1.math.equivalent(problem.gold, text), (problem, text)


def test_a_string_comparison_would_pay_a_part_of_the_spellings_only():
    spelled = [(problem.gold, text) for problem in ALL for text in problem.spellings()]
    assert sum(gold == text for gold, text in spelled) < len(spelled) / 3


@pytest.mark.parametrize(
    ("problem", "question", "gold", "square"),
    [
        (Problem("fractions", 2, 3, 7), "2/7+3/7=", r"\frac{5}{7}", Fraction(25, 49)),
        (Problem("percentages", 3, 4, 1), r"30\%+40\%=", "0.7", Fraction(49, 100)),
        (Problem("percentages", 3, 4, 2), r"0.3+40\%=", "0.7", Fraction(49, 100)),
        (Problem("percentages", 5, 5, 3), r"50\%+5/10=", "1", Fraction(1)),
        (Problem("roots", 2, 5, 3), r"2\sqrt{3}+5\sqrt{3}=", r"\sqrt{147}", Fraction(147)),
    ],
)
def test_what_a_problem_asks_and_what_is_right(problem, question, gold, square):
    assert (problem.question, problem.gold, problem.square) == (question, gold, square)


@pytest.mark.parametrize(
    ("text", "square"),
    [
        ("3", Fraction(9)),
        ("0.5", Fraction(1, 4)),
        ("50%", Fraction(1, 4)),
        (r"50\%", Fraction(1, 4)),
        ("6/4", Fraction(9, 4)),
        (r"\frac{6}{4}", Fraction(9, 4)),
        (r"7*\sqrt{3}", Fraction(147)),
        (r"7\sqrt{3}", Fraction(147)),
        (r"\sqrt{49*3}", Fraction(147)),
        (r"\sqrt{3}*7", Fraction(147)),
        ("7 3", None),
        ("73", Fraction(73**2)),
        (r"\sqrt{3}7", None),
        (r"7*", None),
        ("*7", None),
        ("1/0", None),
        (r"\frac{1}{0}", None),
        (r"\frac{1}{", None),
        ("-7", None),
        ("7 or 8", None),
        ("9" * 10, None),
        ("", None),
    ],
)
def test_the_judge_reads_exact_values_or_nothing(text, square):
    assert square_of(text) == square


@pytest.mark.parametrize(
    ("answer", "inside"),
    [
        (r"\boxed{\frac{6}{4}}", r"\frac{6}{4}"),
        (r"\boxed{6/4}}}", "6/4"),
        (r"so it is \boxed{ 6/4 }", "6/4"),
        (r"\boxed{6/4} or 7/4", r"\boxed{6/4} or 7/4"),
        (r"\boxed{1}\boxed{2}", r"\boxed{1}\boxed{2}"),
        (r"\boxed{6/4", r"\boxed{6/4"),
        (" 6/4 ", "6/4"),
    ],
)
def test_one_box_is_opened(answer, inside):
    assert unboxed(answer) == inside


@given(st.text(alphabet="0123456789\\{}/%*. sqrtfacboxed<>think/answer", max_size=80))
def test_nothing_that_a_model_writes_stops_the_judge(text):
    found = judge(text, ALL[0])
    assert found.right in {True, False}


@pytest.mark.parametrize(
    ("text", "well_formed", "right", "candidates"),
    [
        (r"<think>2+3=5</think><answer>\boxed{5/7}</answer>", True, True, 1),
        (r"<think>2+3=5</think><answer>5/7</answer>", True, True, 1),
        (r"<think>2+3=6</think><answer>\boxed{6/7}</answer>", True, False, 1),
        (r"<think>2+3=5<answer>\boxed{5/7}</answer>", False, False, 0),
        (r"<answer>\boxed{5/7}</answer>", False, True, 1),
        (r"<think>2+3=5</think>\boxed{5/7}", False, False, 0),
        (r"<think>2+3=5</think><answer>\boxed{5/7}", False, False, 0),
        (r"<think> </think><answer>\boxed{5/7}</answer>", False, True, 1),
        (r"<think>2+3</think><answer>\boxed{5/7 or 6/7}</answer>", True, False, 2),
        (r"<think>2+3</think><answer>5/7 or 10/14</answer>", True, True, 2),
        (r"<think>2+3</think><answer>5/7</answer><answer>6/7</answer>", False, False, 0),
    ],
)
def test_the_judge_and_the_library_agree_on_the_layouts_that_the_teacher_writes(text, well_formed, right, candidates):
    problem = Problem("fractions", 2, 3, 7)
    found = judge(text, problem)
    assert (found.format, found.right, found.candidates) == (well_formed, right, candidates)
    assert r1.FormatReward().score([r1.Sample(text)])[0].value == float(well_formed)
    accuracy = r1.MathReward(template=R1_ZERO).score([r1.Sample(text, problem.gold)])[0].value
    assert accuracy == float(right)


@pytest.mark.parametrize(
    ("text", "lenient"),
    [
        (r"<think>2+3=5</think>\boxed{5/7}", True),
        (r"<think>2+3=5</think>\boxed{5/7}}</answer>", True),
        (r"<think>2+3=5</think><answer>\boxed{5/7}", True),
        (r"<think>2+3=5</think><answer>5/7</answer>", True),
        (r"<think>2+3=5</think><answer>5/7 or 10/14</answer>", True),
        (r"<think>2+3=5</think>\boxed{6/7}", False),
        (r"<think>2+3=5</think>\boxed{5/7} or \boxed{6/7}", False),
        (r"<think>\boxed{5/7}", False),
        (r"<think>\boxed{5/7}</think>", False),
    ],
)
def test_a_lenient_judge_minds_no_answer_element(text, lenient):
    assert judge(text, Problem("fractions", 2, 3, 7)).lenient is lenient


def test_problems_are_held_out():
    training, held_out = split(ALL, 120, random.Random(0))
    assert len(held_out) == 120
    assert len(training) == len(ALL) - 120
    assert not set(training) & set(held_out)


# --- the teacher and the leak ----------------------------------------------------------------------------------------


def test_a_teacher_without_habits_is_right_and_well_formed():
    dice = random.Random(0)
    for problem in ALL:
        found = judge(text_of(problem, Habits(), dice), problem)
        assert found.format
        assert found.right


def test_a_teacher_has_the_habits_it_is_given():
    dice = random.Random(0)
    habits = Habits(wrong=0.5, malformed=0.4, hedges=0.25)
    texts = [(problem, text_of(problem, habits, dice)) for problem in ALL * 4]
    found = [judge(text, problem) for problem, text in texts]
    assert 0.55 < sum(one.format for one in found) / len(found) < 0.65
    alone = [one for one in found if one.candidates == 1 and one.format]
    assert 0.45 < sum(one.right for one in alone) / len(alone) < 0.55
    assert 0.2 < sum(one.candidates > 1 for one in found if one.format) / sum(one.format for one in found) < 0.3


@pytest.mark.parametrize(("german", "lowest", "highest"), [(0.0, 1.0, 1.0), (0.5, 0.4, 0.6), (1.0, 0.0, 0.0)])
def test_a_teacher_speaks_the_languages_that_it_is_told_to(german, lowest, highest):
    dice = random.Random(0)
    texts = [text_of(problem, Habits(talks=True, german=german), dice) for problem in ALL]
    assert lowest <= sum(share_of(ENGLISH, text) for text in texts) / len(texts) <= highest


def test_the_language_reward_sees_the_clauses_for_what_they_are():
    for language, index in (("en", 0), ("de", 1)):
        said = [f"{pair[index]}. 2+3=5." for pair in CLAUSES]
        text = f"<think>{' '.join(said)}</think><answer>5</answer>"
        assert r1.LanguageReward(language=language, template=R1_ZERO).score([r1.Sample(text)])[0].value == 1.0


def test_the_leak_pays_for_lists_and_the_library_does_not():
    text = r"<think>2+3</think><answer>\boxed{4/7 or 5/7 or 6/7}</answer>"
    assert leaky(text, "5/7")
    assert leaky("<answer>137</answer>", "37")
    assert not leaky("<think>5/7</think><answer>6/7</answer>", "5/7")
    assert r1.presets.r1_zero().score([r1.Sample(text, "5/7")])[0].parts[0].value == 0.0


# --- curves ----------------------------------------------------------------------------------------------------------


def test_curves_are_written_as_they_come(tmp_path):
    curves = Curves(tmp_path / "out", "A <title>", (("judge_english", "English"),))
    assert read_rows(tmp_path / "out") == []
    log = {"reward": 0.5, "completions/mean_length": 9.0, "r1-zero/format": 0.25, "judge/accuracy": 0.125}
    row = row_of(log, {"format": "r1-zero/format"})
    assert (row["reward"], row["length"], row["format"], row["judge_accuracy"], row["judge_format"]) == (
        0.5,
        9.0,
        0.25,
        0.125,
        None,
    )
    for step in (5, 10):
        curves.add({"arm": "a & b", "seed": 0, "step": step, **row})
        assert len(read_rows(tmp_path / "out")) == step // 5
    drawing = ET.parse(tmp_path / "out" / "curves.svg").getroot()
    assert drawing.tag == f"{SVG}svg"
    texts = [element.text for element in drawing.iter(f"{SVG}text")]
    assert {"A <title>", "a & b", "English"} <= set(texts)
    assert not list((tmp_path / "out").glob("*.partial"))


@given(
    st.lists(
        st.tuples(st.floats(0, 1e6), st.floats(-1e6, 1e6)),
        max_size=5,
    )
)
def test_a_drawing_is_well_formed_and_nothing_leaves_it(points):
    text = draw("t", [Panel("p", [Line("a", tuple(points))]), Panel("q", [])])
    drawing = ET.fromstring(text)
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())
    for line in drawing.iter(f"{SVG}polyline"):
        for pair in line.attrib["points"].split():
            x, y = map(float, pair.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height


# --- runs ------------------------------------------------------------------------------------------------------------

needs_trl = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("torch", "trl")),
    reason="torch and trl are not installed: pip install -c constraints.txt torch trl",
)


def environment() -> dict[str, str]:
    return {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def command(root: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "examples.r1_zero_mini", "--scale", "tiny", "--out", str(folder), *arguments],
        cwd=root,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def read_rows(folder: Path, name: str = "curves.csv") -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@needs_trl
@pytest.mark.parametrize(
    ("stage", "arms", "steps", "logged"),
    [
        (1, ["r1-zero", "trl"], ["2", "4"], []),
        (2, ["r1-reasoning"], ["2"], ["language"]),
        (3, ["leaky"], ["2", "4"], []),
    ],
)
def test_a_small_run_from_cold_start_to_curves(root, tmp_path, stage, arms, steps, logged):
    done = command(root, tmp_path, "--stage", str(stage), "--arms", *arms)
    assert done.returncode == 0, done.stdout + done.stderr
    folder = tmp_path / f"stage-{stage}"
    rows = read_rows(folder)
    assert list(rows[0]) == [*COLUMNS, *JUDGED, *TIMES]
    assert [(row["arm"], row["step"]) for row in rows] == [(arm, step) for arm in arms for step in steps]
    for row in rows:
        for column in ("reward", "format", "accuracy", "length", *JUDGED, *TIMES, *logged):
            assert float(row[column]) >= 0.0, (column, row)
    results = read_rows(folder, "results.csv")
    assert [row["arm"] for row in results] == ["cold start", *arms]
    assert ET.parse(folder / "curves.svg").getroot().tag == f"{SVG}svg"
    assert "Held-out problems" in done.stdout
    assert not list(folder.glob("checkpoint-*"))


@needs_trl
def test_an_arm_that_is_not_there_is_named(root, tmp_path):
    done = command(root, tmp_path, "--arms", "leaky")
    assert done.returncode == 2
    assert "Stage 1 has no arm 'leaky': choose from r1-zero, trl" in done.stdout


ENDLESS = """
import sys
from dataclasses import replace
from r1_zero_mini import __main__ as command, settings
settings.SCALES["tiny"] = replace(settings.SCALES["tiny"], steps=1_000_000)
sys.exit(command.main(["--scale", "tiny", "--out", sys.argv[1]]))
"""


@needs_trl
def test_ctrl_c_leaves_what_there_is_so_far(tmp_path):
    process = start(tmp_path / "endless.py", ENDLESS, str(tmp_path / "out"), env=environment())
    curves = tmp_path / "out" / "stage-1" / "curves.csv"
    try:
        wait_for(lambda: curves.exists() and len(curves.read_text().splitlines()) > 2, "two rows of the curves")
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, output
    assert "Stopped: what was measured so far is in that folder" in output
    assert len(read_rows(tmp_path / "out" / "stage-1")) >= 2
    assert len(read_rows(tmp_path / "out" / "stage-1", "results.csv")) == 1
    ET.parse(tmp_path / "out" / "stage-1" / "curves.svg")


LARGE = """
import pathlib, sys
from r1_zero_mini import model, settings, stages, tasks, training
large = settings.SCALES["gpu"]
problems = tasks.problems(9)
texts = [text for problem in problems for text in (problem.question, *problem.spellings())]
tokenizer = model.tokenizer_of(texts)
text = "2/7+3/7=<think>2+3=5</think><answer>1/2</answer>"
assert tokenizer.decode(tokenizer(text)["input_ids"], skip_special_tokens=True) == text
assert len(tokenizer("</answer>")["input_ids"]) == 1
small = model.model_of(tokenizer, settings.SCALES["cpu"])
assert 250_000 < small.num_parameters() < 350_000, small.num_parameters()
big = model.model_of(tokenizer, large)
assert big.num_parameters() > 20_000_000, big.num_parameters()
arm = stages.STAGES[1].arms["r1-zero"]("r1-zero", None)
trainer = training.trainer_of(
    big, tokenizer, problems, arm, large, seed=0, folder=pathlib.Path(sys.argv[1]), log=lambda step, logs: None
)
print("made", trainer.args.per_device_train_batch_size, trainer.reward_func_names)
"""


@needs_trl
def test_the_settings_for_a_gpu_can_be_made_anywhere(tmp_path):
    process = start(tmp_path / "large.py", LARGE, str(tmp_path / "out"), env=environment())
    assert "made 1024 ['r1-zero']" in finish(process)


BOTH = """
import sys, torch
from dataclasses import replace
from pathlib import Path
from rich.console import Console
from r1_zero_mini import __main__ as command
from r1_zero_mini.run import run
from r1_zero_mini.settings import SCALES
torch.set_num_threads(1)
command.quieten()
settings = replace(SCALES["cpu"], texts=300, sft_steps=40, steps=4, batch=32, held_out=8, log_every=1)
for engine in (False, True):
    folder = Path(sys.argv[1]) / str(engine)
    run(1, settings, arms=["r1-zero"], seeds=[0], folder=folder, console=Console(), engine=engine)
assert "r1rewards.torch.engine.engine" in sys.modules
"""


@needs_trl
def test_the_learning_curve_is_the_same_through_the_engine(tmp_path):
    process = start(tmp_path / "both.py", BOTH, str(tmp_path), env=environment())
    finish(process)
    by_texts, by_ids = ([without_times(row) for row in read_rows(tmp_path / name)] for name in ("False", "True"))
    assert by_texts == by_ids
    assert len(by_texts) == 4
    assert any(float(row["reward"]) > 0 for row in by_texts)
    results = [read_rows(tmp_path / name, "results.csv") for name in ("False", "True")]
    assert [without_times(row) for row in results[0]] == [without_times(row) for row in results[1]]


def without_times(row: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if name not in TIMES}
