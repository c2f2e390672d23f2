"""Answers as trees: whether a text is one, and whether two are equal but for the names of their variables."""

from __future__ import annotations

from r1rewards.math.deciding.answers import same
from r1rewards.math.normal import MAX_LENGTH, normal_form
from r1rewards.math.policy import DEFAULT
from r1rewards.math.rational import quantity
from r1rewards.math.reading.answers import readings
from r1rewards.math.reading.tree import Node, Symbol, Words, children, contains, replaced


def is_readable(text: str, *, words: bool = True) -> bool:
    """Whether a text can be read as an answer; without `words`, as mathematics."""
    if len(text) > MAX_LENGTH:
        return False
    form = normal_form(text)
    if not form or quantity(form) is not None:
        return bool(form)
    found, _ = readings(form)
    return bool(found) and (words or not contains(found[0], Words))


def equal_by_position(gold: str, answer: str) -> bool:
    """Whether two texts are equal once the answer's variables have the gold's names, by the order of first use."""
    right, said = _tree(gold), _tree(answer)
    if right is None or said is None:
        return False
    names, others = _variables(right), _variables(said)
    if len(names) != len(others):
        return False
    renamed = replaced(said, {other: Symbol(name) for other, name in zip(others, names, strict=True)})
    return same(right, renamed, DEFAULT).equal is True


def _tree(text: str) -> Node | None:
    found, _ = readings(normal_form(text)) if len(text) <= MAX_LENGTH else ((), "")
    return found[0] if found else None


def _variables(tree: Node) -> list[str]:
    """The names of the variables from left to right."""
    found: dict[str, None] = {}
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Symbol):
            found.setdefault(node.name)
        stack.extend(reversed(children(node)))
    return list(found)
