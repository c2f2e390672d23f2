"""What the pages of the token path show runs as written, and is typed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from doc_pages import ROOT

PYTHON = ("reference/advantages.md", "reference/token-ids.md", "tutorial/training-loop.md")
TYPED = ("reference/token-ids.md", "tutorial/training-loop.md")
SHOWN = re.compile(r"^```py\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", PYTHON)
def test_the_python_of_a_page_runs(name: str) -> None:
    page = ROOT / "docs" / name
    found = SHOWN.findall(page.read_text(encoding="utf-8"))
    assert found
    seen: dict[str, object] = {"__name__": "page_of_the_docs"}
    for block in found:
        exec(compile(block, name, "exec"), seen)


def test_the_python_of_pages_is_typed(tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    for name in TYPED:
        blocks = SHOWN.findall((ROOT / "docs" / name).read_text(encoding="utf-8"))
        made = tmp_path / f"page_{Path(name).stem.replace('-', '_')}.py"
        made.write_text("# mypy: allow-untyped-defs, allow-untyped-calls\n" + "\n".join(blocks), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", "pyproject.toml", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
