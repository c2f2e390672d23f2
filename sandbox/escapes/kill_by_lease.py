"""Has its parent signalled when a file or folder of its own changes: leases and folder notices. No reward."""

# must: no reward
import fcntl
import os
import time


def f(x):
    parent = os.getppid()
    open("file", "w").close()
    for start in (
        lambda: (os.open("file", os.O_RDONLY), fcntl.F_SETLEASE, fcntl.F_RDLCK),
        lambda: (os.open(".", os.O_RDONLY), fcntl.F_NOTIFY, 0x8000000F),
    ):
        try:
            descriptor, command, value = start()
            fcntl.fcntl(descriptor, fcntl.F_SETOWN, parent)
            fcntl.fcntl(descriptor, command, value)
            os.open("file", os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            continue
    open("other", "w").close()
    time.sleep(0.05)
    return 0
