"""Burns processor time on many threads in C code at once: the clock counts them together. It ends at its limit."""

# must: limit
import hashlib
import threading


def burn():
    while True:
        hashlib.sha256(b"x" * (1 << 20)).digest()


def f(x):
    for _ in range(8):
        threading.Thread(target=burn).start()
    burn()
