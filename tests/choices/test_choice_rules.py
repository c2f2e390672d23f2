"""The rules of the choices engine, each on its own: what a claim is, and what speaks against it."""

from __future__ import annotations

import pytest

from r1rewards.choices import Choices, extract
from r1rewards.choices.findings import ClaimContext, are_neighbours
from r1rewards.choices.hedges import kept_open, taken_back
from r1rewards.choices.option_index import OptionIndex
from r1rewards.choices.plain import Plain
from r1rewards.choices.reading import read_option
from r1rewards.choices.sentences import Sentences, is_conditional, is_supposed
from r1rewards.choices.subjects import subject

CITIES = Choices(("London", "Rome", "Paris", "Berlin"), "C")
VALUES = Choices(("1/2", "0.25", "3", "2 m/s"), "A")
INDEX = OptionIndex(CITIES)
CLAIM = "The answer is C"


def context(text: str, choices: Choices = CITIES) -> ClaimContext:
    return ClaimContext(Plain(text, 0, len(text)), OptionIndex(choices))


# --- an option -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "label", "fault"),
    [
        ("C", "C", None),
        ("(C)", "C", None),
        ("option C because it is old", "C", None),
        ("Paris", "C", None),
        ("C) Paris", "C", None),
        ("not A but C", "C", None),
        ("most likely C", "C", None),
        ("C or D", None, "it names several options"),
        ("C and D", None, "it names several options"),
        ("Paris or Rome", None, "it names several options"),
        ("C, D", None, "it names several options"),
        ("C (D)", None, "it names several options"),
        ("maybe C", None, "it is a hedge"),
        ("either C or D", None, "it is a hedge"),
        ("not C", None, "it is denied"),
        ("none of them", None, "it is denied"),
        ("C) London", None, "the letter C stands beside the text of A"),
        ("London (C)", None, "the text of A stands beside the letter C"),
        ("E", None, "there is no option E"),
        ("A, B) Rome", None, "it is a list of options"),
    ],
)
def test_an_option_is_read(said, label, fault):
    plain = Plain(said, 0, len(said))
    found = read_option(INDEX, plain, 0, len(plain.text))
    assert found is not None
    assert (found.label, found.fault) == (label, fault)


@pytest.mark.parametrize("said", ["a city", "C = 5", "C-14", "5", "Lyon"])
def test_no_option_is_read(said):
    plain = Plain(said, 0, len(said))
    assert read_option(INDEX, plain, 0, len(plain.text)) is None


def test_the_index_of_options():
    assert INDEX.label_of("c") == "C"
    assert (INDEX.has_option("D"), INDEX.has_option("E")) == (True, False)
    match = INDEX.text_at("the Paris.", 0, 10)
    assert match is not None
    assert (match.labels, match.start, match.end) == (("C",), 4, 9)
    assert INDEX.text_at("Parisian", 0, 8) is None
    assert INDEX.text_before("it is rome", 0, 10) == ("B",)
    assert OptionIndex(VALUES).equal_in_value("0.5") == ("A",)
    assert OptionIndex(VALUES).equal_in_value("Paris") == ()


@pytest.mark.parametrize(
    ("one", "other", "neighbours"),
    [("A) x", "B) y", True), ("A) x", "C) y", False), ("A", "B", False), ("x", "B) y", False)],
)
def test_lines_of_a_list(one, other, neighbours):
    assert are_neighbours(INDEX, one, other) is neighbours


@pytest.mark.parametrize(
    ("said", "label"),
    [("So Paris", "C"), ("Since A fails, C", "C"), ("option C", "C"), ("A, B and C", None), ("neither A nor C", None)],
)
def test_the_subject_of_a_predicate(said, label):
    found = subject(context(said), 0, len(said))
    assert (None if found is None else found.label) == label


# --- sentences -------------------------------------------------------------------------------------------------------


def test_sentences_and_questions():
    sentences = Sentences("It is C. Is it, e.g. Paris? Yes.")
    assert [sentences.text[s:e].strip() for s, e in zip(sentences.starts, sentences.ends, strict=True)] == [
        "It is C.",
        "Is it, e.g. Paris?",
        "Yes.",
    ]
    assert sentences.asks(*sentences.around(12))
    assert not sentences.asks(*sentences.around(2))


@pytest.mark.parametrize(
    ("before", "supposed"),
    [
        ("Suppose ", True),
        ("One might think ", True),
        ("Some students say ", True),
        ("It is wrong that ", True),
        ("The second ", True),
        ("If it rains, ", True),
        ("One might think so, but ", False),
        ("If we look closely, ", False),
        ("I think ", False),
        ("Therefore ", False),
    ],
)
def test_suppositions_and_denials(before, supposed):
    assert is_supposed(before + "the answer is C", 0, len(before)) is supposed


@pytest.mark.parametrize(
    ("behind", "conditional"),
    [(" if it rains", True), (", unless it rains", True), (" if we look", False), (".", False)],
)
def test_conditions(behind, conditional):
    assert is_conditional(behind, 0, len(behind)) is conditional


# --- each rule -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("answer-is", "The correct option must be C."),
        ("answer-is", "The option that is not true is C."),
        ("answer-is", "La respuesta correcta es C."),
        ("answer-is", "正确答案是C"),
        ("answer-colon", "Final answer: C"),
        ("answer-colon", "### Answer\n\nC"),
        ("answer-colon", "Réponse : C"),
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
        ("points-to", "This leaves us with C."),
        ("points-to", "The text corresponds to option C."),
        ("conclusion", "Hence the capital is Paris."),
        ("last-line", "It is old.\n(A) ✗\n(B) ✗\n(C) ✓\n(D) ✗"),
        ("first-line", "(C) The river runs through it.\nIt is old."),
    ],
)
def test_a_rule_claims(rule, text):
    found = extract(text, CITIES, rules=[rule])
    assert found is not None
    assert found.claims == "C"


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("answer-is", "Each option is C."),
        ("answer-is", "The statement is C."),
        ("answer-colon", "The wrong answer: C"),
        ("choose", "You choose C."),
        ("therefore", "It is so C-shaped."),
        ("is-answer", "C is not the answer."),
        ("option-correct", "C is correct if it rains."),
        ("points-to", "It is a city."),
        ("conclusion", "The other capital is Paris."),
        ("last-line", "A) London\nB) Rome\nC) Paris"),
        ("first-line", "Options:\nC"),
    ],
)
def test_a_rule_claims_nothing(rule, text):
    found = extract(text, CITIES, rules=[rule])
    assert found is None or found.claims is None


# --- each kind of words against a claim ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["That is wrong.", "Never mind.", "It is not C.", "I ruled out C.", "C is wrong.", "C cannot be right.", "❌"],
)
def test_a_claim_is_taken_back(words):
    found = taken_back(context(f"{CLAIM}. {words}"), len(CLAIM), "C", asks_for_false=False)
    assert found is not None
    assert found[2] == "takes it back"


@pytest.mark.parametrize(
    ("words", "asks_for_false"),
    [
        ("D is wrong.", False),
        ("What about B? That is wrong.", False),
        ("C is false.", True),
        ("If it were not C, it would be old.", False),
        ("I was wrong to think of D.", False),
    ],
)
def test_a_claim_is_not_taken_back(words, asks_for_false):
    assert taken_back(context(f"{CLAIM}. {words}"), len(CLAIM), "C", asks_for_false=asks_for_false) is None


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("I am not sure.", "doubts it"),
        ("It could be something else.", "doubts it"),
        ("Who knows.", "doubts it"),
        ("Both are possible.", "keeps several open"),
        ("Another option is also possible.", "keeps several open"),
        ("All of the above.", "keeps several open"),
        ("Every option is correct.", "calls all options right"),
        ("D", "names another option, too"),
        ("D is also possible.", "keeps another option open"),
        ("It could be D.", "keeps another option open"),
        ("Or possibly D.", "keeps another option open"),
        ("It is between C and D.", "keeps another option open"),
        ("Both C and D could be defended.", "keeps another option open"),
        ("I cannot rule out D.", "keeps another option open"),
        ("And maybe D.", "keeps another option open"),
        ("也可能是D。", "keeps another option open"),
        ("Otherwise, D if it rains.", "keeps another option open"),
        ("Berlin could also be right.", "keeps another option open"),
        ("Alternatively, Berlin.", "keeps D open"),
        ("No, D.", "keeps another option open"),
        ("But I cannot say.", "doubts it"),
        ("I cannot say which.", "doubts it"),
    ],
)
def test_another_option_is_kept_open(words, what):
    found = kept_open(context(f"{CLAIM}. {words}"), len(CLAIM), "C")
    assert found is not None
    assert found[2] == what


@pytest.mark.parametrize(
    "words",
    [
        "D is wrong.",
        "No doubt about it.",
        "Vitamin D is also possible.",
        "While D is possible, it is far away.",
        "D might seem possible, but it is far away.",
        "C is also the largest.",
        "I cannot say why.",
        "One cannot say that Mars is right.",
        "We cannot say the same of B.",
        "It is hard to say why.",
        "I cannot tell you how.",
        "No, B is too small.",
    ],
)
def test_nothing_is_kept_open(words):
    assert kept_open(context(f"{CLAIM}. {words}"), len(CLAIM), "C") is None


# --- what claims amount to -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "claims", "rivals"),
    [
        ("The answer is A. Wait, the answer is C.", "C", []),
        ("The answer is A. The answer is C.", None, ["A"]),
        (
            "The answer is A. Wait, the answer is B. Wait, the answer is D. Wait, the answer is C.",
            None,
            ["A", "B", "D"],
        ),
        ("The answer is A or maybe, wait, the answer is C.", None, None),
        ("A is correct. The answer is C.", None, ["A"]),
        ("A is nearly correct. The answer is C.", "C", []),
        ("A is true. The false statement is C.", "C", []),
    ],
)
def test_several_claims(text, claims, rivals):
    found = extract(text, CITIES)
    assert found is not None
    assert found.claims == claims
    if rivals is not None:
        assert [rival.value for rival in found.rivals] == rivals


@pytest.mark.parametrize("claim", ["I am going for C.", "C is the chosen option.", "C is correct."])
@pytest.mark.parametrize("remark", ["✗", "不对", "No.", "Wrong!"])
def test_a_retraction_is_about_the_claim_and_has_no_blanks_around_it(claim, remark):
    text = f"{claim} {remark}"
    found = extract(text, CITIES)
    assert found is not None
    assert found.against is not None
    assert found.against.value == text[found.against.start : found.against.end] == found.against.value.strip()
    assert found.against.value.rstrip(".!") == remark.rstrip(".!")


@pytest.mark.parametrize("text", ["The answer is C. A ✗", "The answer is C.\nLondon ✗"])
def test_a_cross_after_another_option_takes_nothing_back(text):
    found = extract(text, CITIES)
    assert found is not None
    assert found.against is None
