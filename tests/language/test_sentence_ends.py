"""Whether a full stop ends a sentence: one judgement for all engines that ask."""

from __future__ import annotations

import pytest

from r1rewards.instructions import sentences
from r1rewards.language.sentences import is_end
from r1rewards.plain_answers import read


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It is so. The rest follows", True),
        ("It is so.", True),
        ("Dr. Smith", False),
        ("cf. the rest", False),
        ("apples etc. The rest", True),
        ("apples etc. and pears", False),
        ("Is it so? No. The rest", True),
        ("No. 5 is alive", False),
        ("the U.S. Army", False),
        ("the U.S. They", True),
        ("J. Smith", False),
        ("That is what I. said", True),
        ("the file a.b. next", False),
    ],
)
def test_a_full_stop(text: str, ends: bool) -> None:
    place = text.index(".") if "U.S." not in text else text.index(". ")
    place = text.index("b.") + 1 if "a.b." in text else place
    assert is_end(text, place, place + 1) is ends


def test_a_letter_may_be_an_option() -> None:
    assert not is_end("J. Smith", 1, 2)
    assert is_end("It is C. The rest", 7, 8, initials=False)
    assert is_end("It is p. The rest", 7, 8, initials=False)


def test_the_engines_agree() -> None:
    text = "Prof. Smith likes apples etc. No. The rest is easy. "
    assert sentences.count(text) == 3
    found = read("So it is easy. Prof. Smith is the answer.", 0, 41, "claimed")
    assert found is not None
    assert found.said == "Prof. Smith"
