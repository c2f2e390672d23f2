"""A batch of submissions on the slots of a sandbox: every case of every submission waits in one line."""

from __future__ import annotations

import atexit
import pickle
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import cache

from r1rewards.code import checkers, languages
from r1rewards.code.checkers import Checker, ProgramChecker
from r1rewards.code.languages import Language
from r1rewards.code.tests import AssertTests, FunctionTests, StdioTests, Tests
from r1rewards.workers.pool import fair_share
from r1sandbox import Job, Limits, Outcome, Sandbox, Status
from r1sandbox.calls.shown import cut
from r1sandbox.values import Case, CaseResult, TestJob

_COMPILING = Limits(cpu=30.0, memory=2 << 30, output=64 << 20, disk=256 << 20, processes=32, threads=64)
_CHECKING = Limits(cpu=10.0, memory=1 << 30)


@dataclass(frozen=True, slots=True)
class Submission:
    """A program, and what it is tested with. Equal submissions are run once.

    Attributes:
        source: the program.
        language: its language.
        tests: the tests.
        limits: what each case may use.
        keep_going: whether cases behind a failed one are run too.
    """

    source: str
    language: Language
    tests: Tests
    limits: Limits
    keep_going: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a submission.

    Attributes:
        cases: the cases up to the first that failed, or all.
        total: how many there are; of asserts, how many were reached.
        problem: why none could be run: it does not compile.
        status: how compiling ended, if it is the problem.
        unusable: what is wrong with the data set's own checker program; nothing is said about the submission then.
        cpu: seconds of processor time, of all cases.
        memory: bytes, of the case that took the most.
    """

    cases: tuple[CaseResult, ...]
    total: int
    problem: str = ""
    status: Status | None = None
    cpu: float = 0.0
    memory: int = 0
    unusable: str = ""

    @property
    def passed(self) -> bool:
        """Whether every case was run and holds."""
        return (
            not (self.problem or self.unusable)
            and bool(self.cases)
            and len(self.cases) == self.total
            and all(c.ok for c in self.cases)
        )


@cache
def shared_sandbox(limits: Limits, preimports: tuple[str, ...], *, commands: bool) -> Sandbox:
    """The process-wide sandbox of this configuration.

    Raises:
        r1sandbox.UnsupportedError: this system cannot run untrusted code safely.
    """
    # A zygote's folder has one size: large enough for whatever a task may allow itself.
    roomy = replace(limits, disk=max(limits.disk, _COMPILING.disk))
    # One slot more than processors: a submission and its tests wait for each other.
    sandbox = Sandbox(roomy, slots=fair_share() + 1, preimports=preimports, commands=commands)
    atexit.register(sandbox.close)
    return sandbox


def run_all(submissions: Sequence[Submission], preimports: tuple[str, ...], base: Limits) -> list[Result]:
    """What came of each submission, in order; equal ones are run once, and all share the slots.

    Raises:
        r1sandbox.UnsupportedError: this system cannot run untrusted code safely.
    """
    known: dict[tuple[str, bytes], _Run] = {}
    chosen: list[_Run] = []
    for submission in submissions:
        # Not by `==`, for which 1 and True are one.
        rest = submission.language, submission.tests, submission.limits, submission.keep_going
        key = submission.source, _fingerprint(rest)
        if key not in known:
            commands = not submission.language.is_python or _needs_commands(submission.tests)
            known[key] = _Run(submission, shared_sandbox(base, preimports, commands=commands))
        chosen.append(known[key])
    runs = list(dict.fromkeys(chosen))
    steps = [(run, step) for run in runs for step in range(run.steps)]
    slots = max((run.sandbox.slots for run in runs), default=1)
    if len(steps) <= 1 or slots == 1:
        for run, step in steps:
            run.run_step(step)
    else:
        with ThreadPoolExecutor(min(slots, len(steps)), thread_name_prefix="r1rewards-code") as threads:
            waiting: list[Future[None]] = []
            try:
                for run, step in steps:  # inside: Ctrl-C may come while they are still handed out
                    waiting.append(threads.submit(run.run_step, step))
                for done in waiting:
                    done.result()
            except BaseException:  # Ctrl-C too: nobody waits for programs that loop
                threads.shutdown(wait=False, cancel_futures=True)
                while left := [future for future in waiting if not future.done()]:
                    for sandbox in {id(run.sandbox): run.sandbox for run in runs}.values():
                        sandbox.interrupt()
                    wait(left, timeout=0.1)  # and again: a run may have been about to begin
                raise
    return [run.result() for run in chosen]


def _fingerprint(parts: tuple[object, ...]) -> bytes:
    """Equal for equal parts only; for what cannot be written down, this object's own."""
    try:
        return pickle.dumps(parts)
    except Exception:  # noqa: BLE001 - a class of somebody else's
        return repr(tuple(map(id, parts))).encode()


def _needs_commands(tests: Tests) -> bool:
    checker = tests.checker if isinstance(tests, StdioTests) else None
    return isinstance(checker, ProgramChecker) and not languages.get(checker.language).is_python


@dataclass(eq=False, slots=True)
class _Run:
    """One submission on its way. Steps are cases, or one for tests that run as a whole."""

    submission: Submission
    sandbox: Sandbox
    cases: dict[int, CaseResult] = field(default_factory=dict)
    failed: int | None = None
    problem: tuple[str, Status | None] | None = None
    total: int = 0
    cpu: float = 0.0
    memory: int = 0
    unusable: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _built: Mapping[str, bytes] | None = None

    @property
    def steps(self) -> int:
        tests = self.submission.tests
        return len(tests.cases) if isinstance(tests, StdioTests) else 1

    def run_step(self, step: int) -> None:
        """Does one step, unless an earlier one has failed and that is enough."""
        if self.problem or (self.failed is not None and self.failed < step and not self.submission.keep_going):
            return
        if isinstance(self.submission.tests, StdioTests):
            self._run_stdio(self.submission.tests, step)
        else:
            self._run_calls(self.submission.tests)

    def result(self) -> Result:
        """The results up to the first failure; which later cases ran depends on scheduling."""
        cases = [self.cases[number] for number in sorted(self.cases)]
        if not self.submission.keep_going:
            first = next((place for place, case in enumerate(cases) if not case.ok), None)
            cases = cases if first is None else cases[: first + 1]
        total = self.steps if isinstance(self.submission.tests, StdioTests) else self.total
        problem, status = self.problem or ("", None)
        return Result(tuple(cases), total, problem, status, self.cpu, self.memory, self.unusable)

    def _run_stdio(self, tests: StdioTests, step: int) -> None:
        submission = self.submission
        given, expected = tests.cases[step]
        program = self._program()
        if program is None:
            return
        outcome = self.sandbox.run(replace(program, stdin=given, limits=submission.limits))
        output = outcome.stdout.decode("utf-8", "replace")
        if outcome.ok:
            fault, status = self._fault(checkers.get(tests.checker), given, output, expected)
        else:
            fault, status = _said(outcome), outcome.status
        case = CaseResult(
            step, fault is None, status, fault or "", cut(given), cut(expected), cut(output), lost=outcome.lost
        )
        self._record([case], outcome)

    def _run_calls(self, tests: FunctionTests | AssertTests) -> None:
        submission = self.submission
        if isinstance(tests, FunctionTests):
            cases = tuple(Case(case["args"], case["kwargs"], case["expected"]) for case in tests.cases)
            job = TestJob(
                submission.source, cases, None, tests.entry_point, tests.relative, tests.absolute, tests.unordered
            )
        else:
            job = TestJob(submission.source, None, tests.code, tests.entry_point)
        found = self.sandbox.test(replace(job, keep_going=submission.keep_going, limits=submission.limits))
        results = list(found.cases)
        self.unusable = next((case.unusable for case in results if case.unusable), "")
        outcome = found.submission
        if outcome.status is Status.INTERNAL_ERROR:
            lost = CaseResult(len(results), ok=False, status=outcome.status, error=outcome.detail, lost=outcome.lost)
            results.append(lost)
        elif not results:
            results.append(CaseResult(0, ok=False, error="no case could be run"))
        self.total = len(tests.cases) if isinstance(tests, FunctionTests) else max(found.total, len(results))
        self._record(results, outcome)

    def _record(self, results: list[CaseResult], outcome: Outcome) -> None:
        with self._lock:
            self.cpu += outcome.cpu
            self.memory = max(self.memory, outcome.memory)
            for case in results:
                self.cases[case.number] = case
                if not case.ok:
                    self.failed = case.number if self.failed is None else min(self.failed, case.number)

    def _program(self) -> Job | None:
        """A job that runs the submission, compiled once; None if it cannot be."""
        submission = self.submission
        if submission.language.is_python:
            return Job(source=submission.source)
        with self._lock:
            if self._built is None and self.problem is None:
                built = _compiled(submission.source, submission.language, self.sandbox)
                if isinstance(built, Outcome):
                    limit = built.status if built.status is not Status.WRONG_EXIT else None
                    self.problem = f"it does not compile: {cut(_written(built.stderr) or built.detail)}", limit
                else:
                    self._built = built
            return None if self._built is None else Job(argv=submission.language.run, files=self._built)

    def _fault(self, checker: Checker, given: str, output: str, expected: str) -> tuple[str | None, Status | None]:
        """(why an output is wrong or None, the status if it is the sandbox that failed)."""
        if not isinstance(checker, ProgramChecker):
            return checker.fault(given, output, expected), None
        language = languages.get(checker.language)
        texts = {"input.txt": given, "output.txt": output, "answer.txt": expected}
        files = {name: text.encode("utf-8", "replace") for name, text in texts.items()}
        if language.is_python:
            job = Job(source=checker.source, args=tuple(texts), files=files, limits=_CHECKING)
        else:
            judge = _compiled_checker(checker, self.sandbox)
            if isinstance(judge, Outcome):
                if judge.status is Status.INTERNAL_ERROR:
                    return judge.detail, judge.status
                said = cut(_written(judge.stderr) or judge.detail)
                self.unusable = f"the checker program does not compile: {said}"
                return self.unusable, None
            job = Job(argv=(*language.run, *texts), files={**judge, **files}, limits=_CHECKING)
        outcome = self.sandbox.run(job)
        if outcome.ok:
            return None, None
        if outcome.status is Status.INTERNAL_ERROR:
            return outcome.detail, outcome.status
        said = cut(_written(outcome.stderr or outcome.stdout))
        return f"the checker program refuses it: {said or outcome.detail}", None


def _compiled(source: str, language: Language, sandbox: Sandbox) -> Mapping[str, bytes] | Outcome:
    """The files that run a program; or how compiling ended, if there are none."""
    files = {language.file: source.encode("utf-8", "replace")}
    if not language.compile:
        return files
    outcome = sandbox.run(Job(argv=language.compile, files=files, keep=(language.program,), limits=_COMPILING))
    return outcome.files or outcome


_checkers: dict[tuple[ProgramChecker, int], Mapping[str, bytes]] = {}
"""Checker programs that have been compiled."""


def _compiled_checker(checker: ProgramChecker, sandbox: Sandbox) -> Mapping[str, bytes] | Outcome:
    """As `_compiled`, once for each checker program."""
    key = checker, id(sandbox)
    if key not in _checkers:
        built = _compiled(checker.source, languages.get(checker.language), sandbox)
        if isinstance(built, Outcome):
            return built
        _checkers[key] = built
    return _checkers[key]


def _written(stream: bytes) -> str:
    return stream.decode("utf-8", "replace").strip()


def _said(outcome: Outcome) -> str:
    """Why a run did not end well: its status, and the last line that it wrote to standard error."""
    lines = _written(outcome.stderr).splitlines()
    last = f": {lines[-1][:200]}" if lines and outcome.status in {Status.WRONG_EXIT, Status.CRASHED} else ""
    return f"{outcome.status}: {outcome.detail}{last}"
