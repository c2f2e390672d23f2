"""Which tier this system reaches, found out by really starting a zygote in it, and in words what is missing."""

from __future__ import annotations

import os
import platform
import sys
import threading
from dataclasses import dataclass

from r1sandbox.errors import SandboxError, UnsupportedError
from r1sandbox.paths import readable
from r1sandbox.syscalls import NUMBERS
from r1sandbox.values import Limits, Tier


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one tier can be reached.

    Attributes:
        tier: the tier.
        reached: whether a program ran in it.
        why: what happened if not, as the system said it.
        remedy: what to do about it.
        notes: what is weaker than it could be.
    """

    tier: Tier
    reached: bool
    why: str = ""
    remedy: str = ""
    notes: tuple[str, ...] = ()


_lock = threading.Lock()


def _renew() -> None:
    """A thread of the parent's may have held the lock at the moment of a fork."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew)
_found: dict[Tier, Finding] = {}

_REMEDIES = {
    Tier.A: (
        "allow unprivileged user namespaces (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone=1, "
        "kernel.apparmor_restrict_unprivileged_userns=0); in a container, a seccomp profile that permits unshare and "
        "mount"
    ),
    Tier.B: (
        "use Linux 5.13 or later with Landlock switched on (lsm=landlock,… on the kernel's command line); in a "
        "container, a seccomp profile that permits landlock_create_ruleset and seccomp"
    ),
    Tier.C: "use Linux 4.14 or later, and a seccomp profile that permits seccomp",
}


def unsupported() -> str | None:
    """Why no tier can be reached here, whatever is configured; None if one may be."""
    if not sys.platform.startswith("linux"):
        return f"untrusted code runs on Linux only, and this is {platform.system() or sys.platform}: grade code there"
    if platform.machine() not in NUMBERS:
        return f"untrusted code runs on x86-64 and aarch64 only, and this is {platform.machine()}"
    return None


def probe(tier: Tier) -> Finding:
    """Whether this system reaches a tier; tried once per process."""
    with _lock:
        if tier not in _found:
            _found[tier] = _try(tier)
        return _found[tier]


def _try(tier: Tier) -> Finding:
    problem = unsupported()
    if problem:
        return Finding(tier, False, problem, "")  # noqa: FBT003
    from r1sandbox import landlock  # noqa: PLC0415 - system calls that other systems do not have
    from r1sandbox.slot import Setup, Slot, measure_baseline  # noqa: PLC0415

    if tier is not Tier.C and landlock.version() < 1:
        return Finding(tier, False, "the kernel has no Landlock", _REMEDIES[Tier.B])  # noqa: FBT003
    limits = Limits()
    try:
        slot = Slot(Setup(tier, (), commands=False, tests=False, readable=readable(), limits=limits))
        measure_baseline(slot, limits)
    except (SandboxError, OSError) as failure:
        return Finding(tier, False, str(failure), _REMEDIES[tier])  # noqa: FBT003
    slot.close()
    return Finding(tier, True, notes=slot.notes)  # noqa: FBT003


def best_tier() -> Tier:
    """The best tier that this system reaches, A or B.

    Raises:
        UnsupportedError: neither.
    """
    for tier in (Tier.A, Tier.B):
        if probe(tier).reached:
            return tier
    raise UnsupportedError(_words(probe(Tier.B)))


def require(tier: Tier) -> Tier:
    """The tier, if this system reaches it.

    Raises:
        UnsupportedError: it does not.
    """
    if not probe(tier).reached:
        raise UnsupportedError(_words(probe(tier)))
    return tier


def _words(finding: Finding) -> str:
    return f"{finding.why}; {finding.remedy}" if finding.remedy else finding.why
