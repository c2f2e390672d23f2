"""Where torch is missing, so is the token path: its tests are not collected, and the run says so."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

MISSING = [name for name in ("torch", "tokenizers", "numpy") if find_spec(name) is None]

collect_ignore_glob = ["test_*.py"] if MISSING else []


def pytest_report_header() -> str | None:
    """A line above the tests."""
    return f"token path: not tested, without {', '.join(MISSING)}" if MISSING else None


@pytest.fixture(scope="session", autouse=True)
def tables(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tables of tokens are kept in a folder of this run, unless another is named: what is old proves nothing."""
    os.environ.setdefault("R1REWARDS_CACHE", str(tmp_path_factory.mktemp("tables")))
