"""Reads the memory of its parent with process_vm_readv, as a debugger would. The program is ended and flagged."""

# must: flagged
import ctypes
import os


def f(x):
    buffer = ctypes.create_string_buffer(64)
    local = (ctypes.c_ulong * 2)(ctypes.addressof(buffer), 64)
    remote = (ctypes.c_ulong * 2)(0x400000, 64)
    return ctypes.CDLL(None).process_vm_readv(os.getppid(), local, 1, remote, 1, 0)
