"""In the tests' process: runs the tests and writes one line of JSON per case, as soon as it is known.

The description comes from the host, as JSON:

    {"kind": "function", "entry_point", "cases": [{"args", "kwargs", "expected"}], "checker", "all", "first"}
    {"kind": "asserts", "code", "entry_point", "all", "first"}

with values written by codec.encode; `all` goes on after a failure, `first` is the case to begin with.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import json
import os
import sys
from collections.abc import Callable
from importlib import import_module
from types import CodeType
from typing import Any

from r1sandbox.calls import codec, compare
from r1sandbox.calls.remote import OWN, Connection, OversizeError, SubmissionError, UnjudgeableError
from r1sandbox.calls.shown import cut

_GOT, _EXPECTED = "__got__", "__expected__"


def run(description: bytes, channel: int, result: int, lap: int) -> None:
    """Runs the tests of a description against the submission behind `channel`.

    Args:
        description: see above.
        channel: the way to the submission.
        result: descriptor of the file for the verdicts.
        lap: descriptor on which the start of each case is told; its clock begins there.
    """
    tests = json.loads(description)
    report = _Report(result, lap)
    connection = Connection(channel)
    cases = _function_cases(tests, connection) if tests["kind"] == "function" else _assert_cases(tests, connection)
    report.write({"total": len(cases) + tests["first"]})
    for case in cases:
        if not report.judge(case, connection) and (connection.gone or not tests["all"]):
            return
    if not connection.asked:
        report.write({"unusable": "they ask the submission nothing"})
    report.write({"done": True})


class _Case:
    """One case: its number, and what to do."""

    def __init__(self, number: int, do: Callable[[dict[str, Any]], bool]) -> None:
        self.number = number
        self.do = do


class _Report:
    def __init__(self, result: int, lap: int) -> None:
        self._result = result
        self._lap = lap

    def judge(self, case: _Case, connection: Connection) -> bool:
        with contextlib.suppress(OSError):
            os.write(self._lap, b".")
        found: dict[str, Any] = {"case": case.number, "ok": False}
        try:
            found["ok"] = case.do(found) is True
        except (SubmissionError, UnjudgeableError) as failure:
            found["error"] = str(failure)
            found["oversize"] = isinstance(failure, OversizeError)
        except AssertionError as failure:
            found["error"] = cut(str(failure))
        except codec.CodecError as failure:
            found["error"] = cut(str(failure))
        except (Exception, SystemExit) as failure:  # noqa: BLE001 - the submission's, or the test's own
            found["error"] = cut(f"{type(failure).__name__}: {failure}")
            if isinstance(failure, ImportError):
                found["error"] = cut(f"ImportError: {failure}")
        if not connection.asked and found.get("error", "").startswith("ImportError"):
            found["unusable"] = found["error"]  # nothing of the submission's has had a say
        if connection.gone:  # whatever the test made of it
            found["ok"], found["gone"] = False, True
        self.write(found)
        return bool(found["ok"])

    def write(self, found: dict[str, Any]) -> None:
        view = memoryview(json.dumps(found).encode() + b"\n")
        while view:
            view = view[os.write(self._result, view) :]


def _function_cases(tests: dict[str, Any], connection: Connection) -> list[_Case]:
    checker = tests["checker"]
    relative, absolute = checker.get("relative", compare.RELATIVE), checker.get("absolute", compare.ABSOLUTE)
    agree = compare.same_items if checker["kind"] == "unordered" else compare.same

    def judge(written: dict[str, Any], found: dict[str, Any]) -> bool:
        args = codec.decode(written["args"])
        named = codec.decode(written["kwargs"])
        expected = codec.decode(written["expected"])
        function = connection.name(tests["entry_point"])
        shown = [*map(_shown, args), *(f"{name}={_shown(value)}" for name, value in named.items())]
        found["input"] = cut(", ".join(shown))
        found["expected"] = _shown(expected)
        got = function(*args, **named)
        if hasattr(got, "__next__"):
            got = list(got)
        found["got"] = _shown(got)
        return agree(got, expected, relative, absolute)

    def case(number: int, written: dict[str, Any]) -> _Case:
        return _Case(number, lambda found: judge(written, found))

    return [case(number, written) for number, written in enumerate(tests["cases"])][tests["first"] :]


class _Names(dict[str, Any]):
    """The tests' names; what they do not define is the submission's."""

    def __init__(self, connection: Connection, own: str | None, modules: frozenset[str]) -> None:
        super().__init__(__name__=OWN)
        self._connection = connection
        self._own = own
        self._modules = modules

    def __missing__(self, name: str) -> Any:
        if name != self._own and (hasattr(builtins, name) or name.startswith("__")):
            raise KeyError(name)  # Python looks among the builtins then
        value = self._library(name) if name in self._modules else self._connection.name(name)
        self[name] = value
        return value

    def _library(self, name: str) -> Any:
        home = _BARE.get(name, name)
        module = import_module(home.partition(":")[0])
        return getattr(module, home.partition(":")[2]) if ":" in home else module


_BARE = {
    **{name: f"collections:{name}" for name in ("Counter", "defaultdict", "OrderedDict", "deque")},
    "isclose": "math:isclose",
    "Fraction": "fractions:Fraction",
    "Decimal": "decimal:Decimal",
    "np": "numpy",
}
"""Names that tests use without importing them, and that must not be the submission's word."""


def _assert_cases(tests: dict[str, Any], connection: Connection) -> list[_Case]:
    tree = ast.parse(tests["code"])
    entry = tests["entry_point"] or entry_point(tree)
    own = (entry or "").partition(".")[0] or None
    names = _Names(connection, own, _modules(tree) - {own})
    last: dict[str, Any] = {}
    names[_GOT] = lambda value: _note(last, "got", value)
    names[_EXPECTED] = lambda value: _note(last, "expected", value)
    cases: list[_Case] = []
    before: list[ast.stmt] = []

    def add(statements: list[ast.stmt], shown: str) -> None:
        code = _compiled(statements)

        def do(found: dict[str, Any]) -> bool:
            last.clear()
            found["input"] = cut(shown)
            try:
                exec(code, names)  # noqa: S102 - the data set's tests, in a process of their own
            except BaseException:
                found.update({key: _shown(value) for key, value in last.items()})
                raise
            return True

        cases.append(_Case(len(cases), do))

    for statement in _Runners().visit(tree).body:
        if isinstance(statement, ast.Assert):
            shown = ast.unparse(statement.test)
            add([*before, _Shower().visit(statement)], shown)
            before = []
        else:
            before.append(_Shower().visit(statement))
    calls = _named_tests(tree)
    if any(isinstance(s, ast.FunctionDef) and s.name == "check" for s in tree.body) and entry and not calls_check(tree):
        names["__entry__"] = lambda: connection.name(entry)
        calls.append(("check(__entry__())", f"check({entry})"))
    for call, shown in calls:
        add([*before, *ast.parse(call).body], shown)
        before = []
    if before and (not cases or any(not isinstance(s, _QUIET) for s in before)):
        add(before, "the end of the tests" if cases else cut(ast.unparse(before[-1])))
    return cases


class _Runners(ast.NodeTransformer):
    """Takes out `unittest.main()` and `pytest.main()`: the tests that they would find are found without them."""

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        call = node.value
        runs = isinstance(call, ast.Call) and ast.unparse(call.func) in {"unittest.main", "pytest.main"}
        return ast.copy_location(ast.Pass(), node) if runs else node


def _named_tests(tree: ast.Module) -> list[tuple[str, str]]:
    """(statement, name) for `def test_…():` and for the test methods of a TestCase, which a runner would call."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            needed = len(node.args.posonlyargs) + len(node.args.args) - len(node.args.defaults)
            if not needed and not _calls(tree, node.name):
                found.append((f"{node.name}()", node.name))
        elif isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith("TestCase") for base in node.bases):
            methods = [
                one.name for one in node.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test")
            ]
            if not _calls(tree, node.name):
                found += [(f"{node.name}({name!r}).debug()", f"{node.name}.{name}") for name in methods]
    return found


def calls_check(tree: ast.Module) -> bool:
    """Whether the tests call their `check` themselves."""
    return _calls(tree, "check")


_QUIET = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)
"""Statements behind the last assertion that assert nothing."""


def _note(last: dict[str, Any], key: str, value: Any) -> Any:
    last[key] = value
    return value


class _Shower(ast.NodeTransformer):
    """Makes `assert got == expected` remember both sides, so that a failure can be shown."""

    def visit_Assert(self, node: ast.Assert) -> ast.Assert:
        test = node.test
        if isinstance(test, ast.Compare) and len(test.ops) == 1:
            test.left = self._noted(_GOT, test.left)
            test.comparators = [self._noted(_EXPECTED, test.comparators[0])]
        return node

    def _noted(self, name: str, value: ast.expr) -> ast.expr:
        return ast.Call(ast.Name(name, ast.Load()), [value], [])


def _compiled(statements: list[ast.stmt]) -> CodeType:
    return compile(ast.fix_missing_locations(ast.Module(statements, [])), "tests", "exec")


def _calls(tree: ast.Module, name: str) -> bool:
    """Whether a statement of the tests, outside of functions, calls that name."""
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for statement in tree.body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for node in ast.walk(statement)
    )


def _modules(tree: ast.Module) -> frozenset[str]:
    """Names that the tests use as modules of the standard library: they take the real one, not the submission's."""
    nodes = list(ast.walk(tree))
    dotted = {node.value.id for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)}
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    library = frozenset(dotted - called) & sys.stdlib_module_names
    # Unless one of them is all that the tests know of the submission.
    bare = frozenset(names & _BARE.keys())
    others = {name for name in names - bare - library if not hasattr(builtins, name)}
    return library | bare if others else library


def entry_point(tree: ast.Module) -> str | None:
    """The function under test, where its name is one of Python's own (`assert sum(10, 15) == 25`); else None.

    A name that the tests do not define is the submission's. Only a name of Python's must be chosen: the one that every
    assertion calls, if the tests use no other name of the submission's.
    """
    defined = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    defined |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    defined |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    defined |= {
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - defined
    if any(not hasattr(builtins, name) for name in used):
        return None
    candidates: list[str] | None = None
    for statement in tree.body:
        if isinstance(statement, ast.Assert):
            called = [
                node.func.id
                for node in ast.walk(statement.test)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id not in defined
            ]
            candidates = called if candidates is None else [name for name in candidates if name in called]
    return candidates[-1] if candidates else None


def _shown(value: Any) -> str:
    try:
        return cut(repr(value))
    except Exception as failure:  # noqa: BLE001 - a value of the submission's
        return f"<{type(value).__name__}: {type(failure).__name__}>"
