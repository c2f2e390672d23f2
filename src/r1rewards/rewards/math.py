"""Accuracy on mathematics: the final answer against a gold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from r1rewards import math, templates
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError
from r1rewards.math.budget import Budget
from r1rewards.math.comparison import DEADLINE
from r1rewards.math.reference import golds, problem
from r1rewards.rewards.versions import installed
from r1rewards.templates import Template


@dataclass(frozen=True, slots=True)
class MathReward:
    r"""1 if the final answer equals the gold, else 0 (DeepSeek-R1, arXiv:2501.12948, section 2.2.2: accuracy reward).

    `Sample.reference` is the gold as data sets hold it (`\frac{14}{3}`, `$5$`, a number, a solution that ends in a box
    or in `#### 18`), or a list, any member of which is right.

    Attributes:
        template: the layout whose final part is read; None: everything after the last `</think>`. A name will do.
        rules: the extraction rules, in the order in which they are tried; see `math.RULES`.
        corrections: what to do with conflicting claims, one of `math.CORRECTIONS`.
        deadline: seconds that the symbolic tier may take for one sample; 0 leaves that tier out.

    Raises:
        RewardError: a template, rule or policy does not exist, or the deadline is negative.
    """

    template: Template | None = None
    rules: tuple[str, ...] = math.RULES
    corrections: str = "marked"
    deadline: float = DEADLINE

    def __post_init__(self) -> None:
        if self.template is not None:
            object.__setattr__(self, "template", templates.get(self.template))
        object.__setattr__(self, "rules", tuple(self.rules))
        math.require_known(self.rules, self.corrections)
        if not self.deadline >= 0:
            raise RewardError(f"deadline is {self.deadline!r}: give seconds, or 0 to leave the symbolic tier out")

    @property
    def name(self) -> str:
        """Always "math"."""
        return "math"

    def backends(self) -> Mapping[str, str]:
        """The engine's revision, and the libraries of the symbolic tier."""
        symbolic = ("sympy", "math-verify", "latex2sympy2_extended") if self.deadline else ()
        layout = {"templates": templates.REVISION} if self.template else {}
        return {"r1rewards.math": math.REVISION, **layout, **{library: installed(library) for library in symbolic}}

    def check(self, sample: Sample, /) -> str | None:
        """What makes the reference no gold, or None."""
        return problem(sample.reference)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._score(sample) for sample in samples]

    def _score(self, sample: Sample) -> Score:
        fault = problem(sample.reference)
        if fault is not None:
            return Score.skipped(fault)
        response = self.template.read(sample) if self.template is not None else None
        found = math.extract(
            sample.text if response is None else response, rules=self.rules, corrections=self.corrections
        )
        if found is None:
            why = response.faults[0].value if response is not None and response.faults else None
            reason = f"No answer was found: {why}" if why else "Nothing in the text claims to be the answer"
            return Score(0.0, Verdict.NO_ANSWER, reason, data=self._layout())
        return self._judge(found, golds(sample.reference))

    def _judge(self, found: math.Extraction, right: Iterable[str]) -> Score:
        """The verdict on a claim and its rivals: one gold must equal them all; else the best that can be said."""
        budget = Budget(self.deadline)
        found_wanting: list[tuple[int, Score]] = []
        for gold in right:
            result = math.compare(gold, found.answer, deadline=budget)
            rival = _conflict(gold, found, budget) if result.equal else None
            data = self._layout() | {"gold": gold, "rule": found.rule, "tier": result.tier, "tried": list(result.tried)}
            others = [span.value for span in found.rivals]
            if others:
                data["rivals"] = others
            spans = (found.span, *found.rivals)
            if rival is not None:
                reason = f"The text claims {_short(rival.value or '')} as well as {_short(found.answer)}"
                found_wanting.append((0, Score(0.0, Verdict.INCORRECT, reason, found.answer, spans, (), data)))
                continue
            joint = {True: "equals", False: "is not", None: "against"}[result.equal]
            reason = f"{_short(found.answer)} {joint} {_short(gold)}: {result.reason}"
            if result.equal:
                return Score(1.0, Verdict.CORRECT, reason, found.answer, spans, (), data)
            if others:
                reason += f"; the text claims {_short(others[0] or '')} too, and every claim must equal the gold"
            verdict = Verdict.LIMIT if result.equal is None else Verdict.INCORRECT
            rank = 1 if result.equal is None else 2
            found_wanting.append((rank, Score(0.0, verdict, reason, found.answer, spans, (), data)))
        return min(found_wanting, key=itemgetter(0))[1]

    def _layout(self) -> dict[str, object]:
        return {} if self.template is None else {"template": self.template.name}


def _conflict(gold: str, found: math.Extraction, budget: Budget) -> Span | None:
    """The first rival claim that is not the gold."""
    for rival in found.rivals:
        if not math.compare(gold, rival.value or "", deadline=budget).equal:
            return rival
    return None


def _short(text: str) -> str:
    """A text as it can stand in a sentence."""
    text = " ".join(text.split())
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}…'"
