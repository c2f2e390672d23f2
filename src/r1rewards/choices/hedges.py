"""What stands behind a claim and takes it back, or keeps another option open."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from r1rewards.choices.findings import ClaimContext
from r1rewards.choices.reading import AFTER, ANY_LABEL, patterns
from r1rewards.choices.subjects import subject
from r1rewards.core.prefilter import MANY, Guard
from r1rewards.math.remarks import CROSS, TAKEN_BACK, is_about_all, is_about_earlier

READ_BEHIND = 4_000
"""Characters behind a claim in which words against it are looked for."""

Hit = tuple[int, int, str]
"""From where to where words speak against a claim, and what they do."""

_DOUBT = Guard(
    r"\b(?:not|n't|hardly)\s?(?:\w{3,12}ly\s|so\s|too\s|very\s|100\s?%\s|all\sthat\s"
    r"|a\shundred\spercent\s)?(?:sure|certain|confident|convinced|positive)\b"
    r"|n't\s(?:\w{3,12}ly\s|so\s|too\s|very\s|100\s?%\s)?(?:sure|certain|confident|convinced|decide|tell"
    r"|choose\sbetween|rule\sout\sthe\sother)\b"
    r"|(?:\b(?:I|we|answer|choice|it|this|that)(?:'m|'re|'s|\sam|\sare|\sis|\sremains?|\sfeel)?\s(?:\w{2,12}\s){0,2}"
    r"|[.!?;,\n(–—-]\s?(?:but\s|though\s|still\s|somewhat\s)?)uncertain\b(?!\s(?:by|to\swithin|in)\b)"
    r"|\b(?:undecided|unsure|unconvinced|torn\sbetween|toss-?up|coin\s?flip|hard\sto\s(?:say|tell|decide|choose)"
    r"|cannot\s(?:decide|tell|say|choose|be\s(?:sure|certain))|unable\sto\s(?:decide|choose)|can\sgo\seither\sway)\b"
    r"|\bI\s(?:could|might|may)\s(?:well\s)?be\s(?:wrong|mistaken)\b|\b(?:it|this|that)\s(?:could|might"
    r"|may)\sbe\s(?:wrong|incorrect|something\selse|another)\b"
    r"|\b(?:who\sknows|no\sidea|I\sdo\snot\sknow|I\sdon't\s(?:really\s)?know)\b"
    r"(?!\s(?:the|its|their|any|how|when|why)\s(?!answer|correct|right|solution|best|option))",
    back=50,
    ahead=120,
)
_ALL_RIGHT = re.compile(
    r"\b(?:every|each|all|any)\s(?:\w{2,12}\s){0,3}?(?:options?|answers?"
    r"|choices?)(?:\s\w{2,12}){0,2}?,?(?:\s[^.;\n]{0,30}?,)?\s(?:is|are|could\sbe"
    r"|may\sbe)\s(?:\w{3,12}ly\s)?(?:correct|right|valid|acceptable|possible)\b",
    re.IGNORECASE,
)
_NOT_IN_DOUBT = re.compile(r"\b(?:no\sdoubt|not\sunsure)\b", re.IGNORECASE)
_OPEN = (
    r"(?:possible|plausible|correct|right|valid|acceptable|reasonable|likely|defensible|arguable|viable|feasible"
    r"|justifiable|fine|ok(?:ay)?|true|good|in\splay|an?\s(?:possibility|contender|candidate"
    r"|(?:\w{3,12}\s)?(?:answer|choice|option|possibility|candidate)))"
)
_MORE = Guard(
    rf"\bboth\s(?:(?:of\s(?:them|these)|answers|options|choices)\s)?(?:are|could\sbe|might\sbe|may\sbe|seem"
    rf"|work)\s?(?:\w{{3,12}}ly\s)?{_OPEN}?"
    r"|\b(?:more\sthan\sone|two|several|multiple|any|all)\s(?:of\s(?:them|these|the)\s)?(?:\w{3,12}\s)?(?:answers?"
    r"|options?|choices?|above)\s(?:(?:is|are|could\sbe|might\sbe|may\sbe|seem)\s)(?:\w{3,12}ly\s)?(?:possible"
    r"|correct|right|valid|plausible|acceptable)"
    r"|\b(?:another|an?\sdifferent|some\sother|other)\s(?:answers?|options?|choices?)\s(?:(?:is|are|could|might"
    r"|may)\s)(?:also\s)?(?:be\s)?(?:possible|correct|right|valid|plausible|acceptable|better)"
    r"|\b(?:all|any)\sof\s(?:them|these(?!\s(?!options|answers|choices|are|is|could|might|may|seem|work|can|would)[a-z])|the\s(?:above|options|answers))\b(?!\s(?:are|is|have|has|fail|violate|would"
    r"|can't|cannot|contradict|do|does|give|predict)\b(?!\s(?:correct|right|possible|plausible|valid)))",
    back=50,
    ahead=120,
)
_ALSO = Guard(
    rf"\s(?:is|are|could\sbe|might\sbe|may\sbe|would\sbe|seems|can\sbe)\s(?:\w{{3,12}}ly\s)?(?:also|equally"
    rf"|just\sas|another|too|still)\s(?:\w{{3,12}}ly\s|an?\s|the\s)?{_OPEN}"
    rf"|\s(?:(?:could|might|may|can)\s(?:also|equally|just\sas\swell|well)\s(?:be|work|apply|fit|hold)|(?:also"
    rf"|equally)\s(?:works|fits|applies|(?:could|might|may)\s(?:be|work|fit)|(?:seems|looks|is)\s{_OPEN}))"
    rf"|\s(?:is|are)\s(?:possible|plausible|viable|acceptable|valid)\s(?:as\swell|too)|\s(?:is"
    rf"|are)\s{_OPEN}\s(?:as\swell|too)\b|\s(?:could|might|may)\sbe\s{_OPEN}(?=\s?(?:too\b|as\swell|[.,;!)\n]|$))",
    back=40,
    ahead=60,
)
_BUT = re.compile(
    r"\s?,?\s?(?:\(?(?:but|however|yet|only\sif|if|were|had|only|except|in\sother|under|when|at\sfirst)\b)",
    re.IGNORECASE,
)
_SEEMS = re.compile(
    r"(?<!\bI\s)\b(?:might|may|could|would)\s(?:think|seem|say|argue|appear|look|expect|be\stempt)|tempt\w{1,3}|at\sfirst\b"
    r"|distractor|trap\b",
    re.IGNORECASE,
)


def taken_back(context: ClaimContext, place: int, label: str, *, asks_for_false: bool) -> Hit | None:
    """Where a text takes back the claim of an option that ends at a place: (start, end, how); None if nowhere."""
    text = context.plain.text
    end = min(len(text), place + READ_BEHIND)
    if end - place < _SHORTEST:
        return None
    behind = text[max(0, place - 1) : end]
    offset = max(0, place - 1)
    for match in TAKEN_BACK.matches(behind, context.folded[offset:end], 0, len(behind)):
        if not _of_another(context, place, offset + match.start(), offset + match.end(), label):
            return offset + match.start(), offset + match.end(), "takes it back"
    for match in _AGAINST.matches(text, context.folded, place, end, pattern=_against(context.index.pattern)):
        name = match["denied"] or match["ruled_out"] or match["called_wrong"]
        if context.index.label_of(name) == label and not (asks_for_false and match["untrue"]) and not name.islower():
            start, stop = context.sentences.around(match.start())
            if context.sentences.asks(start, stop) or _IF.search(text, start, match.start()):
                continue
            return match.start(), match.end(), "takes it back"
    return None


def _of_another(context: ClaimContext, place: int, start: int, end: int, label: str) -> bool:
    """Whether words that take something back speak of another option, or answer a question, behind a claim."""
    text = context.plain.text
    if CROSS.search(text, start, end):
        first = text.rfind("\n", place, start) + 1 or place
        stop = text.find("\n", end)
        line = {name for name, _ in _names(context, first, len(text) if stop < 0 else stop)}
        return label not in line and bool(line or text[place:start].strip(" .,;:)!\n"))
    if is_about_all(text, start, end):
        return False
    if is_about_earlier(text, end):
        return True
    if any(name != label for name, _ in _names(context, place, start)) or _WHY.search(text, place, start):
        return True
    return any(
        context.folded.find(option.casefold(), place, start) >= 0
        for name, option in zip(context.index.choices.labels, context.index.choices.options, strict=True)
        if name != label and len(option) >= _TELLING
    )


def _names(context: ClaimContext, start: int, end: int) -> Iterator[tuple[str, int]]:
    """The options that a stretch names by their letters, and where."""
    text = context.plain.text
    for match in _hedges(context.index.pattern)[0].finditer(text, start, end):
        named = _OPTION.search(text, max(start, match.start() - 12), match.start()) is not None
        if (match[0].isupper() or not context.index.lettered) and (named or _CALLED.match(text, match.end())):
            yield context.index.label_of(match[0]), match.start()


_OPTION = re.compile(r"\b(?:option|choice|answer|statement|letter)\s[(\[]?$", re.IGNORECASE)
_CALLED = re.compile(r"[)\]]|\s?[.,;:?!✗✘❌✓✅✔–—\n]|\s-\s|\s?$|\s(?:is|was|says|has|gives|would|does|fails|and|or)\b")
_WHY = re.compile(r"\b(?:could|why|what|how|which|other)\b[^.?\n]{0,80}\?", re.IGNORECASE)
_TELLING = 3
_SHORTEST = 3
_IF = re.compile(r"\b(?:if|were|had|suppose|unless)\b", re.IGNORECASE)


@lru_cache(maxsize=256)
def _against(label: str) -> re.Pattern[str]:
    noun = r"(?:(?:option|choice|answer|statement|letter)\s)?[(\[]?"
    return re.compile(
        rf"(?<![A-Za-z])(?:(?:[Nn]ot|n't)\s{noun}(?P<denied>{label})(?![A-Za-z0-9_])[)\]]?(?=\s?(?:[.,;:!?)\n]|$|but"
        rf"|either|after|because|since))"
        rf"|(?:[Rr]ul(?:e[sd]?|ing)\sout|[Ee]liminat\w{{1,3}}|[Ee]xclud\w{{1,3}}|[Rr]eject\w{{0,3}}"
        rf"|[Dd]iscard\w{{0,3}})\s{noun}(?P<ruled_out>{label})(?![A-Za-z0-9_'])"
        rf"|(?<![\w-])(?P<called_wrong>{label})[)\]]?\s(?:(?:is|was|seems|looks)\s(?:\w{{3,12}}ly\s)?(?P<untrue>(?:wrong"
        rf"|incorrect|false|not\s(?:correct|right|true|valid|accurate))\b)"
        r"|(?:is|was)\s(?:\w{3,12}ly\s)?(?:ruled\sout|eliminated|excluded|impossible|not\s(?:the|an?|my|possible"
        r"|it)\b|out\b)|(?:cannot|can't|could\snot)\sbe\b|isn't\b))"
    )


_AGAINST = Guard(_against(ANY_LABEL), back=30, ahead=60)


def kept_open(context: ClaimContext, place: int, label: str) -> Hit | None:
    """Where a text keeps another option open behind a claim, or doubts the claim; None if nowhere."""
    end = min(len(context.plain.text), place + READ_BEHIND)
    start = context.sentences.around(max(0, place - 1))[0]
    match = _ALL_RIGHT.search(context.plain.text, start, min(end, start + 400))
    if match is not None:
        return match.start(), match.end(), "calls all options right"
    if end - place < _SHORTEST:
        return None
    return (
        _followed(context, place, end, label)
        or _doubted(context, place, end)
        or next(_alternatives(context, place, end, label), None)
    )


def _followed(context: ClaimContext, place: int, end: int, label: str) -> Hit | None:
    """Another option right behind a claim, to the end of the line."""
    text = context.plain.text
    gap = _GAP.match(text, place, end)
    begin = gap.end() if gap else place
    match = patterns(context.index.pattern)[0].match(text, begin, end)
    other: tuple[str, ...] = ()
    if match is not None and (match["label"].isupper() or match["close"]):
        other, stop = (context.index.label_of(match["label"]),), match.end()
    elif (found := context.index.text_at(text, begin, end)) is not None:
        other, stop = found.labels, found.end
    if not other or label in other or not context.index.has_option(other[0]) or not _LINE_END.match(text, stop):
        return None
    return begin, stop, "names another option, too"


_GAP = re.compile(r"[ .,;:(!]{1,4}(?:(?:and|or|&|\/)\s\(?)?")
_LINE_END = re.compile(r"[ .!;)]{0,4}(?:\n|$)")


def _doubted(context: ClaimContext, place: int, end: int) -> Hit | None:
    """Where a claim is doubted, or several options are called right at once."""
    text = context.plain.text
    for guard, how in ((_DOUBT, "doubts it"), (_MORE, "keeps several open")):
        for match in guard.matches(text, context.folded, place, end):
            if "you" in context.folded[max(place, match.start() - 10) : match.start()]:
                continue
            if not _NOT_IN_DOUBT.search(text, max(place, match.start() - 4), match.end() + 4):
                return match.start(), match.end(), how
    return None


def _alternatives(context: ClaimContext, place: int, end: int, label: str) -> Iterator[Hit]:
    """Where other options are kept open, by letter or by text."""
    text = context.plain.text
    for match in _hedged(context, place, end):
        if _is_kept(context, match, end, label) and not _countered(context, match.start(), match.end()):
            yield match.start(), match.end(), "keeps another option open"
    for match in _ALSO.matches(text, context.folded, place, end):
        if _countered(context, match.start(), match.end()):
            continue
        start = max(context.sentences.around(match.start())[0], place, match.start() - 160)
        reading = subject(context, start, match.start())
        if (reading is not None and reading.label not in (None, label)) or _ANOTHER.search(text, start, match.start()):
            yield match.start(), match.end(), "keeps another option open"
    for match in _OR_TEXT.matches(text, context.folded, place, end):
        found = context.index.text_at(text, match.end(), end)
        if found is not None and label not in found.labels and not _countered(context, match.start(), found.end):
            yield match.start(), found.end, f"keeps {found.labels[0]} open"


def _hedged(context: ClaimContext, start: int, end: int) -> Iterator[re.Match[str]]:
    """The words around an option's letter that keep it open."""
    text = context.plain.text
    letter, behind, before = _hedges(context.index.pattern)
    letters = [match.start() for match in letter.finditer(text, start, end)][:MANY]
    if not letters:
        return
    for place in letters:
        if (match := behind.match(text, place, end)) is not None:
            yield match
    for place in _OPENING.word_positions(context.folded, start, end):
        index = bisect_left(letters, place)
        near_one = index < len(letters) and letters[index] < place + _REACH
        if near_one and (match := before.match(text, place, end)) is not None:
            yield match


_REACH = 90


def _is_kept(context: ClaimContext, match: re.Match[str], end: int, label: str) -> bool:
    """Whether words keep another option open than the claimed one."""
    groups = match.groupdict()
    written = next(groups[name] for name in _LABELS if groups.get(name))
    other = context.index.label_of(written)
    both = groups.get("between") or groups.get("both")
    place = next(match.start(name) for name in _LABELS if groups.get(name))
    if _NO_OPTION.search(context.plain.text, max(0, place - 12), place):
        return False
    lone = written.islower() and not groups.get("noun") and not groups.get("kept_open")
    if (other == label and not both) or not context.index.has_option(other) or lone:
        return False
    return not groups.get("offered") or AFTER.match(context.plain.text, match.end("offered"), end) is not None


def _countered(context: ClaimContext, start: int, end: int) -> bool:
    """Whether a sentence only seems to keep something open: "D might seem possible, but …"."""
    text = context.plain.text
    begin, stop = context.sentences.around(start)
    if _WHILE.match(text, begin, stop) and text.find(", ", begin, start) < 0 <= text.find(", ", end, stop):
        return True
    return _BUT.match(text, end, stop) is not None or _SEEMS.search(text, begin, start + 12) is not None


_WHILE = re.compile(r"\s{0,2}(?:while|although|even\sthough|though|whereas)\b", re.IGNORECASE)
_NO_OPTION = re.compile(
    r"\b(?:[Vv]itamin|[Hh]epatitis|[Gg]roup|[Tt]ype|[Pp]hase|[Pp]late|[Ss]ample|[Ff]igure|[Tt]able|[Pp]atient|[Ss]tep"
    r"|[Tt]ank|[Cc]harge|[Pp]article|[Bb]lock|[Pp]oint|[Ee]quation|[Ee]xperiment|[Pp]rotein|[Gg]ene)\s$"
)
"""A noun before a letter that is then no option's: `Vitamin B is also found there`."""


_ANOTHER = re.compile(
    r"\b(?:the\sother|another|others?|some\sother\s\w{1,12}|the\slatter|the\sformer)\s?(?:one|option|answer|choice)?s?$",
    re.IGNORECASE,
)
_LABELS = ("offered", "between", "both", "not_excluded", "also", "added", "kept_open", "conditional")
"""Groups of `_hedges`, each named by its phrase: `or D`, `between C and D`, `both C and D may`, `cannot rule out D`,
`也是D`, `and maybe D`, `D is possible, too`, `D if`."""
_OR_TEXT = Guard(
    r"(?:(?:^|(?<=[.!?\n])\s?)Or\b|\(or\b|,\sor\b|\b(?:alternatively|otherwise|or\s(?:maybe|perhaps|possibly|else)"
    r"|(?:could|might|may)\s(?:also|equally|well|just\sas\swell)\s(?:be|say|choose|pick)|if\snot(?:\sthat)?,))"
    r"(?:[\s,]{1,2}(?:maybe|perhaps|possibly|it\s(?:is|could\sbe|might\sbe|may\sbe)|it's|even|also|the\sanswer\sis"
    r"|the)(?![a-z])){0,3},?\s",
    back=4,
    ahead=60,
)


@lru_cache(maxsize=256)
def _hedges(label: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    r"""(a letter, one that the words behind it keep open, words that keep open what is behind them).

    `D is also possible`, `D otherwise`; `or possibly D`, `it could also be D`.
    """
    noun = r"(?P<noun>(?:the\s)?(?:answer\s)?(?:option|choice|answer|letter|statement)\s)?[(\[]?"
    modal = r"(?:could|might|may|can)"
    one = rf"{label}(?![A-Za-z0-9_'])"
    before = (
        rf"(?:(?:(?<=[(\n])|(?<=[.!?\n:]\s))[Oo]r\b|(?:[Aa]lternatively|[Oo]therwise|[Tt]hen\sagain|[Ss]o\sis|[Mm]aybe|[Pp]erhaps"
        rf"|[Pp]ossibly|{modal}\s(?:also\s|equally\s|as\swell\s|just\sas\s(?:well|easily)\s|easily\s|well\s|even\s)?(?:be|say|choose|pick)"
        r"|(?:[Ii]f|[Uu]nless)\s(?:it\sis\s)?(?:not|wrong)(?:\s(?:that|this|so|[A-J]))?,?(?:\sthen)?|as\swell\sas"
        r"|(?:[Ss]econd(?:ary)?|[Aa]lternative|[Oo]ther|[Aa]nother)\s(?:possible\s)?(?:choice|guess|answer|option)"
        r"(?:\sis|\swould\sbe|\scould\sbe|:)?|[Bb]ackup(?:\s\w{4,8})?(?:\sis|\swould\sbe|:)?"
        r"|in\saddition\sto|along\swith|[Aa]lternatives?(?=\s?:)|[Rr]unner-?up(?=\s?:)|[Ll]ess\slikely(?=\s?:)|[Ff]ailing\s(?:that|this)"
        r"|in\swhich\scase|as\s(?:is|are|does)|(?:50/50|50-50|[Ff]ifty-fifty|tied|a\stie)\swith"
        r"|[Tt]ambién\s(?:podría|puede|sería|es)(?:\sser)?|(?:[Mm]öglicherweise|[Vv]ielleicht|[Ee]ventuell)(?:\sauch)?"
        r"|(?:könnte|kann)\sauch|[Pp]eut-être(?:\saussi)?|pourrait\s(?:aussi|également)\sêtre|potrebbe\sanche\sessere))"
        r"(?:[\s,:]{1,2}(?:maybe|perhaps|possibly|it\sis|it's|is\sit|it\s(?:could|might|may)\sbe|even|also|then"
        r"|the\sanswer\s(?:is|could\sbe|might\sbe)|just|choose|pick|select|say|go\swith|equivalently|if\syou\s(?:prefer|like|want|will))(?![a-z])){0,3}[\s,:]{1,3}"
    )
    behind = (
        rf"[)\]]?\s(?:(?:is|are|was|seems|looks|remains|would\sbe)\s(?:\w{{3,12}}ly\s)?(?:(?:also|equally|just\sas"
        rf"|another|still|too)\s(?:an?\s|the\s|\w{{3,12}}ly\s)?{_OPEN}|an?\sclose\ssecond\salternative|possible"
        rf"|plausible|viable|acceptable|defensible|{_OPEN}\s(?:as\swell|too)\b)"
        rf"|{modal}\s(?:(?:also|equally|just\sas\swell|as\swell|well|still|easily)\s)?(?:be|work|apply|fit"
        rf"|hold)\s?(?:\w{{3,12}}ly\s)?(?:{_OPEN}|the\sanswer|it|(?=[.,;!)\n]|$|as\swell|too))"
        r"|(?:fits|matches|works|suits|agrees|explains\s\w{2,8})\s(?:\w{2,10}\s){0,3}better(?!\sthan)"
        r"|(?:is|seems|looks|would\sbe)\s(?:\w{3,12}ly\s)?(?:the\s|a\s)?(?:better(?!\sthan)|preferable|more\s(?:likely"
        r"|plausible|probable|appropriate|accurate|suitable)(?!\sthan))|then(?=\s?[.!\n]|\s?$)"
        rf"|(?:also|equally)\s(?:works|fits|applies|{modal}|is|seems|looks)|would\s(?:also|equally)\s(?:be|work"
        rf"|fit)|(?:works|fits)\s(?:too|as\swell|equally\swell)|too(?=\s?[.!,;\n)]|\s?$)|as\swell(?!\sas)|as\s(?:an?\s|my\s"
        rf"|the\s)?(?:\w{{3,12}}\s){{0,2}}(?:alternative|second|backup|runner-up|possibility)"
        rf"|(?:being|to\sbe)\s(?:\w{{3,12}}ly\s|also\s)?{_OPEN}|(?:cannot|can't"
        rf"|could\snot)\sbe\s(?:\w{{3,12}}ly\s)?(?:excluded|ruled\sout|eliminated|dismissed)|(?:is"
        rf"|has)\snot\s(?:been\s)?(?:excluded|ruled\sout|eliminated))\b"
    )
    letter = rf"(?<![A-Za-z0-9_-])(?:(?![a-z]\s)|(?<=option\s)|(?<=choice\s)|(?<=answer\s)){one}"
    unless = r"(?:(?<=[,;]\s)|(?<=\sand\s)|(?<=\sor\s)|(?<=\sbut\s)|(?<=,\sit\sis\s)|(?<=\sand\s\()|(?<=,\s\())"
    last = (
        rf"(?:{before}{noun}(?P<offered>{label})(?![A-Za-z0-9_'-])[)\]]?"
        rf"|between\s{noun.replace('<noun>', '<first_noun>')}(?P<between>{label})[)\]]?\s(?:and|or)\s[(\[]?{one}"
        rf"|[Bb]oth\s[(\[]?(?P<both>{label})[)\]]?\sand\s[(\[]?{label}[)\]]?\s(?:could|might|may|(?:are|seem"
        rf"|look)\s(?:\w{{3,12}}ly\s)?{_OPEN})\b"
        rf"|(?:[Cc]annot|can't)\s(?:\w{{3,12}}ly\s)?(?:rule\sout|exclude|eliminate|dismiss)\s[(\[]?(?P<not_excluded>{one})"
        rf"|(?:也|或许|也许|或)(?:有?可能)?(?:是|为|选)?(?P<also>{label})(?![A-Za-z0-9_])"
        rf"|(?:and|also|too|plus)\s(?:maybe|perhaps|possibly|probably)\s[(\[]?(?P<added>{one}))"
    )
    return (
        re.compile(letter),
        re.compile(
            rf"(?:(?P<kept_open>{label})(?:{behind}|(?:\s\(?|\swith\s|\sat\s|:\s)\d{{1,2}}\s?%(?:\s(?:probability|chance|confidence))?"
            r"(?=\s?[.,;!)\n]|\s?$))"
            rf"|{unless}(?P<conditional>{label})[)\]]?\s(?:if|when|for|otherwise|in\scase|under)\b)"
        ),
        re.compile(rf"(?<![A-Za-z])(?:{last})"),
    )


_OPENING = Guard(_hedges(ANY_LABEL)[2], back=0, ahead=200)
