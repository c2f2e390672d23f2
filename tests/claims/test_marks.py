"""What marks an answer without words."""

from __future__ import annotations

from functools import partial

import pytest

from linear import assert_linear
from r1rewards.claims.marks import boxes, hash_lines, is_blank, is_hidden


@pytest.mark.parametrize(
    "content",
    [
        "", " ", "?", "??", "...", "…", r"\ldots", r"\dots", r"\cdots", r"\square", r"\Box", "□", "___", r"\_\_\_",
        r"\quad",
        r"\qquad\qquad", r"\,", r"\;\;", "~", r"\text{}", r"\text{ }", r"\mathrm{?}", r"\phantom{2}", r"\hphantom{00}",
        r"\phantom{\frac{1}{2}}", r"\underline{\hspace{2cm}}", r"\hspace{1cm}", r"\text{?}", r"$\ $", r"\boxed{}",
        "answer", "ANSWER", "Answer", "your answer", "your answer here", r"\text{your answer}", "final answer",
        "<answer>",
        "[your answer]", "final answer here", "insert answer", "Insert your final answer here", "the result", "ans",
        "your_answer", "final-answer", "答案", "你的答案", "最终答案", "答え", "정답",
        "ответ", "ваш ответ", "tu respuesta",
        "votre réponse", "Ihre Antwort", "sua resposta", "la risposta", "jouw antwoord", "twoja odpowiedź", "cevabınız",
        "الإجابة النهائية", "התשובה הסופית", "jawaban Anda", "câu trả lời", "đáp án", "คำตอบ", "उत्तर", "...?",
    ],
)  # fmt: skip
def test_a_blank_claims_nothing(content):
    assert is_blank(content)


@pytest.mark.parametrize(
    "content",
    [
        "2", "x", "X", "no", "one", "a", "A", "the", "here", r"\{\}", r"\emptyset", "[]", r"\text{square}", "square",
        "dots",
        r"\phantom{0}2", "answer 2", "42 answers", r"\text{no solution}", "no solution", r"\text{even}", "Evelyn", "-1",
        r"\dot{x}", r"\text{The answer is } 12", "unanswered", "3?", "数", "×", "○", r"\dotsb x", "number",
    ],
)  # fmt: skip
def test_other_contents_are_none(content):
    assert not is_blank(content)


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (r"a \boxed{5} b", ["5"]),
        (r"\boxed{\frac{1}{2}} \fbox{3}", [r"\frac{1}{2}", "3"]),
        (r"\boxed{\boxed{5}}", [r"\boxed{5}"]),
        (r"\boxed{5", []),
        (r"\boxed 5", ["5"]),
        (r"\boxed{x + \boxed{5}", ["5"]),
    ],
)
def test_boxes(text, contents):
    assert [text[box.start : box.end] for box in boxes(text, 0, len(text))] == contents


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("so\n#### 18", ["18"]),
        ("… cost $15400 in total. #### 15400", ["15400"]),
        ("####29", ["29"]),
        ("#### 18\nI hope this helps!", ["18"]),
        ("##### 18", []),
        ("####", []),
        ("#### 18\n\na\n\nb\n\nc\n\nd", []),
        ("#### Step 4\nwe get 3", ["Step 4"]),
    ],
)
def test_lines_of_hashes(text, contents):
    assert [text[mark.start : mark.end] for mark in hash_lines(text, 0, len(text))] == contents


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        (r"\phantom{\boxed{5}}", True),
        (r"\cancel{ \boxed{5}}", True),
        (r"~~\boxed{5}~~", True),
        (r"<!-- \boxed{5} -->", True),
        ("% in a comment \\boxed{5}", True),
        (r"we get 50% more: \boxed{5}", False),
        (r"we get ${\boxed{5}}$", False),
        (r"-\boxed{5}", False),
    ],
)
def test_what_hides_a_mark(text, hidden):
    (box,) = boxes(text, 0, len(text))
    assert is_hidden(text, 0, box) == hidden


@pytest.mark.parametrize("piece", [r"\boxed{", "}", r"\boxed{5}", "#### 5\n", "{", r"\phantom{", "<answer>", "~~", "_"])
def test_marks_take_linear_time(piece):
    def read(text: str) -> None:
        for box in boxes(text, 0, len(text))[-64:]:
            is_blank(text[box.start : box.end])
        hash_lines(text, 0, len(text))
        is_blank(text)

    assert_linear(lambda size: partial(read, piece * size), 20_000)
