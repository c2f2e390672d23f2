from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from r1rewards.errors import OutputError
from r1rewards.files.output import SUFFIX, FileOutput, StreamOutput, open_output


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def partial(out: Path) -> Path:
    return out.with_name(out.name + SUFFIX)


def test_a_file_appears_under_its_name_when_it_is_whole(out: Path) -> None:
    out.write_bytes(b"earlier\n")
    with open_output(out, io.BytesIO(), resume=False) as output:
        output.write(b"a\n")
        assert partial(out).read_bytes() == b"a\n", "rows are out of this process at once: a kill costs none of them"
        assert out.read_bytes() == b"earlier\n"
        output.write(b"b\n")
        output.finish()
    assert out.read_bytes() == b"a\nb\n"
    assert list(out.parent.iterdir()) == [out]


def test_what_was_written_before_a_failure_stays_under_the_partial_name(out: Path) -> None:
    def fail() -> None:
        with open_output(out, io.BytesIO(), resume=False) as output:
            output.write(b"a\n")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert partial(out).read_bytes() == b"a\n"
    assert not out.exists()


def test_a_resumed_file_offers_its_whole_lines(out: Path) -> None:
    partial(out).write_bytes(b"a\nb\ntor")
    with open_output(out, io.BytesIO(), resume=True) as output:
        assert isinstance(output, FileOutput)
        assert list(output.finished_rows()) == [b"a\n", b"b\n"]
        output.truncate(4)
        output.write(b"c\n")
        output.finish()
    assert out.read_bytes() == b"a\nb\nc\n"


def test_a_finished_file_may_be_continued_and_is_safe_meanwhile(out: Path) -> None:
    out.write_bytes(b"a\n")
    with open_output(out, io.BytesIO(), resume=True) as output:
        assert isinstance(output, FileOutput)
        assert list(output.finished_rows()) == [b"a\n"]
        output.truncate(2)
        output.write(b"b\n")
        assert out.read_bytes() == b"a\n"
        output.finish()
    assert out.read_bytes() == b"a\nb\n"


def test_the_unfinished_file_is_resumed_rather_than_the_finished_one(out: Path) -> None:
    out.write_bytes(b"old\n")
    partial(out).write_bytes(b"new\n")
    with open_output(out, io.BytesIO(), resume=True) as output:
        assert isinstance(output, FileOutput)
        assert list(output.finished_rows()) == [b"new\n"]


def test_resume_with_nothing_there_starts(out: Path) -> None:
    with open_output(out, io.BytesIO(), resume=True) as output:
        assert isinstance(output, FileOutput)
        assert list(output.finished_rows()) == []
        output.truncate(0)
        output.write(b"a\n")
        output.finish()
    assert out.read_bytes() == b"a\n"


def test_a_fresh_start_keeps_the_rows_of_an_unfinished_run(out: Path) -> None:
    partial(out).write_bytes(b"a\ntor")
    with open_output(out, io.BytesIO(), resume=False) as output:
        assert isinstance(output, FileOutput)
        assert list(output.finished_rows()) == []
        assert output.backup is not None
        assert output.backup.name == "out.jsonl.partial.old"
        assert output.backup.read_bytes() == b"a\ntor"
        output.write(b"b\n")
        output.finish()
    assert out.read_bytes() == b"b\n"


def test_a_fresh_start_over_an_empty_unfinished_file_keeps_nothing(out: Path) -> None:
    partial(out).touch()
    with open_output(out, io.BytesIO(), resume=False) as output:
        assert isinstance(output, FileOutput)
        assert output.backup is None
    assert not out.with_name("out.jsonl.partial.old").exists()


@pytest.mark.parametrize("resume", [False, True], ids=["fresh", "resume"])
def test_a_second_writer_is_refused_and_harms_nothing(out: Path, resume: bool) -> None:
    with open_output(out, io.BytesIO(), resume=False) as output:
        output.write(b"a\n")
        with pytest.raises(OutputError, match="another run"), open_output(out, io.BytesIO(), resume=resume):
            pass
        assert partial(out).read_bytes() == b"a\n"
        output.write(b"b\n")
        output.finish()
    assert out.read_bytes() == b"a\nb\n"


def test_a_writer_that_died_leaves_no_lock(out: Path) -> None:
    code = (
        "import io, os, signal, sys\nfrom pathlib import Path\nfrom r1rewards.files.output import FileOutput\n"
        "FileOutput(Path(sys.argv[1]), resume=False).write(b'a\\n')\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(out)], check=False).returncode == -9
    with open_output(out, io.BytesIO(), resume=True) as output:
        assert isinstance(output, FileOutput)
        assert list(output.finished_rows()) == [b"a\n"]


@pytest.mark.parametrize(
    ("name", "said"),
    [pytest.param("missing/out.jsonl", "No such file", id="no-folder"), pytest.param(".", "directory", id="folder")],
)
def test_a_place_that_cannot_be_written(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(OutputError, match=said), open_output(tmp_path / name, io.BytesIO(), resume=False):
        pass


@pytest.mark.parametrize("path", [None, Path(os.devnull)], ids=["stdout", "device"])
def test_only_a_file_can_be_resumed(path: Path | None) -> None:
    with pytest.raises(OutputError, match="give -o FILE"), open_output(path, io.BytesIO(), resume=True):
        pass


def test_without_a_path_rows_go_to_the_stream_at_once() -> None:
    raw = io.BytesIO()
    stream = io.BufferedWriter(raw)  # type: ignore[type-var]
    with open_output(None, stream, resume=False) as output:
        assert isinstance(output, StreamOutput)
        output.write(b"a\n")
        assert raw.getvalue() == b"a\n"
        output.finish()
    assert not stream.closed, "the stream belongs to the caller"


def test_a_named_pipe_is_written_as_a_stream(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[bytes] = []
    reader = threading.Thread(target=lambda: found.append(pipe.read_bytes()), daemon=True)
    reader.start()
    with open_output(pipe, io.BytesIO(), resume=False) as output:
        output.write(b"a\n")
        output.finish()
    reader.join(60)
    assert found == [b"a\n"]
    assert list(tmp_path.iterdir()) == [pipe]
