"""Repeated n-grams and loops, beside a count that is written down plainly."""

from __future__ import annotations

import random
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from length_cases import REPEATED, Repeated
from linear import assert_linear
from r1rewards.counting import LONGEST, repetition, repetition_of_ids
from r1rewards.counting.ngrams import final_loop, ngrams, repeated

sequences = st.lists(st.integers(0, 3), max_size=50)
new_words = st.lists(st.text("bcdfghjklm", min_size=6, max_size=12), unique=True, min_size=1, max_size=20)


def plainly(sequence: list[int], n: int) -> list[tuple[int, ...]]:
    return [tuple(sequence[i : i + n]) for i in range(len(sequence) - n + 1)]


@settings(max_examples=500)
@given(sequences, st.integers(1, 60))
def test_ngrams_are_told_apart_exactly(sequence: list[int], n: int) -> None:
    names, grams = ngrams(sequence, n), plainly(sequence, n)
    assert len(names) == len(grams)
    assert len(set(zip(names, grams, strict=True))) == len(set(names)) == len(set(grams))
    found = repetition_of_ids(sequence, n)
    assert (found.total, found.unique) == (len(grams), len(set(grams)))


@given(sequences, st.integers(1, 8))
def test_stretches_hold_what_came_before(sequence: list[int], n: int) -> None:
    grams = plainly(sequence, n)
    again = {i for i, gram in enumerate(grams) if gram in grams[:i]}
    found = repeated(ngrams(sequence, n), n)
    assert {i for start, end in found for i in range(start, end - n + 1)} == again
    assert all(end <= len(sequence) for _, end in found)


@settings(max_examples=500)
@given(sequences)
def test_the_loop_at_the_end_is_the_longest(sequence: list[int]) -> None:
    def periodic(end: int) -> int:
        """Units at the end that some period explains three times."""
        best = 0
        for period in range(1, end // 3 + 1):
            length = period
            while length < end and sequence[end - length - 1] == sequence[end - length - 1 + period]:
                length += 1
            if length >= 3 * period:
                best = max(best, length)
        return best if best >= 12 else 0

    found = final_loop(sequence)
    expected = periodic(len(sequence)) or (periodic(len(sequence) - 1) if sequence else 0)
    assert (found.end - found.start if found else 0) == expected


@pytest.mark.parametrize("case", REPEATED, ids=lambda case: case.why)
def test_repeated(case: Repeated) -> None:
    found = repetition(case.text, 3)
    assert (found.total, found.unique) == (case.total, case.unique), case.why
    assert bool(found.stretches) == (found.unique < found.total)
    assert all(0 <= start < end <= len(case.text) for start, end in found.stretches)


@given(st.lists(st.sampled_from("so it is here then".split()), min_size=3, max_size=40), new_words)
def test_new_words_never_raise_the_share(words: list[str], more: list[str]) -> None:
    text = " ".join(words)
    assert repetition(f"{text} {' '.join(more)}", 3).share <= repetition(text, 3).share


@given(st.lists(st.sampled_from("so it is here then 1 2".split()), max_size=40), st.integers(1, 8))
def test_a_text_twice_is_at_least_as_repetitive(words: list[str], n: int) -> None:
    text = " ".join(words)
    assert repetition(f"{text} {text}", n).share >= repetition(text, n).share


@given(st.text(max_size=80), st.integers(1, 5))
def test_shares_are_from_0_to_1(text: str, n: int) -> None:
    for fold in (True, False):
        found = repetition(text, n, fold_numbers=fold)
        assert 0 <= found.share < 1
        assert found.unique <= found.total <= max(0, len(text) - n + 1)


def test_numbers_that_are_kept_tell_ngrams_apart() -> None:
    text = "1. a nice try 2. a nice try 3. a nice try"
    assert repetition(text, 3, fold_numbers=False).share < repetition(text, 3).share
    assert repetition(text, 6, fold_numbers=False).share == 0


def test_a_loop_at_the_end_of_a_cut_text_is_found() -> None:
    start = "First we look at what is given, and then at what is asked for. "
    line = "Wait, let me check that again. "
    text = start + line * 30 + "Wait, let me che"
    found = repetition(text, 3)
    assert found.loop is not None
    assert text[found.loop[0] :].startswith("Wait")
    assert found.loop[1] == text.rindex(" che")
    assert (found.period, found.times) == (6, 30.5)


def test_a_loop_with_a_counter_is_found_and_one_of_other_numbers_is_none() -> None:
    assert repetition("".join(f"Step {i}: try the next one. " for i in range(9)), 3).period == 6
    assert repetition(" ".join(map(str, range(99))), 3).period == 0
    assert repetition("3 1 4 " * 9, 3).period == 3


def test_a_loop_longer_than_the_window_is_followed_back() -> None:
    found = final_loop([9, 9, 8, *([1, 2, 3] * 20_000)])
    assert found is not None
    assert (found.start, found.end, found.period) == (3, 60_003, 3)


def test_spans_are_bounded_and_count_into_the_whole_text() -> None:
    many = " ".join(f"so it is here x{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(99))
    assert len(repetition(many, 3).stretches) == 10
    padding = "".join(random.Random(0).choices("abcdefgh  ", k=LONGEST))
    text = padding + "\n" + "round and round and " * 40
    found = repetition(text, 3)
    assert found.loop is not None
    assert text[slice(*found.loop)].startswith("round and")
    assert found.total < len(padding)


def test_only_the_end_of_an_endless_text_is_read() -> None:
    whole = repetition("a b " * (LONGEST // 2), 3)
    assert whole.total == LONGEST // 2 - 2
    assert (whole.unique, whole.period) == (2, 2)


SAID = "the cat sat on it. " * 300


@pytest.mark.parametrize("blank", ["\n", " ", "\u200b", "\u3164", " \n\u200b\t", "\u0301", "\u3000\u00ad"])
def test_what_does_not_show_hides_no_repetition(blank: str) -> None:
    bare = repetition(SAID, 3)
    padding = blank * (LONGEST // len(blank) + 1)
    for text in (SAID + padding, SAID + padding + "the cat sat", padding + SAID + padding, SAID + padding + SAID):
        found = repetition(text, 3)
        assert found.share >= bare.share - 0.01
        assert found.total >= bare.total
    found = repetition(SAID + padding, 3)
    assert (found.total, found.unique, found.loop) == (bare.total, bare.unique, bare.loop)
    spread = SAID.replace(" ", blank * 400 + " ")  # also between the words
    assert repetition(spread, 3).total == bare.total


@pytest.mark.parametrize("blank", [" ", "\u200b", "\u0301", "x" + "\u200b" * 99, "\n "])
def test_megabytes_that_do_not_show_take_linear_time(blank: str) -> None:
    said = "the cat sat on it. " * 100
    assert_linear(lambda size: partial(repetition, said + blank * (size // len(blank)), 3), 3_000_000)
