"""Programs that do the same under other names."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

_LOOKING = frozenset(
    "eval exec locals globals vars dir compile getattr setattr delattr hasattr __import__ __annotations__ __main__ "
    "f_locals f_globals co_varnames co_names __code__ __dict__ _getframe modules inspect pickle builtins *".split()
)
"""Names through which a program sees its own."""


def renamed_program(source: str, *, script: bool = False) -> str | None:
    """A Python program whose local variables have other names; None if it has none that can be renamed.

    Arguments, imports, functions, classes and names that occur in a text are left alone: others may know them.

    Args:
        source: the program.
        script: whether it is run by itself, so that no one else knows its variables at the top level either.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None
    nodes = list(ast.walk(tree))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    if not _LOOKING.isdisjoint(_mentioned(nodes)):
        return None
    known = {*_bound_otherwise(nodes), *dir(builtins)}
    if not script:
        known.update(_stored(_top_level(tree)))
    texts = "\0".join(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    used = {node.id for node in names}
    new = {}
    for name in sorted(set(_stored(names)) - known):
        other = f"{name}_renamed"
        if name not in texts and other not in used | known and not name.startswith("_"):
            new[name] = other
    return _replaced(source, [node for node in names if node.id in new], new) if new else None


def _mentioned(nodes: list[ast.AST]) -> Iterator[str]:
    """Names, attributes and imports."""
    for node in nodes:
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                yield name
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=module, names=names):
                yield module or ""
                yield from (alias.name for alias in names)


def _bound_otherwise(nodes: list[ast.AST]) -> Iterator[str]:
    """Names that something else than an assignment gives: they are texts in the tree, or known outside."""
    for node in nodes:
        match node:
            case ast.arg(arg=name):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
                if isinstance(node, ast.ClassDef):
                    yield from _stored(node.body)  # attributes
            case ast.alias(name=name, asname=other):
                yield other or name.partition(".")[0]
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from names
            case (
                ast.ExceptHandler(name=str(name))
                | ast.MatchAs(name=str(name))
                | ast.MatchStar(name=str(name))
                | ast.MatchMapping(rest=str(name))
            ):
                yield name


def _stored(nodes: list[ast.AST] | list[ast.stmt] | list[ast.Name]) -> Iterator[str]:
    """Names that are assigned in these nodes."""
    for node in nodes:
        for each in ast.walk(node):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                yield each.id


def _top_level(tree: ast.Module) -> list[ast.stmt]:
    return [node for node in tree.body if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]


def _replaced(source: str, places: list[ast.Name], new: dict[str, str]) -> str | None:
    """The program with the names at these places replaced; None if it then reads otherwise, as in an f-string."""
    lines = [line.encode() for line in source.split("\n")]
    for node in sorted(places, key=lambda node: (node.lineno, node.col_offset), reverse=True):
        line, at = lines[node.lineno - 1], node.col_offset
        if not line.startswith(node.id.encode(), at):
            return None  # a position that is not the source's own, as in f-strings before Python 3.12
        lines[node.lineno - 1] = line[:at] + new[node.id].encode() + line[at + len(node.id.encode()) :]
    text = b"\n".join(lines).decode()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    back = {other: name for name, other in new.items()}
    for each in ast.walk(tree):
        if isinstance(each, ast.Name):
            each.id = back.get(each.id, each.id)
    return text if ast.dump(tree) == ast.dump(ast.parse(source)) else None
