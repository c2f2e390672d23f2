"""math-verify's `parse`: the answer in a gold or in a completion."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from r1rewards.claims.marks import boxes
from r1rewards.core.score import Final, Response, Span
from r1rewards.dropin.math_verify.answers import Answer
from r1rewards.dropin.math_verify.configs import (
    ExprExtractionConfig,
    ExtractionTarget,
    Fallback,
    LatexExtractionConfig,
    Mode,
    NormalizationConfig,
    StringExtractionConfig,
    checked,
)
from r1rewards.dropin.math_verify.errors import TimeoutException
from r1rewards.dropin.math_verify.reading import is_readable
from r1rewards.dropin.math_verify.strings import claimed_string, unmarked_string
from r1rewards.dropin.math_verify.unmarked import is_sentence, last_value
from r1rewards.errors import RewardError
from r1rewards.math.extraction import RULES, Extraction, extract_from
from r1rewards.math.tampering import addressed_to_grader, disguised, scattered
from r1rewards.templates import UNKNOWN

__all__ = [
    "ExprExtractionConfig",
    "ExtractionTarget",
    "LatexExtractionConfig",
    "NormalizationConfig",
    "StringExtractionConfig",
    "TimeoutException",
    "parse",
]

Found = list[Any]
"""[an Answer, its text], [an Answer], or nothing."""

_TARGETS = (LatexExtractionConfig(), ExprExtractionConfig())


def parse(  # noqa: PLR0913, PLR0917 - math-verify's signature
    pred: str,
    extraction_config: Sequence[ExtractionTarget] = _TARGETS,
    fallback_mode: Fallback = "first_match",
    extraction_mode: Mode = "any_match",
    parsing_timeout: float | None = 5,  # noqa: ARG001 - reading is bounded by itself
    raise_on_error: bool = False,
) -> Found:
    r"""The answer in a text, as math-verify gives it: a list that is empty where there is none.

    An answer is what the text claims, by the rules of `math.extract`: in a box, in words, in an answer element, after
    `####`; everything to the last `</think>` is not read. Only a text that claims nothing is searched for a value that
    nothing marks, and only where a target has `try_extract_without_anchor`: the text itself if it is one, else the only
    one of its last sentence, if that says that something is, has or costs so much and denies, doubts and names nothing.

    Args:
        pred: a gold or a completion.
        extraction_config: what to look for. LaTeX alone finds no plain numbers, plain expressions alone no boxes, and
            an empty list nothing.
        fallback_mode: "first_match": the answer's text follows it; "no_fallback": it does not, and an answer that
            cannot be read as mathematics is none.
        extraction_mode: accepted; a value before the last is taken in neither mode.
        parsing_timeout: accepted, and not needed: reading takes time in proportion to the text, of which at most the
            last 200,000 characters are read.
        raise_on_error: whether a text that is no string raises; it has no answer otherwise.

    Returns:
        `[answer, text]`, `[answer]` or `[]`, where `answer` is an `Answer`; for a literal string two strings, or one.

    Raises:
        RewardError: a configuration or a mode is none that is known; with `raise_on_error`, `pred` is no string.
    """
    targets = checked(extraction_config, fallback_mode, extraction_mode)
    if not targets:
        return []
    if not isinstance(pred, str):
        if raise_on_error:
            raise RewardError(f"pred is {type(pred).__name__}: give a text")
        return []
    response = UNKNOWN.parse(pred)
    final = response.final
    if final is None or final.start >= final.end:
        return []
    strings = [target for target in targets if isinstance(target, StringExtractionConfig)]
    for config in strings:
        said = claimed_string(response, config)
        if said is not None and (said or len(targets) == 1):
            return list(said)[: 2 if fallback_mode == "first_match" else 1]
    answer = _answer(response, final, targets) if len(strings) < len(targets) else None
    if answer is None:
        said = next((s for c in strings if c.try_extract_without_anchor and (s := unmarked_string(final, c))), ())
        return list(said)[: 2 if fallback_mode == "first_match" else 1]
    if fallback_mode == "first_match":
        return [answer, answer.written]
    return [answer] if is_readable(answer.gold) else []


def _answer(response: Response, final: Final, targets: Sequence[ExtractionTarget]) -> Answer | None:
    latex = next((target for target in targets if isinstance(target, LatexExtractionConfig)), None)
    plain = next((target for target in targets if isinstance(target, ExprExtractionConfig)), None)
    unmarked = [t for t in (latex, plain) if t is not None and t.try_extract_without_anchor]
    rules = _rules(latex, unmarked=bool(unmarked))
    found = extract_from(final, rules, "marked")
    text = response.text
    sentence = is_sentence(final) if found is None or found.rule == "whole" else False
    if found is not None and found.rule == "whole":
        words = _PROSE.search(found.answer) is not None and not is_readable(found.answer, words=False)
        found = None if sentence or words else found  # words that may lead to a value
    if found is not None:
        if found.rule == "whole":  # which nothing marks
            latex, plain = (latex if latex in unmarked else None), (plain if plain in unmarked else None)
        in_box = found.rule == "boxed" or (latex is not None and latex.reads_boxes and _is_boxed(final, found.span))
        boxes_first = latex is not None and latex.reads_boxes and latex.boxed_match_priority <= _BESIDE_WORDS
        if not boxes_first:
            found = found._replace(answer=_BOX.split(found.answer, maxsplit=1)[0])
        if not _is_wanted(found.answer, latex, plain, in_box=in_box):
            return None
        return _claim(final, found, boxes_first=boxes_first)
    wanted = partial(_is_wanted, latex=latex if latex in unmarked else None, plain=plain if plain in unmarked else None)
    whole = text[final.start : final.end].strip()
    if _BOX.search(text, final.start, final.end):  # unclosed, blank, denied, or not to be read
        return None
    if (
        wanted(whole)
        and not sentence
        and not _PROSE.search(whole)
        and (is_readable(whole, words=False) or _ANGLE.fullmatch(whole))
    ):
        return Answer(whole, whole)
    place = last_value(final, wanted) if unmarked else None
    return None if place is None else Answer(text[slice(*place)])


_ANGLE = re.compile(r"\$?-?\d{1,5}\s*(?:°|\^\s*\{?\\circ\s*\}?)\s*\d{1,2}\s*['′][^A-Za-z]{0,12}")
"""Degrees and minutes."""

_PROSE = re.compile(r"(?<![\\A-Za-z{])[A-Za-z]{3,}")


_WORDS = ("answer-is", "answer-colon", "is-answer")


def _rules(latex: LatexExtractionConfig | None, *, unmarked: bool) -> tuple[str, ...]:
    """The rules of extraction in the order that a configuration asks for."""
    boxed = latex is not None and latex.reads_boxes
    rules = [rule for rule in RULES if rule != "boxed" and (unmarked or rule != "whole")]
    if boxed:
        late = latex is not None and latex.boxed_match_priority > _BESIDE_WORDS
        rules.insert(rules.index(_WORDS[-1]) + 1 if late else rules.index(_WORDS[0]), "boxed")
    return tuple(rules)


_BESIDE_WORDS = 50
"""The priority at which math-verify reads boxes beside what words say, rather than after it."""


_BOX = re.compile(r"[\s,;]*\\boxed\b")


_WITH_SOURCE = ("boxed", "hashes", "whole", *_WORDS)
"""Rules of a claim that is a gold by all of its text; the others' marks are no part of a gold."""


def _claim(final: Final, found: Extraction, *, boxes_first: bool) -> Answer:
    text, said = final.text, found.answer
    rivals = tuple(rival.value or "" for rival in found.rivals)
    tampering = disguised(found.answer, found.span) or addressed_to_grader(text, found.span) or scattered(found.rivals)
    void = None
    if found.retraction is not None:
        void = "taken back"
    elif tampering is not None:
        void = "tampering"
    whole = found.rule in _WITH_SOURCE and (boxes_first or not _BOX.search(text))
    return Answer(said, text[final.start : final.end] if whole else "", rivals, void)


_LATEX = re.compile(r"\\(?![%$])|\$[^$]+\$")
_ESCAPED = re.compile(r"\\[%$,!]")
_PLAIN = re.compile(r"[\d+*/^=<>√π∞²³¼½¾⅐-⅞]|(?<![A-Za-z])[A-Za-z]\s?-\s?[A-Za-z](?![A-Za-z])")


def _is_wanted(
    said: str, latex: LatexExtractionConfig | None, plain: ExprExtractionConfig | None, *, in_box: bool = False
) -> bool:
    """Whether a value is of a kind that is looked for: LaTeX, or signs and digits; words are neither."""
    if latex is not None and (in_box or _LATEX.search(said)):
        return True
    if plain is None or not _PLAIN.search(said):
        return False
    return latex is not None or "\\" not in _ESCAPED.sub("", said)


def _is_boxed(final: Final, span: Span) -> bool:
    text, start, end = final.text, final.start, final.end
    return any(box.start <= span.start < box.end for box in boxes(text, max(start, span.start - _NEAR), end))


_NEAR = 200
"""Characters before a claim within which the box begins that holds it."""


_INTERNAL = ("get_extraction_regexes", "get_extraction_regexes_inner", "extract_target_from_pred", "extract_match")


def __getattr__(name: str) -> Any:
    if name in _INTERNAL:
        raise ImportError(
            f"math_verify.parser.{name} has no counterpart: answers are not found by patterns; call parse, or "
            "r1rewards.math.extract for an answer and its place in the text"
        )
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
