"""What the rewards on short answers in plain words share: their fields, and the answer that they read."""

from __future__ import annotations

from collections.abc import Mapping

from r1rewards import math, plain_answers, templates
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError
from r1rewards.plain_answers import Answer
from r1rewards.rewards.final_part import final_part
from r1rewards.templates import Template


def require_known(normalise: object, extract: object) -> None:
    """Raises RewardError unless the fields hold values that there are."""
    if normalise not in plain_answers.NORMALISE:
        raise RewardError(f"normalise is {normalise!r:.60}: choose one of {', '.join(plain_answers.NORMALISE)}")
    if extract not in plain_answers.EXTRACTS:
        raise RewardError(f"extract is {extract!r:.60}: choose one of {', '.join(plain_answers.EXTRACTS)}")


def backends(template: Template | None, extract: str) -> Mapping[str, str]:
    """The engines' revisions."""
    claims = {"r1rewards.math": math.REVISION} if extract == "claimed" else {}
    layout = {"templates": templates.REVISION} if template else {}
    return {"r1rewards.plain_answers": plain_answers.REVISION, **claims, **layout}


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
