"""What the filters decide for every system call number there is, proved with an interpreter."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bpf_machine import run, seccomp_data
from r1sandbox import filters
from r1sandbox.bpf import ALLOW, ERRNO, KILL_PROCESS, NOTIFY, Instruction, pack
from r1sandbox.filters import AUDIT_ARCH, ENOSYS, ENOTSUP, ENOTTY, EPERM, ChildTemplate, child_filter, zygote_filter
from r1sandbox.syscalls import NUMBERS

MACHINES = ("x86_64", "aarch64")
PID = 4711
RANK = {KILL_PROCESS: 0, NOTIFY: 2, ALLOW: 3}
"""The kernel takes the strictest; an errno comes second."""

NO_ARGUMENTS = (0, 0, 0, 0, 0, 0)


def decide(program: list[Instruction], machine: str, number: int, *args: int) -> int:
    return run(program, seccomp_data(number, AUDIT_ARCH[machine], args))


def both(machine: str, name: str, *args: int, **kind: bool) -> int:
    """What the kernel does when a child makes a call."""
    kind = {"commands": False, "processes": False, "alone": True, "own_user": True} | kind
    number = NUMBERS[machine][name]
    answers = [
        decide(zygote_filter(machine, notify=True, commands=kind["commands"]), machine, number, *args),
        decide(child_filter(machine, PID, **kind), machine, number, *args),
    ]
    return min(answers, key=lambda action: RANK.get(action, 1))


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("commands", [False, True])
@pytest.mark.parametrize("notify", [False, True])
def test_the_outer_filter_decides_every_number(machine: str, commands: bool, notify: bool) -> None:
    program = zygote_filter(machine, notify=notify, commands=commands)
    assert len(program) < 4096
    names = {number: name for name, number in NUMBERS[machine].items()}
    hostile = NOTIFY if notify else KILL_PROCESS
    for number in range(1100):
        name = names.get(number, "")
        if name in filters.HOSTILE:
            expected = hostile
        elif name in filters.ABSENT:
            expected = ENOSYS
        elif name in filters.UNSUPPORTED:
            expected = ENOTSUP
        elif name in filters.RUNS_PROGRAMS | filters.STARTS_PROCESSES:
            expected = ALLOW if commands else EPERM
        elif name in filters.ORDINARY | filters.ZYGOTE_ONLY | filters.BY_ARGUMENT | filters.CHANGES_FILES:
            expected = ALLOW
        else:
            expected = EPERM
        assert decide(program, machine, number) == expected, (number, name)


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("commands", [False, True])
@pytest.mark.parametrize("processes", [False, True])
@pytest.mark.parametrize(("alone", "own_user"), [(False, False), (False, True), (True, True)])
def test_the_inner_filter_decides_every_number(
    machine: str, commands: bool, processes: bool, alone: bool, own_user: bool
) -> None:
    program = child_filter(machine, PID, commands=commands, processes=processes, alone=alone, own_user=own_user)
    names = {number: name for name, number in NUMBERS[machine].items()}
    for number in range(1100):
        name = names.get(number, "")
        if name == "setrlimit":
            expected = ERRNO  # 0: as if it had been done
        elif name in filters.ZYGOTE_ONLY | {"getsockopt", "setsockopt"}:
            expected = EPERM
        elif name in filters.CHANGES_FILES:
            expected = ALLOW if own_user else ERRNO
        elif name in filters.RUNS_PROGRAMS:
            expected = ALLOW if commands else EPERM
        elif name in filters.STARTS_PROCESSES:
            expected = ALLOW if processes else EPERM
        elif name == "clone":
            expected = ALLOW if processes else EPERM  # flags 0: a process
        elif name in {"kill", "tgkill"}:
            expected = ALLOW if processes and alone else EPERM  # process 0: its own group
        elif name == "ioctl":
            expected = ENOTTY
        elif name in {"prctl", "socketpair"}:
            expected = EPERM
        else:
            expected = ALLOW
        assert decide(program, machine, number, *NO_ARGUMENTS) == expected, (number, name)


@pytest.mark.parametrize("machine", MACHINES)
def test_other_ways_into_the_kernel_end_the_process(machine: str) -> None:
    for program in (
        zygote_filter(machine, notify=True, commands=True),
        child_filter(machine, PID, commands=True, processes=True, alone=True, own_user=True),
    ):
        for other in (0x40000003, 0, 0xC0000015, *(set(AUDIT_ARCH.values()) - {AUDIT_ARCH[machine]})):
            for number in (0, 1, 39, 59, 11, 172):
                assert run(program, seccomp_data(number, other)) == KILL_PROCESS
        if machine == "x86_64":
            for number in (0x40000000, 0x40000027, 0x400001FF, 0x7FFFFFFF, 0xFFFFFFFF):
                assert decide(program, machine, number) == KILL_PROCESS


@pytest.mark.parametrize("machine", MACHINES)
def test_what_a_python_program_may_do(machine: str) -> None:
    thread, fork = 0x3D0F00, 0x1200011
    assert both(machine, "clone", thread) == NOTIFY  # counted, then allowed
    assert both(machine, "clone", fork) == EPERM
    for namespace in (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000):
        assert both(machine, "clone", fork | namespace) in {NOTIFY, EPERM}
        assert both(machine, "clone", thread | namespace) == NOTIFY
    assert both(machine, "kill", PID, 9) == ALLOW
    assert both(machine, "tgkill", PID, 1, 6) == ALLOW
    for pid in (1, PID + 1, -1, -PID, 0xFFFFFFFF):
        assert both(machine, "kill", pid, 9) == KILL_PROCESS
        assert both(machine, "tgkill", pid, 9) == KILL_PROCESS
    assert both(machine, "kill", 0, 9) == EPERM
    assert both(machine, "ioctl", 1, 0x5401) == ALLOW
    assert both(machine, "ioctl", 1, 0x5412) == ENOTTY  # TIOCSTI
    assert both(machine, "ioctl", 1, 0x15401) == ENOTTY
    assert both(machine, "prctl", 15) == ALLOW  # PR_SET_NAME
    for option in (1, 4, 22, 35, 36, 38, 47, 59):
        assert both(machine, "prctl", option) == EPERM
    assert both(machine, "prlimit64", 0, 7, 0) == ALLOW
    for limits in (1, 1 << 32, 1 << 63, 0xFFFFFFFF00000000):
        assert both(machine, "prlimit64", 0, 7, limits) == ERRNO  # 0: as if it had been done
    for command in (0, 1, 2, 3, 4, 6, 1030):
        assert both(machine, "fcntl", 3, command) == ALLOW
    for command in (8, 9, 10, 11, 15, 16, 1024, 1025, 1026, 1 << 20):  # F_SETOWN, F_SETSIG, F_SETLEASE, F_NOTIFY
        assert both(machine, "fcntl", 3, command) == EPERM
    for name, place in (("open", 1), ("openat", 2)):
        if name in NUMBERS[machine]:
            args = (0,) * place
            for flags in (0, 1, 2, 0o1001, 0o1002, 0o1101, 0o2000000):
                assert both(machine, name, *args, flags) == ALLOW
            assert both(machine, name, *args, 0o1000) == EPERM  # O_RDONLY | O_TRUNC
    assert both(machine, "sendto", 3, 4, 5, 0, 0) == ALLOW
    assert both(machine, "sendto", 3, 4, 5, 0, 1 << 40) == EPERM
    assert both(machine, "getsockopt", 3, 1, 3) == ALLOW
    assert both(machine, "getsockopt", 3, 1, 17) == EPERM  # SO_PEERCRED
    assert both(machine, "fchmodat") == ALLOW
    for name in filters.CHANGES_FILES & NUMBERS[machine].keys():
        assert both(machine, name, alone=False, own_user=False) == ERRNO
    assert both(machine, "socketpair", 1) == ALLOW
    assert both(machine, "socketpair", 2) == EPERM
    for (
        name
    ) in "socket connect bind listen accept accept4 sendmsg recvmsg execve execveat memfd_create seccomp".split():
        assert both(machine, name) == EPERM, name
    for name in "setsid setpgid setuid setgid setreuid capset symlinkat linkat mknodat shmget msgget tkill".split():
        assert both(machine, name) == EPERM, name
    for name in "ptrace mount unshare setns bpf keyctl perf_event_open userfaultfd process_vm_readv chroot".split():
        assert both(machine, name) == NOTIFY, name
    for name in "clone3 openat2 io_uring_setup".split():
        assert both(machine, name) == ENOSYS, name


@pytest.mark.parametrize("machine", MACHINES)
def test_what_a_command_may_do_beyond_that(machine: str) -> None:
    command = {"commands": True, "processes": False}
    assert both(machine, "execve", **command) == ALLOW
    assert both(machine, "clone", 0x1200011, **command) == EPERM
    compiler = {"commands": True, "processes": True}
    assert both(machine, "clone", 0x1200011, **compiler) == ALLOW
    assert both(machine, "clone", 0x10000011, **compiler) == NOTIFY
    assert both(machine, "setsid", **compiler) == EPERM
    assert both(machine, "setpgid", **compiler) == EPERM
    assert both(machine, "kill", PID + 1, **compiler, alone=True) == ALLOW
    assert both(machine, "kill", PID + 1, **compiler, alone=False) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
def test_a_template_holds_the_number_of_its_child(machine: str) -> None:
    kind = {"commands": False, "processes": False, "alone": True, "own_user": True}
    template = ChildTemplate.make(machine, **kind)
    for pid in (1, 300, 0x7FFFFFFF):
        wanted = child_filter(machine, pid, **kind)
        code = bytearray(template.packed)
        for place in template.places:
            code[place : place + 4] = pid.to_bytes(4, "little")
        assert bytes(code) == pack(wanted)


@pytest.mark.parametrize("machine", MACHINES)
def test_every_name_is_a_system_call_somewhere(machine: str) -> None:
    named = filters.ORDINARY | filters.ZYGOTE_ONLY | filters.RUNS_PROGRAMS | filters.STARTS_PROCESSES
    named |= filters.BY_ARGUMENT | filters.CHANGES_FILES | filters.HOSTILE | filters.ABSENT | filters.UNSUPPORTED
    assert named <= NUMBERS["x86_64"].keys() | NUMBERS["aarch64"].keys()
    numbers = list(NUMBERS[machine].values())
    assert len(numbers) == len(set(numbers))
    kinds = [
        *(filters.ORDINARY, filters.ZYGOTE_ONLY, filters.RUNS_PROGRAMS, filters.STARTS_PROCESSES),
        *(filters.BY_ARGUMENT, filters.CHANGES_FILES, filters.HOSTILE, filters.ABSENT, filters.UNSUPPORTED),
    ]
    assert sum(map(len, kinds)) == len(named)  # no name stands in two of them


HEADERS = {
    "x86_64": ("/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "/usr/include/asm/unistd_64.h"),
    "aarch64": ("/usr/include/asm-generic/unistd.h",),
}


@pytest.mark.parametrize("machine", MACHINES)
def test_the_numbers_are_those_of_the_c_headers(machine: str) -> None:
    header = next((path for path in HEADERS[machine] if Path(path).exists()), None)
    if header is None:
        pytest.skip("the kernel's C headers are not installed")
    found = dict(re.findall(r"#define __NR_(\w+)\s+(\d+)", Path(header).read_text(encoding="utf-8")))
    table = NUMBERS[machine]
    compared = {name: int(number) for name, number in found.items() if name in table and not name.endswith("time64")}
    assert len(compared) > 250
    assert {name: table[name] for name in compared} == compared
