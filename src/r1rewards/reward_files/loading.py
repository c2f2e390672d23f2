"""Rewards by name: what `-r` on the command line takes."""

from __future__ import annotations

from r1rewards.core.reward import Reward
from r1rewards.reward_files.names import attribute, is_file_name, named, names
from r1rewards.reward_files.source import load_file

__all__ = ["attribute", "is_file_name", "load", "names"]


def load(name: str) -> Reward:
    """The reward of that name: built in, offered by an installed package, `module:attribute`, or in a `.toml` file.

    An attribute may be a reward, a class or function without arguments that makes one, or a function of one Sample.

    Raises:
        RewardError: it is unknown, or what is found is not a reward.
    """
    return load_file(name) if is_file_name(name) else named(name)
