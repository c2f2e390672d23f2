"""What one sentence claims: a small grammar over its cues and values."""

from __future__ import annotations

from r1rewards.claims import kinds as k
from r1rewards.claims import options
from r1rewards.claims.clauses import COMMA, Clause
from r1rewards.claims.cues import Item
from r1rewards.claims.denials import denials, listed_after
from r1rewards.claims.readings import WEAK, Claim, Doubt, Fallen, Mention, Reading
from r1rewards.claims.rivals import beside
from r1rewards.claims.statements import LABEL_SIGN, is_label, is_tag, stated
from r1rewards.claims.turns import called_wrong, lone, turn, turnabout
from r1rewards.claims.undoing import Undone, subjects, undone
from r1rewards.claims.wordings import heading, in_words, turned

_NEAR, _LEAD, _DOUBTED, _ANY = 8, 12, 24, 999
"""Letters: of one clause, before a heading's value, and between a value and doubt."""

_SPACELESS = "\u2e80"
"""From here on scripts without spaces, and mostly without copulas."""


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
        if marked and not closed:
            about = subjects(clause, self.denied)
            self.denied = {
                n: cue for n, cue in self.denied.items() if n not in about or clause.items[n].start not in marked
            }
        self.claims: dict[int, Claim] = {}

    def read(self, *, after_heading: str) -> Reading:
        """What the sentence says; after a heading ("Answer:"), given by its rule, its first value is the heading's."""
        self._claim(after_heading=after_heading)
        mentions, fallen = self._mentions()
        clause = self.clause
        if not self.closed and (not self.claims or self.marked):
            for mention in in_words(clause, self.claims, self.denied, after_heading):
                why = self._words_undone(mention)
                if why is None or why[0] == "asked":  # "Paris? No, London."
                    mentions.append(mention)
                else:
                    fallen.append(Fallen(mention, *why))
        return Reading(
            mentions,
            fallen,
            [clause.items[place] for place in sorted(self.denied)],
            turn(clause),
            called_wrong(clause, self.denied, closed=self.closed),
            lone(clause, self.denied, closed=self.closed),
            clause.loose,
            len(clause.places),
            heading(clause),
            None if self.closed else turned(clause),
            options.every(clause) if self.closed else None,
            clause.asks_for_false,
        )

    def _add(self, place: int, rule: str, anchor: int) -> None:
        self.claims.setdefault(place, Claim(place, rule, anchor))

    def _claim(self, *, after_heading: str) -> None:
        """Find the values that cues make claims."""
        clause, items = self.clause, self.clause.items
        for place in clause.places if self.marked else ():
            if items[place].start in self.marked:
                self._add(place, "boxed", place)
        if self.claims and not self.closed:
            self._after_marks()
            return
        for n, item in enumerate(items):
            self._by_cue(n, item.kinds)
        if not clause.places:
            return
        if after_heading and not self.claims:
            self._headed(after_heading)
        found = options.concluded(clause, self.denied, last=self.last) if self.closed else None
        if found is not None:
            self._add(*found)
        if not self.claims and (self.closed or clause.loose <= _NEAR):
            self._perhaps()

    def _by_cue(self, n: int, kinds: int) -> None:
        """Find what one cue makes a claim."""
        clause = self.clause
        if kinds & (k.ANSWER | k.OPTION):
            right = kinds & k.ANSWER or clause.has(k.RIGHT | k.FINAL, max(0, n - 3), n + 3)
            if right and not is_tag(clause, n):
                self._by_noun(n, is_answer=bool(kinds & k.ANSWER))
        elif self.closed:
            for place, rule in options.claimed(clause, n, self.denied):
                self._add(place, rule, n)
        elif kinds & k.CHOOSE:
            letter = clause.next_value(n, 0)
            if letter is not None and str(clause.items[letter].value).isalpha():
                self._add(letter, "answer-is", n)  # in a text without a list: "故选：C"

    def _headed(self, rule: str) -> None:
        """Find the value of a heading in the sentence before."""
        first = self.clause.places[0]
        near = first if self.clause.before(first) <= _LEAD else None
        named = near if self.closed else stated(self.clause, -1)
        if named is not None:
            self._add(named, rule, named)

    def _perhaps(self) -> None:
        """Find the values that a word of doubt is about: "perhaps C"."""
        clause = self.clause
        doubts = [n for n, item in enumerate(clause.items) if item.kinds & k.PERHAPS]
        for place in clause.places if self.closed else clause.places[:1]:
            if any(clause.gap(n, place) <= _DOUBTED and not clause.between(n, place, k.BUT) for n in doubts):
                self._add(place, "maybe", place)

    def _after_marks(self) -> None:
        """Find what words after a mark claim in its sentence, with no full stop between."""
        clause = self.clause
        for n in range(max(self.claims) + 1, len(clause.items)):
            if clause.items[n].kinds & k.ANSWER and not is_tag(clause, n) and (place := stated(clause, n)) is not None:
                self._add(place, "answer-is", n)

    def _by_noun(self, n: int, *, is_answer: bool) -> None:
        """The value of "the answer is …", "answer: …", "… is the answer"."""
        if is_answer and self._is_wrong_one(n):
            return
        before = self._last_value(n)
        if before is not None and self._is_subject(before, n):
            self._add(before, "is-answer", n)
            return
        clause = self.clause
        after = clause.next_value(n, _ANY, k.BECAUSE) if self.closed else stated(clause, n) if is_answer else None
        if self.closed and after is not None:
            if after == n + 1 and options.is_named(clause, n):
                return
            after = after if options.follows(clause, n, after) else None
        elif after is not None and clause.between(n, after, k.ANSWER):
            return  # "Final answer: the answer is 42": the nearest noun's
        if after is not None:
            is_said = clause.between(n, after, k.COPULA) and not LABEL_SIGN.match(clause.text, clause.items[n].end)
            self._add(self._past_denied(after), "answer-is" if is_said else "answer-colon", n)
        elif before is not None and not self.claims and self._is_called(before, n):
            self._add(before, "is-answer", n)

    def _last_value(self, n: int) -> int | None:
        """The value before a noun, past those that are denied: "C instead of D is the answer"."""
        clause = self.clause
        before = clause.last_value(n, _NEAR)
        if before is None and not self.closed:
            before = clause.last_value(n, 0, k.BUT)  # "42, which is the answer"
        names = before is not None and not self.closed and is_label(clause, before)
        if names and clause.next_value(n, _NEAR) is not None:
            return None  # "by equation (2) the answer is 42"
        return before if before is None else clause.before_denied(before, self.denied, _NEAR)

    def _is_subject(self, before: int, n: int) -> bool:
        """Whether a value is said to be what the noun after it names: "42 is the answer"."""
        clause = self.clause
        is_said = clause.between(before, n, k.COPULA)
        if clause.between(before, n, k.BECAUSE):
            if is_said and not self.closed and clause.gap(before, n) == 0:
                return True  # "42, which is the answer"
        elif clause.between(before, n, k.THIS) and (verb := clause.rfind(k.COPULA, n, before)) is not None:
            return clause.gap(verb, n) == 0  # "it is 42, and that is the answer"
        if clause.parted(before, n):
            return False
        says = k.COPULA | k.BUT if self.denied else k.COPULA  # "no es 43 sino 42 la respuesta"
        if not self.closed and before and clause.items[before - 1].kinds & says and not clause.gap(before - 1, before):
            return True  # "somit ist 42 die gesuchte Antwort"
        is_said = is_said or any(dash in clause.text[clause.items[before].end : clause.items[n].start] for dash in "—–")
        return (
            is_said
            and clause.gap(before, n) <= _NEAR
            and before not in self.claims
            and not clause.has(k.ANSWER, 0, before)
        )

    def _is_wrong_one(self, n: int) -> bool:
        """Whether a noun names a wrong answer: "a common wrong answer: 41"; what it names is denied."""
        clause, items = self.clause, self.clause.items
        for cue in (n - 1, n + 1):
            wrong, noun = min(n, cue), max(n, cue)
            if wrong >= 0 and noun < len(items) and items[cue].kinds & k.WRONG:
                if clause.gap(wrong, noun) or clause.parted(wrong, noun):
                    continue
                named = clause.next_value(n, _NEAR)
                if named is not None:
                    self.denied.update(dict.fromkeys(listed_after(clause, n, named), items[cue]))
                return True
        return False

    def _is_called(self, before: int, n: int) -> bool:
        """Whether a value right before a noun is called the answer: without a copula only in scripts without spaces."""
        clause, items = self.clause, self.clause.items
        if clause.parted(before, n):
            return False
        apart = not self.closed and n == before + 1  # "he gave 3 answers"
        verb = before > 0 and items[before - 1].kinds & (k.CHOOSE | k.STATES | k.COPULA)
        if verb and not apart and not clause.gap(before - 1, n):
            return True  # "we get 42 as our answer"
        return self.closed or clause.is_next(n, k.COPULA, _NEAR) or clause.text[items[n].start] > _SPACELESS

    def _past_denied(self, place: int) -> int:
        """A value, past those that are denied: "not 43 but 42"."""
        clause = self.clause
        for later in clause.places:
            if place not in self.denied:
                break
            place = max(place, later)
        return place

    def _mentions(self) -> tuple[list[Mention], list[Fallen]]:
        """The claims that stand in the sentence, with the alternatives beside them, and those that fall."""
        clause = self.clause
        mentions: list[Mention] = []
        fallen: list[Fallen] = []
        turned = turnabout(clause)
        for place, claim in self.claims.items():
            if turned is not None and place < turned and self._is_undone(claim, turned):
                self.denied[place] = clause.items[turned]
            mention = self._mention(claim)
            why = undone(clause, claim, self.denied, closed=self.closed)
            if why is not None:
                fallen.append(Fallen(mention, *why))
                continue
            mentions.append(mention)
            mentions.extend(
                self._mention(Claim(other, claim.rule if self.closed else "or", place))._replace(
                    doubt=mention.doubt, final=mention.final
                )
                for other in beside(clause, place, closed=self.closed, boxed=claim.rule == "boxed")
                if other not in self.denied and other not in self.claims
            )
        return mentions, fallen

    def _is_undone(self, claim: Claim, turned: int) -> bool:
        """Whether what begins with "but" takes a claim back: "…, but that is wrong", and a weak one by "but not"."""
        flatly = claim.rule in WEAK or self.clause.has(k.WRONG, turned)
        return flatly and not self.clause.has(k.PERHAPS, turned)

    def _words_undone(self, mention: Mention) -> Undone | None:
        """What undoes a claim in words, as it would a value in their place: "Monday", of "Monday, says the book"."""
        text, sentence = self.clause.text, self.clause.sentence
        says = (cue.start for cue in sentence.cues if cue.kinds & k.SAYS and cue.start > mention.start)
        end = next((place for place in says if COMMA.search(text, place - 2, place)), mention.end)
        clause = Clause(text, sentence, [Item(mention.start, end, 0, mention.value)])
        place = clause.places[0]
        return undone(clause, Claim(place, mention.rule, place), {}, closed=False)

    def _mention(self, claim: Claim) -> Mention:
        clause, item = self.clause, self.clause.items[claim.place]
        marker = min(item.start, clause.items[claim.anchor].start)
        final = clause.has(k.FINAL, 0, claim.place)
        return Mention(item.start, item.end, item.value, claim.rule, marker, self._doubt(claim.place), final)

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
