"""Which version of the engine a score was made with."""

from __future__ import annotations

REVISION = "2"
"""Goes up when the same model would be asked something else, or its answer read in another way."""
