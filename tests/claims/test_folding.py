"""Folded texts: the same length, so that places hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.claims.folding import folded, plain, weight


@given(st.text())
def test_every_place_stays(text):
    assert len(folded(text)) == len(plain(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


SHOWN = st.characters(exclude_categories=("Cc", "Cf", "Cn", "Mn", "Lo", "So"))


@given(st.text(SHOWN, min_size=45))
def test_a_text_is_folded_as_its_characters_are(text):
    assert folded(" ".join(text + "é")) == " ".join(map(folded, text + "é"))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The ANSWER, is: 4", "the answer  is  4"),
        ("İstanbul Straße ΑΣ", "istanbul straße ασ"),
        ("٤٢ और ४२", "42 और 42"),
        ("答案：Ｃ。", "答案 c "),
        ("l’eau d'or", "l eau d or"),
        ("\ud800 lone", "\ud800 lone"),
    ],
)
def test_what_is_folded(text, form):
    assert folded(text) in {form, form.replace("\ud800", " ")}


@pytest.mark.parametrize(("text", "letters"), [("so, it is", 6), ("所以", 4), ("4 + 2", 2), ("¿qué?", 3), ("", 0)])
def test_the_weight_of_a_text(text, letters):
    assert weight(text) == letters


def test_digits_and_full_width_letters_are_ascii_where_values_are_looked_for():
    assert plain("٣٫٥ Ｃ") == "3.5 C"
