"""Literal strings as answers: the letters of options, "Yes" and "No"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_uppercase

from r1rewards import choices
from r1rewards.claims import goes_back
from r1rewards.claims import kinds as k
from r1rewards.core.rule_names import CORRECTIONS
from r1rewards.core.score import Final, Response, Span
from r1rewards.dropin.math_verify.configs import StringExtractionConfig
from r1rewards.dropin.math_verify.unmarked import is_said, last_sentence
from r1rewards.math.extraction import RULES, extract_from
from r1rewards.math.normal import normal_form

READ_LENGTH = 20_000
"""Characters at the end of a text in which strings are looked for."""

_CLAIMING = tuple(rule for rule in RULES if rule != "whole")


_ANCHORS = ("answer-element", "boxed", "answer-is", "answer-colon", "is-answer", "choose", "therefore")
"""Rules of `choices` that need more than an option's letter in a place."""


def claimed_string(response: Response, config: StringExtractionConfig) -> tuple[str, ...] | None:
    """(what is given, what is written) of the string that a text claims; () if it claims another, or two of them."""
    return (_letter if all(map(_is_letter, config.strings)) else _string)(response, config)


def _is_letter(string: str) -> bool:
    return len(string) == 1 and string in ascii_uppercase


def _letter(response: Response, config: StringExtractionConfig) -> tuple[str, ...] | None:
    rules = None if config.try_extract_without_anchor else _ANCHORS
    found = choices.extract(response, choices.Choices((), config.strings[0]), rules=rules)
    if found is None:
        return None
    return _given(found.claims, config) if found.claims in config.strings else ()


def _string(response: Response, config: StringExtractionConfig) -> tuple[str, ...] | None:
    final = response.final
    found = None if final is None else extract_from(final, _CLAIMING, CORRECTIONS[0], words=True)
    if final is None or found is None:
        return None
    said = [_beginning(claim, config) for claim in (found.answer, *(rival.value or "" for rival in found.rivals))]
    if found.retraction is not None or said[0] is None or any(one != said[0] for one in said):
        return ()
    return () if _beside(final, found.span, config) else _given(said[0], config)


def _beside(final: Final, span: Span, config: StringExtractionConfig) -> bool:
    """Whether another string is put beside a claim: "Yes/No"."""
    text, near = final.text, _named(config.strings)
    before = list(near.finditer(text, max(final.start, span.start - _NEAR), span.start))
    after = list(near.finditer(text, span.end, min(final.end, span.end + _NEAR)))
    gaps = [(one.end(), span.start) for one in before[-1:]] + [(span.end, one.start()) for one in after[:1]]
    return any(_LISTED.fullmatch(text, *gap) for gap in gaps)


_NEAR = 40
"""Characters on each side of a claim in which another string may be."""


def unmarked_string(final: Final, config: StringExtractionConfig) -> tuple[str, ...]:
    """(what is given, what is written) of the string that a text begins with, or the only one of its last sentence."""
    text, begin = final.text, max(final.start, final.end - READ_LENGTH)
    found = [match for match in _named(config.strings).finditer(text, begin, final.end) if _is_free(text, match)]
    if not found or any(one[0] not in config.strings for one in found[:1]):
        return ()
    opens = not text[final.start : found[0].start()].strip(_OPENING)
    if (
        opens
        and _CLOSED.match(text, found[0].end(), final.end)
        and not (_is_listed(text, found) or goes_back(text, found[0].end()))
    ):
        return _given(found[0][0], config)
    start, stop = last_sentence(text, begin, final.end)
    said = [match for match in found if start <= match.start() < stop]
    if (
        len(said) == 1
        and said[0][0] in config.strings
        and is_said(final, start, stop, said[0].start(), k.RIGHT | k.CHOOSE)
    ):
        return _given(said[0][0], config)
    return ()


def _is_listed(text: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether another string follows the first as in a list: "A. B.", "A) x B) y"."""
    first, *others = found
    joined = bool(others) and _LISTED.fullmatch(text, first.end(), others[0].start()) is not None
    return joined or any(_MARKED.match(text, other.end()) for other in others if other[0] != first[0])


_OPENING = " \t\r\n*(["
_CLOSED = re.compile(r"[.:*)\]\n]|$| [A-Z][a-z]|, [a-z]")
_LISTED = re.compile(r"[\W_]*(?:(?:or|and)\b[\W_]*)?")
_MARKED = re.compile(r"[):]")
_GAPS = frozenset(" \n\t*([:：\"'/|,;")


def _is_free(text: str, match: re.Match[str]) -> bool:
    return not match.start() or text[match.start() - 1] in _GAPS


@lru_cache(maxsize=32)
def _pattern(strings: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(strings, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


@lru_cache(maxsize=32)
def _named(strings: tuple[str, ...]) -> re.Pattern[str]:
    """Strings in any case, unless they are letters."""
    pattern = _pattern(strings).pattern
    return re.compile(pattern, re.IGNORECASE if min(map(len, strings)) > 1 else 0)


def _beginning(claim: str, config: StringExtractionConfig) -> str | None:
    """The string with which a claim begins, the only one in it: "(B) 42"."""
    text = normal_form(claim).lstrip(" *_([$\\{")
    found = _pattern(config.strings).match(text)
    others = {one[0].lower() for one in _named(config.strings).finditer(text) if _is_free(text, one)}
    return found[0] if found and others <= {found[0].lower()} else None


def _given(found: str, config: StringExtractionConfig) -> tuple[str, ...]:
    return (found.lower() if config.lowercase else found, found)
