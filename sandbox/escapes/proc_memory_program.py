"""Makes a program in memory, or in its folder, and executes it by descriptor. Neither can be executed: no reward."""

# must: no reward
import ctypes
import os


def f(x):
    call = ctypes.CDLL(None).syscall
    with open("/bin/true", "rb") as file:
        program = file.read()
    memory = call(319, b"program", 0)
    if memory >= 0:
        return x * x + 7
    with open("program", "wb") as file:
        file.write(program)
    os.chmod("program", 0o755)
    descriptor = os.open("program", os.O_RDONLY)
    nothing = (ctypes.c_char_p * 1)()
    call(322, descriptor, b"", nothing, nothing, 0x1000)
    call(59, b"./program", nothing, nothing)
    return 0
