"""What programs may read: the system's libraries and tools, and the Python that runs them."""

from __future__ import annotations

import os
import stat
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc/ld.so.cache", "/etc/alternatives")
_EVERYTHING = frozenset({"/", "/home", "/root", "/tmp", "/var", "/etc", "/proc", "/sys", "/run"})  # noqa: S108


@dataclass(frozen=True, slots=True)
class Readable:
    """What a program may read.

    Attributes:
        paths: files and folders, none inside another.
        modules: what is appended to sys.path.
        to_others: whether a user who owns none of it can read it, once there.
        reachable: whether such a user can get there.
    """

    paths: tuple[str, ...]
    modules: tuple[str, ...]
    to_others: bool
    reachable: bool


@cache
def readable(more: Sequence[str] = ()) -> Readable:
    """What programs may read on this machine, with what the caller adds."""
    modules = _existing([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    package = str(Path(__file__).resolve().parent)
    python = _existing([sys.base_prefix, sys.base_exec_prefix, sys.prefix, sysconfig.get_path("stdlib")])
    wanted = [*SYSTEM, *python, *modules, package, *more]
    paths = _outermost([path for path in wanted if path not in _EVERYTHING])
    needed = [*python, *modules, package]
    return Readable(
        tuple(paths),
        tuple(modules),
        all(_open_to_others(path) for path in needed),
        all(_open_to_others(str(parent)) for path in needed for parent in (Path(path), *Path(path).parents)),
    )


def _existing(paths: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(path for path in paths if path and os.path.isdir(path)))


def _outermost(paths: Iterable[str]) -> list[str]:
    """The paths that lie in none of the others, and exist."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        if os.path.lexists(path) and not any(
            path.startswith(f"{outer}/") for outer in kept if not os.path.islink(outer)
        ):
            kept.append(path)
    return kept


def _open_to_others(path: str) -> bool:
    try:
        mode = os.stat(path).st_mode
    except OSError:
        return False
    wanted = stat.S_IXOTH | stat.S_IROTH if os.path.isdir(path) else stat.S_IROTH
    return mode & wanted == wanted
