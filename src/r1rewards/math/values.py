r"""The values of a text for mathematics: numbers and formulas, and how far what is said of one goes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Item, Page
from r1rewards.claims.marks import Mark
from r1rewards.claims.sentences import is_abbreviation, is_initial
from r1rewards.math.normal import normal_form
from r1rewards.math.reading.answers import readings
from r1rewards.math.reading.tree import Words, contains

_NUMBER = r"(?:\d+(?:(?:[.,'’]|\{,\}|,\\!\s?)\d+|[ \u00a0\u202f]\d{3}(?!\d))*|(?<![\w)])[.,]\d+)"
_MACRO = r"\\[A-Za-z]+\*?(?:\s?(?:\[[^\[\]\n]{0,20}\])?\{(?:[^{}\n]|\{(?:[^{}\n]|\{[^{}\n]*\})*\})*\})*"
_LETTER = r"(?<![^\W\d_])(?:[A-Za-z]|sin|cos|tan|log|ln|sqrt|exp|pi|max|min|gcd|lcm|mod)(?![^\W\d_])"
_PLAIN = r"(?:[^()\[\]{}\nA-Za-z]|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|\\[A-Za-z]+)"
_BRACKETED = (
    rf"[(\[](?:{_PLAIN}|\({_PLAIN}*\)|{{|}})+[)\]]|\{{{_PLAIN}+\}}|\\\{{[^{{}}\n]*\\\}}|\|(?=\S)[^|\n]{{1,40}}(?<=\S)\|"
)
_SIGN = r"(?<![^\W\d_])π(?![^\W\d_])|[√∞∅°%‰½⅓¼¾²³′″€£¥₹₪]|!(?=[\w(\\.,;]|\s?[-+*/=^])"
_ATOM = rf"(?:{_NUMBER}(?:[A-Za-z]{{1,2}}(?![^\W_]))?|{_MACRO}|{_BRACKETED}|\\[{{}}%$,;! ]|{_LETTER}|{_SIGN})"
_RELATION = r"\\(?:[lg]eq?|neq?|[lg]t|in|to|cdot|times|div|pm|mp|approx|equiv|cup|cap|setminus)(?![A-Za-z])"
_JOINER = (
    r"[-+/^=<>≤≥≠±×÷·−–∪∩∈≈&]|(?<!\*)\*(?!\*)|(?<=[^\s*])\*\*(?=[^\s*])|(?<=\s)\*\*(?=\s)"
    rf"|:(?!\s)|(?<=\s):|[<>!]=|{_RELATION}"
)
_BETWEEN = rf"(?:\s?(?:{_JOINER})\s?|_|\s(?=\\)|(?<=\}})\s(?=[\w(\\]))*"
_VALUE = re.compile(
    r"\$\$(?:(?!\$\$).)+\$\$|\\\((?:(?!\\[()]).)+\\\)|\\\[(?:(?!\\[\[\]]).)+\\\]"
    r"|\$(?![\s$])(?:\\.|[^$\\\n])+(?<!\s)\$(?!\d)"
    rf"|(?:(?:(?<![A-Za-z])(?:US|CA|A)?\\?\$|\bRs\.?)\s?)?(?:(?<![\u0590-\u05ff])[-−+±–])?{_ATOM}(?:{_BETWEEN}[-−+]?{_ATOM})*",
    re.DOTALL,
)
_WEIGHTY = re.compile(
    r"\d|\\(?!text)[A-Za-z]{2}|[√π∞∅½⅓¼¾]|^\([A-J]\)$|[A-Za-z](?:!|\s?[+*^=<>])|^\$\$?[^$]+\$|^\\[(\[]"
)
"""What a run of signs holds that is a value; a letter by itself is a word."""

_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")
_TAG = re.compile(r"</?[A-Za-z]\w{0,9}(?:\s[^<>\n]{0,80})?/?>")

_FACTORIAL = re.compile(r"(?<=[\w)}])!\s?[-+*/=^]")
_DISPLAYED = re.compile(r"\$\$(?:(?!\$\$).)+\$\$|\\\[(?:(?!\\[\[\]]).)+\\\]", re.DOTALL)

_ENDS = re.compile(
    r"[,，、;；](?=\s|[^\x00-\x7f]|$)|[.!。！।](?=[\s*_]|$|[^\x00-\x7f])|\n|\s\||\*\*(?!\s?\w)|</|\s\(|（|\"(?=\s{0,9}[,}\]])"
    r"|\s[—–]\s(?=[^\W\d_])|\s-\s(?=[^\W\d_])(?!(?:[^\W\d_aAI]|[aAI](?!\s?[^\W\d_]))(?!\w))"
)
_DIGIT = re.compile(r"\d")
_MEMBER = re.compile(r"\s*(?:[,;.，、*$]|and\b|$)")
"""What follows a member of a list."""

_INITIALS = re.compile(r",\s(?:[A-Z](?:\.[A-Z]){1,3}|[JS]r)\b\.?")
_GOES_ON = re.compile(r"[,;，、]\s{0,3}(?:and\s)?")
_CUTS = k.bits("answer because but choose copula if is_not mistaken no not or perhaps right")
_CUTS |= k.THEREFORE | k.THIS | k.WAIT | k.WRONG
_WRAP = ' \t\r\n*_`:"“”«»」】।؟،'


class Formulas:
    """The numbers and formulas of a text, among them what is marked as its answer."""

    closed = False

    def __init__(self, text: str, marks: Sequence[Mark] = ()) -> None:
        self._text, self._marks = text, marks
        self._stretches: dict[int, int] = {}
        self._whole: list[tuple[int, int]] | None = None

    def find(self, start: int, end: int) -> list[Item]:
        """The marks in a stretch, and the formulas beside them."""
        text = self._text
        found = [
            Item(mark.outer_start, mark.outer_end, 0, normal_form(text[mark.start : mark.end]))
            for mark in self._marks
            if start <= mark.outer_start < end
        ]
        marked = [(item.start, item.end) for item in found]
        shown = text[start:end]
        if "<" in shown:
            tags = [m.span() for m in _TAG.finditer(shown)]
            found += [Item(a + start, b + start, 0) for a, b in tags if not self._is_marked(a + start, b + start)]
            shown = _TAG.sub(lambda m: " " * len(m[0]), shown)
        for match in _VALUE.finditer(shown):
            place, stop = match.start() + start, match.end() + start
            if any(place < after and before < stop for before, after in marked) or not _is_value(match[0]):
                continue
            found.append(Item(place, stop, 0, normal_form(match[0])))
        if not shown.isascii():
            found += [Item(*m.span(), 0, m[0]) for m in _OPTION.finditer(text, start, end) if not _overlaps(m, found)]
        for item in found:
            self._stretches[item.start] = end
        return sorted(found, key=itemgetter(0, 1))

    def _is_marked(self, start: int, end: int) -> bool:
        return any(mark.outer_start < end and start < mark.outer_end for mark in self._marks)

    def glued(self, place: int) -> bool:
        r"""Whether a sign is inside a mark or a displayed formula, or part of a macro: `\!`."""
        if self._text[place] in "!;" and (self._text[place - 1] == "\\" or _FACTORIAL.match(self._text, place)):
            return True
        if self._whole is None:
            has_any = "$$" in self._text or r"\[" in self._text
            displayed = [m.span() for m in _DISPLAYED.finditer(self._text)] if has_any else []
            self._whole = sorted([*displayed, *((m.outer_start, m.outer_end) for m in self._marks)])
        if not self._whole:
            return False
        n = bisect_right(self._whole, (place, len(self._text))) - 1
        return n >= 0 and place < self._whole[n][1]

    def places(self, start: int, end: int) -> Sequence[int]:
        """Where letters of options are in scripts without spaces: "故选：C"; a number alone claims nothing."""
        text = self._text[start:end]  # in UTF-8, the first bytes of ideographs are found much faster than by a pattern
        if text.isascii() or not text.encode("utf-8", "surrogatepass").translate(None, _NO_IDEOGRAPH):
            return ()
        return [match.start() for match in _OPTION.finditer(self._text, start, end)]

    def end_of_stretch(self, place: int) -> int:
        """The end of the sentence in which a value was found."""
        return self._stretches.get(place, place)


_NO_IDEOGRAPH = bytes(byte for byte in range(256) if not 0xE3 <= byte <= 0xE9)
_OPTION = re.compile(r"(?:(?<=[\u3040-\u9fff：:])|(?<=[\u3040-\u9fff：:]\s))[A-J](?![A-Za-z\d])(?!\s?[=+*/^<>-])")
"""A letter after ideographs, which may be an option's."""


def _overlaps(match: re.Match[str], items: Sequence[Item]) -> bool:
    return any(item.start < match.end() and match.start() < item.end for item in items)


def _is_value(said: str) -> bool:
    """Whether a run of signs is a value: no letter, no ordinal."""
    return _WEIGHTY.search(said) is not None and not _ORDINAL.search(said)


def said(page: Page, start: int, end: int, stop: int) -> tuple[int, int]:
    """What is said from `start` on, of a value that ends at `end`: to the end of the clause, at most to `stop`.

    A clause ends with its sentence, with what explains it, and with words that are about it. Of words that hold no
    value `end` is `start`.
    """
    text = page.text
    place = end
    while (cut := _ENDS.search(text, place, stop)) is not None:
        more = _GOES_ON.match(text, cut.start(), stop)
        following = _VALUE.match(text, more.end(), stop) if more is not None else None
        if cut[0] == "." and (is_abbreviation(text, cut.start(), end) or is_initial(text, cut.start())):
            place = cut.end()  # "42 sq. ft."
            continue
        if start == end and (initials := _INITIALS.match(text, cut.start(), stop)) is not None:
            place = initials.end()  # "Washington, D.C."
            continue
        if start == end and (member := _member_in_words(page, start, cut.start(), stop)):
            place = member  # "Paris, London"
            continue
        if following is None or not _DIGIT.search(following[0]) or not _is_member(page, following.end(), stop):
            break
        place = following.end()  # a list
    limit = stop if cut is None else cut.start()
    cues = page.cues(place, limit)
    cuts = k.BECAUSE | k.BUT | k.IF | k.WAIT | k.MISTAKEN if end == start else _CUTS
    if text[place - 1] in "$)" and not _DIGIT.search(text, place, limit):
        cuts |= k.FILLER  # "$\\frac{3}{4}$ of the cake"
    n = next((n for n, cue in enumerate(cues) if cue.kinds & cuts and cue.start > start), None)
    if n is not None:
        limit = cues[n].start
        while n > 0 and cues[n - 1].kinds & (k.FILLER | k.AND) and not text[cues[n - 1].end : limit].strip():
            n -= 1  # "42 and that is …"
            limit = cues[n].start
        if text[limit - 1] in "'’":  # "42'dir"
            limit -= 1
    elif cues and cues[-1].kinds & k.AND and cues[-1].start >= end and not text[cues[-1].end : limit].strip():
        limit = cues[-1].start  # "42 as well"
    start, limit = trimmed(text, start, limit)
    if (suffix := _SUFFIX.search(text, max(start, limit - _SUFFIX_LENGTH), limit)) is not None:
        limit = suffix.start()
    while limit - start > 2 and text[limit - 1 : limit + 1] == "!!":
        limit -= 1
    return start, limit


_SUFFIX = re.compile(r"(?<=\d)['’][^\W\d_]{1,4}$")
"""An ending that is written to a number: Turkish "42'ye"."""

_SUFFIX_LENGTH = 6

_GLANCE = 24
"""Characters after a value in which an explanation begins, of which only white space may come before."""


def _is_member(page: Page, end: int, stop: int) -> bool:
    """Whether a value that ends at a place is a member of a list: nothing follows, another, or an explanation."""
    if _MEMBER.match(page.text, end, stop):
        return True
    cue = next(iter(page.cues(end, min(stop, end + _GLANCE))), None)
    return cue is not None and bool(cue.kinds & (k.BECAUSE | k.BUT)) and not page.text[end : cue.start].strip()


def _member_in_words(page: Page, start: int, cut: int, stop: int) -> int:
    """Where a member of a list of names ends that follows the comma at a place, or of single words; 0 for none."""
    member = _WORDS.match(page.text, cut, stop)
    if member is None or member[1][0].isupper() != page.text[start].isupper():
        return 0
    several = " " in member[1] and not member[1][0].isupper()  # "the capital of France"
    said = any(cue.kinds & ~(k.FILLER | k.ABBREVIATION) for cue in page.cues(*member.span(1)))
    return 0 if several or said else member.end(1)


_WORDS = re.compile(r"\s?[,|，、]\s?([^\W\d_][\w'’-]*(?: [\w'’-]+){0,2})(?=\s?[,|，、.;]|\s*$|\n)")


def with_list_before(page: Page, start: int) -> int:
    """Where the list begins that ends with a value: "17, 18 is the answer"; no equation is a part of it."""
    text, begin = page.text, max(page.start, start - _LIST_LENGTH)
    while True:
        before = [m for m in _VALUE.finditer(text, begin, start) if _is_value(m[0])]
        if not before or "=" in before[-1][0] or not _JOINT.fullmatch(text, before[-1].end(), start):
            return start
        start = before[-1].start()


_JOINT = re.compile(r"\s*(?:[,，、;]|and\b)\s*(?:and\s+)?")
_LIST_LENGTH = 120
_NEXT_LINE = re.compile(r"[,;]?\n[ \t]{0,4}(?:[*-]\s{1,3})?(?=[-$\\\d(\[])")


def with_rest_of_line(text: str, place: int, end: int) -> int:
    """Where a list ends that goes on to its line's end with other signs than commas: "42; 43", "42 | 43", "42 (43)"."""
    stop = place
    for _ in range(_MOST_LINES):
        value = _OTHER.match(text, stop, end)
        if value is None:
            return place
        stop = value.end()
        if _LINE_END.match(text, stop, end):
            return stop
    return place


_OTHER = re.compile(r"\s?[;；|/]\s?\$?[-−]?\d+(?:[.,]\d+)*\$?|\s\([-−]?\d+(?:[.,]\d+)*\)")


def with_lines_after(text: str, place: int, end: int) -> int:
    """Where a list ends that goes on with one value a line."""
    for _ in range(_MOST_LINES):
        mark = _NEXT_LINE.match(text, place, end)
        value = _VALUE.match(text, mark.end(), end) if mark is not None else None
        if value is None or not _LINE_END.match(text, value.end(), end) or not any(map(str.isdigit, value[0])):
            break
        place = value.end()
    return place


_LINE_END = re.compile(r"[ \t.,;]*(?:\n|\Z)")
_MOST_LINES = 20


_LABELED = re.compile(
    r"[\s*_`,;.，；、。]*(?:(?:and|und|et|y|e|en|och|i|a|и|і|ve|και|及|和|と)\s)?\s*(?:part\s)?"
    r"(?:[(（](?:[a-h1-9]|i{1,3}|iv)[)）]|[a-h1-9]\)"
    r"|[^\W\d_]{2,16}(?: [^\W\d_]{2,16})?\s?(?=[:：=]))"
    r"\s*[:：=]?[\s*_]*",
    re.IGNORECASE,
)


def labelled_parts(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """Several parts with a label each as one list: "(a) 12; (b) 15", "Length: 12, width: 15"; None if none are."""
    values: list[tuple[int, int]] = []
    place = start
    while len(values) < _MOST_LINES and (label := _LABELED.match(text, place, end)) is not None:
        value = _VALUE.match(text, label.end(), end)
        if value is None or not _is_value(value[0]):
            break
        values.append(value.span())
        place = _UNIT_WORD.match(text, value.end(), end).end()  # type: ignore[union-attr] # it may be empty
    if len(values) < 2 or text[place:end].strip(_WRAP + ".;"):
        return None
    return ", ".join(text[slice(*trimmed(text, *value))] for value in values), values[0][0], values[-1][1]


_UNIT_WORD = re.compile(r"(?:\s?[^\W\d_()]{1,12}\b(?![:：=)]))?[²³]?[\s*_]*(?=[,;.，；、。\n]|\s|$)|")


def is_formula(form: str) -> bool:
    """Whether a normal form reads as mathematics without words."""
    found, _ = readings(form)
    return bool(found) and not contains(found[0], Words)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the markup around it; dollar signs are the normal form's business."""
    if text[start:end].isalnum():  # as most are, told fast
        return start, end
    while start < end and text[start] in _WRAP:
        start += 1
    while end > start and text[end - 1] in _WRAP:
        end -= 1
    if start and end - start > 1 and text[start - 1] + text[end - 1] in ("''", "‘’"):
        end -= 1
    if end - start > 2 and text[start] in "'‘" and text[end - 1] in "'’":
        return trimmed(text, start + 1, end - 1)
    return start, end
