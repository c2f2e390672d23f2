"""Where the `$ref`s of a schema lead. They are looked up in it and in JSON Schema's own schemas: never elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped] # it has no type hints
from referencing import Resource, Specification
from referencing.exceptions import Unresolvable

from r1rewards.json.equality import shown

__all__ = ["REGISTRY", "Survey", "survey"]

_DYNAMIC = ("$dynamicRef", "$recursiveRef")


class Survey(NamedTuple):
    """What the subschemas of a schema are.

    Attributes:
        schemas: each of them that is an object, once.
        recursive: whether one contains itself by way of references.
        dynamic: whether a reference depends on the way there.
        problem: why a reference cannot be followed, or None.
    """

    schemas: tuple[Mapping[str, Any], ...]
    recursive: bool = False
    dynamic: bool = False
    problem: str | None = None


def survey(schema: Mapping[str, Any], specification: Specification[Any]) -> Survey:
    """All subschemas of a schema, and of what it refers to."""
    root = specification.create_resource(schema)
    todo: list[tuple[Resource[Any], Any]] = [(root, REGISTRY.resolver_with_root(root))]
    seen: dict[int, Mapping[str, Any]] = {}
    below: dict[int, list[int]] = {}
    dynamic = False
    while todo:
        resource, resolver = todo.pop()
        contents = resource.contents
        if not isinstance(contents, Mapping) or id(contents) in seen:
            continue
        seen[id(contents)] = contents
        inner = [(child, resolver.in_subresource(child)) for child in resource.subresources()]
        dynamic = dynamic or any(keyword in contents for keyword in _DYNAMIC)
        for reference in _references(contents):
            try:
                found = resolver.lookup(reference)
            except (Unresolvable, ValueError, LookupError, TypeError):
                where = f"$ref {shown(reference)} leads nowhere in the schema"
                return Survey((), problem=f"{where}, and nothing is fetched: put it into $defs")
            inner.append((specification.create_resource(found.contents), found.resolver))
        below[id(contents)] = [id(child.contents) for child, _ in inner]
        todo += inner
    return Survey(tuple(seen.values()), _has_cycle(below), dynamic)


def _references(contents: Mapping[str, Any]) -> Iterator[str]:
    for keyword in ("$ref", *_DYNAMIC):
        reference = contents.get(keyword)
        if isinstance(reference, str):
            yield reference


def _has_cycle(below: Mapping[int, list[int]]) -> bool:
    """Whether a node is below itself: what stays when nodes with nothing below them are taken away."""
    above: dict[int, list[int]] = {node: [] for node in below}
    left = {}
    for node, children in below.items():
        known = [child for child in children if child in above]
        left[node] = len(known)
        for child in known:
            above[child].append(node)
    todo = [node for node, count in left.items() if count == 0]
    gone = 0
    while todo:
        gone += 1
        for parent in above[todo.pop()]:
            left[parent] -= 1
            if left[parent] == 0:
                todo.append(parent)
    return gone < len(below)
