"""The tables in TOML: complete, well-formed, and without an entry that another one hides."""

from __future__ import annotations

from fractions import Fraction

import pytest

from r1rewards.core.data_files import read_table
from r1rewards.math.characters import UNICODE
from r1rewards.math.normal import normal_form
from r1rewards.math.reading.answers import read
from r1rewards.math.reading.tree import Call, Constant, Node, Number, Power, Root, Symbol
from r1rewards.math.reading.words import number_in_words, plain_words
from r1rewards.math.units import currency, dimension, unit

UNITS = read_table("r1rewards.math", "units.toml")
WORDS = read_table("r1rewards.math.reading", "words.toml")
NOTATION = read_table("r1rewards.math", "notation.toml")


def test_the_tables_are_the_known_ones() -> None:
    assert set(UNITS) == {
        "statements",
        "multipliers",
        "foreign_multipliers",
        "foreign_names",
        "ideographs_that_multiply",
        "letters",
        "glued",
        "titled",
        "names",
        "currencies",
        "sizes",
    }
    assert set(WORDS) == {"to_nineteen", "tens", "scales", "parts", "phrases"}
    assert set(NOTATION) == {"functions", "short_words", "letters", "readable", "plain", "commands", "characters"}


@pytest.mark.parametrize(
    "groups",
    [
        UNITS["names"].values(),
        UNITS["currencies"].values(),
        UNITS["sizes"].values(),
        WORDS["phrases"].values(),
        [words.split() for words in NOTATION["plain"].values()],
        [words.split() for words in NOTATION["commands"].values()],
        NOTATION["characters"].values(),
    ],
)
def test_no_entry_is_in_two_places(groups: list[list[str]]) -> None:
    entries = [entry for group in groups for entry in group]
    assert len(entries) == len(set(entries))
    assert all(entries)


@pytest.mark.parametrize(("name", "others"), UNITS["names"].items())
def test_other_names_of_a_unit(name: str, others: list[str]) -> None:
    assert all(other == other.casefold() for other in others)
    for other in others:
        if other[0].isalpha():
            assert unit(f" apples per {other}") == f"apple/{name}"


@pytest.mark.parametrize(("name", "others"), UNITS["foreign_names"].items())
def test_names_of_a_unit_in_other_languages(name: str, others: str) -> None:
    assert {unit(f" {other}") for other in others.split()} == {name}


@pytest.mark.parametrize(
    ("sign", "name"),
    [(r"^\circ", "deg"), (r"^\circ C", "celsius"), (r"^\circC", "celsius"), (r"^\circ F", "fahrenheit"), ("€", "euro"),
     ("£", "pound sterling")],
)  # fmt: skip
def test_signs_of_units(sign: str, name: str) -> None:
    assert sign.casefold() in UNITS["names"][name]
    assert unit(sign) == name


@pytest.mark.parametrize(("name", "others"), UNITS["currencies"].items())
def test_letters_of_a_currency(name: str, others: list[str]) -> None:
    assert {currency(other) for other in others} == {name}


@pytest.mark.parametrize(("base", "sizes"), UNITS["sizes"].items())
def test_sizes_of_units(base: str, sizes: dict[str, int | str]) -> None:
    assert sizes[base] == 1
    of_base = dimension(base)
    assert of_base is not None
    for name, size in sizes.items():
        found = dimension(name)
        assert found is not None
        assert found.base == of_base.base
        assert found.factor == of_base.factor * Fraction(size) > 0


def test_words_after_numbers() -> None:
    assert set(UNITS["glued"].split()) <= set(UNITS["letters"].split())
    assert all(unit(f" {word}") is None for word in UNITS["statements"].split())
    assert all(unit(f" {word}s") is None for word in UNITS["multipliers"].split())
    assert all(unit(f" {word}") for word in UNITS["letters"].split())


def test_words_for_numbers() -> None:
    small = [*WORDS["to_nineteen"].split(), *WORDS["tens"].split()]
    assert [number_in_words(word) for word in small] == [Number(Fraction(n)) for n in (*range(20), *range(20, 100, 10))]
    for word, value in WORDS["scales"].items():
        assert number_in_words(f"two {word}") == number_in_words(f"2 {word}") == Number(Fraction(2 * value))
    for word, value in WORDS["parts"].items():
        assert number_in_words(f"one {word}") == Number(Fraction(1, value))


@pytest.mark.parametrize(("phrase", "others"), WORDS["phrases"].items())
def test_phrases(phrase: str, others: list[str]) -> None:
    assert {plain_words(other) for other in (phrase, *others)} == {phrase}


def test_functions_are_read_with_and_without_a_backslash() -> None:
    for name in NOTATION["functions"].split():
        argument = "(2, 3)" if name in ("max", "min", "gcd", "lcm") else "(2)"
        node = read(f"{name}{argument}")
        assert isinstance(node, Call | Power | Root)
        assert node == read(rf"\{name}{argument}")


def test_commands_of_plain_text() -> None:
    nodes: dict[str, type[Node]] = {"infty": Constant, "pi": Constant, "theta": Symbol}
    for name, kind in nodes.items():
        for word in NOTATION["plain"][name].split():
            assert isinstance(read(word), kind)
    assert all(name.isalpha() for name in NOTATION["plain"])


def test_short_words_have_two_or_three_letters() -> None:
    assert {len(word) for word in NOTATION["short_words"].split()} == {2, 3}


def test_commands_and_letters_are_names() -> None:
    for name in (*NOTATION["letters"].split(), *NOTATION["readable"].split()):
        assert name.isalpha()
    for names in NOTATION["commands"].values():
        assert all(name.isalpha() for name in names.split())


def test_characters_are_replaced() -> None:
    for latex, characters in NOTATION["characters"].items():
        assert not any(character.isascii() for character in characters)
        assert all(character.translate(UNICODE) == latex for character in characters)
    assert normal_form("2 × π ≤ ½") == normal_form(r"2 \times \pi \le \frac{1}{2}")
