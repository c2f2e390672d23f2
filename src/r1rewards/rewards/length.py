"""Length: a score for the number of tokens, words or characters, by one of three shapes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from r1rewards import counting
from r1rewards.core.fields import require_count, require_finite, require_name
from r1rewards.core.reward import Reward, is_grouped, require_reward, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError, UnusableError
from r1rewards.rewards.shared.base import LayoutReward, first_problem
from r1rewards.rewards.shared.measured_text import part_of, require_measurable, token_ids
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template, TextPart
from r1rewards.templates.server_fields import cut_off


@dataclass(frozen=True, slots=True)
class SoftOverlong:
    """A penalty for long texts alone: 0, then falling to -1 (DAPO, arXiv:2503.14476, equation 13).

    0 up to `max_length - cache`; from there (max_length - cache - length) / cache; -1 at `max_length` and beyond.

    Attributes:
        max_length: the length that scores -1.
        cache: over how much before it the value falls; 0: it jumps to -1 after `max_length`.

    Raises:
        RewardError: a field is not a whole number, or the cache is larger than the length.
    """

    max_length: int
    cache: int

    def __post_init__(self) -> None:
        require_count(self.max_length, "max_length", 1)
        require_count(self.cache, "cache")
        if self.cache > self.max_length:
            raise RewardError(f"cache is {self.cache} and max_length {self.max_length}: cache must not be larger")

    def value(self, length: float, *, right: bool = True) -> float:  # noqa: ARG002 - as all shapes
        """The value of a length, from -1 to 0."""
        free = self.max_length - self.cache
        if length <= free:
            return 0.0
        return (free - length) / self.cache if length <= self.max_length else -1.0

    def says(self, length: int, *, right: bool = True) -> str:  # noqa: ARG002 - as all shapes
        """Describe the length by the shape."""
        free = self.max_length - self.cache
        return f"no more than {free}" if length <= free else f"{length - free} more than {free}"


@dataclass(frozen=True, slots=True)
class CosineScaled:
    """Accuracy scaled by length along a cosine (arXiv:2502.03373, appendix C.1: CosFn).

    long + (short - long) * (1 + cos(π * length / max_length)) / 2, with the values of right or of wrong texts; longer
    texts score as one of `max_length` does. So right ones should be short, and wrong ones keep looking.

    Attributes:
        max_length: where the cosine ends.
        correct: the reward that tells what is right, of any kind; where it is None the score is None.
        threshold: the least value of it that is right.
        correct_short: the value of a right text of length 0.
        correct_long: the value of a right text of `max_length`.
        wrong_short: the value of a wrong text of length 0.
        wrong_long: the value of a wrong text of `max_length`.
        exceeded: the value of any text that reaches `max_length` (the paper's r_e); None: it has none of its own.

    Raises:
        RewardError: `correct` is not a reward, or a number is not finite.
    """

    max_length: int
    correct: Reward
    threshold: float = 1.0
    correct_short: float = 1.0
    correct_long: float = 0.5
    wrong_short: float = -1.0
    wrong_long: float = -0.5
    exceeded: float | None = None

    def __post_init__(self) -> None:
        require_count(self.max_length, "max_length", 1)
        require_reward(self.correct)
        for name in ("threshold", "correct_short", "correct_long", "wrong_short", "wrong_long"):
            object.__setattr__(self, name, require_finite(getattr(self, name), name))
        if self.exceeded is not None:
            object.__setattr__(self, "exceeded", require_finite(self.exceeded, "exceeded"))

    def value(self, length: float, *, right: bool) -> float:
        """The value of a length in a right or a wrong text."""
        if self.exceeded is not None and length >= self.max_length:
            return self.exceeded
        short, long = (self.correct_short, self.correct_long) if right else (self.wrong_short, self.wrong_long)
        progress = 1.0 if length >= self.max_length else length / self.max_length  # a cosine would climb again
        return long + 0.5 * (short - long) * (1.0 + math.cos(progress * math.pi))

    def says(self, length: int, *, right: bool) -> str:  # noqa: ARG002 - as all shapes
        """Describe the length by the shape."""
        return f"of {self.max_length}, and {'right' if right else 'wrong'}"


@dataclass(frozen=True, slots=True)
class LengthBand:
    """1 inside a band, falling to 0 on both sides of it.

    1 - distance / slack outside, where the distance is that to the nearer bound, and 0 beyond the slack.

    Attributes:
        low: the least length that scores 1.
        high: the greatest; None: any length.
        slack: over how much the value falls; 0: it jumps.

    Raises:
        RewardError: a field is not a whole number, both bounds are missing, or low is above high.
    """

    low: int = 0
    high: int | None = None
    slack: int = 0

    def __post_init__(self) -> None:
        require_count(self.low, "low")
        require_count(self.slack, "slack")
        if self.high is not None:
            require_count(self.high, "high")
            if self.high < self.low:
                raise RewardError(f"low is {self.low} and high {self.high}: low must not be above high")
        elif not self.low:
            raise RewardError("a LengthBand without bounds holds every text: give low, high or both")

    def value(self, length: float, *, right: bool = True) -> float:  # noqa: ARG002 - as all shapes
        """The value of a length, from 0 to 1."""
        distance = max(self.low - length, 0 if self.high is None else length - self.high)
        if distance <= 0:
            return 1.0
        return 1.0 - distance / self.slack if distance < self.slack else 0.0

    def says(self, length: int, *, right: bool = True) -> str:  # noqa: ARG002 - as all shapes
        """Describe the length by the shape."""
        if length < self.low:
            return f"{self.low - length} fewer than {self.low}"
        if self.high is None:
            return f"at least {self.low}"
        return (
            f"{length - self.high} more than {self.high}" if length > self.high else f"from {self.low} to {self.high}"
        )


Shape = SoftOverlong | CosineScaled | LengthBand


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
            return [self._of_sample(sample, None) for sample in samples]
        judged = score_batch(self.shape.correct, samples)
        return [self._of_sample(sample, score) for sample, score in zip(samples, judged, strict=True)]

    def of_length(self, tokens: int, finish_reason: str | None = None, correct: Score | None = None) -> Score:
        """The score of a text of so many tokens; correct: what `CosineScaled.correct` says of it."""
        return self._shaped(_Measured((tokens,), "tokens"), finish_reason, self._part(correct))

    def _part(self, correct: Score | None) -> Score | None:
        if correct is None or not isinstance(self.shape, CosineScaled):
            return None
        return correct.as_part(self.shape.correct.name, 0.0)

    def _of_sample(self, sample: Sample, correct: Score | None) -> Score:
        part = self._part(correct)
        try:
            measured = self._task(sample)
        except UnusableError as problem:
            if part is None:
                return Score.skipped(str(problem))
            return Score(None, Verdict.SKIPPED, str(problem), part.answer, part.spans, (part,))
        return self._shaped(measured, sample.finish_reason, part)

    def _shaped(self, measured: _Measured, finish_reason: str | None, part: Score | None) -> Score:
        parts = () if part is None else (part,)
        answer, spans = (None, ()) if part is None else (part.answer, part.spans)
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
        if self.truncated == "longest" and cut_off(finish_reason):
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
