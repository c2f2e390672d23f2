"""Why no untrusted code can be run here, for tests that do."""

from __future__ import annotations

from r1sandbox import Tier, UnsupportedError, best_tier
from r1sandbox.probe import probe


def no_sandbox() -> str:
    """The reason; "" where code can be run."""
    try:
        best_tier()
    except UnsupportedError as problem:
        return str(problem)
    return ""


def reached() -> list[Tier]:
    """The tiers that this system reaches, of A and B."""
    return [tier for tier in (Tier.A, Tier.B) if probe(tier).reached]
