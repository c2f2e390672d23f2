"""An interpreter of classic BPF as seccomp runs it, to prove what a filter decides (kernel: net/core/filter.c)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from r1sandbox.bpf import Instruction


def seccomp_data(number: int, architecture: int, args: Sequence[int] = ()) -> bytes:
    """struct seccomp_data: number, architecture, instruction pointer, six arguments."""
    padded = [arg & 0xFFFFFFFFFFFFFFFF for arg in (*args, *[0] * 6)][:6]
    return struct.pack("<IIQ6Q", number & 0xFFFFFFFF, architecture, 0, *padded)


def run(program: Sequence[Instruction], data: bytes) -> int:
    """What the filter returns.

    Raises:
        AssertionError: it does what the kernel's checker refuses.
    """
    accumulator = place = 0
    for _ in range(len(program) + 1):
        assert 0 <= place < len(program), "a jump out of the program"
        code, if_true, if_false, k = program[place]
        assert 0 <= if_true <= 255
        assert 0 <= if_false <= 255
        assert 0 <= k <= 0xFFFFFFFF
        place += 1
        if code == 0x20:  # BPF_LD | BPF_W | BPF_ABS
            assert k % 4 == 0
            assert k + 4 <= len(data)
            (accumulator,) = struct.unpack_from("<I", data, k)
        elif code == 0x05:  # BPF_JMP | BPF_JA
            place += k
        elif code == 0x15:  # BPF_JEQ
            place += if_true if accumulator == k else if_false
        elif code == 0x35:  # BPF_JGE
            place += if_true if accumulator >= k else if_false
        elif code == 0x45:  # BPF_JSET
            place += if_true if accumulator & k else if_false
        elif code == 0x06:  # BPF_RET | BPF_K
            return k
        else:
            raise AssertionError(f"an instruction that the assembler does not write: {code:#x}")
    raise AssertionError("a loop")
