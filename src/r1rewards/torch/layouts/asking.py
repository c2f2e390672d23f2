"""What a layout's own parser says of a string of symbols."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from r1rewards.core.score import Response, Span
from r1rewards.templates import Template
from r1rewards.torch.layouts.alphabet import OTHER, Alphabet

Word = tuple[int, ...]
"""Symbols."""

NONE = -1
KINDS = ("fault", "reasoning start", "reasoning end", "answer start", "answer end")
"""The places in a text that are asked for."""


class Outcome(NamedTuple):
    """What a parser says.

    Attributes:
        label: the first fault; "" if there is none.
        empty: whether the reasoning, and the answer, is a span without characters.
        places: of each of `KINDS`, the number of symbols before it; NONE where there is no such place.
        undecided: whether the answer depends on more than symbols show: the content of tool calls.
    """

    label: str
    empty: tuple[bool, bool]
    places: tuple[int, ...]
    undecided: bool = False


UNDECIDED = Outcome("", (False, False), (NONE,) * len(KINDS), undecided=True)


class Asker:
    """Asks a layout's parser, each question once."""

    def __init__(self, template: Template, alphabet: Alphabet) -> None:
        self._template = template
        self._alphabet = alphabet
        self._call = len(alphabet.texts) - 1 if alphabet.calls else NONE
        self._known: dict[Word, Outcome] = {}

    def __call__(self, word: Word) -> Outcome:
        """What is said of the word."""
        found = self._known.get(word)
        if found is None:
            found = self._ask(word, self._alphabet.texts[OTHER])
            if self._call in word and any(self._ask(word, text) != found for text in self._alphabet.calls):
                found = UNDECIDED
            self._known[word] = found
        return found

    def _ask(self, word: Word, call: str) -> Outcome:
        parts = [self._alphabet.texts[symbol] or call for symbol in word]
        numbers = dict(zip(accumulate(map(len, parts), initial=0), range(len(word) + 1), strict=True))
        response = self._template.parse("".join(parts))
        fault = response.faults[0] if response.faults else None
        reasoning, answer = parts_of(self._template, response)
        bounds = [
            (NONE, NONE) if span is None else (numbers[span.start], numbers[span.end]) for span in (reasoning, answer)
        ]
        empty = tuple(start == end != NONE for start, end in bounds)
        places = (NONE if fault is None else numbers[fault.start], *bounds[0], *bounds[1])
        return Outcome(fault.label if fault else "", (empty[0], empty[1]), places)


def parts_of(template: Template, response: Response) -> tuple[Span | None, Span | None]:
    """The reasoning and the answer of a response, as the token path gives them.

    Whether several answer elements say the same is nothing that an automaton can know: then there is no answer.
    """
    found = {span.label: span for span in response.spans}
    answer = found.get("answer")
    if answer is not None and template.answer is not None and response.text.count(template.answer[0]) > 1:
        opening, closing = template.answer
        text = response.text
        without = f"{text[: answer.start - len(opening)]}x{text[answer.end + len(closing) :]}"
        if any(span.label == "answer" for span in template.parse(without).spans):
            answer = None
    return found.get("reasoning"), answer or found.get("summary")
