"""The tables in TOML that come with the layouts."""

from __future__ import annotations

import pytest

from r1rewards import templates
from r1rewards.core.data_files import read_table
from r1rewards.templates import tokens
from r1rewards.templates.layouts import BASE

TOKENS = read_table("r1rewards.templates", "tokens.toml")
LAYOUTS = read_table("r1rewards.templates", "layouts.toml")


@pytest.mark.parametrize("kind", ["end", "turn", "pad", "media", "opens", "ends"])
def test_tokens_are_tags_of_which_none_is_there_twice(kind: str) -> None:
    found = {**TOKENS, **TOKENS["reasoning"], "media": [each for family in TOKENS["media"].values() for each in family]}
    assert len(set(found[kind])) == len(found[kind])
    for token in found[kind]:
        assert token == token.strip(), token
        assert token.isprintable(), token
        assert token[0] + token[-1] in {"<>", "[]", "◁▷"} or token.startswith("<|channel|>"), token


def test_the_table_of_tokens_is_used_whole() -> None:
    assert TOKENS.keys() == {"end", "honest", "turn", "own_turn", "pad", "reasoning", "media"}
    assert set(TOKENS["honest"]) <= set(tokens.END_TOKENS)
    # gpt-oss has two channels that come before the one that ends them.
    assert len(TOKENS["reasoning"]["opens"]) == len(TOKENS["reasoning"]["ends"]) + 1


def test_every_layout_of_the_table_has_its_name_and_says_where_it_is_from() -> None:
    assert {layout.name for layout in BASE} | {"nothink"} == LAYOUTS.keys()
    for name in LAYOUTS:
        layout = templates.get(name)
        assert (layout.name, layout.prompt.count("{question}")) == (name, 1)
        assert layout.source
        assert "{stated}" not in layout.prompt
        assert layout.turn or layout.marks, "a prompt is known by one of them"


def test_a_fault_says_what_is_wrong_on_one_line() -> None:
    assert all(name == name.strip().lower() and meaning.isprintable() for name, meaning in templates.FAULTS.items())
