"""Patterns in linear time: they find what Python's own engine finds, and nothing runs on."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.json.patterns import Pattern, TooMuchError

FOUND = [
    ("", "", "nothing is everywhere"),
    ("b", "abc", "anywhere"),
    ("^$", "", "both ends of nothing"),
    ("^a|b$", "xb", "a choice is weaker than its edges"),
    ("^(?:a|b){2,3}$", "aba", "a count"),
    ("^a{2,}$", "aaaa", "an open count"),
    ("^a{0}$", "", "none"),
    ("a{,2}", "a{,2}", "no count: as it is written"),
    ("^[^]$", "\n", "ECMA-262's any character"),
    ("^[\\d-]+$", "1-2", "a class and a hyphen"),
    ("^[a\\-z]$", "-", "an escaped hyphen"),
    ("^[\\]a]+$", "]a", "an escaped bracket"),
    ("^\\u00e9\\x41\\u{1F600}$", "éA😀", "code points"),
    ("\\bcat\\b", "a cat sat", "edges of words"),
    ("\\Bat", "cat", "no edge"),
    ("^.$", "é", "any character"),
    ("^\\s+$", " \t\u00a0\u3000\ufeff", "ECMA-262's white space"),
    ("^(?<y>\\d{4})-(?<m>\\d{2})$", "2024-05", "names"),
    ("^a+?b*?$", "aab", "lazy or not"),
    ("^(|a)+$", "aa", "an empty choice inside a repetition"),
    ("^(a*)*$", "aaa", "a repetition of a repetition"),
    ("^\\/\\.\\$$", "/.$", "escaped marks"),
    ("^\\cA$", "\x01", "a control letter"),
    ("{", "a{b", "a bracket as it is"),
]
ABSENT = [
    ("^a$", "a\n", "the end is the very end"),
    ("^.$", "\n", "a line break is no any character"),
    ("^.$", "\u2028", "nor is this one"),
    ("^\\d$", "١", "ASCII digits"),
    ("^\\w$", "é", "ASCII letters"),
    ("[]", "a", "no character"),
    ("^b", "ab", "only at the start"),
    ("^[^a-c]$", "b", "all but these"),
    ("^a{2}$", "aaa", "no more"),
    ("\\bat", "cat", "no edge there"),
    ("^(a+)+$", "a" * 100_000 + "b", "exponential elsewhere"),
    ("(x+x+)+y", "x" * 100_000, "exponential elsewhere"),
    ("a*a*a*a*b", "a" * 100_000, "a power elsewhere"),
    ("^(a|aa)+$", "a" * 100_000 + "b", "exponential elsewhere"),
]
REFUSED = [
    ("(", "never closed"),
    (")", "too many"),
    ("[a", "never closed"),
    ("[a-", "never closed"),
    ("*", "nothing to repeat"),
    ("a**", "nothing to repeat"),
    ("a++", "possessive"),
    ("a{3,2}", "from 3 to 2"),
    ("(?=a)", "look-around"),
    ("(?<!a)", "look-around"),
    ("(?i)a", "a flag"),
    ("(?P<a>b)", "a flag"),
    ("(a)\\1", "back-reference"),
    ("\\k<a>", "back-reference"),
    ("\\p{L}", "property of Unicode"),
    ("\\z", "ECMA-262 does not have"),
    ("\\", "nothing behind it"),
    ("[z-a]", "backwards"),
    ("[\\d-z]", "between classes"),
    ("\\u{110000}", "code point"),
    ("(a{999}){999}", "too large"),
]


@pytest.mark.parametrize(("source", "text", "why"), FOUND)
def test_found(source: str, text: str, why: str) -> None:
    assert Pattern(source).found_in(text), why


@pytest.mark.parametrize(("source", "text", "why"), ABSENT)
def test_absent(source: str, text: str, why: str) -> None:
    assert not Pattern(source).found_in(text), why


@pytest.mark.parametrize(("source", "said"), REFUSED)
def test_refused(source: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Pattern(source)


def test_a_text_too_long_for_a_pattern() -> None:
    with pytest.raises(TooMuchError):
        Pattern("a{999}").found_in("b" * 100_000)


def test_the_sets_that_are_kept_are_bounded() -> None:
    pattern = Pattern("^(a|b)*a(a|b){12}$")
    for number in range(3000):
        text = f"{number:014b}".replace("0", "a").replace("1", "b")
        assert pattern.found_in(text) == (text[-13] == "a")
    assert len(pattern._kept) <= 1000


COUNTS = st.sampled_from(["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"])
ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\w", "^", "$", r"\b", "", "(?:)", "1"])
SOURCES = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join),
        st.tuples(inner, COUNTS).map(lambda p: f"(?:{p[0]}){p[1]}"),
    ),
    max_leaves=8,
)


@given(SOURCES, st.text(alphabet="ab1 é", max_size=8))
def test_python_finds_the_same(source: str, text: str) -> None:
    # Python's $ stands before a last line break too, which these texts do not have.
    assert Pattern(source).found_in(text) == (re.search(source, text, re.ASCII) is not None)


@given(st.text(alphabet="ab()[]{}|*+?^$\\,-019dwbux:<=", max_size=12), st.text(max_size=5))
def test_any_source_is_a_pattern_or_is_refused(source: str, text: str) -> None:
    try:
        pattern = Pattern(source)
    except ValueError:
        return
    assert pattern.found_in(text) in (True, False)
