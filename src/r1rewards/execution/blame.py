"""Who is to blame where a worker dies or overruns: one sample, found by running it alone."""

from __future__ import annotations

from collections.abc import Callable

from r1rewards.core.reward import Reward, inseparable, score_apart
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import SampleError, WorkerCrashError, WorkerOverrunError

CRASHES = 2
"""How often a sample must kill its worker on its own to be blamed: the first time may be the machine's."""


def score_with_blame(
    call: Callable[[list[Sample]], list[Score]],
    reward: Reward,
    samples: list[Sample],
    timeout: float | None,
    *,
    is_closed: Callable[[], bool] = lambda: False,
) -> list[Score]:
    """The scores of a piece of work, run again one sample at a time (or one group) where it dies or overruns.

    Args:
        call: has a worker score some of the samples; raises WorkerOverrunError, WorkerCrashError, or SampleError for
            samples that cannot be sent to it.
        reward: the reward.
        samples: the piece.
        timeout: seconds per sample.
        is_closed: whether the workers die because somebody closed the executor; nobody is to blame then.
    """
    parts = inseparable(reward, samples)
    for attempt in range(1, CRASHES + 1):
        try:
            return call(samples)
        except SampleError as problem:
            if len(parts) == 1:
                return [Score.skipped(str(problem))] * len(samples)
        except WorkerOverrunError:
            if len(parts) == 1:
                return [Score(0.0, Verdict.LIMIT, f"The sample took longer than {timeout:g} s")] * len(samples)
        except WorkerCrashError:
            if is_closed():
                raise
            if len(parts) == 1 and attempt < CRASHES:
                continue
            if len(parts) == 1:
                reason = f"The sample killed its worker process {CRASHES} times"
                return [Score(0.0, Verdict.LIMIT, reason)] * len(samples)
        break
    return score_apart(
        parts, samples, lambda alone: score_with_blame(call, reward, alone, timeout, is_closed=is_closed)
    )
