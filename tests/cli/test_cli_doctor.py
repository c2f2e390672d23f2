from __future__ import annotations

import json
from pathlib import Path

from command_line import r1
from no_sandbox import no_sandbox, reached


def test_it_says_what_is_reached(tmp_path: Path) -> None:
    told = r1("doctor", cwd=tmp_path)
    assert told.code == (1 if no_sandbox() else 0)
    text = told.out.decode()
    for tier in ("A", "B"):
        line = next(line for line in text.splitlines() if f"tier {tier}:" in line)
        assert line.startswith("ok" if tier in [str(found) for found in reached()] else "missing")
    assert "language python: runs warm" in text
    assert "Code rewards" in text.splitlines()[-1]


def test_as_json(tmp_path: Path) -> None:
    told = r1("doctor", "--json", cwd=tmp_path)
    rows = [json.loads(line) for line in told.out.splitlines()]
    assert {"r1rewards", "tier A", "tier B", "language python", "language cpp"} <= {row["name"] for row in rows}
    assert all(set(row) == {"name", "ok", "about", "remedy"} for row in rows)
    assert all(row["remedy"] for row in rows if not row["ok"] and row["name"] == "language cpp")
