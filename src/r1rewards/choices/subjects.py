"""The rules for claims that words behind an option make: "C is the answer", "hence the product is but-2-ene"."""

from __future__ import annotations

import re
from functools import lru_cache

from r1rewards.choices.findings import ADJECTIVE, ASKS_FOR_FALSE, NOUN, ClaimContext, Finding, finding_if_asserted
from r1rewards.choices.reading import ANY_LABEL, NamedOption, patterns, read_option
from r1rewards.core.lexicon import read_lexicon
from r1rewards.core.prefilter import Guard

_LEXICON = read_lexicon(__package__, "subjects", adjective=ADJECTIVE, noun=NOUN)

_PREDICATE = re.compile(_LEXICON["predicate"], re.IGNORECASE)
_SPLIT = re.compile(_LEXICON["split"], re.IGNORECASE)


def _subjects(context: ClaimContext) -> list[tuple[Finding, str]]:
    """What "… is the answer", "… is correct" are said of, and what is said."""
    if context.subjects is not None:
        return context.subjects
    text = context.plain.text
    found = context.subjects = []
    for match in _SAID_OF.matches(text, context.folded, 0, len(text)):
        start, _ = context.sentences.around(match.start())
        if (match["tail"] and not _ANSWERS.search(match["what"] or "")) or _NEGATED.search(
            text, max(start, match.start() - 12), match.start()
        ):
            continue
        reading = subject(context, max(start, match.start() - _SUBJECT_LENGTH), match.start())
        if reading is not None:
            what = match["what"] or "correct"
            if what.casefold().endswith("product") or (_ONE_OF_MANY.search(match["ly"] or "") and _STATED.search(what)):
                what = "correct"  # `a true statement` may be any of them, `the major product` another base's
            finding = finding_if_asserted(
                context, "is-answer", reading, reading.start, asks_for_false=bool(ASKS_FOR_FALSE.search(what))
            )
            if finding is not None:
                found.append((finding, what))
    return found


_ONE_OF_MANY = re.compile(r"\ban?\s$", re.IGNORECASE)
_STATED = re.compile(
    r"^(?:correct|true|valid|accurate|right)\s(?:statement|description|explanation|conclusion)$", re.IGNORECASE
)
_SAID_OF = Guard(_PREDICATE, back=60, ahead=40)
_NEGATED = re.compile(r"\b(?:not|neither|nor|no)\s?$|n't$", re.IGNORECASE)
_SUBJECT_LENGTH = 160


def subject(context: ClaimContext, start: int, end: int) -> NamedOption | None:
    """The option that a sentence up to a predicate is about."""
    text = context.plain.text
    places = [start, *(match.end() for match in _SPLIT.finditer(text, start, end))]
    for place in reversed(places[-6:]):
        reading = read_option(context.index, context.plain, place, end, whole=True)
        if reading is not None and reading.label is not None:
            before = text[max(0, place - 4) : place].lower().rstrip()
            if (
                before.endswith((" or", " nor", "not"))
                or _listed(context, start, place)
                or (before.endswith("and") and _pair(context, start, place))
            ):
                return None
            return reading
    labels = context.index.text_before(text, start, end)
    if len(labels) == 1 and end - start < _SUBJECT_LENGTH:
        return NamedOption(labels[0], start, end)
    match = _called(context.index.pattern).search(text, max(start, end - 24), end)
    label = context.index.label_of(match["label"]) if match else None
    return NamedOption(label, end - 1, end) if match and label and context.index.has_option(label) else None


@lru_cache(maxsize=256)
def _called(label: str) -> re.Pattern[str]:
    """An option with its noun, or a letter behind no word that it may belong to, at the end of a subject."""
    return re.compile(_LEXICON["called"].replace("{label}", label))


def _listed(context: ClaimContext, start: int, place: int) -> bool:
    """Whether a place ends a list of letters: "A, B, "."""
    return (
        re.search(rf"(?:^|[\s(]){context.index.pattern}\)?,\s$", context.plain.text[max(start, place - 8) : place])
        is not None
    )


def _pair(context: ClaimContext, start: int, place: int) -> bool:
    """Whether "A and" stands before a place."""
    return re.search(rf"{context.index.pattern}\)?,?\sand\s$", context.plain.text[start:place]) is not None


def is_answer(context: ClaimContext, start: int) -> list[Finding]:  # noqa: ARG001 - rules are called alike
    """`C is the answer`, `Paris is the correct choice`."""
    return [
        f
        for f, what in _subjects(context)
        if _ANSWERS.search(what) and not (_WRONG.search(what) and not _ASKED.search(what))
    ]


_ANSWERS = re.compile(rf"{NOUN}|exception|odd|winner|answer|only", re.IGNORECASE)
_WRONG = re.compile(r"\b(?:incorrect|false|untrue|inaccurate)\b", re.IGNORECASE)
_ASKED = re.compile(r"\b(?:statement|exception)", re.IGNORECASE)


def option_is(context: ClaimContext, start: int) -> list[Finding]:  # noqa: ARG001
    """`C is correct`, `only (C) satisfies both`."""
    found = [f._replace(rule="option-correct") for f, what in _subjects(context) if not _ANSWERS.search(what)]
    text = context.plain.text
    for match in _ONLY_LETTER.matches(text, context.folded, 0, len(text), pattern=_only(context.index.pattern)):
        label = context.index.label_of(match["label"])
        if context.index.has_option(label) and not match["label"].islower():
            finding = finding_if_asserted(
                context, "option-correct", NamedOption(label, *match.span("label")), match.start()
            )
            if finding is not None:
                found.append(finding)
    for match in _ONLY.matches(text, context.folded, 0, len(text)):
        named = context.index.text_at(text, match.end(), min(len(text), match.end() + 300), ends=_SUITS)
        if named is not None and len(named.labels) == 1:
            finding = finding_if_asserted(
                context, "option-correct", NamedOption(named.labels[0], named.start, named.end), match.start()
            )
            if finding is not None:
                found.append(finding)
    return found


_ONLY = Guard(r"only\s", back=0, ahead=120)
_SUITS = re.compile(
    r",?\s(?:is\s(?:consistent|possible|correct|left)|remains|fits|satisfies|matches|works|meets|agrees|survives|suits)\b"
)


@lru_cache(maxsize=256)
def _only(label: str) -> re.Pattern[str]:
    return re.compile(_LEXICON["only"].replace("{label}", label))


_ONLY_LETTER = Guard(_only(ANY_LABEL), back=0, ahead=120)


def conclusion(context: ClaimContext, begin: int) -> list[Finding]:
    """A last sentence, or one with "therefore", that says what something is: `Hence it is but-2-ene`."""
    text, found = context.plain.text.rstrip(), []
    last = context.sentences.around(len(text) - 1)[0] if text else 0
    for match in _VERBS.matches(text, context.folded, begin, len(text)):
        start, end = context.sentences.around(match.start())
        if start != last and not _OPENS.match(text, start, end):
            continue
        core = read_option(context.index, context.plain, match.end(), end)
        if core is None or core.label is None or not _AT_END.match(text, core.end, end):
            continue
        if patterns(context.index.pattern)[0].fullmatch(text, core.start, core.end):  # "the symbol is C"
            continue
        finding = finding_if_asserted(context, "conclusion", core, match.start())
        if finding is not None and not _ASIDE.search(text, start, match.start()):
            found.append(finding)
    return found[-1:]


_SAYS = re.compile(
    r"\s(?:is|are|equals|will\sbe|must\sbe|would\sbe|has\sto\sbe|becomes|gives|yields|forms|produces|=|≈|→)(?=\s)",
    re.IGNORECASE,
)
_VERBS = Guard(_SAYS, back=0, ahead=16)
_OPENS = re.compile(_LEXICON["opens"], re.IGNORECASE)
_AT_END = re.compile(r"\s{0,2}[.!)]{0,2}\s{0,2}$|\s?,?\s(?:because|since|due\sto|which|as)\b")
_ASIDE = re.compile(_LEXICON["aside"], re.IGNORECASE)
