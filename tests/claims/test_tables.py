"""Every language has every word that the engine of claims asks for."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from r1rewards.claims import tables
from r1rewards.claims.folding import folded
from r1rewards.claims.kinds import KINDS, bits
from r1rewards.core import data_files

SPOKEN = [tag for tag in tables.languages() if tag != "signs"]

ASKED_FOR = (
    "en es fr de pt it nl sv fi pl cs ru uk tr el ar he fa hi bn id vi th zh zh-Hant ja ko sw".split()
)  # fmt: skip
"""Languages that there must be at least."""

CORE = (
    "answer", "option", "copula", "right", "wrong", "no", "wait", "mistaken", "perhaps", "if", "suppose", "people",
    "says", "choose", "rule_out", "others", "or", "and", "but", "therefore", "because",
)  # fmt: skip
"""Kinds of which each language has a word."""

HARMLESS = {"answer", "option", "final", "copula", "and", "therefore", "because", "this", "label", "filler"}
"""Kinds that decide nothing alone, so that a filler may be one of them too."""

BOTH: dict[tuple[str, str], str] = {}
"""Fillers that are a deciding cue as well, by language and word, and why; none so far."""


def words(tag: str, key: str) -> set[str]:
    """The words of a kind as texts have them, without the marks for an open end."""
    return {folded(word.strip("*")).strip() for word in tables.table(tag)[key]}


def test_the_languages_of_multilingual_benchmarks_are_there():
    missing = set(ASKED_FOR) - set(tables.languages())
    assert not missing, f"no table for {sorted(missing)}: write languages/TAG.toml, with every key of kinds.KINDS"


@pytest.mark.parametrize("tag", tables.languages())
def test_every_table_has_every_key_and_no_other(tag):
    keys = set(tables.table(tag))
    missing, unknown = set(KINDS) - keys, keys - set(KINDS) - set(tables.MATTERS)
    assert not missing, f"{tag}: add {sorted(missing)} to languages/{tag}.toml; a language without such words has ''"
    assert not unknown, f"{tag}: no kind is named {sorted(unknown)}: mend the key, or add it to kinds.KINDS"
    assert "name" in keys, f"{tag}: name = … says which language it is"


@pytest.mark.parametrize("tag", tables.languages())
def test_words_are_lower_case_and_written_once(tag):
    for key in KINDS:
        listed = tables.table(tag)[key]
        written = data_files.read_table("r1rewards.claims", f"languages/{tag}.toml")[key]
        assert isinstance(written, str), f"{tag}, {key}: write the words in single quotes, apart by |"
        for word in listed:
            assert word.strip("*"), f"{tag}, {key}: delete the empty word"
            assert word == word.strip(), f"{tag}, {key}: cut the blanks around {word!r}; an open end is a *"
            assert word == word.lower(), f"{tag}, {key}: write {word!r} in lower case"
            assert folded(word.strip("*")).strip(), (
                f"{tag}, {key}: {word!r} is punctuation alone, which is not looked for"
            )
        marked = [folded(word.replace("*", "¤")).strip() for word in listed]
        twice = [word for word, times in Counter(marked).items() if times > 1]
        assert not twice, f"{tag}, {key}: delete one of each of {twice}"


@pytest.mark.parametrize("tag", SPOKEN)
def test_core_kinds_have_words(tag):
    empty = [key for key in CORE if not tables.table(tag)[key]]
    assert not empty, f"{tag}: fill {empty}"
    assert tables.table(tag)["not"] or tables.table(tag)["is_not"], f"{tag}: fill not, or is_not if it follows its word"


@pytest.mark.parametrize("tag", tables.languages())
def test_no_word_is_both_right_and_wrong(tag):
    both = words(tag, "right") & words(tag, "wrong")
    assert not both, f"{tag}: {sorted(both)} in right and in wrong: keep one, or write the phrases that tell them apart"


@pytest.mark.parametrize("tag", tables.languages())
def test_a_filler_decides_nothing(tag):
    for key in set(KINDS) - HARMLESS - {"abbreviation"}:
        both = {word for word in words(tag, "filler") & words(tag, key) if (tag, word) not in BOTH}
        assert not both, (
            f"{tag}: {sorted(both)} in filler and in {key}: delete it from filler; a cue explains its letters"
        )


@pytest.mark.parametrize("tag", tables.languages())
def test_an_abbreviation_is_no_letter_of_an_option(tag):
    single = [word for word in tables.table(tag)["abbreviation"] if len(word) < 2]
    assert not single, f"{tag}, abbreviation: delete {single}: 'The answer is C.' would not end"


def test_chinese_is_the_same_in_both_scripts():
    simplified, traditional = tables.table("zh"), tables.table("zh-Hant")
    for key in KINDS:
        here, there = len(simplified[key]), len(traditional[key])
        assert here == there, f"{key}: zh has {here} words, zh-Hant {there}: write each in both scripts"
    assert traditional["wrong"] != simplified["wrong"]


@pytest.mark.parametrize(
    ("tag", "key", "pattern"),
    [
        ("en", "right", " correct "),
        ("en", "abbreviation", " e g "),
        ("zh", "not", "不是"),
        ("de", "wrong", " falsch"),
        ("ar", "answer", " والجواب "),
        ("ar", "answer", " الاجابة "),
        ("ru", "copula", " дает "),
        ("de", "copula", " heisst "),
        ("el", "answer", " απαντηση "),
        ("tr", "answer", " yanit"),
        ("uk", "answer", " розвʼязок "),
        ("signs", "right", "✅"),
    ],
)
def test_patterns(tag, key, pattern):
    patterns, meanings = tables.cues()
    assert pattern in patterns
    meaning = dict(meanings[patterns.index(pattern)])
    assert meaning[tag] & bits(key)


def test_patterns_are_distinct_and_folded():
    patterns, meanings = tables.cues()
    assert len(patterns) == len(set(patterns)) == len(meanings)
    assert all(folded(pattern) == pattern for pattern in patterns)


def test_scripts_are_told_by_the_word_for_the_answer():
    scripts = tables.scripts()
    assert scripts["ru"] == scripts["uk"] != scripts["en"]
    assert scripts["signs"] == ""
    assert all(scripts[tag] for tag in SPOKEN)


def test_all_tables_are_read_in_no_time():
    taken = []
    for _ in range(5):
        data_files.read_table.cache_clear()
        start = time.thread_time()
        tables.cues.__wrapped__()
        taken.append(time.thread_time() - start)
    assert min(taken) < 0.5
