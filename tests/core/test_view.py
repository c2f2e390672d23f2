"""A text made of pieces, and the way back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from r1rewards.core.view import View


@given(st.text("ab*", max_size=40))
def test_each_character_leads_back(source: str) -> None:
    view = View((character, place) for place, character in enumerate(source) if character != "*")
    assert view.text == source.replace("*", "")
    for position, character in enumerate(view.text):
        start, end = view.span(position, position + 1)
        assert source[start:end] == character
        assert view.position(start) == position
    if view.text:
        start, end = view.span(0, len(view.text))
        assert source[start:end] == source.strip("*")


def test_a_piece_of_another_wording() -> None:
    view = View([("one", 0), (" ", 3), ("two", 9)])
    assert view.text == "one two"
    assert view.span(4, 7) == (9, 12)
    assert view.span(3, 3) == (3, 3)
    assert [view.position(place) for place in (3, 8, 9)] == [3, 4, 4]


def test_nothing() -> None:
    view = View([("", 5)])
    assert (view.text, view.span(0, 0), view.position(3)) == ("", (0, 0), 0)
