"""Classic BPF, as seccomp runs it, assembled with labels: a jump is never counted by hand.

code = Assembler()
code.load(NUMBER)
code.jump_if_equal(59, "denied")
code.ret(ALLOW)
code.label("denied")
code.ret(ERRNO | 1)
program = code.assemble()
"""

from __future__ import annotations

import struct
from typing import NamedTuple

NUMBER, ARCHITECTURE = 0, 4
"""Offsets in struct seccomp_data of the system call's number and the machine's AUDIT_ARCH."""

ALLOW = 0x7FFF0000
NOTIFY = 0x7FC00000
ERRNO = 0x00050000
KILL_PROCESS = 0x80000000
"""What a filter may return (linux/seccomp.h)."""

LOAD, JUMP, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
"""BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JA, …|BPF_JEQ|BPF_K, …|BPF_JGE|BPF_K, …|BPF_JSET|BPF_K, BPF_RET|BPF_K
(linux/bpf_common.h)."""

_INSTRUCTION = struct.Struct("=HBBI")
_FARTHEST = 255


class Instruction(NamedTuple):
    """One instruction; the jumps count from the next one."""

    code: int
    jump_true: int
    jump_false: int
    k: int


def low_word(argument: int) -> int:
    """The offset of the low 32 bits of an argument, on a little-endian machine."""
    return 16 + 8 * argument


def high_word(argument: int) -> int:
    """The offset of an argument's high 32 bits."""
    return low_word(argument) + 4


def pack(program: list[Instruction]) -> bytes:
    """The instructions as the kernel reads them."""
    return b"".join(_INSTRUCTION.pack(*instruction) for instruction in program)


class Assembler:
    """Collects instructions and labels."""

    def __init__(self) -> None:
        self._code: list[tuple[int, int, str | None]] = []
        self._labels: dict[str, int] = {}

    def label(self, name: str) -> None:
        """Names the next instruction."""
        if name in self._labels:
            raise ValueError(f"label '{name}' stands twice")
        self._labels[name] = len(self._code)

    def load(self, offset: int) -> None:
        """Loads the 32 bits at an offset of struct seccomp_data."""
        self._code.append((LOAD, offset, None))

    def jump(self, label: str) -> None:
        """Goes on at the label."""
        self._code.append((JUMP, 0, label))

    def jump_if_equal(self, value: int, label: str) -> None:
        """Goes on at the label if the loaded word is the value."""
        self._code.append((JUMP_EQUAL, value, label))

    def jump_if_at_least(self, value: int, label: str) -> None:
        """Goes on at the label if the loaded word, unsigned, is the value or more."""
        self._code.append((JUMP_GREATER_EQUAL, value, label))

    def jump_if_any(self, bits: int, label: str) -> None:
        """Goes on at the label if the loaded word has any of these bits."""
        self._code.append((JUMP_SET, bits, label))

    def ret(self, action: int) -> None:
        """Ends the filter with an action."""
        self._code.append((RETURN, action, None))

    def assemble(self) -> list[Instruction]:
        """The program, with every label resolved.

        Raises:
            ValueError: a label is missing, or does not lie ahead.
        """
        # A conditional jump reaches 255 instructions: one that goes farther hops over an unconditional one.
        places, far = self._layout()
        program: list[Instruction] = []
        for index, (code, k, label) in enumerate(self._code):
            here = places[index]
            if label is None:
                program.append(Instruction(code, 0, 0, k & 0xFFFFFFFF))
                continue
            target = places[self._target(label)]
            if target <= here:
                raise ValueError(f"label '{label}' does not lie ahead of a jump to it")
            if code == JUMP:
                program.append(Instruction(JUMP, 0, 0, target - here - 1))
            elif index in far:
                program.append(Instruction(code, 0, 1, k & 0xFFFFFFFF))
                program.append(Instruction(JUMP, 0, 0, target - here - 2))
            else:
                program.append(Instruction(code, target - here - 1, 0, k & 0xFFFFFFFF))
        return program

    def _target(self, label: str) -> int:
        if label not in self._labels:
            raise ValueError(f"there is no label '{label}'")
        return self._labels[label]

    def _layout(self) -> tuple[list[int], set[int]]:
        """Where each instruction ends up, and which jumps are far."""
        far: set[int] = set()
        while True:
            places, place = [], 0
            for index in range(len(self._code)):
                places.append(place)
                place += 2 if index in far else 1
            places.append(place)
            farther = {
                index
                for index, (code, _, label) in enumerate(self._code)
                if label is not None and code != JUMP and places[self._target(label)] - places[index] - 1 > _FARTHEST
            }
            if farther <= far:
                return places, far
            far |= farther
