r"""Runs untrusted programs in milliseconds, without root, a compiler or a library.

    with Sandbox(Limits(cpu=2)) as sandbox:
        outcome = sandbox.run(Job(source="print(int(input()) + 1)", stdin="41"))
        outcome.status, outcome.stdout   # Status.OK, b"42\n"

threat-model.md, beside this package, says what each tier promises. The names are loaded when they are first used: a
zygote must stay small, and other systems than Linux lack what some modules need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from r1sandbox.errors import ClosedError, SandboxError, UnsupportedError
    from r1sandbox.probe import Finding, best_tier
    from r1sandbox.sandbox import Sandbox
    from r1sandbox.values import Job, Limits, Outcome, Status, Tier

REVISION = "1"
"""Goes up when a program gets another status than before."""

_HOME = {
    "ClosedError": "errors",
    "SandboxError": "errors",
    "UnsupportedError": "errors",
    "Finding": "probe",
    "best_tier": "probe",
    "Sandbox": "sandbox",
    "Job": "values",
    "Limits": "values",
    "Outcome": "values",
    "Status": "values",
    "Tier": "values",
}

__all__ = [
    "REVISION",
    "ClosedError",
    "Finding",
    "Job",
    "Limits",
    "Outcome",
    "Sandbox",
    "SandboxError",
    "Status",
    "Tier",
    "UnsupportedError",
    "best_tier",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'r1sandbox' has no attribute '{name}'")
    value = getattr(import_module(f"r1sandbox.{_HOME[name]}"), name)
    globals()[name] = value
    return value
