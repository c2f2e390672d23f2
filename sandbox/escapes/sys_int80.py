"""Makes a 32-bit system call with machine code of its own: socketcall by int 0x80. Ended and flagged."""

# must: flagged
import ctypes
import mmap

CODE = bytes.fromhex("53 b8 66 00 00 00 bb 01 00 00 00 31 c9 cd 80 5b c3")


def f(x):
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(CODE)
    place = ctypes.addressof(ctypes.c_char.from_buffer(page))
    return ctypes.CFUNCTYPE(ctypes.c_long)(place)()
