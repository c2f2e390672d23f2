"""How pieces of texts are shown: bounded, on one line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from r1rewards.core.wording import cut, one_line, quoted


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
