"""The plugin in a project of a user's: each test writes one, and runs pytest there as the user would."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = """\
{"completion": "the answer is four", "gold": "four", "id": "right", "why": "says the gold"}
{"completion": "the answer is five", "gold": "four", "why": "says something else"}
{"completion": "I do not know", "gold": "four"}
"""

REWARDS = """\
from dataclasses import dataclass

from r1rewards import Score, Verdict


@dataclass(frozen=True)
class Says:
    name = "says"
    pay: float = 1.0

    def score(self, samples, /):
        return [
            Score(self.pay, Verdict.CORRECT, "it says so", answer=s.reference) if s.reference in s.text
            else Score(0.0, Verdict.INCORRECT, "it says something else")
            for s in samples
        ]


def accuracy(completions, gold, **kwargs):
    return [1.0 if g in c else 0.0 for c, g in zip(completions, gold, strict=True)]


def compute_score(data_source, solution_str, ground_truth, extra_info=None):
    right = ground_truth in solution_str
    return {"score": float(right), "acc": right, "pred": solution_str[14:]}
"""

TEST = """\
from rewards import Says, accuracy, compute_score


def test_says(reward_snapshot):
    reward_snapshot(Says(), "cases.jsonl")
"""


_PLAIN = ("-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:anyio")
"""Other plugins only take time."""


class Project:
    """A user's project in a folder."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.path = pytester.path
        self.write(("rewards.py", REWARDS), ("cases.jsonl", CASES), ("test_rewards.py", TEST))
        self.pin = self.path / "cases.says.pin.json"

    def write(self, *files: tuple[str, str]) -> None:
        for name, text in files:
            (self.path / name).write_text(text, encoding="utf-8")
        shutil.rmtree(self.path / "__pycache__", ignore_errors=True)  # sources change within a second

    def replace(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text
        self.write((name, text.replace(old, new)))

    def run(self, *arguments: str) -> tuple[int, str]:
        """pytest's exit status and what it prints."""
        done = self.pytester.runpytest_subprocess(*_PLAIN, *arguments)
        return int(done.ret), done.stdout.str() + done.stderr.str()


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return Project(pytester)


def test_pins_breaks_shows_updates(project: Project) -> None:
    status, said = project.run()
    assert status == 1
    assert "'says' is not pinned for cases.jsonl yet: write cases.says.pin.json with" in said
    assert "pytest --reward-update test_rewards.py::test_says" in said
    assert not project.pin.exists()

    status, said = project.run("--reward-update")
    assert status == 0
    assert "reward pins: wrote cases.says.pin.json" in said
    pinned = json.loads(project.pin.read_text())
    assert pinned["rows"]["right"]["score"] == {
        "value": 1.0,
        "verdict": "correct",
        "answer": "four",
        "reason": "it says so",
    }
    assert project.run()[0] == 0

    project.replace("rewards.py", "s.reference in s.text", "'answer' in s.text")
    status, said = project.run()
    assert status == 1
    assert "'says' differs from cases.says.pin.json in 1 row of cases.jsonl" in said
    assert re.search(
        r"row 2: the answer is five\nE\s+value    0\.0 → 1\.0\nE\s+verdict  incorrect → correct\n"
        r"E\s+answer   None → 'four'\nE\s+reason   it says something else → it says so\n",
        said,
    ), said

    status, said = project.run("--reward-update")
    assert status == 0
    assert project.run()[0] == 0
    assert project.run("--reward-update")[1].count("wrote") == 0


def test_a_changed_field_of_the_reward_is_named(project: Project) -> None:
    project.run("--reward-update")
    project.replace("test_rewards.py", "Says()", "Says(pay=1.0 + 1e-12)")
    status, said = project.run()
    assert status == 1
    assert "scores cases.jsonl as pinned in cases.says.pin.json, but its signature has changed" in said
    assert "pay: 1.0 → 1.000000000001" in said


def test_numbers_are_equal_within_a_tolerance(project: Project) -> None:
    project.run("--reward-update")
    project.replace("rewards.py", "Score(self.pay,", "Score(self.pay + 0.001,")
    project.replace("test_rewards.py", '"cases.jsonl")', '"cases.jsonl", tolerance=0.01)')
    assert project.run()[0] == 0
    project.replace("test_rewards.py", "tolerance=0.01", "tolerance=0.0001")
    assert "value  1.0 → 1.001" in project.run()[1]


def test_functions_in_the_shapes_of_trainers(project: Project) -> None:
    project.replace("test_rewards.py", "Says()", 'accuracy, "cases.jsonl")\n    reward_snapshot(compute_score')
    project.replace("cases.jsonl", '"gold"', '"solution"')
    project.replace("rewards.py", "gold, **kwargs", "solution, **kwargs")
    project.replace("rewards.py", "(completions, gold", "(completions, solution")
    assert project.run("--reward-update")[0] == 0
    pinned = json.loads((project.path / "cases.accuracy.pin.json").read_text())
    assert [row["score"]["value"] for row in pinned["rows"].values()] == [1.0, 0.0, 0.0]
    pinned = json.loads((project.path / "cases.compute_score.pin.json").read_text())
    assert pinned["rows"]["right"]["score"]["data"] == {"acc": True, "pred": "four"}
    assert project.run("-n", "2")[0] == 0
    project.replace("rewards.py", "1.0 if g in c", "0.5 if g in c")
    status, said = project.run()
    assert status == 1
    assert "function: the code of rewards:accuracy has changed" in said


def test_workers_update_and_compare(project: Project) -> None:
    tests = "\n\n".join(
        f"def test_{i}(reward_snapshot):\n    reward_snapshot(Says({i}.0), 'cases.jsonl', pin='{i}.pin.json')\n"
        for i in range(6)
    )
    project.write(("test_many.py", f"from rewards import Says\n\n\n{tests}"))
    status, said = project.run("-n", "2", "--reward-update")
    assert status == 0
    assert said.count("reward pins: wrote") == 7
    assert project.run("-n", "2")[0] == 0
    assert len(list(project.path.glob("*.json"))) == 7  # and no file that was being written


def test_two_tests_do_not_share_a_pin(project: Project) -> None:
    again = TEST.replace("test_says", "test_again")
    project.write(("test_more.py", again))
    status, said = project.run("--reward-update", "-n", "2")
    assert status == 1
    assert "cases.says.pin.json belongs to test_" in said
    assert "a name of its own with pin=…; if that test pins something else now, delete the file" in said
    project.pin.unlink()
    project.replace("test_more.py", '"cases.jsonl")', '"cases.jsonl", pin="more.pin.json")')
    assert project.run("--reward-update")[0] == 0
    assert project.run()[0] == 0
    project.replace(
        "test_more.py", "    reward_snapshot(", '    reward_snapshot(Says(), "cases.jsonl")\n    reward_snapshot('
    )
    assert "belongs to test_rewards.py::test_says" in project.run()[1]


def test_parameters_of_one_test_do_not_share_a_pin(project: Project) -> None:
    test = TEST.replace("def test_says(reward_snapshot)", "def test_says(reward_snapshot, pay)").replace(
        "Says()", "Says(pay)"
    )
    mark = '@pytest.mark.parametrize("pay", [1.0, 2.0])\ndef'
    project.write(("test_rewards.py", "import pytest\n" + test.replace("def", mark)))
    status, said = project.run("--reward-update")
    assert status == 1
    assert "belongs to test_rewards.py::test_says[1.0]" in said


def test_a_test_that_was_renamed_says_so_and_takes_its_pin_along(project: Project) -> None:
    project.run("--reward-update")
    project.replace("test_rewards.py", "def test_says", "def test_renamed")
    status, said = project.run()
    assert status == 1
    assert "belongs to test_rewards.py::test_says, which is gone: if the test was renamed, run --reward-update" in said
    assert project.run("--reward-update")[0] == 0
    assert project.run()[0] == 0


def test_cases_that_are_gone_are_told(project: Project) -> None:
    project.run("--reward-update")
    project.write(("cases.jsonl", CASES.split("\n", 1)[1]))
    status, said = project.run()
    assert status == 1
    assert "row 1 when it was pinned: the answer is four\nE" in said
    assert "is pinned, and is not a case any more" in said


GONE = {
    "no test any more": "",
    "only others": "def test_other():\n    pass\n",
    "a comment": "# def test_says(reward_snapshot)\ndef test_other():\n    pass\n",
    "in a class": "class TestIt:\n    def test_says(self):\n        pass\n",
    "it asks for no pins": "def test_says():\n    pass\n",
    "it pins something else": TEST.replace('"cases.jsonl"', '"cases.jsonl", pin="other.pin.json"'),
    "with parameters": "import pytest\n@pytest.mark.parametrize('n', [1])\ndef test_says(n):\n    pass\n",
}


@pytest.mark.parametrize("how", GONE)
def test_pins_of_no_test_are_told(project: Project, how: str) -> None:
    project.run("--reward-update")
    project.write(("test_rewards.py", GONE[how]))
    said = project.run("--reward-update", *(("-n", "2") if "parameters" in how else ()))[1]
    assert "reward pins: belongs to no test, delete it: cases.says.pin.json" in said
    assert "delete it: other.pin.json" not in said


def test_a_test_that_is_not_run_keeps_its_pin(project: Project) -> None:
    project.run("--reward-update")
    project.write(("test_more.py", "def test_other():\n    pass\n"))
    for arguments in (("test_more.py",), ("-k", "other"), ("--collect-only",), ("test_more.py::test_other",)):
        assert "delete it" not in project.run(*arguments)[1]


def test_rows_move_and_change(project: Project) -> None:
    project.run("--reward-update")
    project.write(("cases.jsonl", "".join(reversed(CASES.splitlines(keepends=True)))))
    assert project.run()[0] == 0
    project.replace("cases.jsonl", "answer is four", "answer is: four")
    said = project.run()[1]
    assert "row 3 (right): the answer is: four" in said
    assert "the case itself has changed since it was pinned; then: the answer is four" in said
    project.write(("cases.jsonl", CASES + '{"completion": "four", "gold": "four"}\n'))
    assert "row 4: four\nE         is not pinned; it is 1.0, correct" in project.run()[1]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda text: text[:-20], "cases.says.pin.json: it is not JSON"),
        (lambda text: f"<<<<<<< HEAD\n{text}", "it has the marks of a merge conflict"),
        (lambda text: text.replace('"correct"', '"corect"'), "row 'right': 'verdict' is 'corect': choose one of"),
        (lambda text: text.replace("1.0,", "NaN,"), "row 'right': 'value' is nan: give a finite number, or null"),
        (lambda text: text.replace('"reason": "it says so"', '"raison": "?"'), "its score has no 'reason'"),
        (lambda text: text.replace('"value": 1.0', f'"value": 1{"0" * 400}'), "0000… → 1.0"),
        (lambda text: text.replace('"answer": "four"', '"answer": 4'), "'answer' is 4: give a text, or null"),
        (lambda text: text.replace('"value": 1.0', '"value": 2.0'), "value  2.0 → 1.0"),
    ],
)  # fmt: skip
def test_a_pin_that_was_edited_by_hand(project: Project, edit, says: str) -> None:
    project.run("--reward-update")
    text = project.pin.read_text()
    assert edit(text) != text
    project.pin.write_text(edit(text))
    status, said = project.run()
    assert status == 1
    assert says in said
    assert project.run("--reward-update")[0] == 0
    assert project.pin.read_text() == text


@pytest.mark.parametrize(
    ("cases", "says"),
    [
        ("", "has no rows: write one JSON object with a completion on each line"),
        ("\n\n", "has no rows"),
        (None, "cannot read"),
        ('{"completion": "x", "gold": "y"}\n{"completion": \n', "row 2: it is not JSON"),
        ('{"text": "x"}\n', "row 1: there is no completion"),
        ('{"completion": "x", "id": 1}\n{"completion": "y", "id": 1}\n', "row 2: the id '1' is also that of row 1"),
        ('{"completion": "x"}\n', "'math' can judge no row of cases.jsonl; row 1: There is no reference"),
    ],
)
def test_cases_that_cannot_be_used(project: Project, cases: str | None, says: str) -> None:
    project.replace("test_rewards.py", "Says()", "r1.MathReward()")
    project.replace("test_rewards.py", "from rewards", "import r1rewards as r1\nfrom rewards")
    if cases is None:
        (project.path / "cases.jsonl").unlink()
    else:
        project.write(("cases.jsonl", cases))
    status, said = project.run("--reward-update")
    assert status == 1
    assert says in said
    assert not list(project.path.glob("*.json"))


def test_a_reward_that_fails_is_not_pinned(project: Project) -> None:
    project.replace("rewards.py", "s.reference in s.text", "s.text[17]")
    status, said = project.run("--reward-update")
    assert status == 1
    assert "'says' fails on 1 of 3 rows of cases.jsonl; failures are not pinned" in said
    assert "row 3: I do not know" in said
    assert "IndexError: string index out of range" in said
    assert not project.pin.exists()


ROWS = """\
{"completion": "a", "why": "is a", "expected": 1}
{"completion": "b", "id": "second", "expected": 2}
{"completion": "c", "expected": 3}
{"completion": "d", "why": "is a", "expected": 4}
"""

TEST_ROWS = """\
import pytest


@pytest.mark.reward_cases("rows.jsonl")
def test_row(case, sample, expected):
    assert sample.text == "abcd"[expected - 1] == case.sample.text
"""


def test_one_test_for_each_row(project: Project) -> None:
    project.write(("rows.jsonl", ROWS), ("test_rows.py", TEST_ROWS))
    status, said = project.run("-v", "--strict-markers", "test_rows.py")
    assert status == 0
    for name in ("is a (row 1)", "second", "row 3", "is a (row 4)"):
        assert f"test_rows.py::test_row[{name}] PASSED" in said
    assert project.run("-n", "2", "test_rows.py")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "asks", "says"),
    [
        ("'rows.jsonl'", "sample", "rows.jsonl has no rows"),
        ("'no.jsonl'", "sample", "cannot read"),
        ("'cases.jsonl'", "sample, expected", "cases.jsonl has rows without a column 'expected': 1, 2, 3"),
        ("'cases.jsonl'", "tmp_path", "the test asks for none of case, sample and expected"),
        ("", "sample", "name the file of cases: reward_cases('cases.jsonl')"),
        ("'cases.jsonl', field={}", "sample", "it takes a path and fields=, nothing else"),
        ("'cases.jsonl', fields={'reference': 'wrong'}", "sample", "row 1:"),
    ],
)
def test_rows_that_cannot_be_used(project: Project, arguments: str, asks: str, says: str) -> None:
    test = f"import pytest\n\n\n@pytest.mark.reward_cases({arguments})\ndef test_row({asks}):\n    pass\n"
    project.write(("rows.jsonl", ""), ("test_rows.py", test))
    status, said = project.run("test_rows.py")
    assert status not in (0, 1)
    assert f"reward_cases: {says}" in said or says in said


def test_laws_and_a_sandbox(project: Project) -> None:
    project.write(
        ("test_more.py", """\
import r1rewards as r1
from r1sandbox import Job
from rewards import Says


def test_sandbox(r1_sandbox):
    assert r1_sandbox.run(Job(source="print(6 * 7)")).stdout == b"42\\n"


def test_keeps(reward_laws):
    reward_laws(Says(), [r1.Sample("four", "four"), r1.Sample("five", "four")], fresh=False)


def test_breaks(reward_laws):
    reward_laws(r1.from_function(lambda sample: 1 / len(sample.text), name="inverse"), [r1.Sample("a"), r1.Sample("b")])
"""),
    )  # fmt: skip
    status, said = project.run("test_more.py")
    assert status == 1
    assert "2 passed" in said
    assert "1 failed" in said
    assert "'inverse' breaks laws that every reward keeps:\nE" in said


TEST_NOTHING = """\
import sys


def test_nothing():
    assert not [name for name in sys.modules if name.partition(".")[0] in ("r1rewards", "r1sandbox")]
    assert "r1rewards_pytest" in sys.modules
"""


def test_loading_it_imports_nothing_of_the_library(project: Project) -> None:
    project.write(("test_nothing.py", TEST_NOTHING))
    assert project.run("test_nothing.py")[0] == 0


def test_importing_it_takes_only_pytest() -> None:
    program = "import sys, pytest; before = set(sys.modules); import r1rewards_pytest; print(set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "{'r1rewards_pytest'}"


def test_help_and_markers_speak_of_it(project: Project) -> None:
    assert "--reward-update" in project.run("--help")[1]
    assert "@pytest.mark.reward_cases(path, fields=None)" in project.run("--markers")[1]


def test_a_pin_may_lie_in_a_folder_of_cases(project: Project) -> None:
    folder = project.path / "data"
    folder.mkdir()
    (project.path / "cases.jsonl").rename(folder / "cases.jsonl")
    project.replace("test_rewards.py", '"cases.jsonl"', '"data/cases.jsonl"')
    assert project.run("--reward-update")[0] == 0
    assert json.loads((folder / "cases.says.pin.json").read_text())["test"] == "../test_rewards.py::test_says"
    assert project.run()[0] == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (lambda text: text.replace('"pin": 1', '"pin": 7'), "'pin' is 7, and this version reads 1"),
        (lambda text: '{"name": "mine"}', "'pin' is None"),
        (lambda text: "[]", "it is not a JSON object"),
        (lambda text: f"<<<<<<< HEAD\n{text}=======\n{text.replace('test_says', 'test_other')}", "merge conflict"),
    ],
)
def test_what_is_not_the_tests_own_pin_is_not_written_over(project: Project, text, says: str) -> None:
    project.run("--reward-update")
    project.pin.write_text(text(project.pin.read_text()))
    before = project.pin.read_text()
    status, said = project.run("--reward-update")
    assert status == 1
    assert says in said
    assert "it is not written over: delete it, or give another name with pin=…" in said
    assert project.pin.read_text() == before


def test_a_test_that_this_run_does_not_see_keeps_its_pin(project: Project) -> None:
    shared = 'def shared(reward_snapshot):\n    reward_snapshot(Says(), "cases.jsonl")\n\n\ntest_first = shared\n'
    project.write(("test_rewards.py", "from rewards import Says\n\n\n" + shared))
    assert project.run("--reward-update")[0] == 0
    project.replace("test_rewards.py", "test_first = shared", "test_first = test_second = shared")
    status, said = project.run("--reward-update", "test_rewards.py::test_second")
    assert status == 1
    assert "cases.says.pin.json belongs to test_rewards.py::test_first, which this run has not looked for" in said
    status, said = project.run("--reward-update", "test_rewards.py")
    assert "belongs to test_rewards.py::test_first: give the pin of test_rewards.py::test_second a name" in said


def test_cases_in_a_folder_that_is_a_link(project: Project) -> None:
    (project.path / "real").mkdir()
    (project.path / "cases.jsonl").rename(project.path / "real" / "cases.jsonl")
    (project.path / "sub").mkdir()
    (project.path / "sub" / "link").symlink_to("../real")
    project.replace("test_rewards.py", '"cases.jsonl"', '"sub/link/cases.jsonl"')
    again = TEST.replace("test_says", "test_again").replace('"cases.jsonl"', '"real/cases.jsonl"')
    assert project.run("--reward-update")[0] == 0
    assert project.run()[0] == 0
    project.write(("test_more.py", again))
    assert "belongs to ../test_rewards.py::test_says: give" in project.run("--reward-update")[1]


def test_a_worker_that_crashes_is_reported_by_pytest(project: Project) -> None:
    project.write(("test_crash.py", "import os\n\n\ndef test_c():\n    os._exit(3)\n\n\ndef test_d():\n    pass\n"))
    status, said = project.run("-n", "2", "test_crash.py")
    assert status == 1
    assert "1 failed, 1 passed" in said
    assert "INTERNALERROR" not in said


def test_a_folder_that_is_gone_at_the_end(project: Project) -> None:
    folder = project.path / "gone"
    folder.mkdir()
    test = "import shutil, pathlib\n\n\ndef test_it():\n    shutil.rmtree(pathlib.Path(__file__).parent)\n"
    (folder / "test_gone.py").write_text(test)
    assert project.run("gone")[0] == 0


def test_a_broken_library_does_not_matter_to_other_tests(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "r1rewards").mkdir()
    (tmp_path / "r1rewards" / "__init__.py").write_text("raise ImportError('broken')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    project.write(("test_nothing.py", TEST_NOTHING), ("x.pin.json", "{}"), ("y.pin.json", '{"test": "gone.py::t"}'))
    status, said = project.run("test_nothing.py")
    assert status == 0
    assert "belongs to no test, delete it: y.pin.json" in said
    assert "x.pin.json" not in said


def test_a_function_that_fails_on_a_batch_is_not_pinned(project: Project) -> None:
    project.replace(
        "rewards.py", "for c, g in zip(completions, gold, strict=True)]", "for c, g in zip(completions, gold)][:1]"
    )
    project.replace("test_rewards.py", "Says()", "accuracy")
    status, said = project.run("--reward-update")
    assert status == 1
    assert (
        "'accuracy' fails on the batch of 3, though on none of them alone: RewardError: 'accuracy' returned 1" in said
    )
    assert not list(project.path.glob("*.json"))


def test_functions_with_a_tolerance_and_a_column_of_texts(project: Project) -> None:
    project.replace("cases.jsonl", '"completion"', '"said"')
    project.replace(
        "test_rewards.py", 'Says(), "cases.jsonl"', "accuracy, 'cases.jsonl', fields=FIELDS, tolerance=0.01"
    )
    project.replace("test_rewards.py", "\n\n\ndef", "\nFIELDS = {'completions': 'said'}\n\n\ndef")
    assert project.run("--reward-update")[0] == 0
    project.replace("rewards.py", "1.0 if g in c", "0.999 if g in c")
    said = project.run()[1]
    assert "scores cases.jsonl as pinned in cases.accuracy.pin.json, but its signature has changed" in said


def test_halves_of_surrogate_pairs_reach_the_terminal(project: Project) -> None:
    project.replace("cases.jsonl", "the answer is five", "the answer is \\ud800five")
    project.run("--reward-update")
    project.replace("rewards.py", "it says something else", "it says \\ud800")
    status, said = project.run("-n", "2")
    assert status == 1
    assert "INTERNALERROR" not in said
    assert "→ it says \\ud800" in said


MARKS = """\
import pytest


@pytest.mark.reward_cases("cases.jsonl")
@pytest.mark.reward_cases("rows.jsonl")
def test_both(case):
    pass


@pytest.mark.reward_cases("rows.jsonl")
class TestRows:
    def test_asks(self, sample):
        assert sample.text in "abcd"

    def test_asks_for_nothing(self):
        pass
"""


def test_marks_add_up_and_reach_into_classes(project: Project) -> None:
    project.write(("rows.jsonl", ROWS), ("test_rows.py", MARKS))
    status, said = project.run("test_rows.py")
    assert status == 0
    assert f"{3 + 4 + 4 + 1} passed" in said
