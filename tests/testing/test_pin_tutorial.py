"""The tutorial on pinning a reward: its files and commands, one after the other, print what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = "docs/tutorial/pin-a-reward.md"


def test_it_goes_as_written(pytester: pytest.Pytester, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # sources change within a second
    text = (root / PAGE).read_text(encoding="utf-8")
    files = re.findall(r"```(?:py|json)\n(.*?)```", text, re.DOTALL)
    reward, cases, test, changed = files
    names = {"my_rewards.py": reward, "cases.jsonl": cases, "test_my_rewards.py": test}
    for name, content in names.items():
        assert f"`{name}`" in text
        (pytester.path / name).write_text(content, encoding="utf-8")
    sessions = re.findall(r"```console\n(.*?)```", text, re.DOTALL)[1:]
    shown = [lines.strip() for session in sessions for lines in session.split("\n$ ")]
    for command in (shown[0], shown[1]):
        follow(pytester, command)
    assert '"value": 1.0' in (pytester.path / "cases.accuracy.pin.json").read_text().rpartition('"unsure"')[2]
    (pytester.path / "test_my_rewards.py").write_text(changed, encoding="utf-8")
    follow(pytester, shown[2])
    assert len(shown) == 3


def follow(pytester: pytest.Pytester, shown: str) -> None:
    """Run a command of the page, and find the lines that it shows in what it prints."""
    command, *lines = shown.removeprefix("$ ").splitlines()
    program, *arguments = command.split()
    assert program == "pytest"
    done = pytester.runpytest_subprocess(*arguments, "-p", "no:hypothesispytest")
    printed = done.stdout.str()
    for line in lines:
        pieces = [piece for piece in line.split("…") if piece.strip()]
        assert re.search(".*".join(map(re.escape, pieces)), printed), (line, printed)
