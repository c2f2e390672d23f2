"""Accuracy on programs: the submission is run against the task's tests, in a sandbox."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from r1rewards.code import languages
from r1rewards.code.checkers import ProgramChecker
from r1rewards.code.extraction import RULES, Program, extract, require_known
from r1rewards.code.languages import Language
from r1rewards.code.tests import StdioTests, Tests, names_called, parse
from r1rewards.core.sample import Sample
from r1rewards.core.score import Measured, Score, Verdict
from r1rewards.core.wording import one_line
from r1rewards.errors import RewardError, UnusableError
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template
from r1sandbox import REVISION as SANDBOX_REVISION
from r1sandbox import Limits, SandboxError, Status, UnsupportedError, best_tier

if TYPE_CHECKING:
    from r1rewards.code.running import Result
    from r1sandbox.values import CaseResult

Credit = Literal["all", "share", "first-failure"]


@refuse_renamed
@dataclass(frozen=True, slots=True)
class CodeReward(LayoutReward[Tests]):
    """1 if the program passes every test, else 0 (DeepSeek-R1, arXiv:2501.12948, section 2.2.2: accuracy reward).

    `Sample.reference` holds the tests: `StdioTests`, `FunctionTests` or `AssertTests`, or mappings with "kind" stdio,
    function or asserts. The program is the last fenced block after the reasoning, in the task's language.

    Attributes:
        language: the language of tasks that name none: python, cpp, c, or a `code.Language`.
        limits: what each case may use; tests may ask for others.
        credit: "all": a program that fails a case earns nothing, and its first failure ends it; "share": all cases are
            run, and it earns the share that it passes; "first-failure": the share that it passes before its first
            failure, which ends it.
        template: the layout whose final part is read, or its name; None: everything after the last reasoning.
        rules: where the program is looked for, in order: "answer-element", "fenced", "whole".
        preimports: modules that Python submissions find imported already, such as numpy.

    Raises:
        RewardError: a language, template or rule does not exist, or limits cannot be used.
    """

    name = "code"
    reads = "text"

    language: str | Language = "python"
    limits: Limits | Mapping[str, Any] = field(default_factory=Limits)
    credit: Credit = "all"
    template: Template | str | None = None
    rules: Sequence[str] = RULES
    preimports: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.language, Language):
            object.__setattr__(self, "language", languages.get(self.language).name)
        if isinstance(self.limits, Mapping):
            try:
                object.__setattr__(self, "limits", Limits.of(self.limits))
            except SandboxError as problem:
                raise RewardError(str(problem)) from problem
        if not isinstance(self.limits, Limits):
            raise RewardError(f"limits is {type(self.limits).__name__}: give Limits(…), or a mapping")
        LayoutReward.__post_init__(self)
        object.__setattr__(self, "rules", tuple(self.rules))
        object.__setattr__(self, "preimports", tuple(self.preimports))
        require_known(self.rules)

    def _engines(self) -> Mapping[str, str]:
        from r1rewards.code import REVISION  # noqa: PLC0415 - by its own name, beside the sandbox's

        found = {"r1rewards.code": REVISION, "r1sandbox": SANDBOX_REVISION, "sandbox-tier": _tier()}
        found["python"] = ".".join(map(str, sys.version_info[:3]))
        language = self.language if isinstance(self.language, Language) else languages.KNOWN.get(self.language)
        if language is not None and not language.is_python:
            found[language.name] = language.version()
        return found

    def check(self, sample: Sample, /) -> str | None:
        """Why the tests cannot be used here, or None."""
        return LayoutReward.check(self, sample) or _unsupported()

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        if samples and (problem := _unsupported()):
            return [Score.skipped(problem) for _ in samples]
        from r1rewards.code.running import Submission, run_all  # noqa: PLC0415 - system calls that others lack

        scores: dict[int, Score] = {}
        found: dict[int, tuple[Program, Submission]] = {}
        for index, sample in enumerate(samples):
            judged = self._submission(sample)
            if isinstance(judged, Score):
                scores[index] = judged
            else:
                program, tests, language = judged
                limits = Limits.of(tests.limits, self._limits)
                everything = self.credit == "share"
                found[index] = program, Submission(program.source or "", language, tests, limits, everything)
        results = run_all([submission for _, submission in found.values()], tuple(self.preimports), self._limits)
        for (index, (program, _)), result in zip(found.items(), results, strict=True):
            scores[index] = self._of_result(program, result)
        return [scores[index] for index in range(len(samples))]

    @property
    def _limits(self) -> Limits:
        return Limits.of(self.limits) if isinstance(self.limits, Mapping) else self.limits

    def _task(self, sample: Sample) -> Tests:
        tests = sample.once(("r1rewards.code.tests",), lambda one: parse(one.reference))
        if problem := self._unusable(tests):
            raise UnusableError(problem)
        return tests

    def _unusable(self, tests: Tests) -> str | None:
        language = languages.get(tests.language or self.language)
        if not isinstance(tests, StdioTests) and not language.is_python:
            return f"tests that call functions are Python's, and the language is {language.name}: use stdio tests"
        if missing := language.missing():
            return missing
        if isinstance(tests, StdioTests) and isinstance(tests.checker, ProgramChecker):
            return languages.get(tests.checker.language).missing()
        return None

    def _submission(self, sample: Sample) -> tuple[Program, Tests, Language] | Score:
        """The program and its tests; or a score, where there is nothing to run."""
        try:
            tests = self._task(sample)
        except UnusableError as problem:
            return Score.skipped(str(problem))
        language = languages.get(tests.language or self.language)
        response = self.layout.read(sample)
        program = extract(response, language, tuple(self.rules), defining=names_called(tests))
        if program is None:
            return self._no_answer(response, "The text submits no program: it has no fenced block", {})
        if program.source is None:
            reason = f"The program is in {program.tag}, and the task asks for {language.name}"
            return Score(0.0, Verdict.INCORRECT, reason, spans=(program.span,), data={"language": language.name})
        return program, tests, language

    def _of_result(self, program: Program, result: Result) -> Score:
        first = next((case for case in result.cases if not case.ok), None)
        passed = sum(case.ok for case in result.cases)
        verdict, value, reason = _judged(result, first, passed, self.credit)
        data: dict[str, object] = {
            "passed": passed,
            "total": result.total,
            "cases": [_named(case.status, case.ok) for case in result.cases],
            "usage": Measured(cpu_seconds=round(result.cpu, 6), memory_bytes=result.memory),
        }
        if first is not None:
            data["first_failure"] = {
                "case": first.number,
                "input": first.input,
                "expected": first.expected,
                "got": first.got,
                "why": first.error,
            }
        if value is None:
            return Score(None, verdict, reason, data=data)
        return Score(value, verdict, reason, program.source, (program.span,), (), data)


def _judged(result: Result, first: CaseResult | None, passed: int, credit: Credit) -> tuple[Verdict, float | None, str]:
    """(verdict, value, reason) of a submission's result."""
    if result.unusable:
        return Verdict.SKIPPED, None, one_line(f"The tests cannot be used: {result.unusable}", 400)
    if result.problem:
        verdict = _blame(result.status, lost=False)
        return verdict, None if verdict is Verdict.ERROR else 0.0, one_line(result.problem, 400)
    if result.passed:
        tests = "the test" if result.total == 1 else f"all {result.total} tests"
        return Verdict.CORRECT, 1.0, f"It passes {tests}"
    reason = one_line(f"Case {first.number + 1} of {result.total}: {first.error}" if first else "No case was run", 400)
    verdict = _blame(first.status if first else None, lost=bool(first and first.lost))
    if verdict is Verdict.ERROR:
        return verdict, None, reason
    # A flag anywhere is a flag: a program that attacks its grader is paid for no case.
    if any(case.status is Status.KILLED for case in result.cases):
        return Verdict.FLAGGED, 0.0, reason
    if credit == "share" and passed:
        return Verdict.PARTIAL, passed / result.total, f"{passed} of {result.total} cases hold; {reason}"
    if credit == "first-failure" and first and first.number:
        held = f"{first.number} of {result.total} cases hold before the first failure"
        return Verdict.PARTIAL, first.number / result.total, f"{held}; {reason}"
    return verdict, 0.0, reason


def _blame(status: Status | None, *, lost: bool) -> Verdict:
    if status is None:
        return Verdict.INCORRECT
    if status is Status.KILLED:
        return Verdict.FLAGGED
    if status is Status.INTERNAL_ERROR:
        return Verdict.LIMIT if lost else Verdict.ERROR
    return Verdict.LIMIT if status.is_limit else Verdict.INCORRECT


def _named(status: Status | None, ok: bool) -> str:
    return "correct" if ok else str(_blame(status, lost=True))


def _unsupported() -> str | None:
    try:
        best_tier()
    except UnsupportedError as problem:
        return str(problem)
    return None


def _tier() -> str:
    try:
        return str(best_tier())
    except UnsupportedError:
        return "none"
