"""The objects that a value is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

_LEAVES = (str, bytes, int, float, type, ModuleType, type(None))


def inside(value: object) -> Iterable[object]:
    """Return what a value refers to directly: fields, members, attributes; of functions what they were made with.

    Globals that a function names are left out: they are the module's, and change without it.
    """
    if isinstance(value, _LEAVES):
        return ()
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    if isinstance(value, tuple | list | set | frozenset):
        return value
    if isinstance(value, Mapping):
        return value.values()
    if isinstance(value, partial):
        return (value.func, *value.args, *value.keywords.values())
    if isinstance(value, MethodType | BuiltinFunctionType):
        return (value.__self__,)
    if isinstance(value, FunctionType):
        return (*(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values(), *enclosed(value))
    return vars(value).values() if hasattr(value, "__dict__") else ()


def everything(value: object) -> Iterator[object]:
    """Yield a value and all that it is made of, each object once; texts, numbers, classes and modules left out."""
    seen: dict[int, object] = {}  # with the objects, so that no identity is used again
    todo = [value]
    while todo:
        one = todo.pop()
        if not isinstance(one, _LEAVES) and id(one) not in seen:
            seen[id(one)] = one
            yield one
            todo += inside(one)


def enclosed(function: FunctionType) -> Iterator[object]:
    """Yield what a function has from the one that it is defined in."""
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # a name that is not bound yet
            continue
