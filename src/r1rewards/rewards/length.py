"""Length: what a text's tokens, words or characters are worth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from r1rewards import counting, templates
from r1rewards.core.fields import require_choices, require_name
from r1rewards.core.reward import is_grouped, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError
from r1rewards.rewards.combine.shared import first_problem
from r1rewards.rewards.length_shapes import CosineScaled, LengthBand, Shape, SoftOverlong
from r1rewards.rewards.measured_text import Place, part_of, require_place, token_ids
from r1rewards.templates import Template
from r1rewards.templates.given import cut_off

Unit = Literal["tokens", "words", "characters"]
WithoutIds = Literal["skip", "words", "characters"]
Truncated = Literal["longest", "measured"]


@dataclass(frozen=True, slots=True)
class LengthReward:
    """What the length of a text is worth, by a shape: `SoftOverlong`, `CosineScaled` or `LengthBand`.

    The verdict is `measured`; `Score.data` holds `length` and the `unit` it was counted in. White space, combining
    marks and characters that show nothing are no characters and part no words.

    Attributes:
        shape: from the length to the value; its numbers count units.
        unit: "tokens" (`Sample.token_ids`, all that are given), "words" or "characters" (of `Sample.text`).
        without_ids: what is counted instead of tokens where a sample has no ids: "words" or "characters", by the same
            numbers; "skip": nothing, the sample is skipped.
        place: what is counted of the text: "full", "reasoning" or "summary" (the final part). Tokens are always all of
            it. Where a broken layout does not show the part, it counts as empty or as the whole text, whichever is
            worth less.
        template: the layout that tells the parts; None: the reasoning is everything up to the last `</think>`. A name
            will do.
        truncated: how long a text is that was cut off at the server's limit (`finish_reason` "length" and the like):
            "longest", since it would have gone on, or as "measured".
        name: for tables and logs.

    Raises:
        RewardError: a field has a value that it cannot have, or tokens are asked for of a part of the text.
    """

    shape: Shape
    unit: Unit = "tokens"
    without_ids: WithoutIds = "words"
    place: Place = "full"
    template: Template | None = None
    truncated: Truncated = "longest"
    name: str = "length"

    def __post_init__(self) -> None:
        if not isinstance(self.shape, SoftOverlong | CosineScaled | LengthBand):
            raise RewardError(f"shape is {self.shape!r:.100}: give a SoftOverlong, a CosineScaled or a LengthBand")
        require_choices(self)
        object.__setattr__(self, "template", require_place(self.place, self.template, self.unit))
        require_name(self.name)

    @property
    def scope(self) -> str:
        """Is "group" if the reward that tells what is right compares the samples of a group, else "sample"."""
        return "group" if isinstance(self.shape, CosineScaled) and is_grouped(self.shape.correct) else "sample"

    def backends(self) -> Mapping[str, str]:
        """The engines' revisions where text is read."""
        found = {} if self.place == "full" else {"templates": templates.REVISION}
        if self.unit != "tokens" or self.without_ids != "skip":
            found |= {"r1rewards.counting": counting.REVISION, "unicode": counting.UNICODE}
        return found

    def check(self, sample: Sample, /) -> str | None:
        """Why the sample has no length, or the problem of the reward that tells what is right."""
        try:
            self._measure(sample)
        except RewardError as problem:
            return str(problem)
        return first_problem((self.shape.correct,), sample) if isinstance(self.shape, CosineScaled) else None

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        if not isinstance(self.shape, CosineScaled):
            return [self._score(sample, None) for sample in samples]
        name = self.shape.correct.name
        judged = [score.as_part(name, 0.0) for score in score_batch(self.shape.correct, samples)]
        return [self._score(sample, part) for sample, part in zip(samples, judged, strict=True)]

    def _score(self, sample: Sample, part: Score | None) -> Score:
        parts = () if part is None else (part,)
        answer, spans = (None, ()) if part is None else (part.answer, part.spans)
        try:
            measured = self._measure(sample)
        except RewardError as problem:
            return Score(None, Verdict.SKIPPED, str(problem), answer, spans, parts)
        if part is not None and part.value is None:
            return Score(None, part.verdict, f"{part.reward}: {part.reason}", answer, spans, parts)
        right = part is None or (part.value or 0.0) >= self._threshold
        length = min(measured.lengths, key=lambda one: self.shape.value(one, right=right))
        counted = f"{length} {measured.unit if length != 1 else measured.unit[:-1]}"
        data: dict[str, object] = {"length": length, "unit": measured.unit}
        reason = f"{counted}: {self.shape.says(length, right=right)}"
        if len(measured.lengths) > 1:
            data["missing"] = self.place
            reason = f"The layout is broken and shows no {self.place}, so the text counts as {reason}"
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

    def _measure(self, sample: Sample) -> _Measured:
        """The sample's length.

        Raises:
            RewardError: it cannot be told.
        """
        unit: str = self.unit
        if unit == "tokens":
            if sample.token_ids is not None or self.without_ids == "skip":
                return _Measured((len(token_ids(sample)),), unit)
            unit = self.without_ids
        count = counting.words if unit == "words" else counting.characters
        text = part_of(sample, self.template, self.place)
        return _Measured((0, count(sample.text)) if text is None else (count(text),), unit)


class _Measured(NamedTuple):
    """The lengths that a text may have, one unless its part is not to be found, and their unit."""

    lengths: tuple[int, ...]
    unit: str
