"""Grading samples: the one way in, and the executors that it uses, which share one interface."""

from __future__ import annotations

from r1rewards.execution.base import Executor, GradeFuture, in_order
from r1rewards.execution.grading import check, grade
from r1rewards.execution.named import NAMES, get

__all__ = ["NAMES", "Executor", "GradeFuture", "check", "get", "grade", "in_order"]
