"""Files of cases."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from r1rewards.errors import RecordError
from r1rewards.testing.cases import Case, case_ids, read_cases

ROWS = """\
{"completion": "a", "answer": "1", "why": "first", "expected": {"value": 1}, "level": 3}

{"response": "b", "gold": 2, "id": "second"}
{"completion": ["c", "d"], "answer": "3", "id": 7}
{"completion": "a", "answer": "1", "why": "the same again"}
{"completion": "a", "answer": "1", "why": "and again", "level": 3}
"""


@pytest.fixture
def cases(tmp_path: Path) -> list[Case]:
    (tmp_path / "cases.jsonl").write_text(ROWS)
    return read_cases(tmp_path / "cases.jsonl")


def test_rows_are_cases(cases: list[Case]) -> None:
    assert [case.row for case in cases] == [1, 3, 4, 4, 5, 6]
    assert [case.sample.text for case in cases] == ["a", "b", "c", "d", "a", "a"]
    assert [case.sample.reference for case in cases] == ["1", 2, "3", "3", "1", "1"]
    assert [case.why for case in cases] == ["first", "", "", "", "the same again", "and again"]
    assert cases[0].expected == {"value": 1}
    assert cases[1].expected is None


def test_keys_are_ids_or_digests_and_differ(cases: list[Case]) -> None:
    keys = [case.key for case in cases]
    assert keys[1:4] == ["second", "7", "7 #2"]
    assert len(set(keys)) == len(keys)
    # What a case is there for is not what it is: rows 1 and 6 differ in that alone.
    assert cases[0].digest == cases[5].digest != cases[4].digest
    assert keys[5] == f"{keys[0]} #2"


def test_digests_do_not_depend_on_the_order_of_columns(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"completion": "a", "answer": "1"}\n')
    (one,) = read_cases(file)
    file.write_text('{"answer":"1","completion":   "a", "why": "new"}\n')
    (other,) = read_cases(file)
    assert one.digest == other.digest


def test_ids_of_tests(cases: list[Case]) -> None:
    assert case_ids(cases) == ["first", "second", "7 (row 4) #1", "7 (row 4) #2", "the same again", "and again"]


def test_columns_by_name(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"said": "a", "label": "1"}\n')
    (case,) = read_cases(file, {"completion": "said", "reference": "label"})
    assert (case.sample.text, case.sample.reference) == ("a", "1")
    with pytest.raises(RecordError, match="knows no field 'text'"):
        read_cases(file, {"text": "said"})


def test_a_case_is_a_value_that_reads_well(cases: list[Case]) -> None:
    assert str(cases[0]) == "row 1: a"
    assert str(cases[1]) == "row 3 (second): b"
    assert pickle.loads(pickle.dumps(cases)) == cases


def test_unreadable_rows_are_named_and_counted(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"completion": "a"}\n' + "{\n" * 7)
    with pytest.raises(
        RecordError, match=r"(?s)rows that cannot be read:\n  row 2: it is not JSON.*row 6: .*and 2 more"
    ):
        read_cases(file)
    with pytest.raises(RecordError, match=r"cannot read .*: Is a directory"):
        read_cases(tmp_path)


def test_rows_with_several_completions_may_move(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    row = '{"completion": ["a", "b"], "answer": "1"}\n'
    file.write_text(row)
    before = [case.key for case in read_cases(file)]
    file.write_text('{"completion": "c"}\n' + row)
    assert [case.key for case in read_cases(file)][1:] == before


def test_numbered_keys_do_not_meet_ids(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "x", "completion": ["a", "b"]}\n{"id": "x #2", "completion": "c"}\n')
    assert [case.key for case in read_cases(file)] == ["x", "x #3", "x #2"]


def test_halves_of_surrogate_pairs_are_escaped_in_names(tmp_path: Path) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "\\ud800", "completion": "a\\ud800b"}\n')
    (case,) = read_cases(file)
    str(case).encode()
    case_ids([case])[0].encode()
