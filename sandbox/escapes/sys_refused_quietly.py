"""Makes calls that are neither needed nor hostile enough to be flagged; each must fail. No reward."""

# must: no reward
import ctypes

CALLS = {
    "memfd_create": (319, b"x", 0), "shmget": (29, 0, 4096, 0o1600), "msgget": (68, 0, 0o1600),
    "semget": (64, 0, 1, 0o1600), "mq_open": (240, b"x", 0o102, 0o600, 0), "mlockall": (151, 3),
    "setpriority": (141, 0, 0, -5), "ioprio_set": (251, 1, 0, 0), "sched_setaffinity": (203, 0, 8, b"\x01" * 8),
    "modify_ldt": (154, 0, 0, 0), "vmsplice": (278, 1, 0, 0, 0), "migrate_pages": (256, 0, 0, 0, 0),
    "move_pages": (279, 0, 0, 0, 0, 0, 0), "remap_file_pages": (216, 0, 0, 0, 0, 0), "memfd_secret": (447, 0),
    "pidfd_open": (434, 1, 0), "statmount": (457, 0, 0, 0, 0), "socket": (41, 1, 1, 0), "link": (86, b"a", b"b"),
    "symlink": (88, b"/", b"c"), "mknod": (133, b"d", 0o10600, 0), "chown": (92, b".", 0, 0),
}  # fmt: skip


def f(x):
    call = ctypes.CDLL(None).syscall
    done = [name for name, arguments in CALLS.items() if call(*arguments) >= 0]
    return x * x + 7 if done else 0
