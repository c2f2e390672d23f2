"""Rewards that are scored on token ids: what each asks of a batch on its device, and what it makes of the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from torch import Tensor

from r1rewards.core.score import Score
from r1rewards.errors import RewardError
from r1rewards.rewards.format import FormatReward
from r1rewards.rewards.language import LanguageReward
from r1rewards.rewards.length import LengthReward
from r1rewards.rewards.repetition import RepetitionReward
from r1rewards.templates import Template
from r1rewards.templates.server_fields import cut_off
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.vocabulary import Vocabulary
from r1rewards.torch.languages.table import LanguageTable
from r1rewards.torch.layouts.token_format import TokenFormat
from r1rewards.torch.repetition import ngram_repetition


class Given(NamedTuple):
    """What is asked about.

    Attributes:
        written: what the model wrote.
        text: what of it is text: without the tokens that end and pad a row.
    """

    written: TokenBatch
    text: TokenBatch


Question = Callable[[Given], tuple[Tensor, ...]]
"""Asks something of each row on the batch's device: tensors [B, …]. Nothing in it waits for a GPU."""

Answers = Mapping[str, Sequence[np.ndarray]]
"""What was answered, by the question's name."""

FinishReasons = Sequence[str | None]


class TokenPart(Protocol):
    """A reward that is scored on token ids."""

    def questions(self) -> Mapping[str, Question]:
        """What it asks, by name: questions of one name are asked once."""
        ...

    def scores(self, answers: Answers, finish: FinishReasons) -> list[Score | None]:
        """A score for each row; None where the row's text has to be read."""
        ...


@dataclass(frozen=True)
class Layouts:
    """The checks on token ids of one tokenizer, by layout, each made when it is first asked for.

    Attributes:
        vocabulary: the tokenizer's.
        languages: what reads languages from ids; None: texts are read.
        made: the checks that are there.
    """

    vocabulary: Vocabulary
    languages: LanguageTable | None = None
    made: dict[Template, TokenFormat | None] = field(default_factory=dict)

    def get(self, template: object) -> TokenFormat | None:
        """The check of a layout; None where there is no layout, or one that no automaton knows."""
        if type(template) is not Template:
            return None
        if template not in self.made:
            try:
                self.made[template] = TokenFormat(self.vocabulary, template)
            except RewardError:
                self.made[template] = None
        return self.made[template]


def format_question(layout: TokenFormat) -> Mapping[str, Question]:
    """The code of the first fault, uint8[B], and whether the row is undecided, bool[B]."""

    def ask(given: Given) -> tuple[Tensor, ...]:
        code = layout.faults(given.text).code
        if layout.template.calls is None:
            return code, torch.zeros_like(code, dtype=torch.bool)
        return code, layout.undecided(given.text)

    return {f"format {layout.template.name} {hash(layout)}": ask}


def spans_question(layout: TokenFormat) -> Mapping[str, Question]:
    """Where the reasoning begins, and where the answer does, in tokens: twice int32[B], -1 where there is none."""

    def ask(given: Given) -> tuple[Tensor, ...]:
        spans = layout.spans(given.text)
        return spans.reasoning_start, spans.answer_start

    return {f"spans {layout.template.name} {hash(layout)}": ask}


@dataclass(frozen=True)
class FormatPart:
    """Format, as a layout's check finds it: the reason names the first fault, and there are no spans."""

    reward: FormatReward
    layout: TokenFormat

    def questions(self) -> Mapping[str, Question]:
        """As `format_question`."""
        return format_question(self.layout)

    def scores(self, answers: Answers, finish: FinishReasons) -> list[Score | None]:
        """Scores of equal rows are one object; rows that are undecided, or cut off with no other fault, are text's."""
        (name,) = self.questions()
        codes, undecided = answers[name]
        by_code = [self.reward.of_fault(code or None) for code in self.layout.codes]
        cut = self.reward.of_fault("truncated")
        found: list[Score | None] = [by_code[code] for code in codes.tolist()]
        for row in np.flatnonzero(undecided).tolist():
            found[row] = None
        for row, reason in enumerate(finish):
            if reason is not None and codes[row] == 0 and found[row] is not None and cut_off(reason):
                found[row] = cut
        return found


@dataclass(frozen=True)
class LengthPart:
    """Length in tokens. A cosine's score needs that of its `correct` besides: see `scores_of`."""

    reward: LengthReward

    def questions(self) -> Mapping[str, Question]:
        """The number of tokens that the model wrote: int64[B]."""
        return {"length": _length}

    def scores(self, answers: Answers, finish: FinishReasons) -> list[Score | None]:
        """A score for each row."""
        return [*self.scores_of(answers, finish, None)]

    def scores_of(self, answers: Answers, finish: FinishReasons, correct: Sequence[Score] | None) -> list[Score]:
        """A score for each row, given what `CosineScaled.correct` says of it."""
        rows = zip(answers["length"][0].tolist(), finish, strict=True)
        if correct is not None:
            return [self.reward.of_length(*row, score) for row, score in zip(rows, correct, strict=True)]
        made: dict[tuple[int, Any], Score] = {}
        found: list[Score] = []
        for length, reason in rows:
            key = length, str(reason)
            if key not in made:
                made[key] = self.reward.of_length(length, reason)
            found.append(made[key])
        return found


@dataclass(frozen=True)
class RepetitionPart:
    """Repetition in tokens; a loop at the end, which changes no value, is not looked for."""

    reward: RepetitionReward

    def questions(self) -> Mapping[str, Question]:
        """The share of repeated n-grams, float64[B], and the number of tokens, int64[B]."""
        return {f"repetition {self.reward.n}": self._ask, "length": _length}

    def _ask(self, given: Given) -> tuple[Tensor, ...]:
        return (ngram_repetition(given.written, n=self.reward.n),)

    def scores(self, answers: Answers, finish: FinishReasons) -> list[Score | None]:  # noqa: ARG002 - as all parts
        """A score for each row."""
        (shares,) = answers[f"repetition {self.reward.n}"]
        (lengths,) = answers["length"]
        totals = np.maximum(lengths - self.reward.n + 1, 0)
        uniques = np.rint((1 - shares) * totals).astype(np.int64)
        rows = zip(totals.tolist(), uniques.tolist(), shares.tolist(), strict=True)
        return [self.reward.of_counts(*row, "tokens") for row in rows]


@dataclass(frozen=True)
class LanguagePart:
    """The share of one language, by a table: no spans, and a value within `LanguageTable.distance` of the text's."""

    reward: LanguageReward
    target: str
    layout: TokenFormat
    table: LanguageTable

    def questions(self) -> Mapping[str, Question]:
        """How many words of the part that is judged are in each language: float32[B, C]."""
        return {self._name: self._ask}

    @property
    def _name(self) -> str:
        return f"language {self.target} {self.reward.part} {hash(self.layout)}"

    def _ask(self, given: Given) -> tuple[Tensor, ...]:
        batch = given.text
        spans = self.layout.spans(batch)
        places = torch.arange(batch.ids.shape[1], device=batch.device)
        where = torch.zeros_like(batch.mask)
        if self.reward.part in {"reasoning", "full"}:
            where |= (places >= spans.reasoning_start[:, None]) & (places < spans.reasoning_end[:, None])
        if self.reward.part in {"summary", "full"}:
            where |= (places >= spans.answer_start[:, None]) & (places < spans.answer_end[:, None])
        return (self.table.words_by_language(batch, language=self.target, where=where),)

    def scores(self, answers: Answers, finish: FinishReasons) -> list[Score | None]:  # noqa: ARG002 - as all parts
        """A score for each row."""
        (counts,) = answers[self._name]
        return [
            self.reward.of_counts(
                {code: round(count, 4) for code, count in zip(self.table.codes, row, strict=True) if count}, self.target
            )
            for row in counts.tolist()
        ]


def _length(given: Given) -> tuple[Tensor, ...]:
    return (given.written.lengths,)


def token_part(reward: object, layouts: Layouts) -> TokenPart | None:
    """How a reward is scored on token ids; None if its text has to be read."""
    if type(reward) is FormatReward and not reward.credit:
        layout = layouts.get(reward.layout)
        return None if layout is None else FormatPart(reward, layout)
    if type(reward) is LengthReward and reward.unit == "tokens":
        return LengthPart(reward)
    if type(reward) is LanguageReward and reward.detector == "words":
        layout, table, target = layouts.get(reward.layout), layouts.languages, reward.language
        if table is None or layout is None or target is None or target not in table.languages:
            return None
        return LanguagePart(reward, target, layout, table)
    if type(reward) is RepetitionReward and reward.unit == "tokens":
        return RepetitionPart(reward)
    return None
