"""What a submission is tested with, as values and as a data set writes them.

    {"kind": "stdio", "cases": [{"input", "output"}]}
    {"kind": "function", "entry_point", "cases": [{"args", "kwargs", "expected"}]}
    {"kind": "asserts", "code", "entry_point"}

with "language", "checker" and "limits" where a task needs them.
"""

from __future__ import annotations

import ast
import builtins
import json
import keyword
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from r1rewards.code import checkers, languages
from r1rewards.code.checkers import Checker
from r1rewards.core.builtins import to_builtins
from r1rewards.errors import RewardError, UnusableError
from r1sandbox.calls.codec import CodecError, encode
from r1sandbox.calls.tester import calls_check
from r1sandbox.errors import SandboxError
from r1sandbox.values import Limits


@dataclass(frozen=True, slots=True)
class StdioTests:
    """Programs that read standard input and write standard output.

    Attributes:
        cases: (input, output) pairs; mappings with those names will do.
        checker: when an output is right: a checker, its name, or a mapping with "kind" and its fields.
        language: the language that the task asks for; None for the reward's.
        limits: limits that differ from the reward's, by name.

    Raises:
        UnusableError: there is no case, or something cannot be used.
    """

    cases: Sequence[tuple[str, str] | Mapping[str, str]]
    checker: Checker | str | Mapping[str, Any] = field(default_factory=checkers.Tokens)
    language: str | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        pairs = tuple(_pair(case, place) for place, case in enumerate(_listed(self.cases)))
        object.__setattr__(self, "cases", pairs)
        object.__setattr__(self, "checker", checkers.get(self.checker))
        _common(self)


@dataclass(frozen=True, slots=True)
class FunctionTests:
    """A function that is called.

    Attributes:
        entry_point: its name; `Solution.name` for a method.
        cases: mappings with "args", "kwargs" and "expected".
        relative: how far a number may be from an expected float, relative to it; None for the rounding of sums.
        absolute: the same, in units.
        unordered: whether the order of a returned list is free.
        language: "python", or None for the reward's.
        limits: limits that differ from the reward's, by name.

    Raises:
        UnusableError: there is no case, or something cannot be used.
    """

    entry_point: str
    cases: Sequence[Mapping[str, Any]]
    relative: float | None = None
    absolute: float | None = None
    unordered: bool = False
    language: str | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _is_name(self.entry_point):
            raise UnusableError(f"entry_point is {self.entry_point!r}: give the name of the function that is called")
        object.__setattr__(self, "cases", tuple(_call(c, place) for place, c in enumerate(_listed(self.cases))))
        _common(self)


@dataclass(frozen=True, slots=True)
class AssertTests:
    """Python statements that call what the submission defines: asserts, or HumanEval's `check(candidate)`.

    Names that the tests do not define are the submission's.

    Attributes:
        code: the statements.
        entry_point: what `check` is given; None if the asserts name the function themselves.
        language: "python", or None for the reward's.
        limits: limits that differ from the reward's, by name.

    Raises:
        UnusableError: the statements are no Python, or assert nothing.
    """

    code: str
    entry_point: str | None = None
    language: str | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.entry_point is not None and not _is_name(self.entry_point):
            raise UnusableError(f"entry_point is {self.entry_point!r}: give the name of a function, or leave it out")
        code = self.code
        if isinstance(code, Sequence) and not isinstance(code, str) and all(isinstance(line, str) for line in code):
            code = "\n".join(code)
            object.__setattr__(self, "code", code)
        if not isinstance(code, str):
            raise UnusableError(f"code is {type(code).__name__}: give Python statements as a string")
        try:
            tree = ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as problem:
            raise UnusableError(f"the tests' code is no Python: {problem}") from problem
        checks = any(isinstance(node, ast.FunctionDef) and node.name == "check" for node in tree.body)
        if checks and self.entry_point is None and not calls_check(tree):
            raise UnusableError("the tests define check(candidate) but no entry_point: name the candidate")
        if not _asserts(tree, checks=checks and self.entry_point is not None):
            raise UnusableError("the tests' code asserts nothing when it is run")
        _common(self)


Tests = StdioTests | FunctionTests | AssertTests

_KINDS: dict[str, tuple[type[Tests], tuple[str, ...], tuple[str, ...]]] = {
    "stdio": (StdioTests, ("cases",), ("checker",)),
    "function": (FunctionTests, ("entry_point", "cases"), ("checker",)),
    "asserts": (AssertTests, ("code",), ("entry_point",)),
}
"""The tests by kind, what a mapping of them needs, and what it may have besides."""


def parse(reference: Any) -> Tests:
    """The tests that a reference holds: tests, a mapping as above, or its JSON text.

    Raises:
        UnusableError: it holds none; says what is wrong and what to give.
    """
    if isinstance(reference, StdioTests | FunctionTests | AssertTests):
        return reference
    reference = to_builtins(reference)
    if isinstance(reference, str) and reference.lstrip()[:1] == "{":
        try:
            reference = json.loads(reference)
        except (ValueError, RecursionError) as problem:
            raise UnusableError(f"the reference is no JSON: {problem}") from problem
    if not isinstance(reference, Mapping):
        raise UnusableError(f"the reference is {_kind(reference)}: give a mapping with kind stdio, function or asserts")
    kind = reference.get("kind")
    if kind not in _KINDS:
        said = f"the tests' kind is {kind!r}" if "kind" in reference else "the tests have no 'kind'"
        raise UnusableError(f"{said}: give one of {', '.join(_KINDS)}")
    made, needed, more = _KINDS[kind]
    known = sorted((*needed, *more, "kind", "language", "limits"))
    if unknown := [str(name) for name in reference if name not in known]:
        raise UnusableError(f"tests of kind '{kind}' have no '{unknown[0]}': they have {', '.join(known)}")
    given = {name: value for name, value in reference.items() if name != "kind" and value is not None}
    for name in needed:
        if name not in given:
            raise UnusableError(f"tests of kind '{kind}' need '{name}'")
    if kind == "function" and "checker" in given:
        given |= _closeness(given.pop("checker"))
    try:
        return made(**given)
    except UnusableError:
        raise
    except RewardError as problem:  # of a checker or a language
        raise UnusableError(str(problem)) from problem


def _closeness(checker: Any) -> dict[str, Any]:
    """What a checker means for returned values."""
    described = {"kind": checker} if isinstance(checker, str) else checker
    if isinstance(described, Mapping):
        rest: dict[str, Any] = {name: value for name, value in described.items() if name != "kind"}
        kind = described.get("kind")
        if kind == "exact" and not rest:
            return {}
        if kind == "unordered" and not rest:
            return {"unordered": True}
        if kind == "floats" and set(rest) <= {"absolute", "relative"}:
            floats = checkers.Floats(**rest)
            return {"absolute": floats.absolute, "relative": floats.relative}
    raise UnusableError(f"function tests cannot use checker {checker!r}: give exact, unordered or floats")


def _common(tests: Tests) -> None:
    if tests.language is not None:
        if not isinstance(tests.language, str):
            raise UnusableError(f"language is {_kind(tests.language)}: give a name such as python or cpp")
        language = languages.get(tests.language)
        if not isinstance(tests, StdioTests) and not language.is_python:
            raise UnusableError(
                f"tests that call functions are Python's, and the language is {language.name}: use stdio"
            )
    if not isinstance(tests.limits, Mapping):
        raise UnusableError(f"limits is {_kind(tests.limits)}: give a mapping such as {{'cpu': 2}}")
    try:
        Limits.of(tests.limits)
    except SandboxError as problem:
        raise UnusableError(str(problem)) from problem


def _listed(cases: Any) -> Sequence[Any]:
    if not isinstance(cases, Sequence) or isinstance(cases, str | bytes):
        raise UnusableError(f"cases is {_kind(cases)}: give a list")
    if not cases:
        raise UnusableError("cases is empty: give at least one")
    return cases


def _pair(case: Any, place: int) -> tuple[str, str]:
    if isinstance(case, Mapping):
        missing = [name for name in ("input", "output") if name not in case]
        if missing:
            raise UnusableError(f"case {place} has no '{missing[0]}': give input and output")
        if unknown := [str(name) for name in case if name not in {"input", "output"}]:
            raise UnusableError(f"case {place} has an unknown '{unknown[0]}': it may have input and output")
        case = case["input"], case["output"]
    if not isinstance(case, Sequence) or len(case) != 2:
        raise UnusableError(f"case {place} is {_kind(case)}: give input and output")
    for name, value in zip(("input", "output"), case, strict=True):
        if not isinstance(value, str):
            raise UnusableError(f"case {place}: {name} is {_kind(value)}: give text")
        try:
            value.encode()
        except UnicodeEncodeError as problem:
            raise UnusableError(f"case {place}: {name} is no text that can be written: {problem.reason}") from problem
    return case[0], case[1]


def _call(case: Any, place: int) -> Mapping[str, Any]:
    if not isinstance(case, Mapping):
        raise UnusableError(f"case {place} is {_kind(case)}: give a mapping with args and expected")
    if "expected" not in case:
        raise UnusableError(f"case {place} has no 'expected'")
    if unknown := [str(name) for name in case if name not in {"args", "kwargs", "expected"}]:
        raise UnusableError(f"case {place} has an unknown '{unknown[0]}': it may have args, kwargs and expected")
    args, kwargs = case.get("args", []), case.get("kwargs") or {}
    if not isinstance(args, list | tuple):
        raise UnusableError(f"case {place}: args is {_kind(args)}: give a list of the arguments")
    if not isinstance(kwargs, Mapping) or not all(isinstance(name, str) for name in kwargs):
        raise UnusableError(f"case {place}: kwargs is {_kind(kwargs)}: give a mapping of names")
    for name, value in (("args", list(args)), ("kwargs", dict(kwargs)), ("expected", case["expected"])):
        try:
            encode(value)
        except CodecError as problem:
            raise UnusableError(f"case {place}: {name} cannot be handed to a submission: {problem}") from problem
    return {"args": tuple(args), "kwargs": dict(kwargs), "expected": case["expected"]}


def names_called(tests: Tests) -> frozenset[str]:
    """The names that a submission has to define, as far as the tests tell: the last block that does is the program."""
    if isinstance(tests, StdioTests):
        return frozenset()
    if tests.entry_point:
        return frozenset(tests.entry_point.split("."))
    if isinstance(tests, FunctionTests):  # pragma: no cover - it has an entry point
        return frozenset()
    nodes = list(ast.walk(ast.parse(tests.code)))
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    own = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return frozenset(name for name in called - own if not hasattr(builtins, name))


def _asserts(tree: ast.Module, *, checks: bool) -> bool:
    """Whether running the statements, as a test runner would, asserts something."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            runs = node.name.startswith("test") or (checks and node.name == "check")
        elif isinstance(node, ast.ClassDef):
            runs = any(ast.unparse(base).endswith("TestCase") for base in node.bases)
        else:
            runs = not isinstance(node, ast.AsyncFunctionDef | ast.Import | ast.ImportFrom)
        if runs and any(isinstance(one, ast.Assert | ast.Raise | ast.Call) for one in ast.walk(node)):
            return True
    return False


def _is_name(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return all(part.isidentifier() and not keyword.iskeyword(part) for part in value.split("."))


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__
