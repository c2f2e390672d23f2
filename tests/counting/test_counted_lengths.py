"""How long texts are: nothing that does not show makes one longer, and no joining makes one much shorter."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from length_cases import COUNTED, Counted
from r1rewards.counting import characters, words
from r1rewards.counting.lengths import LETTERS_OF_MORE, LONG_WORD

texts = st.text(max_size=60) | st.text("ab1 -_'\u2019é\u0301\u200b是กิ한!\n", max_size=60)
nothing = st.sampled_from(["\u200b", "\u0301", "\x00", "\u202e", "\u2060", "\ufe0f", "\u3164", "\U000e0041"])


@pytest.mark.parametrize("case", COUNTED, ids=lambda case: case.why)
def test_counted(case: Counted) -> None:
    assert (characters(case.text), words(case.text)) == (case.characters, case.words), case.why


@given(texts, texts)
@example("0" * 12, "0" * 13)
@example("a" * 19, "b" * 19)
def test_more_text_is_never_shorter(text: str, more: str) -> None:
    assert characters(text + more) == characters(text) + characters(more)
    assert words(text + more) >= max(words(text), words(more))
    # Two words that become one are counted by their letters once it is long.
    assert words(text + more) <= words(text) + words(more) + LONG_WORD // LETTERS_OF_MORE


@given(texts, nothing, st.data())
def test_what_does_not_show_changes_nothing(text: str, hidden: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    disguised = text[:place] + hidden * 3 + text[place:]
    assert characters(disguised) == characters(text)
    assert words(disguised) == words(text)


@given(texts, st.sampled_from(" \t\n\u00a0\u3000\u2028"))
def test_blanks_around_and_doubled_change_nothing(text: str, blank: str) -> None:
    padded = blank + text.replace(" ", " " + blank) + blank
    assert characters(padded) == characters(text)
    assert words(padded) == words(text)


@settings(max_examples=200)
@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12), min_size=1, max_size=80))
def test_joining_words_saves_a_bounded_part(given_words: list[str]) -> None:
    assert words(" ".join(given_words)) == len(given_words)
    for sign in "_-.\u00a0/,":
        assert words(sign.join(given_words)) == len(given_words)
    letters = sum(map(len, given_words))
    assert words("".join(given_words)) >= max(1, math.floor((letters - 15) / 5))


@pytest.mark.parametrize("text", ["a" * 10**6, "是" * 10**6, "a'" * 500_000, "\u0301" * 10**6, "a1 " * 300_000])
def test_long_texts_are_counted_in_full(text: str) -> None:
    assert characters(text * 2) == 2 * characters(text)
    assert abs(words(text + " " + text) - 2 * words(text)) <= 1
