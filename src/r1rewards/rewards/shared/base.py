"""Bases of the rewards: a new one adds its fields, its task and its judgement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Generic, Literal, TypeVar

from r1rewards import templates
from r1rewards.core.fields import require_choices
from r1rewards.core.reprs import short_repr
from r1rewards.core.reward import Reward
from r1rewards.core.sample import Sample
from r1rewards.core.score import Response, Score, Span, Verdict
from r1rewards.errors import UnusableError
from r1rewards.templates import UNKNOWN, Template, UnknownLayout, layout_of

T = TypeVar("T")

Reads = Literal["sample", "text", "final"]
"""What a reward's score depends on, besides a sample's prompt, reference, task, language, finish reason and meta.

"sample": anything in it, or in others, or outside. "text": its text alone. "final": of a text that is well formed in
the layout that the reward names, the final part and the `LEAD` characters before it alone.
"""

LEAD = 128
"""Characters before the final part that a reward may look at: more than those before a claim that the rules against
tampering read (`math.tampering.BEFORE`)."""


class SampleReward(Generic[T]):
    """A reward that judges one sample at a time: a frozen dataclass with `name`, `_task` and `_judge`."""

    __slots__ = ()

    reads: ClassVar[Reads] = "sample"

    def __init_subclass__(cls) -> None:
        # In the class itself, or dataclass would write a repr of all fields.
        setattr(cls, "__repr__", short_repr)  # noqa: B010 - as an assignment it would be one to a method

    def check(self, sample: Sample, /) -> str | None:
        """Why the sample cannot be judged, or None."""
        try:
            self._task(sample)
        except UnusableError as problem:
            return str(problem)
        return None

    def score(self, samples: Sequence[Sample], /) -> list[Score]:
        """One score per sample."""
        return [self._score(sample) for sample in samples]

    def _score(self, sample: Sample) -> Score:
        try:
            task = self._task(sample)
        except UnusableError as problem:
            return Score.skipped(str(problem))
        return self._judge(sample, task)

    def _task(self, sample: Sample) -> T:
        """Read what the sample asks for: golds, options, a schema.

        Raises:
            UnusableError: its data does not say.
        """
        raise NotImplementedError

    def _judge(self, sample: Sample, task: T) -> Score:
        """Score the completion; nothing in it may raise."""
        raise NotImplementedError


class LayoutReward(SampleReward[T]):
    """A reward that reads a part of the text: its field `template` names the layout, None the unknown one."""

    __slots__ = ()

    template: Template | str | None

    def __post_init__(self) -> None:
        # A dataclass with slots is made twice, so subclasses call this by its class: `super()` would look in vain.
        if self.template is not None:
            object.__setattr__(self, "template", templates.get(self.template))
        require_choices(self)

    @property
    def layout(self) -> Template | UnknownLayout:
        """The template, or the unknown layout."""
        template = self.template
        return UNKNOWN if template is None else template if type(template) is Template else layout_of(template)

    def backends(self) -> Mapping[str, str]:
        """The engines' revisions, and the versions of libraries that can change a score."""
        return {**self._engines(), "templates": templates.REVISION}

    def _engines(self) -> Mapping[str, str]:
        """The revisions and versions that belong to this reward alone."""
        return {}

    def _data(self) -> dict[str, object]:
        """The beginning of `Score.data`: the layout's name, if it has one."""
        template = self.template
        return {"template": template.name} if isinstance(template, Template) else {}

    def _no_answer(self, response: Response, otherwise: str, data: Mapping[str, object] | None = None) -> Score:
        """The score of a text in which nothing is to be judged: for its first fault, or else for another reason."""
        broken = response.final is None and response.faults
        reason = f"No answer was found: {response.faults[0].value}" if broken else otherwise
        return Score(0.0, Verdict.NO_ANSWER, reason, data=self._data() if data is None else data)


def missing_column(name: str, what: str) -> UnusableError:
    """The error for a row without a named column."""
    return UnusableError(f"The row has no column '{name}', which should hold {what}: name the right one")


def first_problem(rewards: Iterable[Reward], sample: Sample) -> str | None:
    """The first problem that a reward has with the sample's reference."""
    found = (find(sample) for reward in rewards if (find := getattr(reward, "check", None)) is not None)
    return next((problem for problem in found if problem is not None), None)


def joined_spans(scores: Sequence[Score]) -> tuple[Span, ...]:
    """The parts' spans, each once, from left to right."""
    return tuple(
        sorted(
            {span for score in scores for span in score.spans}, key=lambda s: (s.start, s.end, s.label, s.value or "")
        )
    )
