"""LengthReward: three shapes, three units, and what a sample must have to be measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.reward_files import dumps, loads

OVERLONG = r1.SoftOverlong(100, 20)
BAND = r1.LengthBand(10, 20, slack=5)
ACCURACY = r1.MathReward(deadline=0)
COSINE = r1.CosineScaled(100, ACCURACY)

counts = st.integers(1, 10_000)
values = st.floats(-100, 100)


def tokens(shape: object, length: int, **known: object) -> r1.Score:
    (score,) = r1.LengthReward(shape).score([r1.Sample("so it is", token_ids=[1] * length, **known)])
    return score


def words(shape: object, text: str, *, finish_reason: str | None = None, **fields: object) -> r1.Score:
    reward = r1.LengthReward(shape, unit="words", **fields)
    (score,) = reward.score([r1.Sample(text, finish_reason=finish_reason)])
    return score


# --- shapes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "value"),
    [(0, 0.0), (80, 0.0), (81, -0.05), (85, -0.25), (90, -0.5), (99, -0.95), (100, -1.0), (101, -1.0), (10**9, -1.0)],
)
def test_soft_overlong(length: int, value: float) -> None:
    """DAPO's equation 13 with L_max = 100 and L_cache = 20, by hand."""
    assert OVERLONG.value(length) == value


@pytest.mark.parametrize(
    ("length", "value"), [(16384, 0.0), (16385, -1 / 4096), (18432, -0.5), (20480, -1.0), (20481, -1.0)]
)
def test_soft_overlong_as_in_the_paper(length: int, value: float) -> None:
    """Expected maximum 16,384 tokens and a cache of 4,096 (section 4.1)."""
    assert r1.SoftOverlong(20480, 4096).value(length) == value


@pytest.mark.parametrize(
    ("length", "right", "wrong"),
    [
        (0, 1.0, -1.0),
        (25, 0.5 + 0.25 * (1 + math.sqrt(0.5)), -0.5 - 0.25 * (1 + math.sqrt(0.5))),
        (50, 0.75, -0.75),
        (100 / 3, 0.875, -0.875),  # cos(π / 3) = 1/2
        (75, 0.5 + 0.25 * (1 - math.sqrt(0.5)), -0.5 - 0.25 * (1 - math.sqrt(0.5))),
        (100, 0.5, -0.5),
        (150, 0.5, -0.5),
        (200, 0.5, -0.5),
        (math.inf, 0.5, -0.5),
    ],
)
def test_cosine(length: float, right: float, wrong: float) -> None:
    assert COSINE.value(length, right=True) == pytest.approx(right, abs=1e-12)
    assert COSINE.value(length, right=False) == pytest.approx(wrong, abs=1e-12)


def test_cosine_with_the_papers_values() -> None:
    """r^c_0 = 2, r^c_L = 1, r^w_0 = -10, r^w_L = 0, r_e = -10 (arXiv:2502.03373), by hand."""
    shape = r1.CosineScaled(
        16384, ACCURACY, correct_short=2, correct_long=1, wrong_short=-10, wrong_long=0, exceeded=-10
    )
    assert [shape.value(length, right=True) for length in (0, 8192, 16384)] == pytest.approx([2, 1.5, -10])
    assert [shape.value(length, right=False) for length in (0, 8192, 16384)] == pytest.approx([-10, -5, -10])
    assert shape.value(16383, right=True) == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize(
    ("length", "value"),
    [(0, 0.0), (5, 0.0), (6, 0.2), (9, 0.8), (10, 1.0), (15, 1.0), (20, 1.0), (21, 0.8), (25, 0.0), (99, 0.0)],
)
def test_band(length: int, value: float) -> None:
    assert BAND.value(length) == pytest.approx(value)


@pytest.mark.parametrize(
    ("band", "inside", "outside"),
    [
        (r1.LengthBand(10), (10, 11, 10**9, math.inf), (0, 9)),
        (r1.LengthBand(high=10), (0, 10), (11, math.inf)),
        (r1.LengthBand(10, 10), (10,), (9, 11)),
        (r1.LengthBand(0, 0), (0,), (1,)),
    ],
)
def test_bands_with_one_bound_or_hard_edges(band: r1.LengthBand, inside: tuple, outside: tuple) -> None:
    assert {band.value(length) for length in inside} == {1.0}
    assert {band.value(length) for length in outside} == {0.0}


@given(counts, st.data())
def test_soft_overlong_falls_from_0_to_minus_1(maximum: int, data: st.DataObject) -> None:
    shape = r1.SoftOverlong(maximum, data.draw(st.integers(0, maximum)))
    length = data.draw(st.integers(0, 3 * maximum))
    here, next_one = shape.value(length), shape.value(length + 1)
    assert -1 <= next_one <= here <= 0
    if shape.cache:
        assert here - next_one <= 1 / shape.cache + 1e-12  # no jump at either joint
    assert shape.value(maximum + 1) == -1 == shape.value(math.inf)


@given(counts, values, values, st.booleans(), st.data())
def test_cosine_goes_from_short_to_long(
    maximum: int, short: float, long: float, right: bool, data: st.DataObject
) -> None:
    names = ("correct_short", "correct_long") if right else ("wrong_short", "wrong_long")
    shape = r1.CosineScaled(maximum, ACCURACY, **dict(zip(names, (short, long), strict=True)))
    length = data.draw(st.integers(0, 2 * maximum))
    here, next_one = shape.value(length, right=right), shape.value(length + 1, right=right)
    assert min(short, long) - 1e-9 <= here <= max(short, long) + 1e-9
    assert (next_one - here) * (long - short) >= -1e-9
    assert abs(next_one - here) <= abs(long - short) * math.pi / 2 / maximum + 1e-9
    assert shape.value(0, right=right) == pytest.approx(short)
    assert shape.value(maximum, right=right) == pytest.approx(long)
    assert shape.value(maximum + length, right=right) == shape.value(maximum, right=right)


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 100), st.integers(0, 400))
def test_band_rises_and_falls(low: int, width: int, slack: int, length: int) -> None:
    band = r1.LengthBand(low, low + width, slack)
    here, next_one = band.value(length), band.value(length + 1)
    assert 0 <= here <= 1
    assert (here == 1) == (low <= length <= low + width)
    assert next_one >= here if length < low else next_one <= here
    if slack:
        assert abs(here - next_one) <= 1 / slack + 1e-12
    assert band.value(low + width + max(slack, 1)) == 0


# --- scores ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "value", "reason"),
    [
        (tokens(OVERLONG, 50), 0.0, "50 tokens: no more than 80"),
        (tokens(OVERLONG, 90), -0.5, "90 tokens: 10 more than 80"),
        (tokens(BAND, 1), 0.0, "1 token: 9 fewer than 10"),
        (tokens(BAND, 12), 1.0, "12 tokens: from 10 to 20"),
        (tokens(BAND, 22), 0.6, "22 tokens: 2 more than 20"),
        (tokens(r1.LengthBand(10), 12), 1.0, "12 tokens: at least 10"),
        (words(BAND, "so it is"), 0.0, "3 words: 7 fewer than 10"),
    ],
)
def test_reasons(score: r1.Score, value: float, reason: str) -> None:
    assert score.verdict == r1.Verdict.MEASURED
    assert score.value == pytest.approx(value)
    assert score.reason == reason


def test_data_tells_the_unit_that_was_counted() -> None:
    sample = r1.Sample("so it is", token_ids=[1, 2, 3, 4])
    bare = r1.Sample("so it is")
    found = {}
    for unit, without in (("tokens", "skip"), ("tokens", "words"), ("tokens", "characters"), ("words", "skip")):
        reward = r1.LengthReward(OVERLONG, unit=unit, without_ids=without)
        found[unit, without] = [dict(score.data) for score in reward.score([sample, bare])]
    tokens_of = {"length": 4, "unit": "tokens"}
    assert found["tokens", "skip"] == [tokens_of, {}]
    assert found["tokens", "words"] == [tokens_of, {"length": 3, "unit": "words"}]
    assert found["tokens", "characters"] == [tokens_of, {"length": 6, "unit": "characters"}]
    assert found["words", "skip"] == [{"length": 3, "unit": "words"}] * 2


@pytest.mark.parametrize("ids", [None, "12", 7, [1.0], [True], ["1"], [[1, 2]], [None]])
def test_ids_that_are_none_are_skipped_with_the_remedy(ids: object) -> None:
    sample = r1.Sample("so it is", token_ids=ids)
    reward = r1.LengthReward(OVERLONG, without_ids="skip")
    (score,) = reward.score([sample])
    assert (score.value, score.verdict) == (None, "skipped")
    assert "token_ids" in score.reason
    assert reward.check(sample) == score.reason


@pytest.mark.parametrize("ids", [[1, 2], (1, 2), range(2), b"ab"])
def test_any_sequence_of_ids_will_do(ids: Sequence[int]) -> None:
    (score,) = r1.LengthReward(OVERLONG).score([r1.Sample("", token_ids=ids)])
    assert score.data["length"] == 2


class Array:
    """As arrays and tensors are: not a sequence, and read by `tolist`."""

    def __init__(self, values: object) -> None:
        self.values = values

    def tolist(self) -> object:
        return self.values

    def __repr__(self) -> str:
        return f"array(\n{self.values})"


def test_arrays_are_read_by_their_values() -> None:
    good, flat, deep = (r1.Sample("", token_ids=Array(ids)) for ids in ([1, 2, 3], 7, [[1, 2]]))
    scores = r1.LengthReward(OVERLONG).score([good, flat, deep])
    assert [score.verdict for score in scores] == ["measured", "skipped", "skipped"]
    assert "\n" not in scores[1].reason


@pytest.mark.parametrize("reason", ["length", "max_tokens", "MAX_TOKENS"])
def test_what_was_cut_off_counts_as_longest(reason: str) -> None:
    score = tokens(OVERLONG, 50, finish_reason=reason)
    assert (score.value, score.data["truncated"], score.data["length"]) == (-1.0, True, 50)
    assert score.reason == "50 tokens, cut off at a limit: counts as longest"
    assert tokens(BAND, 15, finish_reason=reason).value == 0.0
    assert tokens(r1.LengthBand(10), 5, finish_reason=reason).value == 1.0  # it would have gone on
    assert tokens(OVERLONG, 50, finish_reason="stop").value == 0.0
    measured = r1.LengthReward(OVERLONG, truncated="measured")
    assert measured.score([r1.Sample("", token_ids=[1] * 50, finish_reason=reason)])[0].value == 0.0


def test_no_wrong_reason_to_stop_raises() -> None:
    for reason in ({"type": "length"}, "FinishReason.LENGTH"):
        assert tokens(OVERLONG, 5, finish_reason=reason).value == -1.0


# --- parts of the text -----------------------------------------------------------------------------------------------

THOUGHT = "<think>one two three</think><answer>four five</answer>"


@pytest.mark.parametrize(
    ("template", "place", "length"),
    [
        ("r1-zero", "reasoning", 3),
        ("r1-zero", "summary", 2),
        ("r1-zero", "full", 9),  # tags are written too
        (None, "reasoning", 5),
        (None, "summary", 4),
        (None, "full", 9),
    ],
)
def test_places(template: str | None, place: str, length: int) -> None:
    assert words(BAND, THOUGHT, template=template, part=place).data["length"] == length


def test_a_broken_layout_hides_no_length() -> None:
    """It counts as empty or as the whole text, whichever is worth less, so that neither direction pays."""
    text = "one two three four five six"
    for shape in (r1.SoftOverlong(6, 4), r1.LengthBand(4), r1.LengthBand(high=4)):
        score = words(shape, text, template="r1-zero", part="reasoning")
        assert score.value == min(shape.value(0), shape.value(6)) < max(shape.value(0), shape.value(6))
        assert score.data["missing"] == "reasoning"
        assert score.reason.startswith("The layout is broken and shows no reasoning, so the text counts as ")
    unclosed = words(r1.SoftOverlong(6, 4), f"<think>{text}", part="summary")
    assert unclosed.value == -1.0


def test_tokens_are_of_no_part() -> None:
    with pytest.raises(RewardError, match="token ids tell no parts"):
        r1.LengthReward(OVERLONG, part="reasoning")
    with pytest.raises(RewardError, match="token ids tell no parts"):
        r1.LengthReward(OVERLONG, part="summary", without_ids="words")


# --- the reward that tells what is right -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shortest:
    """1 for the shortest of a group."""

    name: str = "shortest"
    scope: str = "group"

    def score(self, samples: Sequence[r1.Sample], /) -> list[r1.Score]:
        least: dict[object, int] = {}
        for sample in samples:
            least[sample.group] = min(len(sample.text), least.get(sample.group, 10**9))
        return [
            r1.Score(float(len(sample.text) == least[sample.group]), r1.Verdict.MEASURED, "by length")
            for sample in samples
        ]


def test_right_and_wrong_ones() -> None:
    right, wrong = (r1.Sample(rf"\boxed{{{n}}}", "4", token_ids=[1] * 50) for n in (4, 5))
    scores = r1.LengthReward(COSINE).score([right, wrong])
    assert [score.value for score in scores] == pytest.approx([0.75, -0.75])
    assert [score.answer for score in scores] == ["4", "5"]
    assert [score.data["right"] for score in scores] == [True, False]
    assert scores[0].reason == "50 tokens: of 100, and right"
    assert [part.reward for part in scores[1].parts] == ["math"]
    assert scores[0].spans


def test_what_nobody_can_judge_is_skipped() -> None:
    sample = r1.Sample("4", None, token_ids=[1])
    (score,) = r1.LengthReward(COSINE).score([sample])
    assert (score.value, score.verdict) == (None, "skipped")
    assert score.reason.startswith("math: ")
    assert r1.LengthReward(COSINE).check(sample) is not None
    strict = r1.LengthReward(COSINE, without_ids="skip")
    assert r1.check(strict, [sample, r1.Sample("4", "4")])[1][1].startswith("The sample has no token_ids")


def test_a_bug_of_the_inner_reward_is_an_error_of_this_sample() -> None:
    def fails(sample: r1.Sample) -> float:
        return 1 / len(sample.text)

    reward = r1.LengthReward(r1.CosineScaled(10, r1.from_function(fails)))
    scores = reward.score([r1.Sample("", token_ids=[1]), r1.Sample("a", token_ids=[1])])
    assert [score.verdict for score in scores] == ["error", "measured"]


def test_groups_stay_together() -> None:
    reward = r1.LengthReward(r1.CosineScaled(10, Shortest()))
    assert reward.scope == "group"
    assert r1.LengthReward(COSINE).scope == r1.LengthReward(BAND).scope == "sample"
    samples = [r1.Sample("a" * n, token_ids=[1] * n, group=n % 2) for n in (1, 2, 3, 4)]
    assert [score.data["right"] for score in r1.grade(reward, samples)] == [True, True, False, False]


def test_the_threshold_is_the_least_right_value() -> None:
    half = r1.from_function(lambda sample: len(sample.text) / 10, name="half")
    shape = r1.CosineScaled(10, half, threshold=0.5)
    samples = [r1.Sample("a" * n, token_ids=[1]) for n in (4, 5)]
    assert [score.data["right"] for score in r1.LengthReward(shape).score(samples)] == [False, True]


# --- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: r1.LengthReward(100), "shape is 100: give a SoftOverlong"),
        (lambda: r1.LengthReward(OVERLONG, unit="chars"), "unit is 'chars': choose one of tokens, words, characters"),
        (lambda: r1.LengthReward(OVERLONG, without_ids="tokens"), "without_ids is 'tokens': choose one of skip"),
        (lambda: r1.LengthReward(OVERLONG, "words", part="both"), "part is 'both': choose one of full, reasoning"),
        (lambda: r1.LengthReward(OVERLONG, truncated="no"), "truncated is 'no': choose one of longest, measured"),
        (lambda: r1.LengthReward(OVERLONG, template="nope"), "nope"),
        (lambda: r1.LengthReward(OVERLONG, name=" "), "name is ' '"),
        (lambda: r1.SoftOverlong(0, 0), "max_length is 0: give a whole number, 1 or more"),
        (lambda: r1.SoftOverlong(10.0, 0), "max_length is 10.0: give a whole number"),
        (lambda: r1.SoftOverlong(True, 0), "max_length is True"),
        (lambda: r1.SoftOverlong(10**400, 0), "max_length is 1"),
        (lambda: r1.SoftOverlong(10, -1), "cache is -1"),
        (lambda: r1.SoftOverlong(10, 11), "cache is 11 and max_length 10"),
        (lambda: r1.CosineScaled(10, "math"), "'math' is not a reward"),
        (lambda: r1.CosineScaled(10, ACCURACY, correct_short=math.nan), "correct_short is nan"),
        (lambda: r1.CosineScaled(10, ACCURACY, exceeded=math.inf), "exceeded is inf"),
        (r1.LengthBand, "without bounds"),
        (lambda: r1.LengthBand(slack=3), "holds every text"),
        (lambda: r1.LengthBand(5, 4), "low is 5 and high 4"),
        (lambda: r1.LengthBand(-1, 4), "low is -1"),
        (lambda: r1.LengthBand(1, 4, slack=-1), "slack is -1"),
    ],
)
def test_fields_are_checked(make: object, said: str) -> None:
    with pytest.raises(RewardError, match=said.replace("(", r"\(")):
        make()


@pytest.mark.parametrize(
    ("table", "shape"),
    [
        ("max_length = 100\ncache = 20", OVERLONG),
        ('max_length = 100\ncorrect = "math"', r1.CosineScaled(100, r1.MathReward())),
        ("low = 10\nhigh = 20\nslack = 5", BAND),
        ("high = 7", r1.LengthBand(high=7)),
        (
            'max_length = 9\nexceeded = -1\n[shape.correct]\nreward = "format"',
            r1.CosineScaled(9, r1.FormatReward(), exceeded=-1),
        ),
    ],
)
def test_a_file_tells_the_shape_by_its_fields(table: str, shape: object) -> None:
    reward = loads(f'reward = "length"\n[shape]\n{table}\n')
    assert reward == r1.LengthReward(shape)
    assert loads(dumps(reward)) == reward


@pytest.mark.parametrize("table", ["", "max_length = 3", "low = 1\ncache = 2"])
def test_a_file_with_another_shape_is_refused(table: str) -> None:
    with pytest.raises(RewardError, match="shape"):
        loads(f'reward = "length"\n[shape]\n{table}\n')


def test_words_are_counted_where_there_are_no_ids() -> None:
    (score,) = r1.LengthReward(r1.LengthBand(high=3)).score([r1.Sample("one two three")])
    assert (score.value, score.data["length"], score.data["unit"]) == (1.0, 3, "words")


def test_a_length_of_tokens_depends_on_no_engine() -> None:
    assert "unicode" not in r1.signature(r1.LengthReward(OVERLONG, without_ids="skip"))
    assert "unicode:" in r1.signature(r1.LengthReward(OVERLONG, unit="words"))
    assert "r1rewards.math:" in r1.signature(r1.LengthReward(COSINE))
