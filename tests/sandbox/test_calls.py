"""Tests that call a submission, in every tier that this system reaches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from no_sandbox import no_sandbox, reached
from r1sandbox import Limits, Sandbox, SandboxError, Status, Tier
from r1sandbox.values import Case, TestJob, TestOutcome

pytestmark = pytest.mark.skipif(bool(no_sandbox()), reason=no_sandbox() or "")

SQUARES = (Case((3,), {}, 16), Case((10,), {}, 107), Case((-4,), {}, 23))
RIGHT = "def f(x):\n    return x * x + 7\n"


@pytest.fixture(scope="module", params=[Tier.A, Tier.B])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    if request.param not in reached():
        pytest.skip(f"this system does not reach tier {request.param}")
    with Sandbox(Limits(cpu=1.0, wall=60.0, memory=512 << 20), slots=1, tier=request.param) as made:
        yield made


def asserts(sandbox: Sandbox, source: str, code: str, **more: Any) -> TestOutcome:
    return sandbox.test(TestJob(source, code=code, **more))


def calls(sandbox: Sandbox, source: str, *cases: Case, **more: Any) -> TestOutcome:
    return sandbox.test(TestJob(source, cases or SQUARES, **({"entry_point": "f"} | more)))


def test_a_right_function(sandbox: Sandbox) -> None:
    outcome = calls(sandbox, RIGHT)
    assert outcome.passed
    assert [(case.number, case.input, case.expected, case.got) for case in outcome.cases] == [
        (0, "3", "16", "16"),
        (1, "10", "107", "107"),
        (2, "-4", "23", "23"),
    ]
    assert outcome.submission.ok


def test_a_wrong_function_ends_at_its_first_failure(sandbox: Sandbox) -> None:
    source = "def f(x):\n    return 0 if x > 5 else x * x + 7\n"
    outcome = calls(sandbox, source)
    assert [case.ok for case in outcome.cases] == [True, False]
    assert not outcome.passed
    whole = calls(sandbox, source, keep_going=True)
    assert [case.ok for case in whole.cases] == [True, False, True]
    assert not whole.passed


def test_a_case_that_ends_the_submission_does_not_end_the_others(sandbox: Sandbox) -> None:
    for ending, status in (
        ("while True: pass", Status.TIME_LIMIT),
        ("import os; os._exit(0)", Status.WRONG_EXIT),
        ("import ctypes; ctypes.string_at(0)", Status.CRASHED),
        ("import ctypes; ctypes.CDLL(None).unshare(0x10000000)", Status.KILLED),
    ):
        source = f"def f(x):\n    if x == 10:\n        {ending}\n    return x * x + 7\n"
        outcome = calls(sandbox, source, keep_going=True)
        assert [(case.ok, case.status) for case in outcome.cases] == [(True, None), (False, status), (True, None)]
        assert not outcome.passed
        assert len(calls(sandbox, source).cases) == 2


def test_each_case_has_the_limits_to_itself(sandbox: Sandbox) -> None:
    source = "from time import process_time as t\ndef f(x):\n    s = t()\n    while t() - s < 0.6: pass\n    return x\n"
    assert calls(sandbox, source, *(Case((i,), {}, i) for i in range(3))).passed


@pytest.mark.parametrize(
    ("source", "entry", "args", "kwargs", "expected"),
    [
        pytest.param("class Solution:\n    def f(self, x): return x", "f", (1,), {}, 1, id="solution"),
        pytest.param("class A:\n    def f(self, x): return x", "A.f", (1,), {}, 1, id="method"),
        pytest.param("def f(a, *, b=2): return a + b", "f", (1,), {"b": 5}, 6, id="keywords"),
        pytest.param("def f(x): return (1, (2,))", "f", (1,), {}, [1, [2]], id="tuple-for-list"),
        pytest.param("def f(x): return (i for i in range(3))", "f", (1,), {}, [0, 1, 2], id="generator"),
        pytest.param("def f(x): return 0.1 + 0.2", "f", (1,), {}, 0.3, id="rounding"),
        pytest.param("import collections\ndef f(x): return collections.Counter('aab')", "f", (1,), {}, {"a": 2, "b": 1},
                     id="counter"),
        pytest.param("def f(x): print(x); return x", "f", (1,), {}, 1, id="prints"),
        pytest.param("def f(x): return x", "f", ("\ud800",), {}, "\ud800", id="surrogate"),
        pytest.param("def f(x): return 2 ** 5000", "f", (1,), {}, 2**5000, id="huge"),
        pytest.param("f = lambda x: x", "f", (None,), {}, None, id="none"),
        pytest.param("f = sorted", "f", ([2, 1],), {}, [1, 2], id="builtin"),
    ],
)  # fmt: skip
def test_calls_that_hold(
    sandbox: Sandbox, source: str, entry: str, args: tuple[Any, ...], kwargs: dict[str, Any], expected: Any
) -> None:
    outcome = calls(sandbox, source, Case(args, kwargs, expected), entry_point=entry)
    assert outcome.passed, outcome


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("def f(x): return True", ""),
        ("def f(x): return '1'", ""),
        ("def f(x): return None", ""),
        ("def g(x): return 1", "NameError: name 'f' is not defined"),
        ("def f(): return 1", "TypeError"),
        ("def f(x): raise KeyError('no')", "KeyError: 'no'"),
        ("def f(x): raise SystemExit(0)", "RuntimeError: SystemExit: 0"),
        ("import sys; sys.exit(0)", "RuntimeError: SystemExit: 0"),
        ("def f(x:", "SyntaxError"),
        ("class I(int):\n    def __eq__(s, o): return True\ndef f(x): return I(2)", ""),
        ("class A:\n    def __eq__(s, o): return True\ndef f(x): return A()", ""),
        ("def f(x): return f", ""),
        ("def f(x):\n    a = []\n    a.append(a)\n    return a", "nests deeper"),
        ("def f(x): return 'a' * (9 << 20)", "larger than 8 MiB"),
        ("def f(x): return iter(int, 1)", ""),
        ("import os\nos.write(3, b'\\x08\\0\\0\\0{\"r\": 1}')\ndef f(x): return 2", ""),
        ("import os\nos.write(3, b'\\xff\\xff\\xff\\xff')\ndef f(x): return 1", "larger than 8 MiB"),
        ("import os\nos.write(3, b'\\x02\\0\\0\\0[]')\ndef f(x): return 1", "is none"),
        ("import os\nos.write(3, b'\\x01\\0\\0\\0x')\ndef f(x): return 1", "no JSON"),
        ("import os\nos.close(3)\ndef f(x): return 1", "exit code 1"),
    ],
    ids=str,
)
def test_calls_that_do_not_hold(sandbox: Sandbox, source: str, error: str) -> None:
    outcome = calls(sandbox, source, Case((1,), {}, 1))
    assert not outcome.passed
    assert not any(case.ok for case in outcome.cases)
    assert error in outcome.cases[-1].error


def test_answers_given_in_advance_do_not_help(sandbox: Sandbox) -> None:
    # Each answer is read for whatever is asked next: a name first, then a call. It has to know what will be expected.
    frame = 'import struct, os\ndef say(t): os.write(3, struct.pack("<I", len(t)) + t)\n'
    source = frame + "def f(x):\n    say(b'{\"r\": 16}')\n    return 16\n"
    assert not calls(sandbox, source).passed


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("def f(x): return x", "assert f(3) == 3\nassert f([1]) == [1]", id="asserts"),
        pytest.param("def sum(a, b): return a + b", "assert sum(10, 15) == 25\nassert sum(5, 10) == 15", id="sum"),
        pytest.param("def f(x): x.sort()", "l = [2, 1]\nf(l)\nassert l == [1, 2]", id="in-place"),
        pytest.param("def f(d, s): d['a'] = 1; s.add(2)", "d, s = {}, {3}\nf(d, s)\nassert d['a'] == 1 and 2 in s",
                     id="in-place-more"),
        pytest.param("def f(g, l): return [g(x) for x in l]", "assert f(lambda x: -x, [1, 2]) == [-1, -2]", id="calls"),
        pytest.param("class P:\n    def __init__(self, a): self.a = a\ndef f(l): return max(p.a for p in l)",
                     "assert f([P(1), P(3)]) == 3\np = P(1)\np.a = 9\nassert f([p]) == 9 and p.a == 9", id="class"),
        pytest.param("class Stack:\n    def __init__(self): self.l = []\n    def push(self, x): self.l.append(x)\n"
                     "    def __len__(self): return len(self.l)\n    def __getitem__(self, i): return self.l[i]",
                     "s = Stack()\ns.push(4)\nassert len(s) == 1 and s[0] == 4", id="methods"),
        pytest.param("class V:\n    def __init__(s, x): s.x = x\n    def __add__(s, o): return V(s.x + o.x)\n"
                     "    def __str__(s): return f'V{s.x}'", "assert str(V(1) + V(2)) == 'V3'", id="operators"),
        pytest.param("class NoError(ValueError): pass\ndef f(x): raise NoError('no')",
                     "try:\n    f(1)\nexcept NoError as e:\n    assert e.args\nelse:\n    assert 0", id="exception"),
        pytest.param("def f(x): raise ZeroDivisionError", "try:\n    f(1)\nexcept ArithmeticError:\n    pass\nelse:\n"
                     "    assert False", id="builtin-exception"),
        pytest.param("def f(x): return math.pi", "import math\nassert not math.isnan(1.0)\nassert f is not None",
                     id="nothing-called"),
        pytest.param("import math\ndef f(x): return 2.0", "assert math.isclose(f(1), 2)", id="module"),
        pytest.param("def f(x): return lambda y: x + y", "assert f(1)(2) == 3", id="closure"),
        pytest.param("N = 7\ndef f(): return N", "assert f() == N", id="constant"),
        pytest.param("def f(x): return {1, 2}", "def check(c):\n    assert c(1) == {2, 1}\ncheck(f)", id="checks"),
        pytest.param("def f(x, t): return [v for v in x if type(v) is t]", "assert f([1, 'a'], int) == [1]", id="type"),
        pytest.param("def f(x): return x", "import unittest\nclass T(unittest.TestCase):\n    def t(self):\n"
                     "        self.assertEqual(f(1), 1)\nT('t').t()", id="unittest"),
    ],
)  # fmt: skip
def test_asserts_that_hold(sandbox: Sandbox, source: str, code: str) -> None:
    outcome = asserts(sandbox, source, code)
    assert outcome.passed, outcome


def test_humaneval_form(sandbox: Sandbox) -> None:
    code = "METADATA = {}\n\ndef check(candidate):\n    assert candidate(2) == 4\n    assert other(1) == 2\n"
    source = "def square(x): return x * x\ndef other(x): return x + 1"
    assert asserts(sandbox, source, code, entry_point="square").passed
    wrong = asserts(sandbox, source, code, entry_point="other")
    assert not wrong.passed
    assert (wrong.cases[0].expected, wrong.cases[0].got) == ("4", "3")


@pytest.mark.parametrize(
    ("source", "code", "error"),
    [
        ("def f(x): return x + 1", "assert f(1) == 1", ""),
        ("def f(x): return 1", "assert f(1) == 1\nassert f(2) == 2", ""),
        ("abs = lambda x: 0\ndef f(x): return 9", "assert abs(f(1) - 1) < 1e-6", ""),
        ("all = lambda x: True\ndef f(x): return 9", "assert all([f(1) == 1])", ""),
        ("import math\nmath.isclose = lambda *a: True\ndef f(x): return 9", "assert math.isclose(f(1), 2)", ""),
        ("class math:\n    isclose = lambda *a: True\ndef f(x): return 9", "assert math.isclose(f(1), 2)", ""),
        ("def f(x): raise StopIteration", "for a, b in zip(map(f, [1]), [1]): assert a == b", "StopIteration"),
        ("def f(x): raise AssertionError", "assert f(1) == 1", ""),
        ("class A:\n    def __eq__(s, o): return True\ndef f(x): return A()", "assert f(1) == 1", ""),
        ("class A:\n    def __eq__(s, o): return True\ndef f(x): return A()", "assert f(1) == f(2)", "own code"),
        ("class A:\n    def __lt__(s, o): return True\ndef f(x): return A()", "assert f(1) < 5", "own code"),
        ("class A:\n    def __bool__(s): return True\nf = A()", "assert not f", ""),
        ("def f(x): return x", "assert g(1) == 1", "NameError"),
        ("def check(c): pass\ndef f(x): return 2", "def check(c):\n    assert c(1) == 1\ncheck(f)", ""),
    ],
    ids=str,
)
def test_asserts_that_do_not_hold(sandbox: Sandbox, source: str, code: str, error: str) -> None:
    outcome = asserts(sandbox, source, code)
    assert not outcome.passed
    assert error in outcome.cases[-1].error


@pytest.mark.parametrize(
    "code",
    [
        "assert abs(f(2) - 1.41421) < 1e-6",
        "assert abs(1.41421 - f(2)) < 1e-6",
        "assert 0.99 < f(2) / 77.123 < 1.01",
        "assert -f(2) == 3",
        "assert abs(f(2)) < 1",
        "assert f(2) % 2 == 0",
        "assert f(2) in (1, 2)",
        "assert f(2) == f(3)",
    ],
)
def test_computing_with_an_object_is_no_verdict_and_tells_it_nothing(sandbox: Sandbox, code: str) -> None:
    source = """
class E:
    def note(self, *args):
        if args: print("SEEN", args)
        return 0.0
    __sub__ = __rsub__ = __truediv__ = __rtruediv__ = __mod__ = __neg__ = __abs__ = note
    __eq__ = lambda self, other: print("SEEN") or True
def f(x): return E()
"""
    outcome = asserts(sandbox, source, code)
    assert not outcome.passed
    assert b"SEEN" not in outcome.submission.stdout


def test_dying_does_not_shrink_the_total(sandbox: Sandbox) -> None:
    code = "\n".join(f"assert f({i}) == {i % 4}" for i in range(10))
    source = "import os\ndef f(x):\n    if x == 3: os._exit(0)\n    return x % 4 if x < 6 else -1\n"
    outcome = asserts(sandbox, source, code, keep_going=True)
    assert [case.ok for case in outcome.cases] == [True, True, True, False]
    assert outcome.total == 10


@pytest.mark.parametrize("when", ["after the last answer", "between"])
def test_an_attack_beside_right_answers_is_told(sandbox: Sandbox, when: str) -> None:
    hostile = "ctypes.CDLL(None).unshare(0x10000000)"
    if when == "between":
        source = f"import ctypes, threading\ndef g():\n    asked.wait()\n    {hostile}\n"
        source += "asked = threading.Event()\nbeside = threading.Thread(target=g)\nbeside.start()\n"
        source += "def f(x):\n    if x == 10:\n        asked.set()\n        beside.join()\n    return x * x + 7\n"
    else:
        source = f"import ctypes\ndef f(x):\n    if x == -4:\n        {hostile}\n    return x * x + 7\n"
    outcome = calls(sandbox, source)
    assert not outcome.passed
    assert outcome.cases[-1].status is Status.KILLED


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("import os\ndef f(x): os._exit(0)", "try:\n    f(1)\n    assert False\nexcept Exception:\n    pass"),
        ("import os\ndef f(x): os._exit(0)", "try:\n    f(1)\n    assert False\nexcept BaseException:\n    pass"),
        ("MyErr = AssertionError\ndef f(x): pass", "try:\n    f(1)\n    assert False\nexcept MyErr:\n    pass"),
        ("MyErr = Exception\ndef f(x): pass", "try:\n    f(1)\n    assert False\nexcept MyErr:\n    pass"),
        ("def f(x): return lambda: 0", "try:\n    f(1) < 3\n    assert False\nexcept Exception:\n    pass"),
    ],
)
def test_a_test_that_catches_everything_catches_no_broken_connection(sandbox: Sandbox, source: str, code: str) -> None:
    assert not asserts(sandbox, source, code).passed


TREE = """
class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val, self.left, self.right = val, left, right
"""


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("def f(x): return x", "def test_f():\n    assert f(1) == 1\n\ndef test_g():\n    assert f(2) == 2", id="pytest"),
        pytest.param("def f(x): return x", "import unittest\nclass T(unittest.TestCase):\n    def setUp(self): self.x = 1\n"
                     "    def test_f(self): self.assertEqual(f(self.x), 1)\n\n"
                     "if __name__ == '__main__':\n    unittest.main()", id="unittest"),
        pytest.param("def f(x): return x", "def check(c):\n    assert c(1) == 1\nif __name__ == '__main__': check(f)", id="main"),
        pytest.param(TREE + "def depth(n): return n and 1 + max(depth(n.left), depth(n.right)) or 0",
                     TREE + "assert depth(TreeNode(1, TreeNode(2), TreeNode(3, TreeNode(4)))) == 3", id="tree"),
        pytest.param("def depth(n): return n and 1 + max(depth(n.left), depth(n.right)) or 0",
                     TREE + "assert depth(TreeNode(1, TreeNode(2), TreeNode(3, TreeNode(4)))) == 3", id="tree-undefined"),
        pytest.param(TREE + "def f(n): n.left, n.right = n.right, n.left; return n",
                     TREE + "r = f(TreeNode(1, TreeNode(2), TreeNode(3)))\nassert (r.left.val, r.right.val) == (3, 2)", id="swap"),
        pytest.param("import enum\nclass C(enum.IntEnum):\n    A = 1\ndef f(): return C.A", "assert f() == 1\nassert f() == C.A", id="enum"),
        pytest.param("class L(list): pass\ndef f(): return L([1])", "assert f() == [1]", id="subclass"),
        pytest.param("class A:\n    _index = 7\ndef f(): return A()", "assert f()._index == 7", id="names"),
        pytest.param("def f(x): return x\nimport sys\nsys.exit(0)", "assert f(1) == 1", id="exit-behind"),
        pytest.param("def f(x): return x\nprint(f(int(input())))", "assert f(1) == 1", id="input-behind"),
    ],
)  # fmt: skip
def test_more_asserts_that_hold(sandbox: Sandbox, source: str, code: str) -> None:
    outcome = asserts(sandbox, source, code)
    assert outcome.passed, outcome
    wrong = asserts(sandbox, "def f(*x): return 99\ndef depth(n): return 99", code)
    assert not wrong.passed


@pytest.mark.parametrize(
    "code",
    ["METADATA = dict(a=1)", "x = len('a')\nassert x == 1", "import no_such_module_here\nassert f(1) == 1"],
)
def test_tests_in_which_the_submission_has_no_say_are_unusable(sandbox: Sandbox, code: str) -> None:
    outcome = asserts(sandbox, "def f(x): return x", code)
    assert not outcome.passed
    assert outcome.cases[-1].unusable


CHANGING = """
class G:
    dtype = 1
    def __init__(self, t): self.t, self.n = t, 0
    def tolist(self):
        self.n += 1
        return (self.n + self.t) % 2
    __array__ = __iter__ = tolist
def f(n): return [G(i) for i in range(n)]
"""


def test_objects_are_not_asked_what_they_equal(sandbox: Sandbox) -> None:
    case = Case((4,), {}, [0, 1, 1, 0])
    assert not calls(sandbox, CHANGING, case, unordered=True).passed
    assert not calls(sandbox, CHANGING, Case((1,), {}, [1]), unordered=True).passed
    assert not calls(sandbox, CHANGING, Case((1,), {}, [0])).passed


@pytest.mark.parametrize(
    ("source", "caught"),
    [
        ("E = (AssertionError,)", "E"),
        ("class S:\n    E = AssertionError", "S.E"),
        ("E = [AssertionError]", "tuple(E)"),
        ("def g(): return AssertionError", "g()"),
        ("E = {1: BaseException}", "E[1]"),
    ],
)
def test_no_answer_catches_what_the_tests_raise(sandbox: Sandbox, source: str, caught: str) -> None:
    code = f"try:\n    f(-1)\n    assert False\nexcept {caught}:\n    pass"
    assert not asserts(sandbox, f"{source}\ndef f(x): pass", code).passed


def test_names_of_the_library_are_the_tests_own(sandbox: Sandbox) -> None:
    lies = "Counter = isclose = lambda *a: 0\nclass np:\n    allclose = lambda *a: True\ndef f(x): return [9]"
    for code in (
        "assert Counter(f(1)) == Counter([1])",
        "assert isclose(f(1)[0], 1.0)",
        "assert np.allclose(f(1), [1])",
    ):
        assert not asserts(sandbox, lies, code).passed
    assert asserts(sandbox, "def isclose(x): return x", "assert isclose(1) == 1").passed


def test_threads_of_the_submission_are_not_waited_for(sandbox: Sandbox) -> None:
    source = "import threading, time\nthreading.Thread(target=time.sleep, args=(3,)).start()\n" + RIGHT
    outcome = calls(sandbox, source)
    assert outcome.passed
    assert outcome.submission.wall < 2.5


def test_many_long_verdicts(sandbox: Sandbox) -> None:
    cases = tuple(Case((number,), {}, 0) for number in range(1500))
    outcome = calls(sandbox, 'def f(x): return "\U0001f600" * 2000', *cases, keep_going=True)
    assert len(outcome.cases) == outcome.total == 1500


def test_many_items_in_any_order(sandbox: Sandbox) -> None:
    pairs = [[number, f"{number}"] for number in range(20_000)]
    assert calls(sandbox, "def f(x): return x[::-1]", Case((pairs,), {}, pairs), unordered=True).passed
    floats = [number / 7 for number in range(2000)]
    case = Case((floats,), {}, floats)
    assert calls(sandbox, "def f(x): return [v + 1e-13 for v in x[::-1]]", case, unordered=True).passed
    assert not calls(sandbox, "def f(x): return x[1:] + x[1:2]", case, unordered=True).passed


def test_an_answer_that_is_too_large_costs_one_case(sandbox: Sandbox) -> None:
    source = "def f(x): return 'a' * (9 << 20) if x == 10 else x * x + 7"
    outcome = calls(sandbox, source, keep_going=True)
    assert [case.ok for case in outcome.cases] == [True, False, True]
    assert outcome.cases[1].status is Status.OUTPUT_LIMIT


def test_values_that_cannot_cross_are_refused(sandbox: Sandbox) -> None:
    with pytest.raises(SandboxError, match="cannot cross"):
        calls(sandbox, RIGHT, Case((object(),), {}, 1))
    with pytest.raises(SandboxError, match="either cases or code"):
        TestJob("")
    with pytest.raises(SandboxError, match="entry point"):
        TestJob("", SQUARES)


def test_the_submission_sees_no_expected_value(sandbox: Sandbox) -> None:
    source = """
import gc, os, sys
def f(x):
    seen = [repr(o) for o in gc.get_objects() if isinstance(o, (str, bytes, list, dict, tuple))]
    return any(''.join(['91827', '3645']) in text for text in seen)
"""
    outcome = calls(sandbox, source, Case((1,), {}, False), Case((2,), {}, 918273645))
    assert [case.ok for case in outcome.cases] == [True, False]
    assert outcome.cases[1].got == "False"
