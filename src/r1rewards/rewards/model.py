"""A reward model's opinion of the final summary, of the reasoning, or of all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from r1rewards import models
from r1rewards.core.fields import require_bool, require_count, require_finite, require_name
from r1rewards.core.messages import whole_text
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span, Verdict
from r1rewards.errors import RewardError, UnusableError
from r1rewards.models import HttpModel
from r1rewards.models.opinions import Pair, opinions
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.rewards.shared.renamed import refuse_renamed
from r1rewards.templates import Template, TextPart, part_spans

_WHAT = {"summary": "summary", "reasoning": "reasoning", "full": "text"}


@refuse_renamed
@dataclass(frozen=True, slots=True)
class ModelReward(LayoutReward[str]):
    """A model's number for a prompt and a part of the text (DeepSeek-R1, arXiv:2501.12948, sections 2.3.4 and 3.1).

    The paper reads helpfulness from the final summary only, and harmlessness from the whole response with its
    reasoning. The value is the model's number, unchanged, the verdict `measured`.

    A model that raises, or returns anything but one finite number per pair, gives `error`: on the one sample that is to
    blame; when a service is down (ServiceError, or any OSError), on the whole piece at once and on all that come after
    it in the same call. Equal pairs in a batch are asked once.

    Attributes:
        model: called with a list of (prompt, response); returns one number for each, in order. A function, a partial,
            a frozen dataclass with `__call__`, or an `HttpModel`. It is called from any thread.
        part: what it reads: "summary" (the final part), "reasoning", or "full": the whole text, whatever its layout,
            and of messages every assistant's with its tool calls.
        name: for tables and logs.
        template: the layout that has the parts, or its name; None: the reasoning is everything up to its last end, and
            a text that neither opens nor closes its reasoning is reasoning and summary at once.
        missing: the value where there is nothing to read: no summary, since the reasoning was never closed, or blank
            text. Choose it at the bottom of the model's scale: if the model may give less, a model in training is paid
            for writing nothing.
        longest: characters of the response that the model takes; a longer one scores `missing`. None: no limit.
        needs_prompt: whether a sample without a prompt is skipped; if not, its prompt is the empty text, as models that
            judge the response alone want it.
        batch_size: pairs in one call of the model.

    Raises:
        RewardError: a field has a value that it cannot have.
    """

    model: HttpModel | Callable[[list[tuple[str, str]]], Sequence[Any]]
    part: TextPart = "full"
    name: str = "model"
    template: Template | str | None = None
    missing: float = 0.0
    longest: int | None = None
    needs_prompt: bool = False
    batch_size: int = 64

    def __post_init__(self) -> None:
        if isinstance(self.model, type) or not callable(self.model):
            raise RewardError(
                f"model is {self.model!r:.100}: give a function of a list of (prompt, response), or an HttpModel(…)"
            )
        LayoutReward.__post_init__(self)
        require_name(self.name)
        object.__setattr__(self, "missing", require_finite(self.missing, "missing"))
        if self.longest is not None:
            require_count(self.longest, "longest", 1)
        require_bool(self.needs_prompt, "needs_prompt")
        require_count(self.batch_size, "batch_size", 1)

    def _engines(self) -> Mapping[str, str]:
        return {"r1rewards.models": models.REVISION}

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        read = [self._read(sample) for sample in samples]
        pairs = list(dict.fromkeys(found.pair for found in read if isinstance(found, _Question)))
        given = dict(zip(pairs, opinions(self.model, pairs, self.batch_size), strict=True))
        return [self._of_opinion(found, given[found.pair]) if isinstance(found, _Question) else found for found in read]

    def _task(self, sample: Sample) -> str:
        if not self.needs_prompt and sample.prompt in (None, "", []):
            return ""
        return models.prompt_text(sample.prompt)

    def _read(self, sample: Sample) -> _Question | Score:
        try:
            prompt = self._task(sample)
        except UnusableError as problem:
            return Score.skipped(str(problem))
        where = self._places(sample)
        if self.part == "full":
            text = whole_text(sample.completion, sample.text).strip()
        else:
            text = "\n".join(sample.text[start:end] for start, end in where).strip()
        spans = tuple(Span(start, end, "judged", self.name) for start, end in where)
        if not text:
            return self._missing(Verdict.NO_ANSWER, self._nothing(sample), spans)
        if self.longest is not None and len(text) > self.longest:
            long = f"The {_WHAT[self.part]} has {len(text)} characters, and the model takes {self.longest}"
            return self._missing(Verdict.LIMIT, long, spans)
        return _Question((_sendable(prompt), _sendable(text)), spans)

    def _places(self, sample: Sample) -> list[tuple[int, int]]:
        # "full" includes what is outside of the layout: nothing may hide there from a judge of harm. Spans count into
        # the judged message alone, whatever else the model is shown.
        if self.part == "full":
            return [(0, len(sample.text))]
        return part_spans(self.layout.read(sample), self.part)

    def _nothing(self, sample: Sample) -> str:
        if self.part == "full" or not sample.text.strip():
            return "The text is blank"
        if self.part == "reasoning":
            return "There is no reasoning to judge"
        faults = self.layout.read(sample).faults
        return f"There is no summary to judge: {faults[0].value}" if faults else "There is no summary to judge"

    def _missing(self, verdict: Verdict, problem: str, spans: tuple[Span, ...]) -> Score:
        reason = f"{problem}; worth {self.missing:g}"
        return Score(self.missing, verdict, reason, spans=spans, data={"part": self.part})

    def _of_opinion(self, question: _Question, opinion: float | Score) -> Score:
        if isinstance(opinion, Score):
            return opinion
        reason = f"The model gives the {_WHAT[self.part]} {opinion:g}"
        return Score(opinion, Verdict.MEASURED, reason, spans=question.spans, data={"part": self.part})


class _Question(NamedTuple):
    pair: Pair
    spans: tuple[Span, ...]


def _sendable(text: str) -> str:
    """The text as tokenizers and servers take it: halves of surrogate pairs are joined, or marked as unreadable."""
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
