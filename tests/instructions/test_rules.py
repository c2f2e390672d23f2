"""The rules: a table of cases, each with its why, and laws that hold for any text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruction_cases import CASES, Case
from linear import Work, assert_linear
from r1rewards.instructions import NAMES, RULES, Text, markup, parse
from r1rewards.instructions.rule import Counted

COUNTS = ("words", "sentences", "paragraphs", "lines", "characters", "bullets", "numbered", "headings", "sections")
COUNTS += ("highlights", "placeholders", "capital-words", "responses")
MORE = {"include": {"phrases": ["a", "cat"]}, "letter": {"letter": "a"}}
TEXTS = st.text(max_size=60) | st.text(alphabet="aA bсат.!?\n-*#1[]<>,\u200b\u3164\u0301猫", max_size=60)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.constraint['rule']}: {case.why}" for case in CASES])
def test_cases(case: Case) -> None:
    (constraint,) = parse([case.constraint])
    found = constraint.rule.judge(Text(case.text))
    assert found.passed == case.kept, found.said
    assert all(0 <= start < end <= len(case.text) for start, end in found.places)
    assert "\n" not in found.said


def test_every_rule_is_kept_and_broken_by_a_case() -> None:
    tried = Counter((case.constraint["rule"], case.kept) for case in CASES)
    assert len(CASES) >= 100
    assert all(tried[name, True] and tried[name, False] for name in RULES)
    assert {RULES[NAMES[rule]] for rule in RULES.values()} == set(RULES.values())


@pytest.mark.parametrize("name", [*COUNTS, *MORE])
@given(text=TEXTS, number=st.integers(1, 8))
def test_no_text_is_both_at_least_n_and_at_most_one_less(name: str, text: str, number: int) -> None:
    def kept(**bound: int) -> bool:
        (constraint,) = parse([{"rule": name, **MORE.get(name, {}), **bound}])
        return constraint.rule.judge(Text(text)).passed

    assert issubclass(RULES[name], Counted)
    assert not (kept(at_least=number) and kept(at_most=number - 1))
    if kept(exactly=number):
        assert kept(at_least=number)
        assert kept(at_most=number)
    if kept(at_least=number + 1):
        assert kept(at_least=number)


@given(text=st.text(alphabet="abc \n.cat", max_size=60), place=st.integers(0, 60))
def test_what_shows_nothing_changes_nothing(text: str, place: int) -> None:
    hidden = text[:place] + "\u200b\u2060" + text[place:]
    for constraint in (
        {"rule": "words", "at_least": 3},
        {"rule": "characters", "at_most": 9},
        {"rule": "exclude", "phrases": ["cat", "a b"]},
        {"rule": "lines", "exactly": 2},
        {"rule": "ends-with", "text": "cat"},
    ):
        ((_, rule, _),) = parse(constraint)
        assert rule.judge(Text(hidden)).passed == rule.judge(Text(text)).passed


@given(before=TEXTS, after=TEXTS)
def test_a_place_leads_back_to_the_text(before: str, after: str) -> None:
    text = f"{before} ｃ\u200baт {after}"
    ((_, rule, _),) = parse({"rule": "exclude", "phrases": ["cat"]})
    found = rule.judge(Text(text))
    assert not found.passed
    places = [text[start:end] for start, end in found.places]
    assert any(place.startswith("ｃ\u200baт") for place in places), places


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u2060", "\u3164"], ids=ascii)
@pytest.mark.parametrize("name", RULES)
def test_a_blank_text_keeps_nothing(name: str, text: str) -> None:
    arguments = {
        **{key: {"at_most": 5} for key in COUNTS},
        "include": {"phrases": "a", "at_most": 5},
        "exclude": {"phrases": "a"},
        "choose": {"options": ["a", "b"]},
        "letter": {"letter": "a", "at_most": 5},
        "case": {"case": "lower"},
        "language": {"language": "en"},
        "starts-with": {"text": "a"},
        "ends-with": {"text": "a"},
        "first-word": {"word": "a"},
        "repeats-prompt": {"prompt": "a"},
    }.get(name, {})
    ((_, rule, _),) = parse({"rule": name, **arguments})
    assert not rule.judge(Text(text)).passed


@pytest.mark.parametrize("text", ["中", "ก", "мау ", "Привет Мир ", "L'été à ", "हिन्दी ", "中a"])
def test_words_and_letters_beyond_ascii_take_linear_time(text: str) -> None:
    constraints = [
        {"rule": "words", "at_most": 5},
        {"rule": "capital-words", "at_most": 5},
        {"rule": "case", "case": "title"},
        {"rule": "case", "case": "lower"},
    ]
    assert_linear(judging(text, constraints), 500_000)


def judging(piece: str, constraints: list[dict[str, object]]) -> Callable[[int], dict[str, Work]]:
    """Each rule by itself, so that a slow one is not lost among the others; what they share is made once for a text."""
    parsed = parse(constraints)

    def prepare(length: int) -> dict[str, Work]:
        text = Text((piece * length)[:length])
        return {f"{place}: {c.rule}": partial(c.rule.judge, text) for place, c in enumerate(parsed)}

    return prepare


@given(text=st.text(alphabet="aA b*~`[]()<>/i1!-\n\u200bс", max_size=60))
def test_places_in_rendered_text_lead_back(text: str) -> None:
    rendered = markup.rendered(text)
    for place, character in enumerate(rendered.text):
        start, end = rendered.span(place, place + 1)
        assert text[start:end] == character


HOSTILE = {
    "links": "[a](",
    "link ends": "](a",
    "empty links": "[](",
    "tags": "<i>",
    "open tags": "<a ",
    "comments": "<!--",
    "strikes": "~~a",
    "code": "`a",
    "letters with stars": "c*",
    "stars": "*",
    "brackets": "[",
    "angles": "<",
    "newlines": "\n",
    "apostrophes": "a'",
    "marks": "a\u0301\u0301",
    "marks alone": "\u0301",
    "dots": ". ",
    "abbreviations": "e.g. Mr. ",
    "numbers": "1.",
    "bullets": "- \n",
    "sections": "section 1\n",
    "postscripts": "!\np.s.\n",
    "quotation marks": '."',
    "almost": "red re",
    "spaces": "red   ",
    "fences": "```\n",
    "commas": "，,",
    "cyrillic": "сат ",
    "chinese": "猫",
    "thai": "ก",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=list(HOSTILE))
def test_time_is_linear(piece: str) -> None:
    constraints = [
        *({"rule": name, "at_most": 5} for name in COUNTS),
        {"rule": "include", "phrases": ["red cat", "cat"], "at_most": 1},
        {"rule": "exclude", "phrases": ["red cat", "cat"]},
        {"rule": "choose", "options": ["red cat", "cat"]},
        {"rule": "letter", "letter": "c", "at_most": 5},
        {"rule": "case", "case": "title"},
        {"rule": "no-commas"},
        {"rule": "starts-with", "text": "x"},
        {"rule": "ends-with", "text": "x"},
        {"rule": "first-word", "word": "x"},
        {"rule": "quoted"},
        {"rule": "repeats-prompt", "prompt": "x"},
        {"rule": "json", "fenced": True},
        {"rule": "postscript"},
        {"rule": "title"},
    ]
    assert_linear(judging(piece, constraints), 160_000)
