"""What README and docs show runs as written."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from command_line import r1
from doc_pages import PAGES, ROOT, blocks


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", list(filter(blocks, PAGES)), ids=name)
def test_the_python_of_a_page_runs(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    module = ModuleType("page_of_the_docs")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for block in blocks(page):
        exec(compile(block, name(page), "exec"), vars(module))
    assert "r1" in vars(module)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []
    assert not re.search(r"_MARK|TODO|FIXME", text)


def test_readme_shows_what_grading_its_example_prints(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```text\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    example = ROOT / "examples" / "r1_zero.jsonl"
    done = r1("grade", example, "-o", "out.jsonl", cwd=tmp_path)
    printed = [line.rstrip() for line in (done.out.decode() + done.err).splitlines()]
    assert printed[: shown.count("\n")] == shown.splitlines()
    count = len(example.read_bytes().splitlines())
    for page in (ROOT / "README.md", ROOT / "docs" / "tutorial" / "first-steps.md"):
        assert f" {count} " in page.read_text(encoding="utf-8"), page


def test_readme_has_the_two_commands_that_ci_runs() -> None:
    fences = re.findall(r"^```bash$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(fences) == 2, ".ci/run takes the first two for the install-and-grade and the install-and-test command"
