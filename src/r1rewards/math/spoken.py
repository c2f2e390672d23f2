r"""What words between formulas say: "or" in other languages, that a parameter is whole, that values are congruent."""

from __future__ import annotations

import re

LONGEST = 400
"""Characters of the longest text that is looked through."""

_BLANKS = re.compile(r"\s{2,}")
_BEFORE, _BEHIND = r"(?<=[0-9A-Za-z)}\]$])", r"(?=[0-9A-Za-z\\($\[-])"
_OTHER_SCRIPTS = re.compile(rf"{_BEFORE}\s*(?:或者?|または|또는)\s*{_BEHIND}")
_OTHER_WORDS = re.compile(rf"{_BEFORE}\s+(?:oder|ou|oppure|или|або|veya|hoặc|atau)\s+{_BEHIND}", re.IGNORECASE)
_MATHEMATICS = re.compile(r"[\d=\\]")

_INTEGER = r"(?:an?\s+|any\s+|all\s+)?(?:arbitrary\s+)?(?:integers?|whole\s+numbers?)"
_WHOLE_PARAMETER = re.compile(
    rf"[,;]?\s*\(?\s*(?:(?:for|where|with)\s+)?"
    rf"(?:(?:all|any|every|each|some)\s+)?(?:(?P<one>[a-z])\s+(?:is\s+|being\s+|are\s+|=\s*|\\in\s+)?{_INTEGER}"
    rf"|(?:an?\s+)?(?:integers?|whole\s+numbers?)\s+(?P<other>[a-z])"
    r"|(?P<third>[a-z])\s*\\in\s*(?:\\mathbb\s*\{?\s*Z\s*\}?|Z))\s*\)?$"
)
_CONSTANT = r"(?:real(?:\s+(?:numbers?|constants?))?|(?:arbitrary\s+)?(?:real\s+)?constants?)"
_REAL_PARAMETER = re.compile(
    rf"[,;]?\s*\(?\s*\b(?:for|where|with)\s+(?:(?:all|any|every|each|some|an?|arbitrary)\s+)*"
    rf"(?:{_CONSTANT}\s+(?P<one>[a-z])|(?P<other>[a-z])\s+(?:is|are|being)\s+(?:(?:an?|any|some|arbitrary)\s+)*{_CONSTANT})\s*\)?$"
)
_CONDITION = re.compile(
    r"(?<=[\w)}])[,;]?\s*\b(?:for|where|with)\s+(?:(?:all|any|every|each)\s+)?(?:(?:positive\s+|real\s+)?(?:integers?|numbers?)\s+)?"
    r"(?P<condition>[a-z]\s*(?:\\(?:ge|le|geq|leq|geqslant|leqslant|ne|neq|in|gt|lt)(?![a-z])|[<>]=?)[^A-Z]{1,40})$"
)
_CONGRUENT = re.compile(r"\s*(?:\b(?:is|are|be)\s+)?\bcongruent\s+to\b\s*")


def with_signs(text: str) -> str:
    """The text with signs in place of these words."""
    if len(text) > LONGEST:
        return text
    text = _BLANKS.sub(lambda blanks: "\n" if "\n" in blanks[0] else " ", text)  # the patterns are for single ones
    if not text.isascii() and _MATHEMATICS.search(text):
        text = _OTHER_SCRIPTS.sub(" or ", text)
    if " o" in text or not text.isascii() or " veya" in text or " atau" in text:
        text = _OTHER_WORDS.sub(" or ", text) if _MATHEMATICS.search(text) else text
    if ("nteger" in text or "hole" in text or "Z" in text) and (said := _WHOLE_PARAMETER.search(text)):
        before = text[: said.start()].rstrip(" ,;")
        letter = said["one"] or said["other"] or said["third"]
        if re.search(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])|\d{letter}(?![A-Za-z])", before):
            text = rf"{before},{letter}\in\mathbb{{Z}}"
    if "eal" in text or "onstant" in text:
        text = _REAL_PARAMETER.sub(lambda m: rf",{m['one'] or m['other']}\in\mathbb{{R}}", text)
    if ("for" in text or "where" in text or "with" in text) and (said := _CONDITION.search(text)):
        text = f"{text[: said.start()]},{said['condition']}"
    if "congruent" in text:
        text = _CONGRUENT.sub(r"\\equiv ", text)
    return text
