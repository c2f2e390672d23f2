"""The laws that every reward keeps, as checks that any reward can be run through.

    breaches = conformance.breaches(MyReward(), samples)
    assert not breaches, breaches

The samples should be ones that the reward is meant for: right and wrong answers, and one whose reference is unusable.
"""

from __future__ import annotations

import copy
import json
import math
import os
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, dataclass, fields, is_dataclass, replace
from typing import Any

from r1rewards.core.reward import Reward, inseparable, is_grouped, score_apart
from r1rewards.core.sample import Sample
from r1rewards.core.score import UNSCORED, Score, Span, Verdict
from r1rewards.core.signature import signature
from r1rewards.errors import describe
from r1rewards.execution.processes import ProcessExecutor

HOSTILE = (
    "",
    " \t\r\n\u00a0\u3000",
    "\x00\x01\x1b[2J\x7f",
    "\ud83d lone \udc00 surrogates",
    "\u202e\u200b\ufeff\U000e0041 ４２ ①½²",
    "<think>",
    "</think>" * 50,
    "<think>" * 50 + "</think>" * 50,
    "<answer></answer><answer> </answer>",
    r"\boxed{" * 200 + "1" + "}" * 199,
    r"\boxed{}\boxed{ }\boxed{nan}",
    r"\boxed{9^{9^{9^{9^9}}}}",
    r"\boxed{\frac{1}{0}}",
    "{" * 2000,
    "(" * 1000 + ")" * 1000,
    "1" * 5000,
    "-" * 1000 + "1",
    "__import__('os').system('exit 1')",
    '{"answer": NaN, "answer": [[[[[',
    "the answer is " * 300,
    "a\n" * 2000,
)
"""Texts that a model may write to break a grader."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A law that a reward breaks.

    Attributes:
        law: its name in `LAWS`.
        problem: what happened.
    """

    law: str
    problem: str


def breaches(
    reward: Reward, samples: Sequence[Sample], *, variants: Sequence[Reward] = (), fresh: bool = True
) -> list[Breach]:
    """Every law that the reward breaks on these samples; empty if it keeps them all.

    Args:
        reward: the reward.
        samples: at least two, of which the reward can judge at least one.
        variants: rewards of the same class with other fields, whose signatures must differ where their scores do.
        fresh: whether to score in a fresh interpreter too, with another hash seed; the reward's module must be
            importable there.
    """
    case = _Case(reward, copy.deepcopy(tuple(samples)), tuple(variants), fresh, untouched=copy.deepcopy(tuple(samples)))
    found: list[Breach] = []
    for law, problems in LAWS.items():
        try:
            found.extend(Breach(law, problem) for problem in problems(case))
        except Exception as failure:  # noqa: BLE001 - a reward that raises breaks the law that was being checked
            found.append(Breach(law, f"it raises {describe(failure)}"))
    return found


@dataclass(frozen=True, slots=True)
class _Case:
    reward: Reward
    samples: tuple[Sample, ...]
    variants: tuple[Reward, ...]
    fresh: bool
    untouched: tuple[Sample, ...]

    def scores(self) -> list[Score]:
        return self.reward.score(list(self.samples))


Problems = Iterator[str]


def _protocol(case: _Case) -> Problems:
    reward = case.reward
    if not isinstance(reward, Reward):
        yield "it lacks name or score"
        return
    if not isinstance(reward.name, str) or not reward.name:
        yield f"its name is {reward.name!r}: give a short string"
    if len(case.samples) < 2:
        yield "give the kit at least two samples"
    scores = case.scores()
    if not isinstance(scores, list) or not all(isinstance(score, Score) for score in scores):
        yield "score does not return a list of Score"
    elif len(scores) != len(case.samples):
        yield f"score returns {len(scores)} scores for {len(case.samples)} samples"
    if reward.score([]) != []:
        yield "score([]) is not []"


def _batch(case: _Case) -> Problems:
    reward, samples = case.reward, case.samples
    whole = case.scores()
    parts = inseparable(reward, samples)
    middle = len(parts) // 2
    splits = {"one by one": [[unit] for unit in parts], "in halves": [parts[:middle], parts[middle:]]}
    splits["in reverse"] = [parts[::-1]]
    for how, split in splits.items():
        apart = score_apart([[i for unit in piece for i in unit] for piece in split], samples, reward.score)
        for i, score in enumerate(whole):
            if apart[i] != score:
                yield f"sample {i} scores {_brief(score)} in the whole batch and {_brief(apart[i])} {how}"
                break


def _determinism(case: _Case) -> Problems:
    whole = case.scores()
    if case.scores() != whole:
        yield "the same samples score differently the second time"
    with ThreadPoolExecutor(1) as thread:
        failure = thread.submit(case.scores).exception()
        if failure is not None:
            yield f"off the main thread it raises {describe(failure)}"
        elif thread.submit(case.scores).result() != whole:
            yield "the same samples score differently off the main thread"
    if case.fresh:
        seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
        with ProcessExecutor(1, environment={"PYTHONHASHSEED": seed}) as executor:
            if executor.submit(case.reward, case.samples).result() != whole:
                yield "the same samples score differently in a fresh interpreter"


def _value(case: _Case) -> Problems:
    reward = case.reward
    held = set(getattr(reward, "__dict__", {}))
    names = {field.name for field in fields(reward)} if is_dataclass(reward) else held
    if loose := held - names:
        yield f"it keeps state beside its fields: {', '.join(sorted(loose))}"
    for name in sorted(names):
        if not _is_frozen(reward, name):
            yield f"its field '{name}' can be changed: make it a frozen dataclass"
    if not _is_frozen(reward, "name"):
        yield "its name can be changed: make it a property, or the dataclass frozen"
    twin = copy.deepcopy(reward)
    if twin != reward:
        yield "a copy is not equal to it"
    elif is_dataclass(reward) and _hash(twin) != _hash(reward):
        yield "a copy has another hash"


def _pickling(case: _Case) -> Problems:
    twin = pickle.loads(pickle.dumps(case.reward))  # noqa: S301 - our own bytes
    if twin != case.reward:
        yield "it is not equal to itself after pickling"
    if signature(twin) != signature(case.reward):
        yield "its signature changes under pickling"
    if twin.score(list(case.samples)) != case.scores():
        yield "its scores change under pickling"


def _signature(case: _Case) -> Problems:
    reward = case.reward
    line = signature(reward)
    if not line.isprintable() or not line.strip():
        yield f"its signature is not one printable line: {line!r:.80}"
    if signature(copy.deepcopy(reward)) != line:
        yield "a copy has another signature"
    if is_dataclass(reward):
        for field in fields(reward):
            other = copy.copy(reward)
            object.__setattr__(other, field.name, _other(getattr(reward, field.name)))
            if signature(other) == line:
                yield f"its field '{field.name}' is hidden from the signature"
    for variant in case.variants:
        if signature(variant) == line and variant.score(list(case.samples)) != case.scores():
            yield f"{variant!r:.200} scores differently under the same signature"


def _none(case: _Case) -> Problems:
    scores = case.scores()
    judged = [sample for sample, score in zip(case.samples, scores, strict=True) if score.value is not None]
    if not judged:
        yield "give the kit a sample that the reward can judge"
        return
    for score in scores:
        if (score.value is None) != (score.verdict in UNSCORED):
            yield f"value {score.value} with verdict '{score.verdict}'"
    # Whatever a model writes, also into a message or as reasoning, is judged: the reference stays as it was.
    for text in HOSTILE:
        sample = judged[0]
        for hostile in (
            replace(sample, completion=text, reasoning=None),
            replace(sample, completion=text, reasoning=text),
            replace(sample, completion=[{"role": "assistant", "content": text}], reasoning=None),
        ):
            score = case.reward.score([hostile])[0]
            if score.value is None:
                yield f"the text {text!r:.40} makes it None: {score.reason}"
                break


def _scores(case: _Case) -> Problems:
    hostile = [replace(case.samples[0], completion=text, reasoning=None) for text in HOSTILE]
    tried = [*case.samples, *([] if is_grouped(case.reward) else hostile)]
    for sample, score in zip(tried, case.reward.score(tried), strict=True):
        for part in _with_parts(score):
            if odd := _of_another_type(part):
                yield odd
                continue
            if part.value is not None and not math.isfinite(part.value):
                yield f"a value is {part.value}"
            if not part.reason.strip() or "\n" in part.reason:
                yield f"a reason is no sentence on one line: {part.reason!r:.80}"
            if any(not 0 <= span.start <= span.end <= len(sample.text) for span in part.spans):
                yield f"a span lies outside the text: {part.spans!r:.200}"
            try:
                json.dumps(dict(part.data), allow_nan=False)
            except (TypeError, ValueError) as problem:
                yield f"data is not JSON: {problem}"


_TYPES: dict[str, Callable[[Any], bool]] = {
    "value": lambda value: value is None or (isinstance(value, int | float) and not isinstance(value, bool)),
    "verdict": lambda value: isinstance(value, Verdict),
    "reason": lambda value: isinstance(value, str),
    "answer": lambda value: value is None or isinstance(value, str),
    "spans": lambda value: isinstance(value, tuple) and all(map(_is_span, value)),
    "parts": lambda value: isinstance(value, tuple),
    "data": lambda value: isinstance(value, Mapping),
}
"""What the fields of a score are."""


def _is_span(span: object) -> bool:
    if not isinstance(span, Span) or not isinstance(span.label, str) or not isinstance(span.value, str | None):
        return False
    return type(span.start) is int and type(span.end) is int


def _of_another_type(score: Score) -> str | None:
    """What is wrong with the first field of a score that has another type."""
    odd = (name for name, fits in _TYPES.items() if not fits(getattr(score, name)))
    return next((f"a {name} has another type: {getattr(score, name)!r:.80}" for name in odd), None)


def _input(case: _Case) -> Problems:
    if case.samples != case.untouched:
        yield "it changes the samples"


def _check(case: _Case) -> Problems:
    find: Callable[[Sample], str | None] | None = getattr(case.reward, "check", None)
    if find is None:
        return
    for sample, score in zip(case.samples, case.scores(), strict=True):
        problem = find(sample)
        if problem is None and score.verdict is Verdict.SKIPPED:
            yield f"check finds nothing in a sample that is skipped: {score.reason}"


_ALL = (_protocol, _batch, _determinism, _value, _pickling, _signature, _none, _scores, _input, _check)
LAWS: dict[str, Callable[[_Case], Problems]] = {law.__name__[1:]: law for law in _ALL}
"""The laws by name: protocol (list of Score, as many as samples), batch (`score(a + b) == score(a) + score(b)`),
determinism (again, off the main thread, in a fresh interpreter), value (frozen, equal to its copy), pickling, signature
(one line, every field in it), none (no text makes a score None), scores (the types of its fields, finite, spans inside
the text, a reason on one line, JSON-able data), input (samples stay as they were), check (finds what is skipped)."""


def _with_parts(score: Score) -> Iterator[Score]:
    yield score
    for part in score.parts:
        yield from _with_parts(part)


def _is_frozen(reward: object, name: str) -> bool:
    twin = copy.copy(reward)
    try:
        setattr(twin, name, getattr(twin, name))
    except (FrozenInstanceError, AttributeError, TypeError):
        return True
    return False


def _hash(value: object) -> int | None:
    try:
        return hash(value)
    except TypeError:
        return None


def _other(value: Any) -> object:  # any field's value
    """Another value of about the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return str(value) + "x"
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, tuple | list):
        return value[:-1] if value else ("x",)
    return "x" if value is None else None


def _brief(score: Score) -> str:
    return f"{score.value} ({score.verdict}: {score.reason:.60})"
