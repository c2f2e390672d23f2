"""Tables on disk: in the user's cache folder, shared by all processes, and built anew if anything is odd about them."""

from __future__ import annotations

import os
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Arrays = dict[str, np.ndarray]


def folder() -> Path | None:
    """Where tables are kept: $R1REWARDS_CACHE, or r1rewards in $XDG_CACHE_HOME, or in ~/.cache.

    None: nowhere, since the user has no home, as in a container whose user has only a number.
    """
    own = os.environ.get("R1REWARDS_CACHE")
    if own:
        return Path(own)
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "r1rewards"
    except RuntimeError:
        return None


def kept(place: Path | None, name: str, build: Callable[[], Arrays]) -> Arrays:
    """The arrays of that name, from the folder, or built and put there.

    A file that cannot be read, or has not just these arrays, is replaced; a folder that cannot be written is none. A
    file takes its name when it is whole, so that ranks that start at once do not disturb each other.
    """
    if place is None:
        return build()
    path = place / f"{name}.npz"
    found = _read(path, name)
    if found is None:
        found = build()
        _write(path, name, found)
    return found


_BROKEN = (OSError, ValueError, EOFError, KeyError, RuntimeError, MemoryError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged file raises; RuntimeError where a flag in it asks for what zipfile does not know."""


def _read(path: Path, name: str) -> Arrays | None:
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            arrays = {key: file[key] for key in file.files}
    except _BROKEN:
        return None
    names = arrays.pop("", None)
    if names is None or names.dtype.kind != "U" or names.tolist() != [name, *sorted(arrays)]:
        return None
    return arrays


def _write(path: Path, name: str, arrays: Arrays) -> None:
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            temporary = Path(file.name)
            named: dict[str, Any] = arrays | {"": np.array([name, *sorted(arrays)])}
            np.savez(file, **named)
        temporary.replace(path)
    except OSError:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
