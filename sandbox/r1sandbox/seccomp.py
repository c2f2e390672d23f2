"""Putting a filter on this process, and hearing what it reports (seccomp(2), seccomp_unotify(2))."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import struct
from collections.abc import Sequence
from typing import NamedTuple

from r1sandbox import kernel

_SET_MODE_FILTER = 1
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_FLAG_NEW_LISTENER = 8
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
"""SECCOMP_IOCTL_NOTIF_RECV and …_SEND; the sizes of their structs stand in them: 80 and 24 bytes."""
_CONTINUE = 1
_NOTICE = struct.Struct("=QIIiIQ6Q")
_REPLY = struct.Struct("=QqiI")


class Notice(NamedTuple):
    """A system call that waits for an answer.

    Attributes:
        id: what the answer refers to.
        pid: the thread that made it.
        number: the system call.
        first: its first argument.
    """

    id: int
    pid: int
    number: int
    first: int


class Prepared:
    """A filter as the kernel wants it, in memory that a child only writes its own number into.

    Args:
        packed: the instructions.
        places: where in them the number belongs.
    """

    def __init__(self, packed: bytes, places: Sequence[int]) -> None:
        self._code = (ctypes.c_char * len(packed)).from_buffer_copy(packed)
        self._bytes = memoryview(self._code).cast("B")
        self._places = places
        self._program = ctypes.create_string_buffer(
            struct.pack("=HxxxxxxQ", len(packed) // 8, ctypes.addressof(self._code))
        )
        self._address = ctypes.addressof(self._program)

    def install(self, pid: int) -> None:
        """Puts the filter on this thread and what it starts, for good.

        Raises:
            OSError: the kernel refuses.
        """
        number = pid.to_bytes(4, "little")
        for place in self._places:
            self._bytes[place : place + 4] = number
        kernel.prctl(_PR_SET_SECCOMP, _MODE_FILTER, self._address)


def install(packed: bytes, *, listen: bool = False) -> int:
    """Puts a filter on this thread and what it starts, for good; gives the listener's descriptor, or 0.

    Raises:
        OSError: the kernel refuses.
    """
    code = ctypes.create_string_buffer(packed, len(packed))
    program = struct.pack("=HxxxxxxQ", len(packed) // 8, ctypes.addressof(code))
    handle = ctypes.create_string_buffer(program, len(program))
    return kernel.syscall("seccomp", _SET_MODE_FILTER, _FLAG_NEW_LISTENER if listen else 0, handle)


def receive(listener: int) -> Notice | None:
    """The next notice; None if the caller died meanwhile."""
    buffer = bytearray(_NOTICE.size)
    try:
        fcntl.ioctl(listener, _RECEIVE, buffer)
    except OSError as failure:
        if failure.errno in {errno.ENOENT, errno.EINTR}:
            return None
        raise
    identity, pid, _, number, _, _, first, *_ = _NOTICE.unpack(buffer)
    return Notice(identity, pid, number, first)


def answer(listener: int, notice: Notice, *, allowed: bool) -> None:
    """Lets the call go on, or fail with EAGAIN, as if the system had run out of what it asks for."""
    reply = _REPLY.pack(notice.id, 0, 0 if allowed else -errno.EAGAIN, _CONTINUE if allowed else 0)
    try:
        fcntl.ioctl(listener, _SEND, bytearray(reply))
    except OSError as failure:
        if failure.errno != errno.ENOENT:  # the caller died meanwhile
            raise
