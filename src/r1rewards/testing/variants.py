"""Texts that say the same: other white space, other wrapping, other notation, other names."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from r1rewards.core.messages import REASONING_KEYS
from r1rewards.core.sample import Sample
from r1rewards.templates import fences
from r1rewards.testing.formulas import BOX, code, formulas, in_formulas
from r1rewards.testing.renaming import renamed_program

Variant = tuple[str, Sample]
"""What was changed, and the changed sample."""

_SIZED = "".join(rf"(?<!\\{size})" for size in "left right big Big bigg Bigg bigl Bigl biggl Biggl bigr Bigr".split())

NOTATIONS: tuple[tuple[str, str, str], ...] = (
    (r"\frac as \dfrac", r"\\frac(?![A-Za-z])", r"\\dfrac"),
    (r"\dfrac and \tfrac as \frac", r"\\[dt]frac(?![A-Za-z])", r"\\frac"),
    (r"\frac12 as \frac{1}{2}", r"\\frac(\d)(\d)", r"\\frac{\1}{\2}"),
    (r"\left( as (", r"\\left\(([^()\[\]\\]*+)\\right\)", r"(\1)"),
    (r"( as \left(", _SIZED + r"(?<!\\)\(([^()\[\]\\&]*+)\)", r"\\left(\1\\right)"),
    (r"\le as \leq", r"\\le(?![A-Za-z])", r"\\leq"),
    (r"\leq as \le", r"\\leq(?![A-Za-z])", r"\\le"),
    (r"\pi as π", r"\\pi(?![A-Za-z])", "π"),
    (r"\infty as ∞", r"\\infty(?![A-Za-z])", "∞"),
    ("^2 as ^{2}", r"\^(\d)(?!\d)", r"^{\1}"),
    ("a sign as −", r"(?<![\w)}\]!'])-(?=\d)", "−"),
    ("blanks around =", r"(?<=[\w}])\s*+=\s*+(?=[\w\\{])", " = "),
    ("a thin space at the end", r"(?<=[\w})])$", r"\\,"),
)
"""Notations of one thing inside formulas: the name of the change, a pattern, and what replaces it."""


def variants(sample: Sample, under: Iterable[str] = ()) -> Iterator[Variant]:
    """Samples that deserve the score of this one, each with the name of the change; none where nothing can change.

    Args:
        sample: a sample; of messages the last one of the assistant's is changed.
        under: kinds of changes, the keys of `KINDS`; all of them by default.

    Raises:
        KeyError: a kind is unknown.
    """
    for kind in tuple(under) or tuple(KINDS):
        for what, changed in KINDS[kind](sample):
            if changed != sample:
                yield f"{kind}: {what}", changed


def with_text(sample: Sample, text: str) -> Sample:
    """The sample with another text to be judged; all else that is known about it stays."""
    if text == sample.text:
        return sample
    if isinstance(sample.completion, str):
        return replace(sample, completion=text, reasoning=None)
    messages = [dict(message) for message in sample.completion]
    last = max(i for i, message in enumerate(messages) if message.get("role") == "assistant")
    messages[last] = {key: value for key, value in messages[last].items() if key not in REASONING_KEYS}
    messages[last]["content"] = text
    return replace(sample, completion=messages, reasoning=None)


def _white_space(sample: Sample) -> Iterator[Variant]:
    text = sample.text
    yield "a line feed at the end", with_text(sample, text + "\n")
    yield "CRLF as line ends", with_text(sample, _in_prose(text, lambda prose: re.sub(r"\r?\n", "\r\n", prose)))
    yield "blanks at line ends", with_text(sample, _in_prose(text, lambda prose: re.sub(r"(?<=\S)\n", "  \n", prose)))
    yield "two blanks between words", with_text(sample, _in_prose(text, lambda prose: _GAP.sub("  ", prose)))


_GAP = re.compile(r"(?<=[a-z,.]) (?=[A-Za-z])")


def _wrapping(sample: Sample) -> Iterator[Variant]:
    text = sample.text
    yield "lines broken between sentences", with_text(sample, _in_prose(text, lambda prose: _STOP.sub("\n", prose)))
    for what, opening, brackets in (("$…$ as \\(…\\)", "$", (r"\(", r"\)")), ("\\(…\\) as $…$", r"\(", ("$", "$"))):
        pieces, end = [], 0
        for found in formulas(text):
            if found.opening == opening and not ("$" in brackets and "$" in found.text):
                pieces += [text[end : found.outer_start], brackets[0], found.text, brackets[1]]
                end = found.outer_end
        yield what, with_text(sample, "".join([*pieces, text[end:]]))
    if "$" not in text and not re.search(r"\\[(\[]|\\begin\b", text):
        yield "the box as a formula", with_text(sample, _boxes_as_formulas(text))


_STOP = re.compile(r"(?<=[a-z)]\.) (?=[A-Z][a-z])")


def _boxes_as_formulas(text: str) -> str:
    pieces, end = [], 0
    for box in formulas(text):
        if box.opening == BOX:
            pieces += [text[end : box.outer_start], f"${text[box.outer_start : box.outer_end]}$"]
            end = box.outer_end
    return "".join([*pieces, text[end:]])


def _notation(sample: Sample) -> Iterator[Variant]:
    for what, pattern, new in NOTATIONS:
        yield what, with_text(sample, in_formulas(sample.text, partial(re.sub, pattern, new)))


def _renaming(sample: Sample) -> Iterator[Variant]:
    yield from _renamed_letters(sample)
    yield from _renamed_programs(sample)


_LETTER = re.compile(r"(\\[A-Za-z]++|\\.)|([A-Za-z]++)")
_FIXED = frozenset("eidaIABCDEFGHJ")
"""Letters with a meaning of their own: constants, the d of dx, words, labels of options."""
_NEW_LETTERS = "tuvwyzpqrs"
_UNIT = re.compile(r"\d\s++[A-Za-z]|\d\s*+/\s*+\d+\s*+[A-Za-z]")
"""A number and what is perhaps a unit."""


def _renamed_letters(sample: Sample) -> Iterator[Variant]:
    """The variable of the gold formula by another letter, in the gold and in all formulas of the text.

    Only where both are written with single letters, and the text has the letter in formulas alone.
    """
    gold, text = sample.reference, sample.text
    if not isinstance(gold, str) or not re.search(r"[=^+]", gold) or _UNIT.search(gold):
        return
    found = [each.text for each in formulas(text)]
    inside = [word for each in (gold, *found) for word in _words(each)]
    if any(len(word) > 1 for word in inside):
        return
    outside = _words(_between(text))
    new = next((letter for letter in _NEW_LETTERS if letter not in inside and letter not in outside), None)
    old = next((letter for letter in sorted({*_words(gold)} - _FIXED) if letter not in outside), None)
    if new is None or old is None or not any(old in _words(each) for each in found):
        return

    def rename(formula: str) -> str:
        return _LETTER.sub(lambda each: new if each[2] == old else each[0], formula)

    yield f"{old} as {new}", with_text(replace(sample, reference=rename(gold)), in_formulas(text, rename))


def _words(formula: str) -> list[str]:
    return [each[2] for each in _LETTER.finditer(formula) if each[2]]


def _between(text: str) -> str:
    """The text without its formulas."""
    pieces, end = [], 0
    for found in formulas(text):
        pieces.append(text[end : found.outer_start])
        end = max(end, found.outer_end)
    return " ".join([*pieces, text[end:]])


def _renamed_programs(sample: Sample) -> Iterator[Variant]:
    """The local variables of the programs in the text by other names."""
    reference: Any = sample.reference
    kind = reference.get("kind") if isinstance(reference, Mapping) else getattr(reference, "kind", None)
    text, pieces, end = sample.text, [], 0
    for block in fences.blocks(text, 0, len(text)):
        if block.info.strip().lower() in {"python", "py", "python3", ""} and not block.indent:
            program = renamed_program(text[block.start : block.end], script=kind == "stdio")
            if program is not None:
                pieces += [text[end : block.start], program]
                end = block.end
    if pieces:
        yield "local variables", with_text(sample, "".join([*pieces, text[end:]]))


KINDS: Mapping[str, Callable[[Sample], Iterator[Variant]]] = {
    "white-space": _white_space,
    "wrapping": _wrapping,
    "notation": _notation,
    "renaming": _renaming,
}
"""The kinds of changes by name."""


def _in_prose(text: str, change: Callable[[str], str]) -> str:
    """The text with its prose changed: not code, formulas or tags; not a text with JSON, nor a bare program."""
    if _JSON.search(text) or _is_program(text):
        return text
    kept = [*code(text), *((found.outer_start, found.outer_end) for found in formulas(text))]
    kept += [found.span() for found in _TAG.finditer(text)]
    pieces, end = [], 0
    for start, stop in sorted(kept):
        if start > end:
            pieces.append(change(text[end:start]))
        pieces.append(text[max(start, end) : stop])
        end = max(end, stop)
    return "".join([*pieces, change(text[end:])])


_TAG = re.compile(r"<[^<>\n]*+>")
_JSON = re.compile(r'[\[{]\s*+(?:["\[{]|\d++\s*+,)')


def _is_program(text: str) -> bool:
    """Whether a text without fences is Python, or begins like it."""
    if re.match(r"\s*+(?:def|class|import|from|@)\b", text):
        return True
    try:
        return len(text.split()) > 1 and bool(ast.parse(text).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
