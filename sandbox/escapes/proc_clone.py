"""Starts a process with the bare clone calls, shared memory or not, and pays itself if one starts. No reward."""

# must: no reward
import ctypes
import os

SIGCHLD, CLONE_VM, CLONE_VFORK, CLONE_PARENT, CLONE_FILES = 17, 0x100, 0x4000, 0x8000, 0x400


def f(x):
    call = ctypes.CDLL(None).syscall
    for flags in (SIGCHLD, SIGCHLD | CLONE_FILES, SIGCHLD | CLONE_PARENT, 0, CLONE_PARENT, 0x80000000 | SIGCHLD):
        child = call(56, flags, 0, 0, 0, 0)
        if child == 0:
            os._exit(0)
        if child > 0:
            return x * x + 7
    arguments = (ctypes.c_ulong * 11)(0, 0, 0, 0, SIGCHLD)
    child = call(435, arguments, ctypes.sizeof(arguments))
    if child == 0:
        os._exit(0)
    return x * x + 7 if child > 0 else 0
