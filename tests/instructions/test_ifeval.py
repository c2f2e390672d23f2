"""IFEval's 25 types of instructions: each is kept by one text and broken by another, in its own form."""

from __future__ import annotations

from typing import Any

import pytest

from r1rewards.instructions import INSTRUCTIONS, Text, parse

AT_LEAST = {"relation": "at least"}
ROWS: dict[str, tuple[dict[str, Any], str, str]] = {
    "keywords:existence": ({"keywords": ["run", "sun"]}, "running in the sun", "in the sun"),
    "keywords:frequency": ({"keyword": "run", "frequency": 2, **AT_LEAST}, "run, running", "run"),
    "keywords:forbidden_words": ({"forbidden_words": ["run"]}, "running", "I run"),
    "keywords:letter_frequency": (
        {"letter": "q", "let_frequency": 2, "let_relation": "less than"},
        "one q",
        "Q and q",
    ),
    "language:response_language": (
        {"language": "de"},
        "Heute ist das Wetter schön und warm.",
        "The weather is nice and warm.",
    ),
    "length_constraints:number_sentences": (
        {"num_sentences": 3, "relation": "less than"},
        "It rains. We stay.",
        "It rains. We stay. Good.",
    ),
    "length_constraints:number_paragraphs": ({"num_paragraphs": 2}, "one\n***\ntwo", "one\n\ntwo"),
    "length_constraints:number_words": ({"num_words": 3.0, **AT_LEAST}, "one two three", "one two"),
    "length_constraints:nth_paragraph_first_word": (
        {"num_paragraphs": 2, "nth_paragraph": 2, "first_word": "tea"},
        "One.\n\nTea is hot.",
        "One.\n\nTea.\n\nTwo.",
    ),
    "detectable_content:number_placeholders": ({"num_placeholders": 2}, "[name] at [place]", "[name]"),
    "detectable_content:postscript": ({"postscript_marker": "P.P.S"}, "Bye.\nP.P.S Hello.", "Bye.\nP.S. Hello."),
    "detectable_format:number_bullet_lists": ({"num_bullets": 2}, "* one\n* two", "* one\n* two\n* three"),
    "detectable_format:constrained_response": ({}, "My answer is maybe.", "Maybe."),
    "detectable_format:number_highlighted_sections": ({"num_highlights": 2}, "*one* *two*", "*one*"),
    "detectable_format:multiple_sections": (
        {"section_spliter": "SECTION", "num_sections": 2},
        "SECTION 1\ntea\nSECTION 2\nmilk",
        "SECTION 1\ntea",
    ),
    "detectable_format:json_format": ({}, '```json\n{"a": 1}\n```', "a: 1"),
    "detectable_format:title": ({}, "<<Tea>>\nIt is hot.", "Tea\nIt is hot."),
    "combination:two_responses": ({}, "Tea.\n******\nMilk.", "Tea."),
    "combination:repeat_prompt": ({"prompt_to_repeat": "Tea?"}, "Tea? Yes.", "Yes."),
    "startend:end_checker": ({"end_phrase": "Is that all?"}, 'So. "Is that all?"', "Is that all? Yes."),
    "startend:quotation": ({}, '"Tea."', "Tea."),
    "change_case:capital_word_frequency": (
        {"capital_frequency": 2, "capital_relation": "at least"},
        "NASA met ESA",
        "NASA met us",
    ),
    "change_case:english_capital": ({}, "THE TEA IS HOT AND IT IS GOOD.", "The tea is hot and it is good."),
    "change_case:english_lowercase": ({}, "the tea is hot and it is good.", "der tee ist heiß und er ist gut."),
    "punctuation:no_comma": ({}, "One. Two.", "One, two."),
}


def test_each_of_the_25_is_tried() -> None:
    assert set(ROWS) == set(INSTRUCTIONS)
    assert len(INSTRUCTIONS) == 25


@pytest.mark.parametrize("instruction", INSTRUCTIONS)
def test_kept_and_broken(instruction: str) -> None:
    kwargs, kept, broken = ROWS[instruction]
    found = parse({"instruction_id_list": [instruction], "kwargs": [{**kwargs, "unused": None}]})
    assert sum(constraint.weight for constraint in found) == 1.0
    assert all(constraint.rule.judge(Text(kept)).passed for constraint in found)
    assert not all(constraint.rule.judge(Text(broken)).passed for constraint in found)
