"""Sentences as claims are read in them."""

from __future__ import annotations

import pytest

from claim_values import NUMBER, PatternValues
from r1rewards.claims.cues import Page
from r1rewards.claims.sentences import breaks, sentences


def parts(text: str) -> list[str]:
    values, start, found = PatternValues(text, NUMBER, closed=False), 0, []
    for end, _ in breaks(text, 0, len(text), values):
        found.append(text[start:end].strip())
        start = end
    return [part for part in found if part]


@pytest.mark.parametrize(
    "text",
    [
        "It is 4. It is 5.",
        "It is 4! It is 5.",
        "それは4です。いや、5です。",
        "هل هو 4؟ نعم.",
        "उत्तर 4 है। उत्तर 5 है।",
        "Η απάντηση είναι 4; Ναι.",
        "It is 4\nIt is 5",
        "It is 4; it is 5.",
    ],
)
def test_two_sentences(text):
    assert len(parts(text)) == 2


@pytest.mark.parametrize(
    "text", ["It is 3.5 metres.", "It is $3! + 1$ then.", "See e.g. 4 here.", "Let x be 4;5 then."]
)
def test_one_sentence(text):
    assert parts(text) == [text]


def read(text: str, *anchors: int) -> list[str]:
    values = PatternValues(text, NUMBER, closed=False)
    return [text[s.start : s.end].strip() for s in sentences(Page(text, 0, len(text)), values, anchors)]


def test_the_sentence_of_an_anchor_and_the_one_after_it_are_read():
    text = "One. Two is here. Three. Four. Five."
    assert read(text, text.index("Two")) == ["Two is here.", "Three."]


def test_what_says_nothing_is_skipped():
    text = "Nothing at all here. " * 200 + "The answer is 4. Done. Over."
    assert read(text, text.index("answer")) == ["The answer is 4.", "Done."]


def test_a_sentence_in_which_a_turn_begins_is_two():
    assert read("The answer is 42, no wait, it is 43.", 4) == ["The answer is 42, no", "wait, it is 43."]


def test_questions():
    text = "Is the answer 42? Yes."
    values = PatternValues(text, NUMBER, closed=False)
    assert [s.asked for s in sentences(Page(text, 0, len(text)), values, [7])] == [True, False]
