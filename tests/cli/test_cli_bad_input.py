from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
from pathlib import Path

import pytest

from command_line import SCRIPT, finish, lines, r1, start, strict_rows, until, work

OK = {"completion": "4", "answer": "4"}

BAD = {
    "no-json": ("nope", "one JSON object per line"),
    "array": ("[1]", "not an object"),
    "no-completion": ('{"answer": "4"}', "--field completion="),
    "null": ('{"completion": null}', "give the completion's text"),
    "nan": ('{"completion": "4", "x": NaN}', "write null"),
    "bytes": (b'{"completion": "\xff"}', "save the file as UTF-8"),
    "nesting": ('{"completion": "4", "x": ' + "[" * 9999 + "]" * 9999 + "}", "nested too deeply"),
    "cut": ('{"completion": "4", "ans', "one JSON object per line"),
}


@pytest.mark.parametrize("jobs", [1, 2])
def test_bad_rows_keep_their_places_and_the_others_are_graded(tmp_path: Path, jobs: int) -> None:
    rows = [row for bad, _ in BAD.values() for row in (OK, bad)]
    done = r1("grade", "in.jsonl", "-r", "mods:same", "--jobs", jobs, cwd=work(tmp_path, *rows, OK))
    assert done.code == 1
    graded, bad = done.rows[::2], done.rows[1::2]
    assert [row["score"]["value"] for row in graded] == [1.0] * (len(BAD) + 1)
    assert [row["row"] for row in bad] == [2 * i + 2 for i in range(len(BAD))]
    signature = graded[0]["signature"]
    for row, (_, said) in zip(bad, BAD.values(), strict=True):
        assert list(row) == ["row", "error", "score", "signature"]
        assert said in row["error"]
        assert row["score"] == {"value": None, "verdict": "skipped"}
        assert row["signature"] == signature
    assert f"{len(BAD)} of {2 * len(BAD) + 1} rows" in done.err
    assert "the first is row 2: " in done.err


@pytest.mark.parametrize(("bad", "said"), [BAD["no-json"], BAD["null"]], ids=["no-json", "null"])
def test_strict_stops_at_the_first_bad_row(tmp_path: Path, bad: str | bytes, said: str) -> None:
    done = r1("grade", "in.jsonl", "-r", "mods:same", "--strict", cwd=work(tmp_path, OK, bad, OK, "nope"))
    assert done.code == 1
    assert [row["score"]["value"] for row in done.rows] == [1.0]
    assert "row 2: " in done.err
    assert said in done.err


def test_strict_stops_at_a_row_that_cannot_be_judged(tmp_path: Path) -> None:
    work(tmp_path, OK, {"completion": "skip"}, OK)
    done = r1("grade", "in.jsonl", "-r", "mods:skips", "--strict", "-o", "out.jsonl", cwd=tmp_path)
    assert done.code == 1
    assert "row 2: " in done.err
    assert "--resume" in done.err
    assert not (tmp_path / "out.jsonl").exists()
    assert len((tmp_path / "out.jsonl.partial").read_bytes().splitlines()) == 1


def test_rows_without_a_usable_reference_are_bad_rows(tmp_path: Path) -> None:
    work(tmp_path, {"completion": "4"}, OK)
    done = r1("grade", "in.jsonl", "-r", "math", cwd=tmp_path)
    assert done.code == 1
    assert [row["score"]["verdict"] for row in done.rows] == ["skipped", "correct"]
    assert "row 1: There is no reference" in done.err
    assert "--field reference=" in done.err


LAYOUT = b"\xef\xbb\xbf\r\n" + lines(OK, "  ", OK, OK).replace(b"\n", b"\r\n") + lines("", OK)[:-1]


@pytest.mark.parametrize(
    ("data", "count", "jobs"),
    [
        pytest.param(LAYOUT, 4, 1, id="bom-crlf-blank"),
        pytest.param(lines('{"completion":"\\ud83d","answer":"\\ud83d"}'), 1, 2, id="surrogate"),
        pytest.param(lines('{"completion":"4","answer":"4","\\ud83d":1}'), 1, 1, id="surrogate-key"),
        pytest.param(lines('{"completion":"4","answer":"4","x":' + "[" * 500 + "]" * 500 + "}", OK), 2, 2, id="nested"),
    ],
)
def test_unusual_rows_are_graded(tmp_path: Path, data: bytes, count: int, jobs: int) -> None:
    (work(tmp_path) / "in.jsonl").write_bytes(data)
    done = r1("grade", "in.jsonl", "-r", "mods:same", "--jobs", jobs, cwd=tmp_path)
    assert done.code == 0, done.err
    assert [row["score"]["value"] for row in done.rows] == [1.0] * count


def test_a_json_array_over_several_lines(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps([OK, OK], indent=2))
    done = r1("grade", "in.jsonl", "-r", "math", cwd=tmp_path)
    assert done.code == 1
    assert "row 1: " in done.err
    assert "this looks like a JSON array over several lines: write one JSON object per line" in done.err


@pytest.mark.parametrize(("data", "out"), [(b"", []), (b"\n \n", ["-o", "out.jsonl"])], ids=["empty", "blank"])
def test_an_input_without_rows(tmp_path: Path, data: bytes, out: list[str]) -> None:
    (tmp_path / "in.jsonl").write_bytes(data)
    done = r1("grade", "in.jsonl", *out, cwd=tmp_path)
    assert done.code == 1
    assert "holds no rows: give one JSON object per line" in done.err


@pytest.mark.parametrize(
    ("command", "name", "said"),
    [
        pytest.param("grade", "missing.jsonl", "cannot read missing.jsonl: No such file", id="missing"),
        pytest.param("check", "missing.jsonl", "cannot read missing.jsonl: No such file", id="check"),
        pytest.param("explain", "missing.jsonl", "cannot read missing.jsonl: No such file", id="explain"),
        pytest.param("grade", ".", "is a folder: give a file", id="folder"),
        pytest.param("grade", "x" * 300, "too long", id="long-name"),
    ],
)
def test_an_input_that_cannot_be_opened(tmp_path: Path, command: str, name: str, said: str) -> None:
    done = r1(command, name, cwd=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(["in.jsonl", "-o", "no/out.jsonl"], "cannot write no/out.jsonl", id="no-folder"),
        pytest.param(["in.jsonl", "-o", "."], "cannot write", id="folder"),
        pytest.param(["in.jsonl", "-o", "in.jsonl"], "is the input itself", id="itself"),
        pytest.param(["in.jsonl", "-o", "link.jsonl"], "is the input itself", id="link"),
        pytest.param(["in.jsonl.partial", "-o", "in.jsonl"], "choose another output", id="partial"),
    ],
)
def test_an_output_that_cannot_be_used(tmp_path: Path, options: list[str], said: str) -> None:
    work(tmp_path, OK)
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "in.jsonl")
    (tmp_path / "in.jsonl.partial").write_bytes(lines(OK, OK))
    before = sorted(path.name for path in tmp_path.iterdir())
    done = r1("grade", *options, "-r", "math", cwd=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert (tmp_path / "in.jsonl").read_bytes() == lines(OK), "the input is left alone"
    assert (tmp_path / "in.jsonl.partial").read_bytes() == lines(OK, OK)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_input_from_stdin_that_is_the_output(tmp_path: Path) -> None:
    work(tmp_path, OK)
    with (tmp_path / "in.jsonl").open("rb") as stream:
        done = finish(start("grade", "-", "-r", "math", "-o", "in.jsonl", cwd=tmp_path, stdin=stream))
    assert done.code == 2
    assert (tmp_path / "in.jsonl").read_bytes() == lines(OK)


def test_a_completion_of_50_megabytes(tmp_path: Path) -> None:
    text = "<think>" + "so it goes " * (50_000_000 // 11) + "</think><answer>4</answer>"
    work(tmp_path, {"completion": text, "answer": "4"}, OK)
    done = r1("grade", "in.jsonl", "-o", "out.jsonl", cwd=tmp_path)
    assert done.code == 0
    first, second = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert first.startswith(b'{"completion":"<think>so it goes')
    row = json.loads(first)
    assert row["completion"] == text
    assert row["score"]["value"] == 2.0
    assert json.loads(second)["score"]["value"] == 0.0


# --- disks and pipes -------------------------------------------------------------------------------------------------

full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="the device that is always full is Linux's")


@full
@pytest.mark.parametrize("command", ["grade", "check", "explain"])
def test_standard_output_that_is_full(tmp_path: Path, command: str) -> None:
    work(tmp_path, *[OK] * 50)
    with Path("/dev/full").open("wb") as stdout:
        done = r1(command, "in.jsonl", "-r", "mods:same", cwd=tmp_path, stdout=stdout)
    assert done.code == 1
    assert "No space left on device" in done.err


@full
@pytest.mark.parametrize("command", [["--help"], ["grade", "in.jsonl", "-r", "mods:same", "-o", "out.jsonl"]])
def test_a_full_disk_behind_what_is_only_shown(tmp_path: Path, command: list[str]) -> None:
    work(tmp_path, *[OK] * 50)
    with Path("/dev/full").open("wb") as stdout:
        done = r1(*command, cwd=tmp_path, stdout=stdout)
    message = "r1rewards: cannot write to standard output: No space left on device"
    assert (done.code, done.err.splitlines()[-1]) == (1, message)


@full
def test_an_output_device_that_is_full(tmp_path: Path) -> None:
    done = r1("grade", "in.jsonl", "-r", "mods:same", "-o", "/dev/full", cwd=work(tmp_path, OK))
    assert done.code == 1
    assert "No space left on device" in done.err
    assert "partial" not in done.err, "a device keeps no rows to go on behind"


def test_a_disk_that_fills_up_costs_no_row(tmp_path: Path) -> None:
    work(tmp_path, *[OK] * 300)
    options = ["grade", "in.jsonl", "-r", "mods:same", "-o", "out.jsonl"]
    # A limit on the size of files stops a write in the middle of a row, as a full disk does.
    small = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (9_001, 9_001))}
    done = r1(*options, cwd=tmp_path, **small)
    assert done.code == 1
    assert "File too large" in done.err
    assert "--resume" in done.err
    assert (tmp_path / "out.jsonl.partial").stat().st_size == 9_001
    assert not (tmp_path / "out.jsonl").exists()
    assert r1(*options, "--resume", cwd=tmp_path).code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == r1(*options[:-2], cwd=tmp_path).out


@pytest.mark.parametrize("command", ["grade", "check"])
def test_a_closed_pipe_ends_the_command_quietly(tmp_path: Path, command: str) -> None:
    work(tmp_path, *["nope"] * 5000)
    process = start(command, "in.jsonl", "-r", "mods:same", cwd=tmp_path)
    assert process.stdout is not None
    assert process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    done = finish(process)
    assert done.code == 0
    assert done.err == ""


def test_head(tmp_path: Path) -> None:
    work(tmp_path, *[OK] * 5000)
    command = f"'{SCRIPT}' grade in.jsonl -r mods:same --jobs 2 | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert strict_rows(done.stdout)[0]["score"]["value"] == 1.0
    assert done.stderr == b""


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param(["-r", "mods:raises"], 3, id="errors"),
        pytest.param(["-r", "mods:same"], 0, id="done"),
    ],
)
def test_a_reader_who_left_before_the_summary_does_not_change_the_outcome(
    tmp_path: Path, options: list[str], code: int
) -> None:
    work(tmp_path, OK, {"completion": "boom", "answer": "boom"})
    read_end, write_end = os.pipe()
    os.close(read_end)
    done = r1("grade", "in.jsonl", "-o", "out.jsonl", *options, cwd=tmp_path, stdout=write_end)
    os.close(write_end)
    assert len(strict_rows((tmp_path / "out.jsonl").read_bytes())) == 2
    assert done.code == code


def test_a_named_pipe_as_output(tmp_path: Path) -> None:
    work(tmp_path, OK)
    os.mkfifo(tmp_path / "pipe")
    process = start("grade", "in.jsonl", "-r", "mods:same", "-o", "pipe", cwd=tmp_path)
    with subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE) as reader:
        try:
            rows, _ = reader.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            reader.kill()
            raise
    assert finish(process).code == 0
    assert strict_rows(rows)[0]["score"]["value"] == 1.0


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_is_not_there(tmp_path: Path, closed: str) -> None:
    work(tmp_path, OK)
    source = "-" if closed == "<&-" else "in.jsonl"
    command = f"'{SCRIPT}' grade {source} -r mods:same {closed}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert (done.returncode == 0) == (closed == "2>&-"), "rows that nobody gave or gets are a failure"


# --- two at once, and Ctrl-C -----------------------------------------------------------------------------------------


def test_a_second_run_on_the_same_output_is_refused(tmp_path: Path) -> None:
    work(tmp_path, OK, {"completion": "wait"}, OK)
    options = ["grade", "in.jsonl", "-r", "mods:waits", "-o", "out.jsonl"]
    first = start(*options, cwd=tmp_path)
    until((tmp_path / "started").exists, first)
    for more in ([], ["--resume"]):
        second = r1(*options, *more, cwd=tmp_path)
        assert second.code == 2
        assert "another run is writing out.jsonl.partial" in second.err
    (tmp_path / "go").touch()
    assert finish(first).code == 0
    assert len(strict_rows((tmp_path / "out.jsonl").read_bytes())) == 3
    assert not (tmp_path / "out.jsonl.partial").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_names_the_way_on(tmp_path: Path, jobs: int) -> None:
    work(tmp_path, OK, OK, {"completion": "wait"}, OK)
    options = ["grade", "in.jsonl", "-r", "mods:waits", "--jobs", jobs, "-o", "out.jsonl"]
    process = start(*options, cwd=tmp_path)
    until((tmp_path / "started").exists, process)
    process.send_signal(signal.SIGINT)
    done = finish(process)
    assert done.code == 130
    assert "interrupted" in done.err
    assert "out.jsonl.partial" in done.err
    assert "--resume" in done.err
    assert not (tmp_path / "out.jsonl").exists()
    (tmp_path / "go").touch()
    assert r1(*options, "--resume", cwd=tmp_path).code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == r1(*options[:-2], cwd=tmp_path).out


def test_ctrl_c_without_an_output_file_does_not_speak_of_resuming(tmp_path: Path) -> None:
    process = start("grade", "in.jsonl", "-r", "mods:waits", cwd=work(tmp_path, OK, {"completion": "wait"}))
    until((tmp_path / "started").exists, process)
    process.send_signal(signal.SIGINT)
    done = finish(process)
    assert done.code == 130
    assert "--resume" not in done.err
    assert len(done.rows) == 1
