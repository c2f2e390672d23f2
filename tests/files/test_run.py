from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from command_line import lines, strict_rows
from r1rewards import Sample, Score, Verdict, from_function
from r1rewards.core.reward import Reward
from r1rewards.errors import OutputError, RecordError, RewardError
from r1rewards.execution.inline import InlineExecutor
from r1rewards.files.output import SUFFIX, open_output
from r1rewards.files.records import read
from r1rewards.files.run import LARGEST, Run
from r1rewards.files.summary import Summary
from r1rewards.testing import MockExecutor


def judge(sample: Sample) -> Score | bool | None:
    if sample.text == "boom":
        raise ValueError("no such luck")
    return None if sample.text == "skip" else sample.text == sample.reference


def measure(sample: Sample) -> float:
    return float(len(sample.text))


@dataclass(frozen=True)
class GroupSize:
    """Says how many samples of a sample's group it was shown together; without a group it stands alone."""

    name: str = "group-size"
    scope: str = "group"

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        groups = [sample.group for sample in samples]
        sizes = [1 if group is None else groups.count(group) for group in groups]
        return [Score(float(size), Verdict.MEASURED, "counted") for size in sizes]


JUDGE = from_function(judge)

ROWS = lines(
    {"completion": "4", "answer": "4"},
    {"completion": ["5", "4"], "answer": "4", "é": 1.5},
    "nope",
    "",
    {"completion": "skip", "answer": "4"},
    {"completion": "boom", "answer": "4"},
    '{"completion": "cut \\ud83d", "answer": "4"}',
    {"completion": "4", "answer": "4", "score": 7, "signature": "old"},
)


def graded(data: bytes, reward: Reward = JUDGE, **options: object) -> tuple[bytes, Summary]:
    """What a run writes to a stream."""
    raw = io.BytesIO()
    with open_output(None, raw, resume=False) as output:
        summary = Run(reward, InlineExecutor(), **options).grade(read(io.BytesIO(data), {}), output)  # type: ignore[arg-type]
    return raw.getvalue(), summary


def resumed(data: bytes, out: Path, reward: Reward = JUDGE, limit: int | None = None) -> Summary:
    with open_output(out, io.BytesIO(), resume=True) as output:
        return Run(reward, InlineExecutor()).grade(read(io.BytesIO(data), {}, limit), output)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def partial(out: Path) -> Path:
    return out.with_name(out.name + SUFFIX)


def test_every_row_has_its_place() -> None:
    written, summary = graded(ROWS)
    rows = strict_rows(written)
    verdicts = ["correct", "incorrect", "correct", "skipped", "skipped", "error", "incorrect", "correct"]
    assert [row["score"]["verdict"] for row in rows] == verdicts
    assert rows[3] == {
        "row": 3,
        "error": rows[3]["error"],
        "score": {"value": None, "verdict": "skipped"},
        "signature": summary.signature,
    }
    assert all(row["signature"] == summary.signature for row in rows)
    assert (summary.rows, summary.unreadable, summary.bad, summary.errors) == (8, 1, 2, 1)


def test_equal_runs_give_equal_bytes() -> None:
    assert graded(ROWS)[0] == graded(ROWS)[0]


def test_an_earlier_score_is_left_beside() -> None:
    rows = strict_rows(graded(ROWS, into="mine")[0])
    assert rows[-1]["score"] == 7
    assert rows[-1]["signature"] == "old"
    assert rows[-1]["mine"]["verdict"] == "correct"
    assert rows[-1]["mine_signature"].startswith("FunctionReward(")


@pytest.mark.parametrize(
    ("data", "said", "before"),
    [
        pytest.param(ROWS, r"row 3: it is not JSON", 3, id="unreadable"),
        pytest.param(lines({"completion": "4"}, {"completion": "skip"}), r"row 2: judge gave", 1, id="skipped"),
        pytest.param(lines("nope", {"completion": "4"}), r"row 1: it is not JSON", 0, id="first"),
    ],
)
def test_strict_stops_at_the_first_bad_row_and_keeps_those_before(data: bytes, said: str, before: int) -> None:
    raw = io.BytesIO()
    with open_output(None, raw, resume=False) as output, pytest.raises(RecordError, match=said):
        Run(JUDGE, InlineExecutor(), strict=True).grade(read(io.BytesIO(data), {}), output)
    assert raw.getvalue().splitlines() == graded(data)[0].splitlines()[:before]


def test_strict_lets_an_error_of_the_grader_pass() -> None:
    # It is no fault of the data; --max-errors is what counts it.
    assert graded(lines({"completion": "boom"}, {"completion": "4"}), strict=True)[1].errors == 1


def test_progress_counts_output_rows() -> None:
    seen: list[int] = []
    graded(ROWS, progress=lambda summary: seen.append(summary.rows))
    assert seen == sorted(seen)
    assert seen[-1] == 8


def test_a_batch_is_bounded() -> None:
    sizes: list[int] = []

    class Spy:
        name = "spy"

        def score(self, samples: Sequence[Sample], /) -> list[Score]:
            sizes.append(len(samples))
            return [Score(1.0, Verdict.CORRECT, "")] * len(samples)

    graded(lines({"completion": "4"}) * 3000, Spy())
    assert sizes[0] == 1, "nothing is known yet of how long a row takes"
    assert sum(sizes) == 3000
    assert max(sizes) <= LARGEST


# --- reading ahead ---------------------------------------------------------------------------------------------------


def late_executor() -> MockExecutor:
    """Two workers that never finish before they must, and are slow."""
    return MockExecutor(workers=2, hold=True, seconds=60.0)


def test_only_a_bounded_number_of_rows_is_read_ahead() -> None:
    total, ahead = 100, []
    raw = io.BytesIO()

    def source() -> Iterator[bytes]:
        for number in range(total):
            ahead.append(number - raw.getvalue().count(b"\n"))
            yield lines({"completion": str(number)})

    with open_output(None, raw, resume=False) as output:
        Run(JUDGE, late_executor()).grade(read(source(), {}), output)
    assert max(ahead) <= 6, "constant memory, whatever the length of the input"
    assert [row["completion"] for row in strict_rows(raw.getvalue())] == [str(number) for number in range(total)]


def test_work_in_flight_is_cancelled_when_the_run_ends_early() -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError("disk full")

    executor = late_executor()
    with open_output(None, Full(), resume=False) as output, pytest.raises(OSError, match="disk full"):
        Run(JUDGE, executor).grade(read(io.BytesIO(lines({"completion": "4"}) * 20), {}), output)
    assert [asked.future.cancelled() for asked in executor.asked] == [False, *[True] * (len(executor.asked) - 1)]
    assert len(executor.asked) > 1


@pytest.fixture
def no_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests with a thousand short runs: what a power cut leaves is not what they are about."""
    monkeypatch.setattr(os, "fsync", lambda _file: None)


# --- resuming --------------------------------------------------------------------------------------------------------


def cuts(data: bytes) -> list[int]:
    """Sizes at which a kill may leave a file: around each end of a line, and here and there between them."""
    ends = [i + 1 for i, byte in enumerate(data) if byte == 10]
    near = {end + off for end in [0, *ends] for off in (-2, -1, 0, 1, 2)}
    return sorted(size for size in near | set(range(0, len(data), 41)) if 0 <= size <= len(data))


def test_a_run_killed_at_any_byte_is_resumed_to_the_same_bytes(out: Path, no_sync: None) -> None:
    whole, summary = graded(ROWS)
    for size in cuts(whole):
        partial(out).write_bytes(whole[:size])
        again = resumed(ROWS, out)
        assert out.read_bytes() == whole, f"killed at byte {size}"
        assert again.resumed == whole[:size].count(b"\n")
        assert again.to_dict() | {"resumed": 0, "slowest": []} == summary.to_dict() | {"slowest": []}
        assert again.first_problem == summary.first_problem
        out.unlink()


GROUPS = lines(
    {"completion": ["a", "b", "c"]},
    {"completion": "d"},
    {"completion": "e", "group": "x"},
    {"completion": "f", "group": "x"},
    "nope",
    {"completion": "g", "group": "x"},
    {"completion": "h"},
    {"completion": ["i", "j"]},
)


def test_a_torn_group_is_graded_again_together(out: Path, no_sync: None) -> None:
    whole, _ = graded(GROUPS, GroupSize())
    values = [row["score"]["value"] for row in strict_rows(whole)]
    assert values == [3, 3, 3, 1, 3, 3, None, 3, 1, 2, 2]
    for size in cuts(whole):
        partial(out).write_bytes(whole[:size])
        resumed(GROUPS, out, GroupSize())
        assert out.read_bytes() == whole, f"killed at byte {size}"
        out.unlink()


def test_a_group_that_comes_back_is_refused() -> None:
    data = lines(*({"completion": "x", "group": group} for group in "abca"))
    with pytest.raises(RewardError, match="group 'a' comes back"):
        graded(data, GroupSize())


@pytest.mark.parametrize("kept", range(4))
def test_a_group_that_comes_back_is_refused_when_resumed_too(out: Path, kept: int) -> None:
    data = [{"completion": "x", "group": group} for group in "abca"]
    whole, _ = graded(lines(*data[:3]), GroupSize())
    partial(out).write_bytes(b"".join(whole.splitlines(keepends=True)[:kept]))
    with pytest.raises(RewardError, match="group 'a' comes back"):
        resumed(lines(*data), out, GroupSize())


def test_resuming_a_finished_run_changes_nothing(out: Path) -> None:
    whole, _ = graded(ROWS)
    out.write_bytes(whole)
    assert resumed(ROWS, out).resumed == 8
    assert out.read_bytes() == whole
    assert not partial(out).exists()


def test_a_longer_input_is_gone_on_with(out: Path) -> None:
    grown = ROWS + lines({"completion": "9", "answer": "9"})
    out.write_bytes(graded(ROWS)[0])
    assert resumed(grown, out).resumed == 8
    assert out.read_bytes() == graded(grown)[0]


@pytest.mark.parametrize(
    ("data", "reward", "limit", "said"),
    [
        pytest.param(ROWS, from_function(measure), None, "another signature", id="signature"),
        pytest.param(ROWS.replace(b'"completion": "4"', b'"completion": "6"', 1), JUDGE, None, "row 1 ", id="row"),
        pytest.param(ROWS.replace(b"1.5", b"1.50"), JUDGE, None, "row 2 ", id="column"),
        pytest.param(ROWS.replace(b"nope", b"nope,"), JUDGE, None, None, id="same-problem"),
        pytest.param(ROWS.replace(b"nope", b'{"completion": "4"}'), JUDGE, None, "row 3 ", id="mended"),
        pytest.param(b"\n" + ROWS, JUDGE, None, "row 3 ", id="shifted"),
        pytest.param(ROWS[: ROWS.index(b"nope")], JUDGE, None, "more rows than the input", id="fewer"),
        pytest.param(ROWS, JUDGE, 2, "--limit lowered", id="limit"),
        pytest.param(b"", JUDGE, None, "more rows than the input", id="empty"),
    ],
)
@pytest.mark.parametrize("finished", [False, True], ids=["unfinished", "finished"])
def test_another_run_is_not_resumed(
    out: Path, data: bytes, reward: Reward, limit: int | None, said: str | None, finished: bool
) -> None:
    whole, _ = graded(ROWS)
    (out if finished else partial(out)).write_bytes(whole)
    if said is None:  # the row is unreadable for the same reason, so that its output row is the same
        resumed(data, out, reward, limit)
        assert out.read_bytes() == whole
        return
    with pytest.raises(OutputError, match=said):
        resumed(data, out, reward, limit)
    assert (out if finished else partial(out)).read_bytes() == whole, "a refusal harms nothing"
    assert [path.read_bytes() for path in out.parent.iterdir()] == [whole], "and leaves nothing behind"


@pytest.mark.parametrize(
    "held",
    [
        pytest.param(b"text\n", id="text"),
        pytest.param(b'{"completion":"4"}\n', id="row"),
        pytest.param(b'{"completion":"4","signature":5}\n', id="column"),
    ],
)
def test_a_file_of_something_else_is_not_resumed(out: Path, held: bytes) -> None:
    partial(out).write_bytes(held)
    with pytest.raises(OutputError, match=r"did not write|another signature"):
        resumed(ROWS, out)
    assert partial(out).read_bytes() == held


def test_into_another_column_is_another_run(out: Path) -> None:
    partial(out).write_bytes(graded(ROWS, into="mine")[0])
    with pytest.raises(OutputError, match="did not write"):
        resumed(ROWS, out)
