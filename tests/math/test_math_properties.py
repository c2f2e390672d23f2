"""Laws of comparison on generated mathematics: equal to itself however it is set, and never once a value changes."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.math import compare, equivalent

Tree = tuple[Any, ...]
"""An operator and its operands: ("+", left, right), ("int", 5), ("name", "x"), ("^", base, 2), ("root", operand)."""

LARGEST = 10**30
"""Of a numerator or denominator on the way: no cap on sizes may be what decides here."""

STAND_INS = {"x": Fraction(1009, 3), "y": Fraction(997, 7), r"\pi": Fraction(355, 113)}
"""Values for names, by which a tree is known not to divide by zero."""

EXAMPLES = settings(max_examples=100, deadline=None)


# --- expressions whose exact value is known --------------------------------------------------------------------------


def value(tree: Tree) -> Fraction | None:
    """The exact value (of a tree with names: at their stand-ins), None if it has none or one that is too large."""
    kind, *operands = tree
    if kind == "int":
        return Fraction(operands[0])
    if kind == "name":
        return STAND_INS[operands[0]]
    left = value(operands[0])
    if left is None:
        return None
    if kind == "^":
        found = Fraction(left ** operands[1])
    elif kind == "root":  # of a square, spelled as one
        found = abs(left)
    elif kind == "minus":
        found = -left
    else:
        right = value(operands[1])
        if right is None or (right == 0 and kind in ("/", "frac")):
            return None
        found = {"+": left.__add__, "-": left.__sub__, "*": left.__mul__}.get(kind, left.__truediv__)(right)
    return found if found is not None and max(abs(found.numerator), found.denominator) <= LARGEST else None


def integers(tree: Tree) -> int:
    """How many integers stand in a tree; exponents stay what they are."""
    return 1 if tree[0] == "int" else sum(integers(part) for part in tree[1:] if isinstance(part, tuple))


def changed(tree: Tree, place: int, step: int) -> Tree:
    """The tree with its integer number `place` changed."""
    if tree[0] == "int":
        return ("int", tree[1] + step)
    parts: list[Any] = []
    for part in tree[1:]:
        count = integers(part) if isinstance(part, tuple) else 0
        parts.append(changed(part, place, step) if 0 <= place < count else part)
        place -= count
    return (tree[0], *parts)


def trees(leaves: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    def larger(smaller: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        pairs = st.tuples(st.sampled_from(["+", "-", "*", "/", "frac"]), smaller, smaller)
        powers = st.tuples(st.just("^"), smaller, st.integers(2, 3))
        return pairs | pairs | powers | st.tuples(st.sampled_from(["root", "minus"]), smaller)

    return st.recursive(leaves, larger, max_leaves=8)


INTEGERS = st.tuples(st.just("int"), st.integers(0, 99))
NAMES = st.tuples(st.just("name"), st.sampled_from(["x", "y", r"\pi"]))
RATIONAL = trees(INTEGERS).filter(lambda tree: value(tree) is not None)
ANY_TREE = trees(INTEGERS | NAMES).filter(lambda tree: value(tree) is not None)


# --- and how they are set --------------------------------------------------------------------------------------------


WHOLE = ("int", "name", "frac", "root")
"""Kinds of trees that hold together without parentheses."""


class Setting:
    """Plain LaTeX without a source of chance; with one, any of the ways in which people write the same."""

    def __init__(self, dice: random.Random | None = None) -> None:
        self.dice = dice

    def any_of(self, plain: str, *others: str) -> str:
        return self.dice.choice((plain, *others)) if self.dice else plain

    def group(self, inner: str) -> str:
        opening, closing = self.any_of("( )", r"\left( \right)", r"\big( \big)", "( )").split()
        return f"{opening}{inner}{closing}"

    def operand(self, tree: Tree, *, bare: bool) -> str:
        """A tree as an operand: in parentheses where it needs them, and now and then where it does not."""
        inner = self.of(tree)
        return inner if bare and self.any_of("", "", "", "redundant") == "" else self.group(inner)

    def of(self, tree: Tree) -> str:
        kind, *operands = tree
        gap = self.any_of("", " ", r"\,", "  ", "")
        atom = operands[0] if kind in ("int", "name") else None
        if kind == "name" and atom == r"\pi":
            return self.any_of(r"\pi ", "π", r"{\pi}")
        if atom is not None:
            return self.any_of(str(atom), str(atom), f"{{{atom}}}")
        if kind == "frac":
            command = self.any_of(r"\frac", r"\dfrac", r"\tfrac", r"\cfrac")
            return f"{command}{{{gap}{self.of(operands[0])}}}{self.any_of('', ' ')}{{{self.of(operands[1])}}}"
        if kind == "root":
            square = f"{self.operand(operands[0], bare=False)}^{self.any_of('2', '{2}')}"
            return self.any_of(rf"\sqrt{{{square}}}", rf"\sqrt{{{gap}{square}}}", f"√({square})")
        if kind == "^":
            exponent = self.any_of("^{%d}", "^%d", " ^ %d ") % operands[1]
            return self.operand(operands[0], bare=False) + exponent
        if kind == "minus":
            return self.group(f"{self.any_of('-', '−')}{gap}{self.operand(operands[0], bare=False)}")
        sign = {"*": self.any_of(r"\cdot ", r"\times ", "×", "·", "*"), "-": self.any_of("-", "−")}.get(kind, kind)
        # Any term can do without parentheses before a plus or minus sign; what holds together can anywhere.
        left = self.operand(operands[0], bare=operands[0][0] in WHOLE or (operands[0][0] != "minus" and kind in "+-"))
        right = self.operand(operands[1], bare=operands[1][0] in WHOLE)
        return f"{left}{gap}{sign}{gap}{right}"

    def answer(self, tree: Tree, relation: str = "") -> str:
        """A whole answer, with what may stand around it."""
        inner = self.of(tree)
        if relation:
            sign = self.any_of(rf"\{relation} ", {"le": "≤", "ge": "≥"}[relation], rf"\{relation}q ")
            return self.any_of("%s", "$%s$", r"\(%s\)", "$$%s$$", " %s. ") % f"z{sign}{inner}"
        return self.any_of("%s", "$%s$", r"\(%s\)", "(%s)", r"\left(%s\right)", "{%s}", " %s. ", r"\boxed{%s}") % inner


PLAIN = Setting()
SETTINGS = st.randoms(use_true_random=False).map(Setting)


# --- the laws --------------------------------------------------------------------------------------------------------


@EXAMPLES
@given(st.text(st.characters(exclude_characters="\\{}<>$"), min_size=1, max_size=60))
def test_a_text_equals_itself(text: str) -> None:
    assume(any(character.isalnum() for character in text))  # what holds nothing to read is blank
    assert compare(text, text, deadline=0).equal is True


@EXAMPLES
@given(ANY_TREE, SETTINGS)
def test_an_expression_equals_itself(tree: Tree, setting: Setting) -> None:
    text = setting.answer(tree)
    assert compare(text, text, deadline=0).equal is True


@EXAMPLES
@given(RATIONAL, SETTINGS)
def test_the_setting_does_not_change_a_number(tree: Tree, setting: Setting) -> None:
    assert compare(PLAIN.answer(tree), setting.answer(tree), deadline=0).equal is True


@EXAMPLES
@given(ANY_TREE, SETTINGS)
def test_the_setting_does_not_change_an_expression(tree: Tree, setting: Setting) -> None:
    assert compare(PLAIN.answer(tree), setting.answer(tree), deadline=0).equal is True


@EXAMPLES
@given(RATIONAL, st.sampled_from(["le", "ge"]), SETTINGS)
def test_the_setting_does_not_change_a_relation(tree: Tree, relation: str, setting: Setting) -> None:
    other = {"le": "ge", "ge": "le"}[relation]
    plain = PLAIN.answer(tree, relation)
    assert compare(plain, setting.answer(tree, relation), deadline=0).equal is True
    assert compare(plain, setting.answer(tree, other), deadline=0).equal is not True


@EXAMPLES
@given(RATIONAL, SETTINGS)
def test_the_value_of_an_expression_is_found(tree: Tree, setting: Setting) -> None:
    exact = value(tree)
    assert compare(str(exact), setting.answer(tree), deadline=0).equal is True


@EXAMPLES
@given(RATIONAL, SETTINGS, st.data())
def test_another_value_is_never_equal(tree: Tree, setting: Setting, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, integers(tree) - 1), label="place")
    other = changed(tree, place, data.draw(st.integers(1, 9), label="step"))
    exact, perturbed = value(tree), value(other)
    assume(perturbed is not None and perturbed != exact)
    gold, answer = PLAIN.answer(tree), setting.answer(other)
    assert compare(gold, answer, deadline=0).equal is not True
    assert compare(answer, gold, deadline=0).equal is not True
    assert compare(str(exact), answer, deadline=0).equal is not True
    assert compare(gold, str(perturbed), deadline=0).equal is not True


@EXAMPLES
@given(ANY_TREE, ANY_TREE, SETTINGS, st.data())
def test_comparison_has_no_direction(tree: Tree, unrelated: Tree, setting: Setting, data: st.DataObject) -> None:
    related = tree
    if integers(tree):
        related = changed(tree, data.draw(st.integers(0, integers(tree) - 1), label="place"), 1)
    gold = PLAIN.answer(tree)
    for other in (tree, related, unrelated):
        answer = setting.answer(other)
        assert compare(gold, answer, deadline=0).equal == compare(answer, gold, deadline=0).equal


PIECES = r"""
0 1 2 12 3.5 , ; : . ! % ' ( ) [ ] { } | + - * / ^ _ = < > & \\ $ ~ x y n \pi e i \infty \frac \dfrac \sqrt \left(
\right) \{ \} \cdot \times \pm \le \ne \in \cup \text{ \mathrm{ \boxed{ \begin{pmatrix} \end{pmatrix} \begin{cases}
\overline{ \sum_ \int_ \lim_ \sin \log_ \ln \binom{ \, \quad \% \$ ^\circ \ldots cm dollars or and not √ − × ≤ ½ ² ∪ “
\x \\[2pt]
""".split()
LATEX = st.lists(st.sampled_from([*PIECES, " "]), max_size=14).map("".join)


@EXAMPLES
@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_makes_comparison_raise(gold: str, answer: str) -> None:
    for pair in ((gold, answer), ("5", answer), (gold, gold)):
        assert compare(*pair, deadline=0).equal in (True, False, None)


@settings(max_examples=400, deadline=None)
@given(LATEX, LATEX)
def test_no_latex_makes_comparison_raise(gold: str, answer: str) -> None:
    found = compare(gold, answer, deadline=0)
    assert found.equal in (True, False, None)
    assert found.reason
    assert compare("x+5", answer, deadline=0).equal in (True, False, None)


@settings(max_examples=400, deadline=None)
@given(LATEX, LATEX)
def test_no_latex_has_a_direction(gold: str, answer: str) -> None:
    # Blank texts apart, which do not equal themselves: a blank answer is wrong, a blank gold is no gold.
    assume(all(compare(text, text, deadline=0).equal for text in (gold, answer)))
    forth, back = compare(gold, answer, deadline=0), compare(answer, gold, deadline=0)
    assert (forth.equal is True) == (back.equal is True)


@EXAMPLES
@given(st.lists(st.tuples(st.fractions(-3, 3, max_denominator=4), SETTINGS), max_size=8))
def test_clusters_are_the_pairs_that_are_equivalent(drawn: list[tuple[Fraction, Setting]]) -> None:
    answers = [_spelled(exact, setting) for exact, setting in drawn]
    clusters = r1.math.cluster(answers)
    assert sorted(index for members in clusters for index in members) == list(range(len(answers)))
    home = {index: number for number, members in enumerate(clusters) for index in members}
    for i, j in combinations(range(len(answers)), 2):
        assert (home[i] == home[j]) is equivalent(answers[i], answers[j]) is (drawn[i][0] == drawn[j][0])


def _spelled(exact: Fraction, setting: Setting) -> str:
    kind = setting.any_of("frac", "/")
    tree: Tree = (kind, ("int", abs(exact.numerator)), ("int", exact.denominator))
    return setting.answer(("minus", tree) if exact < 0 else tree)


@pytest.mark.parametrize(
    ("answers", "classes"),
    [
        ([], []),
        (["5"], [[0]]),
        (["Yes", "no", "yes"], [[0, 2], [1]]),
        (["6", "0.5", r"\frac12", "5", "1/2"], [[0], [1, 2, 4], [3]]),
    ],
    ids=["none", "one", "words", "numbers"],
)
def test_clusters(answers: list[str], classes: list[list[int]]) -> None:
    assert sorted(r1.math.cluster(answers)) == classes


def test_no_blank_answer_shares_a_cluster_with_another() -> None:
    clusters = r1.math.cluster(["", "5", " ", "5"])
    assert [members for members in clusters if len(members) > 1 and {1, 3} & set(members)] == [[1, 3]]
