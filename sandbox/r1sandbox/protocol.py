"""What the two sides of a zygote's channel say to each other.

One message of a SOCK_SEQPACKET socket is one sentence: JSON, with descriptors beside it.

    host → zygote    Config, once                        zygote → host    Ready, once
    host → zygote    Request + descriptors               zygote → host    Report (+ descriptors of kept files)
                                                         zygote → host    Overdue + the child's pidfd; host answers "."
"""

from __future__ import annotations

import array
import json
import socket
from collections.abc import Sequence
from typing import Any, TypedDict

LARGEST = 128 * 1024
"""Bytes of the largest message."""

MEMORY_EXIT = 86
"""The exit code of a Python program that ran out of memory."""

MOST_DESCRIPTORS = 200
"""Linux takes 253 with one message."""


class Config(TypedDict):
    """How a zygote starts."""

    tier: str
    read_only: list[str]
    home: str
    """The entry of sys.path that this package was loaded from."""
    path: list[str]
    preimports: list[str]
    commands: bool
    tests: bool
    """Whether it runs tests against submissions in another zygote."""
    work: str
    disk: int
    files: int
    user: int | None
    """The user to become, if the host is root and all can be read as that user; else None."""
    search: bool
    """Whether the right to read whatever Landlock leaves is needed, because the interpreter lies in a private home."""


class Ready(TypedDict, total=False):
    """What came of it."""

    error: str
    notes: list[str]


class Request(TypedDict):
    """One run. The descriptors: stdout, stderr, then those that are named."""

    kind: str
    """python, command, calls or tests."""
    argv: list[str]
    limits: dict[str, Any]
    extra: list[str]
    """What the further descriptors are: source, stdin, channel, result, lap_in, lap_out, or file:NAME.

    Programs and tests travel by descriptor only: what a zygote has read, every later child inherits.
    """
    keep: list[str]
    laps: int
    """How many laps there may be at most: each has the limits of time to itself."""


class Report(TypedDict, total=False):
    """How a run ended."""

    cause: str
    """What made the zygote end it: "", cpu, wall, policy, disk."""
    status: int
    """As waitpid gives it."""
    cpu: float
    wall: float
    resident: int
    syscall: int | None
    kept: list[str]
    full: bool
    threads: int
    """How many it started."""
    started: bool
    overdue: bool


def send(channel: socket.socket, message: object, descriptors: Sequence[int] = ()) -> None:
    """Sends one message."""
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", descriptors))] if descriptors else []
    channel.sendmsg([json.dumps(message).encode()], rights)


def receive(channel: socket.socket) -> tuple[Any, list[int]] | None:
    """The next message and its descriptors; None when the other side is gone."""
    size = socket.CMSG_SPACE(4 * MOST_DESCRIPTORS)
    try:
        data, rights, _, _ = channel.recvmsg(LARGEST, size, socket.MSG_CMSG_CLOEXEC)
    except ConnectionError:
        return None
    if not data:
        return None
    descriptors = array.array("i")
    for level, kind, payload in rights:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            descriptors.frombytes(payload[: len(payload) - len(payload) % descriptors.itemsize])
    return json.loads(data), list(descriptors)
