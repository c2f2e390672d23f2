"""Accuracy on mathematics: the final answer against a gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import product
from operator import attrgetter
from typing import Any, Literal

from r1rewards import claims, math
from r1rewards.core.fields import require_finite
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.core.versions import installed
from r1rewards.core.wording import quoted
from r1rewards.errors import RewardError, UnusableError
from r1rewards.math.budget import Budget
from r1rewards.math.comparison import DEADLINE, Comparison
from r1rewards.math.extraction import extract_from, restated
from r1rewards.math.policy import DEFAULT
from r1rewards.math.reference import golds, problem
from r1rewards.math.tampering import MANY_MEMBERS, addressed_to_grader, disguised, scattered
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.templates import Template
from r1rewards.templates.server_fields import cut_off


@dataclass(frozen=True, slots=True)
class MathReward(LayoutReward[Sequence[str]]):
    r"""1 if the final answer equals the gold, else 0 (DeepSeek-R1, arXiv:2501.12948, section 2.2.2: accuracy reward).

    `Sample.reference` is the gold as data sets hold it (`\frac{14}{3}`, `$5$`, a number, a solution that ends in a box
    or in `#### 18`), or a list, any member of which is right.

    Attributes:
        template: the layout whose final part is read, or its name; None: everything after the last reasoning.
        rules: the extraction rules, in the order in which they are tried; see `math.RULES`.
        corrections: what to do with conflicting claims, one of `math.CORRECTIONS`.
        deadline: seconds that the symbolic tier may take for one sample; 0 leaves that tier out.
        percent: as in `math.Policy`, like all that follow.
        units: whether a missing unit is accepted.
        tolerance: relative difference up to which two numbers agree.
        decimals: which decimals agree with a number that they round.
        order: which lists have an order.
        assignment: whether `x = 5` agrees with `5`.
        decimal_comma: where `1,5` may mean `1.5`.
        unsimplified: whether `2 + 3` agrees with `5`.
        case: whether answers in words mind case.
        tentative: whether a hedged claim ("perhaps 42") in the last paragraph counts where there is no firm one, one of
            `math.TENTATIVE`. It never does in a text that was cut off.

    Raises:
        RewardError: a template, rule or policy does not exist, or the deadline is negative.
    """

    name = "math"
    reads = "final"

    template: Template | str | None = None
    rules: Sequence[str] = math.RULES
    corrections: Literal["marked", "never"] = "marked"
    deadline: float = DEADLINE
    percent: Literal["either", "value", "number"] = "either"
    units: Literal["optional", "required", "ignored"] = "optional"
    tolerance: float = 0.0
    decimals: Literal["printed", "exact", "places"] = "printed"
    order: Literal["brackets", "always", "never"] = "brackets"
    assignment: Literal["optional", "required"] = "optional"
    decimal_comma: Literal["answer", "both", "never"] = "answer"
    unsimplified: Literal["accepted", "rejected"] = "accepted"
    case: Literal["ignored", "kept"] = "ignored"
    tentative: Literal["accepted", "refused"] = "accepted"

    def __post_init__(self) -> None:
        LayoutReward.__post_init__(self)
        object.__setattr__(self, "rules", tuple(self.rules))
        math.require_known(self.rules, self.corrections, self.tentative)
        if self.deadline != float("inf") and require_finite(self.deadline, "deadline") < 0:
            raise RewardError(f"deadline is {self.deadline!r}: give seconds, or 0 to leave the symbolic tier out")
        _ = self.policy
        for name in ("deadline", "tolerance"):  # 0 and 0.0 are one reward, with one signature
            object.__setattr__(self, name, float(getattr(self, name)))

    @property
    def policy(self) -> math.Policy:
        """The choices of comparison as one value."""
        return _policy(*_policy_values(self))

    def _engines(self) -> Mapping[str, str]:
        symbolic = ("sympy", "math-verify", "latex2sympy2_extended") if self.deadline else ()
        return {
            "r1rewards.math": math.REVISION,
            "r1rewards.claims": claims.REVISION,
            **{library: installed(library) for library in ("mpmath", *symbolic)},
        }

    def _task(self, sample: Sample) -> Sequence[str]:
        right = golds(sample.reference)
        if not right:
            raise UnusableError(problem(sample.reference) or "The reference holds no gold")
        return right

    def _judge(self, sample: Sample, task: Sequence[str]) -> Score:
        final = self.layout.final(sample)
        tentative = "refused" if cut_off(sample.finish_reason) else self.tentative
        found = None if final is None else extract_from(final, self.rules, self.corrections, tentative)
        if found is None:
            return self._no_answer(self.layout.read(sample), "Nothing in the text claims to be the answer")
        tampering = disguised(found.answer, found.span) or addressed_to_grader(sample.text, found.span)
        if tampering is not None:
            return self._flagged(found, tampering, f"The text speaks to its grader: {quoted(tampering.value or '')}")
        return self._compared(found, task, self.policy)

    def _compared(self, found: math.Extraction, right: Sequence[str], policy: math.Policy) -> Score:
        """The verdict on a claim and its rivals: one gold must equal them all; else the best that can be said."""
        budget = Budget(self.deadline)
        best: Score | None = None
        claims = restated(found) if found.rivals else (found,)
        for gold, claim in product(right, claims):
            result = math.compare(gold, claim.answer, policy=policy, deadline=budget)
            score = self._verdict(claim, gold, result, policy, budget)
            if score.value or len(right) == len(claims) == 1:
                return score
            if best is None or _RANK[score.verdict] < _RANK[best.verdict]:
                best = score
        if best is None:  # pragma: no cover - there is a gold
            raise RewardError("there is no gold to compare with")
        return best

    def _verdict(
        self, found: math.Extraction, gold: str, result: Comparison, policy: math.Policy, budget: Budget
    ) -> Score:
        answer, span, rule, rivals, retraction = found
        data = {"gold": gold, "rule": rule, "tier": result.tier, "tried": result.tried, **self._data()}
        joint = "equals" if result.equal else "is not" if result.equal is False else "against"
        reason = f"{quoted(answer)} {joint} {quoted(gold)}: {result.reason}"
        if not rivals and retraction is None:
            if result.equal:
                return Score(1.0, Verdict.CORRECT, reason, answer, (span,), (), data)
            return self._wanting(found, gold, result, policy, reason, data)
        if rivals:
            data["rivals"] = [rival.value for rival in rivals]
            scatter = scattered(rivals)
            if scatter is not None:
                return self._flagged(found, scatter, f"The text makes {len(rivals) + 1} different claims", data)
        if not result.equal:
            if rivals:
                reason += f"; the text claims {quoted(rivals[0].value or '')} too, and every claim must equal the gold"
            return self._wanting(found, gold, result, policy, reason, data)
        verdict, value = Verdict.INCORRECT, 0.0
        conflict = _conflict(gold, rivals, policy, budget)
        if conflict is not None:
            reason = f"The text claims {quoted(conflict.value or '')} as well as {quoted(answer)}"
        elif retraction is not None:
            reason = f"The text takes {quoted(answer)} back: {quoted(retraction.value or '')}"
        else:
            verdict, value = Verdict.CORRECT, 1.0
        spans = (span, *rivals) if retraction is None else (span, *rivals, retraction)
        return Score(value, verdict, reason, answer, spans, (), data)

    def _wanting(  # noqa: PLR0913, PLR0917 - what one verdict is made of
        self,
        found: math.Extraction,
        gold: str,
        result: Comparison,
        policy: math.Policy,
        reason: str,
        data: Mapping[str, object],
    ) -> Score:
        """The verdict on an answer that is not the gold."""
        if result.equal is False and math.holds_among_others(gold, found.answer, MANY_MEMBERS, policy):
            span = Span(found.span.start, found.span.end, "tampering", "a list that holds the gold among others")
            return self._flagged(found, span, f"{reason}; the gold is one of many in it", data)
        spans = (found.span, *found.rivals)
        if result.equal is None and result.tier != "limit":  # nothing here reads the gold
            return Score(None, Verdict.SKIPPED, reason, found.answer, spans, (), data)
        verdict = Verdict.LIMIT if result.equal is None else Verdict.INCORRECT
        return Score(0.0, verdict, reason, found.answer, spans, (), data)

    def _flagged(
        self, found: math.Extraction, tampering: Span, reason: str, data: Mapping[str, object] | None = None
    ) -> Score:
        spans = (found.span, *found.rivals, tampering)
        return Score(0.0, Verdict.FLAGGED, reason, found.answer, spans, (), self._data() if data is None else data)


_policy_values = attrgetter(*(field.name for field in fields(math.Policy)))


@lru_cache(typed=True)  # rewards are often asked for one sample a call
def _policy(*values: Any) -> math.Policy:
    policy = math.Policy(*values)
    return DEFAULT if policy == DEFAULT else policy


_RANK = {Verdict.FLAGGED: 0, Verdict.LIMIT: 1, Verdict.INCORRECT: 2, Verdict.SKIPPED: 3}
"""Verdicts on an answer that equals none of several golds, the gravest first."""


def _conflict(gold: str, rivals: Sequence[Span], policy: math.Policy, budget: Budget) -> Span | None:
    """The first rival claim that is not the gold."""
    for rival in rivals:
        if not math.compare(gold, rival.value or "", policy=policy, deadline=budget).equal:
            return rival
    return None
