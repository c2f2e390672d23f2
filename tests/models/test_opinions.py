"""A model's opinion of many pairs: in which pieces it is asked, what it may give, whom a failure is blamed on."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from asking import Recording, judge, sample
from r1rewards.errors import ModelError, ServiceError
from sample_models import Lengths


def test_equal_pairs_are_asked_once_and_pieces_have_a_size():
    model = Recording()
    texts = ["a", "bb", "a", "ccc", "dddd", "bb", "a"]
    scores = judge(model, *map(sample, texts), batch_size=3)
    assert [score.value for score in scores] == [1.0, 2.0, 1.0, 3.0, 4.0, 2.0, 1.0]
    assert [[response for _, response in call] for call in model.calls] == [["a", "bb", "ccc"], ["dddd"]]


def test_a_model_cannot_change_what_it_is_asked():
    def spoils(pairs: list[tuple[str, str]]) -> list[float]:
        numbers = [float(len(response)) for _, response in pairs]
        pairs.clear()
        return numbers

    assert [s.value for s in judge(spoils, sample("a"), sample("bb"))] == [1.0, 2.0]


@given(
    texts=st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=12),
    order=st.randoms(use_true_random=False),
    size=st.integers(1, 5),
)
def test_neither_order_nor_batching_changes_a_score(texts, order, size):
    samples = [sample(text, prompt=prompt) for prompt, text in texts]
    model = Lengths(0.5, 2.0)
    whole = r1.ModelReward(model).score(samples)
    places = list(range(len(samples)))
    order.shuffle(places)
    assert r1.ModelReward(model, batch_size=size).score([samples[i] for i in places]) == [whole[i] for i in places]


@given(bad=st.sets(st.integers(0, 20), max_size=6), size=st.integers(1, 30))
def test_a_text_that_breaks_the_model_costs_itself_alone(bad, size):
    def fragile(pairs: list[tuple[str, str]]) -> list[float]:
        if any(int(response) in bad for _, response in pairs):
            raise LookupError("cannot")
        return [float(response) for _, response in pairs]

    scores = judge(fragile, *(sample(str(i)) for i in range(21)), batch_size=size)
    assert [score.value for score in scores] == [None if i in bad else float(i) for i in range(21)]
    assert {scores[i].reason for i in bad} <= {"The model failed on this text: LookupError: cannot"}
    assert {scores[i].verdict for i in bad} <= {"error"}


class Tensor:
    """As torch and numpy do it: an array to be iterated over, of scalars that float() takes."""

    def __init__(self, *values: float) -> None:
        self.values = values

    def __iter__(self) -> Any:
        return iter([Tensor(value) for value in self.values])

    def __float__(self) -> float:
        (value,) = self.values
        return float(value)


def test_numbers_of_every_library():
    numpy = pytest.importorskip("numpy")
    for given_, expected in [
        ([1], 1.0),
        ((0.5,), 0.5),
        ([True], 1.0),
        ([Fraction(1, 4)], 0.25),
        ([Decimal("0.5")], 0.5),
        (Tensor(0.25), 0.25),
        (numpy.array([0.5], dtype=numpy.float32), 0.5),
        ([numpy.float64(2.0)], 2.0),
        ([numpy.int64(3)], 3.0),
        ((x for x in [4.0]), 4.0),
        (numpy.array([[0.5]]), 0.5),
        (numpy.array([[[0.5]]], dtype=numpy.float16), 0.5),
        ([numpy.array(0.5)], 0.5),
        ({"a": 2.0}.values(), 2.0),
    ]:
        (score,) = judge(lambda _, given_=given_: given_, sample())
        assert (score.value, type(score.value), score.verdict) == (expected, float, "measured")


def test_arrays_that_are_no_numbers():
    numpy = pytest.importorskip("numpy")
    masked = numpy.ma.array([[0.5]], mask=True)
    for given_ in (numpy.array([[0.5, 0.5]]), numpy.array([["1"]]), numpy.array([[]]), numpy.array([[1j]]), masked):
        (score,) = judge(lambda _, given_=given_: given_, sample())
        assert (score.value, score.verdict) == (None, "error")
        assert "return one number per pair" in score.reason


def test_logits_of_one_label_for_many():
    numpy = pytest.importorskip("numpy")
    scores = judge(lambda pairs: numpy.array([[float(r)] for _, r in pairs]), *(sample(str(i)) for i in range(5)))
    assert [score.value for score in scores] == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_tensors_of_torch():
    torch = pytest.importorskip("torch")
    for tensor in (
        torch.tensor([0.5]),
        torch.tensor([[0.5]]),
        torch.tensor([[[0.5]]]),
        torch.tensor([0.5], dtype=torch.bfloat16),
    ):
        assert judge(lambda _, tensor=tensor: tensor, sample())[0].value == 0.5


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        None,
        "0.5",
        b"1",
        [],
        [1.0],
        {},
        1j,
        10**400,
        10**12_000,
        object(),
    ],
    ids=[*"nan inf minus-inf none text bytes list list-of-one dict complex large huge object".split()],
)
def test_what_is_no_finite_number(value):
    first, second = judge(lambda pairs: [value if r == "bad" else 1.0 for _, r in pairs], sample("bad"), sample("good"))
    assert (first.value, first.verdict, second.value) == (None, "error", 1.0)
    assert first.reason.startswith("The model gave a ")
    assert first.reason.endswith("which is no finite number: let it return one number per pair")
    assert len(first.reason) < 250
    assert first.reason.isprintable()


@pytest.mark.parametrize(
    "found",
    [
        None,
        1.0,
        "ab",
        b"cd",
        {"a": 1, "b": 2},
        {1.0, 2.0},
        frozenset((1.0, 2.0)),
        {1: 0, 2: 0}.keys(),
        [],
        [1.0],
        [1.0, 2.0, 3.0],
    ],
)
def test_what_is_no_list_of_as_many_numbers(found):
    for score in judge(lambda pairs: found if len(pairs) == 2 else None, sample("a"), sample("b")):
        assert (score.value, score.verdict) == (None, "error")
        assert "return" in score.reason


def test_a_model_that_loses_what_it_has_seen_is_asked_one_at_a_time():
    model = Recording(lambda pairs: [1.0] * (1 + len(pairs) // 2))
    assert [s.value for s in judge(model, sample("a"), sample("b"), sample("c"))] == [1.0, 1.0, 1.0]


class Awkward(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no message")


@pytest.mark.parametrize("failure", [ValueError("x\ny"), KeyError("k"), RecursionError(), SystemExit(3), Awkward()])
def test_what_a_model_raises_is_an_error(failure):
    def model(_: Any) -> Any:
        raise failure

    for score in judge(model, sample("a"), sample("b")):
        assert (score.value, score.verdict, score.data["exception"]) == (None, "error", type(failure).__name__)
        assert score.reason.isprintable()


def test_ctrl_c_goes_through():
    def model(_: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(model, sample())


@pytest.mark.parametrize("kind", [ServiceError, ConnectionError, TimeoutError, OSError])
def test_a_service_that_is_down_is_asked_once(kind):
    def answer(pairs: list[tuple[str, str]]) -> list[float]:
        if any(response == "2" for _, response in pairs):
            raise kind("is down")
        return [1.0] * len(pairs)

    model = Recording(answer)
    scores = judge(model, *(sample(str(i)) for i in range(8)), batch_size=2)
    assert [score.value for score in scores] == [1.0, 1.0, *[None] * 6]
    assert {score.verdict for score in scores[2:]} == {"error"}
    assert len(model.calls) == 2
    failed = f"The model's service failed: {kind.__name__}: is down"
    assert [score.reason for score in scores[2:4]] == [failed] * 2
    assert {score.reason for score in scores[4:]} == {f"Not asked, as it failed before: {failed}"}


def test_a_service_that_goes_down_while_a_text_is_looked_for():
    def answer(pairs: list[tuple[str, str]]) -> list[float]:
        if len(pairs) > 2:
            raise ValueError("too many")
        if any(response == "2" for _, response in pairs):
            raise ServiceError("is down")
        return [1.0] * len(pairs)

    assert [s.value for s in judge(answer, *(sample(str(i)) for i in range(8)))] == [1.0, 1.0, *[None] * 6]


def test_what_a_failure_knows_is_used():
    def model(pairs: list[tuple[str, str]]) -> list[float]:
        bad = [i for i, (_, response) in enumerate(pairs) if response == "bad"]
        if bad:
            problem = ModelError("cannot")
            problem.known = {i: float(i) for i in range(len(pairs)) if i not in bad}
            raise problem
        raise AssertionError("asked again about what is known")

    assert [s.value for s in judge(model, sample("a"), sample("bad"), sample("c"))] == [0.0, None, 2.0]
