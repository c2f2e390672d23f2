"""Assertions about rewards, whose messages show the text, the score and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.core.wording import cut, printable, quoted
from r1rewards.errors import RewardError
from r1rewards.testing.callables import Rewarding, as_reward, grade_at_once
from r1rewards.testing.tolerance import is_close, require_tolerance
from r1rewards.testing.variants import KINDS, variants, with_text

Text = Sample | str
"""A sample, or its completion."""

Expectation = float | bool | str | Mapping[str, Any] | None
"""What is expected of a score: its value (None: none), its verdict, True (it is paid) or False (it is not), or a
mapping of several of value, verdict, answer, reason and paid."""

_UNSET: Any = object()
_FIELDS = ("value", "verdict", "answer", "reason")


def assert_reward(  # noqa: PLR0913 - what may be expected, by name
    reward: Rewarding,
    sample: Text,
    expected: Expectation = _UNSET,
    *,
    reference: Any = _UNSET,
    value: float | None = _UNSET,
    verdict: str = _UNSET,
    answer: str | None = _UNSET,
    reason: str = _UNSET,
    tolerance: float = 1e-9,
) -> Score:
    """The score of one sample is the expected one; returns it.

    Args:
        reward: a reward, or a function in the shape of TRL's or verl's.
        sample: the sample, or its completion beside `reference`.
        expected: its value, None for no value, its verdict, True (above 0) or False (0 or less), or a mapping of
            the fields below.
        reference: the reference, where the sample is a text.
        value: its value.
        verdict: its verdict.
        answer: the answer that was read.
        reason: a part of its reason.
        tolerance: by how much the value may differ, relative to the greater and absolute.

    Raises:
        AssertionError: it is another; shows the sample and the whole score.
        ValueError: nothing is expected, or something that a score does not have.
    """
    __tracebackhide__ = True
    wanted = _wanted(expected)
    named = zip(_FIELDS, (value, verdict, answer, reason), strict=True)
    wanted.update((name, each) for name, each in named if each is not _UNSET)
    _require_expectable(wanted)
    require_tolerance(tolerance)
    sample = _sample(sample, reference)
    score = _grade(reward, [sample])[0]
    wrong = [name for name, each in wanted.items() if not _holds(name, each, score, tolerance)]
    if wrong:
        raise AssertionError(f"{_name(reward)} scores otherwise than expected:\n{_shown(sample, score, wanted, wrong)}")
    return score


def assert_order(
    reward: Rewarding, samples: Sequence[Text], *, reference: Any = _UNSET, strict: bool = True
) -> list[Score]:
    """Each sample is worth more than the next; returns the scores.

    Args:
        reward: a reward, or a function in the shape of TRL's or verl's.
        samples: samples, or completions beside `reference`: the best first.
        reference: the reference of samples that are texts.
        strict: whether neighbours must differ; otherwise equal values are in order.

    Raises:
        AssertionError: two neighbours are out of order, or one has no value; shows both.
        ValueError: there are fewer than two.
    """
    __tracebackhide__ = True
    tried = [] if isinstance(samples, str) else [_sample(sample, reference) for sample in samples]
    if len(tried) < 2:
        raise ValueError("assert_order compares neighbours: give at least two samples")
    scores = _grade(reward, tried)
    for i in range(len(tried) - 1):
        one, other = scores[i].value, scores[i + 1].value
        if one is None or other is None or one < other or (strict and one == other):
            how = "has no value" if one is None or other is None else "is not worth more" if strict else "is worth less"
            pair = "\n".join(f"  sample {j}\n{_shown(tried[j], scores[j], indent='    ')}" for j in (i, i + 1))
            raise AssertionError(f"{_name(reward)} is out of order: sample {i} {how} beside sample {i + 1}:\n{pair}")
    return scores


def assert_invariant(
    reward: Rewarding,
    sample: Text,
    *,
    reference: Any = _UNSET,
    under: str | Iterable[str] | Mapping[str, Callable[[str], str]] = tuple(KINDS),
    tolerance: float = 1e-9,
) -> list[str]:
    """Value and verdict stay when the text is written otherwise; returns the names of the changes that were tried.

    Args:
        reward: a reward, or a function in the shape of TRL's or verl's.
        sample: the sample, or its completion beside `reference`.
        reference: the reference, where the sample is a text.
        under: kinds of changes, one or several: "white-space", "wrapping" (line breaks, delimiters of formulas),
            "notation" (of formulas), "renaming" (of a variable in gold and formulas, of local variables in Python); or
            functions of the text by name.
        tolerance: by how much the value may differ, relative to the greater and absolute.

    Raises:
        AssertionError: a change makes another score, the text allows none of the changes, or it has no value; shows
            the scores.
        ValueError: a kind is unknown.
    """
    __tracebackhide__ = True
    sample = _sample(sample, reference)
    changed = list(_changed(sample, under))
    if not changed:
        kinds = ", ".join([under] if isinstance(under, str) else under)
        raise AssertionError(f"nothing was tried: the text allows no change of {kinds}: {quoted(sample.text)}")
    require_tolerance(tolerance)
    before, *scores = _grade(reward, [sample, *(other for _, other in changed)])
    if before.value is None:
        raise AssertionError(f"{_name(reward)} has no value to compare:\n{_shown(sample, before)}")
    for (what, other), score in zip(changed, scores, strict=True):
        if score.verdict != before.verdict or not _same(score.value, before.value, tolerance):
            raise AssertionError(
                f"{_name(reward)} changes under {what}:\n{_shown(sample, before)}\nand then\n{_shown(other, score)}"
            )
    return [what for what, _ in changed]


def assert_never_paid(
    reward: Rewarding, samples: Text | Iterable[Text], *, reference: Any = _UNSET, above: float = 0.0
) -> list[Score]:
    """No sample is worth more than `above`; returns the scores.

    Args:
        reward: a reward, or a function in the shape of TRL's or verl's.
        samples: samples, or completions beside `reference`.
        reference: the reference of samples that are texts.
        above: the most that they may be worth.

    Raises:
        AssertionError: some are paid, or one has no value, as without a reference; shows them.
        ValueError: there are none.
    """
    __tracebackhide__ = True
    given = [samples] if isinstance(samples, Sample | str) else samples
    tried = [_sample(sample, reference) for sample in given]
    if not tried:
        raise ValueError("assert_never_paid got no samples: give at least one")
    if not above < float("inf"):
        raise ValueError(f"above is {above!r}: give a finite number")
    scores = _grade(reward, tried)
    for one, score in zip(tried, scores, strict=True):
        if score.value is None:
            raise AssertionError(f"{_name(reward)} has not judged a sample:\n{_shown(one, score)}")
    paid = [i for i, score in enumerate(scores) if score.value is not None and score.value > above]
    if paid:
        shown = "\n".join(f"  sample {i}\n{_shown(tried[i], scores[i], indent='    ')}" for i in paid)
        raise AssertionError(f"{_name(reward)} pays {len(paid)} of {len(tried)} samples more than {above:g}:\n{shown}")
    return scores


def _changed(
    sample: Sample, under: str | Iterable[str] | Mapping[str, Callable[[str], str]]
) -> Iterable[tuple[str, Sample]]:
    if isinstance(under, Mapping):
        own = ((name, with_text(sample, change(sample.text))) for name, change in under.items())
        return [(name, other) for name, other in own if other.text != sample.text]
    kinds = [under] if isinstance(under, str) else list(under)
    if not kinds:
        raise ValueError(f"under is empty: choose from {', '.join(KINDS)}")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f"under is {unknown[0]!r:.60}: choose from {', '.join(KINDS)}, or give functions by name")
    return variants(sample, kinds)


def _sample(sample: Text, reference: Any) -> Sample:
    if isinstance(sample, str):
        return Sample(sample, None if reference is _UNSET else reference)
    if reference is not _UNSET:
        raise ValueError("the sample has a reference of its own: give reference= beside a text alone")
    return sample


def _grade(reward: Rewarding, samples: list[Sample]) -> list[Score]:
    """The scores; a reward that fails is an AssertionError, whatever was expected of it."""
    __tracebackhide__ = True
    try:
        scores = grade_at_once(as_reward(reward), samples)
    except RewardError as problem:
        raise AssertionError(str(problem)) from None
    for sample, score in zip(samples, scores, strict=True):
        if score.verdict is Verdict.ERROR:
            raise AssertionError(f"{_name(reward)} fails:\n{_shown(sample, score)}")
    return scores


def _wanted(expected: Expectation) -> dict[str, Any]:
    if expected is _UNSET:
        return {}
    if isinstance(expected, Mapping):
        return dict(expected)
    if isinstance(expected, bool):
        return {"paid": expected}
    return {"verdict" if isinstance(expected, str) else "value": expected}


def _require_expectable(wanted: Mapping[str, Any]) -> None:
    """Raises ValueError unless a score could be so."""
    if not wanted:
        raise ValueError("assert_reward expects nothing: give a value, a verdict, True or False, an answer or a reason")
    kinds = {"value": int | float | None, "verdict": str, "answer": str | None, "reason": str, "paid": bool}
    for name, each in wanted.items():
        if name not in kinds:
            raise ValueError(f"expected has '{name}': choose from {', '.join(kinds)}")
        if not isinstance(each, kinds[name]) or (name != "paid" and isinstance(each, bool)):
            raise ValueError(f"{name} is {each!r:.60}, which no score has")
    if "verdict" in wanted and wanted["verdict"] not in tuple(Verdict):
        raise ValueError(f"verdict is {wanted['verdict']!r:.60}: choose one of {', '.join(Verdict)}")
    if wanted.get("reason") == "":
        raise ValueError("reason is '': every reason has that in it")


def _holds(name: str, wanted: Any, score: Score, tolerance: float) -> bool:
    if name == "value":
        return _same(score.value, wanted, tolerance)
    if name == "paid":
        return score.value is not None and (score.value > 0) == wanted
    if name == "verdict":
        return score.verdict is Verdict(wanted)
    return wanted in score.reason if name == "reason" else bool(score.answer == wanted)


def _same(one: float | None, other: float | None, tolerance: float) -> bool:
    if one is None or other is None:
        return one is other
    return is_close(one, other, tolerance)


def _name(reward: Rewarding) -> str:
    return f"'{getattr(reward, 'name', getattr(reward, '__name__', type(reward).__name__))}'"


def _shown(
    sample: Sample, score: Score, wanted: Mapping[str, Any] | None = None, wrong: Sequence[str] = (), indent: str = "  "
) -> str:
    """A sample and its score, a field a line; beside wrong fields what was expected."""
    wanted = wanted or {}
    fields = {name: getattr(score, name) for name in _FIELDS}
    lines = [f"text       {cut(repr(sample.text), 200)}", f"reference  {cut(repr(sample.reference), 100)}"]
    for name, got in fields.items():
        line = f"{name:9}  {got}"
        if name in wrong:
            line += f"   (expected: {wanted[name]}{' in it' if name == 'reason' else ''})"
        if name == "value" and "paid" in wrong:
            line += f"   (expected: {'above 0' if wanted['paid'] else '0 or less'})"
        lines.append(line)
    lines += [f"part       {part.reward}: {part.value}, {part.verdict}: {part.reason}" for part in score.parts]
    return printable("\n".join(indent + line for line in lines))
