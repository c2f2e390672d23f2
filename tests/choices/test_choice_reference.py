"""References to options: what data sets write, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.choices import Choices, parse, shuffled
from r1rewards.choices.listing import listed_options
from r1rewards.errors import RewardError

OPTIONS = ("London", "Rome", "Paris")


@pytest.mark.parametrize(
    ("reference", "answer"),
    [
        ({"answer": "C", "options": OPTIONS}, "C"),
        ({"answer": "paris", "options": OPTIONS}, "C"),
        ({"answer": "C) Paris", "options": OPTIONS}, "C"),
        ({"answer": 2, "choices": OPTIONS}, "C"),
        ({"answer": "2", "choices": OPTIONS}, "C"),
        ({"correct": ["C"], "options": OPTIONS}, "C"),
        ({"label": "2", "endings": OPTIONS}, "C"),
        ({"gold": 2, "choices": OPTIONS}, "C"),
        ({"answer_letter": "C", "options": OPTIONS}, "C"),
        ({"correct_option": "C", "options": OPTIONS}, "C"),
        ({"selected_option": "C", "options": OPTIONS}, "C"),
        ({"target": "C", "options": {"A": "London", "B": "Rome", "C": "Paris"}}, "C"),
        ({"answerKey": "C", "choices": {"text": OPTIONS, "label": ["A", "B", "C"]}}, "C"),
        ({"answerKey": "3", "choices": {"text": OPTIONS, "label": ["1", "2", "3"]}}, "3"),
        (
            {
                "answerKey": "C",
                "question": {"choices": [{"label": x, "text": y} for x, y in zip("ABC", OPTIONS, strict=True)]},
            },
            "C",
        ),
        ({"correct": "C", "options": ["A)London", "B)Rome", "C)Paris"]}, "C"),
        ({"answer": "iii", "options": {"i": "London", "ii": "Rome", "iii": "Paris"}}, "iii"),
        ({"answer": 3, "options": [1, 2, 3.5, 3]}, "D"),
        (Choices(OPTIONS, "C"), "C"),
    ],
)
def test_forms(reference, answer):
    found = parse(reference)
    assert found.answer == answer
    assert found.text in ("Paris", "3")
    assert parse(found) == found
    assert parse(found.reference()) == found


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (None, "no reference"),
        ("", "blank"),
        ("  ", "blank"),
        (True, "bool"),
        ("Paris", "options are not known"),
        (2, "options are not known"),
        (["A", "B"], "several right options"),
        ({"options": OPTIONS}, "without an answer"),
        ({}, "without an answer"),
        ({"answer": "D", "options": OPTIONS}, "none of the options A, B, C"),
        ({"answer": "Lyon", "options": OPTIONS}, "none of the 3 options"),
        ({"answer": 3, "options": OPTIONS}, "no index of 3 options"),
        ({"answer": -1, "options": OPTIONS}, "no index"),
        ({"answer": 1, "options": [1, 2, 3]}, "may be an index"),
        ({"answer": "1", "options": ["1", "2", "3", "4"]}, "may be an index"),
        ({"answer": "A", "options": ["x", " x. "]}, "A and B are equal"),
        ({"answer": "A", "options": ["x", ""]}, "B is blank"),
        ({"answer": "A", "options": []}, "no option"),
        ({"answer": "A", "options": ["x"]}, "one option alone"),
        ({"answer": "A", "options": ["x", None]}, "Option 2"),
        ({"answer": "A", "options": 3}, "int"),
        ({"answer": "A", "options": {"text": ["x", "y"], "label": ["A"]}}, "labels"),
        ({"answer": "A", "options": {"A": "x", "a": "y"}}, "label 'A'"),
        ({"answer": "A", "options": {"first": "x", "second": "y"}}, "no label"),
        ({"answer": 1.5, "options": OPTIONS}, "1.5"),
        (Choices(OPTIONS, "D"), "none of the options"),
    ],
)
def test_what_is_unusable(reference, said):
    with pytest.raises(RewardError, match=said):
        parse(reference)


def test_options_that_differ_in_case_alone_are_options():
    assert parse({"answer": "Aa", "options": ["AA", "Aa", "aa"]}).answer == "B"
    with pytest.raises(RewardError, match="several"):
        parse({"answer": "aA", "options": ["AA", "Aa", "aa"]})


@pytest.mark.parametrize(("reference", "letter"), [("(C) Earth", "C"), ("C) Earth", "C"), ("**(C)** Earth", "C")])
def test_a_letter_with_its_text_is_a_letter_where_the_options_are_not_known(reference, letter):
    assert parse(reference) == Choices((), letter)
    with pytest.raises(RewardError, match="options are not known"):
        parse("C. elegans")


LIST = "A) London\nB) Rome\nC) Paris"


@pytest.mark.parametrize(
    ("prompt", "options"),
    [
        (f"Which?\n{LIST}\nAnswer:", OPTIONS),
        ("Which?\n(A) London\n\n(B) Rome\n\n(C) Paris", OPTIONS),
        ("Which?\n- A. London\n- B. Rome\n- C. Paris", OPTIONS),
        (f"Q1\nA) x\nB) y\nAnswer: A\n\nQ2\n{LIST}\nAnswer:", OPTIONS),
        ([{"role": "system", "content": "Choose."}, {"role": "user", "content": f"Q\n{LIST}"}], OPTIONS),
        ([{"role": "user", "content": [{"type": "text", "text": f"Q\n{LIST}"}]}], OPTIONS),
        ([{"role": "user", "content": LIST}, {"role": "assistant", "content": "A) x\nB) y\nC) z"}], OPTIONS),
        ([{"role": "system", "content": "A) x\nB) y\nC) z"}, {"role": "user", "content": "Which?"}], ()),
        (f"{LIST}\n\nAnswer so:\nA) a letter\nB) its text", OPTIONS),
        ("A) Rome\nB) Paris", ("Rome", "Paris")),
        ("B) Rome\nC) Paris", ()),
        ("A) London\nC) Paris", ()),
        ("Which of A) and B) is it?", ()),
        ("A) London", ()),
        (None, ()),
        (3, ()),
    ],
)
def test_options_in_a_prompt(prompt, options):
    assert listed_options(prompt) == options


def test_a_list_that_lacks_the_right_letter_is_not_the_question_s():
    assert parse("C", prompt="A) x\nB) y\nAnswer:") == Choices((), "C")
    assert parse("B", prompt=f"Q\n{LIST}").text == "Rome"


# --- shuffling -------------------------------------------------------------------------------------------------------


def test_the_order_is_pinned():
    found = shuffled("Paris", ["London", "Rome", "Berlin"], "rec1")
    assert found == Choices(("Rome", "Berlin", "London", "Paris"), "D"), "data sets that were made before would change"
    assert found.render() == "A) Rome\nB) Berlin\nC) London\nD) Paris"


@given(
    st.lists(st.text(alphabet="abcdefgh ", min_size=1).filter(str.strip), min_size=2, max_size=6, unique_by=str.strip),
    st.text(),
)
def test_shuffling_keeps_the_options_and_knows_the_right_one(options, key):
    texts = [option.strip() for option in options]
    if len({" ".join(text.split()) for text in texts}) < len(texts):
        return
    found = shuffled(texts[0], texts[1:], key)
    assert sorted(found.options) == sorted(texts)
    assert found.text == texts[0]
    assert found == shuffled(texts[0], texts[:0:-1], key)


def test_the_right_option_goes_everywhere():
    places = [shuffled("a", ["b", "c", "d"], key).answer for key in range(400)]
    assert all(70 < places.count(label) < 130 for label in "ABCD")


def test_numbers_are_shuffled_as_they_are_written():
    assert shuffled(1, [2, 3.5], "k") == shuffled("1", ["2", "3.5"], "k")


@pytest.mark.parametrize("incorrect", [[None], [True], [[2]], [], "abc", ["right"], ["x", "x"], ["x", " "]])
def test_what_cannot_be_shuffled(incorrect):
    with pytest.raises(RewardError):
        shuffled("right", incorrect, 1)
