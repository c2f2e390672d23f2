"""Where a word or phrase stands in a text, however it is spelled or disguised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.instructions import folding
from r1rewards.instructions.folding import ALIKE, FOLDED, LIKENED, NARROW, Table
from r1rewards.instructions.text import Text
from r1rewards.instructions.words import boundary
from r1rewards.language.scripts import SPACED, charset

MOST_PLACES = 100
"""Places of a phrase that are listed."""

ENOUGH = 100_000
"""Characters from which the script of a text is told."""

_LATIN = re.compile(f"[{charset(SPACED['Latn'])}]")
_OTHERS = re.compile(f"[{charset(SPACED['Cyrl'])}{charset(SPACED['Grek'])}{charset(SPACED['Armn'])}]")


def seen(text: Text, phrase: str, *, case: bool = False, whole: bool = True) -> int:
    """How often a phrase stands in a text: full-width letters and hidden characters make no difference."""
    table = NARROW if case else FOLDED
    return _count(text.form(table), folding.form(phrase, table), whole)


def taken_for(text: Text, phrase: str, *, case: bool = False, whole: bool = True) -> list[tuple[int, int]]:
    """Where a reader may see a phrase: with look-alike letters, or markup inside, as well; `MOST_PLACES` at most.

    In a text that is mostly in a script whose letters look alike, only where Latin letters are among them.
    """
    found = _seen_as(text, phrase, case=case, whole=whole)
    if text.rendered is not None and len(found) < MOST_PLACES:
        rendered, back = text.rendered
        found += [back.span(*place) for place in _seen_as(rendered, phrase, case=case, whole=whole)]
    return sorted(set(found))[:MOST_PLACES]


def _seen_as(text: Text, phrase: str, *, case: bool, whole: bool) -> list[tuple[int, int]]:
    found = _places(text, NARROW if case else FOLDED, phrase, whole)
    if not text.text.isascii() and folding.likened(phrase).isascii():
        more = _places(text, ALIKE if case else LIKENED, phrase, whole)
        if more and is_in_another_script(text.text):
            more = [(start, end) for start, end in more if _LATIN.search(text.text, start, end)]
        found += more
    return found


def is_in_another_script(text: str) -> bool:
    """Whether more letters are of a script that looks like Latin than are Latin."""
    text = text[:ENOUGH]
    return len(_OTHERS.findall(text)) > len(_LATIN.findall(text))


def _places(text: Text, table: Table, phrase: str, whole: bool) -> list[tuple[int, int]]:
    form = text.form(table)
    spans = [match.span() for match in islice(_find(form, folding.form(phrase, table), whole), MOST_PLACES)]
    if not spans or (text.text.isascii() and len(form) == len(text.text)):
        return spans
    back = folding.Origins(text.text, table)
    return [back(*span) for span in spans]


def _count(form: str, phrase: str, whole: bool) -> int:
    return sum(1 for _ in _find(form, phrase, whole))


def _find(form: str, phrase: str, whole: bool) -> Iterator[re.Match[str]]:
    return pattern(phrase, whole).finditer(form)


@sized_cache(16 << 20, 4096, weigh=by_text(16))
def pattern(phrase: str, whole: bool = True) -> re.Pattern[str]:
    """A pattern for a phrase: any white space in its spaces, and no letter beside its first and last if it is whole.

    Scripts without spaces have no whole words: their characters may stand beside the phrase.
    """
    inner = r"\s++".join(re.escape(part) for part in phrase.split())
    if not whole:
        return re.compile(inner)
    part = boundary()
    stripped = phrase.strip()
    before = f"(?<!{part})" if re.match(part, stripped) else ""
    after = f"(?!{part})" if re.match(part, stripped[-1:]) else ""
    return re.compile(f"{before}{inner}{after}")


def glued(text: str, place: int) -> bool:
    """Whether a word goes on across a place."""
    part = boundary()
    return bool(0 < place < len(text) and re.match(part, text[place]) and re.match(part, text[place - 1]))


def most(text: Text, phrase: str, *, case: bool = False, whole: bool = True) -> int:
    """How often a reader may see a phrase, at most: letters that look like its own count."""
    found = seen(text, phrase, case=case, whole=whole)
    if text.text.isascii() or not folding.likened(phrase).isascii():
        return found
    if is_in_another_script(text.text):
        return max(found, len(taken_for(text, phrase, case=case, whole=whole)))
    table = ALIKE if case else LIKENED
    return max(found, _count(text.form(table), folding.form(phrase, table), whole))
