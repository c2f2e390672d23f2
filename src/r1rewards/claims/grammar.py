"""What one sentence claims: a small grammar over its cues and values."""

from __future__ import annotations

import re

from r1rewards.claims import kinds as k
from r1rewards.claims import options
from r1rewards.claims.clauses import COMMA, Clause
from r1rewards.claims.denials import denials, listed_after
from r1rewards.claims.folding import weight
from r1rewards.claims.listed import beside, undone
from r1rewards.claims.quotes import quoted
from r1rewards.claims.readings import Doubt, Fallen, Mention, Reading, Why
from r1rewards.claims.statements import LABEL_SIGN, is_label, is_tag, stated
from r1rewards.claims.turns import called_wrong, lone, turn, turnabout

WEAK = ("option-correct", "points-to", "conclusion", "maybe", "alone")
"""Rules that speak of an option rather than of the answer."""

_APART = re.compile(r"[:：]\s|\s[—–-]\s")
"""What ends a condition without the sentence."""

_OWN = re.compile(r"[:：;；]\s|[:：；]\S|\s[—–-]\s")
"""What ends the words of others without a sentence's end."""

_DASH = re.compile(r"[\s$*_`]*\s[—–]\s")
_PART = re.compile(r"[,，、;]")
_WRAP = " \n\t*_`.。!\"'”：:"
_FAR = 999
_FAR_IF = 24
"""Letters between a value and a condition after it."""

_DOUBTED = 4
"""Items on each side of a value among which a word doubts it."""

_NEAR = 8
_SUPPOSED = 6
"""Letters between a condition and a marked value that it supposes: "if it were"."""

_CLOSE = 4
_UNIT_LENGTH = 12
"""Letters of a unit between a number and "or"."""

_LONGEST_WORDS = 120
_MOST_WORDS = 12
"""Words of the longest subject that is called the answer."""


_JOINS = k.AND | k.THIS | k.COPULA | k.FILLER


class Grammar:
    """Reads one sentence.

    Attributes:
        clause: the sentence's cues and values.
        closed: whether the values come from a list.
        marked: where values begin that are marked as the answer, as by a box: where there are any in a text without a
            list, only these claim.
        last: whether nothing follows the sentence.
    """

    __slots__ = ("claims", "clause", "closed", "denied", "last", "marked")

    def __init__(self, clause: Clause, *, closed: bool, marked: frozenset[int], last: bool) -> None:
        self.clause, self.closed, self.marked, self.last = clause, closed, marked, last
        self.denied = denials(clause)
        self.claims: dict[int, tuple[str, int]] = {}

    def read(self, *, after_heading: str) -> Reading:
        """What the sentence says; after a heading ("Answer:"), given by its rule, its first value is the heading's."""
        self._claim(after_heading=after_heading)
        mentions, fallen = self._mentions()
        clause = self.clause
        if not self.closed and (not self.claims or self.marked):
            mentions += self._words(after_heading=after_heading)
        return Reading(
            mentions,
            fallen,
            [clause.items[place] for place in sorted(self.denied)],
            turn(clause),
            called_wrong(clause, self.denied, closed=self.closed),
            lone(clause, self.denied, closed=self.closed),
            clause.loose,
            len(clause.places),
            self._heading(),
            options.every(clause) if self.closed else None,
            clause.asks_for_false,
        )

    def _add(self, place: int, rule: str, anchor: int) -> None:
        self.claims.setdefault(place, (rule, anchor))

    def _claim(self, *, after_heading: str) -> None:
        """Find the values that cues make claims."""
        clause, items = self.clause, self.clause.items
        for place in clause.places:
            if items[place].start in self.marked:
                self._add(place, "boxed", place)
        if self.claims and not self.closed:
            self._after_marks()
            return
        for n, item in enumerate(items):
            if item.value is None and not (item.kinds & (k.ANSWER | k.OPTION) and is_tag(clause, n)):
                self._by_cue(n, item.kinds)
        if after_heading and clause.places and not self.claims:
            self._headed(after_heading)
        if self.closed and clause.places:
            found = options.concluded(clause, self.denied, claimed=bool(self.claims), last=self.last)
            if found is not None:
                self._add(*found)
        if not self.claims and clause.places and clause.has(k.PERHAPS):
            self._perhaps()

    def _headed(self, rule: str) -> None:
        """Find the value of a heading in the sentence before."""
        clause = self.clause
        first = clause.places[0]
        lead = weight(clause.text[clause.sentence.start : clause.items[first].start])
        named = stated(clause, -1) if not self.closed else first if lead <= 12 else None
        if named is not None:
            self._add(named, rule, named)

    def _perhaps(self) -> None:
        """Find the values that a word of doubt is about: "perhaps C"."""
        clause = self.clause
        for place in clause.places if self.closed else clause.places[:1]:
            if (self.closed or clause.loose <= 10) and self._is_doubted(place):
                self._add(place, "maybe", place)

    def _is_doubted(self, place: int) -> bool:
        clause = self.clause
        return any(
            item.kinds & k.PERHAPS
            and clause.gap(min(n, place), max(n, place)) <= 24
            and not clause.between(min(n, place), max(n, place), k.BUT)
            for n, item in enumerate(clause.items)
        )

    def _after_marks(self) -> None:
        """Find what words after a mark claim in its sentence, with no full stop between."""
        clause = self.clause
        last = max(self.claims)
        for n in range(last + 1, len(clause.items)):
            if clause.items[n].kinds & k.ANSWER and not is_tag(clause, n) and (place := stated(clause, n)) is not None:
                self._add(place, "answer-is", n)

    def _by_letter(self, n: int) -> None:
        """Find the letter that is chosen where values come from no list: "故选：C"."""
        clause = self.clause
        place = clause.next_value(n, 0) if clause.items[n].kinds & k.CHOOSE else None
        if place is not None and str(clause.items[place].value).isalpha():
            self._add(place, "answer-is", n)

    def _by_cue(self, n: int, kinds: int) -> None:
        clause = self.clause
        if kinds & (k.ANSWER | k.OPTION):
            if kinds & k.ANSWER or clause.has(k.RIGHT | k.FINAL, max(0, n - 3), n + 3):
                self._by_noun(n, is_answer=bool(kinds & k.ANSWER))
        elif self.closed:
            for place, rule in options.claimed(clause, n, self.denied):
                self._add(place, rule, n)
        else:
            self._by_letter(n)

    def _by_noun(self, n: int, *, is_answer: bool) -> None:
        """The value of "the answer is …", "answer: …", "… is the answer"."""
        clause, items, text = self.clause, self.clause.items, self.clause.text
        if is_answer and self._is_wrong_one(n):
            return
        before = self._last_value(n)
        if before is None and not self.closed:
            before = self._before_relative(n)
        if before is not None:
            pointed = clause.between(before, n, k.THIS) and clause.between(before, n, k.COPULA)
            relative = not self.closed and clause.gap(before, n) == 0 and clause.between(before, n, k.COPULA)
            if relative if clause.between(before, n, k.BECAUSE) else pointed:  # "42, which is the answer"
                self._add(before, "is-answer", n)  # "it is 42, and that is the answer"
                return
            says = k.COPULA | k.BUT if self.denied else k.COPULA  # "no es 43 sino 42 la respuesta"
            said_first = before > 0 and items[before - 1].kinds & says and clause.gap(before - 1, before) == 0
            if said_first and not self.closed and not self._is_parted(before, n):
                self._add(before, "is-answer", n)  # "somit ist 42 die gesuchte Antwort"
                return
            near = clause.gap(before, n) <= 6 and (clause.between(before, n, k.COPULA) or self._is_dashed(before))
            parted = _PART.search(text, items[before].end, items[n].start)
            if near and not parted and before not in self.claims and not clause.has(k.ANSWER, 0, before):
                self._add(before, "is-answer", n)
                return
        after = clause.next_value(n, _FAR, k.BECAUSE)
        if after == n + 1 and self.closed and options.is_named(clause, n):
            return
        if not self.closed:
            after = stated(clause, n) if is_answer else None
            if after is not None and clause.between(n, after, k.ANSWER):
                return  # "Final answer: the answer is 42": the nearest noun's
        elif after is not None and not options.follows(clause, n, after):
            after = None
        if after is not None:
            is_said = clause.between(n, after, k.COPULA) and not LABEL_SIGN.match(text, items[n].end)
            rule = "answer-is" if is_said else "answer-colon"
            self._add(self._past_denied(after), rule, n)
            return
        if before is not None and not self.claims and self._is_called(before, n):
            self._add(before, "is-answer", n)

    def _last_value(self, n: int) -> int | None:
        """The value before a noun, past those that are denied: "C instead of D is the answer"."""
        before = self.clause.last_value(n, _NEAR)
        names = before is not None and not self.closed and is_label(self.clause, before)
        if names and self.clause.next_value(n, _NEAR) is not None:
            return None  # "by equation (2) the answer is 42"
        while before in self.denied and before is not None:
            earlier = self.clause.last_value(before, _NEAR)
            if earlier is None:
                break
            before = earlier
        return before

    def _is_wrong_one(self, n: int) -> bool:
        """Whether a noun names a wrong answer: "a common wrong answer: 41"; what it names is denied."""
        clause, items = self.clause, self.clause.items
        near = [m for m in (n - 1, n + 1) if 0 <= m < len(items) and items[m].kinds & k.WRONG]
        if not any(clause.gap(min(m, n), max(m, n)) == 0 and not self._is_parted(min(m, n), max(m, n)) for m in near):
            return False
        named = clause.next_value(n, _NEAR)
        if named is not None:
            self.denied.update(dict.fromkeys(listed_after(clause, n, named), items[near[0]]))
        return True

    def _is_parted(self, one: int, other: int) -> bool:
        """Whether a comma or a colon is between two items."""
        return COMMA.search(self.clause.text, self.clause.items[one].end, self.clause.items[other].start) is not None

    def _before_relative(self, n: int) -> int | None:
        """The value before ", which is the answer"."""
        clause = self.clause
        place = clause.last_value(n, 0, k.BUT)
        return place if place is not None and clause.between(place, n, k.COPULA) else None

    def _is_dashed(self, before: int) -> bool:
        """Whether a dash after a value stands for a copula."""
        return _DASH.match(self.clause.text, self.clause.items[before].end) is not None

    def _is_called(self, before: int, n: int) -> bool:
        """Whether a value right before a noun is called the answer: without a copula only in scripts without spaces."""
        clause, items = self.clause, self.clause.items
        if re.search(r"[,，]", clause.text[items[before].end : items[n].start]):
            return False
        apart = not self.closed and n == before + 1  # "he gave 3 answers"
        if (
            before
            and items[before - 1].kinds & (k.CHOOSE | k.STATES | k.COPULA)
            and not apart
            and not clause.gap(before - 1, n)
        ):
            return True  # "we get 42 as our answer"
        return self.closed or clause.has(k.COPULA, n + 1, n + 2) or clause.text[items[n].start] > "\u2e80"

    def _past_denied(self, place: int) -> int:
        """A value, past those that are denied: "not 43 but 42"."""
        clause = self.clause
        while place in self.denied:
            later = [
                v for v in clause.places
                if v > place and clause.gap(place, v) <= 16 and not clause.between(place, v, k.BECAUSE)
            ]  # fmt: skip
            if not later:
                break
            place = later[0]
        return place

    def _mentions(self) -> tuple[list[Mention], list[Fallen]]:
        """The claims that stand in the sentence, with the alternatives beside them, and those that fall."""
        clause = self.clause
        mentions: list[Mention] = []
        fallen: list[Fallen] = []
        turned = turnabout(clause)
        for place, (rule, anchor) in self.claims.items():
            flatly = turned is not None and clause.has(k.WRONG, turned)  # "…, but that is wrong"
            if turned is not None and place < turned and (flatly or rule in WEAK) and not clause.has(k.PERHAPS, turned):
                self.denied[place] = clause.items[turned]
            mention = self._mention(place, rule, anchor)
            undone = self._undone(place, rule, anchor)
            if undone is not None:
                fallen.append(Fallen(mention, *undone))
                continue
            mentions.append(mention)
            mentions.extend(
                self._mention(other, rule if self.closed else "or", place)._replace(
                    doubt=mention.doubt, final=mention.final
                )
                for other in beside(clause, place, closed=self.closed, marked=self.marked)
                if other not in self.denied and not (self.closed and other in self.claims)
            )
        return mentions, fallen

    def _mention(self, place: int, rule: str, anchor: int) -> Mention:
        clause, item = self.clause, self.clause.items[place]
        marker = min(item.start, clause.items[anchor].start)
        return Mention(
            item.start, item.end, item.value, rule, marker, self._doubt(place), clause.has(k.FINAL, 0, place)
        )

    def _doubt(self, place: int) -> Doubt:
        """What makes a claim less than firm."""
        clause = self.clause
        if clause.asked:
            return "asked"
        start = max(0, place - _DOUBTED) if self.closed else 0
        for n in range(start, min(len(clause.items), place + _DOUBTED + 1)):
            turns = k.BUT if self.closed else k.BUT | k.THEREFORE
            if clause.items[n].kinds & k.PERHAPS and not clause.between(min(place, n), max(place, n), turns):
                return "perhaps"
        return "if" if self.closed and clause.has(k.IF, 0, place) else ""

    def _undone(self, place: int, rule: str, anchor: int) -> tuple[Why, int, int] | None:
        """Why a claim does not stand in its sentence, and where that is said; None if it does."""
        clause, items = self.clause, self.clause.items
        if place in self.denied:
            return "denied", self.denied[place].start, self.denied[place].end
        marker = min(items[place].start, items[anchor].start)
        apart = '"' in clause.text[marker : items[place].start]  # JSON's key and value
        lead = quoted(clause.text, items[place].start if apart else marker)
        if lead is not None:
            return "reported", *lead
        others = self._others(place)
        if others is not None:
            return "reported", items[others].start, items[others].end
        if clause.asked:
            return "asked", clause.sentence.start, clause.sentence.end
        condition = self._condition(place)
        far = rule == "boxed" and not self.closed and condition is not None and self._is_far(condition, place)
        if condition is not None and not far:
            return "supposed", items[condition].start, items[condition].end
        if rule == "option-correct" and self._is_conceded(place):
            return "denied", items[0].start, items[0].end
        return undone(clause, place, anchor, rule) if self.closed else None

    def _is_conceded(self, place: int) -> bool:
        """Whether "right" is only granted before what is claimed: "Although C sounds right, the answer is D"."""
        later = any(other > place and rule not in WEAK for other, (rule, _) in self.claims.items())
        return later and options.is_conceded(self.clause, place)

    def _is_far(self, condition: int, place: int) -> bool:
        """Whether a condition before a marked value does not suppose the value itself: "if it were 42"."""
        return condition > place or self.clause.gap(condition, place) > _SUPPOSED

    def _others(self, place: int) -> int | None:
        """The place of a cue by which a claim is another's; after it one for speech alone: "42, says the book"."""
        clause, items = self.clause, self.clause.items
        for n in range(place - 1, -1, -1):
            if items[n].kinds & k.BUT:
                break
            if items[n].kinds & (k.PEOPLE | k.SAYS):
                return None if self._is_subject(n, place) or self._is_own(n, place) else n
        for n in range(place + 1, len(items)):
            if items[n].kinds & (k.BUT | k.BECAUSE) or items[n].value is not None or clause.gap(place, n) > _NEAR:
                break
            if items[n].kinds & k.SAYS:
                return n
        return None

    def _is_own(self, people: int, place: int) -> bool:
        """Whether the writer's own begins after what others think: "they say 42: the answer is 43"."""
        clause, items = self.clause, self.clause.items
        noun = next((n for n in range(place - 1, people, -1) if items[n].kinds & k.ANSWER), None)
        if noun is None:
            return False
        between = clause.text[items[people].end : items[noun].start]
        if _OWN.search(between):
            return True
        return COMMA.search(between) is not None and clause.has(k.RIGHT | k.FINAL, max(people + 1, noun - 2), noun + 2)

    def _is_subject(self, people: int, place: int) -> bool:
        """Whether people are part of what a number is given to: "the number of people who think so is 42"."""
        clause, items = self.clause, self.clause.items
        if self.closed or clause.between(people, place, k.ANSWER) or not clause.between(people, place, k.COPULA):
            return False
        return people > 0 and items[people - 1].kinds & k.FILLER > 0 and people > 1 and clause.loose > 0

    def _condition(self, place: int) -> int | None:
        """The place of a condition or a supposition in which a claim is."""
        clause, items = self.clause, self.clause.items
        for n in range(place - 1, -1, -1):
            if items[n].kinds & k.BUT:
                break
            if items[n].kinds & k.SUPPOSE and not self._concludes(n, place):
                return n
            if items[n].kinds & k.IF and not _APART.search(clause.text, items[n].end, items[place].start):
                return n
        for n in range(place + 1, len(items)):
            if items[n].kinds & k.BUT or clause.gap(place, n) > (_FAR_IF if items[n].kinds & k.IF else _NEAR):
                break
            if items[n].kinds & k.SUPPOSE or (items[n].kinds & k.IF and not self.closed):
                return n  # "42 if n is even, and 43 if it is odd"
        return None

    def _concludes(self, condition: int, place: int) -> bool:
        """Whether a claim is concluded from a supposition: "Assuming the best, we find that the answer is 42"."""
        clause, items = self.clause, self.clause.items
        if self.closed or not clause.between(condition, place, k.ANSWER):
            return False
        return any(
            items[n].kinds & k.THEREFORE and COMMA.search(clause.text, items[condition].end, items[n].start)
            for n in range(condition + 1, place)
        )

    def _words(self, *, after_heading: str) -> list[Mention]:
        """The answer in words: what follows "answer is" or "answer:" where no value does, or is a heading's."""
        clause, text, end = self.clause, self.clause.text, self.clause.sentence.end
        first = max(self.claims, default=-1) + 1
        for n, item in enumerate(clause.items):
            if n >= first and item.kinds & k.ANSWER and not is_tag(clause, n):
                after = clause.items[n + 1] if n + 1 < len(clause.items) else None
                sign = LABEL_SIGN.match(text, item.end, end)
                if sign is not None:
                    return self._tail(sign.end(), item.start, "answer-colon")
                if after is not None and after.kinds & k.COPULA and not weight(text[item.end : after.start]):
                    return self._tail(after.end, item.start, "answer-is")
                if (n > 0 and clause.items[n - 1].kinds & k.COPULA) or clause.has(k.COPULA, max(0, n - 3), n):
                    return self._subject(n)
        start = clause.sentence.start
        return self._tail(start, start, after_heading) if after_heading and not self.claims else []

    def _is_anothers(self, marker: int) -> bool:
        """Whether what a sentence says in words from a place on is doubted, supposed or said by others."""
        return any(
            item.kinds & (k.PEOPLE | k.SAYS | k.SUPPOSE | k.DOUBT_THAT | k.NOT) and item.start < marker
            for item in self.clause.items
        )

    def _subject(self, n: int) -> list[Mention]:
        """What is called the answer in words: "Paris is the answer"."""
        clause, text, items = self.clause, self.clause.text, self.clause.items
        verb = next(m for m in range(n - 1, -1, -1) if items[m].kinds & k.COPULA)
        after = items[n + 1] if n + 1 < len(items) and clause.gap(n, n + 1) == 0 else None
        if (
            clause.gap(verb, n) > 0
            or clause.places[-1:] > [max(self.claims, default=-1)]
            or (after is not None and after.kinds & (k.THIS | k.BECAUSE))
        ):
            return []  # "the answer that he gave"
        start = items[max(self.claims)].end if self.claims else clause.sentence.start
        for cut in COMMA.finditer(text, start, items[verb].start):
            if len(text[start : cut.start()].split()) > 2:  # "As the capital of France, Paris …"
                start = cut.end()
        start = max((i.end for i in items[:verb] if i.kinds & k.THIS and i.start > start), default=start)
        while (first := next((i for i in items[:verb] if i.start >= start), None)) is not None:
            if text[start : first.start].strip(_WRAP) or not first.kinds & (
                k.THEREFORE | k.BUT | k.AND | k.WAIT | k.NO
            ):
                break
            start = first.end
        said = text[start : items[verb].start].strip(" \n\t*_`\"'”,，")
        inside = [item for item in items[:verb] if item.start >= start]
        explained = sum(weight(text[item.start : item.end]) for item in inside if not item.kinds & k.ABBREVIATION)
        if not said or len(said.split()) > _MOST_WORDS or weight(said) <= explained:
            return []
        against = k.NOT | k.IS_NOT | k.WRONG | k.DOUBT_THAT | k.IF | k.SUPPOSE | k.PEOPLE | k.SAYS
        if clause.asked or clause.has(against, 0, n + 1):
            return []
        begin = text.index(said, start)
        doubt: Doubt = "perhaps" if clause.has(k.PERHAPS, 0, n) else ""
        return [Mention(begin, begin + len(said), said, "is-answer", begin, doubt, clause.has(k.FINAL), in_words=True)]

    def _tail(self, start: int, marker: int, rule: str) -> list[Mention]:
        """What a sentence says from a place on, if it is short and neither a denial nor a remark."""
        clause, text = self.clause, self.clause.text
        inside = [cue for cue in clause.items if cue.start >= start]
        if any(clause.items[place].start >= start for place in self.denied) or self._is_anothers(marker):
            return []
        said = text[start : clause.sentence.end].strip(_WRAP)
        explained = sum(weight(text[cue.start : cue.end]) for cue in inside if cue.value is None)
        values = any(cue.value is not None for cue in inside)
        negative = any(cue.kinds & (k.NOT | k.IS_NOT | k.RIGHT | k.WRONG) for cue in inside) and not values
        if not said or len(said) >= _LONGEST_WORDS or negative or 2 * weight(said) <= explained:
            return []
        begin = text.index(said, start)
        doubt: Doubt = "asked" if clause.asked else "perhaps" if clause.has(k.PERHAPS) else ""
        doubt = "if" if clause.has(k.IF) else doubt
        return [Mention(begin, begin + len(said), said, rule, marker, doubt, clause.has(k.FINAL), in_words=not values)]

    def _heading(self) -> str:
        """The rule of a heading without a value, "Answer:" or "The answer is"; "" for another sentence."""
        clause = self.clause
        if clause.places or not clause.items:
            return ""
        nouns = (n for n in range(len(clause.items) - 1, -1, -1) if clause.items[n].kinds & k.ANSWER)
        noun = next((n for n in nouns if not is_tag(clause, n)), None)
        if noun is None or clause.has(k.WRONG):
            return ""
        end = clause.items[noun].end
        tail = clause.text[end : clause.sentence.end]
        explained = sum(weight(clause.text[item.start : item.end]) for item in clause.items[noun + 1 :])
        if weight(tail) - explained > 4 or not (clause.sentence.ends_line or ":" in tail):
            return ""
        is_said = clause.has(k.COPULA, noun + 1) and not LABEL_SIGN.match(tail)
        return "answer-is" if is_said else "answer-colon"
