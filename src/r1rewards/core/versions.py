"""Versions of libraries that can change a verdict."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def installed(library: str) -> str:
    """The installed version of a library, or "none"."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
