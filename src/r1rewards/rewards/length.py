"""Length: a score for the number of tokens, words or characters."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from r1rewards import counting
from r1rewards.core.fields import require_name
from r1rewards.core.reward import is_grouped, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError, UnusableError
from r1rewards.rewards.base import LayoutReward
from r1rewards.rewards.combine.shared import first_problem
from r1rewards.rewards.length_shapes import CosineScaled, LengthBand, Shape, SoftOverlong
from r1rewards.rewards.measured_text import part_of, require_measurable, token_ids
from r1rewards.rewards.renamed import refuse_renamed
from r1rewards.templates import Template, TextPart
from r1rewards.templates.server_fields import cut_off

Unit = Literal["tokens", "words", "characters"]
WithoutIds = Literal["skip", "words", "characters"]
Truncated = Literal["longest", "measured"]


@refuse_renamed
@dataclass(frozen=True, slots=True)
class LengthReward(LayoutReward["_Measured"]):
    """The value that a shape gives to the length of a text: `SoftOverlong`, `CosineScaled` or `LengthBand`.

    The verdict is `measured`; `Score.data` holds `length` and the `unit` it was counted in. White space, combining
    marks and characters that show nothing are no characters and part no words.

    Attributes:
        shape: from the length to the value; its numbers count units.
        unit: "tokens" (`Sample.token_ids`, all that are given), "words" or "characters" (of `Sample.text`).
        without_ids: what is counted instead of tokens where a sample has no ids: "words" or "characters", by the same
            numbers; "skip": nothing, the sample is skipped.
        part: what is counted of the text: "full", "reasoning" or "summary" (the final part). Tokens are always all of
            it. Where a broken layout does not show the part, it counts as empty or as the whole text, whichever
            scores less.
        template: the layout that has the parts, or its name; None: the reasoning is everything up to its last end.
        truncated: how long a text is that was cut off at the server's limit (`finish_reason` "length" and the like):
            "longest", since it would have gone on, or as "measured".
        name: for tables and logs.

    Raises:
        RewardError: a field has a value that it cannot have, or tokens are asked for of a part of the text.
    """

    shape: Shape
    unit: Unit = "tokens"
    without_ids: WithoutIds = "words"
    part: TextPart = "full"
    template: Template | str | None = None
    truncated: Truncated = "longest"
    name: str = "length"

    def __post_init__(self) -> None:
        if not isinstance(self.shape, SoftOverlong | CosineScaled | LengthBand):
            raise RewardError(f"shape is {self.shape!r:.100}: give a SoftOverlong, a CosineScaled or a LengthBand")
        LayoutReward.__post_init__(self)
        require_measurable(self.part, self.unit)
        require_name(self.name)

    @property
    def scope(self) -> str:
        """Is "group" if the reward that tells what is right compares the samples of a group, else "sample"."""
        return "group" if isinstance(self.shape, CosineScaled) and is_grouped(self.shape.correct) else "sample"

    def _engines(self) -> Mapping[str, str]:
        if self.unit == "tokens" and self.without_ids == "skip":
            return {}
        return {"r1rewards.counting": counting.REVISION, "unicode": counting.UNICODE}

    def check(self, sample: Sample, /) -> str | None:
        """Why the sample has no length, or the problem of the reward that decides what is right."""
        problem = LayoutReward.check(self, sample)
        if problem is None and isinstance(self.shape, CosineScaled):
            return first_problem((self.shape.correct,), sample)
        return problem

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        if not isinstance(self.shape, CosineScaled):
            return [self._shaped(sample, None) for sample in samples]
        name = self.shape.correct.name
        judged = [score.as_part(name, 0.0) for score in score_batch(self.shape.correct, samples)]
        return [self._shaped(sample, part) for sample, part in zip(samples, judged, strict=True)]

    def _shaped(self, sample: Sample, part: Score | None) -> Score:
        parts = () if part is None else (part,)
        answer, spans = (None, ()) if part is None else (part.answer, part.spans)
        try:
            measured = self._task(sample)
        except UnusableError as problem:
            return Score(None, Verdict.SKIPPED, str(problem), answer, spans, parts)
        if part is not None and part.value is None:
            return Score(None, part.verdict, f"{part.reward}: {part.reason}", answer, spans, parts)
        right = part is None or (part.value or 0.0) >= self._threshold
        length = min(measured.lengths, key=lambda one: self.shape.value(one, right=right))
        counted = f"{length} {measured.unit if length != 1 else measured.unit[:-1]}"
        data: dict[str, object] = {"length": length, "unit": measured.unit}
        reason = f"{counted}: {self.shape.says(length, right=right)}"
        if len(measured.lengths) > 1:
            data["missing"] = self.part
            reason = f"The layout is broken and shows no {self.part}, so the text counts as {reason}"
        if part is not None:
            data["right"] = right
        value = self.shape.value(length, right=right)
        if self.truncated == "longest" and cut_off(sample.finish_reason):
            data["truncated"] = True
            reason = f"{counted}, cut off at a limit: counts as longest"
            value = self.shape.value(math.inf, right=right)
        return Score(value, Verdict.MEASURED, reason, answer, spans, parts, data)

    @property
    def _threshold(self) -> float:
        return self.shape.threshold if isinstance(self.shape, CosineScaled) else 1.0

    def _task(self, sample: Sample) -> _Measured:
        unit: str = self.unit
        if unit == "tokens":
            if sample.token_ids is not None or self.without_ids == "skip":
                return _Measured((len(token_ids(sample)),), unit)
            unit = self.without_ids
        count = counting.words if unit == "words" else counting.characters
        text = part_of(sample, self.layout, self.part)
        return _Measured((0, count(sample.text)) if text is None else (count(text),), unit)


class _Measured(NamedTuple):
    """The lengths that a text may have, one unless its part is not to be found, and their unit."""

    lengths: tuple[int, ...]
    unit: str
