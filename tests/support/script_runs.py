"""Runs a program text as a script of its own, as a user's training script runs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from waiting import PATIENCE

TESTS = str(Path(__file__).resolve().parent)
CASES = str(Path(__file__).resolve().parent.with_name("cases"))


def start(script: Path, source: str, *arguments: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Writes and starts a script that can import the test helpers."""
    script.write_text(source)
    return subprocess.Popen(
        [sys.executable, str(script), *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([TESTS, CASES]), **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """What the script printed; fails if it failed or hangs."""
    try:
        output, _ = process.communicate(timeout=5 * PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
        raise AssertionError(f"the script hangs; it printed: {output}") from None
    assert process.returncode == 0, output
    return output


def run(script: Path, source: str, *arguments: str, env: Mapping[str, str] | None = None) -> str:
    """What a script prints, from its start to its end."""
    return finish(start(script, source, *arguments, env=env))


def is_running(pid: int) -> bool:
    """Whether a process lives: a zombie does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        if Path("/proc/self/stat").exists():
            return False
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        return True
    return status.rpartition(")")[2].split()[0] not in "ZX"
