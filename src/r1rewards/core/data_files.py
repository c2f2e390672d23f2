"""Tables in TOML that come with a package."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def read_table(package: str, name: str) -> dict[str, Any]:
    """A TOML file beside the modules of a package, read once; not to be changed."""
    return tomllib.loads(files(package).joinpath(name).read_text("utf-8"))
