"""What a text claims in the end, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from r1rewards.claims import kinds as k
from r1rewards.claims.clauses import COMMA, Clause
from r1rewards.claims.cues import Item, Page
from r1rewards.claims.folding import weight
from r1rewards.claims.grammar import Grammar
from r1rewards.claims.readings import EVERY, VERDICT, WEAK, Doubt, Fallen, Mention, Reading, Standing
from r1rewards.claims.sentences import Sentence, sentences
from r1rewards.claims.values import Values
from r1rewards.claims.wordings import alike

_BACK = k.bits("wait mistaken wrong no not is_not")
"""Kinds of cues that can take a claim back."""

MOST, KEPT = 128, 32
"""What is said that is kept, and the first and the last of it where it is more: such a text contradicts itself."""

_LAST_WORDS = 80
"""Characters at the end of a text in which doubt alone may mark a claim: "Maybe 42."."""

_NOTHING, _FEW = 3, 10
"""Letters that no cue explains: in a sentence that is a value, in one that only offers another ("Or 43 apples."), and
from where on one is about something else ("A next step could be about D").
"""

_ABOUT = k.bits("because says people label suppose quantity not is_not wrong if would option")
_NUMBER = re.compile(r"[-−+$]?\d[\d.,]*%?")
"""What is another answer where a short sentence gives it, and cues by which it is something else."""

_GLANCE = 8
_MARKER = re.compile(r"[.)][*]*\s+\S")
"""What follows a number that is the marker of a list."""

_HEADING = re.compile(r"[^\W\d_][*_]*[:：][\s*_(\[]*$")
_BARE = ("alone", "conclusion")


def settle(
    page: Page,
    values: Values,
    marked: frozenset[int] = frozenset(),
    *,
    tentative: bool = True,
    said: Sequence[Mention] = (),
) -> Standing:
    """The claims that stand at the end of a page.

    Args:
        page: the stretch of a text that is read.
        values: finds its values.
        marked: where values begin that are marked as the answer, as by a box.
        tentative: whether a hedged claim of the last paragraph stands where there is no firm one.
        said: what was claimed before the page.
    """
    state = (_ClosedState if values.closed else _State)(marked, page.text)
    state.claims += said
    anchors = _anchors(page, values, marked, said)
    if not anchors:
        return Standing((), ())
    stop = page.start + len(page.text[page.start : page.end].rstrip())
    for sentence in sentences(page, values, anchors):
        only_marked = marked and not values.closed and not state.claims
        if only_marked and not any(sentence.start <= place < sentence.end for place in marked):
            continue
        found = values.find(sentence.start, sentence.end)
        clause = Clause(page.text, sentence, found, page)
        grammar = Grammar(clause, closed=values.closed, marked=marked, last=sentence.end >= stop)
        state.take(sentence, grammar.read(after_heading=state.heading), found)
    last_paragraph = max(page.start, page.text.rfind("\n\n", page.start, stop))
    return state.standing(last_paragraph if tentative else page.end)


def _anchors(page: Page, values: Values, marked: frozenset[int], said: Sequence[Mention]) -> list[int]:
    """Where a claim may begin, and from the first on, where one may be taken back."""
    start, end = page.start, page.end
    found = {*marked, *values.places(start, end), *page.places(max(start, end - _LAST_WORDS), end, k.PERHAPS)}
    first = max(marked, default=start)
    found.update(page.places(first, end, k.ANSWER | k.STATEMENT if values.closed else k.ANSWER))
    if found or said:
        found.update(page.places(start if said else min(found), end, _BACK))
    return sorted(found)


class _State:
    """What has been said so far."""

    closed = False
    asks_for_false = False

    def __init__(self, marked: frozenset[int], text: str) -> None:
        self.marked = marked
        self.text = text
        self.claims: list[Mention] = []
        self.fallen: list[Fallen] = []
        self.denied: list[Item] = []
        self.pending: Item | None = None
        self.heading = ""
        self.contrasted = False

    def take(self, sentence: Sentence, reading: Reading, named: list[Item]) -> None:  # noqa: ARG002
        """Go on with one more sentence, and the values that are in it."""
        if self.claims and any(mention.rule == VERDICT for mention in reading.mentions):
            reading = reading._replace(mentions=[m for m in reading.mentions if m.rule != VERDICT])
        if reading.turn is None and self._is_compared(sentence, reading):
            reading = reading._replace(mentions=[])
        words = self._words(reading)
        if words is not None and reading.turn is None:
            reading = reading._replace(mentions=[words])
        here = reading.mentions or self._short(sentence, reading)
        turn = reading.turn or self.pending or (None if self.heading else reading.wrong)
        if turn is not None and (self.claims or self.pending is not None):
            self._turn(sentence, reading, turn)
            self.pending = turn if not here and reading.lone is None else None
        else:
            if self.marked and not self.closed:  # words count after all that is marked, which they may contradict
                last = max(self.marked)
                here = [mention for mention in here if mention.rule in ("boxed", "or") or mention.marker > last]
            self.claims += here
            self.pending = None
        self.fallen += reading.fallen
        self.denied += reading.denied
        self.contrasted = bool(reading.fallen) and not self.claims
        nothing = reading.lone is None and not here and reading.loose == 0
        self.heading = reading.heading or (self.heading if nothing else "")
        for said in (self.claims, self.fallen, self.denied):
            if len(said) > MOST:
                del said[KEPT:-KEPT]

    def _turn(self, sentence: Sentence, reading: Reading, cue: Item) -> None:
        """Take back what was claimed, for what is claimed now, or for nothing."""
        in_words = all(claim.in_words for claim in self.claims)
        lone = None if self.claims and in_words and reading.loose else reading.lone
        if any(mention.firm and (in_words or not mention.in_words) for mention in reading.mentions):
            if sentence.has(k.OR, min(mention.start for mention in reading.mentions)):
                self.claims = [*self.claims, *reading.mentions]  # "17, wait, or 18"
                return
            new = reading.mentions
        elif (words := self._words(reading)) is not None:
            new = [words._replace(rule="turn")]
        elif sentence.asked:
            return
        elif lone is not None and (reading.turn or reading.wrong is not None or reading.loose <= _FEW):
            new = [_of(lone, sentence, "turn")]
        elif reading.wrong is not None or (reading.turn and reading.turn.kinds & k.MISTAKEN and not reading.values):
            new = []
        else:
            self.claims += [mention for mention in reading.mentions if mention.in_words]
            return
        self.fallen += [Fallen(claim, "taken back", cue.start, cue.end) for claim in self.claims]
        self.claims = new

    def _words(self, reading: Reading) -> Mention | None:
        """What a sentence puts in the place of words that are claimed, or beside them: words of the same kind."""
        words, last = reading.words, self.claims[-1] if self.claims else None
        if words is None or last is None or reading.mentions or not last.in_words:
            return None
        return words if alike(str(words.value), str(last.value)) else None

    def _denial(self, claim: Mention) -> Item | None:
        """Where the value of a claim is denied: later in the text, or anywhere if the claim is weak."""
        for value in self.denied:
            if value.value == claim.value and (value.start > claim.start or (self.closed and claim.rule in WEAK)):
                return value
        return None

    def _short(self, sentence: Sentence, reading: Reading) -> list[Mention]:
        """The claim of a sentence that is little more than a value, after another one."""
        value = reading.lone
        if value is None or reading.values > 1:
            return []
        if self.claims and sentence.has(k.OR, value.start) and not sentence.has(k.WOULD, value.start):
            return [_of(value, sentence, "or")] if reading.loose <= _FEW else []  # "Or 43."
        if self._is_another(sentence, reading, value):
            return [_of(value, sentence, "or")]  # "So 43."
        contrasts = self.contrasted and not sentence.asked and reading.loose <= _NOTHING and sentence.has(k.COPULA)
        return [_of(value, sentence, "answer-is")] if contrasts else []  # "The answer is not 43. It is 42."

    def _is_compared(self, sentence: Sentence, reading: Reading) -> bool:
        """Whether a sentence after a claim says what would be in another case: "Otherwise the answer would be 43"."""
        other = sentence.opens_with(k.OR) or reading.loose > _FEW or reading.values > 1
        return other and sentence.has(k.WOULD) and any(claim.firm for claim in self.claims)

    def _is_another(self, sentence: Sentence, reading: Reading, value: Item) -> bool:
        """Whether a sentence is nothing but a number that is not claimed yet."""
        if self.closed or not self.claims or sentence.asked or reading.loose > _NOTHING or sentence.has(_ABOUT):
            return False
        before = self.text[max(0, sentence.start - _GLANCE) : sentence.start].rstrip()
        if before.endswith((";", "；")) or "#" in self.text[sentence.start : value.start]:  # part of a list, "#### 43"
            return False
        line = self.text.rfind("\n", 0, value.start) + 1
        if _MARKER.match(self.text, value.end) and not self.text[line : value.start].strip(" *"):
            return False  # "1. First, …"
        number = _NUMBER.fullmatch(str(value.value)) is not None
        return number and all(claim.value != value.value for claim in self.claims)

    def standing(self, hedged_from: int) -> Standing:
        """What stands in the end: from the first that is called final on, without weak claims that are denied.

        Hedged claims stand where there is no firm one, from a place on. After a firm one they keep another value open.
        """
        claims = [claim for claim in self.claims if claim.rule != VERDICT] or self.claims
        first = next((n for n, claim in enumerate(claims) if claim.final and claim.rule not in ("boxed", *WEAK)), 0)
        stands: list[Mention] = []
        if self.closed:  # whether "B is correct" right before the last word counts is not told here
            stands = [claim for claim in claims[:first] if claim.rule == "option-correct"]
        for claim in claims[first:]:
            denial = self._denial(claim)
            if denial is None:
                stands.append(claim)
            else:
                self.fallen.append(Fallen(claim, "denied", denial.start, denial.end))
        firm = [claim for claim in stands if claim.firm]
        hedged = [claim for claim in stands if not claim.firm]
        late = [claim for claim in hedged if claim.start >= hedged_from and claim.doubt != "asked"]
        if firm:
            late = [*firm, *(c for c in hedged if c.doubt == "perhaps" and c.start > firm[-1].start)]
        self.fallen += [Fallen(claim, "hedged", claim.marker, claim.end) for claim in hedged if claim not in late]
        return Standing(tuple(late), tuple(self.fallen), self.asks_for_false)


class _ClosedState(_State):
    """What has been said so far of options from a list.

    Another option right after a claim contradicts it, a later denial takes it back, and what is said to be wrong is
    the option that was spoken of last.
    """

    closed = True

    def __init__(self, marked: frozenset[int], text: str) -> None:
        super().__init__(marked, text)
        self.spoken_of: set[object] = set()
        self.asks_for_false = False

    def take(self, sentence: Sentence, reading: Reading, named: list[Item]) -> None:
        """Go on with one more sentence, and the options that are named in it."""
        if self._takes_verdict(sentence, reading):
            return
        claimed = {claim.value for claim in self.claims}
        self.asks_for_false |= reading.asks_for_false
        if self.spoken_of - claimed and (reading.turn is None or reading.turn.kinds & k.NO):
            reading = reading._replace(turn=None, wrong=None)
        if claimed and not sentence.asked and reading.values:
            reading = reading._replace(mentions=self._added(sentence, reading, named))
        if sentence.asked or self.asks_for_false or sentence.has(k.IF):
            reading = reading._replace(denied=[])
        super().take(sentence, reading, named)
        if reading.every is not None:
            every = reading.every
            doubt: Doubt = "perhaps" if sentence.has(k.PERHAPS) else ""
            self.claims.append(Mention(every.start, every.end, EVERY, "option-correct", every.start, doubt))
        if named:
            self.spoken_of = {item.value for item in named}

    def _takes_verdict(self, sentence: Sentence, reading: Reading) -> bool:
        """Whether a sentence is the verdict on the line of a list before it: "A: London. Incorrect."."""
        last = self.claims[-1] if self.claims else None
        if last is None or last.rule not in ("alone", "beside") or reading.values or reading.loose > _NOTHING:
            return False
        verdict = next((cue for cue in sentence.cues if cue.kinds & (k.RIGHT | k.WRONG | k.NOT)), None)
        if verdict is None:
            return False
        del self.claims[-1]
        if verdict.kinds & (k.WRONG | k.NOT):
            self.fallen.append(Fallen(last, "denied", verdict.start, verdict.end))
        else:
            self.claims.append(last._replace(rule="option-correct"))
        return True

    def _added(self, sentence: Sentence, reading: Reading, named: list[Item]) -> list[Mention]:
        """The claims of a sentence after another's: one that is nothing but an option adds it."""
        here, value = reading.mentions, reading.lone
        bare = all(mention.rule in _BARE for mention in here)
        here = [mention for mention in here if mention.doubt != "perhaps" or not self._is_conceded(sentence, mention)]
        if reading.loose > _FEW or sentence.has(k.STATES):  # "D may be used in severe cases"
            here = [mention for mention in here if mention.rule != "maybe"]
        others = self.spoken_of - {claim.value for claim in self.claims} or reading.denied
        if others and sentence.has(k.AND):
            return [mention for mention in here if mention.rule not in _BARE]  # "A is too hot. D, too."
        if bare and (offered := self._offered(sentence, reading, named)) is not None:
            doubt: Doubt = "" if any(claim.firm for claim in self.claims) else "perhaps"  # as much as what it is beside
            return [_of(offered, sentence, "beside")._replace(doubt=doubt)]
        if not here and any(one.why == "reported" for one in reading.fallen):
            return here  # "Many people choose D."
        if value is None or not bare or reading.loose > _NOTHING or (not here and reading.values > 1):
            return here
        if all(mention.rule == "alone" for mention in [*here, *self.claims]):
            return here  # lines of a list
        return [_of(value, sentence, "beside")]

    def _offered(self, sentence: Sentence, reading: Reading, named: list[Item]) -> Item | None:
        """The option that a short sentence offers: "Or, if you like, D.", "But really it is D.", "Update: D"."""
        out = {claim.value for claim in self.claims} | {item.value for item in reading.denied}
        free = [item for item in named if item.value not in out]
        if not free or reading.loose > _FEW:
            return None
        if sentence.opens_with(k.OR | k.BUT):
            return free[0]
        rest = self.text[free[0].end : sentence.end]
        headed = len(named) == 1 and _HEADING.search(self.text, sentence.start, free[0].start) and not weight(rest)
        return free[0] if headed else None

    def _is_conceded(self, sentence: Sentence, mention: Mention) -> bool:
        """Whether doubt is answered in its sentence: "D might seem right, but it is not", "While D is possible, …"."""
        contrasts = [cue for cue in sentence.cues if cue.kinds & k.BUT]
        if not contrasts or contrasts[-1].start >= mention.end:
            return bool(contrasts)
        return not COMMA.search(self.text, contrasts[0].end, mention.start)


def _of(value: Item, sentence: Sentence, rule: str) -> Mention:
    """The claim of a sentence's lone value."""
    return Mention(value.start, value.end, value.value, rule, sentence.start)
