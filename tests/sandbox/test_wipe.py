from __future__ import annotations

import os
from pathlib import Path

import pytest

from r1sandbox.wipe import usage, wipe


def test_whatever_is_there_goes(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept", encoding="utf-8")
    top = tmp_path / "work"
    top.mkdir()
    (top / "file").write_bytes(b"x" * 100)
    (top / "empty").mkdir()
    (top / "link").symlink_to(outside)
    (top / "dangling").symlink_to("nowhere")
    (top / "full").mkdir()
    (top / "full" / "file").touch()
    os.mkfifo(top / "full" / "fifo")
    (top / os.fsdecode(b"\xff\xfe\n")).mkdir()
    (top / ".wiped1").mkdir()
    (top / ".wiped1" / "x").mkdir()
    shut = top / "shut"
    (shut / "inner" / "more").mkdir(parents=True)
    shut.joinpath("inner").chmod(0)
    shut.chmod(0)
    wipe(str(top))
    assert list(top.iterdir()) == []
    assert (outside / "kept").read_text(encoding="utf-8") == "kept"


def test_a_tree_deeper_than_any_path(tmp_path: Path) -> None:
    top = tmp_path / "work"
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for level in range(3000):
        name = f"{level % 7}" * 20
        os.mkdir(name, dir_fd=here)
        (os.open(name + ".txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
        deeper = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
        if level % 500 == 0:
            os.closerange(here + 1, here + 600)
    os.close(here)
    wipe(str(top))
    assert list(top.iterdir()) == []


def test_what_cannot_be_emptied_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        wipe(str(tmp_path / "missing"))


def test_usage_counts_and_stops(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}").write_bytes(b"x" * 4096)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "one").write_bytes(b"x" * 4096)
    size, files = usage(str(tmp_path), 1000)
    assert files == 22
    assert size >= 21 * 4096
    assert usage(str(tmp_path), 5).files > 5
