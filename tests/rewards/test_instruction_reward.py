"""InstructionReward: how constraints are combined, what a Score says, and references that cannot be used."""

from __future__ import annotations

import json
from typing import Any

import pytest

import r1rewards as r1
from r1rewards.errors import RewardError

TWO = [{"rule": "words", "at_least": 3}, {"rule": "no-commas"}]


def score(text: str, reference: Any, *, prompt: Any = None, meta: Any = None, **fields: Any) -> r1.Score:
    (found,) = r1.InstructionReward(**fields).score([r1.Sample(text, reference, prompt=prompt, meta=meta or {})])
    return found


def test_all_are_kept() -> None:
    found = score("one two three", TWO)
    assert (found.value, found.verdict, found.reason) == (1.0, "correct", "All 2 constraints are kept")
    assert [(part.reward, part.weight, part.value) for part in found.parts] == [
        ("words", 1.0, 1.0),
        ("no-commas", 1.0, 1.0),
    ]
    assert found.data == {"constraints": 2, "kept": 2}


def test_the_reason_names_the_first_that_is_broken_with_its_figures() -> None:
    assert score("word " * 87, {"rule": "words", "at_least": 100}).reason == "words: 87, at least 100 are asked for"
    found = score("one, two", TWO)
    assert (found.value, found.verdict) == (0.0, "incorrect")
    assert found.reason == "words: 2, at least 3 are asked for (and 1 more broken)"


def test_a_mean_is_weighted() -> None:
    assert score("one two", TWO, credit="share").value == 0.5
    assert score("one two", TWO, credit="share").verdict == "partial"
    heavy = [{**TWO[0], "weight": 3}, TWO[1]]
    assert score("one two", heavy, credit="share").value == 0.25
    assert score("a, b", TWO, credit="share").verdict == "incorrect"
    assert score("one two three", heavy, credit="share").verdict == "correct"


def test_spans_show_forbidden_words() -> None:
    text = "<think>a cat</think>The c\u200bat sat, cat!"
    found = score(text, {"rule": "exclude", "phrases": ["cat"]})
    assert [text[span.start : span.end] for span in found.spans] == ["c\u200bat", "cat"]
    assert {span.label for span in found.spans} == {"broken"}
    assert found.spans[0].value == "exclude"


def test_reasoning_does_not_count() -> None:
    assert score("<think>cat, cat</think>A dog.", TWO[1]).value == 1.0
    assert score("<think>one two three</think>one", TWO[0]).value == 0.0
    assert score("<think>one</think><answer>one two three</answer>", TWO[0], template="r1-zero").value == 1.0
    assert score("<think>a</think><answer>one</answer> two three", TWO[0], template="r1-zero").value == 0.0
    assert score("one two<|im_end|>", {"rule": "ends-with", "text": "two"}).value == 1.0


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "<think>one two three</think>", "<think>never closed"])
def test_a_blank_text_keeps_nothing(text: str) -> None:
    for rule in ({"rule": "words", "at_most": 5}, {"rule": "no-commas"}, {"rule": "exclude", "phrases": "cat"}):
        for credit in ("all", "share"):
            found = score(text, rule, credit=credit)
            assert (found.value, found.verdict) == (0.0, "no-answer")


def test_forms_of_references() -> None:
    ifeval = {
        "instruction_id_list": ["punctuation:no_comma", "length_constraints:number_words"],
        "kwargs": [{}, {"relation": "at least", "num_words": 3, "num_bullets": None}],
    }
    for reference in (TWO, tuple(TWO), json.dumps(TWO), ifeval, json.dumps(ifeval)):
        assert score("one two three", reference).value == 1.0
        assert score("one, two", reference).value == 0.0
    assert (
        score("one, two", {**ifeval, "kwargs": json.dumps(ifeval["kwargs"])}).parts[0].reward == "punctuation:no_comma"
    )
    assert score("one two", "gold", instructions_column="rules", meta={"rules": TWO}).value == 0.0
    assert score("one two three", "gold", instructions_column="rules", meta={"rules": TWO}).value == 1.0


IDS = ["punctuation:no_comma", "length_constraints:number_words"]
KWARGS = [{}, {"relation": "at least", "num_words": 3, "num_bullets": None}]


class Array:
    """What numpy's arrays have in common."""

    def __init__(self, held: list[Any]) -> None:
        self.held = held

    def tolist(self) -> list[Any]:
        return self.held


@pytest.mark.parametrize("ids", [IDS, tuple(IDS), json.dumps(IDS), Array(IDS)], ids=["list", "tuple", "json", "array"])
@pytest.mark.parametrize(
    "kwargs",
    [KWARGS, json.dumps(KWARGS), [json.dumps(item) for item in KWARGS], Array(KWARGS), [None, KWARGS[1]]],
    ids=["list", "json", "items", "array", "none"],
)
def test_rows_of_ifeval_hold_two_columns(ids: Any, kwargs: Any) -> None:
    meta = {"instruction_id_list": ids, "kwargs": kwargs}
    for reference, columns, fields in (
        (None, meta, {}),
        (ids, {"kwargs": kwargs}, {}),
        ("gold", meta, {"instructions_column": "instruction_id_list"}),
        (meta, {}, {}),
        (TWO, meta, {}),
    ):
        assert score("one two three", reference, meta=columns, **fields).value == 1.0
        assert score("one, two", reference, meta=columns, **fields).value == 0.0
    assert [part.reward for part in score("one", None, meta=meta).parts] == IDS


def test_ids_without_their_arguments() -> None:
    alone = {"instruction_id_list": ["punctuation:no_comma"]}
    assert score("one", None, meta=alone).value == 1.0
    assert score("one", IDS[:1]).value == 1.0
    assert (
        "Constraint 2: length_constraints:number_words: the argument 'num_words' is missing" in score("x", IDS).reason
    )
    assert score("one", None, meta={**alone, "kwargs": None}).value == 1.0


@pytest.mark.parametrize(
    "reference",
    [
        [{"instruction_id": IDS, "kwargs": [None, KWARGS[1]]}],
        json.dumps([{"instruction_id": IDS, "kwargs": [None, KWARGS[1]]}]),
        {"instruction_id": IDS, "kwargs": KWARGS},
        [{"instruction_id": IDS[0], "kwargs": None}, {"instruction_id": IDS[1], "kwargs": KWARGS[1]}],
        [{"instruction_id": [IDS[0]], "kwargs": [None]}, TWO[0]],
        Array(TWO),
    ],
    ids=["list", "json", "mapping", "one by one", "mixed", "array"],
)
def test_other_sets_in_the_form_of_ifeval(reference: Any) -> None:
    found = score("one two three", reference)
    assert (found.value, found.data["constraints"]) == (1.0, 2), found.reason
    assert score("one, two", reference).parts[0].value == 0.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<think>x</think><answer>one two</answer>", 1.0),
        ("<answer>\n one two </answer><|im_end|>", 1.0),
        ("<answer>one two</answer> three", 1.0),
        ("<answer>one two three</answer>", 0.0),
        ("<think><answer>one two</answer></think>one", 0.0),
        ("<answer>one</answer><answer>two</answer>", 0.0),
        ("<answer> </answer> one two", 0.0),
        ("one two", 1.0),
        ("<answer>", 0.0),
    ],
)
def test_the_answer_element_is_judged_without_a_template(text: str, value: float) -> None:
    found = score(text, {"rule": "words", "exactly": 2})
    assert found.value == value, found.reason


def test_spans_in_an_answer_element_count_into_the_text() -> None:
    text = "<think>a</think> <answer>The c*a*t sat.</answer>"
    (span,) = score(text, {"rule": "exclude", "phrases": ["cat"]}).spans
    assert text[span.start : span.end] == "c*a*t"


def test_the_prompt_is_repeated() -> None:
    rule = {"rule": "repeats-prompt"}
    assert score("Say hi. Hi!", rule, prompt="Say hi.").value == 1.0
    chat = [{"role": "user", "content": "Say hi."}]
    assert score("Say hi. Hi!", rule, prompt=chat).value == 1.0
    assert score("Say hi. Hi!", rule).verdict == "skipped"
    assert "prompt" in score("Say hi. Hi!", rule).reason


UNUSABLE = [
    (None, "no reference"),
    ("", "blank"),
    ("{", "no JSON"),
    ("[" * 100_000, "no JSON"),
    ([], "0 constraints"),
    (5, "int"),
    ([5], "Constraint 1: it is a int"),
    ([TWO[0], {"at_least": 3}], "Constraint 2: it names no rule"),
    ({"rule": "wrds"}, "did you mean 'words'"),
    ({"rule": ["words"]}, "there is no rule"),
    ({"rule": "words"}, "give at_least, at_most or exactly"),
    ({"rule": "words", "atleast": 3}, "did you mean 'at_least'"),
    ({"rule": "words", "at_least": "3"}, "give a whole number"),
    ({"rule": "words", "at_least": True}, "give a whole number"),
    ({"rule": "words", "at_least": 3.5}, "give a whole number"),
    ({"rule": "words", "at_least": -1}, "0 or more"),
    ({"rule": "words", "at_least": 10**5000}, "0 or more"),
    ({"rule": "words", "at_least": 5, "at_most": 3}, "no number is both"),
    ({"rule": "words", "exactly": 5, "at_most": 8}, "stands beside"),
    ({"rule": "words", "exactly": 5, "weight": 0}, "weight is 0"),
    ({"rule": "words", "exactly": 5, "weight": float("nan")}, "weight is nan"),
    ({"rule": "include"}, "'phrases' is missing"),
    ({"rule": "include", "phrases": []}, "holds 0 texts"),
    ({"rule": "include", "phrases": ["\u200b"]}, "blank"),
    ({"rule": "include", "phrases": [3]}, "a list of texts"),
    ({"rule": "exclude", "phrases": "cat", "case": "yes"}, "true or false"),
    ({"rule": "choose", "options": ["yes"]}, "give 2"),
    ({"rule": "choose", "options": ["yes", "YES"]}, "the same"),
    ({"rule": "letter", "letter": "ab", "at_least": 1}, "one character"),
    ({"rule": "case", "case": "Lower"}, "lower, upper, title"),
    ({"rule": "language", "language": "xx"}, "English name"),
    ({"rule": "language", "language": "en", "share": 2}, "up to 1"),
    ({"rule": "first-word", "word": "!"}, "give a word"),
    ({"rule": "first-word", "word": "a", "paragraph": 0}, "from 1"),
    ({"rule": "starts-with", "text": " "}, "blank"),
    ({"rule": "no-commas", "at_most": 1}, "takes none"),
    ({"instruction_id_list": ["x:y"], "kwargs": [{}]}, "there is no instruction 'x:y'"),
    ({"instruction_id_list": ["punctuation:no_comma"], "kwargs": []}, "one for each of 1"),
    ({"instruction_id_list": "punctuation:no_comma"}, "a list of IFEval's ids"),
    ({"instruction_id_list": ["punctuation:no_comma"], "kwargs": [{"x": 1}]}, "no argument 'x'"),
    ({"instruction_id_list": ["startend:end_checker"], "kwargs": [{}]}, "'end_phrase' is missing"),
    (
        {
            "instruction_id_list": ["length_constraints:number_words"],
            "kwargs": [{"num_words": 3, "relation": "about"}],
        },
        "'at least' or 'less than'",
    ),
]


@pytest.mark.parametrize(("reference", "told"), UNUSABLE, ids=map(str, range(len(UNUSABLE))))
def test_what_cannot_be_used_is_skipped_and_found(reference: Any, told: str) -> None:
    found = score("one two three", reference)
    assert (found.value, found.verdict) == (None, "skipped")
    assert told in found.reason
    assert "\n" not in found.reason
    assert len(found.reason) < 700
    assert r1.check(r1.InstructionReward(), [r1.Sample("x", reference)]) == [(0, found.reason)]


def test_a_column_that_is_not_there() -> None:
    assert "no column 'rules'" in score("one", None, instructions_column="rules").reason


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"credit": "any"}, "all, share"), ({"instructions_column": 3}, "column"), ({"template": "r2"}, "no template")],
)
def test_fields_that_cannot_be(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(RewardError, match=told):
        r1.InstructionReward(**fields)
