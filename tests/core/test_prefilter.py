"""Each pattern and the literals derived from it: strings drawn from the pattern itself are found by them."""

from __future__ import annotations

import random
import re
from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages
from typing import Any

import pytest

import r1rewards
from r1rewards.core import prefilter
from r1rewards.core.prefilter import GUARDS, SLACK, Guard, folded, required_words

WORKER = "r1rewards.math.symbolic_worker"
"""Importing it makes a worker of the process: it is limited, logs nothing more, and compares a first pair."""

for _package in ("choices", "core", "language", "math", "plain_answers", "steps", "tools"):
    for _module in walk_packages([f"{r1rewards.__path__[0]}/{_package}"], f"r1rewards.{_package}."):
        if _module.name != WORKER:
            import_module(_module.name)

DRAWS = 500
CATEGORIES = {"SPACE": " \n", "WORD": "wB7", "DIGIT": "57", "NOT_WORD": " .", "NOT_SPACE": "wk", "NOT_DIGIT": "w"}
BEFORE = ("", " ", "\n", ". ", ", ", "so ", "It is 5. ", "5$ ")
AFTER = ("", ".", " ", "\n", ", and", " because", "!")


def drawn(tree: Any, chance: random.Random, groups: dict[int, str]) -> str:
    """Return a string that a parsed pattern may match, look-arounds aside."""
    return "".join(_drawn(str(kind), value, chance, groups) for kind, value in tree)


def _drawn(kind: str, value: Any, chance: random.Random, groups: dict[int, str]) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "NOT_LITERAL":
        return "x" if value != ord("x") else "y"
    if kind == "ANY":
        return "z"
    if kind == "IN":
        return _member(value, chance)
    if kind == "BRANCH":
        return drawn(chance.choice(value[1]), chance, groups)
    if kind == "SUBPATTERN":
        groups[value[0]] = drawn(value[-1], chance, groups)
        return groups[value[0]]
    if kind in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
        least, most, tree = value
        most = min(int(most), least + chance.choice([1, 2, 12]))
        return "".join(drawn(tree, chance, groups) for _ in range(chance.randint(least, most)))
    if kind == "ATOMIC_GROUP":
        return drawn(value, chance, groups)
    if kind == "GROUPREF":
        return groups.get(value, "")
    return ""


def _member(members: Any, chance: random.Random) -> str:
    if str(members[0][0]) == "NEGATE":
        refused = re.compile(
            "|".join(re.escape(chr(value)) for kind, value in members if str(kind) == "LITERAL") or "~"
        )
        return next(sign for sign in chance.sample("qKx 7-", 6) if not refused.match(sign))
    kind, value = chance.choice(members)
    if str(kind) == "LITERAL":
        return chr(value)
    if str(kind) == "RANGE":
        return chr(chance.randint(*value))
    return chance.choice(CATEGORIES[str(value).removeprefix("CATEGORY_")])


def missed(guard: Guard, draws: int = DRAWS) -> list[str]:
    """Return texts in which the pattern matches and the guard finds nothing."""
    chance = random.Random(guard.pattern.pattern)
    tree = prefilter._PARSER.parse(guard.pattern.pattern, guard.pattern.flags)
    found, tried = [], 0
    for _ in range(draws):
        said = drawn(tree, chance, {})
        if guard.pattern.flags & re.IGNORECASE:
            said = chance.choice([said, said, said.capitalize(), said.upper()])
        text = chance.choice(BEFORE) + said + chance.choice(AFTER)
        match = guard.pattern.search(text)
        if match is None:
            continue
        low = folded(text)
        tried += 1
        inside = low[match.start() : match.end()]
        if guard.ahead:
            finds = any(True for _ in guard.matches(text, low, 0, len(text)))
        elif guard.back is None:
            finds = guard.may_match(inside)
        else:
            reach = guard.back + SLACK if guard.back else 0
            finds = any(0 <= inside.find(word) <= reach for word in guard.words)
        if not finds:
            found.append(text)
    assert tried >= draws // 50
    return found


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.pattern.pattern[:30])
def test_every_match_contains_a_literal(guard):
    assert missed(guard) == []


def test_guards_are_collected():
    assert GUARDS


def test_the_check_notices_a_missing_word():
    guard = Guard(re.compile(r"\b(?:never mind|scratch that)\b", re.IGNORECASE))
    GUARDS.remove(guard)
    assert missed(guard, 50) == []
    guard.words = ("scratch",)
    assert missed(guard, 50)


@pytest.mark.parametrize(
    ("pattern", "back", "words"),
    [
        ("wrong", None, ["wrong"]),
        (r"(?:that|this)\sis\s(?:wrong|false)", None, [" is false", " is wrong"]),
        (r"(?:that|this)\s+is\s+(?:wrong|false)", None, ["false", "wrong"]),
        (r"(?:that|this)\sis\s(?:wrong|false)", 0, ["that is ", "this is "]),
        (r"the\s+end", None, ["end"]),
        (r"as\scorrect", None, ["as correct"]),
        (r"answers?|option", 0, ["answer", "option"]),
        (r"(?:untrue|true)", None, ["true"]),
        (r"[❌✗]|\bno idea\b", None, ["no idea", "✗", "❌"]),
        (r"(?:x\d{1,9}){1,3}wrong", None, ["wrong"]),
        (r"(?:(?:oh|well),?\s?){0,2}no\b", 20, ["no"]),
    ],
)
def test_literals_of_a_pattern(pattern, back, words):
    assert list(required_words(re.compile(pattern, re.IGNORECASE), back)) == words


@pytest.mark.parametrize(
    ("pattern", "back"), [(r"\d+", None), (r"wrong|\d", None), (r".*wrong", 10), (r"(?:no)?", None)]
)
def test_a_pattern_that_needs_no_literal_is_refused(pattern, back):
    with pytest.raises(ValueError, match="contain no literal"):
        required_words(re.compile(pattern), back)


@pytest.mark.parametrize("text", ["", "It IS\nso", "İ AM", "\u2028Σ\tΣ", "\x85K ſ"])
def test_folding_moves_nothing(text):
    low = folded(text)
    assert len(low) == len(text)
    assert not set(low) & set("\n\t\x85\u2028")
    assert low.isascii() or not text.isascii()


def test_only_one_letter_grows_in_lower_case():
    grown = [sign for sign in map(chr, range(0x110000)) if len(sign.lower()) != 1]
    assert grown == ["\u0130"]


def test_white_space_of_patterns_is_folded():
    assert all(folded(sign) == " " for sign in re.findall(r"\s", "".join(map(chr, range(0x110000)))))


def test_the_module_that_is_not_imported_here_has_no_guard() -> None:
    source = find_spec(WORKER).loader.get_source(WORKER)
    assert "def run(" in source
    assert "prefilter" not in source
