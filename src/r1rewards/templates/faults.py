"""What may be wrong with a layout: every fault by its name."""

from __future__ import annotations

from r1rewards.core.data_files import read_table

FAULTS: dict[str, str] = read_table("r1rewards.templates", "faults.toml")
"""Name and meaning. `FormatReward(partial={name: credit})` may give credit in spite of some."""
