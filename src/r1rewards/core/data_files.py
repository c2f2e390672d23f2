"""Tables in TOML that come with a package."""

from __future__ import annotations

import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def read_table(package: str, name: str) -> dict[str, Any]:
    """A TOML file beside the modules of a package that is imported, read once; not to be changed."""
    return tomllib.loads(Path(sys.modules[package].__path__[0], name).read_text("utf-8"))
