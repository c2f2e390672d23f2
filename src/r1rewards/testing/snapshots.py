"""Pinned rewards: a reward's scores of a file of cases are those that somebody has reviewed."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from r1rewards.core.columns import DEFAULT_COLUMNS
from r1rewards.core.reward import Reward
from r1rewards.core.score import Score, Verdict
from r1rewards.core.signature import signature
from r1rewards.core.signature_changes import signature_changes
from r1rewards.core.wording import contrast, one_line, printable
from r1rewards.errors import RecordError, RewardError
from r1rewards.testing import pins
from r1rewards.testing.callables import CallableReward, Rewarding, as_reward, grade_at_once
from r1rewards.testing.cases import Case, read_cases
from r1rewards.testing.pins import Pin, PinnedRow
from r1rewards.testing.tolerance import require_tolerance

_MOST_ROWS = 20
"""Rows that a message shows in full."""

_MOST_VALUE = 100
"""Characters of a value that a message shows."""

_MOST_TEXT = 80
"""Characters of a case's text in its pin."""

_FIELD_OF = {
    "completions": "completion",
    "prompts": "prompt",
    "solution_str": "completion",
    "ground_truth": "reference",
}
"""Fields of a Sample by the arguments of trainers that they become."""

PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"


@dataclass(frozen=True)
class TestOf:
    """The test that pins a reward.

    Attributes:
        file: the file that it is in.
        name: its name in that file, with class and parameters.
        shown: how the command line names it.
        is_there: whether a file has a test of a name; None where that is not known.
    """

    __test__ = False  # it is not a test itself

    file: Path
    name: str
    shown: str = field(default="", repr=False)
    is_there: Callable[[Path, str], bool | None] = field(default=lambda file, name: None, repr=False)  # noqa: ARG005

    def relative(self, folder: Path) -> str:
        """The test as a pin in this folder names it."""
        return f"{Path(os.path.relpath(self.file.resolve(), folder.resolve())).as_posix()}::{self.name}"


@dataclass
class RewardSnapshot:
    """Compares a reward's scores of a file of cases with those that were pinned, or pins them.

    What pytest's fixture `reward_snapshot` gives a test.

    Attributes:
        test: the test that it belongs to.
        update: whether differences are written instead of being failures.
        used: the pins that were compared or written, by path: true if the file changed.
    """

    test: TestOf
    update: bool = False
    used: dict[Path, bool] = field(default_factory=dict, repr=False)

    def __call__(  # noqa: PLR0913 - all but the first two have a default and a name
        self,
        reward: Rewarding,
        cases: str | Path,
        *,
        fields: Mapping[str, str] | None = None,
        pin: str | None = None,
        tolerance: float = 1e-9,
        versions: bool = True,
        messages: bool = False,
    ) -> list[Score]:
        """Grade the cases and compare value, verdict, answer and reason of each with its pin.

        Args:
            reward: a reward, or a function in the shape of TRL's or verl's.
            cases: the file of cases, JSON lines; relative to the test's folder.
            fields: columns by the field that they hold, as `--field` on the command line; for a trainer's function,
                columns by its argument.
            pin: the name of the pin's file, in the folder of the cases; by default the names of the cases and the
                reward, such as `cases.math.pin.json`.
            tolerance: by how much numbers may differ, relative to the greater and absolute.
            versions: whether another version of Python, of a library or another tier of the sandbox is a difference,
                as the signature has it. False for tests that run under several.
            messages: for functions in TRL's shape, whether texts are given as messages.

        Returns:
            The scores, in the order of the cases.

        Raises:
            AssertionError: the scores differ from their pins, there is no pin, the signature differs, or the reward
                fails; says in which rows and fields, and the remedy.
        """
        __tracebackhide__ = True
        file = self.test.file.parent / cases
        try:
            require_tolerance(tolerance)
            columns = {_FIELD_OF.get(name, name): column for name, column in (fields or {}).items()}
            of_samples = {name: columns.pop(name) for name in tuple(columns) if name in DEFAULT_COLUMNS}
            lifted = as_reward(reward, fields=columns, messages=messages)
            found = read_cases(file, of_samples if isinstance(lifted, CallableReward) else fields)
            path = self._path(file, lifted, pin)
            scores = grade_at_once(lifted, [case.sample for case in found])
            _require_scores(lifted, found, scores, file.name)
            now = self._pin(lifted, file, path, found, scores)
            with pins.locked(path.parent):
                before = self._own(path)
                self.used[path] = self.update and pins.save(path, now)
        except (RecordError, RewardError) as problem:
            raise AssertionError(printable(f"reward_snapshot: {problem}")) from None
        if not self.update and (problems := _differences(before, now, found, tolerance, versions)):
            raise AssertionError(printable(_message(lifted, file.name, path, problems, self.test.shown)))
        return scores

    def _path(self, file: Path, reward: Reward, pin: str | None) -> Path:
        if pin is not None and (not pin.endswith(pins.SUFFIX) or Path(pin).name != pin):
            raise RecordError(f"pin is {pin!r:.80}: give the name of a file that ends with {pins.SUFFIX}")
        path = file.with_name(pin or f"{file.stem}.{_slug(reward.name)}{pins.SUFFIX}")
        if path in self.used:
            raise RecordError(f"this test pins {path.name} twice: give one of them a name of its own with pin=…")
        return path

    def _pin(self, reward: Reward, file: Path, path: Path, cases: Sequence[Case], scores: Sequence[Score]) -> Pin:
        data = isinstance(reward, CallableReward)
        rows = {
            case.key: PinnedRow(
                case.row, one_line(case.sample.text, _MOST_TEXT), case.digest, pins.shown(score, data=data)
            )
            for case, score in zip(cases, scores, strict=True)
        }
        return Pin(self.test.relative(path.parent), file.name, reward.name, _signature(reward), PYTHON, rows)

    def _own(self, path: Path) -> Pin | None:
        """The pin in the file, if there is one.

        Raises:
            RecordError: it cannot be read, or it belongs to another test.
        """
        mine = self.test.relative(path.parent)
        try:
            pin = pins.load(path)
        except RecordError as problem:
            if self.update and (theirs := pins.owner(path)) is not None:
                self._require_mine(path, theirs, mine)
                return None  # it is written anew
            remedy = "; it is not written over: delete it, or give another name with pin=…" if self.update else ""
            raise RecordError(f"{problem}{remedy}") from None
        if pin is not None:
            self._require_mine(path, pin.test, mine)
        return pin

    def _require_mine(self, path: Path, theirs: str, mine: str) -> None:
        """Raises RecordError if the pin belongs to another test, unless that one is gone and pins are updated."""
        if theirs == mine:
            return
        file, _, name = theirs.partition("::")
        there = self.test.is_there((path.parent.resolve() / file).resolve(), name)
        if there is None:
            raise RecordError(
                f"{path.name} belongs to {theirs}, which this run has not looked for: run all tests of its file, or "
                "delete the pin if that test was renamed; otherwise give a name of its own with pin=…"
            )
        if there:
            raise RecordError(
                f"{path.name} belongs to {theirs}: give the pin of {mine} a name of its own with pin=…; if that test "
                "pins something else now, delete the file"
            )
        if not self.update:
            raise RecordError(
                f"{path.name} belongs to {theirs}, which is gone: if the test was renamed, run --reward-update"
            )


def _slug(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "reward"


def _signature(reward: Reward) -> str:
    try:
        return signature(reward)
    except RewardError:
        if not isinstance(reward, CallableReward):
            raise
        return f"{type(reward.function).__module__}:{reward.name}"  # an object of a trainer's, with state of its own


def _require_scores(reward: Reward, cases: Sequence[Case], scores: Sequence[Score], file: str) -> None:
    """Raises RewardError if the reward fails on a case, or can judge none of them."""
    failed = [(case, score) for case, score in zip(cases, scores, strict=True) if score.verdict is Verdict.ERROR]
    if failed:
        lines = [f"{case}\n    {score.reason}" for case, score in failed[:_MOST_ROWS]]
        raise RewardError(
            f"the reward '{reward.name}' fails on {len(failed)} of {len(cases)} rows of {file}; failures are not "
            "pinned:\n  " + "\n  ".join(lines)
        )
    if all(score.verdict is Verdict.SKIPPED for score in scores):
        raise RewardError(
            f"the reward '{reward.name}' can judge no row of {file}; row {cases[0].row}: {scores[0].reason}; name the "
            "column of the reference with fields={'reference': COLUMN}"
        )


@dataclass(frozen=True, slots=True)
class _Differences:
    """What differs from a pin, as lines for people: rows as paragraphs, and fields of the signature."""

    rows: Sequence[str] = ()
    signature: Sequence[str] = ()
    scores_differ: bool = False
    pinned: bool = True


def _differences(
    before: Pin | None, now: Pin, cases: Sequence[Case], tolerance: float, versions: bool
) -> _Differences | None:
    """What differs; None if nothing does."""
    if before is None:
        return _Differences(pinned=False)
    rows, scores_differ = [], False
    for case in cases:
        pinned, row = before.rows.get(case.key), now.rows[case.key]
        if pinned is None:
            rows.append(f"{case}\n  is not pinned; it is {row.score['value']!r}, {row.score['verdict']}")
        elif pinned.digest != row.digest:
            rows.append(f"{case}\n  the case itself has changed since it was pinned; then: {pinned.text}")
        elif found := pins.differences(pinned.score, row.score, tolerance):
            width = max(len(name) for name, _, _ in found)
            sides = [(name, *contrast(one, two, _MOST_VALUE)) for name, one, two in found]
            lines = [f"  {name:{width}}  {one or _EMPTY} → {two or _EMPTY}" for name, one, two in sides]
            rows.append("\n".join([str(case), *lines]))
            scores_differ = True
    rows += [
        f"row {pinned.row} when it was pinned: {pinned.text}\n  is pinned, and is not a case any more"
        for key, pinned in before.rows.items()
        if key not in now.rows
    ]
    changes = [
        str(change)
        for change in signature_changes(before.signature, now.signature)
        if not (change.is_version and not versions) and not (change.is_code and before.python != now.python)
    ]
    return _Differences(rows, changes, scores_differ) if rows or changes else None


_EMPTY = "''"


def _message(reward: Reward, file: str, path: Path, found: _Differences, test: str) -> str:
    update = (
        f"write {path.name} with\n  pytest --reward-update {shlex.quote(test)}\nreview what it changes, and commit it"
    )
    if not found.pinned:
        return f"reward_snapshot: '{reward.name}' is not pinned for {file} yet: {update}"
    count = len(found.rows)
    if count:
        headline = f"'{reward.name}' differs from {path.name} in {count} {'row' if count == 1 else 'rows'} of {file}"
    else:
        headline = f"'{reward.name}' scores {file} as pinned in {path.name}, but its signature has changed"
    lines = [f"reward_snapshot: {headline}", "", *found.rows[:_MOST_ROWS]]
    if count > _MOST_ROWS:
        lines.append(f"… and {count - _MOST_ROWS} more rows")
    if found.signature:
        lines += ["signature", *(f"  {change}" for change in found.signature)]
    elif found.scores_differ:
        lines.append(
            "The signature is the same: what has changed is not in it, such as a function that the reward calls"
        )
    return "\n".join([*lines, "", f"If this is right, {update}"])
