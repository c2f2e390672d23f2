"""Tier A: a root of its own with nothing in it, no neighbours, no network (namespaces(7), pivot_root(2))."""

from __future__ import annotations

import ctypes
import os
import stat
from collections.abc import Sequence

from r1sandbox import kernel

_NEWNS, _NEWCGROUP, _NEWUTS, _NEWIPC = 0x00020000, 0x02000000, 0x04000000, 0x08000000
_NEWUSER, _NEWPID, _NEWNET = 0x10000000, 0x20000000, 0x40000000
_NOSUID, _NODEV, _REC, _PRIVATE = 2, 4, 0x4000, 1 << 18
_AT_EMPTY_PATH, _AT_RECURSIVE = 0x1000, 0x8000
_OPEN_TREE_CLONE, _MOVE_FROM_FD = 1, 4
_ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV = 1, 2, 4
_DETACH = 2
_HERE = -100
"""AT_FDCWD."""

INSIDE = 1000
"""The user and group that programs see themselves run as."""

DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
_STAGE = "/tmp"  # noqa: S108 - a folder that exists everywhere; only this process sees what is mounted over it


def enter(outside: int | None) -> None:
    """New namespaces for this process; its next child is the first process of the new PID namespace.

    Args:
        outside: the user and group outside that `INSIDE` stands for, which only root may choose; None for the caller's.

    Raises:
        OSError: the kernel or its configuration refuses.
    """
    user, group = os.getuid(), os.getgid()
    if outside is None:
        kernel.syscall("unshare", _NEWUSER)
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"{INSIDE} {user} 1")
        _write("/proc/self/gid_map", f"{INSIDE} {group} 1")
    else:
        _join_mapped(outside)
    kernel.syscall("unshare", _NEWNS | _NEWPID | _NEWNET | _NEWIPC | _NEWUTS | _NEWCGROUP)


def _join_mapped(outside: int) -> None:
    """Joins a new user namespace in which `INSIDE` is a user outside that nobody else is, and becomes root in it.

    A process may not write such a map for its own namespace, so another one makes the namespace.
    """
    ready, tell_ready = os.pipe()
    done, tell_done = os.pipe()
    helper = os.fork()
    if helper == 0:
        try:
            os.close(tell_done)
            kernel.syscall("unshare", _NEWUSER)
            os.write(tell_ready, b"1")
            os.read(done, 1)
        finally:
            os._exit(0)
    os.close(tell_ready)
    try:
        if not os.read(ready, 1):
            raise PermissionError("unshare: user namespaces are refused")
        for name in ("uid_map", "gid_map"):
            # Root inside is root outside, who alone may enter a private home while mounts are made; nobody stays it.
            _write(f"/proc/{helper}/{name}", f"0 0 1\n{INSIDE} {outside} 1")
        namespace = os.open(f"/proc/{helper}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
        kernel.syscall("setns", namespace, _NEWUSER)
        os.close(namespace)
    finally:
        for descriptor in (ready, done, tell_done):
            os.close(descriptor)
        os.waitpid(helper, 0)


def build_root(read_only: Sequence[str], disk: int, files: int) -> str:
    """Makes a root that holds `read_only`, a few devices and an empty work folder, and enters it.

    Args:
        read_only: files and folders that stay visible, under their own names; missing ones are passed over.
        disk: bytes of the work folder.
        files: how many files and folders it holds.

    Returns:
        The work folder.

    Raises:
        OSError: a mount is refused.
    """
    _mount(None, "/", None, _REC | _PRIVATE)
    trees = [(path, _tree(path)) for path in (*read_only, *DEVICES) if os.path.lexists(path)]
    _mount("tmpfs", _STAGE, "tmpfs", _NOSUID | _NODEV, "size=4m,mode=755")
    for path, tree in trees:
        place = _STAGE + path
        os.makedirs(os.path.dirname(place), exist_ok=True)
        if tree is None:
            os.symlink(os.readlink(path), place)
            continue
        if stat.S_ISDIR(os.fstat(tree).st_mode):
            os.makedirs(place, exist_ok=True)
        else:
            _write(place, "")
        kernel.syscall("move_mount", tree, _text(""), _HERE, _text(place), _MOVE_FROM_FD)
        os.close(tree)
    work = f"{_STAGE}/w"
    os.mkdir(work)
    _mount(
        "tmpfs",
        work,
        "tmpfs",
        _NOSUID | _NODEV,
        f"size={disk},nr_inodes={files + 1},mode=700,uid={INSIDE},gid={INSIDE}",
    )
    os.chdir(_STAGE)
    kernel.syscall("pivot_root", _text("."), _text("."))
    kernel.syscall("umount2", _text("."), _DETACH)
    _restrict_mount(_HERE, "/", _ATTR_RDONLY | _ATTR_NOSUID | _ATTR_NODEV, 0)
    return "/w"


def become_inside() -> None:
    """Takes the user that stands for nobody, and with it leaves the files of the caller's user."""
    if os.getuid() != INSIDE:
        os.setgroups([])
    os.setresgid(INSIDE, INSIDE, INSIDE)
    os.setresuid(INSIDE, INSIDE, INSIDE)


def _tree(path: str) -> int | None:
    """A detached, read-only copy of the mounts at a path; None for a symbolic link."""
    if os.path.islink(path):
        return None
    flags = _OPEN_TREE_CLONE | os.O_CLOEXEC | _AT_RECURSIVE
    tree = kernel.syscall("open_tree", _HERE, _text(path), flags)
    device = 0 if path in DEVICES else _ATTR_NODEV
    _restrict_mount(tree, "", _ATTR_RDONLY | _ATTR_NOSUID | device, _AT_EMPTY_PATH | _AT_RECURSIVE)
    return tree


def _restrict_mount(folder: int, path: str, attributes: int, flags: int) -> None:
    setting = attributes.to_bytes(8, "little") + bytes(24)
    kernel.syscall("mount_setattr", folder, _text(path), flags, ctypes.create_string_buffer(setting, 32), 32)


def _mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    names = [0 if name is None else _text(name) for name in (source, target, kind)]
    kernel.syscall("mount", *names, flags, 0 if options is None else _text(options))


def _write(path: str, content: str) -> None:
    with open(path, "w", encoding="ascii") as file:
        file.write(content)


def _text(value: str) -> ctypes.Array[ctypes.c_char]:
    return ctypes.create_string_buffer(os.fsencode(value))
