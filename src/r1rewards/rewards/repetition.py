"""Repetition: a penalty for n-grams that come again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from r1rewards import counting, templates
from r1rewards.core.fields import require_choices, require_count, require_finite, require_name
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError
from r1rewards.rewards.measured_text import Place, part_of, require_place, token_ids
from r1rewards.templates import Template

Unit = Literal["words", "tokens"]
WithoutIds = Literal["skip", "words"]
Numbers = Literal["fold", "keep"]


@dataclass(frozen=True, slots=True)
class RepetitionReward:
    """(1 - different n-grams / all n-grams) * max_penalty: 0 where nothing comes again.

    As a penalty for long reasoning it comes from arXiv:2502.03373, appendix C.2.
    With unit "tokens" it is TRL's and with "words" open-r1's repetition penalty, but for evasions: see the reference.
    A text with fewer than n units has the value 0. The verdict is `measured`; the spans show the first ten repeated
    stretches ("repeated") and the loop that the text ends in ("loop").

    Attributes:
        n: how many units an n-gram has.
        max_penalty: what a text is worth that is nothing but repetition, 0 or less.
        unit: "words", or single letters where no spaces part words; case, marks, punctuation and what does not show do
            not count. Or "tokens", as they are given.
        without_ids: what is read instead of tokens where a sample has no ids: "words"; "skip": the sample is skipped.
        numbers: "fold": n-grams of words that differ only in numbers are the same, where these are a minority in them
            ("1. foo bar 2. foo bar"); "keep": they are not.
        place: what is read of the text: "full", "reasoning" or "summary" (the final part); the whole text where a
            broken layout does not show the part. Tokens are always all of it.
        template: the layout that tells the parts; None: the reasoning is everything up to the last `</think>`. A name
            will do.
        name: for tables and logs.

    Raises:
        RewardError: a field has a value that it cannot have, or tokens are asked for of a part of the text.
    """

    n: int = 3
    max_penalty: float = -1.0
    unit: Unit = "words"
    without_ids: WithoutIds = "skip"
    numbers: Numbers = "fold"
    place: Place = "full"
    template: Template | None = None
    name: str = "repetition"

    def __post_init__(self) -> None:
        require_count(self.n, "n", 1)
        object.__setattr__(self, "max_penalty", require_finite(self.max_penalty, "max_penalty"))
        if self.max_penalty > 0:
            raise RewardError(f"max_penalty is {self.max_penalty:g}, which rewards repetition: give 0 or less")
        require_choices(self)
        object.__setattr__(self, "template", require_place(self.place, self.template, self.unit))
        require_name(self.name)

    def backends(self) -> Mapping[str, str]:
        """The engines' revisions."""
        found = {"r1rewards.counting": counting.REVISION}
        if self.place != "full":
            found["templates"] = templates.REVISION
        if self.unit != "tokens" or self.without_ids != "skip":
            found["unicode"] = counting.UNICODE
        return found

    def check(self, sample: Sample, /) -> str | None:
        """Why the sample's tokens cannot be read, or None."""
        if self._reads_ids(sample):
            try:
                token_ids(sample)
            except RewardError as problem:
                return str(problem)
        return None

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._score(sample) for sample in samples]

    def _reads_ids(self, sample: Sample) -> bool:
        return self.unit == "tokens" and (sample.token_ids is not None or self.without_ids == "skip")

    def _score(self, sample: Sample) -> Score:
        unit = "tokens" if self._reads_ids(sample) else "words"
        if unit == "tokens":
            try:
                found = counting.repetition_of_ids(token_ids(sample), self.n)
            except RewardError as problem:
                return Score.skipped(str(problem))
        else:
            text = part_of(sample, self.template, self.place)
            text = sample.text if text is None else text
            found = counting.repetition(text, self.n, fold_numbers=self.numbers == "fold")
        spans = [Span(start, end, "repeated") for start, end in found.stretches]
        data: dict[str, object] = {"unit": unit, "ngrams": found.total, "unique": found.unique, "share": found.share}
        again = found.total - found.unique
        reason = f"{again} of {found.total} {self.n}-grams of {unit} came before"
        if not found.total:
            reason = f"The text has fewer than {self.n} {unit}"
        if found.period:
            data["loop"] = {"period": found.period, "times": found.times}
            reason += f"; it ends in a loop of {found.period} {unit}, {found.times:g} times"
        if found.loop is not None:
            spans.append(Span(*found.loop, "loop", f"{found.times:g} times"))
        value = found.share * self.max_penalty if again else 0.0
        return Score(value, Verdict.MEASURED, reason, spans=tuple(spans), data=data)
