"""Processes that can be killed: the only kind of time limit in this library."""

from __future__ import annotations

from r1rewards.workers.pool import Worker, WorkerPool, cpus_at_hand, fair_share, shared_pool

__all__ = ["Worker", "WorkerPool", "cpus_at_hand", "fair_share", "shared_pool"]
