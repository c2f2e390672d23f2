"""Landlock: which files a process and its children may touch, whoever they run as (landlock(7))."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

from r1sandbox import kernel

_VERSION_FLAG = 1
_RULE_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK, _MAKE_SYM = 1 << 6, 1 << 9, 1 << 10, 1 << 11, 1 << 12
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15
_BASE = (1 << 13) - 1
_NET = 0b11
"""Binding and connecting TCP sockets."""
_SCOPES = 0b11
"""Abstract UNIX sockets and signals of processes outside."""

READING = _EXECUTE | _READ_FILE | _READ_DIR
OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
"""The rights that a rule on a file, not a folder, may grant."""


def version() -> int:
    """The version of the kernel's Landlock interface; 0 if it has none."""
    try:
        return kernel.syscall("landlock_create_ruleset", 0, 0, _VERSION_FLAG)
    except (OSError, KeyError):
        return 0


def _all_rights(abi: int) -> int:
    return _BASE | (_REFER if abi >= 2 else 0) | (_TRUNCATE if abi >= 3 else 0) | (_IOCTL_DEV if abi >= 5 else 0)


def restrict(read_only: Iterable[str], work: str, *, execute: bool) -> None:
    """Leaves this process nothing but the given paths, and the work folder to write in, for good.

    Args:
        read_only: files and folders that may be read and executed; missing ones are passed over.
        work: the folder that may be written.
        execute: whether files in the work folder may be executed.

    Raises:
        OSError: the kernel refuses.
    """
    abi = version()
    handled = _all_rights(abi)
    attributes = struct.pack("=QQQ", handled, _NET if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    attributes = attributes[: 8 if abi < 4 else 16 if abi < 6 else 24]
    ruleset = kernel.syscall("landlock_create_ruleset", ctypes.create_string_buffer(attributes), len(attributes), 0)
    unwanted = _MAKE_CHAR | _MAKE_SOCK | _MAKE_FIFO | _MAKE_BLOCK | _MAKE_SYM | _IOCTL_DEV
    writing = handled & ~unwanted & ~(0 if execute else _EXECUTE)
    try:
        for path in read_only:
            _allow(ruleset, path, READING)
        _allow(ruleset, work, writing)
        for device in ("/dev/null", "/dev/zero"):
            _allow(ruleset, device, _READ_FILE | _WRITE_FILE)
        for device in ("/dev/urandom", "/dev/random"):
            _allow(ruleset, device, _READ_FILE)
        kernel.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        granted = rights if os.path.isdir(path) else rights & OF_FILES
        rule = ctypes.create_string_buffer(struct.pack("=Qi", granted, place), 12)
        kernel.syscall("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, rule, 0)
    finally:
        os.close(place)
