r"""Where a text names options: by their letters, their texts, their values; as the claims engine asks for values.

Letters that are articles ("A photon"), symbols ("C = 5 F"), parts of names ("vitamin C", "C-14") name no option.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from r1rewards.choices.letters import LONGEST_NOUN, NoOption, doubt, is_name, nouns, written_letters
from r1rewards.choices.option_index import Match, OptionIndex
from r1rewards.claims import cues
from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Item, Page
from r1rewards.claims.folding import folded, plain, weight

_PREDICATES = k.bits("copula right wrong or and rule_out not is_not because but states perhaps matches")
"""Cues after which a letter that may be an article is an option's: "A is …", "A and B"."""

_ANCHORS = k.bits("answer option copula choose therefore or and matches right not")
"""Cues right after which a small letter may be an option's, and a number its value."""


class Options:
    """The options that a page names.

    Attributes:
        page: the stretch of a text.
        index: the question's options.
        named: every place that names an option, from left to right; `find` leaves out those that only seem to.
    """

    __slots__ = ("_doubtful", "_read", "_starts", "index", "named", "page")

    closed = True

    def __init__(self, page: Page, index: OptionIndex) -> None:
        self.page, self.index = page, index
        text, start, end = page.text, page.start, page.end
        readable = plain(text[start:end])
        letters = [
            (match.start() + start, match.end() + start, match[0])
            for match in written_letters(tuple(index.names)).finditer(readable)
        ]
        self._doubtful: dict[int, str] = {}
        self.named = self._merged(letters, index.texts(text, start, end))
        self._starts = [item.start for item in self.named]
        self._read: dict[tuple[int, int], list[Item]] = {}

    def find(self, start: int, end: int) -> list[Item]:
        """The options that a stretch names, from left to right."""
        key = start, end
        if key not in self._read:
            self._read[key] = self._found(start, end)
        return self._read[key]

    def glued(self, place: int) -> bool:
        """Whether the full stop or word at a place is part of what names an option: `C. Earth`."""
        n = bisect_right(self._starts, place) - 1
        return n >= 0 and self.named[n].end > place

    def places(self, start: int, end: int) -> Sequence[int]:
        """Where options are named, articles aside."""
        found = [item for item in self.named if start <= item.start < end]
        if not any(self._doubtful.get(item.start) for item in found):
            return [item.start for item in found]
        predicates = set(cues.places(self.page.text, start, end, _PREDICATES))
        nouns = cues.places(self.page.text, start, end, k.OPTION)
        return [item.start for item in found if self._may_be(item, predicates, nouns)]

    def _may_be(self, item: Item, predicates: set[int], nouns: list[int]) -> bool:
        """Whether what may be an article, or any number, is worth a look."""
        why = self._doubtful.get(item.start)
        if why is None or why == "article":
            return why is None or item.end + 1 in predicates
        n = bisect_left(nouns, item.start)
        return n > 0 and item.start - nouns[n - 1] <= LONGEST_NOUN

    # --- all that the page names -------------------------------------------------------------------------------------

    def _merged(self, letters: list[tuple[int, int, str]], texts: list[Match]) -> list[Item]:
        """Letters and texts in a row, those that belong together as one."""
        text, index = self.page.text, self.index
        found: list[Item] = []
        row: list[tuple[int, int, Match | None, str]] = [(m.start, m.end, m, "") for m in texts]
        row += [(first, last, None, written) for first, last, written in letters]
        row.sort(key=lambda entry: (entry[0], -entry[1]))
        letter_before = False
        for first, last, match, written in row:
            previous = found[-1] if found else None
            if previous is not None and first < previous.end:
                continue
            if match is None or text[first:last].casefold() in index.names:
                label = index.label_of(written or text[first:last])
                if previous is not None and not letter_before and self._explains(previous, first, last, label):
                    value = previous.value
                    if value != label and not isinstance(value, NoOption):
                        value = NoOption(f"the text of {value} stands beside the letter {label}")
                    found[-1] = Item(previous.start, last, 0, value)
                    continue
                if is_name(self.page, first):
                    continue
                if why := doubt(text, first, last, has_option=index.has_option(label)):
                    self._doubtful[first] = why
                found.append(
                    Item(first, last, 0, label if index.has_option(label) else NoOption(f"there is no option {label}"))
                )
                letter_before = True
                continue
            value = _one_of(match.labels, "it may be {}", " or ")
            if previous is not None and letter_before and (how := self._heads(previous, match)):
                joined = previous.value
                if how == "other" and not isinstance(joined, NoOption):
                    joined = NoOption(f"the letter {joined} stands beside the text of {match.labels[0]}")
                opened = text[previous.start - 1 : previous.start] in ("(", "[")
                found[-1] = Item(previous.start - opened, last, 0, joined)
                self._doubtful.pop(previous.start, None)
                letter_before = False
                continue
            if match.number:
                self._doubtful[first] = "number"
            found.append(Item(first, last, 0, value))
            letter_before = False
        return found

    def _heads(self, letter: Item, match: Match) -> str | None:
        """How a letter and the text after it belong together: the "same" option, or an "other"; None if apart."""
        gap = self.page.text[letter.end : match.start]
        if _GLUE.fullmatch(gap) is None or (gap.isspace() and letter.start in self._doubtful and match.number):
            return None
        if "\n" in gap:
            return None
        if letter.value in match.labels:
            return "same"
        if gap.lstrip().startswith(",") or not gap.strip():
            return None
        ends = _STOP if "." in gap else _PAUSE
        return "other" if ends.match(self.page.text, match.end) else None

    def _explains(self, previous: Item, first: int, last: int, label: str) -> bool:
        """Whether a letter after a text is that text's: `mitochondrion (B)`, `10^-4 eV, option C`."""
        text = self.page.text
        gap = text[previous.end : first]
        if len(gap) > _LONGEST_GAP or "\n" in gap or _BESIDE.fullmatch(gap) is None:
            return False
        noun = folded(gap).strip()
        if noun and noun not in nouns():
            return False
        bracketed = text[first - 1 : first] in ("(", "[") and text[last : last + 1] in (")", "]")
        return bool(noun) or (bracketed and (previous.value == label or bool(_PAUSE.match(text, last + 1))))

    # --- one sentence ------------------------------------------------------------------------------------------------

    def _found(self, start: int, end: int) -> list[Item]:
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        found = [item for item in self.named[low:high] if item.end <= end]
        doubted = any(item.start in self._doubtful for item in found)
        if not doubted and not (self.index.valued and len(found) < _MANY):
            return found
        words = self.page.cues(start, end)
        if doubted:
            found = [item for item in found if self._is_option(item, words, start, end)]
        if self.index.valued and len(found) < _MANY:
            found = sorted(found + self._by_value(found, words, start, end))
        return found

    def _is_option(self, item: Item, words: list[Item], start: int, end: int) -> bool:
        """Whether what may be an article, a symbol or any number names an option, by the cues beside it."""
        why = self._doubtful.get(item.start)
        text = self.page.text
        n = bisect_left(words, item.start, key=lambda word: word.start)
        place = n - 1
        while place > 0 and words[place].kinds & k.FILLER and not words[place].kinds & _ANCHORS:
            place -= 1  # "la respuesta es la 3"
        before = words[place] if place >= 0 else None
        between = words[place + 1 : n]
        after = next((word for word in words[n : n + 2] if word.start >= item.end), None)
        if why is None:
            return True
        if why == "article":
            return after is not None and bool(after.kinds & _PREDICATES) and after.start == item.end + 1
        apart = (
            0
            if before is None
            else weight(text[before.end : item.start]) - sum(weight(text[word.start : word.end]) for word in between)
        )
        if before is not None and before.kinds & _ANCHORS and not apart:
            return (
                why == "number"
                or bool(before.kinds & (k.ANSWER | k.OPTION))
                or _ENDED.match(text, item.end) is not None
            )
        # all that the stretch says
        return not weight(text[start : item.start]) and (why == "number" or not weight(text[item.end : end]))

    def _by_value(self, known: list[Item], words: list[Item], start: int, end: int) -> list[Item]:
        """Options by their value, after words that may lead to a claim."""
        text, found, tried = self.page.text, list[Item](), 0
        for place in [word.end for word in words if word.kinds & _ANCHORS] or [start]:
            match = _VALUE.match(text, place, end)
            if match is None or tried >= _TRIED:
                continue
            first = match.start("value")
            if any(item.start <= match.end() and first < item.end for item in [*known, *found]):
                continue
            tried += 1
            if (item := self._valued(first, words, end)) is not None:
                found.append(item)
        return found

    def _valued(self, first: int, words: list[Item], end: int) -> Item | None:
        """What has an option's value from a place on, the longest that has."""
        text = self.page.text
        stop = min(end, first + _LONGEST)
        cuts = [match.start() for match in _CUT.finditer(text, first + 1, stop)]
        cuts += [word.start for word in words if first < word.start < stop and text[word.start - 1].isspace()]
        cuts = sorted({*cuts[:_CUTS], *([stop] if stop == end else [])})[:_CUTS]
        for cut in reversed(cuts):
            said = text[first:cut].strip().rstrip(".。")
            labels = self.index.equal_in_value(said + "$" * (said.count("$") % 2))
            if labels:
                return Item(first, first + len(said), 0, _one_of(labels, "it has the value of {}", " and "))
        return None

    def speaks_of_all(self, label: object) -> bool:
        """Whether an option's text speaks of the others: "all of the above"."""
        text = self.index.choices.text_of(str(label)) or ""
        return any(cue.kinds & k.OTHERS for cue in Page(text, 0, len(text)).cues(0, len(text)))

    # --- boxes -------------------------------------------------------------------------------------------------------

    def _over(self, start: int, end: int) -> Item | None:
        r"""An option that begins in a box and goes on after it: `\\boxed{C} (Paris)`."""
        n = bisect_left(self._starts, start)
        item = self.named[n] if n < len(self.named) else None
        return item._replace(end=end) if item is not None and item.start < end < item.end else None

    def boxed(self, start: int, end: int) -> Item | None:
        """What a box names, from now on as one place; None if it names no option."""
        text = self.page.text
        found = self.find(start, end)
        if not found and (over := self._over(start, end)) is not None:
            found = [over]
        said = text[start:end]
        values = {item.value for item in found}
        if not found:
            labels = self.index.equal_in_value(said.strip())
            if not labels:
                return None
            values = {_one_of(labels, "it has the value of {}", " and ")}
        elif "?" in said:
            values = {NoOption("it is a question")}
        elif len(values) > 1:
            values = {NoOption("it names several options")}
        else:
            words = self.page.cues(start, end)
            if any(
                not word.kinds & (k.OPTION | k.ANSWER | k.COPULA | k.FILLER)
                for word in words
                if not _within(word, found[0])
            ):
                return found[0]
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        box = Item(start, end, 0, values.pop())
        self.named[low:high] = [box]
        self._starts[low:high] = [start]
        self._doubtful.pop(start, None)
        self._read.clear()
        return box


def _within(one: Item, other: Item) -> bool:
    return one.start < other.end and other.start < one.end


def _one_of(labels: tuple[str, ...], several: str, joiner: str) -> str:
    """The only label, or why there is none."""
    return labels[0] if len(labels) == 1 else NoOption(several.format(joiner.join(labels)))


_MANY = 12
_TRIED = 4
_CUTS = 5
_LONGEST = 160
_LONGEST_GAP = 40
_GLUE = re.compile(r"(?:[\s).:：、,\]】）}*_`$\"'»=→–—-]|\\(?:text|textbf|mathrm|quad|[ ,;:!({\[])|[({])*")
_BESIDE = re.compile(r"[^.;!?。；]*")
_PAUSE = re.compile(r"[\s*_`$\"'”}]*(?:[.,;:!?)\]\n<。，；]|$|\\)")
_STOP = re.compile(r"[\s*_`$\"'”}]*(?:[.;!?)\]\n<。；]|$|\\)")
_ENDED = re.compile(r"\s?(?:[.,;:!?)*`$\"”\n}]|[–—-]\s|$)")
_VALUE = re.compile(r"[\s:=→*_`]*(?P<value>\$?[-−–+(\[\\.\d][^\s]?|[A-Za-zπθλ]{1,4}\s?[\^=]|zero\b|one\b|two\b|half\b)")
_CUT = re.compile(r"[,;!?。，；](?=\s|$|[^\x00-\x7f])|\s[(–—-]\s?|\.(?=\s|$)|\n|\*\*|:\s")
