"""Sentences that claim nothing: none is paid, and the same sentences that claim are."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import find, given

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.testing import hedges
from r1rewards.testing.strategies.hedges import _AROUND, _BEFORE, _TABLE, KINDS, LANGUAGES, sentences

ANSWERS = {"42": "43", r"\frac{3}{4}": r"\frac{4}{3}", "-3": "3", "5 cm": "7 cm", "Monday": "Tuesday"}
"""Answers, and others beside them."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("answer", ANSWERS)
def test_no_sentence_is_paid(answer: str, language: str, kind: str) -> None:
    texts = [
        before + sentence.format(answer=around.format(answer), other=around.format(ANSWERS[answer]))
        for sentence, around, before in product(sentences([kind], [language]), _AROUND, _BEFORE[::3])
    ]
    scores = r1.grade(r1.MathReward(deadline=0), [r1.Sample(text, answer) for text in texts])
    assert [text for text, score in zip(texts, scores, strict=True) if score.value != 0.0] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_sentences_with_the_answer(language: str) -> None:
    assert set(_TABLE[language]) == {"noun", *KINDS}
    for kind in KINDS:
        assert _TABLE[language][kind]
        assert all("{answer}" in sentence for sentence in _TABLE[language][kind])
    assert all("{other}" in sentence for sentence in _TABLE[language]["alternatives"])


@given(hedges(r"\frac{3}{4}", r"\frac{4}{3}", kinds=["denied", "taken-back", "asked"], languages=["en", "es", "zh"]))
def test_another_answer_is_not_paid_either(text: str) -> None:
    assert r"\frac{3}{4}" in text
    (score,) = r1.MathReward(deadline=0).score([r1.Sample(text, "0.75")])
    assert score.value == 0.0, score.reason


def test_a_hedge_shrinks() -> None:
    assert find(hedges("7", "8"), lambda _: True) == "The answer is not 7."


def test_bad_input_is_refused() -> None:
    with pytest.raises(RewardError, match="answer and other are both '5': give another one"):
        hedges("5", " 5 ")
    with pytest.raises(RewardError, match="no kind of hedges 'shy': choose from denied"):
        hedges(kinds=["shy"])
    with pytest.raises(RewardError, match="no kind of hedges chosen"):
        hedges(kinds=[])
    with pytest.raises(RewardError, match="no language of hedges 'tlh': choose from en, de"):
        hedges(languages=["tlh"])
