"""What a claim among options is, and what speaks against it, by phenomenon."""

from __future__ import annotations

import pytest

from r1rewards.choices import Choices, Extraction, extract
from r1rewards.choices.option_index import OptionIndex

CITIES = Choices(("London", "Rome", "Paris", "Berlin"), "C")
VALUES = Choices(("1/2", "0.25", "3", "2 m/s"), "A")
CLAIM = "The answer is C."


def read(text: str, choices: Choices = CITIES, **policies: object) -> Extraction:
    """What a text claims, as an extraction without a label where nothing in it looks like a claim."""
    return extract(text, choices, **policies) or Extraction(None, "", (0, 0), "")


# --- an option -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("C", "C"),
        ("(C)", "C"),
        ("option C because it is old", "C"),
        ("Paris", "C"),
        ("C) Paris", "C"),
        ("not A but C", "C"),
        ("most likely C", "C"),
        ("maybe C", "C"),
        ("C, as A is too far north", "C"),
        ("C or D", None),
        ("C and D", None),
        ("Paris or Rome", None),
        ("C, D", None),
        ("C (D)", None),
        ("either C or D", None),
        ("not C", None),
        ("none of them", None),
        ("C) London", None),
        ("London (C)", None),
        ("E", None),
        ("A, B) Rome", None),
        ("a city", None),
        ("C = 5", None),
        ("C-14", None),
        ("5", None),
        ("Lyon", None),
    ],
)
@pytest.mark.parametrize("stop", ["", "."])
def test_an_option_is_read(said, claims, stop):
    assert read(f"The answer is {said}{stop}").claims == claims


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("C) London", "the letter C stands beside the text of A"),
        ("London (C)", "the text of A stands beside the letter C"),
        ("E", "there is no option E"),
        ("not C", "it is denied"),
    ],
)
def test_a_fault_says_why_no_option_is_claimed(said, fault):
    found = read(f"The answer is {said}.")
    assert (found.label, found.fault) == (None, fault)


def test_the_index_of_options():
    index = OptionIndex(CITIES)
    assert index.label_of("c") == "C"
    assert (index.has_option("D"), index.has_option("E")) == (True, False)
    assert index.follows("C", "B")
    assert not index.follows("C", "A")
    (match,) = index.texts("the Paris.", 0, 10)
    assert (match.labels, match.start, match.end) == (("C",), 4, 9)
    assert index.texts("Parisian", 0, 8) == []
    assert OptionIndex(VALUES).equal_in_value("0.5") == ("A",)
    assert OptionIndex(VALUES).equal_in_value("Paris") == ()


NUMBERS = Choices(("5", "-5", "10^4", "0.5", "(1, 2)", "[1, 2]"), "A")


@pytest.mark.parametrize(
    ("said", "claims"),
    [
        ("5", "A"),
        ("-5", "B"),
        ("−5", "B"),
        ("- 5", "B"),
        (".5", "D"),
        ("5.5", None),
        ("104", None),
        ("10^4", "C"),
        ("$10^{4}$", "C"),
        ("10000", "C"),
        ("1/2", "D"),
        ("(1, 2)", "E"),
        ("[1, 2]", "F"),
        ("5 + 4", None),
        ("15", None),
    ],
)
def test_values_keep_their_sign_point_and_brackets(said, claims):
    assert read(f"The answer is {said}.", NUMBERS).claims == claims


@pytest.mark.parametrize(("said", "claims"), [("15", "A"), ("15%", None), (r"15\%", None), ("0.2", "B"), ("20%", "B")])
def test_a_percent_sign_makes_another_value(said, claims):
    assert read(f"The answer is {said}.", Choices(("15", "0.2", "25", "30"), "A")).claims == claims


@pytest.mark.parametrize("name", ["Vitamin C", "Figure C", "type C", "°C", "25 C", "C-14", "C = 5 F", "C++"])
def test_a_letter_that_is_part_of_a_name_is_no_option(name):
    assert read(f"It has to do with {name}.").label is None


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("A photon escapes, so the answer is C.", "C"),
        ("The answer is A because it is north.", "A"),
        ("A is correct.", "A"),
        ("A resposta correta é a C.", "C"),
        ("I think that the answer is C.", "C"),
    ],
)
def test_letters_that_may_be_words(text, claims):
    assert read(text).claims == claims


SPOKEN = [
    (("伦敦", "罗马", "巴黎", "柏林"), "正确答案是巴黎。"),
    (("ロンドン", "ローマ", "パリ", "ベルリン"), "正解はパリです。"),
    (("런던", "로마", "파리", "베를린"), "정답은 파리입니다."),
    (("ลอนดอน", "โรม", "ปารีส", "เบอร์ลิน"), "คำตอบคือปารีส"),
]  # fmt: skip


@pytest.mark.parametrize(("options", "text"), SPOKEN)
def test_texts_in_scripts_without_spaces(options, text):
    assert read(text, Choices(options, "C")).claims == "C"


# --- each rule -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("answer-is", "The correct option must be C."),
        ("answer-is", "The option that is not true is C."),
        ("answer-is", "The false statement is C."),
        ("answer-is", "La respuesta correcta es C."),
        ("answer-is", "正确答案是C"),
        ("answer-colon", "Final answer: C"),
        ("answer-colon", "### Answer\n\nC"),
        ("answer-colon", "Réponse : C"),
        ("answer-colon", '{"answer": "C"}'),
        ("choose", "I would therefore pick C."),
        ("choose", "I am going for C."),
        ("choose", "I believe it is C."),
        ("therefore", "It is old, so C."),
        ("therefore", "By elimination, C."),
        ("therefore", "It is B. No, wait, C."),
        ("therefore", "Correct: C"),
        ("is-answer", "C is the best answer."),
        ("is-answer", "C is the chosen option."),
        ("option-correct", "Only C fits."),
        ("option-correct", "C satisfies the question best."),
        ("option-correct", "It is old.\n(A) ✗\n(B) ✗\n(C) ✓\n(D) ✗"),
        ("points-to", "This leaves us with C."),
        ("points-to", "The text corresponds to option C."),
        ("points-to", "C is what remains."),
        ("conclusion", "Hence the capital is Paris."),
        ("conclusion", "Maybe C."),
        ("last-line", "It is old.\n(C) Paris"),
        ("first-line", "(C) The river runs through it.\nIt is old."),
        ("first-line", "C\n\nThe others are further north."),
    ],
)
def test_a_rule_claims(rule, text):
    assert read(text, rules=[rule]).claims == "C"
    assert read(text).claims == "C"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("answer-is", "Each option is C."),
        ("answer-is", "The statement is C."),
        ("answer-is", "Answer C is a trap."),
        ("answer-is", "Now let us look at answer C."),
        ("answer-colon", "The wrong answer: C"),
        ("choose", "You choose C."),
        ("therefore", "It is so C-shaped."),
        ("is-answer", "C is not the answer."),
        ("option-correct", "C is correct if it rains."),
        ("option-correct", "C is nearly correct."),
        ("points-to", "It is a city."),
        ("conclusion", "The other capital is Paris."),
        ("last-line", "A) London\nB) Rome\nC) Paris"),
        ("last-line", "### Incorrect option\n\nC. Paris"),
        ("first-line", "Options:\nC"),
    ],
)
def test_a_rule_claims_nothing(rule, text):
    assert read(text, rules=[rule]).claims is None


# --- what speaks against a claim -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "lead", ["Suppose ", "One might think ", "Some students say ", "It is wrong that ", "If it rains, "]
)
def test_suppositions_and_denials(lead):
    assert read(f"{lead}the answer is C.").claims is None


@pytest.mark.parametrize("lead", ["One might think so, but ", "If we look closely, ", "I think ", "Therefore "])
def test_other_words_before_a_claim(lead):
    assert read(f"{lead}the answer is C.").claims == "C"


@pytest.mark.parametrize(
    ("condition", "claims"),
    [(" if it rains", None), (", unless it rains", None), (" if we look", "C"), (".", "C")],
)
def test_conditions(condition, claims):
    assert read(f"The answer is C{condition}").claims == claims


@pytest.mark.parametrize(
    "words",
    ["That is wrong.", "Never mind.", "It is not C.", "I ruled out C.", "C is wrong.", "C cannot be right.", "❌"],
)
def test_a_claim_is_taken_back(words):
    assert read(f"{CLAIM} {words}").claims is None


@pytest.mark.parametrize("claim", ["I am going for C.", "C is the chosen option.", "C is correct."])
@pytest.mark.parametrize("remark", ["✗", "不对", "No.", "Wrong!"])
def test_a_retraction_is_about_the_claim_and_has_no_blanks_around_it(claim, remark):
    text = f"{claim} {remark}"
    found = read(text)
    assert found.against is not None
    assert found.against.value == text[found.against.start : found.against.end] == found.against.value.strip()
    assert found.against.value.rstrip(".!") == remark.rstrip(".!")


@pytest.mark.parametrize(
    "words",
    [
        "Both are possible.",
        "Another option is also possible.",
        "All of the above.",
        "Every option is correct.",
        "D",
        "D is also possible.",
        "D is correct.",
        "It could be D.",
        "Or possibly D.",
        "Or, if you like, D.",
        "It is between C and D.",
        "Both C and D could be defended.",
        "I cannot rule out D.",
        "And maybe D.",
        "也可能是D。",
        "Otherwise, D if it rains.",
        "Berlin could also be right.",
        "Alternatively, Berlin.",
        "Update: D",
        "No, D.",
    ],
)
def test_another_option_is_kept_open(words):
    assert read(f"{CLAIM} {words}").claims != "C"


@pytest.mark.parametrize(
    "words",
    [
        "I am not sure.",
        "It could be something else.",
        "Who knows.",
        "But I cannot say.",
        "D is wrong.",
        "No doubt about it.",
        "Vitamin D is also possible.",
        "While D is possible, it is far away.",
        "D might seem possible, but it is far away.",
        "C is also the largest.",
        "I cannot say why.",
        "One cannot say that Mars is right.",
        "We cannot say the same of B.",
        "No, B is too small.",
        "What about B? That is wrong.",
        "If it were not C, it would be old.",
        "I was wrong to think of D.",
        "A is too far north, B too.",
        "(A) and (B) are too far north; (D) too.",
        "A is a distractor, and D is one too.",
        "A ✗",
        "London ✗",
    ],
)
def test_doubt_and_words_about_others_leave_a_claim(words):
    assert read(f"{CLAIM} {words}").claims == "C"


@pytest.mark.parametrize(
    ("text", "claims", "rivals"),
    [
        ("The answer is A. Wait, the answer is C.", "C", []),
        ("The answer is A. No, C.", "C", []),
        ("The answer is A. The answer is C.", None, ["A"]),
        (
            "The answer is A. Wait, the answer is B. Wait, the answer is D. Wait, the answer is C.",
            None,
            ["A", "B", "D"],
        ),
        ("A is correct. The answer is C.", None, ["A"]),
        ("A is nearly correct. The answer is C.", "C", []),
        ("A is true. The false statement is C.", "C", []),
        ("The false statement is C. C is false.", "C", []),
        ("The options are:\nA. London\nB. Rome\nC. Paris\nD. Berlin\n\nThe answer is C.", "C", []),
    ],
)
def test_several_claims(text, claims, rivals):
    found = read(text)
    assert found.claims == claims
    assert [rival.value for rival in found.rivals] == rivals


def test_all_of_the_above_needs_the_others_to_be_right():
    choices = Choices(("It is old", "It is large", "It is rich", "All of the above"), "D")
    assert read("A, B and C are all true, so the answer is D.", choices).claims == "D"
    assert read("A, B and C are all true, so the answer is C.", choices).claims is None


@pytest.mark.parametrize("said", ["≠ C", "¬C", "C#", "C̸", r"$\\neg C$"])
def test_a_letter_with_another_sign_names_no_option(said):
    assert read(f"The answer is {said}.").claims is None


def test_numbers_after_a_sign_of_inequality_are_no_values():
    assert read("≥ 5", NUMBERS).claims is None


def test_a_sentence_about_an_option_written_out_claims_it():
    assert read("C. Paris is the capital of France.").claims == "C"
    assert read("A. London is a city. C. Paris is the capital of France.").claims is None
