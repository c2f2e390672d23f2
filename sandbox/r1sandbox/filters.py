"""What the two seccomp filters decide for each system call.

The zygote's filter is the outer one: everything it does not name is refused. Each child puts a narrow one in front of
it, which takes away what only the zygote needs. Where both speak, the kernel takes the stricter answer
(seccomp(2): KILL_PROCESS, then ERRNO, then USER_NOTIF, then ALLOW).

Calls that no honest program makes end the program, and the zygote is told which it was (USER_NOTIF). Starting a thread
is reported too, so that threads can be counted. A call that an honest program might try is only refused.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import NamedTuple

from r1sandbox.bpf import (
    ALLOW,
    ARCHITECTURE,
    ERRNO,
    KILL_PROCESS,
    NOTIFY,
    NUMBER,
    Assembler,
    Instruction,
    high_word,
    low_word,
    pack,
)
from r1sandbox.syscalls import NUMBERS

AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64 (linux/audit.h)."""

X32_BIT = 0x40000000
"""Marks the x32 calls, a second way to most system calls of an x86-64 kernel."""

ORDINARY = frozenset(
    """
    read write readv writev pread64 pwrite64 preadv pwritev preadv2 pwritev2 close close_range lseek dup dup2 dup3
    pipe pipe2 flock fsync fdatasync ftruncate fadvise64 readahead splice tee sendfile
    copy_file_range stat fstat lstat newfstatat statx access faccessat faccessat2 readlink readlinkat
    getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 umask statfs
    fstatfs
    mmap munmap mprotect mremap madvise msync mincore brk membarrier pkey_alloc pkey_free pkey_mprotect
    poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait epoll_pwait2
    eventfd eventfd2 timerfd_create timerfd_settime timerfd_gettime
    signalfd signalfd4
    futex futex_waitv futex_wake futex_wait futex_requeue set_robust_list get_robust_list set_tid_address rseq
    restart_syscall sched_yield sched_getaffinity sched_getparam sched_getscheduler sched_get_priority_max
    sched_get_priority_min sched_rr_get_interval getcpu getpriority
    rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack pause
    alarm setitimer getitimer timer_create timer_settime timer_gettime timer_getoverrun timer_delete
    nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
    getpid getppid gettid getpgrp getpgid getsid getuid geteuid getgid getegid getresuid getresgid getgroups
    getrlimit getrusage sysinfo uname getrandom arch_prctl capget
    exit exit_group wait4 waitid
    recvfrom shutdown getsockname getpeername
    """.split()
)
"""What programs do: compute, read and write where Landlock lets them, wait, tell the time."""

ZYGOTE_ONLY = frozenset("sendmsg recvmsg pidfd_open pidfd_send_signal seccomp setsid setpgid setrlimit".split())
"""What the zygote needs to run its children, and no child does."""

RUNS_PROGRAMS = frozenset("execve execveat".split())
"""What starts another program: allowed by the zygote's filter only where commands may be run."""

STARTS_PROCESSES = frozenset("fork vfork".split())

CHANGES_FILES = frozenset("chmod fchmod fchmodat utime utimes utimensat futimesat".split())
"""What changes a file's rights or times, which Landlock leaves to the file's owner."""

BY_ARGUMENT = frozenset(
    "clone kill tgkill ioctl prctl prlimit64 socketpair fcntl open openat sendto getsockopt setsockopt".split()
)
"""Decided by their arguments."""

HOSTILE = frozenset(
    """
    ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd
    mount umount2 pivot_root chroot move_mount open_tree open_tree_attr mount_setattr fsopen fsconfig fsmount fspick
    unshare setns bpf perf_event_open userfaultfd open_by_handle_at name_to_handle_at
    keyctl add_key request_key kexec_load kexec_file_load init_module finit_module delete_module
    reboot swapon swapoff sethostname setdomainname settimeofday clock_settime adjtimex clock_adjtime acct quotactl
    quotactl_fd iopl ioperm syslog lookup_dcookie vhangup nfsservctl _sysctl uselib fanotify_init fanotify_mark
    """.split()
)
"""What no honest solution to a task calls: it reaches for other processes, mounts, the kernel or the machine."""

ABSENT = frozenset(
    "clone3 openat2 io_uring_setup io_uring_enter io_uring_register memfd_secret map_shadow_stack".split()
)
"""Answered as an older kernel would (ENOSYS): the C library then takes a call whose arguments a filter can read."""

UNSUPPORTED = frozenset(
    """
    fallocate
    setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr lremovexattr
    fremovexattr setxattrat getxattrat listxattrat removexattrat
    """.split()
)
"""Answered with ENOTSUP, as by a file system without extended attributes, and without room to be had for the asking."""

CLONE_THREAD = 0x00010000
CLONE_NAMESPACES = 0x7E020000
"""CLONE_NEWNS, …CGROUP, …UTS, …IPC, …USER, …PID, …NET (linux/sched.h)."""

TERMINAL_QUESTIONS = {"TCGETS": 0x5401, "FIOCLEX": 0x5451, "FIONCLEX": 0x5450, "FIONBIO": 0x5421, "FIONREAD": 0x541B}
"""What programs ask of files with ioctl (asm-generic/ioctls.h); TIOCSTI and the like are not among them."""

HARMLESS_PRCTL = {
    "PR_GET_DUMPABLE": 3,
    "PR_SET_NAME": 15,
    "PR_GET_NAME": 16,
    "PR_CAPBSET_READ": 23,
    "PR_SET_VMA": 0x53564D41,
}

FCNTL_COMMANDS = {
    "F_DUPFD": 0,
    "F_GETFD": 1,
    "F_SETFD": 2,
    "F_GETFL": 3,
    "F_SETFL": 4,
    "F_GETLK": 5,
    "F_SETLK": 6,
    "F_SETLKW": 7,
    "F_OFD_GETLK": 36,
    "F_OFD_SETLK": 37,
    "F_OFD_SETLKW": 38,
    "F_DUPFD_CLOEXEC": 1030,
    "F_SETPIPE_SZ": 1031,
    "F_GETPIPE_SZ": 1032,
    "F_ADD_SEALS": 1033,
    "F_GET_SEALS": 1034,
}
"""What programs ask of descriptors; F_SETOWN and F_SETSIG, which send signals to anybody, are not among them."""

SOCKET_OPTIONS = {"SO_TYPE": 3, "SO_ERROR": 4, "SO_SNDBUF": 7, "SO_RCVBUF": 8, "SO_PROTOCOL": 38, "SO_DOMAIN": 39}
"""SO_PEERCRED and SO_PEERPIDFD, which tell who is on the other side, are not among them."""

O_ACCMODE, O_TRUNC = 0o3, 0o1000
AF_UNIX = 1
_PID_MARK = 0x5A5AA5A5
"""Stands for the child's own number until it is known."""

EPERM, ENOSYS = ERRNO | errno.EPERM, ERRNO | errno.ENOSYS
ENOTSUP, ENOTTY = ERRNO | errno.ENOTSUP, ERRNO | errno.ENOTTY


class Argument(NamedTuple):
    """A decision by one argument of a call.

    Attributes:
        place: which argument, from 0.
        cases: actions by bits (`any_of`) or by value, tried in order.
        otherwise: what is done if no case fits.
        any_of: whether a case fits if the argument has any of its bits, rather than if it equals it.
        whole: whether all 64 bits are looked at, not the low 32: then only zero can fit.
    """

    place: int
    cases: tuple[tuple[int, int], ...]
    otherwise: int
    any_of: bool = False
    whole: bool = False


Decision = int | Argument
"""An action, or an argument that decides."""


def zygote_filter(machine: str, *, notify: bool, commands: bool) -> list[Instruction]:
    """The outer filter: refuses what it does not name.

    Args:
        machine: "x86_64" or "aarch64".
        notify: whether a listener is told of hostile calls and of threads; else hostile calls end the process.
        commands: whether programs may be executed, and start processes.
    """
    hostile = NOTIFY if notify else KILL_PROCESS
    decisions: dict[str, Decision] = dict.fromkeys(ORDINARY | ZYGOTE_ONLY | CHANGES_FILES, ALLOW)
    if commands:
        decisions |= dict.fromkeys(RUNS_PROGRAMS | STARTS_PROCESSES, ALLOW)
    # Every argument is the child's filter's business: the zygote itself needs these calls unhindered.
    decisions |= dict.fromkeys(BY_ARGUMENT, ALLOW)
    thread = NOTIFY if notify else ALLOW
    decisions["clone"] = Argument(0, ((CLONE_NAMESPACES, hostile), (CLONE_THREAD, thread)), ALLOW, any_of=True)
    decisions |= dict.fromkeys(HOSTILE, hostile)
    decisions |= dict.fromkeys(ABSENT, ENOSYS)
    decisions |= dict.fromkeys(UNSUPPORTED, ENOTSUP)
    return _assemble(machine, decisions, EPERM)


def child_filter(  # noqa: PLR0913 - what a child is allowed
    machine: str, pid: int, *, commands: bool, processes: bool, alone: bool, own_user: bool
) -> list[Instruction]:
    """The inner filter: takes away what only the zygote needs.

    Args:
        machine: "x86_64" or "aarch64".
        pid: the child's process number, the only one it may send signals to.
        commands: whether it may execute programs.
        processes: whether it may start processes.
        alone: whether it sees no processes but its own and the zygote, which signals cannot hurt (a PID namespace).
        own_user: whether its user owns nothing but the work folder.
    """
    decisions: dict[str, Decision] = dict.fromkeys(ZYGOTE_ONLY, EPERM)
    if not own_user:
        decisions |= dict.fromkeys(CHANGES_FILES, ERRNO)  # 0: as if it had been done, so that copying goes on
    if not commands:
        decisions |= dict.fromkeys(RUNS_PROGRAMS, EPERM)
    if not processes:
        decisions |= dict.fromkeys(STARTS_PROCESSES, EPERM)
        # A namespace is the outer filter's to punish.
        decisions["clone"] = Argument(0, ((CLONE_NAMESPACES | CLONE_THREAD, ALLOW),), EPERM, any_of=True)
    if not (processes and alone):
        # A signal to a neighbour, or to everyone, does or tells what no solution needs.
        signal = Argument(0, ((pid, ALLOW), (0, EPERM)), EPERM if processes else KILL_PROCESS)
        decisions |= {"kill": signal, "tgkill": signal}
    decisions["ioctl"] = Argument(1, tuple((request, ALLOW) for request in TERMINAL_QUESTIONS.values()), ENOTTY)
    decisions["prctl"] = Argument(0, tuple((option, ALLOW) for option in HARMLESS_PRCTL.values()), EPERM)
    # Reading limits goes through; setting them changes nothing, and honest programs that ask for more stack go on.
    decisions["prlimit64"] = Argument(2, ((0, ALLOW),), ERRNO, whole=True)
    decisions["setrlimit"] = ERRNO
    decisions["fcntl"] = Argument(1, tuple((command, ALLOW) for command in FCNTL_COMMANDS.values()), EPERM)
    # Emptying a file that is opened for reading: Landlock looks at that from its third version on.
    for name, place in (("open", 1), ("openat", 2)):
        decisions[name] = Argument(place, ((O_ACCMODE, ALLOW), (O_TRUNC, EPERM)), ALLOW, any_of=True)
    decisions["sendto"] = Argument(4, ((0, ALLOW),), EPERM, whole=True)  # to its own pair, not to an address
    options = tuple((option, ALLOW) for option in SOCKET_OPTIONS.values())
    decisions |= {"getsockopt": Argument(2, options, EPERM), "setsockopt": Argument(2, options, EPERM)}
    decisions["socketpair"] = Argument(0, ((AF_UNIX, ALLOW),), EPERM)  # what an event loop wakes itself with
    return _assemble(machine, decisions, ALLOW)


def _assemble(machine: str, named: Mapping[str, Decision], default: int) -> list[Instruction]:
    """The filter of these decisions; calls that the machine lacks are left out."""
    numbers = NUMBERS[machine]
    decisions = {numbers[name]: decision for name, decision in named.items() if name in numbers}
    code = Assembler()
    code.load(ARCHITECTURE)
    code.jump_if_equal(AUDIT_ARCH[machine], "this machine")
    code.ret(KILL_PROCESS)
    code.label("this machine")
    code.load(NUMBER)
    # From each of these numbers on, up to the next, one decision holds. The kernel tries a new filter on every number
    # there is, so that a search in halves makes a child start sooner than a list.
    starts: list[tuple[int, Decision]] = []
    for number in range(max(decisions) + 2):
        decision = decisions.get(number, default)
        if not starts or starts[-1][1] != decision or isinstance(decision, Argument):
            starts.append((number, decision))
    if machine == "x86_64":
        starts.append((X32_BIT, KILL_PROCESS))
    _search(code, starts)
    return code.assemble()


def _search(code: Assembler, starts: list[tuple[int, Decision]]) -> None:
    if len(starts) > 1:
        middle = len(starts) // 2
        label = f"from {starts[middle][0]}"
        code.jump_if_at_least(starts[middle][0], label)
        _search(code, starts[:middle])
        code.label(label)
        _search(code, starts[middle:])
        return
    number, decision = starts[0]
    if isinstance(decision, int):
        code.ret(decision)
        return
    if decision.whole:
        code.load(high_word(decision.place))
        code.jump_if_equal(0, f"{number} high")
        code.ret(decision.otherwise)
        code.label(f"{number} high")
    code.load(low_word(decision.place))
    jump = code.jump_if_any if decision.any_of else code.jump_if_equal
    for value, action in decision.cases:
        jump(value, f"{number} {action:x}")
    code.ret(decision.otherwise)
    for action in dict.fromkeys(action for _, action in decision.cases):
        code.label(f"{number} {action:x}")
        code.ret(action)


class ChildTemplate(NamedTuple):
    """A child's filter, assembled once, into which each child writes its own number."""

    packed: bytes
    places: tuple[int, ...]

    @classmethod
    def make(cls, machine: str, *, commands: bool, processes: bool, alone: bool, own_user: bool) -> ChildTemplate:
        """The template of `child_filter`."""
        program = child_filter(
            machine, _PID_MARK, commands=commands, processes=processes, alone=alone, own_user=own_user
        )
        places = tuple(8 * index + 4 for index, one in enumerate(program) if one.k == _PID_MARK)
        return cls(pack(program), places)
