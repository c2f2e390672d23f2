"""The host's side of tests that call a submission: two runs, joined by a socket that the host does not read."""

from __future__ import annotations

import json
import os
import select
import socket
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, NamedTuple

from r1sandbox.calls import codec, compare
from r1sandbox.calls.shown import unequal
from r1sandbox.errors import TestsError
from r1sandbox.slot import Raw, Running, Slot
from r1sandbox.values import LONGEST, CaseResult, Limits, Outcome, Status, TestJob, TestOutcome

_TESTER_SECONDS = 10.0
"""Processor time that the tests themselves may take, beside the submission's."""

_TESTER_SECONDS_A_CASE = 0.05
_TESTER_MEMORY = 2 << 30
_TESTER_BYTES_A_CASE = 32 << 10


def judge(job: TestJob, submissions: Slot, tests: Slot, default: Limits) -> TestOutcome:
    """Runs the tests; cases behind one that ended the submission are run in fresh processes, if wanted.

    Raises:
        LostError: a zygote is gone.
        TestsError: an argument or expected value cannot cross.
    """
    description = _description(job)
    limits = job.limits or default
    cases: list[CaseResult] = []
    while True:
        description["first"] = len(cases)
        found = _once(job, description, limits, submissions, tests)
        cases += found.cases
        total = max(found.total, len(cases))
        if found.submission.status is Status.INTERNAL_ERROR:
            return TestOutcome(tuple(cases), found.submission, total)
        # A case that ended the submission does not end the others; asserts may build on each other, and do end there.
        more = job.keep_going and job.cases is not None and len(cases) < len(job.cases)
        if found.complete or not more or not found.cases or found.cases[-1].ok:
            return TestOutcome(tuple(cases), found.submission, total)


class _Found(NamedTuple):
    """What one pair of processes came to."""

    cases: list[CaseResult]
    total: int
    complete: bool
    submission: Outcome


def _description(job: TestJob) -> dict[str, Any]:
    described: dict[str, Any] = {"entry_point": job.entry_point, "all": job.keep_going}
    if job.cases is None:
        return described | {"kind": "asserts", "code": job.code}
    try:
        cases = [
            {
                "args": codec.encode(list(case.args)),
                "kwargs": codec.encode(dict(case.kwargs)),
                "expected": codec.encode(case.expected),
            }
            for case in job.cases
        ]
    except codec.CodecError as problem:
        raise TestsError(f"a value of the tests: {problem}") from problem
    checker = {
        "kind": "unordered" if job.unordered else "exact",
        "relative": compare.RELATIVE if job.relative is None else job.relative,
        "absolute": compare.ABSOLUTE if job.absolute is None else job.absolute,
    }
    return described | {"kind": "function", "cases": cases, "checker": checker}


def _once(job: TestJob, description: dict[str, Any], limits: Limits, submissions: Slot, tests: Slot) -> _Found:
    """Runs the cases from `first` on."""
    laps = len(job.cases) if job.cases is not None else (job.code or "").count("assert") + 1
    own = replace(
        limits,
        cpu=min(limits.cpu + _TESTER_SECONDS + _TESTER_SECONDS_A_CASE * laps, LONGEST),
        wall=min(limits.wall_seconds * laps + _TESTER_SECONDS, LONGEST),
        memory=max(limits.memory, _TESTER_MEMORY),
        output=max(limits.output, codec.LARGEST, _TESTER_BYTES_A_CASE * laps),
    )
    # Only the zygotes may hold these while the runs last: an end that nobody holds is how the other side learns of it.
    held = ExitStack()
    with held, ExitStack() as stack:
        ours, theirs = socket.socketpair()
        bell, ring = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        verdict = os.memfd_create("verdict", os.MFD_CLOEXEC)
        stack.callback(os.close, verdict)
        held.callback(os.close, bell)
        held.callback(os.close, ring)
        held.callback(ours.close)
        held.callback(theirs.close)
        submission = stack.enter_context(
            submissions.begin(
                "calls", job.source.encode("utf-8", "surrogatepass"), limits,
                extra={"channel": theirs.fileno(), "lap_in": bell}, laps=laps,
            )
        )  # fmt: skip
        tester = stack.enter_context(
            tests.begin(
                "tests", json.dumps(description).encode(), own,
                extra={"channel": ours.fileno(), "result": verdict, "lap_out": ring},
            )
        )  # fmt: skip
        held.close()
        _wait([submission, tester])
        left, right = submission.raw(), tester.raw()
    outcome = submissions.outcome(left, limits, "calls")
    return _read(right, tests.outcome(right, own, "tests"), outcome)


def _wait(runs: list[Running]) -> None:
    """Until both have ended, whoever speaks first."""
    poll = select.poll()
    waiting = {run.channel.fileno(): run for run in runs}
    for descriptor in waiting:
        poll.register(descriptor, select.POLLIN)
    timeout = max(run.channel.gettimeout() or 0.0 for run in runs)
    while waiting:
        events = poll.poll(timeout * 1000)
        if not events:
            raise ValueError("no answer within the time that the runs may take")
        for descriptor, _ in events:
            if waiting[descriptor].advance():
                del waiting[descriptor]
                poll.unregister(descriptor)


def _read(tests: Raw, tester: Outcome, submission: Outcome) -> _Found:
    """What the tests wrote, and what their submission's end says about it."""
    lines = []
    for line in tests.result.splitlines(keepends=True):
        if not line.endswith(b"\n"):
            break  # cut off where the tests were ended
        lines.append(json.loads(line))
    cases = [_case(line) for line in lines if "case" in line]
    silent = next((line["unusable"] for line in lines if "unusable" in line and "case" not in line), "")
    if cases and silent:
        cases[-1] = replace(cases[-1], ok=False, unusable=silent)
    total = next((line["total"] for line in lines if "total" in line), 0)
    complete = any("done" in line for line in lines)
    last = lines[-1] if cases and not complete else {}
    ended = "" if submission.ok else submission.detail
    if not complete and not tester.ok and tester.status is Status.INTERNAL_ERROR:
        return _Found(cases, total, complete, tester)
    if submission.status is Status.KILLED or submission.status.is_limit or last.get("gone"):
        # The tests learnt at most that the submission was gone; why, its own zygote knows.
        status = Status.WRONG_EXIT if submission.ok else submission.status
        error = ended or "it ended by itself"
        if last.get("oversize"):
            status, error = Status.OUTPUT_LIMIT, cases[-1].error
        if not cases or (not complete and cases[-1].ok):
            cases.append(CaseResult(cases[-1].number + 1 if cases else 0, ok=False, status=status, error=error))
        elif not cases[-1].ok or submission.status is Status.KILLED:
            cases[-1] = replace(cases[-1], ok=False, status=status, error=error)
    elif not complete and (not cases or cases[-1].ok):
        why = ended or tester.detail or "no reason is known"
        number = cases[-1].number + 1 if cases else 0
        cases.append(CaseResult(number, ok=False, error=f"the tests ended early: {why}"))
    return _Found(cases, total, complete, submission)


def _case(line: dict[str, Any]) -> CaseResult:
    texts = {name: line.get(name, "") for name in ("error", "input", "expected", "got", "unusable")}
    if not line["ok"] and not texts["error"]:
        texts["error"] = unequal(texts["got"], texts["expected"])
    return CaseResult(line["case"], line["ok"], None, **texts)
