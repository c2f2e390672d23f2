"""Rule-based rewards and verifiers for reasoning models.

The public names are loaded when they are first used: importing this package loads neither sympy nor torch. They are
listed in `__init__.pyi`, for type checkers and for this module.
"""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec

_STUB = __loader__.get_data(f"{__path__[0]}/__init__.pyi").decode()
_HOME = {line.split()[-1]: line.split()[1] for line in _STUB.splitlines() if line.startswith("from ")}
"""The module that each public name is imported from."""

_MODULES = {name for name, home in _HOME.items() if home in {"r1rewards", "r1rewards.files", "r1rewards.reward_files"}}
"""The names that are modules."""

__all__ = [*sorted(_HOME.keys() - _MODULES), "json", "language", "math", "presets", "templates"]  # noqa: PLE0604 - texts


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return import_module(f"{_HOME[name]}.{name}")
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    elif name == "__version__":
        value = import_module("importlib.metadata").version("r1rewards")
    else:
        raise AttributeError(f"module 'r1rewards' has no attribute '{name}'")
    globals()[name] = value
    return value


class _Alias:
    """Finds modules by the names that they had in version 0.1, such as `import r1rewards.loading`."""

    @classmethod
    def find_spec(cls, name: str, path: object = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG003
        package, _, module = name.rpartition(".")
        moved = package == __name__ and module in _MODULES and _HOME[module] != __name__
        return ModuleSpec(name, cls) if moved else None

    @staticmethod
    def create_module(spec: ModuleSpec) -> object:
        module = spec.name.rpartition(".")[2]
        found = import_module(f"{_HOME[module]}.{module}")
        spec.loader_state = found.__spec__
        return found

    @staticmethod
    def exec_module(module: object) -> None:
        module.__spec__ = module.__spec__.loader_state  # its own, which importing it by this name replaced


sys.meta_path.append(_Alias)


def __dir__() -> list[str]:
    return sorted({*_HOME, "__version__"})
