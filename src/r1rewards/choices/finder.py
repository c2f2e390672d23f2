r"""Where a text names options: by their letters, their texts, their values; as the claims engine asks for values.

Letters that are articles ("A photon"), symbols ("C = 5 F"), parts of names ("vitamin C", "C-14") name no option.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from r1rewards.choices.letters import LONGEST_NOUN, NoOption, doubt, is_name, nouns, written_letters
from r1rewards.choices.option_index import Match, OptionIndex
from r1rewards.claims import kinds as k
from r1rewards.claims.cues import Item, Page
from r1rewards.claims.folding import folded, plain, weight

_PREDICATES = k.bits("copula right wrong or and rule_out not is_not because but states perhaps matches")
"""Cues after which a letter that may be an article is an option's: "A is …", "A and B"."""

_BARE = k.bits("option answer copula filler")
"""Cues in a box beside an option that say nothing of it."""

_ANCHORS = k.bits("answer option copula choose therefore or and matches right not")
"""Cues right after which a small letter may be an option's, and a number its value."""


LONGEST_LINE = 160
"""Characters of the longest line that may be nothing but an option."""


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

    @property
    def lines(self) -> tuple[int, int]:
        """Where the first and the last line begin that are not blank."""
        text, start, end = self.page.text, self.page.start, self.page.end
        first = end - len(text[start:end].lstrip())
        last = text.rfind("\n", start, start + len(text[start:end].rstrip())) + 1
        return max(start, text.rfind("\n", start, first) + 1), max(start, last)

    def glued(self, place: int) -> bool:
        """Whether the full stop or word at a place is part of what names an option: `C. Earth`."""
        n = bisect_right(self._starts, place) - 1
        return n >= 0 and self.named[n].end > place

    def places(self, start: int, end: int) -> Sequence[int]:
        """Where options are named, articles aside, and where the first and the last line begin."""
        found = [item for item in self.named if start <= item.start < end]
        if any(self._doubtful.get(item.start) for item in found):
            predicates = set(self.page.places(start, end, _PREDICATES))
            nouns = self.page.places(start, end, k.OPTION)
            found = [item for item in found if self._may_be(item, predicates, nouns)]
        return [*filter(self._may_be_one, self.lines), *(item.start for item in found)]

    def _may_be_one(self, line: int) -> bool:
        """Whether a short line may be nothing but an option that is a number, or a small letter."""
        text, stop = self.page.text, min(line + LONGEST_LINE, self.page.end)
        if text.find("\n", line, stop) < 0 and stop < self.page.end:
            return False
        valued = self.index.valued and _VALUE.match(text, line, stop) is not None
        return valued or any(line <= place <= stop for place in self._doubtful)

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
            if match.number and text[max(0, first - 2) : first].rstrip()[-1:] in _NOT_EQUAL:
                continue
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
        if _GLUE.fullmatch(gap) is None:
            return None
        if letter.value in match.labels:
            return "same"
        return "other" if gap.strip(" ,") and _PAUSE.match(self.page.text, match.end) else None

    def _explains(self, previous: Item, first: int, last: int, label: str) -> bool:
        """Whether a letter after a text is that text's: `mitochondrion (B)`, `10^-4 eV, option C`."""
        text = self.page.text
        gap = text[previous.end : first]
        if _ENDS.search(gap):
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
            seeming, found = found, []
            for item in seeming:
                if self._is_option(item, words, start, end) or (found and self._is_listed(found[-1], item)):
                    found.append(item)
        if self.index.valued and len(found) < _MANY:
            found = sorted(found + self._by_value(found, words, start, end))
        return found

    def _is_option(self, item: Item, words: list[Item], start: int, end: int) -> bool:
        """Whether what may be an article, a symbol or any number names an option, by the cues beside it."""
        why, text = self._doubtful.get(item.start), self.page.text
        if why is None:
            return True
        n = bisect_left(words, item.start, key=lambda word: word.start)
        if why == "article":
            after = next((word for word in words[n : n + 2] if word.start >= item.end), None)
            return after is not None and bool(after.kinds & _PREDICATES) and after.start == item.end + 1
        before, apart = self._word_before(item, words[:n])
        if before is None or not before.kinds & _ANCHORS or apart:  # all that the stretch says, or its first word
            return not weight(text[start : item.start] + ("" if why == "number" else text[item.end : end]))
        noun = before.kinds & (k.ANSWER | k.OPTION)
        return why == "number" or bool(noun) or _ENDED.match(text, item.end) is not None

    def _is_listed(self, before: Item, item: Item) -> bool:
        """Whether a number is the next of a list of options: "15, 20", "B and 20"."""
        text, cues = self.page.text, self.page.cues(before.end, item.start)
        said = sum(weight(text[cue.start : cue.end]) for cue in cues if cue.kinds & (k.AND | k.OR))
        gap = text[before.end : item.start]
        joined = weight(gap) == said and (said or _COMMA.fullmatch(gap))
        return bool(joined and self._doubtful.get(item.start) == "number" and _ENDED.match(text, item.end))

    def _word_before(self, item: Item, words: list[Item]) -> tuple[Item | None, int]:
        """The cue before an option, fillers aside, and the letters that no cue explains between them."""
        apart, place = 0, item.start
        for word in reversed(words):
            apart += weight(self.page.text[word.end : place])
            place = word.start
            if not word.kinds & k.FILLER or word.kinds & _ANCHORS or word is words[0]:
                return word, apart  # "la respuesta es la 3"
        return None, apart

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

    # --- boxes -------------------------------------------------------------------------------------------------------

    def _over(self, start: int, end: int) -> list[Item]:
        r"""An option that begins in a box and goes on after it: `\\boxed{C} (Paris)`."""
        n = bisect_left(self._starts, start)
        return [item._replace(end=end) for item in self.named[n : n + 1] if item.start < end < item.end]

    def boxed(self, start: int, end: int) -> Item | None:
        """What a box names, from now on as one place; None if it names no option."""
        text = self.page.text
        said = text[start:end]
        found = self.find(start, end) or self._over(start, end)
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
        elif any(not word.kinds & _BARE for word in self.page.cues(start, end) if not _within(word, found[0])):
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
_NOT_EQUAL = ("≠", "¬", "≥", "≤")
_TRIED = 4
_CUTS = 5
_LONGEST = 160
_GLUE = re.compile(r"(?:[^\S\n]|[).:：、,\]】）}*_`$\"'»=→–—-]|\\(?:text|textbf|mathrm|quad|[ ,;:!({\[])|[({])*")
_ENDS = re.compile(r"[.;!?。；\n]")
_COMMA = re.compile(r"[\s})\]$*]{0,4}[,;/&、，；]\s?|\s")
_PAUSE = re.compile(r"[\s*_`$\"'”}]*(?:[.,;:!?)\]\n<。，；]|$|\\)")
_ENDED = re.compile(r"\s?(?:[.,;:!?)*`$\"”\n}<]|[–—-]\s|$)")
_VALUE = re.compile(r"[\s:=→*_`]*(?P<value>\$?[-−–+(\[\\.\d][^\s]?|[A-Za-zπθλ]{1,4}\s?[\^=]|zero\b|one\b|two\b|half\b)")
_CUT = re.compile(r"[,;!?。，；](?=\s|$|[^\x00-\x7f])|\s[(–—-]\s?|\.(?=\s|$)|\n|\*\*|:\s")
