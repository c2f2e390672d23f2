"""Language consistency: the share of the words that are in the target language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from r1rewards import language as engine
from r1rewards.core.fields import require_count
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError
from r1rewards.language import detectors
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.rewards.shared.target_language import target_language
from r1rewards.templates import Template, TextPart, part_spans

SKIP = "skip"
"""`unknown=` for samples whose target language nobody names: they are skipped."""


@refuse_renamed
@dataclass(frozen=True, slots=True)
class LanguageReward(LayoutReward[str]):
    """The share of the reasoning's words in the target language (DeepSeek-R1, arXiv:2501.12948, section 2.3.2).

    The value is from 0 to 1, the verdict `measured`; the spans show the foreign text. A text with too few words has the
    value `too_few`, so that a model gains nothing by saying nothing.

    Attributes:
        language: the target's ISO 639 code or English name; None or "": `Sample.language`, or else that of the
            prompt's words.
        template: the layout that has the reasoning, or its name; None: everything up to the end of the last reasoning.
            A text that neither opens nor closes its reasoning is reasoning and summary at once.
        part: what is judged: "reasoning", "summary" (the final part) or "full" (both).
        min_words: the words that a text must have to be judged.
        too_few: the value of a text with fewer, from 0 to 1.
        unknown: what to do where nobody names a target and the prompt tells none: "skip", or a language to assume.
        detector: "words" labels each word; "fasttext" and "langdetect" give the probability that the whole text is in
            the target language, as the packages of these names see it.

    Raises:
        RewardError: a field has a value that it cannot have, or the detector's package is missing.
    """

    name = "language"
    reads = "text"

    language: str | None = None
    template: Template | str | None = None
    part: TextPart = "reasoning"
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
        LayoutReward.__post_init__(self)
        require_count(self.min_words, "min_words", 1)
        if isinstance(self.too_few, bool) or not isinstance(self.too_few, int | float) or not 0 <= self.too_few <= 1:
            raise RewardError(f"too_few is {self.too_few!r}: give a number from 0 to 1")
        object.__setattr__(self, "too_few", float(self.too_few))
        detectors.require(self.detector)

    def _engines(self) -> Mapping[str, str]:
        return {"r1rewards.language": engine.REVISION, **detectors.versions(self.detector)}

    def _task(self, sample: Sample) -> str:
        return self.language or target_language(sample, self.layout, None if self.unknown == SKIP else self.unknown)

    def _judge(self, sample: Sample, task: str) -> Score:
        target = task
        where = part_spans(self.layout.read(sample), self.part)
        pieces = [(start, engine.proportion(sample.text[start:end], target)) for start, end in where]
        counts: dict[str, float] = {}
        for _, found in pieces:
            for code, count in found.by_language.items():
                counts[code] = round(counts.get(code, 0.0) + count, 4)
        spans = tuple(span.moved(start) for start, found in pieces for span in found.spans)
        score = self.of_counts(counts, target, spans)
        if self.detector == "words" or score.data["words"] < self.min_words:
            return score
        text = "\n".join(sample.text[start:end] for start, end in where)
        value = detectors.probability(self.detector, text, target)
        reason = f"{self.detector} gives {engine.NAMES[target]} a probability of {value:.2f}"
        return Score(value, Verdict.MEASURED, reason, data={**score.data, "detector": self.detector})

    def of_counts(self, counts: Mapping[str, float], target: str, spans: tuple[Span, ...] = ()) -> Score:
        """The score of a text with so many words in each language, by its code."""
        words = round(sum(counts.values()), 4)
        share = round(counts.get(target, 0.0) / words, 6) if words else 0.0
        counts = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        data = {"language": target, "proportion": share, "words": words, "by_language": counts}
        what = {"reasoning": "The reasoning", "summary": "The summary", "full": "The text"}[self.part]
        if words < self.min_words:
            few = f"{what} has {words:g} words to judge by, and {self.min_words} are needed"
            return Score(self.too_few, Verdict.MEASURED, few, spans=spans, data=data)
        reason = f"{share:.1%} of {words:g} words are {engine.NAMES[target]}"
        if foreign := next((code for code in counts if code != target), None):
            reason += f", {counts[foreign]:g} are {engine.NAMES.get(foreign, 'of no known language')}"
        return Score(share, Verdict.MEASURED, reason, spans=spans, data=data)
