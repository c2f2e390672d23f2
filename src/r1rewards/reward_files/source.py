"""Reading a reward from a file or text; messages name the file."""

from __future__ import annotations

import re
import tomllib
import warnings
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from r1rewards.core.reward import Reward
from r1rewards.errors import RenamedFieldWarning, RewardError, describe
from r1rewards.reward_files.hints import DEEPEST, KIND, Place
from r1rewards.reward_files.reading import read_reward
from r1rewards.rewards.shared.registry import REWARDS

LONGEST = 1 << 18
"""Bytes of a file, at most: a reward takes a few thousand."""

# Python's reader takes memory and time by the square of a key's length: 4 GB for one of 64 kB.
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""
_LONG_KEY = re.compile(rf"(?:^[ \t]*+\[{{0,2}}+|[{{,])[ \t]*+(?:{_PART}){{{DEEPEST}}}", re.MULTILINE)


def load_file(path: str | Path) -> Reward:
    """The reward that a TOML file describes.

    Raises:
        RewardError: the file cannot be read, or describes no reward.
    """
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(LONGEST + 1)
    except (OSError, ValueError) as problem:  # ValueError: no path can look so
        why = getattr(problem, "strerror", None) or str(problem)
        raise RewardError(f"cannot read {path}: {why}") from None
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise RewardError(f"{path} is written in UTF-16: save it as UTF-8")
    _require_short(len(data), str(path))
    try:
        text = data.decode()
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise RewardError(f"{path} is not UTF-8 (line {line}): save it as UTF-8") from None
    return loads(text, source=str(path))


def loads(text: str, *, source: str = "the reward file") -> Reward:
    """The reward that a TOML text describes.

    Args:
        text: the TOML.
        source: what messages call it.

    Warns:
        RenamedFieldWarning: it uses names of fields that have new ones; the message names both.

    Raises:
        RewardError: it is not TOML, or does not describe a reward; the message names the place and the remedy.
    """
    if not isinstance(text, str):
        raise RewardError(f"{source} is {type(text).__name__}: give a string")
    text = text.removeprefix("\ufeff")
    _require_short(len(text), source)
    if not text.strip():
        raise RewardError(f'{source} is empty: begin with {KIND} = "…", one of {", ".join(REWARDS)}')
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.end()) + 1
        raise RewardError(f"{source}: the key in line {line} is nested deeper than {DEEPEST} tables")
    notes: list[str] = []
    try:
        made = read_reward(tomllib.loads(text), Place(notes=notes))
    except RecursionError:
        raise RewardError(f"{source}: it is nested too deep to be read") from None
    except tomllib.TOMLDecodeError as problem:
        what = describe(problem).partition(": ")[2]
        hint = f"; the reward inside a gate or a clip is called `inner`, since `{KIND}` is the kind"
        raise RewardError(f"{source} is no TOML: {what}{hint if 'overwrite' in what else ''}") from None
    except RewardError as problem:
        raise RewardError(f"{source}: {problem}") from problem
    except ValueError as problem:  # a number of thousands of digits
        raise RewardError(f"{source}: {describe(problem)}") from problem
    if notes:
        message = f"{source} uses names of an older version, which later ones may not read: {'; '.join(notes)}"
        warnings.warn(message, RenamedFieldWarning, stacklevel=2)
    return made


def _require_short(size: int, source: str) -> None:
    if size > LONGEST:
        raise RewardError(f"{source} is longer than {LONGEST:,} bytes, which no reward needs: is it the right file?")
