"""What is to be found in a text: math-verify's configurations, with its names and defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from r1rewards.core.fields import require_choice
from r1rewards.errors import RewardError

__all__ = [
    "ExprExtractionConfig",
    "ExtractionTarget",
    "LatexExtractionConfig",
    "LatexNormalizationConfig",
    "NormalizationConfig",
    "StringExtractionConfig",
]


@dataclass(frozen=True, slots=True)
class NormalizationConfig:
    r"""How math-verify rewrites LaTeX before it reads it; the same names and defaults as latex2sympy2_extended's.

    The reader here needs no rewriting, so that these are accepted and only `boxed` has a meaning. `\frac12` is LaTeX
    for a half, and `malformed_operators=False` does not refuse it.

    Attributes:
        basic_latex: no effect.
        units: no effect: a missing unit is accepted, another one is not unless it converts.
        malformed_operators: no effect.
        nits: no effect.
        boxed: "none" leaves boxes unread as `boxed_match_priority=-1` does; "all" and "last" read them.
        equations: no effect: `x = 5` agrees with `5`.
    """

    basic_latex: bool = True
    units: bool = False
    malformed_operators: bool = False
    nits: bool = False
    boxed: Literal["all", "last", "none"] | bool = "all"
    equations: bool = False


LatexNormalizationConfig = NormalizationConfig
"""The name that math-verify exports it by."""

_FIELDS = ("basic_latex", "units", "malformed_operators", "nits", "boxed", "equations")


def _usual() -> NormalizationConfig:
    return NormalizationConfig(units=True, malformed_operators=True, nits=True)


@dataclass(frozen=True, slots=True)
class LatexExtractionConfig:
    r"""Find formulas in LaTeX: in `\boxed{…}`, between dollar signs, `\(…\)` or `\[…\]`.

    Attributes:
        try_extract_without_anchor: also where nothing marks them as the answer; then the last one of a text that claims
            no answer counts.
        boxed_match_priority: -1: no boxes; up to 50: before what words say; above: after it.
        normalization_config: a NormalizationConfig of this module or of latex2sympy2_extended.

    Raises:
        RewardError: the priority is no whole number from -1, or the configuration has other fields.
    """

    try_extract_without_anchor: bool = True
    boxed_match_priority: int = 50
    normalization_config: Any = field(default_factory=_usual)

    def __post_init__(self) -> None:
        priority = self.boxed_match_priority
        if isinstance(priority, bool) or not isinstance(priority, int) or priority < -1:
            raise RewardError(
                f"boxed_match_priority is {priority!r:.60}: give -1 for no boxes, 0 for boxes first, or 50"
            )
        if missing := [name for name in _FIELDS if not hasattr(self.normalization_config, name)]:
            raise RewardError(
                f"normalization_config is {type(self.normalization_config).__name__} without '{missing[0]}': "
                "give a NormalizationConfig(…)"
            )

    @property
    def reads_boxes(self) -> bool:
        """Whether boxes are looked for."""
        return self.boxed_match_priority >= 0 and self.normalization_config.boxed not in ("none", False)


@dataclass(frozen=True, slots=True)
class ExprExtractionConfig:
    """Find numbers and formulas in plain text: `1,000.99`, `3/4`, `2 + 3`.

    Attributes:
        try_extract_without_anchor: as in `LatexExtractionConfig`.
    """

    try_extract_without_anchor: bool = True


@dataclass(frozen=True, slots=True)
class StringExtractionConfig:
    """Find literal strings, such as the letters of options.

    Attributes:
        strings: what to look for; none may be blank.
        try_extract_without_anchor: also where nothing marks them as the answer.
        lowercase: whether what is found is given in lower case.

    Raises:
        RewardError: there are no strings, or one is blank.
    """

    strings: tuple[str, ...] = ("A", "B", "C", "D")
    try_extract_without_anchor: bool = True
    lowercase: bool = True

    def __post_init__(self) -> None:
        given = self.strings
        if isinstance(given, str) or not given or not all(isinstance(one, str) and one.strip() for one in given):
            raise RewardError(f"strings is {given!r:.60}: give a tuple of strings, such as ('A', 'B', 'C', 'D')")
        object.__setattr__(self, "strings", tuple(given))


ExtractionTarget = LatexExtractionConfig | ExprExtractionConfig | StringExtractionConfig
"""What `parse` can be asked to find."""

Fallback = Literal["no_fallback", "first_match"]
Mode = Literal["first_match", "any_match"]


def checked(targets: Iterable[ExtractionTarget], fallback: str, mode: str) -> tuple[ExtractionTarget, ...]:
    """The targets of a call, all of whose options are known.

    Raises:
        RewardError: one is not; the message names it and the remedy.
    """
    require_choice(fallback, get_args(Fallback), "fallback_mode")
    require_choice(mode, get_args(Mode), "extraction_mode")
    if isinstance(targets, (*get_args(ExtractionTarget), str, Mapping)) or not isinstance(targets, Iterable):
        raise RewardError(
            f"extraction_config is {type(targets).__name__}: give a list, such as [LatexExtractionConfig()]"
        )
    given = tuple(targets)
    for target in given:
        if not isinstance(target, get_args(ExtractionTarget)):
            kind = type(target)
            raise RewardError(
                f"extraction_config holds {kind.__module__}.{kind.__name__}: give LatexExtractionConfig, "
                "ExprExtractionConfig or StringExtractionConfig of r1rewards.dropin.math_verify"
            )
    return given
