from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

import r1rewards
from command_line import SCRIPT, lines, r1, work
from r1rewards.reward_files import loads
from r1rewards.reward_files.names import BUILT_IN

ROWS = ({"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"})
MODS = 'reward = "mods:Exact"\npay = 3.0\n'


def shown(folder: Path, *options: object, to: str = "rewards.toml") -> Path:
    """The file that `r1rewards show` writes."""
    done = r1("show", *options, cwd=folder)
    assert (done.code, done.err) == (0, "")
    (folder / to).write_bytes(done.out)
    return folder / to


def test_it_prints_the_reward_and_nothing_else(tmp_path: Path) -> None:
    done = r1("show", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    text = done.out.decode()
    assert text.startswith("# r1rewards ")
    assert text.endswith('template = "r1-zero"\n')
    assert loads(text) == r1rewards.presets.r1_zero()
    assert done.out == r1("show", "-r", "r1-zero", cwd=tmp_path).out


def test_a_preset_from_its_file_gives_the_same_bytes(tmp_path: Path, root: Path) -> None:
    example = root / "examples" / "r1_zero.jsonl"
    shown(tmp_path, "-r", "r1-zero")
    by_name = r1("grade", example, "-r", "r1-zero", cwd=tmp_path)
    by_file = r1("grade", example, "-r", "rewards.toml", cwd=tmp_path)
    assert (by_file.code, by_name.code) == (0, 0)
    assert by_file.out == by_name.out
    assert len({row["signature"] for row in by_file.rows}) == 1


def test_a_file_is_shown_whole_and_then_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "short.toml").write_text('reward = "gate"\ngate = "format"\ninner = "math"\n')
    whole = shown(tmp_path, "-r", "short.toml", to="whole.toml")
    assert 'template = "r1-zero"' in whole.read_text()
    assert shown(tmp_path, "-r", "whole.toml", to="again.toml").read_bytes() == whole.read_bytes()
    assert shown(tmp_path, "-r", tmp_path / "whole.toml", to="once-more.toml").read_bytes() == whole.read_bytes()


@pytest.mark.parametrize("options", [[], ["--jobs", 2], ["--timeout", 30]], ids=["here", "jobs", "timeout"])
def test_modules_that_a_file_names_are_found_in_the_current_folder(tmp_path: Path, options: list[object]) -> None:
    work(tmp_path, *ROWS)
    (tmp_path / "rewards.toml").write_text('reward = "clip"\nhigh = 2\n[inner]\n' + MODS)
    done = r1("grade", "in.jsonl", "-r", "rewards.toml", *options, cwd=tmp_path)
    assert (done.code, [row["score"]["value"] for row in done.rows]) == (0, [2.0, 0.0])


def test_files_elsewhere(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    folder = tmp_path / "sub folder"
    folder.mkdir()
    (folder / "my rewards.toml").write_text(MODS)
    for path in (
        "sub folder/my rewards.toml",
        folder / "my rewards.toml",
        "./sub folder/../sub folder/my rewards.toml",
    ):
        done = r1("grade", "in.jsonl", "-r", path, cwd=tmp_path)
        assert (done.code, [row["score"]["value"] for row in done.rows]) == (0, [3.0, 0.0])


def test_check_and_explain_take_files_too(tmp_path: Path) -> None:
    work(tmp_path, {"completion": "4", "answer": "4"}, {"completion": "4", "answer": ""})
    (tmp_path / "rewards.toml").write_text('reward = "math"\ndeadline = 0')
    assert "row 2" in r1("check", "in.jsonl", "-r", "rewards.toml", cwd=tmp_path).out.decode()
    assert "math  correct" in r1("explain", "in.jsonl", "-r", "rewards.toml", cwd=tmp_path).out.decode()


def test_a_function_is_shown_by_its_name(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    shown(tmp_path, "-r", "mods:same")
    assert 'function = "mods:same"' in (tmp_path / "rewards.toml").read_text()
    by_name, by_file = (r1("grade", "in.jsonl", "-r", name, cwd=tmp_path).out for name in ("mods:same", "rewards.toml"))
    assert by_name == by_file


def test_resume_refuses_a_file_that_has_changed(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    (tmp_path / "rewards.toml").write_text(MODS)
    graded = r1("grade", "in.jsonl", "-r", "rewards.toml", cwd=tmp_path).out
    (tmp_path / "out.jsonl.partial").write_bytes(graded.splitlines(keepends=True)[0])
    options = ["grade", "in.jsonl", "-r", "rewards.toml", "-o", "out.jsonl", "--resume"]
    (tmp_path / "rewards.toml").write_text(MODS.replace("3.0", "4.0"))
    done = r1(*options, cwd=tmp_path)
    assert done.code == 2
    assert "another signature" in done.err
    (tmp_path / "rewards.toml").write_text("# another comment\n" + MODS)
    assert r1(*options, cwd=tmp_path).code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == graded


@pytest.mark.parametrize("command", ["show", "grade", "check", "explain"])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(None, "cannot read rewards.toml: No such file", id="missing"),
        pytest.param("", "rewards.toml is empty", id="empty"),
        pytest.param('reward = "math"\nx', "rewards.toml is no TOML: ", id="syntax"),
        pytest.param('reward = "math"\nunits = "x"', "rewards.toml: units: it is 'x': choose one of", id="field"),
        pytest.param('reward = "nope:x"', "No module named 'nope'", id="module"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(tmp_path: Path, command: str, text: str | None, said: str) -> None:
    work(tmp_path, *ROWS)
    if text is not None:
        (tmp_path / "rewards.toml").write_text(text)
    source = [] if command == "show" else ["in.jsonl"]
    done = r1(command, *source, "-r", "rewards.toml", cwd=tmp_path)
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith("r1rewards: ")
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nope", r"or a .toml file"),
        ("mods:Unsigned", "cannot be written to a file"),
        ("mods:number", "is not a reward"),
    ],
)
def test_what_cannot_be_shown(tmp_path: Path, name: str, said: str) -> None:
    done = r1("show", "-r", name, cwd=work(tmp_path, *ROWS))
    assert (done.code, done.out) == (2, b"")
    assert said in done.err


def test_the_file_is_utf_8_whatever_the_terminal_is(tmp_path: Path) -> None:
    (tmp_path / "rewards.toml").write_text('reward = "clip"\ninner = "format"\nlow = 0\nname = "ﬁne ✓ 数学"\n', "utf-8")
    whole = shown(tmp_path, "-r", "rewards.toml", to="whole.toml").read_bytes()
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    assert r1("show", "-r", "rewards.toml", cwd=tmp_path, env=environment).out == whole
    assert "数学" in whole.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device that is always full is Linux's")
def test_standard_output_that_is_full_or_closed(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as stdout:
        done = r1("show", cwd=tmp_path, stdout=stdout)
    assert done.code == 1
    assert "No space left" in done.err
    closed = subprocess.run(f"'{SCRIPT}' show >&-", shell=True, cwd=tmp_path, capture_output=True, check=False)
    assert closed.returncode == 2
    assert b"standard output is closed" in closed.stderr


def test_help_names_every_reward_and_the_file(tmp_path: Path) -> None:
    for command in ("show", "grade", "check", "explain"):
        told = "".join(r1(command, "--help", cwd=tmp_path).out.decode().split())  # lines break at hyphens, too
        assert f"{','.join(BUILT_IN)},anamethataninstalledpackageoffers,module:attr,ora.tomlfile." in told


def test_the_example_of_mixed_data(tmp_path: Path, root: Path) -> None:
    examples = root / "examples"
    done = r1("grade", examples / "mixed.jsonl", "-r", examples / "mixed.toml", cwd=tmp_path)
    assert done.code == 0
    whole = shown(tmp_path, "-r", examples / "mixed.toml")
    again = r1("grade", examples / "mixed.jsonl", "-r", whole, cwd=tmp_path)
    # Programs' seconds and bytes are the machine's.
    assert [_judged(line) for line in again.out.splitlines()] == [_judged(line) for line in done.out.splitlines()]
    untasked = lines({"completion": "4", "answer": "4"}, {"completion": "4", "task": "art"})
    skipped = r1("check", "-", "-r", examples / "mixed.toml", cwd=tmp_path, stdin=untasked).out.decode()
    assert "row 1: The sample has no task: set it to one of 'chat', 'choice', 'code', 'json', 'math'" in skipped
    assert "row 2: There is no reward for the task 'art'" in skipped


def _judged(line: bytes) -> list[object]:
    row = json.loads(line)
    return [row["id"], *(row["score"][name] for name in ("value", "verdict", "reason", "spans")), row["signature"]]


def test_what_a_module_prints_stays_out_of_the_file(tmp_path: Path) -> None:
    text = "import r1rewards\nprint('loading')\nreward = r1rewards.FormatReward()\n"
    (tmp_path / "noisy.py").write_text(text, encoding="utf-8")
    done = r1("show", "-r", "noisy:reward", cwd=tmp_path)
    assert done.out.startswith(b"# r1rewards")
    assert "loading" in done.err


def test_a_file_name_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "MINE.TOML").write_text('reward = "format"\n', encoding="utf-8")
    assert r1("show", "-r", "MINE.TOML", cwd=tmp_path).code == 0


def test_old_names_of_fields_are_one_line_on_standard_error(tmp_path: Path) -> None:
    work(tmp_path)
    (tmp_path / "toys.py").write_text(
        "from dataclasses import dataclass\n"
        "from mods import Exact\n"
        "from r1rewards.rewards.shared import renamed\n"
        'renamed.RENAMED["Toy"] = {"fraction": renamed.Renamed("pay", {True: 2.0})}\n'
        "@renamed.refuse_renamed\n@dataclass(frozen=True)\nclass Toy(Exact):\n    pay: float = 1.0\n"
    )
    (tmp_path / "old.toml").write_text('reward = "toys:Toy"\nfraction = true\n')
    shown = r1("show", "-r", "old.toml", cwd=tmp_path)
    assert shown.code == 0
    assert b"pay = 2.0" in shown.out
    assert shown.err == (
        "r1rewards: old.toml uses names of an older version, which later ones may not read: "
        "fraction is called pay now: write pay = 2.0\n"
    )
