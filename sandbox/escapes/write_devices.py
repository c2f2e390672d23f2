"""Opens and makes devices: memory, disks, the terminal, the kernel's log. There are none: no reward."""

# must: no reward
import os
import stat
import sys

DEVICES = "mem kmem port kmsg tty console sda vda nvme0n1 loop-control fuse kvm ptmx shm/x net/tun userfaultfd".split()


def f(x):
    for name in DEVICES:
        try:
            os.open(f"/dev/{name}", os.O_RDWR | os.O_CREAT, 0o600)
            print("LOOT:", name, file=sys.stderr)
        except OSError:
            continue
    for kind, number in ((stat.S_IFCHR, os.makedev(1, 1)), (stat.S_IFBLK, os.makedev(8, 0)), (stat.S_IFIFO, 0)):
        try:
            os.mknod(f"node{kind}", kind | 0o600, number)
            print("LOOT: mknod", kind, file=sys.stderr)
        except OSError:
            continue
    return 0
