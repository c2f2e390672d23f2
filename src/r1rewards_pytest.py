"""The pytest plugin: pinned rewards, cases from files, the laws of rewards, a sandbox.

- `reward_snapshot(reward, "cases.jsonl")`, a fixture: compares scores with their pins; `--reward-update` writes them.
- `@pytest.mark.reward_cases("cases.jsonl")`: one test for each row, as `case`, `sample` or `expected`.
- `reward_laws(reward, samples)`, a fixture: the conformance kit.
- `r1_sandbox`, a fixture: a sandbox of the session.

pytest loads this module in every run where the package is installed: it imports nothing of it until a test asks.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from r1rewards import Reward, Sample
    from r1rewards.testing.snapshots import RewardSnapshot
    from r1sandbox import Sandbox

_ARGUMENTS = ("case", "sample", "expected")
"""What a test with the mark `reward_cases` can ask for."""

_NAME = "r1rewards"
_PLUGIN = "r1rewards-pins"
_SUFFIX = ".pin.json"


class _Run:
    """What a run has done with pins, said at its end; paths as texts, which workers of pytest-xdist can send."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.resolved: dict[Path, str] = {}
        self.tests: set[str] = set()
        self.files: set[str] = set()
        self.passed: set[str] = set()
        self.used: set[str] = set()
        self.written: set[str] = set()
        self.orphans: set[str] = set()

    def add(self, snapshot: RewardSnapshot) -> None:
        """Note the pins that a test used."""
        self.used.update(map(str, snapshot.used))
        self.written.update(str(path) for path, changed in snapshot.used.items() if changed)

    def is_there(self, file: Path, name: str) -> bool | None:
        """Whether a file has a test of that name; None where not all of its tests were collected."""
        if f"{file}::{name}" in self.tests:
            return True
        if not file.exists():
            return False
        partly = any("::" in each and each.partition("::")[0].endswith(file.name) for each in self.config.args)
        is_doctest = "." in name.partition("[")[0]
        return None if partly or is_doctest or str(file) not in self.files else False

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file of tests, also one that has none any more."""
        if report.passed and report.nodeid.endswith(".py"):
            self.files.add(str((self.config.rootpath / report.nodeid).resolve()))

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Note the tests that are run."""
        self.tests.update(map(self._test, items))

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Note the tests that are there and not run."""
        self.tests.update(map(self._test, items))

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """Note a test that passed."""
        if call.when == "call" and call.excinfo is None:
            self.passed.add(self._test(item))

    def _test(self, item: pytest.Item) -> str:
        if item.path not in self.resolved:
            self.resolved[item.path] = str(item.path.resolve())
        return f"{self.resolved[item.path]}::{_name(item)}"

    def pytest_sessionfinish(self) -> None:
        """Look for pins of no test; a worker sends what it found."""
        if self.files and not self.config.option.collectonly:
            folders = {os.path.dirname(path) for path in (*self.files, *self.used)}  # noqa: PTH120 - in every run
            self.orphans.update(path for path in _pins(folders) if path not in self.used and self._is_orphan(path))
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput[_NAME] = [*map(sorted, (self.used, self.written, self.orphans))]

    def _is_orphan(self, path: str) -> bool:
        """Whether a pin that was not used belongs to no test, or to one that has run."""
        import json  # noqa: PLC0415 - where there are pins
        from pathlib import Path  # noqa: PLC0415

        try:
            file, _, name = json.loads(Path(path).read_bytes())["test"].partition("::")
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return False  # whose it is cannot be read
        owner = (Path(path).parent.resolve() / file).resolve()
        return f"{owner}::{name}" in self.passed or self.is_there(owner, name) is False

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a worker sends; one that crashed sends nothing."""
        report = getattr(node, "workeroutput", {}).get(_NAME, ())
        for own, theirs in zip((self.used, self.written, self.orphans), report, strict=False):
            own.update(theirs)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which pins were written, and which belong to no test."""
        folder = self.config.invocation_params.dir
        for verb, paths in (("wrote", self.written), ("belongs to no test, delete it:", self.orphans - self.used)):
            for path in sorted(paths):
                terminalreporter.write_line(f"reward pins: {verb} {os.path.relpath(path, folder)}")


def _pins(folders: set[str]) -> Iterator[str]:
    """The pins in these folders."""
    for folder in sorted(folders):
        try:
            with os.scandir(folder) as entries:
                yield from [entry.path for entry in entries if entry.name.endswith(_SUFFIX)]
        except OSError:  # a test has removed its own, or a plugin made it up
            continue


def _name(item: pytest.Item) -> str:
    """A test's name in its file, with class and parameters."""
    return item.nodeid.partition("::")[2]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --reward-update."""
    parser.getgroup("r1rewards").addoption(
        "--reward-update",
        action="store_true",
        help="write the pins of reward_snapshot anew instead of comparing with them; review the diff",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Makes the mark known, and watches what becomes of pins."""
    config.pluginmanager.register(_Run(config), _PLUGIN)
    config.addinivalue_line(
        "markers",
        "reward_cases(path, fields=None): run the test for each row of a file of JSON lines beside it; it asks for "
        "case, sample or expected",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Makes a test of each row for tests with the mark `reward_cases`."""
    test = metafunc.definition
    markers = list(test.iter_markers("reward_cases"))
    names = [name for name in _ARGUMENTS if name in metafunc.fixturenames]
    if not markers or not (names or any(marker in test.own_markers for marker in markers)):
        return  # also a test of a class with the mark that asks for nothing
    from r1rewards.testing.cases import case_ids  # noqa: PLC0415 - loaded by those who use it

    cases = [case for marker in reversed(markers) for case in _read(test.path, names, *marker.args, **marker.kwargs)]
    values = [
        [{"case": case, "sample": case.sample, "expected": case.expected}[name] for name in names] for case in cases
    ]
    metafunc.parametrize(names, values, ids=case_ids(cases))


def _read(
    file: Path,
    names: list[str],
    path: str = "",
    *rest: object,
    fields: Mapping[str, str] | None = None,
    **others: object,
) -> list[Any]:
    from r1rewards.errors import RecordError  # noqa: PLC0415 - loaded by those who use it
    from r1rewards.testing.cases import read_cases  # noqa: PLC0415

    def problem() -> str | None:
        if rest or others:
            return "it takes a path and fields=, nothing else"
        if not path:
            return "name the file of cases: reward_cases('cases.jsonl')"
        if not names:
            return "the test asks for none of case, sample and expected: give it one as an argument"
        without = [case.row for case in cases if case.expected is None and "expected" not in case.sample.meta]
        if "expected" in names and without:
            rows = ", ".join(map(str, without[:5])) + (", …" if len(without) > 5 else "")
            return f"{path} has rows without a column 'expected': {rows}"
        return None

    try:
        cases = read_cases(file.parent / path, fields) if path and names else []
        said = problem()
    except RecordError as failure:
        said = str(failure)
    if said is not None:
        pytest.fail(f"reward_cases: {said}", pytrace=False)
    return cases


@pytest.fixture
def reward_snapshot(request: pytest.FixtureRequest) -> Iterator[RewardSnapshot]:
    """Compares a reward's scores of a file of cases with their pins: `reward_snapshot(reward, "cases.jsonl")`.

    Without a pin, or where value, verdict, answer, reason or the signature differ, the test fails and says where.
    `--reward-update` writes the pins instead.
    """
    from r1rewards.testing.snapshots import RewardSnapshot, TestOf  # noqa: PLC0415 - loaded by those who use it

    config, item = request.config, request.node
    run: _Run = config.pluginmanager.get_plugin(_PLUGIN)  # type: ignore[assignment] # pytest_configure registers it
    shown = f"{os.path.relpath(item.path, config.invocation_params.dir)}::{_name(item)}"
    snapshot = RewardSnapshot(
        TestOf(item.path, _name(item), shown, run.is_there), update=config.getoption("--reward-update")
    )
    yield snapshot
    run.add(snapshot)


@pytest.fixture
def reward_laws() -> Callable[..., None]:
    """Fails unless a reward keeps every law of the conformance kit: `reward_laws(reward, samples)`.

    Takes what `conformance.breaches` takes.
    """

    def laws(reward: Reward, samples: Sequence[Sample], *, variants: Sequence[Reward] = (), fresh: bool = True) -> None:
        __tracebackhide__ = True
        from r1rewards import conformance  # noqa: PLC0415 - loaded by those who use it

        found = conformance.breaches(reward, samples, variants=variants, fresh=fresh)
        if found:
            lines = "\n".join(f"  {breach.law}: {breach.problem}" for breach in found)
            raise AssertionError(f"'{getattr(reward, 'name', reward)}' breaks laws that every reward keeps:\n{lines}")

    return laws


@pytest.fixture(scope="session")
def r1_sandbox() -> Iterator[Sandbox]:
    """A sandbox for untrusted programs, closed at the end of the session: `r1_sandbox.run(Job(source=…))`.

    Raises:
        UnsupportedError: this system confines no programs; says what is missing.
    """
    from r1sandbox import Sandbox  # noqa: PLC0415 - loaded by those who use it

    with Sandbox() as sandbox:
        yield sandbox
