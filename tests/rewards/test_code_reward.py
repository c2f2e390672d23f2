from __future__ import annotations

import gzip
import json
import pickle
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import r1rewards as r1
from no_sandbox import no_sandbox
from r1rewards.code import Language
from r1rewards.errors import RewardError
from r1sandbox import Limits, Outcome, Sandbox, Status, UnsupportedError
from waiting import PATIENCE, interrupted_when

needs_sandbox = pytest.mark.skipif(bool(no_sandbox()), reason=no_sandbox() or "")
needs_cpp = pytest.mark.skipif(shutil.which("g++") is None, reason="g++ is not installed")

ADD = {"kind": "stdio", "cases": [{"input": "1 2", "output": "3"}, {"input": "5 5", "output": "10"}]}
SQUARES = {
    "kind": "function",
    "entry_point": "f",
    "cases": [{"args": [3], "expected": 16}, {"args": [10], "expected": 107}],
}
QUICK = Limits(cpu=1.0, wall=60.0)


def fenced(code: str, tag: str = "python") -> str:
    return f"<think>I think.</think>\n```{tag}\n{code}\n```\n"


def score(code: str, reference: Any, tag: str = "python", **fields: Any) -> r1.Score:
    return r1.grade(r1.CodeReward(**({"limits": QUICK} | fields)), [r1.Sample(fenced(code, tag), reference)])[0]


@needs_sandbox
def test_a_right_program() -> None:
    result = score("a, b = map(int, input().split())\nprint(a + b)", ADD)
    assert (result.value, result.verdict, result.reason) == (1.0, "correct", "It passes all 2 tests")
    assert result.answer == "a, b = map(int, input().split())\nprint(a + b)\n"
    assert result.data["cases"] == ["correct", "correct"]
    assert (result.data["passed"], result.data["total"]) == (2, 2)
    usage = result.data["usage"]
    assert 0 < usage["cpu_seconds"] < 5
    assert usage["memory_bytes"] >= 0
    assert [span.label for span in result.spans] == ["answer"]


@needs_sandbox
@pytest.mark.parametrize(
    ("code", "verdict", "reason"),
    [
        ("print(3)", "incorrect", "Case 2 of 2: word 1 is '3', expected '10'"),
        ("print('3', end='')\nraise SystemExit(1)", "incorrect", "wrong exit: exit code 1"),
        ("print(3)\n1 / 0", "incorrect", "ZeroDivisionError: division by zero"),
        ("import sys; sys.exit(0)", "incorrect", "0 words, expected 1"),
        ("while True: pass", "limit", "time limit: it used 1 s"),
        ("x = [0] * 10**10", "limit", "memory limit"),
        ("while True: print('a' * 10**6)", "limit", "output limit"),
        ("import os; os.kill(os.getppid(), 9)", "flagged", "killed by policy"),
        ("import ctypes; ctypes.CDLL(None).ptrace(0, 0, 0, 0)", "flagged", "it called ptrace"),
        ("import ctypes; ctypes.string_at(0)", "incorrect", "crashed: signal 11 (SIGSEGV)"),
        ("def f(:", "incorrect", "SyntaxError"),
    ],
)
def test_what_becomes_of_others(code: str, verdict: str, reason: str) -> None:
    result = score(code, ADD)
    assert (result.value, result.verdict) == (0.0, verdict)
    assert reason in result.reason
    assert "\n" not in result.reason
    assert result.data["first_failure"]["why"]


@needs_sandbox
def test_the_first_failure_is_shown() -> None:
    result = score("print(3)", ADD)
    assert result.data["first_failure"] == {
        "case": 1,
        "input": "5 5",
        "expected": "10",
        "got": "3\n",
        "why": "word 1 is '3', expected '10'",
    }
    long = score("print(input() * 10**5)", {"kind": "stdio", "cases": [("ab" * 5000, "no")]})
    assert all(len(str(value)) <= 500 for value in long.data["first_failure"].values())
    called = score("def f(x):\n    return x if x > 5 else 16", SQUARES)
    assert called.reason == "Case 2 of 2: got 10, expected 107"
    assert called.data["first_failure"]["input"] == "10"


@needs_sandbox
def test_fractions() -> None:
    half = "a, b = map(int, input().split())\nprint(3)"
    assert score(half, ADD).value == 0.0
    result = score(half, ADD, credit="share")
    assert (result.value, result.verdict) == (0.5, "partial")
    assert result.reason.startswith("1 of 2 cases hold")
    assert score("def f(x): return 16", SQUARES, credit="share").value == 0.5
    asserts = {"kind": "asserts", "code": "assert f(1) == 1\nassert f(2) == 1\nassert f(3) == 1\nassert f(4) == 1"}
    assert score("def f(x): return x % 2", asserts, credit="share").value == 0.5
    evil = "import os\nif input() == '5 5': os.kill(os.getppid(), 9)\nprint(3)"
    for credit in ("share", "first-failure"):
        flagged = score(evil, ADD, credit=credit)
        assert (flagged.value, flagged.verdict) == (0.0, "flagged")


@needs_sandbox
def test_the_share_before_the_first_failure() -> None:
    asserts = {"kind": "asserts", "code": "assert f(1) == 1\nassert f(2) == 0\nassert f(3) == 2\nassert f(4) == 0"}
    result = score("def f(x): return x % 2", asserts, credit="first-failure")
    assert (result.value, result.verdict) == (0.5, "partial")
    assert result.reason.startswith("2 of 4 cases hold before the first failure; Case 3 of 4")
    assert score("def f(x): return 0", asserts, credit="first-failure").value == 0.0
    assert score("def f(x): return [1, 0, 2, 0][x - 1]", asserts, credit="first-failure").value == 1.0


@needs_sandbox
def test_functions_and_asserts() -> None:
    right = "def f(x):\n    return x * x + 7"
    assert score(right, SQUARES).verdict == "correct"
    assert score(right, json.dumps(SQUARES)).verdict == "correct"
    assert score(right, r1.AssertTests("assert f(3) == 16")).reason == "It passes the test"
    check = {"kind": "asserts", "code": "def check(c):\n    assert c(3) == 16", "entry_point": "f"}
    assert score(right, check).verdict == "correct"
    assert score("def g(x): return 1", check).verdict == "incorrect"
    assert score("print('passed')\nimport sys\nsys.exit(0)", check).verdict == "incorrect"


@needs_sandbox
@needs_cpp
def test_cpp() -> None:
    reference = ADD | {"language": "cpp"}
    right = "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b; }"
    assert score(right, reference, "cpp").verdict == "correct"
    assert score(right, ADD, "c++", language="cpp").verdict == "correct"
    assert score(right, ADD, "", language="c++").verdict == "correct"
    wrong = score("int main( {}", reference, "cpp")
    assert wrong.verdict == "incorrect"
    assert "it does not compile" in wrong.reason
    assert score("int main() { for (;;); }", reference, "cpp").verdict == "limit"
    assert score("int main() { *(volatile int *)0 = 1; }", reference, "cpp").verdict == "incorrect"
    assert score("#include <unistd.h>\nint main() { fork(); return 1; }", reference, "cpp").verdict == "incorrect"
    ptrace = "#include <sys/ptrace.h>\nint main() { ptrace(PTRACE_ATTACH, 1, 0, 0); }"
    assert score(ptrace, reference, "cpp").verdict == "flagged"
    include = score('#include "/etc/passwd"\nint main() {}', reference, "cpp")
    assert "root:" not in include.reason


@needs_sandbox
def test_the_language_is_the_tasks() -> None:
    result = score("#include <iostream>", ADD, "cpp")
    assert (result.verdict, result.reason) == ("incorrect", "The program is in cpp, and the task asks for python")
    missing = Language("zz", ("zz",), "a.zz", run=("no-such-command", "a.zz"), install="install zz")
    result = score("x", ADD, "zz", language=missing)
    assert (result.value, result.verdict) == (None, "skipped")
    assert "needs 'no-such-command', which is not installed here: install zz" in result.reason
    shell = Language("sh", ("sh", "bash"), "main.sh", run=("sh", "main.sh"))
    assert score("read a b; echo $((a + b))", ADD, "bash", language=shell).verdict == "correct"


@needs_sandbox
def test_checkers() -> None:
    floats = {"kind": "stdio", "cases": [("", "0.333333333")], "checker": {"kind": "floats", "absolute": 1e-4}}
    assert score("print(1 / 3)", floats).verdict == "correct"
    assert score("print(0.34)", floats).verdict == "incorrect"
    judge = "import sys\nn = int(open(sys.argv[1]).read())\nx = int(open(sys.argv[2]).read())\nsys.exit(x * x != n)"
    special = {"kind": "stdio", "cases": [("49", "7")], "checker": {"kind": "program", "source": judge}}
    assert score("print(-7)", special).verdict == "correct"
    assert score("print(8)", special).verdict == "incorrect"
    refused = score("print('x')", special)
    assert refused.verdict == "incorrect"
    assert "the checker program refuses it" in refused.reason


@needs_sandbox
@needs_cpp
def test_a_compiled_checker() -> None:
    judge = (
        "#include <fstream>\nint main(int, char **v) { int n, x; std::ifstream(v[1]) >> n; std::ifstream(v[2]) >> x;"
        " return x * x != n; }"
    )
    checker = {"kind": "program", "source": judge, "language": "cpp"}
    special = {"kind": "stdio", "cases": [("49", "7")], "checker": checker}
    assert score("print(-7)", special).verdict == "correct"
    assert score("print(8)", special).verdict == "incorrect"


def test_no_program() -> None:
    reward = r1.CodeReward()
    if no_sandbox():
        pytest.skip(no_sandbox())
    results = r1.grade(reward, [r1.Sample("I don't know.", ADD), r1.Sample("<think>x", ADD)])
    assert [(result.value, result.verdict) for result in results] == [(0.0, "no-answer")] * 2
    whole = r1.CodeReward(rules=("whole",))
    assert r1.grade(whole, [r1.Sample("print(sum(map(int, input().split())))", ADD)])[0].verdict == "correct"


@needs_sandbox
def test_references_that_cannot_be_used() -> None:
    reward = r1.CodeReward()
    samples = [r1.Sample(fenced("x"), reference) for reference in (None, {}, {"kind": "stdio", "cases": []}, "42", ADD)]
    assert [index for index, _ in r1.check(reward, samples)] == [0, 1, 2, 3]
    assert [result.verdict for result in r1.grade(reward, samples)] == ["skipped"] * 4 + ["incorrect"]


@needs_sandbox
def test_limits_of_a_task() -> None:
    slow = "import time\nt = time.process_time()\nwhile time.process_time() - t < 1.3: pass\nprint(3)"
    one = {"kind": "stdio", "cases": [("", "3")]}
    assert score(slow, one | {"limits": {"wall": 60}}).verdict == "limit"
    assert score(slow, one | {"limits": {"cpu": 10, "wall": 60}}).verdict == "correct"


@needs_sandbox
def test_equal_submissions_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from r1rewards.code import running

    seen: list[str] = []
    take = running._Run.run_step
    monkeypatch.setattr(
        running._Run, "run_step", lambda run, step: (seen.append(run.submission.source), take(run, step))[1]
    )
    samples = [r1.Sample(fenced(f"print({i % 2 + 2})"), {"kind": "stdio", "cases": [("", "3")]}) for i in range(10)]
    results = r1.grade(r1.CodeReward(), samples)
    assert [result.value for result in results] == [0.0, 1.0] * 5
    assert Counter(seen) == {"print(2)\n": 1, "print(3)\n": 1}


@needs_sandbox
def test_neighbours_that_only_look_alike_are_judged_apart() -> None:
    one = {"kind": "function", "entry_point": "f", "cases": [{"args": [], "expected": 1}]}
    true = {"kind": "function", "entry_point": "f", "cases": [{"args": [], "expected": True}]}
    samples = [r1.Sample(fenced("def f(): return True"), tests) for tests in (one, true, one)]
    assert [result.value for result in r1.grade(r1.CodeReward(), samples)] == [0.0, 1.0, 0.0]


@needs_sandbox
def test_an_attack_pays_nothing_whatever_else_holds() -> None:
    code = "import ctypes\ndef f(x):\n    if x == 10: ctypes.CDLL(None).unshare(0x10000000)\n    return x * x + 7"
    for credit in ("all", "share", "first-failure"):
        result = score(code, SQUARES, credit=credit)
        assert (result.value, result.verdict) == (0.0, "flagged")
    dies = "import os\ndef f(x):\n    if x == 3: os._exit(0)\n    return x"
    tests = {"kind": "asserts", "code": "\n".join(f"assert f({i}) == {i}" for i in range(10))}
    assert score(dies, tests, credit="share").value == 0.3


@needs_sandbox
@needs_cpp
def test_a_checker_that_does_not_compile_is_the_data_sets_fault() -> None:
    checker = {"kind": "program", "source": "int main({", "language": "cpp"}
    result = score("print(7)", {"kind": "stdio", "cases": [("49", "7")], "checker": checker})
    assert (result.value, result.verdict) == (None, "skipped")
    assert "checker program does not compile" in result.reason


@needs_sandbox
def test_a_failure_of_the_sandbox_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Outcome(Status.INTERNAL_ERROR, detail="the machine was too busy")
    monkeypatch.setattr(Sandbox, "run", lambda self, job: broken)
    for reference, tag in ((ADD, "python"), (ADD | {"language": "cpp"}, "cpp")):
        result = score("x", reference, tag)
        assert (result.value, result.verdict) == (None, "error")
        assert "too busy" in result.reason
    lost = Outcome(Status.INTERNAL_ERROR, detail="the zygote is gone", lost=True)
    monkeypatch.setattr(Sandbox, "run", lambda self, job: lost)
    assert score("x", ADD).verdict == "limit"


@needs_sandbox
def test_scores_are_equal_though_the_clock_is_not() -> None:
    samples = [r1.Sample(fenced("print(3)"), ADD), r1.Sample(fenced("def f(x): return 0"), SQUARES)]
    first, second = (r1.grade(r1.CodeReward(), samples) for _ in range(2))
    assert first == second
    assert pickle.loads(pickle.dumps(first)) == first
    assert json.dumps(dict(first[0].data))


def test_where_nothing_can_be_run_it_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise UnsupportedError("untrusted code runs on Linux only, and this is Darwin: grade code there")

    monkeypatch.setattr("r1rewards.rewards.code.best_tier", refuse)
    result = r1.grade(r1.CodeReward(), [r1.Sample(fenced("print(3)"), ADD)])[0]
    assert (result.value, result.verdict) == (None, "skipped")
    assert "Darwin" in result.reason
    assert "sandbox-tier:none" in r1.signature(r1.CodeReward())


def test_other_systems_import_and_skip() -> None:
    program = """
import resource, sys
sys.platform = "darwin"
for name in [n for n in dir(resource) if n in {"RLIMIT_MSGQUEUE", "RLIMIT_SIGPENDING"}]:
    delattr(resource, name)
import r1rewards as r1
tests = {"kind": "stdio", "cases": [{"input": "", "output": "1"}]}
samples = [r1.Sample("```python\\nprint(1)\\n```", tests)]
print([score.verdict for score in r1.grade(r1.CodeReward(), samples)], r1.check(r1.CodeReward(), samples))
print(r1.signature(r1.CodeReward()))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "skipped" in done.stdout
    assert "Linux only" in done.stdout
    assert "sandbox-tier:none" in done.stdout


@needs_sandbox
def test_ctrl_c_does_not_wait_for_programs_that_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = [r1.Sample(fenced(f"while True: pass  # {number}"), ADD) for number in range(12)]
    reward = r1.CodeReward(limits=Limits(cpu=500))
    r1.grade(reward, [r1.Sample(fenced("print(3)"), ADD)])
    began: list[str] = []
    run = Sandbox.run
    monkeypatch.setattr(Sandbox, "run", lambda box, job: (began.append(job.source), run(box, job))[1])
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt), interrupted_when(lambda: began, "a program runs"):
        r1.grade(reward, samples)
    assert time.monotonic() - start < 2 * PATIENCE, "the first of them would take 500 seconds of processor time"
    monkeypatch.undo()
    assert r1.grade(reward, [r1.Sample(fenced("a, b = map(int, input().split())\nprint(a + b)"), ADD)])[0].value == 1.0


def test_configurations_that_cannot_be_used() -> None:
    for fields, problem in (
        ({"language": "cobol"}, "no language 'cobol'"),
        ({"limits": {"time": 1}}, "no limit 'time'"),
        ({"limits": 3}, "limits is int"),
        ({"rules": ()}, "no extraction rules"),
        ({"rules": ("anywhere",)}, "no extraction rule 'anywhere'"),
        ({"template": "r2"}, "no template 'r2'"),
    ):
        with pytest.raises(RewardError, match=problem):
            r1.CodeReward(**fields)
    with pytest.raises(RewardError, match="no command to run"):
        Language("x")
    assert r1.CodeReward(language="c++") == r1.CodeReward(language="cpp")
    assert r1.CodeReward(limits={"cpu": 2}) == r1.CodeReward(limits=Limits(cpu=2))


def test_the_signature_tells_what_matters() -> None:
    line = r1.signature(r1.CodeReward(limits=Limits(cpu=2)))
    assert "cpu=2" in line
    assert "sandbox-tier:" in line
    assert "r1rewards.code:" in line
    if shutil.which("g++"):
        assert "cpp:g++" in r1.signature(r1.CodeReward(language="cpp"))


@needs_sandbox
def test_humaneval(data_file: Callable[[str], Path]) -> None:
    with gzip.open(data_file("code/HumanEval.jsonl.gz"), "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    right, broken = [], []
    for row in rows:
        tests = {"kind": "asserts", "code": row["test"], "entry_point": row["entry_point"]}
        right.append(r1.Sample(fenced(row["prompt"] + row["canonical_solution"]), tests))
        broken.append(r1.Sample(fenced(row["prompt"] + "    return None\n"), tests))
    assert {r.verdict for r in r1.grade(r1.CodeReward(), right)} == {"correct"}
    assert {r.value for r in r1.grade(r1.CodeReward(), broken)} == {0.0}


@needs_sandbox
def test_mbpp(data_file: Callable[[str], Path]) -> None:
    rows = [json.loads(line) for line in data_file("code/mbpp.jsonl").read_text(encoding="utf-8").splitlines()]
    samples = []
    for row in rows:
        code = "\n".join([row["test_setup_code"] or "", *row["test_list"]])
        samples.append(r1.Sample(fenced(row["code"]), {"kind": "asserts", "code": code}))
    results = r1.grade(r1.CodeReward(limits=Limits(cpu=20)), samples)
    assert sum(result.verdict == "correct" for result in results) >= 972


@needs_sandbox
def test_code_contests(data_file: Callable[[str], Path]) -> None:
    path = data_file("code/sandboxfusion_code_eval_code_contests.jsonl")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        cases = [
            {"input": case["input"]["stdin"], "output": case["output"]["stdout"]} for case in json.loads(row["test"])
        ]
        # A program that knows the answers passes in the tests' form; one that is off by one case does not.
        answers = {case["input"]: case["output"] for case in cases}
        cheat = f"import sys\nsys.stdout.write({answers!r}[sys.stdin.read()])"
        reference = {"kind": "stdio", "cases": cases}
        assert score(cheat, reference, limits=Limits()).verdict == "correct"
        assert score("print('no such answer')", reference).verdict == "incorrect"
