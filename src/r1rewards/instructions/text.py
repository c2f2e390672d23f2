"""The text that is judged, and its forms, each made once however many rules read it."""

from __future__ import annotations

from functools import cached_property

from r1rewards.core.view import View
from r1rewards.instructions import folding, markup, sentences, words
from r1rewards.instructions.folding import FOLDED, LIKENED, NARROW, SHOWN, Table


class Text:
    """A text in its forms.

    Attributes:
        text: as it was written.
        prompt: what was asked, for rules that speak of it; None if nobody knows.
    """

    def __init__(self, text: str, prompt: str | None = None) -> None:
        self.text = text
        self.prompt = prompt
        self._forms: dict[int, str] = {}

    @cached_property
    def shown(self) -> str:
        """Without what shows nothing, with one kind of line break, and without white space around it."""
        return self.text.replace("\r\n", "\n").replace("\r", "\n").translate(SHOWN).strip()

    @cached_property
    def narrow(self) -> str:
        """The shown text with compatibility forms made plain."""
        return folding.form(self.shown, NARROW)

    def form(self, table: Table) -> str:
        """The text in a form of `folding`, from which places lead back."""
        key = id(table)  # the tables are constants
        if key not in self._forms:
            self._forms[key] = folding.form(self.text, table)
        return self._forms[key]

    @cached_property
    def rendered(self) -> tuple[Text, View] | None:
        """The text without markup, and the way back from it; None if it holds none."""
        if not markup.is_there(self.text):
            return None
        back = markup.rendered(self.text)
        return Text(back.text, self.prompt), back

    @property
    def folded(self) -> str:
        """The text as phrases are looked for in it: plain, and without case."""
        return self.form(FOLDED)

    @property
    def likened(self) -> str:
        """The folded text whose letters that look like Latin ones are these."""
        return self.form(LIKENED)

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return words.count(self.narrow)

    @cached_property
    def sentences(self) -> int:
        """How many sentences it has."""
        return sentences.count(self.shown)
