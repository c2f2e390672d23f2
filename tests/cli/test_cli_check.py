from __future__ import annotations

from pathlib import Path

import pytest

from command_line import lines, r1, strict_rows, work

ROWS = (
    {"completion": "4", "answer": "4"},
    {"completion": "4"},
    {"completion": "4", "answer": " "},
    "",
    "nope",
    {"completion": "4", "answer": ["", "4"]},
    {"completion": "4", "answer": {"x": 1}},
)


def test_references_that_cannot_be_used(tmp_path: Path) -> None:
    done = r1("check", "in.jsonl", cwd=work(tmp_path, *ROWS))
    assert done.code == 1
    *told, total = done.out.decode().splitlines()
    assert [line.split(":")[0] for line in told] == ["row 2", "row 3", "row 5", "row 7"]
    assert "There is no reference" in told[0]
    assert "blank" in told[1]
    assert "one JSON object per line" in told[2]
    assert "a dict" in told[3]
    assert total == "6 rows, 4 that cannot be used"


def test_problems_as_json(tmp_path: Path) -> None:
    done = r1("check", "in.jsonl", "-r", "math", "--json", cwd=work(tmp_path, *ROWS))
    assert done.code == 1
    assert [row["row"] for row in done.rows] == [2, 3, 5, 7]
    assert all(set(row) == {"row", "problem"} and row["problem"] for row in done.rows)


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_nothing_wrong(tmp_path: Path, options: list[str]) -> None:
    done = r1("check", "in.jsonl", *options, cwd=work(tmp_path, ROWS[0], ROWS[5]))
    assert done.code == 0
    assert done.out.decode() == ("" if options else "2 rows, 0 that cannot be used\n")


def test_what_check_finds_is_what_grade_skips(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    graded = r1("grade", "in.jsonl", "-r", "math", cwd=tmp_path).rows
    skipped = [bool(row["score"]["verdict"] == "skipped") for row in graded]
    checked = strict_rows(r1("check", "in.jsonl", "-r", "math", "--json", cwd=tmp_path).out)
    numbers = [1, 2, 3, 5, 6, 7]
    assert [row["row"] for row in checked] == [n for n, bad in zip(numbers, skipped, strict=True) if bad]


def test_a_reward_without_needs_finds_only_unreadable_rows(tmp_path: Path) -> None:
    done = r1("check", "in.jsonl", "-r", "format", "--json", cwd=work(tmp_path, *ROWS))
    assert [row["row"] for row in done.rows] == [5]


def test_every_completion_of_a_row_counts(tmp_path: Path) -> None:
    done = r1("check", "in.jsonl", cwd=work(tmp_path, {"completion": ["4", "5"], "answer": "4"}))
    assert (done.code, done.out.decode()) == (0, "2 rows, 0 that cannot be used\n")


def test_standard_input_and_fields(tmp_path: Path) -> None:
    data = lines({"text": "4", "right": None, "answer": "4"})
    done = r1("check", "-", "--field", "completion=text,reference=right", cwd=tmp_path, stdin=data)
    assert done.code == 1
    assert done.out.decode().startswith("row 1: ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(["in.jsonl", "-r", "nope"], "choose one of", id="reward"),
        pytest.param(["in.jsonl", "--field", "x"], "field=column", id="field"),
        pytest.param([], "IN", id="no-input"),
    ],
)
def test_wrong_usage(tmp_path: Path, options: list[str], said: str) -> None:
    done = r1("check", *options, cwd=work(tmp_path, ROWS[0]))
    assert done.code == 2
    assert said in done.err
    assert done.out == b""


def test_an_empty_file_is_no_clean_bill(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b"")
    done = r1("check", "in.jsonl", cwd=tmp_path)
    assert done.code == 1
    assert "holds no rows" in done.err


def test_problems_of_one_cause_are_counted_together(tmp_path: Path) -> None:
    rows = [{"completion": "4", "answer": gold} for gold in (r"\frac{1}{", " ", r"\sqrt{", "4", " ", r"5 \cdot {")]
    done = r1("check", "in.jsonl", "-r", "math", cwd=work(tmp_path, *rows))
    *_, most, blank, total = done.out.decode().splitlines()
    assert most.startswith("3 × The gold … cannot be read, for a brace is not closed")
    assert most.endswith("(rows 1, 3, 6)")
    assert blank.startswith("2 × The reference is blank")
    assert total == "6 rows, 5 that cannot be used"
