"""Outputs for graded rows: written beside the goal, renamed when whole, continued after a kill."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from itertools import takewhile
from pathlib import Path
from typing import BinaryIO

from r1rewards.errors import OutputError

SUFFIX = ".partial"
"""The ending of a file that is being written."""


class StreamOutput:
    """A pipe, a device, standard output: rows appear as they are written."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, rows: bytes) -> None:
        """Appends rows and flushes."""
        self._stream.write(rows)
        self._stream.flush()

    def finish(self) -> None:
        """There is nothing left to do."""


class FileOutput:
    """A file that appears under its name only when it is whole; until then it is `NAME.partial`.

    Attributes:
        path: the file.
        partial: where it is written.
        backup: where the rows of an unfinished run were put that this one does not resume; None if there was none.

    Raises:
        OutputError: it cannot be written, another process writes it, or there is nothing to resume under `resume`.
    """

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.path = path
        self.partial = path.with_name(path.name + SUFFIX)
        self.backup: Path | None = None
        # A whole file may still be continued, if the input has grown; until then it is left unchanged.
        self._whole = resume and path.exists() and not self.partial.exists()
        self._file: FileIO | None = None if self._whole else self._open()
        if not resume and self._file is not None and self._file.seek(0, os.SEEK_END):
            # An unfinished run that nobody resumed: kept, in case that was a slip.
            self.backup = path.with_name(path.name + SUFFIX + ".old")
            shutil.copyfile(self.partial, self.backup)
            self.truncate(0)

    def _open(self) -> FileIO:
        try:
            file = FileIO(self.partial, "r+" if self.partial.exists() else "w+")
        except OSError as problem:
            raise OutputError(f"cannot write {self.partial}: {problem.strerror}") from problem
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.close()
            raise OutputError(f"another run is writing {self.partial}: wait for it, or choose another output") from None
        return file

    @property
    def current_path(self) -> Path:
        """The file that holds the rows so far."""
        return self.path if self._whole else self.partial

    def finished_rows(self) -> Iterator[bytes]:
        """The whole rows that are there already, one line each; a last line that was torn is not among them."""
        with self.current_path.open("rb") as lines:
            yield from takewhile(lambda line: line.endswith(b"\n"), lines)

    def truncate(self, size: int) -> None:
        """Truncate the file to `size` bytes and continue writing there."""
        if self._file is None:
            copy = self.path.with_name(self.path.name + SUFFIX + ".copy")
            shutil.copyfile(self.path, copy)
            copy.replace(self.partial)
            self._file = self._open()
        self._file.truncate(size)
        self._file.seek(size)

    def write(self, rows: bytes) -> None:
        """Append rows to those that `truncate` has kept."""
        if self._file is None:
            raise OutputError(f"{self.path} is whole: truncate it first")
        view = memoryview(rows)
        try:
            while view:
                view = view[self._file.write(view) :]
        except OSError as problem:
            raise OSError(problem.errno, problem.strerror, str(self.partial)) from problem

    def finish(self) -> None:
        """Gives the file its name."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self.partial.replace(self.path)
        self.close()

    def close(self) -> None:
        """Leaves what was written so far under the partial name."""
        if self._file is not None:
            self._file.close()
            self._file = None


Output = FileOutput | StreamOutput


@contextmanager
def open_output(path: Path | None, stdout: BinaryIO, *, resume: bool) -> Iterator[Output]:
    """The output for a path; None for `stdout`.

    Raises:
        OutputError: it cannot be opened, or cannot be resumed because it is not a regular file.
    """
    if path is not None and (not path.exists() or path.is_file()):
        output = FileOutput(path, resume=resume)
        try:
            yield output
        finally:
            output.close()
        return
    if resume:
        raise OutputError(f"only a file can be resumed, and {path or 'standard output'} is none: give -o FILE")
    if path is None:
        yield StreamOutput(stdout)
        return
    try:
        stream = path.open("wb", buffering=0)
    except OSError as problem:
        raise OutputError(f"cannot write {path}: {problem.strerror}") from problem
    with stream:
        yield StreamOutput(stream)
