"""What the rewards on short answers in plain words share: their fields, and the answer that they read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from r1rewards import math, plain_answers, templates
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError
from r1rewards.plain_answers import Answer
from r1rewards.rewards.final_part import final_part
from r1rewards.templates import Template


@dataclass(frozen=True, slots=True)
class ShortAnswerReward:
    """What a reward on short answers is made of; how an answer is worth something is its own `_score`.

    Raises:
        RewardError: there is no such template, or a field has another value.
    """

    template: Template | None = None
    normalise: Literal["squad", "unicode", "none"] = "squad"
    extract: Literal["whole", "claimed"] = "whole"

    def __post_init__(self) -> None:
        if self.template is not None:
            object.__setattr__(self, "template", templates.get(self.template))
        for name, known in (("normalise", plain_answers.NORMALISE), ("extract", plain_answers.EXTRACTS)):
            value = getattr(self, name)
            if value not in known:
                raise RewardError(f"{name} is {value!r:.60}: choose one of {', '.join(known)}")

    def backends(self) -> Mapping[str, str]:
        """The engines' revisions."""
        claims = {"r1rewards.math": math.REVISION} if self.extract == "claimed" else {}
        layout = {"templates": templates.REVISION} if self.template else {}
        return {"r1rewards.plain_answers": plain_answers.REVISION, **claims, **layout}

    def check(self, sample: Sample, /) -> str | None:
        """What makes the reference no gold, or None."""
        return plain_answers.problem(sample.reference)

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._judged(sample) for sample in samples]

    def _judged(self, sample: Sample) -> Score:
        golds = plain_answers.golds(sample.reference)
        if not golds:
            return Score.skipped(plain_answers.problem(sample.reference) or "The reference holds no gold")
        found = answer_of(sample, self.template, self.extract)
        return found if isinstance(found, Score) else self._score(found, golds)

    def _score(self, found: Answer, golds: Sequence[str]) -> Score:
        """What an answer is worth against the golds."""
        raise NotImplementedError


def answer_of(sample: Sample, template: Template | None, extract: str) -> Answer | Score:
    """The answer that a sample gives, or the score of one that gives none."""
    data = {"template": template.name} if template is not None else {}
    place = final_part(sample, template)
    if isinstance(place, str):
        return Score(0.0, Verdict.NO_ANSWER, place, data=data)
    found = plain_answers.read(sample.text, *place, extract)
    if found is None:
        reason = "Nothing in the text claims to be the answer" if extract == "claimed" else "The answer is blank"
        return Score(0.0, Verdict.NO_ANSWER, reason, data=data)
    return found
