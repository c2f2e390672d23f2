from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpf_machine import run, seccomp_data
from r1sandbox.bpf import ALLOW, ERRNO, NUMBER, Assembler, Instruction, low_word, pack


def decided(program: list[Instruction], number: int, *args: int) -> int:
    return run(program, seccomp_data(number, 0, args))


def test_a_jump_goes_to_its_label() -> None:
    code = Assembler()
    code.load(NUMBER)
    code.jump_if_equal(59, "denied")
    code.jump_if_at_least(400, "new")
    code.ret(ALLOW)
    code.label("denied")
    code.ret(ERRNO | 1)
    code.label("new")
    code.ret(ERRNO | 38)
    program = code.assemble()
    assert [decided(program, number) for number in (58, 59, 60, 399, 400)] == [
        ALLOW, ERRNO | 1, ALLOW, ALLOW, ERRNO | 38,
    ]  # fmt: skip
    assert len(pack(program)) == 8 * len(program)


def test_bits_and_words_of_arguments() -> None:
    code = Assembler()
    code.load(low_word(2))
    code.jump_if_any(0x6, "set")
    code.ret(1)
    code.label("set")
    code.ret(2)
    program = code.assemble()
    assert [decided(program, 0, 9, 9, value) for value in (0, 1, 2, 4, 8, 1 << 33)] == [1, 1, 2, 2, 1, 1]


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=400, unique=True))
def test_far_jumps_reach_their_label(numbers: list[int]) -> None:
    code = Assembler()
    code.load(NUMBER)
    for number in numbers:
        code.jump_if_equal(number, "found")
    code.ret(0)
    code.label("found")
    code.ret(1)
    program = code.assemble()
    assert {number for number in range(1001) if decided(program, number)} == set(numbers)


def test_what_cannot_be_assembled_is_refused() -> None:
    code = Assembler()
    code.label("back")
    code.load(NUMBER)
    code.jump_if_equal(1, "back")
    code.ret(0)
    with pytest.raises(ValueError, match="does not lie ahead"):
        code.assemble()
    with pytest.raises(ValueError, match="stands twice"):
        code.label("back")
    code = Assembler()
    code.jump("nowhere")
    with pytest.raises(ValueError, match="no label 'nowhere'"):
        code.assemble()
