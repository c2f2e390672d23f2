"""Repetition: a penalty for repeated n-grams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from r1rewards import counting
from r1rewards.core.fields import require_count, require_finite, require_name
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.rewards.shared.measured_text import part_of, require_measurable, token_ids
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template, TextPart

Unit = Literal["words", "tokens"]
WithoutIds = Literal["skip", "words"]
Numbers = Literal["fold", "keep"]


@refuse_renamed
@dataclass(frozen=True, slots=True)
class RepetitionReward(LayoutReward["list[int] | None"]):
    """(1 - different n-grams / all n-grams) * max_penalty: 0 where nothing is repeated.

    As a penalty for long reasoning it comes from arXiv:2502.03373, appendix C.2.
    With unit "tokens" it is TRL's and with "words" open-r1's repetition penalty, but for evasions: see the reference.
    A text with fewer than n units has the value 0. The verdict is `measured`; the spans show the first ten repeated
    stretches ("repeated") and the loop that the text ends in ("loop").

    Attributes:
        n: how many units an n-gram has.
        max_penalty: the value of a text that is nothing but repetition, 0 or less.
        unit: "words", or single letters where no spaces part words; case, marks, punctuation and what does not show do
            not count. Or "tokens", as given: the default is "words", although lengths are counted in tokens,
            since numbering the sentences is enough to make all n-grams of tokens differ.
        without_ids: what is read instead of tokens where a sample has no ids: "words"; "skip": the sample is skipped.
        numbers: "fold": n-grams of words that differ only in numbers are the same, where these are a minority in them
            ("1. foo bar 2. foo bar"); "keep": they are not.
        part: what is read of the text: "full", "reasoning" or "summary" (the final part); the whole text where a
            broken layout does not show the part. Tokens are always all of it.
        template: the layout that has the parts, or its name; None: the reasoning is everything up to its last end.
        name: for tables and logs.

    Raises:
        RewardError: a field has a value that it cannot have, or tokens are asked for of a part of the text.
    """

    n: int = 3
    max_penalty: float = -1.0
    unit: Unit = "words"
    without_ids: WithoutIds = "words"
    numbers: Numbers = "fold"
    part: TextPart = "full"
    template: Template | str | None = None
    name: str = "repetition"

    def __post_init__(self) -> None:
        require_count(self.n, "n", 1)
        object.__setattr__(self, "max_penalty", require_finite(self.max_penalty, "max_penalty"))
        if self.max_penalty > 0:
            raise RewardError(f"max_penalty is {self.max_penalty:g}, which rewards repetition: give 0 or less")
        LayoutReward.__post_init__(self)
        require_measurable(self.part, self.unit)
        require_name(self.name)

    def _engines(self) -> Mapping[str, str]:
        found = {"r1rewards.counting": counting.REVISION}
        if self.unit != "tokens" or self.without_ids != "skip":
            found["unicode"] = counting.UNICODE
        return found

    def _task(self, sample: Sample) -> list[int] | None:
        """The token ids; None where words are read."""
        if self.unit == "tokens" and (sample.token_ids is not None or self.without_ids == "skip"):
            return token_ids(sample)
        return None

    def _judge(self, sample: Sample, task: list[int] | None) -> Score:
        if task is not None:
            unit: Unit = "tokens"
            found = counting.repetition_of_ids(task, self.n)
        else:
            text = part_of(sample, self.layout, self.part)
            text = sample.text if text is None else text
            unit, found = "words", counting.repetition(text, self.n, fold_numbers=self.numbers == "fold")
        spans = [Span(start, end, "repeated") for start, end in found.stretches]
        score = self.of_counts(found.total, found.unique, found.share, unit)
        reason, data = score.reason, dict(score.data)
        if found.period:
            data["loop"] = {"period": found.period, "times": found.times}
            reason += f"; it ends in a loop of {found.period} {unit}, {found.times:g} times"
        if found.loop is not None:
            spans.append(Span(*found.loop, "loop", f"{found.times:g} times"))
        return replace(score, reason=reason, spans=tuple(spans), data=data)

    def of_counts(self, total: int, unique: int, share: float, unit: Unit) -> Score:
        """The score of a text with so many n-grams, of which so many are different; share: that of the others."""
        again = total - unique
        reason = f"{again} of {total} {self.n}-grams of {unit} came before"
        if not total:
            reason = f"The text has fewer than {self.n} {unit}"
        data = {"unit": unit, "ngrams": total, "unique": unique, "share": share}
        return Score(share * self.max_penalty if again else 0.0, Verdict.MEASURED, reason, data=data)
