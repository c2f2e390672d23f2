"""The engine for short answers: SQuAD's definitions, and laws that hold for any text."""

from __future__ import annotations

import re
import string
from collections import Counter
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linear import Work, assert_linear
from r1rewards.plain_answers import NORMALISE, golds, normal_form, overlap, problem, read, same, tokens

TEXTS = st.text(max_size=30) | st.text(alphabet="aA bThe.,-3猫ก \u200b!?$", max_size=30)
HOW = st.sampled_from(NORMALISE)


def by_the_paper(text: str) -> str:
    """SQuAD v1.1's normal form, step by step in the order of its definition."""
    kept = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", kept).split())


def f1_by_the_paper(answer: str, gold: str) -> float:
    said, right = by_the_paper(answer).split(), by_the_paper(gold).split()
    shared = (Counter(said) & Counter(right)).total()
    if not shared:
        return 0.0
    precision, recall = shared / len(said), shared / len(right)
    return 2 * precision * recall / (precision + recall)


ASCII = st.text(alphabet=string.printable, max_size=40) | st.lists(
    st.sampled_from(["the", "The", "a", "an.", "cat", "Cat!", "(dog)", "3.5", "-", "\n"]), max_size=8
).map(" ".join)


@given(text=ASCII)
def test_the_normal_form_is_the_one_of_the_paper(text: str) -> None:
    assert normal_form(text) == by_the_paper(text)


@given(answer=ASCII, gold=ASCII)
def test_the_values_are_those_of_the_paper(answer: str, gold: str) -> None:
    if by_the_paper(gold):  # of the others nothing is left, and the fallback is ours
        assert same(answer, gold) == (by_the_paper(answer) == by_the_paper(gold))
        assert overlap(answer, gold).f1 == pytest.approx(f1_by_the_paper(answer, gold))


@given(one=TEXTS, other=TEXTS, how=HOW)
def test_f1_is_symmetric_and_a_share(one: str, other: str, how: str) -> None:
    if normal_form(one, how) and normal_form(other, how):
        found, back = overlap(one, other, how), overlap(other, one, how)
        assert found.f1 == back.f1
        assert (found.precision, found.recall) == (back.recall, back.precision)
        assert all(0 <= share <= 1 for share in found)


@given(answer=TEXTS, gold=TEXTS, how=HOW)
def test_exact_match_means_an_f1_of_1(answer: str, gold: str, how: str) -> None:
    if golds(gold):
        assert not same(answer, gold, how) or overlap(answer, gold, how).f1 == 1.0
        assert same(gold, gold, how)


def test_tokens_of_mixed_scripts() -> None:
    assert tokens("iphone 手机 x") == Counter(["iphone", "手", "机", "x"])
    assert tokens("a手b手a") == Counter(["a", "手", "b", "手", "a"])
    assert tokens("ไทย abc") == Counter(["ไ", "ท", "ย", "abc"])


@pytest.mark.parametrize("how", NORMALISE)
@pytest.mark.parametrize("character", ["中", "ก", "中国人，", "a中"])
def test_a_long_answer_without_spaces_takes_linear_time(character: str, how: str) -> None:
    assert overlap(character * 1000, "巴黎", how).f1 == 0
    assert_linear(lambda size: partial(overlap, character * (size // len(character)), "巴黎", how), 1_000_000)


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        (None, "no reference"),
        ("", "blank"),
        ("\u200b ", "blank"),
        ([], "empty list"),
        (["", None], "blank"),
        (True, "bool"),
        (float("nan"), "finite"),
        (10**5000, "too many digits"),
        ("x" * 10_001, "longer"),
        ({"question": "?"}, "dict"),
        ({"text": []}, "empty list"),
    ],
    ids=["none", "blank", "hidden", "empty", "members", "bool", "nan", "huge", "long", "mapping", "squad"],
)
def test_what_is_no_gold(reference: object, told: str) -> None:
    assert golds(reference) == []
    assert told in (problem(reference) or "")


class Array:
    """What numpy's arrays and scalars have in common."""

    def __init__(self, held: object) -> None:
        self.held = held

    def __repr__(self) -> str:
        return f"Array({self.held!r})"

    def tolist(self) -> object:
        return self.held


@pytest.mark.parametrize(
    ("reference", "right"),
    [
        (Array(["Paris"]), ["Paris"]),
        ({"text": Array(["Paris", "Lutetia"])}, ["Paris", "Lutetia"]),
        ([Array(5)], ["5"]),
        ({"target": ["Paris"]}, ["Paris"]),
        ({"target": Array(["Paris", "Lutetia"])}, ["Paris", "Lutetia"]),
        ({"target": "Paris"}, ["Paris"]),
        ({"value": "Paris", "aliases": Array(["Lutetia"])}, ["Paris", "Lutetia"]),
        ({"value": 0, "aliases": None}, ["0"]),
        ('["Paris", "Lutetia"]', ["Paris", "Lutetia"]),
        (' ["Paris", 1912, null]\n', ["Paris", "1912"]),
        ('{"text": ["Paris"]}', ["Paris"]),
        ('{"target": ["Paris"]}', ["Paris"]),
        ('{"value": "Paris", "aliases": ["Lutetia"]}', ["Paris", "Lutetia"]),
        # what may itself be the answer
        ("[1, 2]", ["[1, 2]"]),
        ("[]", ["[]"]),
        ('[["a"], ["b"]]', ['[["a"], ["b"]]']),
        ('{"a": 1}', ['{"a": 1}']),
        ('{"text": []}', ['{"text": []}']),
        ("[Paris]", ["[Paris]"]),
        ("[" * 5_000, ["[" * 5_000]),
        ("[" + "9" * 5_000 + "]", ["[" + "9" * 5_000 + "]"]),
    ],
    ids=ascii,
)
def test_golds_as_columns_hold_them(reference: object, right: list[str]) -> None:
    assert golds(reference) == right
    assert problem(reference) is None


def test_what_is_read() -> None:
    text = "x <answer> Paris </answer> y"
    found = read(text, 0, len(text))
    assert found is not None
    assert (found.said, found.spans[0][:2]) == ("Paris", (11, 16))
    assert read("<answer> </answer>", 0, 18) is None
    assert read("so it is Paris", 0, 14, "claimed") is None


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("Paris is the answer.", ["Paris"]),
        ("**Paris** is the answer.", ["Paris"]),
        ("It is old. So I think that Paris is the correct answer.", ["Paris"]),
        ("As the capital of France, Paris is my final answer!", ["Paris"]),
        ("Paris, France is the answer to the question.", ["Paris, France"]),
        ("St. Petersburg is the answer.", ["St. Petersburg"]),
        ("The U.S. is the answer.", ["The U.S."]),
        ("Paris is the answer. London is the answer.", ["London", "Paris"]),
        ("Paris is the answer. Wait, London is the answer.", ["London"]),
        ("Paris or London is the answer.", ["Paris or London"]),
        ("So 18 is the answer.", ["18"]),
        ("The answer is London. Paris is the answer.", ["Paris", "London"]),
        ("Paris is the answer. The answer is London.", ["London", "Paris"]),
        ("<answer>Paris</answer> The answer is London.", ["Paris", "London"]),
        ("<answer>Paris</answer> London is the answer.", ["Paris", "London"]),
        ("<answer>Paris</answer> Wait, the answer is London.", ["Paris", "London"]),
        ("<answer>Paris</answer> is the answer.", ["Paris"]),
        ("<answer>Paris</answer> This answer is correct.", ["Paris"]),
        ("<answer>Paris</answer> That is the answer.", ["Paris"]),
        ("London is the answer, they say. <answer>Paris</answer>", ["Paris"]),
        ("\\boxed{Paris} The answer is London.", ["Paris", "London"]),
        ("\\boxed{Paris} is the answer.", ["Paris"]),
        ("Is London the answer? The answer is Paris.", ["Paris"]),
        # nothing is claimed
        ("Paris is not the answer.", None),
        ("I doubt that Paris is the answer.", None),
        ("If it is old, Paris is the answer.", None),
        ("That is the answer.", None),
        ("Paris is the answer?", None),
        ("Paris is the answer that he gave.", None),
        ("word " * 50 + "is the answer.", None),
    ],
)
def test_what_is_claimed(text: str, claims: list[str] | None) -> None:
    found = read(f"x\n{text}", 2, len(text) + 2, "claimed")
    if claims is None:
        assert found is None
        return
    assert found is not None
    assert [found.said, *found.others] == claims
    assert all(f"x\n{text}"[span.start : span.end] == said for span, said in zip(found.spans, claims, strict=False))


def test_a_claim_in_plain_words_is_taken_back() -> None:
    for text in ("Paris is the answer. That is wrong.", "<answer>Rome</answer> Paris is the answer. That is wrong."):
        found = read(text, 0, len(text), "claimed")
        assert found is not None
        assert found.taken_back


@pytest.mark.parametrize(
    "piece", ["Paris is the answer. ", "is the answer ", " is the answer", "x ", "Mr. ", "no, ", "as, "]
)
@pytest.mark.parametrize("start", [0, 18])
def test_claims_in_plain_words_take_linear_time(piece: str, start: int) -> None:
    def prepare(size: int) -> Work:
        text = "<answer>a</answer>" + piece * (size // len(piece))
        return partial(read, text, start, len(text), "claimed")

    assert_linear(prepare, 500_000)
