r"""The rules for claims in words: "the answer is …", "answer: …", "… is the answer".

Every run in these patterns is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from r1rewards.core.prefilter import Guard, folded
from r1rewards.math.claims import Claim

_FLAGS = re.IGNORECASE
_BE = (
    r"(?:is|are|equals|=|(?:will|would|should|must)\s{1,4}(?:therefore\s{1,4})?be|becomes|(?:turns?|comes?)\s{1,4}out\s{1,4}to(?:\s{1,4}be)?"
    r"|is\s{1,4}given\s{1,4}by)(?![A-Za-z])[ \t]{0,4}:?"
)
_SURELY = (
    r"(?:,?\s{0,4}\b(?:therefore|thus|hence|simply|just|exactly|precisely|actually|only|then|in\s{1,4}fact|clearly|indeed"
    r"|equal\s{1,4}to)\b,?){0,2}"
)
_ANSWER_IS = re.compile(
    rf"(?:answers?|solutions?(?:\s{{1,4}}set)?)(?:\s{{1,4}}(?:to|for|of)\s[^.,;\n:$]{{1,60}}?)?(?:\s{{0,4}}\*\*)?"
    rf"\s{{1,4}}{_BE}{_SURELY}"
    r"|答案(?:应该|應該|就)?(?:是|为|為)[:：]?|答えは"
    r"|(?:réponse(?:\s{1,4}finale)?\s{1,4}est(?:\s{1,4}(?:donc|alors))?|respuesta(?:\s{1,4}(?:final|correcta))?\s{1,4}es|resposta(?:\s{1,4}final)?\s{1,4}é"
    r"|risposta(?:\s{1,4}finale)?\s{1,4}è|antwort\s{1,4}(?:ist|lautet)(?:\s{1,4}also)?)\b[ \t]{0,4}:?",
    _FLAGS,
)
_ANSWER_COLON = re.compile(
    r"(?:answer|réponse|respuesta(?:\s{1,3}final)?|antwort|resposta|risposta|ответ|答案|答え|答)"
    r"(?:\s?\([^()\n]{1,30}\))?\s{0,4}(?:\*\*|__)?\s{0,4}[:：]",
    _FLAGS,
)
_HEADING = re.compile(
    r"answer(?:[*_ ]{0,4}$|\s{1,4}(?=\$[^$\n]{1,200}\$|\$\$|\\\([^\n]{1,200}?\\\)|\\\[))", _FLAGS | re.MULTILINE
)
"""Behind nothing but markup on its line: `### Answer` with the answer on the next, `Answer $5$`."""

_BEFORE_HEADING = re.compile(r"[#*_ ]{0,8}(?P<final>final\s)?", _FLAGS)
_FINAL = re.compile(r"\bfinal\s{1,4}$", _FLAGS)
_THE = re.compile(r"\bthe\s{1,4}(?:final\s{1,4})?$", _FLAGS)
_IS_THE = re.compile(
    r"(?P<claim>(?<!\\)\$[^$\n]{1,200}\$|\\\([^\n]{1,200}?\\\)|(?<![\w.,$\\])[-+]?\d[\d,]{0,30}(?:[./]\d{1,20})?)"
    r"(?:\s{1,4}[A-Za-z]{1,20})?\s{1,4}(?:is|are)\s{1,4}(?:the|our|my)\s{1,4}(?P<final>final\s{1,4})?(?:correct\s{1,4})?$",
    _FLAGS,
)
_NOUN = re.compile(
    r"(?:answers?|solutions?)\b(?!\s{1,4}(?:to|of|for|if|when|only|that|which|I|he|she|they|we|you)\b)", _FLAGS
)
_MARKERS = tuple(Guard(pattern, back=0) for pattern in (_ANSWER_IS, _ANSWER_COLON, _HEADING, _NOUN))


@lru_cache(maxsize=2)
def _nouns(*, is_ascii: bool) -> tuple[str, ...]:
    """Return the names of an answer with which the markers begin, in lower case."""
    words = {word for marker in _MARKERS for word in marker.words if word.isascii() or not is_ascii}
    return tuple(word for word in words if not any(word != other and word.startswith(other) for other in words))


READ_LENGTH = 20_000
"""Characters at a final part's end in which words that mark an answer are looked for."""

_DENIED = re.compile(
    r"(?:\b(?:not|never|doubt|doubts|false|wrong|incorrect|suppose|assume|previous|unlikely|his|her|their|whether|wonder"
    r"|guess|possible|example|sample|student|unclear|if|nobody|no)\b|n['’]t\b)"
    r"[^.,:;!?\n]{0,60}$",
    re.IGNORECASE,
)
_LOOK_BACK = 80
_INK = re.compile(r"[^\s*_:`]")
_CLAUSE_END = re.compile(
    r"(?P<math>(?<!\\)\$(?:(?![.?]\s)[^$\n]){0,300}\$)"
    r"|[.!?](?=[\s*]|$)(?!\s*=)|[。！？]|(?:,|\s\()\s?not\s|\s\((?=[^()]{0,60}[a-z]{3})|;\s{1,4}(?=[a-z])"
    r"|(?<!\s),?\s{1,8}(?:because|since|as|so|which|where|when|given|after|and\s+(?:we|this|that|it)|I\s+hope)\b"
    r"|[,;]\s{1,8}(?:i\.e|that\s+is|or\s+equivalently|in\s+(?:total|all)|altogether|(?:and\s+)?I(?:['’]m|\s+am))\b|\s[—–-]\s(?=[A-Za-z])"
)
_ANOTHER = re.compile(r"\W{0,4}(?:so|as|where|i\.e\.?|that\s+is)\W{1,4}(?:is\s{1,4}|are\s{1,4})?[$\\]{0,2}-?\d")
"""An explanation that gives another number: `18, i.e. 19`."""

_HEDGE = re.compile(
    r"\b(?:or|but|maybe|perhaps|also|well|wrong|incorrect|not|when|given|otherwise|unless)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?\n]{0,200}")
ELSE = Guard(
    r"[\s$.,;*_`)\]}\\({\u200b]{0,8}(?:[A-Za-z%]{1,12}[\s$.,;*)\]}]{1,4})?(?:\\text\s?\{\s?|and/)?"
    r"(?:\b(?:or|oder|ou|или|alternatively|оr)\b|\\lor(?![a-z])|\\vee(?![a-z])|或者?)[\s,}]{0,4}"
    r"(?:(?:equivalently|maybe|perhaps|possibly|else|even|rather|also|just|about|roughly|approximately|around|the\s{1,4}number|x\s?=|it\s{1,4}(?:could|might|may)\s{1,4}be|it\s{1,4}is)(?![a-z])"
    r",?\s{0,4}){0,2}[*_`(]{0,3}"
    r"(?=[\d$\\(\[{+.\-]|[A-J]\b|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{2,5}teen|\w{3,5}ty)\b)",
    back=40,
)
_AND = re.compile(r"[\s$*)]{0,4}(?:\band\b|,|\||\bvs\.?|&)?\s{0,3}(?=\$-?\d[\d.,]{0,14}\$\s*(?:[.\n]|$))")
"""Another number between dollar signs, to the end of the sentence."""

_OR_BEFORE = re.compile(
    r"(?P<other>\$[^$\n]{1,40}\$|(?<![\w.])[-+]?\d[\d.,/]{0,14}|\\boxed\{[^{}]{1,30}\})\s{0,3}(?:,\s{0,3})?or\s{1,3}[$*\\(\[]{0,4}$",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"(?:The|Our|This|There)\b[^\n]{1,200}\s(?:is|are|equals|was|were)(?:\s{1,4}(?:equal\s{1,4}to|exactly))?\s{1,4}"
    r"(?=[\d$\\(\[{+-])(?P<value>[^\n]{1,100})"
)
"""`The volume of $ABCD$ is 120`, behind "Final Answer:"."""


def nouns(text: str, start: int, end: int) -> list[int]:
    """Where an answer is called one, from left to right."""
    start = max(start, end - READ_LENGTH)
    low = folded(text[start:end])
    found: list[int] = []
    for noun in _nouns(is_ascii=low.isascii()):
        place = low.find(noun)
        while place >= 0:
            found.append(start + place)
            place = low.find(noun, place + len(noun))
    return sorted(found) if len(found) > 1 else found


def answer_is(text: str, start: int, end: int, places: Sequence[int] | None = None) -> list[Claim]:
    """What follows "the (final) answer is", to the end of the clause."""
    found: list[Claim] = []
    position = start
    for place in nouns(text, start, end) if places is None else places:
        if place < position or (match := _ANSWER_IS.match(text, place, end)) is None or _in_word(text, place, start):
            continue
        before = text[max(start, place - _FINAL_LENGTH) : place]
        if match[0][0] in "sS" and not _THE.search(before):  # `solution is`, of anything
            continue
        final = "inal" in before and _FINAL.search(before) is not None
        claim = _said(text, start, end, place, match.end(), final=final)
        if claim is not None:
            found.append(claim)
            position = max(claim.end, match.end())
    return _from_final(found)


def answer_colon(text: str, start: int, end: int, places: Sequence[int] | None = None) -> list[Claim]:
    """What follows "answer:", to the end of the clause; of a sentence that says what something is, what it is."""
    found: list[Claim] = []
    position = start
    for place in nouns(text, start, end) if places is None else places:
        if place < position or _in_word(text, place, start):
            continue
        match = _ANSWER_COLON.match(text, place, end)
        before = text[max(start, place - _FINAL_LENGTH) : place]
        final = "inal" in before.lower() and _FINAL.search(before) is not None
        if match is None:
            match = _HEADING.match(text, place, end)
            line = max(start, text.rfind("\n", start, place) + 1)
            heading = _BEFORE_HEADING.fullmatch(text, line, place) if match is not None and place - line < 24 else None
            if match is None or heading is None or (line == place and match.end() == place + len("answer")):
                continue
            final = bool(heading["final"])
        claim = _said(text, start, end, place, match.end(), final=final)
        if claim is not None:
            found.append(_predicate(text, claim))
            position = max(claim.end, match.end())
    return _from_final(found)


def _from_final(found: list[Claim]) -> list[Claim]:
    """The claims that speak of the final answer, and those behind them; all if none does."""
    last = max((i for i, claim in enumerate(found) if claim.final), default=-1)
    return [claim for i, claim in enumerate(found) if claim.final or i > last]


def is_answer(text: str, start: int, end: int, places: Sequence[int] | None = None) -> list[Claim]:
    """A formula or a number before "is the answer"."""
    found: list[Claim] = []
    for place in nouns(text, start, end) if places is None else places:
        if text[max(start, place - 2) : place].rstrip()[-1:].lower() not in ("e", "r", "y", "l", "t"):  # the, our, my …
            continue
        begin = max(start, place - _REACH)
        match = _IS_THE.search(text[begin:place])
        noun = _NOUN.match(text, place, end)
        if match is None or noun is None or text[noun.end() : noun.end() + 2].lstrip()[:1] == "?":
            continue
        before = text[max(start, begin + match.start() - 8) : begin + match.start()].rstrip().lower()
        if before.endswith((*"-+*/^:=<>,", "or", "and", "either")) and not _SO.search(
            before
        ):  # a part of something larger
            continue
        first = begin + match.start()
        if not _DENIED.search(text, max(start, first - _LOOK_BACK), first):
            inner = begin + match.start("claim"), begin + match.end("claim")
            found.append(Claim(*inner, first, place, final=bool(match["final"])))
    return found


_SO = re.compile(r"\b(?:so|thus|hence|therefore|then|finally),$")
_NEXT_LINE = re.compile(r",?\n\s{0,4}(?:[*-]\s{1,3})?-?\$?-?\d[\d.,/]{0,14}\$?(?=\s*(?:\n|$))")
_LIST_LENGTH = 200
_FINAL_LENGTH = 12
_REACH = 260
"""Characters before "answer" among which the claim of `… is the answer` stands."""


def _in_word(text: str, place: int, start: int) -> bool:
    before = text[place - 1 : place] if place > start else ""
    return before.isascii() and before.isalnum()


def earlier(text: str, claim: Claim, start: int) -> Claim | None:
    """What "… or" right before a claim says besides it."""
    begin = max(start, claim.outer_start - _LOOK_BACK)
    if "or" not in text[max(begin, claim.outer_start - 8) : claim.outer_start].lower():
        return None
    match = _OR_BEFORE.search(text[begin : claim.outer_start])
    if match is None:
        return None
    place = begin + match.start("other"), begin + match.end("other")
    return Claim(*place, *place, match["other"])


def _said(text: str, start: int, end: int, place: int, begin: int, *, final: bool) -> Claim | None:  # noqa: PLR0913
    """What a marker introduces, on its line or the next; None if that is denied, or asked."""
    ink = _INK.search(text, begin, end)
    if (
        ink is not None
        and ink[0] in "->"
        and text[ink.end() : ink.end() + 1] == " "
        and "\n" in text[begin : ink.start()]
    ):
        ink = _INK.search(text, ink.end(), end)  # a list's mark, a quotation's
    if ink is None:
        return None
    stop = _claim_end(text, ink.start(), end)
    if text.startswith(("not ", "Not "), ink.start()):
        return None
    while (more := _NEXT_LINE.match(text, stop, end)) is not None and stop - ink.start() < _LIST_LENGTH:
        stop = more.end()  # a list, one member a line
    if text.startswith("?", stop) or _DENIED.search(text, max(start, place - _LOOK_BACK), place):
        return None
    return Claim(ink.start(), stop, place, stop, final=final)


def alternatives(text: str, claim: Claim, end: int) -> Iterator[Claim]:
    """What "or …" right behind a claim says besides it."""
    while match := ELSE.pattern.match(text, claim.outer_end, end) or _AND.match(text, claim.outer_end, end):
        stop = clause_end(text, match.end(), _line_end(text, match.end(), end))
        if stop <= match.end():
            return
        claim = Claim(match.end(), stop, match.start(), stop, text[match.end() : stop])
        yield claim


def _predicate(text: str, claim: Claim) -> Claim:
    """Narrow a sentence to the value it states: its predicate, or its only number."""
    match = _PREDICATE.fullmatch(text, claim.start, claim.end)
    if match is not None and not _HEDGE.search(match[0]):
        return claim._replace(start=match.start("value"), end=match.end("value"), said="")
    return only_number(text, claim)


def only_number(text: str, claim: Claim) -> Claim:
    """The one number of a sentence that is marked as the answer; the claim itself if there is not just one."""
    said = text[claim.start : claim.end].replace("**", "  ")
    if len(said) > _SENTENCE_LENGTH or said.count(" ") < 2 or not _SUBJECT.match(said) or _HEDGE.search(said):
        return claim
    found = list(_VALUE.finditer(said))
    if len(found) != 1 or _UNSURE.search(said):
        return claim
    return claim._replace(start=claim.start + found[0].start(), end=claim.start + found[0].end(), said="")


_SENTENCE_LENGTH = 160
_SUBJECT = re.compile(r"(?:[A-Z][a-z]{0,15}|I)(?:,?\s)")
_VALUE = re.compile(r"(?<!\\)\$[^$\n]{1,60}\$|(?<![\w.$])[-+]?\$?\d[\d,]*(?:\.\d+)?(?:/\d+)?%?(?![\w]|[.,]\d)")
_UNSURE = re.compile(
    r"\b(?:no|never|if|cannot|unsure|sure|about|around|approximately|roughly|least|most|than|between|half|twice|double|"
    r"dozen|hundred|thousand|million|and)\b|n['’]t\b|[?=<>+*/^]",
    re.IGNORECASE,
)


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
        if match[0][0] in ".!?。！？" or match[0].strip(" ,(") == "not":
            return match.start()
        if _ANOTHER.match(text, match.start(), end):
            continue
        rest = _SENTENCE.match(text, start, end)
        if rest is None or not _HEDGE.search(rest[0]):
            return match.start()
    return end


def _line_end(text: str, start: int, end: int) -> int:
    newline = text.find("\n", start, end)
    return end if newline < 0 else newline
