"""Fixtures that every test may use."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a script: what the tests start would ignore Ctrl-C too, and some press it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("ci", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ci")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def data_file() -> Callable[[str], Path]:
    """The path of a file of real data; a test that asks for one is skipped where it is not at hand."""
    folder = Path(os.environ.get("R1REWARDS_DATA", ROOT.parent / "shared" / "data"))

    def path(name: str) -> Path:
        if not (folder / name).exists():
            pytest.skip(f"real data is not at hand: {name} (a folder of it is named by R1REWARDS_DATA)")
        return folder / name

    return path


@pytest.fixture(scope="session")
def labelled(data_file: Callable[[str], Path]) -> Callable[[str], list[dict[str, Any]]]:
    """The rows of a file of real data with labels; skips like `data_file`."""

    def rows(name: str) -> list[dict[str, Any]]:
        with data_file(name).open(encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    return rows
