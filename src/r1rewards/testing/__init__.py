"""For tests of rewards, and of the code around them: strategies for Hypothesis, fakes, and assertions.

The names are loaded when they are first used: importing this package loads neither Hypothesis nor pytest. They are
listed in `__init__.pyi`, for type checkers and for this module; a new name is a line there.
"""

from importlib import import_module

_STUB = __loader__.get_data(f"{__path__[0]}/__init__.pyi").decode()
_HOME = {line.split()[-1]: line.split()[1] for line in _STUB.splitlines() if line.startswith("from ")}
"""The module that each public name is imported from."""

__all__ = sorted(_HOME)  # noqa: PLE0605 - a list of texts


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    try:
        value = getattr(import_module(_HOME[name]), name)
    except ModuleNotFoundError as missing:
        if missing.name not in ("hypothesis", "pytest"):
            raise
        remedy = "pip install 'r1rewards[testing]'"
        raise ImportError(f"{__name__}.{name} needs {missing.name}: {remedy}", name=missing.name) from missing
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
