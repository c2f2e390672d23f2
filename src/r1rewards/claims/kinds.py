"""What a cue does in a sentence, as one bit each: the keys of the tables in `languages/`."""

from __future__ import annotations

KINDS = {
    "answer": "nouns for the answer: answer, solution, result",
    "option": "nouns for one option of several: option, choice, letter",
    "statement": "nouns for what is true or false: statement, assertion, exception",
    "final": "adjectives that make the answer the last word: final, best, my",
    "copula": "what joins a noun and its value: is, equals, must be",
    "would": "copulas of what is not so: would be, German wäre",
    "states": "verbs that give a number to their subject: costs, used, has, are left",
    "right": "right, correct, fits",
    "wrong": "wrong, incorrect, does not fit",
    "not": "denies what follows: not, cannot be, instead of",
    "is_not": "denies what is before it: German nicht after a verb, Turkish değil, Japanese ではない",
    "doubt_that": "denies the rest of its sentence: I do not think, I doubt",
    "no": "the interjection: no, nope",
    "wait": "goes back to what was said: wait, actually, hmm",
    "mistaken": "takes back what was said: I was wrong, my mistake, scratch that",
    "perhaps": "doubt: perhaps, might be",
    "if": "conditions, up to the comma: if, unless, whether",
    "suppose": "suppositions, to the end of the sentence: suppose, assuming",
    "asks": "words that make a question where no sign does",
    "people": "thoughts that are not the writer's: many would say, at first glance",
    "says": "verbs for what others say: says, claims, according to",
    "choose": "commits to an option: choose, go with, settle on",
    "rule_out": "strikes an option: rule out, eliminate",
    "matches": "points from a description to an option: corresponds to, leaves",
    "others": "all options but one: the others, the rest",
    "quantity": "makes another number of a number: at least, twice, more than, fewer",
    "label": "nouns whose number is a name: step, figure, theorem, page",
    "or": "alternatives: or, or else",
    "and": "lists: and, as well as",
    "but": "contrast: but, however",
    "therefore": "conclusions: therefore, hence, so",
    "because": "reasons: because, since, which",
    "this": "points back: this, that, it",
    "filler": "words that change nothing: the, of, exactly, we",
    "abbreviation": "words written with a full stop that ends no sentence: approx, sq, Mrs",
}
"""The kinds of cues and what each is for; every language's table has these keys and no others."""

_BITS = {name: 1 << place for place, name in enumerate(KINDS)}

(
    ANSWER, OPTION, STATEMENT, FINAL, COPULA, WOULD, STATES, RIGHT, WRONG, NOT, IS_NOT, DOUBT_THAT, NO, WAIT, MISTAKEN,
    PERHAPS, IF, SUPPOSE, ASKS, PEOPLE, SAYS, CHOOSE, RULE_OUT, MATCHES, OTHERS, QUANTITY, LABEL, OR, AND, BUT,
    THEREFORE, BECAUSE, THIS, FILLER, ABBREVIATION,
) = _BITS.values()  # fmt: skip

FALSE_ONE = 1 << len(KINDS)
"""What "the false statement" is: the answer, where what is false is asked for."""

NEGATED = 2 << len(KINDS)
"""Marks what is wrong by a denial: "not true"."""

EVERY = FALSE_ONE - 1
DENIES = NOT | IS_NOT | WRONG | RULE_OUT
TAKES_BACK = WAIT | MISTAKEN | NO


def bits(names: str) -> int:
    """The bits of kinds by name, apart by spaces."""
    return sum(_BITS[name] for name in names.split())


def names(kinds: int) -> tuple[str, ...]:
    """The names of the kinds in a set of bits."""
    return tuple(name for name, bit in _BITS.items() if kinds & bit)
