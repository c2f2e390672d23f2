from __future__ import annotations

import json

import pytest

from r1rewards import Score, Verdict
from r1rewards.files.summary import Summary, Tally


def composite(math: float | None, form: float) -> Score:
    parts = (
        (Score.skipped("no gold") if math is None else Score(math, Verdict.CORRECT, "m")).as_part("math", 1.0),
        Score(form, Verdict.MALFORMED, "f").as_part("format", 1.0),
    )
    if math is None:
        return Score(None, Verdict.SKIPPED, "math: no gold", parts=parts)
    return Score(math + form, Verdict.CORRECT, "sum", parts=parts)


def full() -> Summary:
    summary = Summary("sig")
    summary.add(composite(1.0, 1.0), 1)
    summary.add(composite(0.5, 0.0), 2)
    summary.add_unreadable(3, "it is not JSON")
    summary.add(composite(None, 1.0), 4)
    summary.add(Score.error("a bug"), 5)
    return summary


def test_a_tally_leaves_out_of_the_mean_what_has_no_value() -> None:
    tally = Tally()
    assert tally.mean is None
    tally.add(None, Verdict.SKIPPED)
    assert tally.mean is None
    for value in (1.0, 0.0, -0.5):
        tally.add(value, Verdict.MEASURED)
    tally.add(None, Verdict.ERROR)
    assert (tally.count, tally.scored, tally.mean) == (5, 3, pytest.approx(1 / 6))
    assert tally.to_dict()["verdicts"] == {"skipped": 1, "measured": 3, "error": 1}


def test_counts() -> None:
    summary = full()
    assert (summary.rows, summary.unreadable, summary.bad, summary.errors) == (5, 1, 2, 1)
    assert summary.total.mean == 1.25
    assert {name: tally.count for name, tally in summary.parts.items()} == {"math": 3, "format": 3}
    assert summary.parts["math"].mean == 0.75
    assert summary.first_problem == (3, "it is not JSON")


def test_the_first_problem_may_be_a_row_that_could_not_be_judged() -> None:
    summary = Summary("sig")
    summary.add(Score.error("a bug"), 1)  # the grader's fault, not the row's
    summary.add(Score.skipped("no gold"), 2)
    summary.add_unreadable(3, "it is not JSON")
    assert summary.first_problem == (2, "no gold")


def test_rows_of_an_earlier_run_count_as_if_they_were_graded_now() -> None:
    summary = Summary("sig")
    for row, score in [(1, composite(1.0, 1.0)), (2, composite(0.5, 0.0))]:
        summary.add_resumed(score.to_dict(), row, None)
    summary.add_resumed({}, 3, "it is not JSON")
    summary.add_resumed(composite(None, 1.0).to_dict(), 4, None)
    summary.add_resumed(Score.error("a bug").to_dict(), 5, None)
    assert summary.resumed == 5
    assert summary.to_dict() | {"resumed": 0} == full().to_dict()
    assert summary.first_problem == full().first_problem


def test_the_slowest_pieces_are_kept_slowest_first() -> None:
    summary = Summary("sig")
    for row, seconds in enumerate([0.2, 0.5, 0.1, 0.4, 0.3], 1):
        summary.add_time(seconds, row, row)
    assert summary.slowest == [(0.5, 2, 2), (0.4, 4, 4), (0.3, 5, 5)]


def test_a_summary_as_json() -> None:
    summary = full()
    summary.add_time(0.5, 1, 2)
    data = json.loads(json.dumps(summary.to_dict()))
    assert data["rows"] == 5
    assert data["count"] == 4, "a row that could not be read has no score"
    assert data["scored"] == 2
    assert data["verdicts"] == {"correct": 2, "skipped": 1, "error": 1}
    assert (data["skipped"], data["errors"], data["unreadable"]) == (2, 1, 1), "what cannot be read is skipped too"
    assert data["parts"]["format"]["verdicts"] == {"malformed": 3}
    assert data["slowest"] == [{"seconds": 0.5, "first_row": 1, "last_row": 2}]
    assert data["signature"] == "sig"
    assert json.loads(json.dumps(Summary("sig").to_dict()))["mean"] is None
