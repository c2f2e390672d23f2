r"""How well StepReward's engine tells wrong steps in real solutions: precision and recall of "wrong", by what it reads.

    python benchmarks/steps.py FILE [--show N]

FILE is JSON lines with whole solutions in `prediction`, as GSM8K's model outputs have them: each calculator mark,
`<<16-3=13>>`, is a step whose truth an evaluator of this file's own tells, by Python's `ast` on fractions. A decimal
result is right if it rounds the value or cuts it off at the places that it shows; a whole number only if it is equal;
the print of a double (12 places or more in the mark) if the same arithmetic on doubles gives it.

Four tables: the marks alone; the prose with all marks taken out ("16 - 3 = 13"), whose truth is the mark's where the
numbers before the sign are the mark's and the number behind it is the mark's result; and both again with errors put in:
one digit of every third result, chosen by a seeded generator, is changed.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from r1rewards.steps import check

MARK = re.compile(r"<<([^<>=]*)=([^<>=]*)>>")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
BEHIND = re.compile(r"\s*[$]?\s*-?[$]?(\d[\d,]*(?:\.\d+)?|\.\d+)")
SEED = 20250122


class Case(NamedTuple):
    """A step with its truth: where its "=" stands in the text."""

    text: str
    sign: int
    right: bool


def value(text: str) -> Fraction:
    """Exact arithmetic on what a calculator mark holds."""
    text = text.replace(",", "").replace("$", "").strip()
    text = re.sub(r"(?<![\d.])0+(?=\d)", "", re.sub(r"(\d+(?:\.\d+)?|\.\d+)\s*%", r"(\1/100)", text))
    return worked_out(ast.parse(text, mode="eval").body, text)


def worked_out(node: ast.expr, text: str) -> Fraction:
    match node:
        case ast.Constant():
            return Fraction(ast.get_source_segment(text, node) or "")
        case ast.UnaryOp(op=ast.USub()):
            return -worked_out(node.operand, text)
        case ast.UnaryOp(op=ast.UAdd()):
            return worked_out(node.operand, text)
        case ast.BinOp():
            left, right = worked_out(node.left, text), worked_out(node.right, text)
            match node.op:
                case ast.Add():
                    return left + right
                case ast.Sub():
                    return left - right
                case ast.Mult():
                    return left * right
                case ast.Div():
                    return left / right
    raise ValueError(ast.dump(node))


def in_doubles(text: str) -> float:
    """What the calculator makes of it: the same arithmetic on doubles."""
    tree = ast.parse(
        re.sub(r"(?<![\d.])0+(?=\d)", "", text.replace(",", "").replace("$", "").strip()), mode="eval"
    ).body

    def work(node: ast.expr) -> float:
        match node:
            case ast.Constant():
                return float(node.value)  # type: ignore[arg-type]
            case ast.UnaryOp():
                return -work(node.operand) if isinstance(node.op, ast.USub) else work(node.operand)
            case ast.BinOp():
                left, right = work(node.left), work(node.right)
                if isinstance(node.op, ast.Div):
                    return left / right
                if isinstance(node.op, ast.Mult):
                    return left * right
                return left + right if isinstance(node.op, ast.Add) else left - right
        raise ValueError(ast.dump(node))

    return work(tree)


def holds(expression: str, result: str) -> bool:
    """The truth of a mark."""
    exact, shown = value(expression), value(result)
    if exact == shown or (re.search(r"\.\d{12}", expression + result) and in_doubles(expression) == float(shown)):
        return True
    _, _, places = result.strip().rstrip("%").partition(".")
    if not places.isdigit():
        return False
    unit = Fraction(1, 10 ** len(places))
    off = abs(exact - shown)
    return off * 2 <= unit or (off < unit and abs(exact) > abs(shown))


def changed(result: str, dice: random.Random) -> str:
    """The result with another digit in the place of one."""
    places = [i for i, c in enumerate(result) if c.isdigit()]
    place = dice.choice(places)
    digit = dice.choice([d for d in "0123456789" if d != result[place]])
    return result[:place] + digit + result[place + 1 :]


def of_marks(solution: str, dice: random.Random | None) -> Iterator[Case]:
    """The marks, each without the prose around it."""
    for match in MARK.finditer(solution):
        expression, result = match[1], match[2]
        if not re.search(r"\d\s*%?\)*\s*[-+*/]", expression):
            continue  # a number alone
        if dice is not None and dice.random() < 1 / 3 and any(c.isdigit() for c in result):
            result = changed(result, dice)
        try:
            yield Case(f"<<{expression}={result}>>", len(expression) + 2, holds(expression, result))
        except (ValueError, SyntaxError, ZeroDivisionError):
            continue


def of_prose(solution: str, dice: random.Random | None, skipped: Counter[str]) -> Iterator[Case]:
    """The equations of the solution without its marks."""
    clean, place, labelled = "", 0, []
    for match in MARK.finditer(solution):
        clean += solution[place : match.start()]
        place = match.end()
        behind = BEHIND.match(solution, place)
        sign = clean.rfind("=")
        if behind is None or sign < 0 or clean[sign + 1 :].strip(" $"):
            skipped["no number behind the mark, or no = before it"] += 1
            continue
        if not re.search(r"\d\s*%?\)*\s*[-+*/]", match[1]):
            skipped["a mark without an operator"] += 1
            continue
        inside = [Fraction(n.replace(",", "")) for n in NUMBER.findall(match[1])]
        line = clean[clean.rfind("\n") + 1 : sign] + "=" + solution[place : place + 12].split(maxsplit=1)[0]
        before = [Fraction(n.replace(",", "")) for n in NUMBER.findall(line[: line.rfind("=")])]
        result = behind[1]
        try:
            if (
                not inside
                or before[-len(inside) :] != inside
                or "%" in match[0] + line
                or value(result) != abs(value(match[2]))
            ):
                skipped["other numbers in the prose than in the mark"] += 1
                continue
            if ("-" in behind[0]) != (value(match[2]) < 0):
                skipped["another sign in the prose"] += 1
                continue
            if _goes_further_back(line, len(inside)) or _signs(match[1]) != _signs(_expression(line, len(inside))):
                skipped["another expression in the prose"] += 1
                continue
            if dice is not None and dice.random() < 1 / 3:
                result = changed(result, dice)
            right = holds(match[1], ("-" if "-" in behind[0] else "") + result.replace(",", ""))
        except (ValueError, SyntaxError, ZeroDivisionError):
            skipped["a mark that is no arithmetic"] += 1
            continue
        labelled.append((sign, right))
        clean += solution[place : behind.start(1)] + result
        place = behind.end()
    clean += solution[place:]
    for sign, right in labelled:
        yield Case(clean, sign, right)


def _goes_further_back(line: str, count: int) -> bool:
    """Whether the expression in the prose begins before the first of so many last numbers."""
    first = list(NUMBER.finditer(line[: line.rfind("=")]))[-count]
    return (
        re.search(r"[\d\w)][^\w]*\s?[-+*/x×]\s?[$(]*$|\d\s+[a-z ]+[-+*/x×]\s?[$(]*$", line[: first.start()]) is not None
    )


def _expression(line: str, count: int) -> str:
    """The prose before the sign from the first of so many last numbers on, with its sign."""
    before = line[: line.rfind("=")]
    start = list(NUMBER.finditer(before))[-count].start()
    return "-" * before[:start].rstrip(" $(").endswith("-") + before[start:]


def _signs(text: str) -> Counter[str]:
    """The operators of an expression, without the strokes and hyphens of units."""
    text = re.sub(r"/\s?(?=[a-zA-Z])|-(?=[a-z])", "", re.sub(r"(?<=[\d\s)])[x×](?=[\s\d$(])", "*", text))
    return Counter(re.findall(r"[-+*/]", text.replace("–", "-")))


def measured(name: str, cases: list[Case], show: int) -> None:
    counts: Counter[tuple[bool, str]] = Counter()
    shown = 0
    last, steps = "", ()
    start = time.perf_counter()
    for case in cases:
        if case.text != last:
            last, steps = case.text, check(case.text).steps
        found = next((step for step in steps if step.start <= case.sign < step.end), None)
        mark = found.mark if found is not None else "no step"
        counts[case.right, mark] += 1
        if shown < show and ((mark == "wrong") == case.right or mark in ("undecided", "no step", "withdrawn")):
            shown += 1
            line = case.text[case.text.rfind("\n", 0, case.sign) + 1 :].split("\n")[0]
            print(f"  truth {'right' if case.right else 'wrong'}, {mark}: {found.text if found else ''!r} in {line!r}")
    spent = time.perf_counter() - start
    wrong = sum(n for (right, _), n in counts.items() if not right)
    marked = sum(n for (_, mark), n in counts.items() if mark == "wrong")
    hits = counts[False, "wrong"]
    missed = Counter({mark: n for (right, mark), n in counts.items() if not right and mark != "wrong"})
    unsure = sum(n for (_, mark), n in counts.items() if mark == "undecided")
    absent = sum(n for (_, mark), n in counts.items() if mark == "no step")
    print(
        f"{name:28} {len(cases):7,} {wrong:6,} {hits / max(1, marked):10.4f} {hits / max(1, wrong):8.4f} "
        f"{unsure / max(1, len(cases)):10.4f} {absent / max(1, len(cases)):8.4f} {spent:7.1f}  missed: {dict(missed)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="JSON lines with whole solutions in `prediction`")
    parser.add_argument("--show", type=int, default=0, help="disagreements to print for each table")
    options = parser.parse_args()
    solutions = [json.loads(line)["prediction"] for line in options.file.read_text(encoding="utf-8").splitlines()]
    skipped: Counter[str] = Counter()
    print(f"{len(solutions):,} solutions")
    print(
        f"{'':28} {'steps':>7} {'wrong':>6} {'precision':>10} {'recall':>8} {'undecided':>10} {'no step':>8} {'s':>7}"
    )
    for name, seed in (("", None), (", errors put in", SEED)):
        dice = random.Random(seed) if seed is not None else None
        marks = [case for solution in solutions for case in of_marks(solution, dice)]
        measured(f"marks{name}", marks, options.show)
        prose = [case for solution in solutions for case in of_prose(solution, dice, skipped)]
        measured(f"prose{name}", prose, options.show)
        if seed is None:
            print(f"  prose without a label: {dict(skipped)}")
            false_alarms(solutions, options.show)


def false_alarms(solutions: list[str], show: int) -> None:
    """All that is called wrong in the prose, labelled or not."""
    found = [
        (step.text, step.why, text[max(0, step.start - 60) : step.end + 30])
        for text in (MARK.sub("", solution) for solution in solutions)
        for step in check(text).steps
        if step.mark == "wrong"
    ]
    print(f"  all prose equations called wrong: {len(found):,}")
    for text, why, around in found[:: max(1, len(found) // show)] if show else ():
        print(f"    {text!r}, {why}: {around!r}")


if __name__ == "__main__":
    main()
