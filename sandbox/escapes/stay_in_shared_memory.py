"""Leaves named shared memory, queues and semaphores for the next run. There are none: no reward."""

# must: no reward
import ctypes
import mmap
import os
import sys


def f(x):
    libc = ctypes.CDLL(None)
    for make in (
        lambda: libc.shm_open(b"/r1-left", 0o102, 0o600),
        lambda: libc.mq_open(b"/r1-left", 0o102, 0o600, None),
        lambda: libc.shmget(0x7231, 4096, 0o1666),
        lambda: libc.semget(0x7231, 1, 0o1666),
        lambda: libc.msgget(0x7231, 0o1666),
        lambda: os.memfd_create("left"),
    ):
        try:
            if make() >= 0:
                print("LOOT: shared", file=sys.stderr)
        except OSError:
            continue
    page = mmap.mmap(0, 4096, flags=mmap.MAP_SHARED) if os.fstat(0).st_size >= 4096 else None
    return 0 if page is None else 1
