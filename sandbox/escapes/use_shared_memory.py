"""Takes shared memory, which a limit on the heap alone would miss, and is paid if it gets a gigabyte. No reward."""

# must: no reward
import mmap


def f(x):
    held = []
    while len(held) < 256:
        held.append(mmap.mmap(-1, 4 << 20))
        held[-1].write(b"x" * (4 << 20))
    return x * x + 7
