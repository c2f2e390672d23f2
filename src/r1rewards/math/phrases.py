r"""The rules for claims in words: "the answer is …", "answer: …", "… is the answer".

Every run in these patterns is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from r1rewards.math.claims import Claim

_ANSWER_IS = re.compile(
    r"(?P<final>\bfinal\s{1,4})?\b(?:answers?|the\s{1,4}solutions?(?:\s{1,4}set)?)"
    r"(?:\s{1,4}(?:to|for|of)\s[^.,;\n:$]{1,60}?)?(?:\s{0,4}\*\*)?"
    r"\s{1,4}(?:is|are|equals|=|(?:will|would|should)\s{1,4}be)(?![A-Za-z])[ \t]{0,4}:?"
    r"(?:,?\s{0,4}\b(?:therefore|thus|hence|simply|just|exactly|clearly|indeed|equal\s{1,4}to)\b,?){0,2}"
    r"|(?:最终)?答案(?:应该)?(?:是|为)[:：]?|答えは"
    r"|\b(?:réponse(?:\s{1,4}finale)?\s{1,4}est|respuesta(?:\s{1,4}final)?\s{1,4}es|resposta(?:\s{1,4}final)?\s{1,4}é"
    r"|risposta(?:\s{1,4}finale)?\s{1,4}è|antwort\s{1,4}(?:ist|lautet))\b[ \t]{0,4}:?",
    re.IGNORECASE,
)
_ANSWER_COLON = re.compile(
    r"(?P<final>\bfinal\s{1,4})?\b(?:answer|réponse|respuesta|antwort|resposta|risposta|ответ)"
    r"(?:\s?\([^()\n]{1,30}\))?\s{0,4}(?:\*\*|__)?\s{0,4}[:：]"
    r"|(?:答案|答え)\s{0,4}(?:\*\*)?\s{0,4}[:：]"
    r"|^[#*_ ]{1,8}(?P<last>final\s)?answer[*_ ]{0,4}$"
    r"|^\s{0,8}(?P<bare>final\s)?answer\s{1,4}(?=\$|\\\(|\\\[)",
    re.IGNORECASE | re.MULTILINE,
)
_IS_ANSWER = re.compile(
    r"(?P<claim>(?<!\\)\$[^$\n]{1,200}\$|\\\([^\n]{1,200}?\\\)|(?<![\w.,$\\])[-+]?\d[\d,]{0,30}(?:[./]\d{1,20})?)"
    r"(?:\s{1,4}\w{1,20})?\s{1,4}(?:is|are)\s{1,4}(?:the|our|my)\s{1,4}(?P<final>final\s{1,4})?(?:correct\s{1,4})?"
    r"(?:answers?|solutions?)\b(?!\s{1,4}(?:to|of|for|if|when|only)\b)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"(?:\b(?:not|never|doubt|doubts|false|wrong|incorrect|suppose|assume|previous|unlikely|his|her|their)\b|n['’]t\b)"
    r"[^.,:;!?\n]{0,60}$",
    re.IGNORECASE,
)
_LOOK_BACK = 80
_INK = re.compile(r"[^\s*_:`]")
_CLAUSE_END = re.compile(
    r"(?P<math>(?<!\\)\$(?:(?![.?]\s)[^$\n]){0,300}\$)"
    r"|[.!?](?=[\s*]|$)|[。！？]"
    r"|(?<!\s),?\s{1,8}(?:because|since|as|so|which|where|when|given|after|and\s+(?:we|this|that|it)|I\s+hope)\b"
    r"|[,;]\s{1,8}(?:i\.e|that\s+is|or\s+equivalently|in\s+(?:total|all)|altogether)\b"
)
_HEDGE = re.compile(
    r"\b(?:or|but|maybe|perhaps|also|well|wrong|incorrect|not|when|given|otherwise|unless)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?\n]{0,200}")
_ELSE = re.compile(
    r"[\s$.,;*)\]}\\]{0,6}\bor\s{1,4}(?:(?:equivalently|maybe|perhaps|possibly),?\s{1,4})?(?=[\d$\\(\[{+-])",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"(?:The|Our|This|There)\b[^\n]{1,200}\s(?:is|are|equals|was|were)(?:\s{1,4}(?:equal\s{1,4}to|exactly))?\s{1,4}"
    r"(?=[\d$\\(\[{+-])(?P<value>[^\n]{1,100})"
)
"""`The volume of $ABCD$ is 120`, behind "Final Answer:"."""


_NOUNS = ("nswer", "olution", "NSWER", "OLUTION", "spuesta", "ntwort", "sposta")
_NOUNS_BEYOND_ASCII = ("答", "éponse", "твет")
"""What an answer is called, but for a letter that may be large; a text without any of these is not looked at twice."""


def has_noun(text: str, start: int, end: int) -> bool:
    """Whether an answer is called one anywhere in the text."""
    for noun in _NOUNS:
        if text.find(noun, start, end) >= 0:
            return True
    return not text.isascii() and any(text.find(noun, start, end) >= 0 for noun in _NOUNS_BEYOND_ASCII)


def answer_is(text: str, start: int, end: int) -> list[Claim]:
    """What follows "the (final) answer is", to the end of the clause."""
    return _phrases(_ANSWER_IS, text, start, end)


def answer_colon(text: str, start: int, end: int) -> list[Claim]:
    """What follows "answer:", to the end of the clause; of a sentence that says what something is, what it is."""
    return [_predicate(text, claim) for claim in _phrases(_ANSWER_COLON, text, start, end)]


def is_answer(text: str, start: int, end: int) -> list[Claim]:
    """A formula or a number before "is the answer"."""
    return [
        Claim(*match.span("claim"), *match.span(), final=bool(match["final"]))
        for match in _IS_ANSWER.finditer(text, start, end)
        if not _DENIED.search(text, max(start, match.start() - _LOOK_BACK), match.start())
    ]


def alternatives(text: str, claim: Claim, end: int) -> Iterator[Claim]:
    """What "or …" right behind a claim says besides it."""
    while match := _ELSE.match(text, claim.outer_end, end):
        stop = clause_end(text, match.end(), _line_end(text, match.end(), end))
        if stop <= match.end():
            return
        claim = Claim(match.end(), stop, match.start(), stop, text[match.end() : stop])
        yield claim


def _phrases(marker: re.Pattern[str], text: str, start: int, end: int) -> list[Claim]:
    """What follows each marker, on its line or the next; if one speaks of the final answer, only what those say."""
    found: list[Claim] = []
    position = start
    while match := marker.search(text, position, end):
        ink = _INK.search(text, match.end(), end)
        if ink is None:
            break
        stop = _claim_end(text, ink.start(), end)
        position = max(stop, match.end())
        asked = text.startswith("?", stop)
        if not asked and not _DENIED.search(text, max(start, match.start() - _LOOK_BACK), match.start()):
            final = any(value for name, value in match.groupdict().items() if name in ("final", "last", "bare"))
            found.append(Claim(ink.start(), stop, match.start(), stop, final=final))
    return [claim for claim in found if claim.final] or found


def _predicate(text: str, claim: Claim) -> Claim:
    match = _PREDICATE.fullmatch(text, claim.start, claim.end)
    if match is None or _HEDGE.search(match[0]):
        return claim
    return claim._replace(start=match.start("value"), end=match.end("value"))


def _claim_end(text: str, begin: int, end: int) -> int:
    """Where a claim ends that begins here: a displayed formula with what else its line says, or a clause."""
    opening = text[begin : begin + 2]
    closing = -1
    if opening in (r"\[", "$$"):
        closing = text.find({r"\[": r"\]"}.get(opening, "$$"), begin + 2, end)
    if closing < 0:
        return clause_end(text, begin, _line_end(text, begin, end))
    behind = clause_end(text, closing + 2, _line_end(text, closing + 2, end))
    return behind if text[closing + 2 : behind].strip(" \t.,;:*$") else closing + 2


def clause_end(text: str, start: int, end: int) -> int:
    """Where the clause ends: with the sentence, or where an explanation begins that takes nothing back.

    Formulas between dollar signs are skipped.
    """
    for match in _CLAUSE_END.finditer(text, start, end):
        if match["math"] is not None or match.start() <= start:
            continue
        if match[0][0] in ".!?。！？":
            return match.start()
        rest = _SENTENCE.match(text, start, end)
        if rest is None or not _HEDGE.search(rest[0]):
            return match.start()
    return end


def _line_end(text: str, start: int, end: int) -> int:
    newline = text.find("\n", start, end)
    return end if newline < 0 else newline
