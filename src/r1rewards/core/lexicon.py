"""Patterns for words and phrases, kept as data: `lexicon.toml` beside the modules that look for them."""

from __future__ import annotations

import re

from r1rewards.core.data_files import read_table

_SLOT = re.compile(r"\{([a-z_]+)\}")


def read_lexicon(package: str | None, module: str, *, space: str = r"\s", **slots: str) -> dict[str, str]:
    """Read a module's patterns by name, from the table of its name in the package's `lexicon.toml`.

    Line breaks and indentation in a pattern do not count, so that each alternative can have a line.

    Args:
        package: the module's package.
        module: the name of the table.
        space: what a space in a pattern stands for.
        slots: patterns that replace `{name}`; so does each pattern in those after it. Other braces stay.
    """
    found = dict(slots)
    for name, written in read_table(package or "", "lexicon.toml")[module].items():
        text = "".join(line.strip() for line in written.splitlines()).replace(" ", space)
        found[name] = _SLOT.sub(lambda slot: found.get(slot[1], slot[0]), text)
    return found
