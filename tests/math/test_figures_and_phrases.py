"""Numbers in other spellings, words that say mathematics, and TeX commands that only shape it."""

from __future__ import annotations

import pytest

from r1rewards import math
from r1rewards.core.data_files import read_table
from r1rewards.math.bases import with_bases
from r1rewards.math.figures import with_plain_figures

SAME = [
    # bases
    ("37_8", "(37)_8"),
    ("(37)_8", "37_8"),
    ("37_8", r"37_{\text{eight}}"),
    ("37_8", r"37_{\text{base }8}"),
    ("37_8", "37_{(8)}"),
    (r"1011_{\text{two}}", "1011_2"),
    ("3C_{16}", "(3C)_{16}"),
    ("3C_{16}", "3c_{16}"),
    ("CD_{16}", "cd_{16}"),
    ("CD_{16}", "(CD)_{16}"),
    (r"3\text{CD}_{16}", "3CD_{16}"),
    # figures
    ("2345678", "2'345'678"),
    ("2000,3000", "2,000, 3,000"),
    (r"\frac58", "⁵⁄₈"),
    ("3.625", "3⁵⁄₈"),
    ("4.25", "٤٫٢٥"),
    ("45", "४५"),
    ("0.007", "7‰"),
    (r"\frac16", "0.1666666667"),
    (r"\frac13", "0.3333333333"),
    # commands
    ("7", r"\hbox{7}"),
    ("7", r"\ensuremath{7}"),
    ("7", r"\pmb{7}"),
    ("7", r"7\\"),
    ("7/9", r"\nicefrac{7}{9}"),
    ("7/9", r"\sfrac79"),
    ("(3,4)", r"\mleft(3,4\mright)"),
    ("4000", r"4\thinspace000"),
    (r"x\ne 2", r"x\not=2"),
    ("b_2^3", "b^3_2"),
    (r"\operatorname{arsinh}(x)", r"\sinh^{-1}(x)"),
    # words
    (r"\text{April 2, 1999}", r"\text{April 2nd, 1999}"),
    (r"\text{May 12}", r"\text{May 12th}"),
    ("C", "C: the second table"),
    ("C", r"\text{option (C)}"),
    ("AC", r"A \text{ and } C"),
    ("A, C", "AC"),
    ("①④", "①和④"),
    ("5:3", r"5 \text{ to } 3"),
    ("12:00 PM", r"\text{noon}"),
    (r"\mathbb{Z}", r"\text{all integers}"),
    (r"(-\infty,2)\cup(2,\infty)", r"\text{all real numbers except }2"),
    (r"\mathbb{R}\setminus\{1,2\}", r"\text{all real numbers except 1 and 2}"),
    ("DNE", r"\text{does not exist}"),
    (r"\text{does not exist}", "DNE"),
    (r"\text{the square}", "square"),
    ("17th", r"17^{\text{th}}"),
]


@pytest.mark.parametrize(("gold", "answer"), SAME)
def test_the_same_in_another_spelling(gold: str, answer: str) -> None:
    assert math.equivalent(gold, answer)


@pytest.mark.parametrize(
    ("gold", "answer"),
    [
        ("37", "(37)_8"),
        ("37_8", "(37)_9"),
        ("37_8", r"37_{\text{nine}}"),
        ("CD_{16}", "DC_{16}"),
        ("2345678", "2'345'679"),
        ("2000", "2,000, 3,000"),
        ("5000", "2,000, 3,000"),
        (r"\frac13", "0.333333333"),
        (r"\frac13", "0.3333333334"),
        ("7", "7‰"),
        ("4.25", "٤٫٢٦"),
        ("b_2^3", "b^2_3"),
        ("7/9", r"\nicefrac{9}{7}"),
        ("x=2", r"x\not=2"),
        (r"\text{May 12}", r"\text{May 13th}"),
        (r"\text{May 12}", "12"),
        ("C", "B: the second table"),
        ("C", "C: or D"),
        ("C", "C: not the second"),
        ("AC", "A, B"),
        ("A", "AC"),
        ("A", "A, C"),
        ("①④", "①③"),
        ("①④", "①"),
        ("4", "④"),
        ("5:3", "3 to 5"),
        ("5", "5 to 3"),
        ("12:00 AM", "noon"),
        (r"\mathbb{Z}", "all real numbers"),
        (r"x\ne2", r"\text{all real numbers except }1"),
        ("2", "all integers except 2"),
        ("17th", "16th"),
    ],
)
def test_others_differ(gold: str, answer: str) -> None:
    assert not math.equivalent(gold, answer)


def test_long_texts_take_linear_time() -> None:
    assert with_bases("(" * 9000)
    assert with_bases("_{base " * 1400)
    assert with_plain_figures("1'234" * 1800)
    assert with_plain_figures("1,000, " * 1300)


def test_the_table_of_phrases() -> None:
    table = read_table("r1rewards.math.reading", "phrases.toml")
    assert set(table["times"]) == {"am", "pm"}
    assert set(table["number_sets"]) <= set("RZQCN")
    assert all(words == words.casefold() for part in table.values() for group in part.values() for words in group)
