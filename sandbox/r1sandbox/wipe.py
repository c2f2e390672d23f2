"""Emptying a folder that a hostile program has filled: any depth, any names, any permissions, links and all."""

from __future__ import annotations

import os
import stat
import sys
from typing import NamedTuple

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_DEEPEST = 500
_PATIENCE = 50
"""How often the folder is gone through again before it is given up as hurt."""


class Usage(NamedTuple):
    """What a folder holds."""

    size: int
    files: int


def wipe(top: str) -> None:
    """Empties the folder; never follows a link, never recurses, needs no more memory for a deeper tree.

    Raises:
        OSError: something cannot be removed.
    """
    moved, prefix = 0, ""
    for _ in range(_PATIENCE):
        entries = _entries(top)
        if not entries:
            return
        while entries:
            name = entries.pop()
            path = os.path.join(top, name)
            if _remove(path):
                continue
            prefix = prefix or os.urandom(12).hex()  # no name that is there already
            # A folder that is not empty: its folders come up to the top, its files go.
            os.chmod(path, 0o700)
            for inner in _entries(path):
                below = os.path.join(path, inner)
                if not _remove(below):
                    moved += 1
                    up = f".{prefix}{moved}"
                    os.chmod(below, 0o700)  # renaming a folder rewrites its own link to its parent
                    os.rename(below, os.path.join(top, up))
                    entries.append(up)
            os.rmdir(path)
    raise OSError(f"{top} does not become empty")


def usage(top: str, most: int) -> Usage:
    """What stands in the folder; stops counting once there are more than `most` files.

    It goes by descriptors, since a path may be longer than any system call takes. What cannot be looked into, or lies
    deeper than five hundred folders, counts as more than anything.
    """
    size = count = 0
    opened: list[tuple[int, list[str]]] = []
    try:
        here: int | None = os.open(top, _FOLDER)
        while True:
            if here is not None:
                inner: list[str] = []
                with os.scandir(here) as found:
                    opened.append((here, inner))
                    for entry in found:
                        try:
                            about = entry.stat(follow_symlinks=False)
                        except FileNotFoundError:
                            continue  # gone meanwhile
                        count += 1
                        size += about.st_blocks * 512
                        if stat.S_ISDIR(about.st_mode):
                            inner.append(entry.name)
                        if count > most:
                            return Usage(size, count)
                here = None
            while opened and not opened[-1][1]:
                os.close(opened.pop()[0])
            if not opened:
                return Usage(size, count)
            if len(opened) > _DEEPEST:
                return Usage(sys.maxsize, sys.maxsize)
            here = _opened(opened[-1][1].pop(), opened[-1][0])
    except OSError:
        return Usage(sys.maxsize, sys.maxsize)
    finally:
        for descriptor, _ in opened:
            os.close(descriptor)


def _opened(name: str, parent: int) -> int | None:
    """A folder inside another, also one that was shut to hide what is in it; None if it is gone or no folder now."""
    try:
        return os.open(name, _FOLDER, dir_fd=parent)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        os.chmod(name, 0o700, dir_fd=parent)
        return os.open(name, _FOLDER, dir_fd=parent)


def _entries(folder: str) -> list[str]:
    with os.scandir(folder) as found:
        return [entry.name for entry in found]


def _remove(path: str) -> bool:
    """Whether a file, a link or an empty folder went."""
    try:
        os.unlink(path)
    except (IsADirectoryError, PermissionError):
        try:
            os.rmdir(path)
        except OSError:
            return False
    return True
