"""What a text claims among options: the engine on its own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.choices import RULES, Choices, extract
from r1rewards.choices.texts import Tokens, folded, without_markup
from r1rewards.errors import RewardError

CITIES = Choices(("London", "Rome", "Paris", "Berlin"), "C")


@pytest.mark.parametrize(
    ("text", "claims", "rule"),
    [
        ("<answer>C</answer>", "C", "answer-element"),
        (r"\boxed{C}", "C", "boxed"),
        ("The answer is C.", "C", "answer-is"),
        ("Answer: C", "C", "answer-colon"),
        ("C is the answer.", "C", "is-answer"),
        ("I choose C.", "C", "choose"),
        ("It is old. Therefore, C.", "C", "therefore"),
        ("It is old.\nC", "C", "last-line"),
        ("C) Paris\nIt is old.", "C", "first-line"),
        ("C is correct.", "C", "option-correct"),
        ("This points to option C.", "C", "points-to"),
        ("Therefore the capital is Paris.", "C", "conclusion"),
    ],
)
def test_every_rule_finds_its_claim(text, claims, rule):
    found = extract(text, CITIES)
    assert found is not None
    assert (found.claims, found.rule) == (claims, rule)
    assert extract(text, CITIES, rules=[rule]).claims == claims
    begin, end = found.span[:2]
    assert text[begin:end].strip(" .") == found.said.strip(" .")


def test_the_rules_are_all_tried_above():
    marks = test_every_rule_finds_its_claim.pytestmark[0].args[1]
    assert {rule for _, _, rule in marks} == set(RULES)


def test_the_right_option_is_not_looked_at():
    for label in "ABCD":
        found = extract("The answer is B. Hence (B) Rome.", Choices(CITIES.options, label))
        assert found is not None
        assert found.claims == "B"


@pytest.mark.parametrize(("rules", "corrections"), [(["nope"], "marked"), ((), "marked"), (None, "nope")])
def test_unknown_names_are_refused(rules, corrections):
    with pytest.raises(RewardError, match="choose"):
        extract("C", CITIES, rules=rules, corrections=corrections)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"**The** $\text{answer}$  is \(\boxed{C}\)", "The answer is C"),
        ("- (C)", "- (C)"),
        ("Ｃ（Ｄ）：x", "C(D):x"),
    ],
)
def test_a_text_without_its_markup(text, expected):
    assert without_markup(text) == expected


@pytest.mark.parametrize("hidden", ["~~B~~", "<del>B</del>", "<!-- B -->", r"\cancel{B}", r"\phantom{B}"])
def test_what_is_struck_out_claims_nothing(hidden):
    found = extract(f"The answer is {hidden} C.", CITIES)
    assert found is not None
    assert (found.claims, found.said) == ("C", "C")
    assert extract(f"The answer is {hidden}.", CITIES) is None


@given(st.text(alphabet="abC *$`\\text{}()\n#~Ｃ ", max_size=60))
def test_places_of_tokens_lie_in_the_text(text):
    page = Tokens(text, 0, len(text))
    assert all(0 <= page.firsts[place] < len(text) for place in page.firsts)
    assert all(text[first : page.lasts[end]] for first, end in zip(page.firsts.values(), page.lasts, strict=True))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("but-2-ene", "But 2 ene", True),
        ("The Golgi apparatus", "golgi apparatus.", True),
        ("H₂O", "H2O", True),
        ("-5", "5", False),
        ("x-2", "x2", False),
        ("1.5", "15", False),
        ("a + b", "a+b", True),
        ("5%", "5", False),
        ("10^4", "104", False),
    ],
)
def test_what_counts_in_a_text(one, other, same):
    assert (folded(one) == folded(other)) is same


HOSTILE = (
    "the answer is ", "A B C D ", "C or D ", "C. ", "**", "(", r"\boxed{C}", r"\boxed{", "\\text{", " ", "\n", "so C ",
    "<answer>C</answer>", "<answer>", "C is correct ", "not ", "best correct ", "answer is the option ", "\u200b", "~~",
    "<!--", "only ", "The answer is 5, 6, 7. ", "a", "\n# ", "答案是", "A) x\n", "?", "D is also possible but ",
    "I think ",
    "answer - ", "both of them are ", "A Paris or ", "London (C) ",
    "option C, ", "so 0.5 is ", "(A)\nB. ", "wait ",
    "but C is ", "答案是C", "not A, B or C ", "A: no. ", "wait so C ",
    "The answer is C. ", "$", "if ", "\\(", "C/", "- ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_texts_are_read(piece):
    text = piece * (100_000 // len(piece))
    for whole in (text, "The answer is C. " + text, text + " The answer is C."):
        found = extract(whole, CITIES)
        assert found is None or 0 <= found.span.start <= found.span.end <= len(whole)
