"""Rules on how a text begins and ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

from r1rewards.core.wording import quoted
from r1rewards.errors import RewardError
from r1rewards.instructions import blocks, folding, phrases
from r1rewards.instructions.folding import NARROW, form
from r1rewards.instructions.rule import Finding, Rule, require_text, shown
from r1rewards.instructions.text import Text
from r1rewards.instructions.words import has_word

_QUOTES = '"“”„«»「」『』'
_LEAD = re.compile(r"^[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edge(Rule):
    text: str
    case: bool = False

    def __post_init__(self) -> None:
        require_text("text", self.text)

    def _bare(self, text: Text) -> tuple[str, str]:
        """Text and phrase in one form, white space fixed, without the quotation marks around them."""
        forms = (text.narrow, form(self.text, NARROW)) if self.case else (text.folded, folding.folded(self.text))
        return _stripped(forms[0]), _stripped(forms[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class StartsWith(_Edge):
    """The text begins with another; white space and quotation marks around it do not count.

    Attributes:
        text: what it begins with.
        case: whether capitals matter.
    """

    def _judge(self, text: Text) -> Finding:
        read, wanted = self._bare(text)
        holds = read.startswith(wanted) and not phrases.glued(read, len(wanted))
        return Finding(holds, f"it begins {'' if holds else 'not '}with {quoted(self.text)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndsWith(_Edge):
    """The text ends with another, and nothing stands behind it; white space and quotation marks do not count.

    Attributes:
        text: what it ends with.
        case: whether capitals matter.
    """

    def _judge(self, text: Text) -> Finding:
        read, wanted = self._bare(text)
        holds = read.endswith(wanted) and not phrases.glued(read, len(read) - len(wanted))
        return Finding(holds, f"it ends {'' if holds else 'not '}with {quoted(self.text)}")


def _stripped(text: str) -> str:
    fixed = " ".join(text.split())
    return fixed.strip(_QUOTES + " ") or fixed


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWord(Rule):
    """The first word of a paragraph.

    Attributes:
        word: the word; case does not count.
        paragraph: the number of the paragraph, from 1; blank lines part them.
    """

    word: str
    paragraph: int = 1

    def __post_init__(self) -> None:
        if not has_word(self.word):
            raise RewardError(f"word is {shown(self.word)}: give a word")
        if self.paragraph < 1:
            raise RewardError(f"paragraph is {self.paragraph}: give a number from 1")

    def _judge(self, text: Text) -> Finding:
        found = blocks.paragraphs(text.shown)
        if len(found) < self.paragraph:
            there = "is one" if len(found) == 1 else f"are {len(found)}"
            return Finding(False, f"there is no paragraph {self.paragraph}: there {there}")
        read = _LEAD.sub("", folding.folded(found[self.paragraph - 1]))
        wanted = _LEAD.sub("", folding.folded(self.word).strip())
        holds = read.startswith(wanted) and not phrases.glued(read, len(wanted))
        which = f"paragraph {self.paragraph} begins {'' if holds else 'not '}with {quoted(self.word)}"
        return Finding(holds, which)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted(Rule):
    """The whole text stands between quotation marks: "…" or “…”, with a word between them."""

    def _judge(self, text: Text) -> Finding:
        read = text.shown
        pair = read[:1] + read[-1:]
        holds = pair in {'""', "“”"} and has_word(read[1:-1])
        return Finding(holds, f"the whole is {'' if holds else 'not '}between quotation marks")


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatsPrompt(Rule):
    """The text begins with the prompt, word for word, and goes on; case and white space do not count.

    Attributes:
        prompt: what is repeated; None: the sample's own prompt.
    """

    prompt: str | None = None

    def __post_init__(self) -> None:
        if self.prompt is not None:
            require_text("prompt", self.prompt)

    def missing(self, prompt: str | None) -> str | None:
        """That nobody gave the prompt, or None."""
        if self.prompt is None and (prompt is None or not prompt.strip()):
            return "there is no prompt to repeat: give it as 'prompt', or the sample a prompt"
        return None

    def _judge(self, text: Text) -> Finding:
        read = " ".join(text.folded.split())
        wanted = " ".join(folding.form(self.prompt or text.prompt or "", folding.FOLDED).split())
        if not read.startswith(wanted):
            return Finding(False, "it does not begin with the prompt")
        goes_on = has_word(read, len(wanted))
        return Finding(goes_on, f"it begins with the prompt{'' if goes_on else ', and says no more'}")
