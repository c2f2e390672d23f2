"""Emptying a folder that a hostile program has filled: any depth, any names, any permissions, links and all."""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

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
    """What stands in the folder; stops counting once there are more than `most` files."""
    size = count = 0
    folders = [top]
    while folders and count <= most:
        folder = folders.pop()
        try:
            names = _entries(folder)
        except FileNotFoundError:
            continue  # gone meanwhile
        except PermissionError:
            names = _opened(folder)
        for name in names:
            path = os.path.join(folder, name)
            try:
                found = os.lstat(path)
            except OSError:
                continue
            count += 1
            size += found.st_blocks * 512
            if stat.S_ISDIR(found.st_mode):
                folders.append(path)
    return Usage(size, count)


def _entries(folder: str) -> list[str]:
    with os.scandir(folder) as found:
        return [entry.name for entry in found]


def _opened(folder: str) -> list[str]:
    """What stands in a folder that was shut to hide it."""
    try:
        os.chmod(folder, 0o700)
        return _entries(folder)
    except OSError:
        return []


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
