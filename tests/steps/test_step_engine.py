"""The engine for steps: texts with their marks, properties, hostile texts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linear import assert_linear
from r1rewards import steps
from r1rewards.steps import check
from step_cases import CASES, Case

LETTERS = {"right": "r", "wrong": "w", "undecided": "?", "withdrawn": "b"}


def marks(text: str, **more: str) -> str:
    return "".join(LETTERS[step.mark] for step in check(text, **more).steps)


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case.text[:50]))
def test_texts(case: Case) -> None:
    assert marks(case.text) == case.marks, case.why


def test_there_are_cases_of_every_kind() -> None:
    assert len({case.text for case in CASES}) == len(CASES) >= 100
    for letter, least in {"r": 45, "w": 15, "?": 7, "b": 2}.items():
        assert sum(letter in case.marks for case in CASES) >= least
    assert sum(case.marks == "" for case in CASES) >= 25


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case.text[:50]))
def test_what_stands_on_other_lines_changes_nothing(case: Case) -> None:
    if "```" in case.text or "===" in case.text or not case.text:
        return
    before = "We begin with what is known.\n\n"
    found = check(f"{before}{case.text}\n\nThat was it. 7 * 8 = 56").steps
    assert "".join(LETTERS[step.mark] for step in found) == case.marks + "r"
    for step, alone in zip(found, check(case.text).steps, strict=False):
        assert (step.start - len(before), step.text, step.why) == (alone.start, alone.text, alone.why)


@pytest.mark.parametrize(
    ("text", "rounding", "mark"),
    [
        ("10/3 = 3.33", "decimals", "r"),
        ("10/3 = 3.33", "whole", "r"),
        ("10/3 = 3.33", "exact", "w"),
        ("10/3 ≈ 3.33", "exact", "r"),
        ("10/3 = 3", "decimals", "w"),
        ("10/3 = 3", "whole", "r"),
        ("11/3 = 4", "whole", "r"),
        ("11/3 = 3", "whole", "r"),
        ("11/3 = 5", "whole", "w"),
        ("10/3 ≈ 3", "decimals", "r"),
        ("3.33 = 10/3", "decimals", "r"),
        ("-10/3 = -3.33", "decimals", "r"),
        ("-10/3 = -3.34", "decimals", "w"),
        ("1/3 = 0.333333333333333333", "decimals", "r"),
        ("0.1 + 0.2 = 0.30000000000000004", "decimals", "r"),
    ],
)
def test_rounding(text: str, rounding: str, mark: str) -> None:
    assert marks(text, rounding=rounding) == mark


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("16 * 7 = 113", "which is 112"),
        ("7 / 2 = 4", "which is 3.5"),
        ("10 / 3 = 4", "which is 3.33333"),
        ("2 + 2 = 2 + 3", "whose sides are 4 and 5"),
        ("1 / 0 = 1", "one of its sides divides by zero"),
    ],
)
def test_a_wrong_step_says_what_is_right(text: str, why: str) -> None:
    (step,) = check(text).steps
    assert (step.mark, step.text, step.why) == ("wrong", text, why)


# --- properties ------------------------------------------------------------------------------------------------------

NUMBERS = st.integers(1, 9999)
SIGNS = {"+": ["+", "plus"], "-": ["-", "−", "–", "minus"], "*": ["*", "×", "x", "·", "times", "\\times", "\\cdot"]}
SIGNS["/"] = ["/", "÷", "divided by", "\\div"]
FRAMES = ["{}", "So she has {} left.", "Thus {}\n", "1. {}", "- {}", "**{}**", "(that is, {})", "It costs {}, then.",
          "A total of {} eggs", "First: {}; second", "$${}$$", "\\[ {} \\]", "\\({}\\)"]  # fmt: skip
UNITS = ["", " apples", " hours", " cm^2", " dollars", " red jars of jam"]


@st.composite
def sums(draw: st.DrawFn) -> tuple[str, Fraction]:
    """An expression of two or three numbers in some notation, and its value."""
    a, b, c = draw(NUMBERS), draw(NUMBERS), draw(NUMBERS)
    sign = draw(st.sampled_from("+-*/"))
    value = {"+": lambda: Fraction(a + b), "-": lambda: Fraction(a - b), "*": lambda: Fraction(a * b)}.get(
        sign, lambda: Fraction(a, b)
    )()
    commas = draw(st.booleans())
    left, right = (f"{n:,}" if commas else str(n) for n in (a, b))
    text = f"{left} {draw(st.sampled_from(SIGNS[sign]))} {right}"
    if draw(st.booleans()):
        text, value = f"{c} + ({text})", c + value
    return text, value


def shown(value: Fraction, places: int) -> str | None:
    """The value as a decimal, rounded where it has to be."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{round(Decimal(value.numerator) / Decimal(value.denominator), places):f}"


@given(sums(), st.sampled_from(FRAMES), st.integers(1, 6))
def test_true_arithmetic_is_right_and_its_place_is_exact(given_sum, frame, places):
    text, value = given_sum
    equation = f"{text} = {shown(value, places)}"
    (step,) = check(frame.format(equation)).steps
    assert step.mark == "right", step
    start = frame.index("{}")
    assert (step.start, step.end, step.text) == (start, start + len(equation), equation)


@given(sums(), st.sampled_from(FRAMES), st.integers(1, 6), st.integers(-50, 50).filter(bool), st.booleans())
def test_a_changed_result_is_never_right(given_sum, frame, places, off, far):
    text, value = given_sum
    unit = Fraction(1) if value.denominator == 1 or far else Fraction(2, 10**places)
    changed = value + off * unit
    if shown(changed, places) == shown(value, places):
        return
    found = check(frame.format(f"{text} = {shown(changed, places)}")).steps
    assert [step.mark for step in found] == ["wrong"]


@given(NUMBERS, NUMBERS, st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_units_do_not_make_a_true_step_wrong(a, b, unit, other):
    found = check(f"Then {a}{unit} + {b}{unit} = {a + b}{other} and {a}{unit} * {b} = {a * b}{unit}.").steps
    assert all(step.mark == "right" for step in found)
    assert len(found) == 2


@given(st.text(alphabet="0123456789+-*/=().,$%\\{}^_ \nxab<>`≈&|!", max_size=200))
@settings(max_examples=300)
def test_any_text_has_steps_inside_of_it(text):
    for step in check(text).steps:
        assert 0 <= step.start < step.end <= len(text)
        assert step.text == text[step.start : step.end]
        assert "\n" not in step.why


@given(st.text(max_size=100))
def test_any_unicode_is_read(text):
    assert check(text) == check(text)


# --- hostile texts ---------------------------------------------------------------------------------------------------

REST = "(" + "1 a+" * 35 + "1=1,\n"

HOSTILE = {
    "equal equations": "2 + 2 = 4\n" * 50_000,
    "different equations": " ".join(f"{i} + {i} = {2 * i}." for i in range(20_000)),
    "signs": "=" * 100_000,
    "signs apart": "= " * 50_000,
    "a chain": "1 = " * 25_000,
    "a chain of sums": "1+1=" * 25_000,
    "digits": "9" * 100_000 + "=" + "9" * 100_000,
    "large products": ("9" * 900 + "*" + "9" * 900 + "=1\n") * 50,
    "towers": "".join(f"{i}^{i}^{i}=1\n" for i in range(2, 3_000)),
    "factorials": "".join(f"{i}! = {i}\n" for i in range(2_000, 5_000)),
    "brackets": "(" * 100_000,
    "brackets and numbers": "(1 = " * 20_000,
    "dollars": "$" * 100_000,
    "dollars and signs": "$x=1 " * 20_000,
    "marks": "<<" * 50_000,
    "ticks": "``a` " * 20_000,
    "environments": "\\begin{align}" * 5_000,
    "words": "a " * 50_000 + "= 1",
    "products": "ab cd 5 apples * 3 " * 5_000 + "= 3",
    "groups": "1,234," * 16_000 + "= 1",
    "questions": "a?" * 50_000,
    "minuses": "-" * 100_000 + "=1",
    "dashes behind": "2+2=5" + "\n" * 50_000 + "2+2=5" + "- " * 50_000,
    "lines": "1\n=\n" * 25_000,
    "roots": "".join(f"\\[\\sqrt{{{i}}}+\\sqrt{{3}}+\\sqrt{{7}}+\\sqrt{{11}}=\\sqrt{{5}}\\]\n" for i in range(3_000)),
    "powers of sums": "".join(f"(x+{i})^9 = x^9+{i}\n" for i in range(3_000)),
    "currencies before brackets": ("€" * 90 + REST) * 400,
    "dollars before brackets": ("$ " * 90 + REST) * 400,
    "roots before brackets": ("sqrt(" * 90 + REST) * 200,
    "signs before brackets": ("+" + "(1 a+" * 40 + "1 = 1\n") * 400,
    "percents": "".join("+".join(f"{i + j}%" for j in range(45)) + "=1%\n" for i in range(450)),
    "sums of money": "".join(f"${i}+" * 60 + "$5=$1 cents\n" for i in range(300)),
    "signs behind": "".join(f"{i}*7={i * 7 + 1}" + "(," * 60 + "\n" for i in range(100, 900)),
    "doubts": "".join(f"{i}*3=7. Wait, " for i in range(6_000)),
    "boxes": "\\boxed{" * 14_000 + "=1",
    "boxed": "1=\\boxed{" * 10_000,
    "names": "1+1 = x = " * 10_000,
    "exponents": "1=1^" + "1^" * 45_000 + "1",
    "exponents in brackets": "1=1" + "^(" * 45_000 + "1",
}
"""Some 100,000 characters each, at most 500,000."""

HUGE = {
    "a chain": "1 = " * 2_500_000,
    "signs apart": "= " * 5_000_000,
    "brackets and numbers": "(1 = " * 2_000_000,
    "one line": "x" * 10_000_000 + "=1",
    "dollars": "$" * 10_000_000,
    "right steps": "2 + 2 = 4. " * 900_000,
}
"""Some ten million characters each."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_take_linear_time(name):
    assert_linear(lambda size: partial(check, shortened(HOSTILE[name], size)), len(HOSTILE[name]))


def shortened(text: str, size: int) -> str:
    """A text of the same shape: many end with the one sign that makes the engine look at what is before it."""
    return text[: size - 20] + text[-20:]


@pytest.mark.parametrize("name", HUGE)
def test_huge_texts_are_past_a_limit_at_once(name):
    text = HUGE[name]
    assert_linear(lambda size: partial(check, shortened(text, size)), len(text))
    found = check(text)
    assert found.limit


def test_limits_say_what_there_is_too_much_of():
    assert check("x" * steps.LONGEST).limit == ""
    assert check("x" * steps.LONGEST + "x").limit == "more than 500,000 characters"
    assert check("1 = " * (steps.MAX_SIGNS + 1)).limit == "more than 10,000 equations"
    assert check(HOSTILE["percents"]).limit == "more to work out than is bearable"
    assert check("\n".join(f"{i} + 1 = {i + 1}" for i in range(3_000))).limit == "more than 2,000 steps"


def test_steps_before_a_limit_are_given():
    assert [step.mark for step in check("2 + 2 = 5. " + "x" * steps.LONGEST).steps] == ["wrong"]


def test_a_box_belongs_to_its_step():
    assert [step.text for step in check(r"2+2=4. 7+5=\boxed{13}. \boxed{13} = 6+6").steps] == [
        "2+2=4",
        r"7+5=\boxed{13}",
        r"\boxed{13} = 6+6",
    ]


def test_steps_are_capped():
    found = check("\n".join(f"{i} + 1 = {i + 1}" for i in range(1, steps.MAX_STEPS + 10)))
    assert len(found.steps) == steps.MAX_STEPS
    assert found.limit
    assert not check("\n".join(f"{i} + 1 = {i + 1}" for i in range(1, steps.MAX_STEPS + 1))).limit


def test_equations_that_are_no_steps_are_capped_too():
    assert check("1=" * 20_000 + "1").limit
    assert not check("1=" * 5_000 + "1").limit


def test_hard_steps_are_capped():
    found = check("\n".join(f"{i}^2 = {i * i}" for i in range(2, steps.MAX_HARD + 12)))
    assert [step.mark for step in found.steps] == ["right"] * steps.MAX_HARD + ["undecided"] * 10
