r"""The rules for claims after some words: "the answer is …", "Answer: …", "I choose …", "this points to …".

Every run in these patterns is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from r1rewards.choices.findings import ASKS_FOR_FALSE, NOUN, ClaimContext, Finding, Rule, finding_if_asserted
from r1rewards.choices.reading import read_option
from r1rewards.core.prefilter import Guard

_BE = (
    r"(?:is|was|are|would\sbe|should\sbe|will\sbe|must\sbe|has\sto\sbe|ought\sto\sbe|must\stherefore\sbe|remains"
    r"|becomes|lies\sin|turns\sout\sto\sbe"
    r"|comes\sout\s(?:to\sbe|as)|seems\sto\sbe|appears\sto\sbe|is\slikely|equals|=|can\sonly\sbe)(?![A-Za-z'])"
)
_ANSWER_IS = re.compile(
    rf"(?:(?:answers?|options?|choices?)(?:\s(?:choice|option|letter))?|{NOUN}|(?:option|bet|guess|vote|exception"
    rf"|odd\sone\sout))"
    r"(?P<not>\s(?:that|which)\s(?:is|does|are)\s?n[o']t\s\w{2,14})?(?:\s\([^()\n]{1,40}\))?"
    r"(?:,?\s(?:to|for|of|here|among|that|which|from|in|by|letter|choice|option|based|out|given|we|I|consistent"
    r"|supported|with|about|therefore|then|thus)\b[^.;:\n?]{0,90}?)?,?"
    rf"(?:\s{_BE}|'s(?=\s))",
    re.IGNORECASE,
)
_ADJECTIVES = frozenset(
    """
    correct right best only final appropriate suitable valid true accurate proper intended expected required desired
    plausible possible incorrect false untrue inaccurate remaining closest nearest chosen selected viable consistent
    matching likely reasonable answer my our major main predominant most
    """.split()
)
_UNMARKED = ("answer", "exception", "odd one")


def _is_marked(context: ClaimContext, place: int) -> bool:
    """Whether a noun means the answer: it is called one, or the right, the only, my option."""
    low = context.folded
    if low[place - 1 : place].isalpha():
        return False
    if low.startswith(_UNMARKED, place):
        return True
    before = low[max(0, place - 40) : place].split()
    if not before:
        return False
    if before[-1] in _ADJECTIVES or (len(before) > 1 and before[-2] == "most"):
        return True
    if _NOT_SO.match(low, place) is not None:
        return True
    return before[-1] == "the" and _THE_ONE_THAT.match(low, place) is not None


_NOT_SO = re.compile(r"(?:statement|option|choice|one)\s(?:that|which)\s(?:is|does)\s?n[o']t\b")
_THE_ONE_THAT = re.compile(
    r"(?:option|choice|one|statement|value)\s(?:that|which)\s(?!(?:fails?|violates?|contradicts?|cannot|can't"
    r"|is\s(?:wrong|incorrect|false|ruled|excluded|eliminated)|would|might|could|may|does|looks|seems)\b)"
)
_COLON = re.compile(
    r"(?:(?:answer|ans|option|choice|selection|letter|response|pick|statement)(?:[\s_](?:choice|option|letter))?"
    r"|réponse|respuesta(?:\s(?:final|correcta))?"
    r"|antwort|resposta|risposta|ответ|答案|答え|答|正解)(?:\s?\([^()\n]{1,40}\))?\s?(?::|→|⇒|-{1,2}>|=>?(?!=)|\s?[–—-]{1,2}\s|(?<=ans)\.(?=\s))"
    r"|(?-i:Answer|ANSWER|Ans)\.?\s(?=[(\[]\w{1,3}[)\]])",
    re.IGNORECASE,
)


def _begins(context: ClaimContext, place: int) -> bool:
    """Whether "answer" begins there, or another word at a clause's beginning or behind "correct", not behind "each"."""
    low = context.folded
    if low[place - 1 : place].isalpha():
        return False
    before = low[max(0, place - 40) : place].split()
    if not low.startswith(("option", "choice", "selection", "letter", "pick", "statement", "response"), place):
        return not before or before[-1].strip("_") not in _NOT_THE
    if low[place - 1 : place] == "_":
        return bool(before) and before[-1].rstrip("_").rpartition("_")[2] in _ADJECTIVES
    last = context.plain.text[max(0, place - 2) : place].rstrip(" ")[-1:]
    return last in ("", "\n", ".", ",", ":", ";", "(") or (bool(before) and before[-1] in _ADJECTIVES)


_NOT_THE = frozenset(
    "wrong incorrect each every other another second alternative any which no example possible".split()
)
_HEADING = re.compile(
    r"(?:^|(?<=\n))\s?(?:(?:the|my|final|correct|best)\s){0,3}(?:answer|choice|option|selection|conclusion)\s?:?\s?\n",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"答案(?:应该|应該|应|就|显然)?(?:是|为|為|选|選)|(?:故|应|應|我|因此|所以|此题)?(?:选择|選擇|选(?!项)|選(?!項))|正解は|答えは|答案"
    r"|(?:réponse(?:\s(?:finale|correcte|exacte))?|bonne\sréponse|option\scorrecte)\s(?:est|serait)(?:\s(?:donc"
    r"|alors))?"
    r"|(?:respuesta|opción|alternativa)(?:\s(?:final|correcta)){0,2}\ses|(?:resposta|opção"
    r"|alternativa)(?:\s(?:final|correta|certa)){0,2}\sé"
    r"|(?:risposta|opzione)(?:\s(?:finale|corretta|giusta)){0,2}\sè|(?:antwort|option|lösung)\s(?:ist"
    r"|lautet)(?:\s(?:also|daher|somit))?"
    r"|(?:правильный\s|верный\s)?(?:ответ|вариант)\s?(?:—|–|-|это)",
    re.IGNORECASE,
)
_VERB = (
    r"(?:choose|chose|pick|select|go(?:ing)?\s(?:ahead\s)?(?:with|for)|opt(?:ing)?\sfor|settle(?:d)?\s(?:on|for)"
    r"|settling\son|vote\sfor|answer|say|mark|circle"
    r"|choosing|picking|selecting|answering|conclude(?:\sthat)?|stick(?:ing)?\swith|lean(?:ing)?\s(?:towards?|to))"
)
_CHOOSE = re.compile(
    r"(?<![A-Za-z'])(?:(?:I|we|let's|let\sus|let\sme|one)(?:'d|'ll|'m|\s(?:would|will|am|are|shall|should|must|can"
    r"|have\sto|need\sto))?"
    rf"(?:\s(?:therefore|thus|hence|then|finally|still|confidently|now|definitely|rather|have\sto|probably"
    rf"|safely)){{0,2}}\s{_VERB}"
    r"|(?:I|we)(?:\s(?:would|strongly|do|am\s\w{4,10}|'m\s\w{4,10}))?\s(?:think|believe|say|suspect|guess|conclude"
    r"|reckon|find|see|know|feel)(?:\sthat)?\s(?:it|the\s\w{4,8}\sone|this|that)(?:'s|\sis|\smust\sbe|\sshould\sbe)"
    r"|(?:^|(?<=\n)|(?<=[.!:;,]\s)|(?<=\bso\s)|(?<=\btherefore\s)|(?<=\bthus\s)"
    r"|(?<=\bhence\s))(?:please\s)?(?:choose|pick|select|go\swith|going\swith|must\sbe|choosing|selecting|picking|selected|chosen|mark))"
    r"(?![A-Za-z'])",
    re.IGNORECASE,
)
_THINK = re.compile(r"(?:think|believe|guess|suspect|reckon|say|get|obtain)[,:]?(?=\s)", re.IGNORECASE)
_CONCLUDE = re.compile(
    r"(?:so|thus|hence|therefore|consequently|accordingly|ergo|finally|in\sconclusion|overall|in\sshort|in\ssummary"
    r"|conclusion"
    r"|by\s(?:(?:the\s)?process\sof\s)?elimination"
    r"|daher|also|donc|por\s(?:lo\s)?tanto|因此|所以|故)[,:]{0,2}(?=[\s(])|[→⇒∴]|=>",
    re.IGNORECASE,
)
_SWITCH = re.compile(
    r"(?:no,?\s(?=wait|it|rather|actually|the\s)|wait|actually|sorry|rather|i\smean|i\smeant|make\sthat"
    r"|on\s(?:second\sthought|reflection)|correction|instead|oops|my\s(?:mistake|bad)|edit:|update:|switch(?:ing|ed)?\sto"
    r"|chang(?:e|ed|ing)\s(?:my\s(?:answer|mind|choice)|it|this|that)(?:\sto|:))(?![a-z])(?:[,:.…!–—-]|\s(?=\W)){0,3}"
    r"(?:\s(?:no|wait|it\sis|it's|it\sshould\sbe|the\sanswer\sis|i\smean|i\smeant|rather|make\sthat"
    r"|that\sis)[,:]?){0,3}(?=\s)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"(?:correct|right|final|remaining|solution|verdict|result|decision|conclusion)\s?:|\?(?=\s)", re.IGNORECASE
)


def _opens(context: ClaimContext, place: int) -> bool:
    """Whether a clause begins there."""
    text = context.plain.text
    before = text[max(0, place - 4) : place].rstrip(" ")
    return not before or before[-1] in "\n.!?;:,)" or not text[place].isalpha() or text[place].isupper()


def _is_mine(context: ClaimContext, place: int) -> bool:
    """Whether "I" stands before a verb."""
    before = context.folded[max(0, place - 16) : place].split()
    return bool(before) and (before[-1] in ("i", "i'd") or before[-2:-1] == ["i"])


_IT_IS = re.compile(
    r"(?<![A-Za-z])(?:(?:it|that|this|which|these|result|everything|evidence)(?:'s|\s(?:\w{3,10}ly\s)?(?:is"
    r"|must\sbe|has\sto\sbe|should\sbe|would\sbe|can\sonly\sbe|leaves(?:\sus(?:\swith)?)?|makes|implies|suggests"
    r"|indicates|gives|means|yields|confirms|supports))"
    r"|leaving(?:\sus\swith)?|leaves|making|left\swith|correspond(?:s|ing)?\s(?:\w{4,10}\s){0,2}(?:to|with)|match(?:es"
    r"|ing)?(?:\swith)?|agree(?:s|ing)?\swith"
    r"|consistent\swith|identical\sto|closest\s(?:to|is|match\sis)|point(?:s|ing)?\s(?:\w{4,10}\s)?to|lead(?:s"
    r"|ing)?\s(?:us\s)?to|listed\s(?:as|in|under)"
    r"|(?:given|described|represented|captured|shown)\s(?:as|in|by)|equivalent\sto|support(?:s|ing)|conclude"
    r"|i\.e\.,?|namely)(?![A-Za-z'])",
    re.IGNORECASE,
)
_ENDED = re.compile(
    r"\s{0,2}(?:$|it\sis\s?[.!\n]|\s?(?:as\s)?the\s(?:only\s|best\s|most\s\w{4,12}\s)?(?:correct|right|final|answer|only|best)\b"
    r"|[.!;:\n),]|\(|—|–|-\s|(?:because|since|as|due|which|with|by|given|so|and|based"
    r"|for)\b|[\u3000-\u9fff])"
)


class Anchor(NamedTuple):
    """Words after which a claim is made.

    Attributes:
        guard: their pattern.
        fits: a further condition on the position of the pattern's literal.
    """

    guard: Guard
    fits: Callable[[ClaimContext, int], bool] | None = None


def _anchor(
    pattern: re.Pattern[str],
    fits: Callable[[ClaimContext, int], bool] | None = None,
    *,
    back: int = 0,
    ahead: int = 160,
) -> Anchor:
    return Anchor(Guard(pattern, back=back, ahead=ahead), fits)


_FALSE_NOUN = re.compile(
    r"\b(?:incorrect|false|untrue|inaccurate)\s(?:statement|description|conclusion|explanation|claim)", re.IGNORECASE
)


def anchored(rule: str, *anchors: Anchor, strict: bool = False) -> Rule:
    """Make a rule for claims that follow some words; with `strict` the option must be all that follows."""

    def find(context: ClaimContext, start: int) -> list[Finding]:
        text, found = context.plain.text, []
        for anchor in anchors:
            fits = anchor.fits and partial(anchor.fits, context)
            for match in anchor.guard.matches(text, context.folded, start, len(text), fits=fits):
                reading = read_option(
                    context.index, context.plain, match.end(), context.sentences.line_end(match.end())
                )
                if reading is None:
                    continue
                if strict:
                    said = text[reading.start : reading.end].strip()
                    if reading.label is None or (len(said) == 1 and said.islower()):
                        continue
                    if not _ENDED.match(text, reading.end):
                        continue
                turned = ASKS_FOR_FALSE.search(text, max(0, match.start() - 16), match.end()) is not None
                place = match.start() if match[0] != "?" else match.end() + 1
                if turned and (false := _FALSE_NOUN.search(text, max(0, place - 16), match.end())) is not None:
                    place = false.start()
                finding = finding_if_asserted(context, rule, reading, place, asks_for_false=turned)
                if finding is not None:
                    if reading.fault == "it is denied":
                        finding = finding._replace(kind="denial")
                    found.append(finding)
        return found

    return find


answer_is = anchored("answer-is", _anchor(_ANSWER_IS, _is_marked), _anchor(_FOREIGN))
answer_colon = anchored("answer-colon", _anchor(_COLON, _begins), _anchor(_HEADING, back=30, ahead=24))
choose = anchored("choose", _anchor(_CHOOSE, back=40, ahead=60))
therefore = anchored(
    "therefore",
    _anchor(_SWITCH, ahead=40),
    _anchor(_SAID, _opens, ahead=40),
    _anchor(_CONCLUDE, _opens, ahead=40),
    _anchor(_THINK, _is_mine, ahead=24),
    strict=True,
)
points_to = anchored("points-to", _anchor(_IT_IS, back=24, ahead=60), strict=True)
