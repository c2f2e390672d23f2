from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from command_line import finish, lines, r1, start, strict_rows, work
from r1rewards import signature
from r1rewards.reward_files.loading import load

GOOD = "<think>2+2</think><answer>4</answer>"


def values(rows: list[dict[str, Any]]) -> list[float | None]:
    return [row["score"]["value"] for row in rows]


# --- the example and the built-in rewards ----------------------------------------------------------------------------


def test_the_example_is_graded(root: Path, tmp_path: Path) -> None:
    done = r1("grade", root / "examples" / "r1_zero.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert done.code == 0, done.err
    rows = strict_rows((tmp_path / "out.jsonl").read_bytes())
    assert len(rows) == (root / "examples" / "r1_zero.jsonl").read_bytes().count(b"\n")
    assert {row["signature"] for row in rows} == {signature(load("r1-zero"))}
    assert {0.0, 1.0, 2.0} <= set(values(rows)), "the paper's reward: accuracy + format, weight 1 each"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param([], [2.0, 1.0, 0.0], id="default"),
        pytest.param(["-r", "r1-zero"], [2.0, 1.0, 0.0], id="r1-zero"),
        pytest.param(["-r", "math"], [1.0, 0.0, 1.0], id="math"),
        pytest.param(["--reward", "format"], [1.0, 1.0, 0.0], id="format"),
    ],
)
def test_rewards_by_name(tmp_path: Path, options: list[str], expected: list[float]) -> None:
    wrong = GOOD.replace(">4<", ">5<")
    texts = [GOOD, wrong, r"It is \boxed{4}"]
    work(tmp_path, *({"completion": text, "answer": "4"} for text in texts))
    done = r1("grade", "in.jsonl", *options, cwd=tmp_path)
    assert done.code == 0
    assert values(done.rows) == expected


@pytest.mark.parametrize(
    ("name", "jobs", "expected"),
    [
        pytest.param("exact", 1, [2.0, 0.0], id="instance"),
        pytest.param("Exact", 1, [1.0, 0.0], id="class"),
        pytest.param("make", 2, [3.0, 0.0], id="factory"),
        pytest.param("same", 2, [1.0, 0.0], id="function"),
    ],
)
def test_rewards_of_a_module_in_the_current_folder(tmp_path: Path, name: str, expected: list[float], jobs: int) -> None:
    work(tmp_path, {"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"})
    done = r1("grade", "in.jsonl", "-r", f"mods:{name}", "--jobs", jobs, cwd=tmp_path)
    assert done.code == 0
    assert values(done.rows) == expected


@pytest.mark.parametrize(
    ("reward", "said"),
    [
        pytest.param("nope", "r1-zero, math, choice, code, format", id="unknown"),
        pytest.param("mods:nope", "nope", id="no-attribute"),
        pytest.param("no_such_module:x", "no_such_module", id="no-module"),
        pytest.param("broken:x", "broken", id="broken-module"),
        pytest.param("mods:number", "is not a reward", id="no-reward"),
        pytest.param("mods:Unsigned", "frozen dataclass", id="no-signature"),
    ],
)
def test_a_reward_that_cannot_be_used_is_wrong_usage(tmp_path: Path, reward: str, said: str) -> None:
    work(tmp_path, {"completion": "4", "answer": "4"})
    (tmp_path / "broken.py").write_text("1 / 0\n")
    done = r1("grade", "in.jsonl", "-r", reward, "-o", "out.jsonl", cwd=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert not list(tmp_path.glob("out.jsonl*")), "nothing is begun"


# --- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["--field", "completion=text,reference=right"], id="one-option"),
        pytest.param(["--field", "completion=text", "--field", "reference=right"], id="several"),
    ],
)
def test_fields(tmp_path: Path, options: list[str]) -> None:
    work(tmp_path, {"text": "4", "right": "4", "completion": "5", "answer": "5"}, {"completion": "5", "answer": "5"})
    done = r1("grade", "in.jsonl", "-r", "mods:same", *options, cwd=tmp_path)
    assert done.code == 1
    first, second = done.rows
    assert first["score"]["verdict"] == "correct"
    assert second["row"] == 2
    assert "'text'" in second["error"], "a column that was named must be there"


def test_default_fields(tmp_path: Path) -> None:
    names = ["completion", "response", "output", "prediction"]
    references = ["answer", "solution", "gold", "ground_truth", "target"]
    pairs = [(name, references[i]) for i, name in enumerate(names)] + [("completion", references[-1])]
    work(tmp_path, *({name: "4", reference: "4"} for name, reference in pairs))
    done = r1("grade", "in.jsonl", "-r", "mods:same", cwd=tmp_path)
    assert values(done.rows) == [1.0] * len(pairs)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(["--field", "text"], "field=column", id="no-pair"),
        pytest.param(["--field", "text=completion"], "knows no field 'text'", id="unknown-field"),
        pytest.param(["--timeout", "0"], "--timeout", id="timeout-zero"),
        pytest.param(["--into", ""], "--into", id="into"),
        pytest.param(["--fail-under", "nan"], "--fail-under", id="fail-under-nan"),
        pytest.param(["--resume"], "-o FILE", id="resume-stdout"),
        pytest.param(["--resume", "-o", os.devnull], "-o FILE", id="resume-device"),
    ],
)
def test_wrong_usage(tmp_path: Path, options: list[str], said: str) -> None:
    work(tmp_path, {"completion": "4", "answer": "4"})
    done = r1("grade", "in.jsonl", "-r", "mods:same", *options, cwd=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert done.out == b""


# --- rows in, rows out -----------------------------------------------------------------------------------------------

ROWS = (
    '{"z":1.10,"completion":"4","answer":"4","id":123456789012345678901234567890,"ü":"\\u00e9😀","a":{"y":1,"x":-0.0}}',
    {"completion": ["4", "5", [{"role": "assistant", "content": "4"}]], "answer": "4"},
    {"completion": [{"role": "user", "content": "?"}, {"role": "assistant", "content": "4"}], "answer": "4"},
    {"completion": "4", "answer": "4", "score": 9, "signature": "old"},
    "nope",
    '{"completion":"\\ud83d","answer":"\\ud83d"}',
)


def test_output_rows(tmp_path: Path) -> None:
    done = r1("grade", "in.jsonl", "-r", "mods:same", cwd=work(tmp_path, *ROWS))
    assert done.code == 1
    assert str(ROWS[0]).removesuffix("}").encode() + b',"score":{"value":1.0,' in done.out
    rows = done.rows
    assert values(rows) == [1.0, 1.0, 0.0, 1.0, 1.0, 1.0, None, 1.0]
    members = [(row["completion"], row["index"], row["group"]) for row in rows[1:4]]
    assert members == [("4", 0, 2), ("5", 1, 2), ([{"role": "assistant", "content": "4"}], 2, 2)]
    assert "index" not in rows[4]
    assert rows[5]["signature"] == rows[0]["signature"], "graded anew"
    assert list(rows[6]) == ["row", "error", "score", "signature"]
    assert rows[6]["row"] == 5
    assert rows[6]["score"] == {"value": None, "verdict": "skipped"}
    assert "row 5" in done.err
    assert "one JSON object per line" in done.err


def test_equal_runs_give_equal_bytes(tmp_path: Path) -> None:
    work(tmp_path, *ROWS * 40)
    runs = [r1("grade", "in.jsonl", "-r", "mods:same", "--jobs", jobs, cwd=tmp_path) for jobs in (1, 1, 2)]
    assert runs[0].out.count(b"\n") == 320
    assert runs[1].out == runs[0].out
    assert runs[2].out == runs[0].out
    assert {run.code for run in runs} == {1}


def test_graded_rows_graded_again_are_the_same_rows(tmp_path: Path) -> None:
    work(tmp_path, {"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"})
    assert r1("grade", "in.jsonl", "-r", "mods:same", "-o", "a.jsonl", cwd=tmp_path).code == 0
    assert r1("grade", "a.jsonl", "-r", "mods:same", "-o", "b.jsonl", cwd=tmp_path).code == 0
    assert (tmp_path / "b.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()
    done = r1("grade", "a.jsonl", "-r", "mods:exact", "--into", "twice", cwd=tmp_path)
    assert values(done.rows) == [1.0, 0.0]
    assert [row["twice"]["value"] for row in done.rows] == [2.0, 0.0]
    assert [row["twice_signature"] for row in done.rows] == [signature_of("exact")] * 2
    assert done.out.startswith((tmp_path / "a.jsonl").read_bytes().splitlines()[0].removesuffix(b"}"))


def signature_of(name: str) -> str:
    return {"exact": "mods:Exact(pay=2.0)"}[name]


def test_standard_input(tmp_path: Path) -> None:
    work(tmp_path)
    done = r1("grade", "-", "-r", "mods:same", cwd=tmp_path, stdin=lines({"completion": "4", "answer": "4"}))
    assert done.code == 0
    assert values(done.rows) == [1.0]


def test_limit(tmp_path: Path) -> None:
    work(tmp_path, {"completion": ["4", "4"], "answer": "4"}, "", {"completion": "5", "answer": "4"}, "nope")
    done = r1("grade", "in.jsonl", "-r", "mods:same", "--limit", 2, cwd=tmp_path)
    assert done.code == 0
    assert values(done.rows) == [1.0, 1.0, 0.0]


def test_limit_does_not_wait_for_a_line_that_it_will_not_grade(tmp_path: Path) -> None:
    read_end, write_end = os.pipe()
    process = start("grade", "-", "-r", "mods:same", "--limit", 1, cwd=work(tmp_path), stdin=read_end)
    os.write(write_end, lines({"completion": "4", "answer": "4"}))
    try:
        done = finish(process)  # while the pipe is still open
    finally:
        os.close(read_end)
        os.close(write_end)
    assert done.code == 0
    assert values(done.rows) == [1.0]


# --- the summary and the gates ---------------------------------------------------------------------------------------


def test_the_table_goes_where_the_rows_do_not(tmp_path: Path) -> None:
    work(tmp_path, {"completion": GOOD, "answer": "4"})
    to_file = r1("grade", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    to_stdout = r1("grade", "in.jsonl", cwd=tmp_path)
    assert to_stdout.out == (tmp_path / "out.jsonl").read_bytes()
    assert to_file.err == ""
    for table in (to_file.out.decode(), to_stdout.err):
        for word in ("r1-zero", "math", "format", "mean", "correct 1", "1 rows", "0 skipped", "0 errors", "slowest"):
            assert word in table
        assert f"signature: {signature(load('r1-zero'))}\n" in table, "on one line, to be copied"


def test_the_summary_as_json(tmp_path: Path) -> None:
    work(tmp_path, {"completion": GOOD, "answer": "4"}, {"completion": "4", "answer": "4"}, "nope")
    done = r1("grade", "in.jsonl", "--json", "-o", "out.jsonl", cwd=tmp_path)
    assert done.code == 1
    data = json.loads(done.out)
    assert (data["rows"], data["scored"], data["unreadable"], data["errors"]) == (3, 2, 1, 0)
    assert data["mean"] == 1.0
    assert data["verdicts"] == {"correct": 1, "no-answer": 1}
    assert data["parts"]["format"]["verdicts"] == {"correct": 1, "malformed": 1}
    assert data["signature"] == signature(load("r1-zero"))
    to_stdout = r1("grade", "in.jsonl", "--json", cwd=tmp_path)
    assert json.loads(to_stdout.err.splitlines()[0])["rows"] == 3
    assert len(to_stdout.rows) == 3


@pytest.mark.parametrize(
    ("threshold", "code"),
    [pytest.param("0.5", 0, id="equal"), pytest.param("0.51", 1, id="above")],
)
def test_fail_under(tmp_path: Path, threshold: str, code: int) -> None:
    work(tmp_path, {"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"})
    done = r1("grade", "in.jsonl", "-r", "mods:same", "--fail-under", threshold, "-o", "out.jsonl", cwd=tmp_path)
    assert done.code == code
    assert ("0.5000, below --fail-under" in done.err) == bool(code)
    assert (tmp_path / "out.jsonl").exists(), "a failed gate does not take the rows away"


@pytest.mark.parametrize(
    ("allowed", "code"),
    [pytest.param([], 3, id="none"), pytest.param([2], 0, id="enough")],
)
def test_max_errors(tmp_path: Path, allowed: list[int], code: int) -> None:
    work(tmp_path, *({"completion": text} for text in ("a", "boom", "b", "boom", "c")))
    options = ["--max-errors", *allowed] if allowed else []
    done = r1("grade", "in.jsonl", "-r", "mods:raises", *options, cwd=tmp_path)
    assert done.code == code
    assert values(done.rows) == [1.0, None, 1.0, None, 1.0]
    score = done.rows[1]["score"]
    assert score["verdict"] == "error"
    assert "no such luck" in score["reason"]
    assert ("the grader failed on 2 rows" in done.err) == bool(code)


def test_timeout(tmp_path: Path) -> None:
    work(tmp_path, *({"completion": text} for text in ("a", "slow", "b", "c")))
    done = r1("grade", "in.jsonl", "-r", "mods:sleeps", "--timeout", "0.5", cwd=tmp_path)
    assert done.code == 0, "what a completion costs is its own fault, not the grader's"
    assert values(done.rows) == [1.0, 0.0, 1.0, 1.0]
    assert done.rows[1]["score"]["verdict"] == "limit"


def test_a_timeout_of_months_is_a_timeout(tmp_path: Path) -> None:
    work(tmp_path, {"completion": "4", "answer": "4"})
    done = r1("grade", "in.jsonl", "-r", "mods:same", "--timeout", "1e7", cwd=tmp_path)
    assert (done.code, values(done.rows)) == (0, [1.0])


def test_a_reward_that_compares_groups_sees_them_whole(tmp_path: Path) -> None:
    rows = [{"completion": ["a"] * 3}] * 20 + [{"completion": "b"}]
    done = r1("grade", "in.jsonl", "-r", "mods:GroupSize", "--jobs", 2, cwd=work(tmp_path, *rows))
    assert done.code == 0
    assert values(done.rows) == [3.0] * 60 + [1.0]


def test_a_group_that_comes_back_is_refused(tmp_path: Path) -> None:
    work(tmp_path, *({"completion": "a", "group": group} for group in "xyx"))
    done = r1("grade", "in.jsonl", "-r", "mods:GroupSize", cwd=tmp_path)
    assert done.code == 2
    assert "bring the samples of each group together" in done.err


def test_progress_is_shown_on_a_terminal(tmp_path: Path) -> None:
    work(tmp_path, *[{"completion": "4", "answer": "4"}] * 20)
    ours, theirs = os.openpty()
    try:
        done = finish(start("grade", "in.jsonl", "-r", "mods:slow", "-o", "out.jsonl", cwd=tmp_path, stderr=theirs))
        os.close(theirs)
        shown = os.read(ours, 1 << 16).decode()
    finally:
        os.close(ours)
    assert done.code == 0
    assert "rows/s" in shown
    assert "Traceback" not in shown


def test_help_names_the_exit_codes(tmp_path: Path) -> None:
    told = r1("grade", "--help", cwd=tmp_path).out.decode()
    for word in ("Exit codes", "--resume", "--max-errors", "--fail-under"):
        assert word in told
    assert {"grade", "explain", "check"} <= set(r1("--help", cwd=tmp_path).out.decode().split())
