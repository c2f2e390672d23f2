"""What can go wrong on our side; whatever the program does is a Status.

SandboxError
├── UnsupportedError    this system cannot run untrusted code safely, or a tool is missing: says what to install
├── ClosedError         the sandbox was closed
├── TestsError          tests hold a value that cannot be handed to a submission
└── LostError           a zygote ended during a run
"""

from __future__ import annotations


class SandboxError(Exception):
    """The sandbox cannot do what was asked."""


class UnsupportedError(SandboxError):
    """This system lacks what the sandbox needs; the message says what and how to get it."""


class ClosedError(SandboxError):
    """The sandbox was closed."""


class LostError(SandboxError):
    """A zygote ended during a run: it is replaced, and the run may be tried again."""


class TestsError(SandboxError):
    """Tests hold a value that cannot be handed to a submission."""

    __test__ = False  # no test, whatever pytest makes of the name
