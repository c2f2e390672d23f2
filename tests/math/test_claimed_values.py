"""Which value of a text is claimed: numbers that a verb gives, labels, units, lists; in many languages."""

from __future__ import annotations

from functools import partial

import pytest

import r1rewards as r1
from linear import assert_linear
from r1rewards.math import extract
from r1rewards.math.values import Formulas

REWARD = r1.MathReward(deadline=0)


def paid(completion: str, gold: str) -> bool:
    return REWARD.score([r1.Sample(completion, gold)])[0].value == 1.0


CLAIMED = [
    ("Answer: Pam and Fred used 60 tickets.", "60"),
    ("Answer: Jillian's handbag cost $60.", "60"),
    ("Answer: Use 42 bricks.", "42"),
    ("Answer: The train arrives at 5.", "5"),
    ("Antwort: Die Kinder haben 60 Karten.", "60"),
    ("Réponse : Il reste 12 pommes.", "12"),
    ("Respuesta: Quedan 12 manzanas.", "12"),
    ("Ответ: Осталось 12 яблок.", "12"),
    ("答案：小明有12个苹果。", "12"),
    ("答え：りんごは12個です。", "12"),
    ("정답: 사과는 12개입니다.", "12"),
    ("The answer to question 3 is 42.", "42"),
    ("Somit ist 42 die gesuchte Antwort.", "42"),
    ("The number of kids not allergic to anything is $\\boxed{20}$.", "20"),
    ("The number of people who think so is $\\boxed{16}$.", "16"),
    ("Final Answer: 42. Does that make sense?", "42"),
    ("The answer is 42 sq. ft.", "42"),
    ("The answer is approx. 42.", "42"),
    ("Answer: Rs. 70,000", "70000"),
    ("The answer is forty-two (42).", "42"),
    ("The answer is ~~41~~ 42.", "42"),
    ("| **Answer** | **42** |", "42"),
    ("<h3>Answer</h3>\n<p>42</p>", "42"),
    ("Answer:\n```\n13\n```", "13"),
    ("Answer: '13'", "13"),
    ("<answer>'13'</answer>", "13"),
    ("故选：C", "C"),
    ("The answer is - 7.", "-7"),
    ("The answer is {1, 2, 3}.", "\\{1,2,3\\}"),
    ("The answer is n!.", "n!"),
    ("The answer is $\\frac{3}{4}$ of the cake.", "\\frac34"),
    ("Answer: (a) 12; (b) 15", "12, 15"),
    ("Answer: Length: 12, width: 15", "12, 15"),
    ("（1）$\\boxed{12}$；（2）$\\boxed{15}$", "12, 15"),
    ("$x=\\boxed{12}$ or $x=\\boxed{15}$", "12, 15"),
    ("Answer: No solution", "\\text{no solution}"),
    ("The curve is \\boxed{\\text{an ellipse}}.", "\\text{ellipse}"),
    ("答案：42平方米", "42"),
    ("Ответ: 42 рубля", "42"),
    ("Use \\boxed{your answer}. So \\boxed{7}", "7"),
]


@pytest.mark.parametrize(("completion", "gold"), CLAIMED)
def test_what_is_claimed(completion, gold):
    assert paid(completion, gold)


NOT_CLAIMED = [
    ("Answer: At least 5 people", "5"),
    ("Answer: twice 7", "7"),
    ("Answer: 5 years older than Bob", "5"),
    ("Answer: 42 more than 3", "42"),
    ("Answer: No solution for n > 3", "3"),
    ("Answer: Step 3 contains the mistake", "3"),
    ("Answer: see step 3.", "3"),
    ("Answer: Apollo 11", "11"),
    ("Answer: Everyone except 3", "3"),
    ("Answer: In 1999, none", "1999"),
    ("Answer: Suppose the area is 3.", "3"),
    ("Answer: The value of 3 is unknown.", "3"),
    ("Answer: Bob has 3 apples and 4 pears.", "3"),
    ("Antwort: Mindestens 5 Leute", "5"),
    ("Respuesta: Al menos 5 personas", "5"),
    ("答案：至少5人", "5"),
    ("答案是21的两倍。", "21"),
    ("Ответ: не менее 5 человек", "5"),
    ("The answer to question 3 is 42.", "3"),
    ("We multiply the answer by 3.", "3"),
    ("He gave 3 answers.", "3"),
    ("There are 42 of them. The answer follows.", "42"),
    ("Answer: (a) 12; (b) 15", "12"),
    ("The answers are 3 and 4.", "3"),
    ("The answer is 42万", "42"),
    ("Ответ: 42 тысячи", "42"),
    ("The answer is - 7.", "7"),
    ("Answer: 42, or maybe 43", "42"),
    ("\\boxed{42} or twenty", "42"),
]


@pytest.mark.parametrize(("completion", "gold"), NOT_CLAIMED)
def test_what_is_not_claimed(completion, gold):
    assert not paid(completion, gold)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("costs $200,000 − $130,000 = **$70,000**.", ["$200,000", "$130,000", "$70,000"]),
        ("is $x = \\frac{1}{2}$ or \\(3\\)", ["$x = \\frac{1}{2}$", "\\(3\\)"]),
        ("f(x) = 2x + 1", ["f(x) = 2x + 1"]),
        ("[2,5) and (3, 8]", ["[2,5)", "(3, 8]"]),
        ("the 3rd and the 21st", []),
        ("x and y", []),
        ("4 (since $\\sqrt{64}=8$)", ["4", "$\\sqrt{64}=8$"]),
        ("<b>4</b> of 5", ["4", "5"]),
    ],
)
def test_values_of_a_text(text, values):
    found = [item for item in Formulas(text).find(0, len(text)) if item.value is not None]
    assert [text[item.start : item.end] for item in found] == values


HOSTILE = (
    "the answer is ", "answer: ", "42 ", "is not ", "wait, ", "no. ", "answer is 42. ", "\\boxed{1} ", "\\boxed{",
    "#### 5\n", "(a) 1 ", "$", "$$", "\\[", "\\(", "<b>", "~~", "1, ", "or ", "perhaps ", "answer is 1, 2, ", "x = ",
    "| ", "答案是", "答えは42", "不对，", "The answer is (", "{1,", "- ", "<answer>5</answer> ", "<answer>",
    "x is the answer. ", "A: 5\n", "Length: 5, ", "```\n", '"answer" ', "answer? ", "d. h. ",
)  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("before", ["", "\\boxed{3}"])
def test_extraction_takes_linear_time(piece, before):
    assert_linear(lambda size: partial(extract, before + piece * (size // len(piece))), 100_000)
