"""RepetitionReward: the share of n-grams that come again, as a penalty."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from length_cases import REPEATED, Repeated
from r1rewards.errors import RewardError
from r1rewards.reward_files import dumps, loads


def score(text: str, **fields: object) -> r1.Score:
    (found,) = r1.RepetitionReward(**fields).score([r1.Sample(text)])
    return found


def open_r1(text: str, n: int, penalty: float) -> float:
    """open-r1's `get_repetition_penalty_reward(language="en")`, as it is published."""
    if text == "" or len(text.split()) < n:
        return 0.0
    words = text.lower().split()
    ngrams = set()
    total = 0
    for ngram in zip(*[words[i:] for i in range(n)], strict=False):
        ngrams.add(ngram)
        total += 1
    return (1 - len(ngrams) / total) * penalty


@pytest.mark.parametrize("case", REPEATED, ids=lambda case: case.why)
def test_the_value_is_the_share_times_the_penalty(case: Repeated) -> None:
    found = score(case.text, max_penalty=-2.0)
    expected = (1 - case.unique / case.total) * -2.0 if case.total else 0.0
    assert (found.value, found.verdict) == (expected, r1.Verdict.MEASURED), case.why
    shown = [span for span in found.spans if span.label == "repeated"]
    assert bool(shown) == (case.unique < case.total)
    assert all(0 <= span.start < span.end <= len(case.text) for span in found.spans)


@given(
    st.lists(st.sampled_from("so It is THEN here".split()), max_size=60).map(" ".join),
    st.integers(1, 6),
    st.floats(-10, 0),
)
def test_plain_words_are_worth_what_open_r1_says(text: str, n: int, penalty: float) -> None:
    assert score(text, n=n, max_penalty=penalty).value == open_r1(text, n, penalty)


@pytest.mark.parametrize(
    ("text", "theirs", "ours", "why"),
    [
        ("so it is. so it is!", 0.0, -0.25, "punctuation on a word makes another one there"),
        ("我们加起来我们加起来", 0.0, -0.375, "without a segmenter a Chinese text is one word there"),
        ("ha" * 99, 0.0, -0.98979, "so is a loop without spaces"),
        ("1. so be it 2. so be it", -0.1667, -0.3333, "a counter makes other n-grams there"),
        ("x + y , z + y , w + y", -0.1111, 0.0, "signs are words there"),
    ],
)
def test_where_open_r1_differs(text: str, theirs: float, ours: float, why: str) -> None:
    assert open_r1(text, 3, -1.0) == pytest.approx(theirs, abs=1e-4), why
    assert score(text).value == pytest.approx(ours, abs=1e-4), why


@pytest.mark.parametrize(
    ("ids", "n", "value"),
    [
        ([1, 2, 3, 4], 2, 0.0),
        ([5, 5, 5, 5, 5], 2, -0.75),
        ([1, 2, 1, 2, 1, 2], 2, -0.6),
        ([1, 2], 3, 0.0),
        ([], 1, 0.0),
        ([1, 1], 1, -0.5),
    ],
)
def test_tokens(ids: list[int], n: int, value: float) -> None:
    (found,) = r1.RepetitionReward(n, unit="tokens").score([r1.Sample("so so so so so so", token_ids=ids)])
    assert found.value == pytest.approx(value)
    assert found.spans == ()
    assert found.data["unit"] == "tokens"


def test_samples_without_ids() -> None:
    sample = r1.Sample("so it is so it is")
    reward = r1.RepetitionReward(unit="tokens", without_ids="skip")
    (found,) = reward.score([sample])
    assert (found.value, found.verdict) == (None, "skipped")
    assert reward.check(sample) == found.reason
    other = r1.RepetitionReward(unit="tokens")
    assert other.check(sample) is None
    assert other.score([sample])[0].value == score(sample.text).value == -0.25
    assert r1.RepetitionReward().check(r1.Sample("", token_ids="junk")) is None


def test_reasons_spans_and_data() -> None:
    text = "so it is. So it is!"
    found = score(text)
    assert found.reason == "1 of 4 3-grams of words came before"
    assert [(text[span.start : span.end], span.label) for span in found.spans] == [("So it is", "repeated")]
    assert found.data == {"unit": "words", "ngrams": 4, "unique": 3, "share": 0.25}
    assert score("so it").reason == "The text has fewer than 3 words"
    assert score("so it is").value == 0.0


def test_a_loop_is_shown() -> None:
    text = "We begin. " + "Let me check again. " * 20 + "Let me ch"
    found = score(text)
    assert found.value < -0.8
    assert found.reason.endswith("; it ends in a loop of 4 words, 20.5 times")
    (loop,) = [span for span in found.spans if span.label == "loop"]
    assert text[loop.start : loop.end].startswith("Let me check again. Let me")
    assert found.data["loop"] == {"period": 4, "times": 20.5}


def test_a_loop_weighs_whatever_stands_before_it() -> None:
    start = " ".join(f"word{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(200))
    values = [score(f"{start} " + "let me check again " * times).value for times in (1, 2, 10, 100)]
    assert values == sorted(values, reverse=True)
    assert values[0] == 0.0
    assert values[-1] < -0.6


def test_places() -> None:
    text = "<think>so it is so it is so it is</think>it is so"
    assert score(text, part="summary").value == 0.0
    reasoning = score(text, part="reasoning", template="think")
    assert reasoning.data["ngrams"] == 7
    assert all(7 <= span.start < span.end <= text.index("</think>") for span in reasoning.spans)
    whole = score("so it is so it is", part="reasoning", template="r1-zero")
    assert whole.value == -0.25  # a broken layout hides nothing
    assert score("<think>a</think><answer>b</answer>", part="summary", template="r1-zero").value == 0.0


def test_numbers_may_be_kept() -> None:
    text = "1. so be it 2. so be it 3. so be it"
    assert score(text).value < score(text, numbers="keep").value < 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"n": 0}, "n is 0: give a whole number, 1 or more"),
        ({"n": 2.0}, "n is 2.0"),
        ({"n": True}, "n is True"),
        ({"max_penalty": 0.5}, "max_penalty is 0.5, which rewards repetition"),
        ({"max_penalty": float("-inf")}, "max_penalty is -inf"),
        ({"unit": "characters"}, "unit is 'characters': choose one of words, tokens"),
        ({"without_ids": "characters"}, "without_ids is 'characters': choose one of skip, words"),
        ({"numbers": "drop"}, "numbers is 'drop': choose one of fold, keep"),
        ({"part": "both"}, "part is 'both'"),
        ({"part": "reasoning", "unit": "tokens"}, "token ids tell no parts"),
        ({"name": ""}, "name is ''"),
    ],
)
def test_fields_are_checked(fields: dict[str, object], said: str) -> None:
    with pytest.raises(RewardError, match=said):
        r1.RepetitionReward(**fields)


def test_a_whole_number_is_the_same_penalty() -> None:
    assert r1.signature(r1.RepetitionReward(max_penalty=-1)) == r1.signature(r1.RepetitionReward())
    assert loads('reward = "repetition"\nmax_penalty = -1') == r1.RepetitionReward()
    assert loads('reward = "repetition"\nn = 40\nunit = "tokens"') == r1.RepetitionReward(40, unit="tokens")
    assert loads(dumps(r1.RepetitionReward(4))) == r1.RepetitionReward(4)


def test_it_can_stand_beside_itself() -> None:
    both = r1.WeightedReward(
        [r1.Part(r1.RepetitionReward(3, name="phrases")), r1.Part(r1.RepetitionReward(20, name="loops"))]
    )
    (found,) = r1.grade(both, [r1.Sample("so it is so it is")])
    assert [part.value for part in found.parts] == [-0.25, 0.0]


@pytest.mark.parametrize("piece", ["a ", "a", "是", ". ", "'", "\u200b", "a1", "\u0301", "🙂", "a'", "1 2 ", "<think>"])
def test_long_texts_take_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    for n in (1, 3, 1000):
        found = score(text, n=n)
        assert found.value is not None
        assert -1 <= found.value <= 0


@pytest.mark.parametrize("blank", ["\n", " ", "\u200b"])
def test_white_space_behind_a_text_hides_nothing(blank: str) -> None:
    text = "the cat sat on it. " * 3000
    assert score(text + blank * 500_000).value == score(text).value < -0.99
