"""References as data sets hold them: a letter, an option's text, an index, with the options beside it or elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from numbers import Integral, Real
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from r1rewards.choices.listing import listed_options, own_labels, rendered
from r1rewards.choices.texts import folded, without_markup
from r1rewards.core.builtins import to_builtins
from r1rewards.core.golds import number_text
from r1rewards.errors import UnusableError

ANSWERS = ("answer", "answerKey", "answer_key", "correct", "label", "gold", "target", "answer_idx", "answer_index",
           "correct_answer", "correct_option", "answer_letter", "selected_option", "solution",
           "ground_truth", "key")  # fmt: skip
"""What a mapping may call its answer, in order."""

OPTIONS = ("options", "choices", "candidates", "endings")
"""What a mapping may call its options, in order."""

MAX_OPTIONS = 26


@dataclass(frozen=True, slots=True)
class Choices:
    """The options of a question and which of them is right.

    Attributes:
        options: their texts, in the order in which the model saw them; () if they are not known.
        answer: the label of the right one.
        labels: what the options are called, "A", "B" … or as the data set says; () if the options are not known.
    """

    options: tuple[str, ...]
    answer: str
    labels: tuple[str, ...] = ()

    if TYPE_CHECKING:  # tuples are read, and any sequences may be given

        def __init__(self, options: Sequence[str], answer: str, labels: Sequence[str] = ()) -> None: ...

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(self.options))
        object.__setattr__(self, "labels", tuple(self.labels) or tuple(ascii_uppercase[: len(self.options)]))

    @property
    def text(self) -> str | None:
        """The right option's text; None if the options are not known."""
        return self.text_of(self.answer)

    def text_of(self, label: str) -> str | None:
        """The text of the option of that label, None if there is none."""
        return self.options[self.labels.index(label)] if label in self.labels and self.options else None

    def render(self) -> str:
        """The options as lines `A) …`, to be put into a prompt."""
        return rendered(self.options, self.labels)

    def reference(self) -> dict[str, Any]:
        """A mapping that JSON can hold, and that `parse` reads."""
        return {"answer": self.answer, "options": dict(zip(self.labels, self.options, strict=True))}


def parse(reference: object, options: object = None, prompt: object = None) -> Choices:
    """What a reference says is right, and among which options.

    Args:
        reference: a letter ("C", "(C)", "c."), an option's text, an index from 0, `Choices`, or a mapping that holds
            one of these (as one of `ANSWERS`) and the options (as one of `OPTIONS`), also in JSON.
        options: the options, where the reference holds none: a list, a mapping from labels to texts, or
            `{"text": [...], "label": [...]}`.
        prompt: what the model was asked; options that it lists on lines `A) …` are read where none are given.

    Raises:
        UnusableError: the reference cannot be used; the message says why, and what would help.
    """
    if isinstance(reference, Choices):
        if not reference.options:
            return reference
        checked(reference.options, reference.labels)
        if reference.labels and reference.answer not in reference.labels:
            raise UnusableError(_no_option(reference.answer, reference.labels))
        return reference
    reference, options = to_builtins(reference), to_builtins(options)
    if isinstance(reference, str) and reference.lstrip().startswith("{"):
        reference = _from_json(reference)
    if isinstance(reference, Mapping):
        answer, given = _parts(reference)
        options = options if given is None else given
    else:
        answer = reference
    while isinstance(answer, list | tuple) and len(answer) == 1:
        answer = answer[0]
    _require_answer(answer)
    if options is None and prompt is not None:
        found = listed_options(prompt)
        if found and (not isinstance(answer, str) or (letter := _letter(answer)) is None or letter in
                      ascii_uppercase[: len(found)]):  # fmt: skip
            options = found
    if options is None:
        return Choices((), _letter_alone(answer))
    texts, labels = _table(options)
    return Choices(texts, _label(answer, texts, labels), labels)


def _from_json(text: str) -> object:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found if isinstance(found, dict) else text


def _parts(reference: Mapping[Any, Any]) -> tuple[object, object]:
    """The answer in a mapping, and its options or None."""
    options = next((reference[name] for name in OPTIONS if reference.get(name) is not None), None)
    question = reference.get("question")
    if options is None and isinstance(question, Mapping):  # CommonsenseQA's and ARC's files
        options = next((question[name] for name in OPTIONS if question.get(name) is not None), None)
    for name in ANSWERS:
        if reference.get(name) is not None:
            return reference[name], options
    names = ", ".join(f"'{name}'" for name in list(reference)[:6])
    raise UnusableError(
        f"The reference is a mapping without an answer (it has {names or 'nothing'}): "
        f"give {{'answer': 'C', 'options': [...]}}"
    )


def _require_answer(answer: object) -> None:
    if answer is None:
        raise UnusableError("There is no reference: give the right option's letter (--field reference=COLUMN)")
    if isinstance(answer, list | tuple | Mapping):
        raise UnusableError(
            f"The reference's answer is a {type(answer).__name__} of {len(answer)}: give one option's letter, text or "
            "index; questions with several right options are not supported"
        )
    if isinstance(answer, bool) or not isinstance(answer, str | Real):
        raise UnusableError(
            f"The reference's answer is a {type(answer).__name__}: give the right option's letter, text or index"
        )
    if isinstance(answer, str) and not answer.strip():
        raise UnusableError("The reference is blank: give the right option's letter")


_LETTER = re.compile(
    r"\s*(?:(?:option|choice|answer)\s?:?\s)?[\s(\[*$\"']{0,4}(?P<label>[A-Za-z])[\s)\].:*$\"']{0,4}", re.IGNORECASE
)


def _letter(answer: str) -> str | None:
    match = _LETTER.fullmatch(without_markup(answer)) if len(answer) <= _LONGEST_LETTER else None
    return match["label"].upper() if match else None


_LONGEST_LETTER = 40


_HEADED = re.compile(r"\(?(?P<label>[A-Z])\)\s\S")  # `(C) Earth`


def _letter_alone(answer: object) -> str:
    """The letter of a reference whose options are not known."""
    letter = _letter(answer) if isinstance(answer, str) else None
    if letter is None and isinstance(answer, str) and (headed := _HEADED.match(without_markup(answer))) is not None:
        letter = headed["label"]
    if letter is None:
        said = f"'{answer[:60]}'" if isinstance(answer, str) else (number_text(answer) or type(answer).__name__)[:60]
        raise UnusableError(
            f"The reference {said} is not a letter, and the sample's options are not known: give "
            '{"answer": …, "options": [...]}, or name the column that holds them (options_column=)'
        )
    return letter


def _table(options: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The options' texts and labels."""
    texts: Sequence[object]
    labels: Sequence[object] | None = None
    if isinstance(options, str):
        try:
            options = json.loads(options)
        except (ValueError, RecursionError):
            options = listed_options(options) or options
    if isinstance(options, Mapping):
        inner = options.get("text", options.get("texts"))
        if isinstance(inner, Sequence) and not isinstance(inner, str):
            texts, labels = inner, options.get("label", options.get("labels"))
        else:
            texts, labels = list(options.values()), list(options)
    elif isinstance(options, Sequence) and not isinstance(options, str | bytes | bytearray):
        texts = options
        if texts and all(isinstance(option, Mapping) for option in texts):
            texts = [option.get("text") for option in options if isinstance(option, Mapping)]
            labels = [option.get("label") for option in options if isinstance(option, Mapping)]
            labels = None if None in labels else labels
    else:
        raise UnusableError(f"The options are a {type(options).__name__}: give a list of texts, or a mapping")
    if labels is not None and (
        isinstance(labels, str) or not isinstance(labels, Sequence) or len(labels) != len(texts)
    ):
        raise UnusableError(f"There are {len(texts)} options, and not as many labels: give one each")
    written = [text_of(option, place) for place, option in enumerate(texts)]
    if labels is None:
        written = own_labels(written) or written
    names = (
        tuple(ascii_uppercase[: len(written)]) if labels is None else tuple(str(x).strip().strip("().") for x in labels)
    )
    found = tuple(text.strip() for text in written)
    checked(found, names)
    return found, names


def text_of(option: object, place: int) -> str:
    """An option as a text; UnusableError if it is neither a text nor a number."""
    if isinstance(option, str):
        return option
    if isinstance(option, Real) and (text := number_text(option)) is not None:
        return text if isinstance(option, Integral) else str(option)
    raise UnusableError(f"Option {place + 1} is a {type(option).__name__}: give texts or numbers")


@lru_cache(maxsize=8192)
def checked(options: tuple[str, ...], labels: tuple[str, ...]) -> None:
    """Refuses options among which nobody could choose.

    Raises:
        UnusableError: there are fewer than two or too many, one is blank, or two texts or labels are equal.
    """
    if not 2 <= len(options) <= MAX_OPTIONS:
        many = {0: "no option", 1: "one option alone"}.get(len(options), f"{len(options)} options")
        raise UnusableError(f"There is {many}: give 2 to {MAX_OPTIONS}")
    if len(labels) != len(options):
        raise UnusableError(f"There are {len(options)} options, and {len(labels)} labels: give one each")
    for label in labels:
        if not _A_LABEL.fullmatch(label):
            raise UnusableError(f"'{label[:40]}' is no label of an option: give letters, numbers or Roman numerals")
    for one, other in combinations(labels, 2):
        if one.casefold() == other.casefold():
            raise UnusableError(f"two options have the label '{one}': give each its own")
    for label, option in zip(labels, options, strict=True):
        if not without_markup(option):
            raise UnusableError(f"Option {label} is blank: give its text")
    seen: dict[str, str] = {}
    for label, option in zip(labels, options, strict=True):
        form = " ".join(without_markup(option).split()).rstrip(".")
        if form in seen:
            raise UnusableError(f"Options {seen[form]} and {label} are equal, '{option[:60]}': give each its own text")
        seen[form] = label


_A_LABEL = re.compile(r"[A-Za-z]|\d{1,2}|[ivxIVX]{1,5}")


def _label(answer: object, options: tuple[str, ...], labels: tuple[str, ...]) -> str:
    """The label of the option that is the answer."""
    if not isinstance(answer, str):
        return _by_number(answer, options, labels)
    same = _equal_texts(answer, options)
    label = _named(answer, labels)
    if label is not None:
        # Options such as the elements C, N, O: a letter is a letter, unless there is but one way to read it.
        return label
    if len(same) == 1:
        if _DIGITS.fullmatch(answer.strip()) and (index := int(answer)) < len(options) and index != same[0]:
            raise UnusableError(_ambiguous(answer.strip(), labels[index], labels[same[0]]))
        return labels[same[0]]
    if same:
        raise UnusableError(f"The answer '{answer[:60]}' equals several options: give the right option's letter")
    if _DIGITS.fullmatch(answer.strip()):
        return _by_index(int(answer), labels)
    both = _LABELLED.match(without_markup(answer))
    label = _named(both["label"], labels) if both is not None else None
    if both is not None and label is not None and _equal_texts(both["text"], options) == [labels.index(label)]:
        return label  # `C) Paris`
    if _letter(answer) is not None:
        raise UnusableError(_no_option(answer.strip(), labels))
    raise UnusableError(
        f"The answer '{answer[:60]}' is none of the {len(options)} options: give the right one's letter"
    )


_DIGITS = re.compile(r"\d{1,3}")
_LABELLED = re.compile(r"\(?(?P<label>\w{1,4})[).:]\s{0,4}(?P<text>\S.*)", re.DOTALL)


def _named(answer: str, labels: tuple[str, ...]) -> str | None:
    """The label that a text is, None if it is none."""
    said = without_markup(answer).strip("()[].:' ").casefold() if len(answer) <= _LONGEST_LETTER else ""
    for word in ("option ", "choice ", "answer "):
        said = said.removeprefix(word)
    return next((label for label in labels if label.casefold() == said.strip("()[].:' ")), None)


def _equal_texts(answer: str, options: tuple[str, ...]) -> list[int]:
    """The options that say what a text says; if these are several, those that are written so."""
    form = folded(without_markup(answer))
    found = [place for place, option in enumerate(options) if folded(without_markup(option)) == form]
    if len(found) > 1:
        found = [place for place in found if without_markup(options[place]) == without_markup(answer)] or found
    return found


def _by_number(answer: object, options: tuple[str, ...], labels: tuple[str, ...]) -> str:
    """The label of an index, or of an option that is a number."""
    if number_text(answer) is None:
        raise UnusableError("The answer is a number that cannot be written: give the right option's letter")
    index = int(answer) if isinstance(answer, Integral) or (isinstance(answer, float) and answer.is_integer()) else None
    if index is not None and str(index) in labels:  # options that are numbered have no other letters
        return str(index)
    same = _equal_texts(str(answer), options)
    if index is None or not 0 <= index < len(options):
        if len(same) == 1:
            return labels[same[0]]
        return _by_index(index, labels) if index is not None else _refuse_number(answer)
    if same and index not in same:
        raise UnusableError(_ambiguous(answer, labels[index], labels[same[0]]))
    return labels[index]


def _ambiguous(answer: object, by_index: str, by_text: str) -> str:
    return (
        f"The answer {answer} may be an index (option {by_index}) or a text (option {by_text}): "
        "give the right option's letter"
    )


def _refuse_number(answer: object) -> str:
    raise UnusableError(f"The answer {answer} is none of the options: give the right option's letter")


def _by_index(index: int, labels: tuple[str, ...]) -> str:
    if not 0 <= index < len(labels):
        raise UnusableError(
            f"The answer {index} is no index of {len(labels)} options (0 to {len(labels) - 1}): "
            "give the right option's letter"
        )
    return labels[index]


def _no_option(answer: str, labels: tuple[str, ...]) -> str:
    return f"The answer '{answer}' is none of the options {', '.join(labels)}: give one of these letters"
