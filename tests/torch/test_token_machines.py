"""The machines learned of layouts say what the parsers say, of all short strings of symbols and of many long ones."""

from __future__ import annotations

from itertools import islice, product

import numpy as np
import pytest

from r1rewards.templates import get
from r1rewards.torch.layouts.alphabet import Alphabet
from r1rewards.torch.layouts.asking import Asker
from r1rewards.torch.layouts.backward import minimal
from r1rewards.torch.layouts.learning import learn, random_words
from r1rewards.torch.layouts.monoid import Monoid


@pytest.mark.parametrize("name", ["r1-zero", "think", "cold-start", "hermes", "nothink"])
def test_all_short_strings_of_symbols(name):
    template = get(name)
    alphabet = Alphabet.of(template)
    machine, ask = learn(template), Asker(template, alphabet)
    for size in range(5 if len(alphabet.texts) < 10 else 4):
        for word in product(range(len(alphabet.texts)), repeat=size):
            assert machine.says(word) == ask(word)


@pytest.mark.parametrize("name", ["r1-zero", "r1-zero-prefill", "cold-start-prefill", "hermes", "magistral-nothink"])
def test_random_strings_of_symbols(name):
    template = get(name)
    alphabet = Alphabet.of(template)
    machine, ask = learn(template), Asker(template, alphabet)
    for word in islice(random_words(template, alphabet, seed=1), 1500):
        assert machine.says(word) == ask(word)


def test_a_layout_is_learned_once():
    assert learn(get("nothink")) is learn(get("nothink"))


def test_a_monoid_knows_what_two_functions_in_a_row_are():
    following = np.array([[1, 0], [2, 0], [2, 1]], np.int32)
    monoid = Monoid.of(following)
    for one, other in product(range(len(monoid.actions)), repeat=2):
        after = monoid.actions[other][monoid.actions[one]]
        assert (monoid.actions[monoid.product[one, other]] == after).all()
    assert (monoid.actions[0] == np.arange(3)).all()
    assert (following == monoid.actions[monoid.symbols].T).all()


def test_states_that_nothing_tells_apart_are_one():
    following = np.array([[1, 2], [3, 3], [3, 3], [3, 3]])
    classes, kept = minimal(following, ["", "", "", "end"])
    assert classes.tolist() == [0, 1, 1, 2]
    assert kept.tolist() == [0, 1, 3]
