"""The exceptions that r1rewards raises.

::

    R1RewardsError
    ├── SampleError      a Sample cannot be built from what it was given
    ├── RewardError      a reward, template, executor or their configuration cannot be used
    │   └── UnusableError    a sample cannot be judged: its reference or other data cannot be used
    ├── RecordError      a row of a file cannot be read; names the row, the field and the remedy
    ├── OutputError      graded rows cannot be written, or a run cannot be resumed
    ├── ModelError       a model refuses what it was asked, or gives another number of answers
    ├── ServiceError     a service cannot be reached, fails, or takes too long
    └── WorkerError      a worker process
        ├── WorkerStartError   did not start: the machine's fault
        ├── WorkerCrashError   died while it worked
        ├── WorkerOverrunError was killed at its deadline
        └── WorkerTaskError    reports that the task raised

A wrong, hostile or endless completion raises none of these: it is a Score.

`RenamedFieldWarning` is a warning: a reward file uses field names of an older version.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_NOTHING: Mapping[int, object] = MappingProxyType({})


class R1RewardsError(Exception):
    """Base of all errors of this library."""


class SampleError(R1RewardsError, ValueError):
    """A Sample cannot be built from what it was given."""


class RewardError(R1RewardsError, ValueError):
    """A reward, template, executor or their configuration cannot be used."""


class UnusableError(RewardError):
    """A sample cannot be judged: its reference or other data cannot be used; the message says why, and the remedy."""


class RecordError(R1RewardsError, ValueError):
    """A row of a file cannot be read."""


class OutputError(R1RewardsError, OSError):
    """Graded rows cannot be written, or a run cannot be resumed."""


class ModelError(R1RewardsError, ValueError):
    """A model refuses what it was asked, or gives another number of answers: some text may be to blame.

    Attributes:
        known: what was answered all the same, by the position of the pair.
        perhaps_down: whether the service may be to blame as well: it failed (500) without saying why.
    """

    known: Mapping[int, object] = _NOTHING
    perhaps_down: bool = False


class ServiceError(R1RewardsError, OSError):
    """A service cannot be reached, fails, or takes too long: no text is to blame, and asking on is of no use.

    Attributes:
        known: what was answered before it failed, by the position of the pair.
    """

    known: Mapping[int, object] = _NOTHING


class WorkerError(R1RewardsError, RuntimeError):
    """A worker process failed."""


class WorkerStartError(WorkerError):
    """A worker process did not start."""


class WorkerCrashError(WorkerError):
    """A worker process died while it worked."""


class WorkerOverrunError(WorkerError):
    """A worker process was killed at its deadline."""


class WorkerTaskError(WorkerError):
    """The task raised inside the worker; the message is the task's own."""


class RenamedFieldWarning(UserWarning):
    """A reward file uses field names of an older version, which were read as the new ones."""


LONGEST = 300
"""Characters of another's message that are passed on."""


def describe(failure: BaseException) -> str:
    """An exception on one line of bounded length, whatever its own message is."""
    name = type(failure).__name__
    try:
        message = " ".join(str(failure)[: 4 * LONGEST].split())
    except Exception:  # noqa: BLE001 - a message that cannot be had must not hide the failure
        return name
    message = message if len(message) <= LONGEST else message[:LONGEST] + "…"
    return f"{name}: {message}" if message else name
