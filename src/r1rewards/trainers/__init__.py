"""Thin shells around the reward interfaces of trainers; none imports its trainer when it is imported.

`trl`, `openrlhf` and `verl` are modules of this package: `from r1rewards.trainers import trl`.
"""

__all__ = ["openrlhf", "trl", "verl"]
