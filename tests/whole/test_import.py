"""Importing the package is cheap, and shows the public names."""

from __future__ import annotations

import ast
import importlib
import json
import os
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest

import r1rewards
import r1sandbox

HEAVY = ("sympy", "torch", "math_verify", "latex2sympy2_extended", "typer", "rich", "msgspec", "numpy")
LAZY = ("r1rewards.core", "r1rewards.rewards", "r1rewards.math", "r1rewards.execution", "r1rewards.cli")
PUBLIC = (
    *("Sample", "Response", "Span", "Score", "Verdict", "Reward", "Part", "MathReward", "FormatReward"),
    *("LanguageReward", "language"),
    *("CodeReward", "StdioTests", "FunctionTests", "AssertTests"),
    *("ClipReward", "TaskReward", "Template", "Choices", "Limits"),
    *("LengthReward", "SoftOverlong", "CosineScaled", "LengthBand", "RepetitionReward"),
    *("WeightedReward", "GateReward", "grade", "check", "signature", "from_function", "presets", "templates", "math"),
)


def loaded_by(program: str) -> set[str]:
    """The modules that a fresh interpreter holds after a program."""
    result = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    return set(json.loads(result.stdout))


def test_importing_loads_nothing_heavy() -> None:
    loaded = loaded_by("import r1rewards")
    assert "r1rewards" in loaded
    assert loaded.isdisjoint(HEAVY)
    assert loaded.isdisjoint(LAZY)


@pytest.mark.parametrize(
    "program",
    [
        pytest.param("from r1rewards import *", id="star"),
        pytest.param(
            "import r1rewards as r1; r1.grade(r1.FormatReward(), [r1.Sample('<think>a</think>b')])", id="format"
        ),
        pytest.param("import r1rewards as r1; r1.grade(r1.MathReward(), [r1.Sample('42', '42')])", id="math"),
        pytest.param(
            "import r1rewards as r1; r1.grade(r1.MathReward(), [r1.Sample(r'\\boxed{x^2-1}', '(x-1)(x+1)')])",
            id="symbolic",
        ),
        pytest.param("import r1rewards as r1; r1.signature(r1.presets.r1_zero())", id="signature"),
        pytest.param(
            "import r1rewards as r1; r1.grade(r1.CodeReward(), [r1.Sample('x', r1.AssertTests('assert x'))])",
            id="code",
        ),
        pytest.param(
            "import r1rewards as r1; r1.grade(r1.LanguageReward('en'), [r1.Sample('so we add the two numbers')])",
            id="language",
        ),
        pytest.param("import r1rewards.execution.processes, r1rewards.conformance", id="processes"),
    ],
)
def test_using_it_loads_nothing_heavy_into_the_caller(program: str) -> None:
    # sympy lives in worker processes; the rest belongs to the command line and to records.
    assert loaded_by(program).isdisjoint(HEAVY)


def test_the_language_tables_are_loaded_by_the_first_text() -> None:
    result = subprocess.run(
        [
            sys.executable,
            "-c",
            "import r1rewards as r1; from r1rewards.language import tables as t\n"
            "r1.LanguageReward('en'); print(t.table.cache_info().currsize, t.han.cache_info().currsize)\n"
            "r1.language.proportion('so it is', 'en'); print(t.table.cache_info().currsize)",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split() == ["0", "0", "1"]


def test_the_core_is_the_standard_library_alone() -> None:
    loaded = {name.partition(".")[0] for name in loaded_by("import r1rewards.core")}
    base = {name.partition(".")[0] for name in loaded_by("")}
    assert {name for name in loaded - base - {"r1rewards"} if name not in sys.stdlib_module_names} == set()


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_there(name: str) -> None:
    assert getattr(r1rewards, name) is getattr(r1rewards, name)
    assert name in dir(r1rewards)
    assert name in r1rewards.__all__


def test_dir_lists_the_public_names_before_they_are_used() -> None:
    result = subprocess.run(
        [sys.executable, "-c", "import r1rewards; print(*dir(r1rewards)); print(*r1rewards.__all__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    listed, public = (set(line.split()) for line in result.stdout.splitlines())
    assert set(PUBLIC) <= public <= listed
    assert {"errors", "conformance", "records"} <= listed


def test_type_checkers_see_the_same_names_from_the_same_modules() -> None:
    tree = ast.parse(Path(r1rewards.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert all(alias.asname == alias.name for node in imports for alias in node.names), "each is shown"
    homes = {alias.name: f"{node.module}" for node in imports for alias in node.names}
    assert set(homes) | {"__version__"} == set(dir(r1rewards))
    for name, home in homes.items():
        assert getattr(r1rewards, name) is getattr(import_module(home), name), name


def test_the_version_is_that_of_the_package(root: Path) -> None:
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert r1rewards.__version__ == pyproject["project"]["version"]


def test_every_name_that_is_listed_is_there() -> None:
    for name in dir(r1rewards):
        assert hasattr(r1rewards, name), name


@pytest.mark.parametrize(
    ("name", "home"),
    [
        *((name, name) for name in ("errors", "conformance", "core", "execution", "rewards")),
        ("loading", "reward_files.loading"),
        ("records", "files.records"),
    ],
)
def test_a_module_is_there_without_an_import_of_its_own(name: str, home: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", f"import r1rewards as r1; print(r1.{name}.__name__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == f"r1rewards.{home}"


@pytest.mark.parametrize("package", [r1rewards, r1sandbox], ids=lambda package: package.__name__)
def test_every_package_says_what_is_public(package: ModuleType) -> None:
    found = [module.name for module in walk_packages(package.__path__, f"{package.__name__}.") if module.ispkg]
    if find_spec("torch") is None:
        found = [name for name in found if name != "r1rewards.torch"]
    assert [name for name in (package.__name__, *found) if not hasattr(importlib.import_module(name), "__all__")] == []


@pytest.mark.parametrize(("name", "home"), [("loading", "reward_files.loading"), ("records", "files.records")])
def test_a_module_that_moved_is_imported_by_its_old_name(name: str, home: str) -> None:
    program = (
        f"import r1rewards.{name} as old; import r1rewards.{home} as new; from r1rewards.{name} import __name__ as n; "
        f"assert old is new and n == old.__spec__.name == 'r1rewards.{home}'; import importlib; importlib.reload(new)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    command = [sys.executable, "-c", "import r1rewards.nonsense"]
    refused = subprocess.run(command, check=False, capture_output=True, text=True)
    assert "No module named 'r1rewards.nonsense'" in refused.stderr


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = r1rewards.nonsense
    assert not hasattr(r1rewards, "__nonsense__")


def test_signature_is_the_function_also_after_its_module_was_imported() -> None:
    import r1rewards.core.signature

    assert callable(r1rewards.signature)
    assert callable(r1rewards.core.signature)
