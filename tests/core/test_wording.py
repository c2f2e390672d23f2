"""How pieces of texts are shown: bounded, on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.core.wording import contrast, cut, one_line, printable, quoted


def test_short_texts_are_shown_unchanged() -> None:
    assert cut("abc", 3) == "abc"
    assert quoted("a  b") == "'a  b'"
    assert quoted("") == "''"


def test_long_texts_are_cut_and_lines_joined() -> None:
    assert cut("abcd", 3) == "ab…"
    assert one_line("a\n\n b", 10) == "a b"
    assert quoted("a\nb") == "'a b'"
    assert quoted("word " * 20, 12) == "'word word w…'"


@given(st.text(), st.integers(1, 20))
def test_nothing_is_longer_than_asked(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most
    assert len(quoted(text, most)) <= most + 2
    assert len(one_line(text, most).splitlines()) <= 1
    assert "\n" not in quoted(text, most)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a", "b", ("a", "b")),
        ("a b", "a  b", ("'a b'", "'a  b'")),
        ("x" * 50 + "a" + "y" * 50, "x" * 50 + "b", ("…" + "x" * 6 + "a" + "y" * 11 + "…", "…" + "x" * 6 + "b")),
        ("same", "same", ("same", "same")),
        ("", "a" * 30, ("", "a" * 19 + "…")),
    ],
)
def test_contrast_begins_shortly_before_the_difference(one: str, other: str, expected: tuple[str, str]) -> None:
    found = contrast(one, other, 20)
    assert found == expected
    assert max(map(len, found)) <= 20


@given(st.text(), st.text(), st.integers(2, 30))
def test_contrast_is_bounded(one: str, other: str, most: int) -> None:
    found = contrast(one, other, most)
    assert max(map(len, found)) <= most
    assert all("\n" not in text for text in found)


@given(st.text(st.characters(codec=None)))
def test_what_is_printable_can_be_encoded(text: str) -> None:
    printable(text).encode()
    if text.isascii():
        assert printable(text) == text
