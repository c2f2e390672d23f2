"""The patterns that are kept as data: each table is read by the module of its name, and each pattern is used."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

import r1rewards
from r1rewards.core import lexicon
from r1rewards.core.lexicon import read_lexicon

ROOT = Path(r1rewards.__path__[0])
TABLES = [
    (file.parent, module, table)
    for file in sorted(ROOT.rglob("lexicon.toml"))
    for module, table in tomllib.loads(file.read_text("utf-8")).items()
]
IDS = [f"{folder.name}.{module}" for folder, module, _ in TABLES]


def test_there_are_tables():
    assert {"choices.hedges", "math.remarks", "plain_answers.subjects", "steps.context"} <= set(IDS)


@pytest.mark.parametrize(("folder", "module", "table"), TABLES, ids=IDS)
def test_every_pattern_is_used(folder, module, table):
    source = (folder / f"{module}.py").read_text("utf-8")
    assert "read_lexicon(" in source
    named = {
        *re.findall(r'"(\w+)"', source),
        *(slot for text in table.values() for slot in re.findall(r"{(\w+)}", text)),
    }
    assert set(table) <= named


@pytest.mark.parametrize(("folder", "module", "table"), TABLES, ids=IDS)
def test_every_line_reads_well(folder, module, table):
    for text in table.values():
        assert all(len(line) <= 120 and line == line.rstrip(" ") for line in text.splitlines())


@pytest.mark.parametrize(("folder", "module", "table"), TABLES, ids=IDS)
def test_every_pattern_compiles(folder, module, table):
    package = import_module(".".join(folder.relative_to(ROOT.parent).parts)).__name__
    for text in read_lexicon(
        package, module, noun="n", adjective="a", people="p", said_by_others="s", supposed="s"
    ).values():
        re.compile(text.replace("{label}", "A"))
        assert not set(re.findall(r"{([a-z]\w*)}", text)) - {"label"}


def test_lines_are_joined_and_slots_filled(monkeypatch):
    table = {"m": {"be": "(?:is\n  |was)", "end": "it {be} {far}{1,3} {label}"}}
    monkeypatch.setattr(lexicon, "read_table", lambda *_: table)
    found = read_lexicon("p", "m", space=r"\s{1,3}", far="so")
    assert found == {"far": "so", "be": "(?:is|was)", "end": r"it\s{1,3}(?:is|was)\s{1,3}so{1,3}\s{1,3}{label}"}
