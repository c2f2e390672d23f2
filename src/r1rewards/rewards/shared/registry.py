"""The library's rewards by name: the one list that reward files, `-r`, its help text and the docs are made from."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

from r1rewards.core.data_files import read_table


class Entry(NamedTuple):
    """A reward of the library.

    Attributes:
        home: its class, as `module:Class` inside r1rewards.
        judges: what it judges, in a few words.
        alone: whether its name is enough; otherwise it needs fields.
    """

    home: str
    judges: str
    alone: bool = True

    @property
    def class_name(self) -> str:
        """The name of the class."""
        return self.home.partition(":")[2]

    def load(self) -> Any:
        """Return the class, whose module is imported when first asked for."""
        return getattr(import_module(f"r1rewards.{self.home.partition(':')[0]}"), self.class_name)


REWARDS: Mapping[str, Entry] = {
    name: Entry(**fields) for name, fields in read_table("r1rewards.rewards.shared", "registry.toml").items()
}
"""The rewards by the name that files give them."""
