"""Scores as the scalars that a trainer's log takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from r1rewards.core.score import Score, Verdict


def metrics(scores: Sequence[Score], name: str, paths: Collection[str] = ()) -> dict[str, float]:
    """A batch's means, by name; `paths` as for `values`.

    Returns:
        `NAME/PART`: the mean value of each part over the samples where it has one; parts of parts by their path;
        `NAME/verdict/VERDICT`: the share of the samples with each verdict, also of those that none has, since trainers
        average over the steps in which a name was logged;
        `NAME/unscored`: the share without a value.
    """
    if not scores:
        return {}
    found: dict[str, list[float]] = {}
    for score in scores:
        for path, value in values(score, name, paths):
            found.setdefault(path, []).append(value)
    counts = Counter(score.verdict for score in scores)
    return {
        **{path: sum(each) / len(each) for path, each in found.items()},
        **{f"{name}/verdict/{verdict}": counts[verdict] / len(scores) for verdict in Verdict},
        f"{name}/unscored": sum(score.value is None for score in scores) / len(scores),
    }


def values(score: Score, name: str, paths: Collection[str] = ()) -> Iterator[tuple[str, float]]:
    """The values of a score's parts by their path.

    Parts of one name are numbered. `paths` are those that the reward's scores may have: a score that has fewer parts
    than others, such as that of a gate that is shut, calls them as the others do.
    """
    names = numbered([str(part.reward) for part in score.parts])
    for index, part in enumerate(score.parts):
        path, other = f"{name}/{names[index]}", f"{name}/{part.reward}-{index + 1}"
        if path not in paths and other in paths:
            path = other
        if part.value is not None:
            yield path, part.value
        yield from values(part, path, paths)


def numbered(names: Sequence[str]) -> tuple[str, ...]:
    """The names of parts; those that several have end in a number."""
    return tuple(f"{name}-{i + 1}" if names.count(name) > 1 else name for i, name in enumerate(names))
