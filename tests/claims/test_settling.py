"""The grammar of claims, by phenomenon, on whole numbers and on the letters A to D."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claim_values import said, stands
from linear import assert_linear
from r1rewards.claims import tables
from r1rewards.claims.kinds import KINDS

NUMBERS = {
    "answer is": ("So the answer is 42.", ["42"]),
    "colon": ("Answer: 42", ["42"]),
    "before": ("Hence 42 is the answer.", ["42"]),
    "pointing back": ("It is 42, and that is the answer.", ["42"]),
    "heading": ("Final answer:\n\n42", ["42"]),
    "prose": ("There are 42 apples and 7 pears.", []),
    "denial": ("The answer is not 42.", []),
    "denial at the end": ("Die Antwort 42 ist es nicht.", []),
    "negated belief": ("I don't think that the answer is 42.", []),
    "contrast": ("The answer is not 43 but 42.", ["42"]),
    "contrast in two sentences": ("The answer is not 43. It is 42.", ["42"]),
    "contrast after": ("The answer is 42, not 43.", ["42"]),
    "question": ("Is the answer 42?", []),
    "question beside": ("The answer is 42. Does that make sense?", ["42"]),
    "supposition": ("Suppose that the answer is 42.", []),
    "others": ("Many students say the answer is 42.", []),
    "doubt": ("Perhaps the answer is 42.", ["42"]),
    "doubt beside": ("The answer is 42. It might be 43.", ["42", "43"]),
    "doubt before": ("It might be 43. The answer is 42.", ["42"]),
    "alternative": ("The answer is 42 or 43.", ["42", "43"]),
    "alternative after": ("The answer is 42. Or 43.", ["42", "43"]),
    "kept open": ("The answer is 42, but 43 might be too.", ["42", "43"]),
    "two claims": ("The answer is 42. The answer is 43.", ["42", "43"]),
    "taken back": ("The answer is 42. I was wrong.", []),
    "taken back, plainly": ("The answer is 42. That is wrong.", []),
    "taken back in its sentence": ("The answer is 42, but that is wrong.", []),
    "corrected": ("The answer is 42. No, wait, it is 43.", ["43"]),
    "corrected in its sentence": ("The answer is 42, wait, it is 43.", ["43"]),
    "check that fails": ("The answer is 42. But 6*8 = 48, so this is wrong.", []),
    "remark": ("The answer is 42. This answer is correct.", ["42"]),
    "final": ("The answer to (a) is 40. The final answer is 42.", ["42"]),
}
OPTIONS = {
    "correct": ("C is correct.", ["C"]),
    "chosen": ("I choose C.", ["C"]),
    "ruled out": ("We rule out C.", []),
    "others out": ("A, B and D are wrong, so C is the answer.", ["C"]),
    "not chosen": ("We cannot choose C.", []),
    "two": ("C or D is correct.", ["C", "D"]),
    "doubt": ("Maybe C.", ["C"]),
    "distractor": ("Many students choose B. The answer is C.", ["C"]),
}


@pytest.mark.parametrize(("text", "values"), NUMBERS.values(), ids=NUMBERS)
def test_numbers(text, values):
    assert said(text) == values


@pytest.mark.parametrize(("text", "values"), OPTIONS.values(), ids=OPTIONS)
def test_options(text, values):
    assert sorted(said(text, options=True)) == values


@pytest.mark.parametrize(
    ("text", "why", "words"),
    [
        ("The answer is not 42.", "denied", "not"),
        ("Is the answer 42?", "asked", "Is the answer 42?"),
        ("Suppose the answer is 42.", "supposed", "Suppose"),
        ("Many students say the answer is 42.", "reported", "Many students"),
        ("The answer is 42. I was wrong.", "taken back", "I was wrong"),
        ("Maybe the answer is 42.\n\nNow for something else.", "hedged", "answer is 42"),
    ],
)
def test_a_claim_that_falls_says_why(text, why, words):
    fallen = stands(text).fallen
    assert [(f.mention.value, f.why, text[f.start : f.end].strip()) for f in fallen] == [("42", why, words)]


def test_doubt_is_refused_where_the_policy_says_so():
    assert said("Perhaps the answer is 42.", tentative=False) == []
    assert said("The answer is 42.", tentative=False) == ["42"]


@given(st.text(max_size=80))
def test_whatever_the_text_claims_lie_in_it(text):
    standing = stands(text, options=True)
    assert all(0 <= claim.marker <= claim.start < claim.end <= len(text) for claim in standing.claims)


@pytest.mark.parametrize("language", tables.languages())
def test_rows_of_cue_words_take_linear_time(language):
    words = [word.strip("*") for key in KINDS for word in tables.table(language)[key]]
    piece = " ".join(words)
    assert_linear(lambda size: partial(stands, (piece + " 42 C. ") * (size // len(piece) + 1), options=True), 100_000)
