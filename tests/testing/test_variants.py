"""Texts that say the same: our own rewards give them the same score."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.testing.assertions import assert_invariant
from r1rewards.testing.renaming import renamed_program
from r1rewards.testing.variants import KINDS, NOTATIONS, variants

SUM = {"kind": "asserts", "code": "assert total([1, 2, 3]) == 6"}
DOUBLE = {"kind": "stdio", "cases": [{"input": "4", "output": "8"}]}
SAMPLES = {
    "a polynomial": r1.Sample(
        r"Expanding gives the result at once. The answer is \boxed{\frac12x^2-3}.", r"\frac{1}{2}x^2-3"
    ),
    "an interval": r1.Sample(
        r"We need $f(x) \le 3$, and $-2 < x$ as we saw before." "\n" r"So \boxed{\left(-2, 3\right)}", "(-2,3)"
    ),
    "inline": r1.Sample(r"Therefore the final answer is \(x = \dfrac{\pi}{4}\)", r"\frac{\pi}{4}"),
    "a wrong one": r1.Sample(r"This is what we get. The answer is $\boxed{y^2 - 4}$", "y^2 - 5"),
    "an equation": r1.Sample(r"The line is \[\boxed{y=2x+1}\]", "y=2x+1"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_math_does_not_change_under_any(name: str) -> None:
    assert assert_invariant(r1.MathReward(), SAMPLES[name])


def test_layouts_do_not_change_under_white_space_and_wrapping() -> None:
    text = "<think>We think about it for a while and then we know.</think>\n<answer>It is 42, as you see here.</answer>"
    assert assert_invariant(r1.FormatReward("r1-zero"), text, under=["white-space", "wrapping"])
    assert assert_invariant(r1.FormatReward("r1-zero"), text[:-9], under=["white-space", "wrapping"])


@pytest.mark.parametrize(
    ("program", "tests"),
    [
        ("def total(xs):\n    found = 0\n    for x in xs:\n        found += x\n    return found\n", SUM),
        ("def total(xs):\n    return xs[0]\n", SUM),
        ("n = int(input())\nprint(n * 2)\n", DOUBLE),
    ],
)
def test_code_does_not_change_under_other_names(program: str, tests: object) -> None:
    sample = r1.Sample(f"Here it is:\n```python\n{program}```\n", tests)
    under = ["white-space", "renaming"] if "found" in program or tests is DOUBLE else ["white-space"]
    tried = assert_invariant(r1.CodeReward(), sample, under=under)
    assert ("renaming: local variables" in tried) == ("renaming" in under)


def test_every_notation_and_kind_is_met_by_a_sample() -> None:
    met = {what for sample in SAMPLES.values() for what, _ in variants(sample)}
    missing = {name for name, _, _ in NOTATIONS if f"notation: {name}" not in met}
    assert missing <= {r"\leq as \le", r"\infty as ∞", "blanks around =", r"( as \left("}
    assert {what.partition(":")[0] for what in met} == set(KINDS)


@pytest.mark.parametrize(
    ("formula", "name", "changed"),
    [
        (r"x\leq 2", r"\leq as \le", r"x\le 2"),
        (r"\infty", r"\infty as ∞", "∞"),
        ("y=2", "blanks around =", "y = 2"),
        (r"f\left(x\right)", r"\left( as (", "f(x)"),
        (r"\left.x\right|", r"\left( as (", r"\left.x\right|"),
        ("f(x)", r"( as \left(", r"f\left(x\right)"),
        (r"\big(x\big)", r"( as \left(", r"\big(x\big)"),
        (r"\text{(A) red}", r"( as \left(", r"\text{(A) red}"),
        (r"(1 & 2)", r"( as \left(", r"(1 & 2)"),
        ("-3", "a sign as −", "−3"),
        ("2020-01-05", "a sign as −", "2020-01-05"),
        (r"\hspace{-3pt}5", "a sign as −", r"\hspace{-3pt}5"),
        (r"\frac1{2}", r"\frac12 as \frac{1}{2}", r"\frac1{2}"),
        ("x^{10}", "^2 as ^{2}", "x^{10}"),
        ("x^10", "^2 as ^{2}", "x^10"),
    ],
)
def test_notations(formula: str, name: str, changed: str) -> None:
    found = dict(variants(r1.Sample(f"${formula}$"), ["notation"]))
    sample = found.get(f"notation: {name}")
    assert (sample.text if sample else f"${formula}$") == f"${changed}$"


@given(st.text("ab ${}\\()[]`\n#x2-^=.boxed", max_size=80))
def test_any_text_has_variants_that_keep_its_words(text: str) -> None:
    for what, sample in variants(r1.Sample(text, "x^2"), ["white-space", "wrapping"]):
        drop = str.maketrans("", "", " \r\n\t$\\()[]")
        assert sample.text.translate(drop) == text.translate(drop), what


def test_prose_changes_outside_of_code_and_formulas_alone() -> None:
    text = "See the words.\n```\nleft as is\n```\nThen $a b c$ and `a b` end."
    changed = dict(variants(r1.Sample(text), ["white-space"]))["white-space: two blanks between words"].text
    assert changed == "See  the  words.\n```\nleft as is\n```\nThen $a b c$ and `a b` end."


KEPT = [
    "def f(a):\n    return a\n",
    "import os\nos.x = 1\n",
    "def f():\n    x = 1\n    return eval('x')\n",
    "def f():\n    x = 1\n    print('x is', x)\n",
    "def f():\n    global x\n    x = 1\n",
    "class A:\n    x = 1\n",
    "x = 1\ndef f():\n    return x\n",
    "def f(:\n",
    "from math import *\ndef f():\n    e = 5\n    return e\n",
    "def f():\n    _ = str.upper\n    return _('a')\n",
    "import __main__\ndef f():\n    x = 1\n    return x\n",
    "import sys\ndef f():\n    x = 1\n    return sys._getframe().f_locals, x\n",
    "def f():\n    try:\n        pass\n    except ValueError as x:\n        print(x)\n",
]


@pytest.mark.parametrize("program", KEPT)
def test_names_that_others_may_know_are_kept(program: str) -> None:
    assert renamed_program(program) is None


def test_scripts_know_their_own_variables() -> None:
    assert renamed_program("x = 1\nprint(x)\n") is None
    assert renamed_program("x = 1\nprint(x)\n", script=True) == "x_renamed = 1\nprint(x_renamed)\n"


PROGRAM = '''\
def f(ns, *, top=3):
    """Doc."""
    größe = [n * 2 for n in ns if n < top]
    (first, *rest), last = größe or [0], 1
    def inner(k):
        nonlocal last
        last += k
        return first + last
    with open("/dev/null") as file:
        file.read()
    match rest:
        case [one, *others]:
            first += one
    return inner(len(rest)), f"{größe}"
print(f([1, 2, 3, 4]))
'''


def test_a_program_of_many_forms_does_the_same() -> None:
    renamed = renamed_program(PROGRAM)
    assert renamed is not None
    assert "file_renamed" in renamed
    assert "top_renamed" not in renamed
    assert "last_renamed" not in renamed
    ast.parse(renamed)
    outputs = {
        subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True).stdout
        for source in (PROGRAM, renamed)
    }
    assert len(outputs) == 1


UNCHANGED = [
    ("She pays $5 a day for 3 days, so the answer is $15.", "15", "wrapping"),
    ("```python\nprint('$-5 and $6', r'\\boxed{-5}')\n```", "", "notation"),
    ("```python\nprint('$5 and $6')\n```", "", "wrapping"),
    ("The answer is New York City in the state of New York", "New York City", "wrapping"),
    ("import sys as system, os as operating", "", "wrapping"),
    (r"\begin{align*} x &= \boxed{42} \end{align*}", "42", "wrapping"),
    ("<think>so</think><answer>x^2+1</answer>", "x^2+1", "renaming"),
    ("The answer is x^2+1.", "x^2+1", "renaming"),
    (r"$y x + x = 3$", "xy+x=3", "renaming"),
    (r"So x is known: \boxed{x^2}", "x^2", "renaming"),
    (r"\boxed{18\ km/h}", "5 m/s", "renaming"),
    (r"\boxed{12 m^2}", "12 m^2", "renaming"),
    (r"\boxed{K}", "(K)", "renaming"),
]


@pytest.mark.parametrize(("text", "gold", "kind"), UNCHANGED)
def test_what_might_say_something_else_is_left_alone(text: str, gold: str, kind: str) -> None:
    assert list(variants(r1.Sample(text, gold), [kind])) == []


JSON_TEXTS = [
    '<tool_call>\n{"name": "search", "arguments": {"query": "new york weather"}}\n</tool_call>',
    '<think>well then</think>{"a": "b c d"}',
    "print('hello big world')",
]


@pytest.mark.parametrize("text", JSON_TEXTS)
def test_json_and_bare_programs_are_no_prose(text: str) -> None:
    assert [what for what, _ in variants(r1.Sample(text), ["white-space", "wrapping"])] == [
        "white-space: a line feed at the end"
    ]


def test_both_delimiters_of_formulas() -> None:
    found = dict(variants(r1.Sample(r"So \(7\) and $8$"), ["wrapping"]))
    assert found[r"wrapping: \(…\) as $…$"].text == "So $7$ and $8$"
    assert found[r"wrapping: $…$ as \(…\)"].text == r"So \(7\) and \(8\)"


def test_all_else_that_is_known_stays() -> None:
    sample = r1.Sample("one two", "1", prompt="p", task="t", language="en", id=7, meta={"k": 1})
    (_, changed), *_ = variants(sample, ["white-space"])
    assert changed == replace(sample, completion="one two\n")
    messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "one two", "name": "m"}]
    (_, changed), *_ = variants(r1.Sample(messages, "1"), ["white-space"])
    assert changed.completion == [messages[0], {"role": "assistant", "content": "one two\n", "name": "m"}]
    assert messages[1]["content"] == "one two"
    (_, changed), *_ = variants(r1.Sample("42", reasoning="so"), ["white-space"])
    assert changed.text == r1.Sample("42", reasoning="so").text + "\n"
