"""No macro that pylatexenc knows ends a comparison, whatever arguments it lacks."""

from __future__ import annotations

import pytest
from pylatexenc.latex2text import get_default_latex_context_db

from r1rewards.math import compare
from r1rewards.math.reading.words import verbal_text

MACROS = sorted({spec.macroname for spec in get_default_latex_context_db().iter_macro_specs() if spec.macroname})
SHAPES = [r"\%s{a}{42}", r"\%s", r"\%s 42", r"\%s[a]{42}", r"\text{\%s{}{}}", r"42 \text{\%s}"]


def test_the_macros_are_many():
    assert {"href", "footnote", "input"} <= set(MACROS)
    assert len(MACROS) > 100


@pytest.mark.parametrize("shape", SHAPES)
def test_a_macro_without_its_arguments_raises_nothing(shape):
    for name in [*MACROS, "verb", "href", "colorbox", "fcolorbox", "textcolor"]:
        text = shape % name
        assert verbal_text(text) is None or isinstance(verbal_text(text), str)
        assert not compare("42 or so", text, deadline=0).equal


@pytest.mark.parametrize("text", [r"\href{http://x}{east}", r"\colorbox{east}", r"\textcolor[a]{east}", r"\footnote"])
def test_what_cannot_be_read_is_no_words(text):
    assert verbal_text(text) is None


def test_accents_still_are_letters():
    assert verbal_text(r"Caf\'e") == "Café"
