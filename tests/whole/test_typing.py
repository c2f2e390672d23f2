"""What is accepted is what is typed: mypy reads every documented use as strictly as it can."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from doc_pages import PAGES, blocks

LOOSE = "# mypy: allow-untyped-defs, allow-incomplete-defs, allow-untyped-calls, allow-redefinition\n"
"""Pages need no annotations."""


def checked(root: Path, folder: Path) -> list[str]:
    """The errors in a folder, by the project's own settings and with its cache."""
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root, timeout=300)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if ": error:" in line]


@pytest.fixture(scope="module")
def errors(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("typed")
    for page in filter(blocks, PAGES):
        (folder / f"page_{page.stem.replace('-', '_')}.py").write_text(
            LOOSE + "\n".join(blocks(page)), encoding="utf-8"
        )
    for written in (root / "tests" / "typing").glob("*.py"):
        shutil.copy(written, folder)
    return checked(root, folder)


@pytest.mark.parametrize("name", ["usage", "typos"])
def test_uses_are_clean_and_typos_are_errors(name: str, errors: list[str]) -> None:
    assert [error for error in errors if f"{name}.py:" in error] == []


def test_pages_are_clean(errors: list[str]) -> None:
    assert [error for error in errors if not re.search(r"(usage|typos)\.py:", error)] == []


def test_an_error_is_found(root: Path, tmp_path: Path) -> None:
    wrong = "import r1rewards as r1\nr1.MathReword()\nr1.MathReward(units=3)\n"
    (tmp_path / "wrong.py").write_text(wrong, encoding="utf-8")
    first, second = checked(root, tmp_path)
    assert "wrong.py:2" in first
    assert "MathReword" in first
    assert "wrong.py:3" in second
