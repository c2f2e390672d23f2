r"""Whether `math.compare` agrees with sympy on random pairs of expressions, without its own symbolic tier.

    python benchmarks/differential_sympy.py [--pairs N] [--seed N] [--examples N]

Half of the pairs are rewrites (expanded, factored, commuted, rationalised …), half are perturbed or unrelated. What is
true is known by evaluating both sides at random points, with so many digits that a difference cannot be rounding.
Prints the counts and what was misjudged or left open; ends with 1 if anything was wrongly called equal.
"""

from __future__ import annotations

import argparse
import operator
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

import sympy
from mpmath import mp, mpf

from r1rewards.math import compare

Tree = tuple[Any, ...]
"""("int", 5), ("name", "x"), ("+", left, right), ("^", base, exponent), ("sin", operand) …"""

NAMES = {name: sympy.Symbol(name) for name in "xy"}
LONGEST = 400  # characters of a side

Truth = bool | None  # equal or not; None where that depends on the branch of a root or a logarithm


class Pair(NamedTuple):
    """Two expressions in LaTeX, how the second was made, and whether they are equal."""

    gold: str
    answer: str
    kind: str
    equal: Truth


class Report(NamedTuple):
    """What came of some pairs: (kind, truth, verdict) and tiers counted, and by (truth, verdict) what is shown."""

    counts: Counter[tuple[str, Truth, bool | None]]
    tiers: Counter[str]
    misjudged: dict[tuple[Truth, bool | None], list[str]]
    seconds: list[float]

    def how_many(self, verdict: bool | None, equal: Truth, kind: str = "all") -> int:
        """How many pairs of a truth had a verdict."""
        return sum(n for (k, t, v), n in self.counts.items() if t is equal and v is verdict and kind in (k, "all"))


SHOWN = {
    (False, True): "wrongly called equal",
    (True, False): "equal, but called unequal",
    (True, None): "equal, but undecided",
    (False, None): "unequal, but undecided",
}


def grown(dice: random.Random, depth: int, names: str) -> Tree:
    """A random tree; powers and functions stand over small ones only, so that nothing explodes."""
    if depth == 0 or dice.random() < 0.15:
        return ("name", dice.choice(names)) if names and dice.random() < 0.55 else ("int", dice.randint(1, 12))
    kind = dice.choice("+ + + - - * * * / / ^ ^ sqrt sqrt neg sin cos exp ln".split())
    if kind in ("sin", "cos", "exp", "ln"):
        return (kind, grown(dice, min(depth - 1, 1), names))
    if kind in ("sqrt", "neg"):
        return (kind, grown(dice, depth - 1, names))
    if kind == "^":
        return ("^", grown(dice, min(depth - 1, 1), names), dice.choice([2, 2, 2, 3, 3, 4, -1, -2, Fraction(1, 2)]))
    return (kind, grown(dice, depth - 1, names), grown(dice, depth - 1, names))


def subtrees(tree: Tree, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Tree]]:
    """Every subtree with the way to it."""
    yield path, tree
    for place, part in enumerate(tree):
        if isinstance(part, tuple):
            yield from subtrees(part, (*path, place))


def replaced(tree: Tree, path: tuple[int, ...], new: Tree) -> Tree:
    """The tree with another subtree at a place."""
    if not path:
        return new
    return (*tree[: path[0]], replaced(tree[path[0]], path[1:], new), *tree[path[0] + 1 :])


def perturbed(tree: Tree, dice: random.Random) -> Tree:
    """The tree with one thing changed."""
    path, part = dice.choice(list(subtrees(tree)))
    kind = part[0]
    options: list[Tree] = [("neg", part), ("sqrt", ("^", part, 2)), ("+", part, ("int", 1))]
    options.append(("+", part, ("/", ("int", 1), ("int", 10**20))))
    if kind in ("int", "name"):
        options += [("int", part[1] + dice.choice([1, 2, 10])) if kind == "int" else ("name", "yx"[part[1] == "y"])] * 6
    elif kind in "+-*/":
        options += [(dice.choice("+-*/"), *part[1:]), (kind, part[2], part[1]), part[1]]
    elif kind == "^":
        options += [("^", part[1], part[2] + 1)] * 2
    else:
        options += [(dice.choice("sin cos exp ln sqrt".split()), part[1]), part[1]]
    return replaced(tree, path, dice.choice(options))


def commuted(tree: Tree, dice: random.Random) -> Tree:
    """The tree with the operands of sums and products in another order."""
    parts = tuple(commuted(part, dice) if isinstance(part, tuple) else part for part in tree)
    return (parts[0], parts[2], parts[1]) if parts[0] in ("+", "*") and dice.random() < 0.7 else parts


def as_sympy(tree: Tree) -> sympy.Expr:
    """The tree as sympy's expression; raises ZeroDivisionError where a part of it has no value."""
    kind, *operands = tree
    if kind in ("int", "name"):
        return sympy.Integer(operands[0]) if kind == "int" else NAMES[operands[0]]
    parts = [as_sympy(part) if isinstance(part, tuple) else sympy.Rational(part) for part in operands]
    expr = _BUILD[kind](*parts)
    if expr.has(sympy.zoo, sympy.nan, sympy.oo):
        raise ZeroDivisionError
    return expr


_BUILD: dict[str, Callable[..., sympy.Expr]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv, "^": operator.pow,
    "neg": operator.neg, "sqrt": sympy.sqrt, "sin": sympy.sin, "cos": sympy.cos, "exp": sympy.exp, "ln": sympy.log,
}  # fmt: skip


def as_latex(tree: Tree, dice: random.Random, level: int = 0) -> str:
    """The tree as people write it. What binds less than the level is put in parentheses: 1 term, 2 factor, 3 base."""
    kind, *operands = tree
    of = partial(as_latex, dice=dice)
    if kind in ("int", "name", "sqrt"):
        text, binds = rf"\sqrt{{{of(operands[0])}}}" if kind == "sqrt" else str(operands[0]), 3
    elif kind == "exp":
        text, binds = f"e^{{{of(operands[0])}}}", 2
    elif kind in ("sin", "cos", "ln"):
        text, binds = dice.choice([r"\%s(%s)", r"\%s\left(%s\right)"]) % (kind, of(operands[0])), 2
    elif kind == "^":
        exponent = dice.choice(["1/2", r"\frac{1}{2}"]) if operands[1] == Fraction(1, 2) else operands[1]
        text, binds = f"{of(operands[0], level=3)}^{{{exponent}}}", 2
    elif kind == "neg":
        text, binds = f"-{of(operands[0], level=1)}", 0
    elif kind == "/":
        text, binds = rf"\frac{{{of(operands[0])}}}{{{of(operands[1])}}}", 2
        if dice.random() < 0.25:
            text, binds = f"{of(operands[0], level=2)}/{of(operands[1], level=3)}", 1
    elif kind == "*":
        left, right = of(operands[0], level=1), of(operands[1], level=2)
        # `2x`, `3\sqrt{5}`; not `2\frac{1}{3}`, which is a mixed number.
        joined = operands[0][0] == "int" and not right[0].isdigit() and not right.startswith((r"\frac", "-"))
        sign = "" if joined and dice.random() < 0.8 else dice.choice([r" \cdot ", r" \times "])
        text, binds = left + sign + right, 1
    else:
        text, binds = f"{of(operands[0])}{dice.choice([kind, f' {kind} '])}{of(operands[1], level=1)}", 0
    return text if binds >= level else f"({text})"


def number(expr: sympy.Expr, point: dict[str, Fraction]) -> Any:
    """The value at a point, to mpmath's current digits."""
    if expr.is_Rational:
        return mpf(expr.p) / expr.q
    if expr.is_Symbol:
        return mpf(point[expr.name].numerator) / point[expr.name].denominator
    if expr in _CONSTANTS:
        return +_CONSTANTS[expr]
    values = [number(part, point) for part in expr.args]
    if expr.is_Pow and expr.exp.is_Integer:
        return values[0] ** int(expr.exp)
    return _FUNCTIONS[expr.func](*values)


def _exponential(exponent: Any) -> Any:
    if abs(exponent) > 150:
        raise OverflowError  # what is added to it would be lost in rounding, or it in what it is added to
    return mp.exp(exponent)


_CONSTANTS = {sympy.pi: mp.pi, sympy.E: mp.e, sympy.I: mp.j}
_FUNCTIONS: dict[Any, Callable[..., Any]] = {
    sympy.Add: lambda *terms: mp.fsum(terms), sympy.Mul: lambda *factors: mp.fprod(factors), sympy.Pow: mp.power,
    sympy.sin: mp.sin, sympy.cos: mp.cos, sympy.tan: mp.tan, sympy.exp: _exponential, sympy.log: mp.log,
}  # fmt: skip


def equal_at(left: sympy.Expr, right: sympy.Expr, point: dict[str, Fraction]) -> Truth:
    """Whether two expressions agree at a point: a difference that more digits do not shrink is one."""
    with mp.workdps(200):
        coarse = abs(number(left, point) - number(right, point))
    with mp.workdps(400):
        a, b = number(left, point), number(right, point)
        fine = abs(a - b)
    if fine <= max(coarse, mpf(10) ** -200) * mpf(10) ** -100:
        return True
    if abs(coarse - fine) > fine / 10**6:
        raise OverflowError  # neither: it is lost in rounding
    return None if mp.im(a) or mp.im(b) else False


def truth(left: sympy.Expr, right: sympy.Expr, dice: random.Random) -> Truth:
    """Whether two expressions are equal: at four points, or at once if they are constants."""
    far = -30 if left.has(sympy.exp) or right.has(sympy.exp) else -1000
    for factor in (1, Fraction(1, 10), -1, far) if left.free_symbols | right.free_symbols else (1,):
        point = {name: factor * Fraction(dice.randint(10**9, 3 * 10**9), 10**9 + 7) for name in NAMES}
        if not (found := equal_at(left, right, point)):
            return found
    return True


REWRITES: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "expanded": sympy.expand,
    "factored": sympy.factor,
    "rationalised": sympy.radsimp,
    "over one denominator": sympy.together,
    "cancelled": sympy.cancel,
    "angles expanded": sympy.expand_trig,
    "as sympy has it": lambda expr: expr,
}


def pairs(dice: random.Random) -> Iterator[Pair]:
    """Pairs without end."""
    while True:
        try:
            pair = _drawn(dice)
        except (ZeroDivisionError, OverflowError, KeyError):
            continue  # a pole, a size, or a function that sympy brought in and that has no line above
        if pair is not None:
            yield pair


def _drawn(dice: random.Random) -> Pair | None:
    names = dice.choice(["", "x", "x", "xy"])
    tree = grown(dice, dice.choice([2, 2, 3, 3, 4]), names)
    expr, gold = as_sympy(tree), as_latex(tree, dice)
    kind = dice.choice([*REWRITES, "commuted"]) if dice.random() < 0.5 else dice.choice(["perturbed", "unrelated"])
    if expr.count_ops() > 40 or (kind in ("factored", "cancelled") and expr.has(sympy.exp)):
        return None  # it may take sympy minutes: e^{144} has degree 144
    if kind in REWRITES:
        other = REWRITES[kind](expr)
        answer = sympy.latex(other, ln_notation=True, mul_symbol=dice.choice([None, None, "dot", "times"]))
    else:
        change = {"commuted": commuted, "perturbed": perturbed}.get(kind)
        second = change(tree, dice) if change else grown(dice, 3, names)
        other, answer = as_sympy(second), as_latex(second, dice)
    return Pair(gold, answer, kind, truth(expr, other, dice)) if max(len(gold), len(answer)) <= LONGEST else None


def run(count: int, seed: int = 0) -> Report:
    """Compares so many pairs."""
    report = Report(Counter(), Counter(), {outcome: [] for outcome in SHOWN}, [0.0])
    for gold, answer, kind, equal in islice(pairs(random.Random(seed)), count):
        start = time.perf_counter()
        found = compare(gold, answer, deadline=0)
        report.seconds[0] += time.perf_counter() - start
        report.counts[kind, equal, found.equal] += 1
        report.tiers[found.tier] += 1
        if (equal, found.equal) in SHOWN:
            report.misjudged[equal, found.equal].append(f"[{kind}]  {gold}   |   {answer}   ({found.reason})")
    return report


def main() -> int:
    """Prints the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--examples", type=int, default=10)
    options = parser.parse_args()
    start = time.perf_counter()
    report = run(options.pairs, options.seed)
    spent = report.seconds[0]
    print(f"{options.pairs:,} pairs, seed {options.seed}, {time.perf_counter() - start:.0f} s, of which {spent:.1f} s")
    print(f"in math.compare: {spent / options.pairs * 1e6:.0f} µs a pair; tiers: {dict(report.tiers.most_common())}")
    print(f"  {'how it was made':24}{'in truth':10}{'called equal':>14}{'unequal':>10}{'undecided':>11}")
    for truth_name, is_equal in (("equal", True), ("unequal", False), ("arguable", None)):
        for kind in (*REWRITES, "commuted", "perturbed", "unrelated", "all"):
            cells = [report.how_many(said, is_equal, kind) for said in (True, False, None)]
            if any(cells):
                print("  {:24}{:10}{:14,}{:10,}{:11,}".format(kind, truth_name, *cells))
    for outcome, title in SHOWN.items():
        found = report.misjudged[outcome]
        print(f"{title}: {len(found):,}")
        for shown in found[: 10 * options.examples if outcome[1] else options.examples]:
            print(f"  {shown}")
    return 1 if report.misjudged[False, True] else 0


if __name__ == "__main__":
    sys.exit(main())
