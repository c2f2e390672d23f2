"""References as data sets hold them: a letter, an option's text, an index, with the options beside it or elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from r1rewards.choices.listing import listed_options, rendered, require_distinct, table
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
        return _checked(reference)
    answer, given = _parts(_from_json(to_builtins(reference), ("{",)))
    if given is None:
        given = to_builtins(options)
    while isinstance(answer, list | tuple) and len(answer) == 1:
        answer = answer[0]
    _require_answer(answer)
    if given is None:
        listed = listed_options(prompt)
        letter = _named(answer, _LETTERS) if isinstance(answer, str) else None
        if listed and (letter is None or letter in _LETTERS[: len(listed)]):
            given = listed
    if given is None:
        return Choices((), _letter_alone(answer))
    texts, labels = table(_from_json(given, ("{", "[")))
    return Choices(texts, _label(answer, texts, labels), labels)


def _checked(choices: Choices) -> Choices:
    """Choices that somebody made, refused if they cannot be used."""
    if choices.options:
        require_distinct(choices.options, choices.labels)
        if choices.answer not in choices.labels:
            raise UnusableError(_no_option(choices.answer, choices.labels))
    return choices


def _from_json(value: object, opening: tuple[str, ...]) -> object:
    """What a text that begins so holds as JSON; the value itself if it is something else."""
    if not isinstance(value, str) or not value.lstrip().startswith(opening):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _parts(reference: object) -> tuple[object, object]:
    """The answer in a reference, and the options in it or None."""
    if not isinstance(reference, Mapping):
        return reference, None
    question = reference.get("question")  # CommonsenseQA's and ARC's files
    holders = (reference, question) if isinstance(question, Mapping) else (reference,)
    options = next((held[name] for held in holders for name in OPTIONS if held.get(name) is not None), None)
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


_LETTERS = tuple(ascii_uppercase)
_LONGEST_LABEL = 40
_LABEL = re.compile(
    r"(?:(?:option|choice|answer)\s?:?\s)?[\s(\[']{0,4}(?P<label>\w{1,5})[\s)\].:']{0,4}", re.IGNORECASE
)
_HEADED = re.compile(r"\(?(?P<label>[A-Z])\)\s\S")  # `(C) Earth`
_LABELLED = re.compile(r"\(?(?P<label>\w{1,5})[).:]\s{0,4}(?P<text>\S.*)", re.DOTALL)
_INDEX = re.compile(r"\d{1,3}")


def _named(answer: str, labels: tuple[str, ...]) -> str | None:
    """The label that a text is: `C`, `(c)`, `Option C.`; None if it is none."""
    match = _LABEL.fullmatch(without_markup(answer)) if len(answer) <= _LONGEST_LABEL else None
    said = match["label"].casefold() if match else None
    return next((label for label in labels if label.casefold() == said), None)


def _letter_alone(answer: object) -> str:
    """The letter of a reference whose options are not known."""
    if isinstance(answer, str):
        headed = _HEADED.match(without_markup(answer))
        letter = headed["label"] if headed else _named(answer, _LETTERS)
        if letter is not None:
            return letter
    said = f"'{answer[:60]}'" if isinstance(answer, str) else (number_text(answer) or type(answer).__name__)[:60]
    raise UnusableError(
        f"The reference {said} is not a letter, and the sample's options are not known: give "
        '{"answer": …, "options": [...]}, or name the column that holds them (options_column=)'
    )


def _label(answer: object, options: tuple[str, ...], labels: tuple[str, ...]) -> str:
    """The label of the option that is the answer: by its label, its text, or its index from 0.

    A letter is a letter, even among options such as the elements C, N, O.
    """
    if number_text(answer) is None and not isinstance(answer, str):
        raise UnusableError("The answer is a number that cannot be written: give the right option's letter")
    said, index = str(answer).strip(), _index(answer)
    label = _named(said if index is None else str(index), labels)
    if label is not None:
        return label
    same = _equal_texts(said, options)
    if same and index is not None and 0 <= index < len(options):
        if index in same:
            return labels[index]
        raise UnusableError(
            f"The answer {said} may be an index (option {labels[index]}) or a text (option {labels[same[0]]}): "
            "give the right option's letter"
        )
    if len(same) > 1:
        raise UnusableError(f"The answer '{said[:60]}' equals several options: give the right option's letter")
    if same:
        return labels[same[0]]
    if index is not None:
        return _by_index(index, labels)
    both = _LABELLED.match(without_markup(said))
    label = _named(both["label"], labels) if both else None
    if both and label is not None and _equal_texts(both["text"], options) == [labels.index(label)]:
        return label  # `C) Paris`
    if _named(said, _LETTERS) is not None:
        raise UnusableError(_no_option(said, labels))
    raise UnusableError(f"The answer '{said[:60]}' is none of the {len(options)} options: give the right one's letter")


def _index(answer: object) -> int | None:
    """The index that an answer may be."""
    if isinstance(answer, str):
        return int(answer) if _INDEX.fullmatch(answer.strip()) else None
    return int(answer) if isinstance(answer, Integral) or (isinstance(answer, float) and answer.is_integer()) else None


def _by_index(index: int, labels: tuple[str, ...]) -> str:
    if 0 <= index < len(labels):
        return labels[index]
    raise UnusableError(
        f"The answer {index} is no index of {len(labels)} options (0 to {len(labels) - 1}): "
        "give the right option's letter"
    )


def _equal_texts(answer: str, options: tuple[str, ...]) -> list[int]:
    """The options that say what a text says; if these are several, those that are written so."""
    form = folded(without_markup(answer))
    found = [place for place, option in enumerate(options) if folded(without_markup(option)) == form]
    if len(found) > 1:
        found = [place for place in found if without_markup(options[place]) == without_markup(answer)] or found
    return found


def _no_option(answer: str, labels: tuple[str, ...]) -> str:
    return f"The answer '{answer}' is none of the options {', '.join(labels)}: give one of these letters"
