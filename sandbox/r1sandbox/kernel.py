"""System calls that Python has no name for, through ctypes: neither a compiler nor a library is needed."""

from __future__ import annotations

import ctypes
import os

from r1sandbox.syscalls import NUMBERS

MACHINE = os.uname().machine

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38

CAP_DAC_READ_SEARCH = 2
_LAST_CAPABILITY = 63
_CAPABILITY_VERSION_3 = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)
_fork = ctypes.PyDLL(None).fork  # PyDLL: the child goes on with the lock of the interpreter that this thread holds
_libc.syscall.restype = ctypes.c_long


def numbers() -> dict[str, int]:
    """The system calls of this machine by name; empty on a machine that the sandbox does not know."""
    return NUMBERS.get(MACHINE, {})


def syscall(name: str, *args: int | ctypes.Array[ctypes.c_char]) -> int:
    """What the system call returns.

    Raises:
        OSError: it failed.
    """
    given = [ctypes.c_long(arg) if isinstance(arg, int) else ctypes.cast(arg, ctypes.c_void_p) for arg in args]
    result = int(_libc.syscall(ctypes.c_long(numbers()[name]), *given))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


_prctl = _libc.prctl
_prctl.argtypes = (ctypes.c_int, *[ctypes.c_ulong] * 4)


def fork() -> int:
    """`os.fork` without Python's own work in the child, which writes to most pages that it inherits.

    That work is for processes with several threads: it makes locks anew that another thread may have held. This is for
    a process with one thread, in which none is held.

    Raises:
        OSError: no process could be started.
    """
    pid = int(_fork())
    if pid < 0:
        raise OSError("fork: no process could be started")
    return pid


def prctl(option: int, a: int = 0, b: int = 0, c: int = 0, d: int = 0) -> int:
    """The system call of that name."""
    result = int(_prctl(option, a, b, c, d))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl {option}: {os.strerror(number)}")
    return result


def drop_capabilities(keep: int = 0) -> None:
    """Gives up every capability but those in the bit mask `keep`, for good."""
    for capability in range(_LAST_CAPABILITY + 1):
        if not keep >> capability & 1:
            try:
                prctl(PR_CAPBSET_DROP, capability)
            except OSError:
                break  # past the last one, or not allowed to: a user without capabilities
    header = ctypes.create_string_buffer(_CAPABILITY_VERSION_3.to_bytes(4, "little") + bytes(4), 8)
    low, high = (keep & 0xFFFFFFFF).to_bytes(4, "little"), (keep >> 32).to_bytes(4, "little")
    data = ctypes.create_string_buffer((low + low + bytes(4)) + (high + high + bytes(4)), 24)
    syscall("capset", header, data)
