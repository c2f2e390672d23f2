"""The package is cheap to import, and says what is missing."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys

import pytest

from r1rewards import testing

LISTS = "import json, sys; print(json.dumps(sorted(sys.modules)))"
STRATEGIES = ("answers", "completions", "different_pairs", "equivalent_pairs", "hedges", "trajectories")


def run(program: str) -> str:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "program",
    ["import r1rewards.testing", "from r1rewards.testing import Failure, FakeModelServer, MockExecutor"],
    ids=["package", "fakes"],
)
def test_importing_loads_neither_hypothesis_nor_pytest(program: str) -> None:
    loaded = set(json.loads(run(f"{program}\n{LISTS}")))
    assert "r1rewards.testing" in loaded
    assert loaded.isdisjoint(("hypothesis", "pytest", "_pytest", "numpy"))


def test_the_fake_server_is_the_standard_library_alone() -> None:
    loaded = set(json.loads(run(f"from r1rewards.testing import FakeModelServer\n{LISTS}")))
    assert loaded.isdisjoint(("urllib3", "msgspec", "starlette", "uvicorn"))


def test_every_name_is_there() -> None:
    assert dir(testing) == testing.__all__
    assert set(STRATEGIES) < set(testing.__all__)
    for name in testing.__all__:
        assert getattr(testing, name) is getattr(testing, name)


def test_a_strategy_without_hypothesis_says_what_to_install() -> None:
    program = f"""if True:
        import sys
        sys.modules["hypothesis"] = None
        from r1rewards import testing
        for name in {STRATEGIES!r}:
            try:
                getattr(testing, name)
            except ImportError as problem:
                print(problem)
        testing.FakeModelServer, testing.MockExecutor
    """
    lines = run(program).splitlines()
    assert lines == [
        f"r1rewards.testing.{name} needs hypothesis: pip install 'r1rewards[testing]'" for name in STRATEGIES
    ]


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'strategy'"):
        _ = testing.strategy
    with pytest.raises(ImportError):
        importlib.import_module("r1rewards.testing.nonsense")
