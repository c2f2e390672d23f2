"""Language consistency: the share of the words that are in the target language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from r1rewards import language as engine
from r1rewards import templates
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError, UnusableError
from r1rewards.language import detectors
from r1rewards.rewards.places import places
from r1rewards.rewards.target_language import target_of
from r1rewards.templates import Template

Scope = Literal["reasoning", "summary", "both"]

SKIP = "skip"
"""`unknown=` for samples whose target language nobody names: they are skipped."""


@dataclass(frozen=True, slots=True)
class LanguageReward:
    """The share of the reasoning's words in the target language (DeepSeek-R1, arXiv:2501.12948, section 2.3.2).

    The value is from 0 to 1, the verdict `measured`; the spans show the foreign text. A text with too few words has the
    value `too_few`, so that a model gains nothing by saying nothing.

    Attributes:
        language: the target's ISO 639 code or English name; None or "": `Sample.language`, or else that of the
            prompt's words.
        template: the layout that tells the reasoning; None: everything up to the last `</think>`, or the whole text if
            there is none; so a text that neither opens nor closes its reasoning is reasoning and summary at once. A
            name will do.
        scope: what is judged: "reasoning", "summary" (the final part) or "both".
        min_words: the words that a text must have to be judged.
        too_few: the value of a text with fewer, from 0 to 1.
        unknown: what to do where nobody names a target and the prompt tells none: "skip", or a language to assume.
        detector: "words" labels each word; "fasttext" and "langdetect" give the probability that the whole text is in
            the target language, as the packages of these names see it.

    Raises:
        RewardError: a field has a value that it cannot have, or the detector's package is missing.
    """

    language: str | None = None
    template: Template | None = None
    scope: Scope = "reasoning"
    min_words: int = 3
    too_few: float = 0.0
    unknown: str = SKIP
    detector: Literal["words", "fasttext", "langdetect"] = "words"

    def __post_init__(self) -> None:
        if self.language == "":
            object.__setattr__(self, "language", None)
        if self.language is not None:
            object.__setattr__(self, "language", engine.known(self.language))
        if self.unknown != SKIP:
            object.__setattr__(self, "unknown", engine.known(self.unknown))
        if self.template is not None:
            object.__setattr__(self, "template", templates.get(self.template))
        if self.scope not in get_args(Scope):
            raise RewardError(f"scope is {self.scope!r}: choose one of {', '.join(get_args(Scope))}")
        if isinstance(self.min_words, bool) or not isinstance(self.min_words, int) or self.min_words < 1:
            raise RewardError(f"min_words is {self.min_words!r}: give a whole number, 1 or more")
        if isinstance(self.too_few, bool) or not isinstance(self.too_few, int | float) or not 0 <= self.too_few <= 1:
            raise RewardError(f"too_few is {self.too_few!r}: give a number from 0 to 1")
        object.__setattr__(self, "too_few", float(self.too_few))
        detectors.require(self.detector)

    @property
    def name(self) -> str:
        """Always "language"."""
        return "language"

    def backends(self) -> Mapping[str, str]:
        """The engines' revisions, and the version of another detector's package."""
        return {
            "r1rewards.language": engine.REVISION,
            "templates": templates.REVISION,
            **detectors.versions(self.detector),
        }

    def check(self, sample: Sample, /) -> str | None:
        """Why the sample has no target language, or None."""
        try:
            self._target(sample)
        except UnusableError as problem:
            return str(problem)
        return None

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._score(sample) for sample in samples]

    def _target(self, sample: Sample) -> str:
        return self.language or target_of(sample, self.template, None if self.unknown == SKIP else self.unknown)

    def _score(self, sample: Sample) -> Score:
        try:
            target = self._target(sample)
        except UnusableError as problem:
            return Score.skipped(str(problem))
        name = engine.NAMES[target]
        where = places(sample, self.template, self.scope)
        pieces = [(start, engine.proportion(sample.text[start:end], target)) for start, end in where]
        counts: dict[str, float] = {}
        for _, found in pieces:
            for code, count in found.by_language.items():
                counts[code] = round(counts.get(code, 0.0) + count, 4)
        words = round(sum(counts.values()), 4)
        share = round(counts.get(target, 0.0) / words, 6) if words else 0.0
        spans = tuple(
            Span(start + span.start, start + span.end, span.label, span.value)
            for start, found in pieces
            for span in found.spans
        )
        counts = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        data = {"language": target, "proportion": share, "words": words, "by_language": counts}
        what = {"reasoning": "The reasoning", "summary": "The summary", "both": "The text"}[self.scope]
        if words < self.min_words:
            few = f"{what} has {words:g} words to judge by, and {self.min_words} are needed"
            return Score(self.too_few, Verdict.MEASURED, few, spans=spans, data=data)
        if self.detector != "words":
            text = "\n".join(sample.text[start:end] for start, end in where)
            value = detectors.probability(self.detector, text, target)
            reason = f"{self.detector} gives {name} a probability of {value:.2f}"
            return Score(value, Verdict.MEASURED, reason, data=data | {"detector": self.detector})
        reason = f"{share:.1%} of {words:g} words are {name}"
        if foreign := next((code for code in counts if code != target), None):
            reason += f", {counts[foreign]:g} are {engine.NAMES.get(foreign, 'of no known language')}"
        return Score(share, Verdict.MEASURED, reason, spans=spans, data=data)
