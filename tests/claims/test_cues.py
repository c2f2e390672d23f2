"""Cues in texts: the longest at each place, as what they are in the languages of the text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.claims.cues import Page, may_have
from r1rewards.claims.kinds import ANSWER, COPULA, DENIES, DOUBT_THAT, IS_NOT, NO, NOT, OR, WAIT, bits, names


def found(text: str) -> dict[str, tuple[str, ...]]:
    return {text[cue.start : cue.end]: names(cue.kinds) for cue in Page(text, 0, len(text)).cues(0, len(text))}


def test_the_longest_cue_at_a_place_is_the_cue():
    cues = found("I do not think that the answer is 42.")
    assert cues["I do not think"] == names(DOUBT_THAT)
    assert "not" not in cues
    assert cues["answer"] == names(ANSWER)


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("La respuesta es 42 o 43.", "o", OR),
        ("De uitkomst is niet 42.", "is niet", NOT),
        ("答えは42ではない。", "ではない", IS_NOT),
        ("答案是42。", "是", COPULA),
        ("Cevap 42 değil.", "değil", IS_NOT),
        ("THE ANSWER IS 42. WAIT!", "WAIT", WAIT),
        ("الجواب ليس 42.", "ليس", NOT),
        ("No, the answer is 43.", "No", NO),
    ],
)
def test_a_word_is_what_it_is_in_the_language_of_the_text(text, word, kind):
    assert bits(" ".join(found(text)[word])) & kind


def test_a_short_word_of_another_language_is_nothing():
    assert "o" not in found("Let o be the origin; the answer is 42.")  # Spanish and Portuguese for "or"
    assert "si" not in found("The si is a chemical symbol, and the answer is 42.")


def test_a_cue_is_a_word_and_no_part_of_one():
    assert "not" not in found("The notation is noted.")
    assert found("不是42")["不是"]


def test_places_and_whether_there_are_any():
    text = "So the answer is 42, not 43."
    assert Page(text, 0, len(text)).places(0, len(text), ANSWER) == [7]
    assert Page(text, 0, len(text)).places(0, len(text), NOT) == [21]
    assert may_have(text, 0, len(text), DENIES)
    assert not may_have(text, 0, 20, DENIES)
    assert not may_have("", 0, 0, DENIES)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The number of pieces is 42", OR),  # Dutch for "or"
        ("Het is 42 of 43", OR),
        ("of 43", OR),
        ("The answer is not 42", NOT),
        ("The answer is 42", NOT),
        ("答案不是42", NOT),
        ("", NOT),
    ],
)
def test_whether_a_page_has_a_cue_is_told_without_reading_all(text, kinds):
    page = Page(text, 0, len(text))
    assert page.has(0, len(text), kinds) == any(cue.kinds & kinds for cue in page.cues(0, len(text)))


@given(st.lists(st.sampled_from("the answer of 42 is not o no non niet ist или не か of wait".split())).map(" ".join))
def test_whether_a_page_has_a_cue_in_any_language(text):
    for kinds in (OR, NOT, DENIES, NO | WAIT):
        expected = any(cue.kinds & kinds for cue in Page(text, 0, len(text)).cues(0, len(text)))
        assert Page(text, 0, len(text)).has(0, len(text), kinds) == expected


@given(st.text(max_size=60))
def test_cues_lie_in_the_text_one_after_the_other(text):
    cues = Page(text, 0, len(text)).cues(0, len(text))
    assert all(0 <= cue.start < cue.end <= len(text) and cue.kinds for cue in cues)
    assert all(one.end <= other.start for one, other in pairwise(cues))


@given(
    st.sampled_from(["the answer is 4", "wait, no", "不是C", "答えは", "не 4"]), st.integers(0, 9), st.integers(0, 9)
)
def test_a_stretch_is_read_as_it_is_in_its_text(piece, before, after):
    text = "." * before + piece + "." * after
    shifted = [
        cue._replace(start=cue.start - before, end=cue.end - before)
        for cue in Page(text, 0, len(text)).cues(0, len(text))
    ]
    assert shifted == Page(piece, 0, len(piece)).cues(0, len(piece))


def test_every_kind_has_a_name():
    assert names(bits("answer not")) == ("answer", "not")
