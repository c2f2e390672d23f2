"""Where two signatures differ, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from r1rewards.core.wording import contrast

_LONGEST = 70
"""Characters of a value that a message shows."""


@dataclass(frozen=True, slots=True)
class SignatureChange:
    """One difference between two signatures.

    Attributes:
        path: the field, such as `parts[0].reward.deadline`; the name of an engine or a library; or "" for the whole.
        before: what the first signature has there; None if it has nothing.
        after: what the second has there; None if it has nothing.
    """

    path: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.is_code and self.after is not None:
            return f"{self.path or 'reward'}: the code of {self.after.partition('#')[0]} has changed"
        before = "nothing" if self.before is None else self.before
        after = "nothing" if self.after is None else self.after
        before, after = contrast(before, after, _LONGEST)
        return f"{self.path or 'reward'}: {before} → {after}"

    @property
    def is_code(self) -> bool:
        """Whether it is the digest of a function's code, which differs between versions of Python too."""
        if self.before is None or self.after is None:
            return False
        before, after = _DIGEST.fullmatch(self.before), _DIGEST.fullmatch(self.after)
        return before is not None and after is not None and before[1] == after[1]

    @property
    def is_version(self) -> bool:
        """Whether it is the version of Python, a library or a system feature: not this package's own revision."""
        return self.path.startswith(_VERSION) and not self.path.removeprefix(_VERSION).startswith(_OWN)


_DIGEST = re.compile(r"([^#]*+)#[0-9a-f]++")
_VERSION = "version of "
_OWN = ("r1rewards", "r1sandbox", "templates")
"""The names of this package's engines: their revisions are part of the reward."""


def signature_changes(before: str, after: str) -> list[SignatureChange]:
    """The smallest parts in which two signatures differ, in the order of the first; empty if they are equal."""
    if before == after:
        return []
    (was, was_versions), (now, now_versions) = _parse(before), _parse(after)
    return [
        *_changes("", was, now),
        *(
            SignatureChange(_VERSION + name, was_versions.get(name), now_versions.get(name))
            for name in {**was_versions, **now_versions}
            if was_versions.get(name) != now_versions.get(name)
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Node:
    """A written value: its text, what precedes the bracket, the bracket, and the members by label."""

    text: str
    head: str
    bracket: str
    members: tuple[tuple[str, _Node], ...]


_HEAD = re.compile(r"""(?:b?'(?:[^'\\]|\\.)*+'|b?"(?:[^"\\]|\\.)*+"|[^,()\[\]{}=|'"])*+""")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def _parse(signature: str) -> tuple[_Node, dict[str, str]]:
    node, end = _node(signature, 0)
    versions = signature[end:].removeprefix(" | ").split() if signature.startswith(" | ", end) else []
    node = node if versions or end == len(signature) else _Node(signature, signature, "", ())  # not one of ours
    named = (version.rpartition(":") for version in versions)
    return node, {name: version for name, _, version in named}


def _node(text: str, start: int) -> tuple[_Node, int]:
    head = _HEAD.match(text, start)
    at = head.end() if head else start
    name = text[start:at].strip()
    if text[at : at + 1] not in _CLOSING:
        return _Node(name, name, "", ()), start + len(text[start:at].rstrip())
    bracket = text[at]
    members: list[tuple[str, _Node]] = []
    at += 1
    while at < len(text) and text[at] != _CLOSING[bracket]:
        label, at = _label(text, at, bracket) or (f"[{len(members)}]", at)
        member, end = _node(text, at)
        members.append((label, member))
        at = end + 1 if text[end : end + 1] == "," else end
        if end == at and text[at : at + 1] != _CLOSING[bracket]:
            break  # edited by hand: the rest is part of no member
    return _Node(text[start : at + 1], name, bracket, tuple(members)), at + 1


def _label(text: str, at: int, bracket: str) -> tuple[str, int] | None:
    """The label of a member, `field=` or `'key':`, and where its value begins."""
    found = (_FIELD if bracket == "(" else _KEY).match(text, at) if bracket != "[" else None
    return (("." if bracket == "(" else "") + found[1], found.end()) if found else None


_FIELD = re.compile(r"(\w++)=")
_KEY = re.compile(r"""((?:'(?:[^'\\]|\\.)*+'|[^,()\[\]{}:'"]*+)):""")


def _changes(path: str, before: _Node, after: _Node) -> Iterator[SignatureChange]:
    if before.text == after.text:
        return
    labels = [label for label, _ in before.members]
    alike = (before.head, before.bracket) == (after.head, after.bracket)
    if not alike or not labels or (before.bracket == "[" and len(labels) != len(after.members)):
        yield SignatureChange(path.lstrip("."), before.text, after.text)
        return
    was, now = dict(before.members), dict(after.members)
    for label in {**was, **now}:
        member = path + (label if label.startswith((".", "[")) else f"[{label}]")
        if label in was and label in now:
            yield from _changes(member, was[label], now[label])
        else:
            one, other = was.get(label), now.get(label)
            yield SignatureChange(member.lstrip("."), one.text if one else None, other.text if other else None)
