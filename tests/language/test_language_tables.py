"""The bundled tables: small, complete, and read as they were written."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import pairwise

import pytest

from r1rewards.core.data_files import read_table
from r1rewards.language.languages import COUSINS, NAMES, ONE_LETTER, ONLY, SCRIPTS, TWINS, scripts
from r1rewards.language.lists import word_set
from r1rewards.language.scripts import SPACED, UNSPACED, pairs, table_form
from r1rewards.language.tables import CAP, TABLED, han, table

LANGUAGES = read_table("r1rewards.language", "data/languages.toml")
LISTS = read_table("r1rewards.language", "data/words.toml")


def test_the_data_is_small():
    sizes = [file.stat().st_size for file in files("r1rewards.language").joinpath("data").iterdir()]
    assert len(sizes) == 8
    assert sum(sizes) <= 3_000_000


def test_every_language_can_be_told():
    tabled = {language for script in TABLED for language in table(script).languages}
    assert tabled | set(ONLY.values()) | {"zh"} == set(NAMES)
    for language in NAMES:
        for script in scripts(language):
            assert script not in TABLED or language in table(script).languages or language == "sr"
    assert set().union(*TWINS, *COUSINS, SCRIPTS, ONE_LETTER) <= set(NAMES)


def test_every_language_has_what_a_language_needs():
    for code, language in LANGUAGES.items():
        assert re.fullmatch("[a-z]{2}", code)
        assert {"name"} <= language.keys() <= {"name", "also", "scripts", "letters"}
        assert language["name"].istitle()
        assert set(scripts(code)) <= {*SPACED, *UNSPACED}
        assert all(table_form(letter) == letter for letter in language.get("letters", ""))


def test_no_code_or_name_is_of_two_languages():
    known = [alias for language in LANGUAGES.values() for alias in language.get("also", "").split()]
    known += [*LANGUAGES, *(language["name"].lower() for language in LANGUAGES.values())]
    assert sorted(known) == sorted(set(known))
    assert all(re.fullmatch("[a-zå]+", alias) for alias in known)


def test_no_character_is_of_two_scripts():
    ranges = sorted(pair for text in (*SPACED.values(), *UNSPACED.values()) for pair in pairs(text))
    assert all(first <= last for first, last in ranges)
    assert all(last < after for (_, last), (after, _) in pairwise(ranges))


def test_the_lists_of_words():
    assert LISTS.keys() == {
        *("terms", "commands", "keywords", "abbreviations", "often-last", "seldom-last", "starters", "asks")
    }
    assert word_set("often-last") | word_set("seldom-last") <= word_set("abbreviations")
    for name in LISTS.keys() - {"asks", "commands"}:
        assert all(word == word.lower() for word in word_set(name))
    assert LISTS["asks"].keys() <= NAMES.keys()
    asked = [word for words in LISTS["asks"].values() for word in words.split()]
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize("script", TABLED)
@pytest.mark.parametrize("word", ["the", "'", "", "zzzzzzzz", "и", "في", "है", "a'b'c", "x" * 500])
def test_a_word_has_a_row(script, word):
    row = table(script).word(word)
    assert len(row) == len(table(script).languages)
    assert min(row) == 0
    assert max(row) <= CAP


@pytest.mark.parametrize(
    ("word", "language"),
    [("the", "en"), ("und", "de"), ("nicht", "de"), ("için", "tr"), ("și", "ro"), ("że", "pl"), ("não", "pt")],
)
def test_a_frequent_word_is_its_languages(word, language):
    lookup = table("Latn")
    row = lookup.word(word)
    assert row[lookup.index[language]] == 0
    assert sorted(row)[1] >= 2


def test_han_odds():
    odds = han()
    assert odds["这"] == odds["說"] == 40
    assert odds["円"] == odds["働"] == -40
    assert "国" not in odds
