r"""Answers that cost a grader its process, its time or its judgement: named, with golds, and whether they are equal.

`equal` is False where the pair must never be paid, True where it is truly equal (it may be paid, or be past a cap), and
None where it is a matter of policy and only an answer is asked for.
"""

from __future__ import annotations

import base64
import json
import random
from itertools import cycle, islice
from typing import NamedTuple

_DICE = random.Random(7)


class Nasty(NamedTuple):
    """One pair that is hard to judge."""

    name: str
    gold: str
    answer: str
    equal: bool | None


def _deep(opening: str, middle: str, closing: str, depth: int = 1000) -> str:
    return opening * depth + middle + closing * depth


def _shuffled(parts: list[str]) -> list[str]:
    return _DICE.sample(parts, len(parts))


def _matrix(rows: int, columns: int, entry: str = "7", last: str = "7") -> str:
    cells = [[entry] * columns for _ in range(rows)]
    cells[-1][-1] = last
    return r"\begin{pmatrix}" + r"\\".join("&".join(row) for row in cells) + r"\end{pmatrix}"


TERMS = [f"{n}x^{{{n}}}" for n in range(2, 502)]
MEMBERS = [str(n) for n in range(1, 1001)]
INTERVALS = [f"[{2 * n},{2 * n + 1}]" for n in range(500)]
ZALGO = "".join(islice(cycle("\u0301\u0338\u0489"), 1000))
NESTED = r"\int_0^1" * 50 + r"\frac{1}{1+x^{x}}" + "dx" * 50
LONG_SUM = r"\sum_{k=1}^{10^{12}}"
WORDS = " ".join(f"word{n % 97}" for n in range(10_000))
BLOB = base64.b64encode(bytes(n * n % 251 for n in range(6000))).decode()
TINY = "0." + "0" * 4000 + "1"
SURD = r"\sqrt{10^{100}+1}"

PAIRS: dict[str, tuple[str, str, bool | None]] = {
    # --- too large to write out
    "tower": ("5", "9^{9^{9^9}}", False),
    "tower-plus-1": ("9^{9^{9^9}}", "9^{9^{9^9}}+1", False),
    "tower-small": ("9^{729}", "9^{9^3}", True),
    "tower-deep": ("5", _deep("2^{", "2", "}"), False),
    "factorial": ("5", "100000000!", False),
    "factorial-plus-1": ("100000000!", "100000000!+1", False),
    "factorial-nested": ("5", "((((5!)!)!)!)!", False),
    "factorial-marks": ("5", "5!!!!", False),
    "factorial-many-marks": ("5", "5" + "!" * 5000, False),
    "factorial-of-minus-1": ("1", "(-1)!", False),
    "power": ("5", "7^{100000000}", False),
    "power-neighbour": ("7^{100000000}", "7^{100000001}", False),
    "power-of-power": ("7^{100000000}", "7^{10^8}", True),
    "power-of-ten-small": ("0", "10^{-100000}", False),
    "power-of-ten-neighbour": ("10^{100000}", "10^{100001}", False),
    "scientific": ("1", "1e999999999", False),
    "scientific-small": ("0", "1e-999999999", False),
    "binomial": ("5", r"\binom{10^9}{5\cdot10^8}", False),
    "binomial-mirrored": (r"\binom{10^9}{3}", r"\binom{10^9}{10^9-3}", True),
    "gamma": ("5", r"\gamma(10^9)", False),
    "gamma-capital": ("5", r"\Gamma(10^9)", False),
    "exponentials": ("5", "e^{e^{e^{10}}}", False),
    "exponentials-plus-1": ("e^{e^{e^{10}}}", "e^{e^{e^{10}}}+1", False),
    "sine-of-googol": ("0", r"\sin(10^{100})", False),
    "sine-of-whole-turns": ("0", r"\sin(10^{100}\pi)", True),
    "floor": (r"10^{400}\pi", r"\lfloor 10^{400}\pi\rfloor", False),
    "floor-of-million": ("3141592", r"\lfloor 10^6\pi\rfloor", True),
    "almost-integer": ("262537412640768744", r"e^{\pi\sqrt{163}}", False),
    "almost-square": ("10^{50}", SURD, False),
    "iterated-sine": ("0", _deep(r"\sin(", "1", ")", 500), False),
    "iterated-logarithm": ("5", _deep(r"\log(", "2", ")"), False),
    # --- sums, integrals, limits
    "sum": ("5", LONG_SUM + " k!", False),
    "sum-known": (r"\frac{10^{12}(10^{12}+1)}{2}", LONG_SUM + " k", True),
    "sum-nested": ("5", r"\sum_{a=1}^{10^6}\sum_{b=1}^{10^6}\sum_{c=1}^{10^6}\frac{1}{a+b+c}", False),
    "sum-endless": ("5", r"\sum_{k=1}^{\infty}\frac{k^{k^k}}{k!}", False),
    "product": ("0", r"\prod_{k=1}^{10^{12}}(k^k+1)", False),
    "integral": ("5", r"\int_0^{10^{10}}e^{-x^{x^x}}\,dx", False),
    "integral-indefinite": ("x", r"\int\sin(x^5)\cos(x^3)\,dx", False),
    "integral-nested": ("5", NESTED, False),
    "limit": ("5", r"\lim_{n\to\infty}\left(1+\frac{1}{n}\right)^n", False),
    "limit-of-tower": ("5", r"\lim_{n\to\infty}\frac{n!^{n!}}{n^{n^n}}", False),
    # --- polynomials
    "x-tower": ("x^x", "x^{x^{x^x}}", False),
    "x-to-the-billion": ("x^{10^{9}}", "x^{10^{9}}+1", False),
    "x-to-the-billion-spelled": ("x^{1000000000}", "x^{10^{9}}", True),
    "multinomial-plus-1": ("(x+y+z+w)^{80}", "(x+y+z+w)^{80}+1", False),
    "multinomial-turned": ("(x+y+z+w)^{80}", "(w+z+y+x)^{80}", True),
    "product-of-powers": ("(x^2-1)^{1000}", "(x+1)^{1000}(x-1)^{1000}", True),
    "product-of-powers-plus-x": ("(x^2-1)^{1000}", "(x+1)^{1000}(x-1)^{1000}+x", False),
    "coefficient": ("7" * 3000 + "x", "7" * 2999 + "8x", False),
    "terms-permuted": ("+".join(TERMS), "+".join(_shuffled(TERMS)), True),
    "terms-changed": ("+".join(TERMS), "+".join(_shuffled(["3x^{2}", *TERMS[1:]])), False),
    "minus-chain": ("5", "-" * 4001 + "5", False),
    "plus-chain": ("4002", "1+" * 4000 + "1", False),
    "plus-chain-right": ("4001", "1+" * 4000 + "1", True),
    "plus-minus-chain": ("5", r"\pm1" * 200, False),
    "plus-minus-chain-longer": (r"\pm1" * 200, r"\pm1" * 201, False),
    # --- undefined, or defined otherwise than it seems
    "zero-by-zero": ("0", r"\frac00", False),
    "zero-by-zero-twice": (r"\frac00", r"\frac{0}{0}", None),
    "one-by-zero": (r"\infty", "1/0", False),
    "zeros-below": (r"\frac{7}{0}", r"\frac{8}{0}", False),
    "zero-to-the-zero": ("0", "0^0", False),
    "zero-to-the-zero-or-one": ("1", "0^0", None),
    "zero-inverted": ("0", "0^{-1}", False),
    "logarithm-of-zero": ("0", r"\log 0", False),
    "logarithm-base-1": ("5", r"\log_{1} 5", False),
    "i-to-the-i": ("5", r"\sqrt{-1}^{\sqrt{-1}}", False),
    "i-to-the-i-known": (r"e^{-\pi/2}", r"\sqrt{-1}^{\sqrt{-1}}", True),
    "infinities": ("0", r"\infty-\infty", False),
    "infinities-divided": ("1", r"\frac{\infty}{\infty}", False),
    "infinity-times-0": ("0", r"0\cdot\infty", False),
    "tangent": ("0", r"\tan(\pi/2)", False),
    "tangent-infinite": (r"\infty", r"\tan(\pi/2)", None),
    "hidden-zero-below": ("1", r"\frac{x-x}{x-x}", False),
    # With several names: where random values are tried, some of them must be negative.
    "root-of-square": ("x", r"\sqrt{x^2}", False),
    "root-of-square-turned": (r"\sqrt{y^2}", "y", False),
    "root-of-square-shifted": ("a-1", r"\sqrt{(a-1)^2}", False),
    "root-of-square-far": (r"\sqrt{(t+500)^2}", "t+500", False),
    "root-of-minus": (r"-(-x)", r"\sqrt{(-x)^2}", False),
    "root-of-fourth-power": ("x^2", r"\sqrt{x^4}", None),
    "modulus": ("n", "|n|", False),
    "modulus-turned": ("|b+1|", "b+1", False),
    "root-of-order-0": ("5", r"\sqrt[0]{5}", False),
    "cube-root": ("-2", r"\sqrt[3]{-8}", True),
    "arcsine": ("10", r"\arcsin(\sin 10)", False),
    "modulo-0": ("5", r"5\bmod 0", False),
    "not-a-number": ("5", "NaN", False),
    "truth": ("1", "True", False),
    # --- numbers
    "digits": ("7" * 4000, "7" * 3999 + "8", False),
    "digits-past-int": ("7" * 5000, "7" * 4999 + "8", False),
    "digits-past-int-same": ("7" * 5000, f"${'7' * 5000}$", True),
    "nines": ("1", r"0.\overline{9}", True),
    "nines-many": ("1", rf"0.\overline{{{'9' * 1000}}}", True),
    "nines-ending": ("1", "0." + "9" * 4000, False),
    "zeros-behind": ("1", "1." + "0" * 4000, True),
    "zeros-before": ("5", "0" * 5000 + "5", True),
    "tiny": ("0", TINY, False),
    "tiny-difference": ("5", "5" + TINY[1:], False),
    "base-1": ("5", "5_{1}", False),
    "base-99": ("5", "5_{99}", None),
    "hexadecimal": ("16", "0x10", None),
    "thousands-endless": ("5", "1" + ",000" * 2000, False),
    # --- lists, sets, intervals, matrices
    "members-permuted": (",".join(MEMBERS), ",".join(_shuffled(MEMBERS)), True),
    "members-changed": (",".join(MEMBERS), ",".join([*MEMBERS[:-1], "1001"]), False),
    "tuple-permuted": (f"({','.join(MEMBERS)})", f"({','.join(MEMBERS[::-1])})", False),
    "set-changed": (rf"\{{{','.join(MEMBERS)}\}}", rf"\{{{','.join([*MEMBERS[1:], '0'])}\}}", False),
    "sets-in-set": (r"\{\{1\},\{2,3\}\}", r"\{\{1,2\},\{3\}\}", False),
    "sets-in-set-turned": (r"\{\{1\},\{2,3\}\}", r"\{\{3,2\},\{1\}\}", True),
    "sets-deep": (r"\emptyset", _deep(r"\{", "", r"\}", 500), False),
    "tuples-deep": ("(1,2)", _deep("(", "1,2", ",3)"), False),
    "union-permuted": (r"\cup".join(INTERVALS), r"\cup".join(_shuffled(INTERVALS)), True),
    "union-shorter": (r"\cup".join(INTERVALS), r"\cup".join(INTERVALS[1:]), False),
    "matrix-300": ("5", _matrix(300, 300), False),
    "matrix-60": (_matrix(60, 60), _matrix(60, 60, last="8"), False),
    "matrix-turned": (_matrix(40, 41), _matrix(41, 40), False),
    "matrix-ragged": (_matrix(2, 2), r"\begin{pmatrix}7&7\\7\end{pmatrix}", False),
    "matrix-deep": ("7", _deep(r"\begin{pmatrix}", "7", r"\end{pmatrix}", 200), None),
    # --- deep
    "fractions": ("2", _deep(r"\frac{1}{", "2", "}"), True),
    "fractions-wrong": ("5", _deep(r"\frac{1}{", "2", "}"), False),
    "halves": ("0", _deep(r"\frac{", "1", "}{2}"), False),
    "continued-fraction": (r"\frac{1+\sqrt{5}}{2}", _deep(r"1+\frac{1}{", "1", "}", 500), False),
    "parentheses": ("5", _deep("(", "7", ")", 3000), False),
    "parentheses-right": ("5", _deep("(", "5", ")", 3000), True),
    "braces": ("5", _deep("{", "7", "}", 3000), False),
    "sized-parentheses": ("5", _deep(r"\left(", "7", r"\right)", 600), False),
    "roots": ("1", _deep(r"\sqrt{", "2", "}"), False),
    "bars": ("5", _deep("|", "7", "|"), False),
    "sized-bars": ("5", _deep(r"\left|", "-7", r"\right|", 500), False),
    "texts": ("5", _deep(r"\text{", "7", "}"), False),
    "hats": ("x", _deep(r"\hat{", "x", "}"), False),
    "overlines": ("5", _deep(r"\overline{", "7", "}"), False),
    "boxes-deep": ("5", _deep(r"\boxed{", "7", "}", 50_000), False),
    "boxes": ("5", r"\boxed{7}" * 1_000_000, False),
    "json-deep": ("5", _deep('{"answer":[', "7", "]}"), False),
    # --- characters
    "nul": ("5", "5\x006", False),
    "nul-and-letters": ("5", "\x005\x00x\x00", False),
    "surrogate": ("5", "\ud8007", False),
    "surrogate-behind": ("5", "5\udc00", None),
    "surrogates": ("5", "\udc00\ud800" * 1000, False),
    "bidi": ("15", "\u202e51\u202c", False),
    "bidi-isolates": ("5", "\u2067\u20665\u2069 + 2\u2069", False),
    "zero-width": ("15", "1\u200b5", None),
    "zero-width-many": ("5", "7" + "\u200b\u200d\u2060\ufeff" * 2000, False),
    "struck-out": ("5", "5\u0338", False),
    "not-equal": ("x=5", "x=\u03385", False),
    "combining": ("5", "7" + ZALGO, False),
    "superscript": ("22", "2\u00b2", False),
    "superscript-exponent": ("10", "10\u207b\u00b2", False),
    "half": ("5.5", "1\u00bd", False),
    "half-mixed": (r"\frac{3}{2}", "1\u00bd", True),
    "arabic-digit": ("5", "\u0665", None),
    "keycap": ("5", "5\ufe0f\u20e3", None),
    "emoji": ("5", "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 500, False),
    "right-to-left": ("5", "الجواب هو ٧", False),
    "cyrillic": ("x+1", "\u0445+1", None),
    "line-separator": ("5", "5\u20286", False),
    "line-break": ("56", "5\n6", False),
    "escape": ("5", "6\x1b[1D5", False),
    "backspace": ("5", "6\x085", False),
    # --- what a page does not show, or strikes out
    "phantom": ("5", r"\phantom{5}", False),
    "phantom-digit": ("15", r"\phantom{1}5", False),
    "cancelled": ("5", r"\cancel{5}", False),
    "not": ("x=5", r"x\not=5", False),
    "label": ("5", r"\label{5}", False),
    "space-of-5": ("5", r"\hspace{5}", False),
    "comment": ("5", "7 % 5", False),
    "tex-recursion": ("5", r"\def\x{\x\x}\x", False),
    "tex-input": ("5", r"\input{/etc/passwd}", False),
    "tex-loop": ("5", r"\loop\iftrue 7\repeat", False),
    # --- no mathematics at all
    "words": ("5", WORDS, False),
    "units": ("5", "7 " + "meters per second " * 500, False),
    "units-right": ("5", "5 " + "kg " * 3000, None),
    "html": ("5", "<div><b>7</b></div>" * 400, False),
    "html-comment": ("5", "<!--5-->7", False),
    "base64": ("5", BLOB, False),
    "json": ("5", json.dumps({"answer": 7, "steps": [5] * 500}), False),
    "code": ("5", "__import__('os').system('exit 7')", False),
    "conditional": ("5", "5 if True else 6", False),
    "format-string": ("5", "%s%n{0.__class__.__mro__}" * 100, False),
    "spreadsheet": ("5", "=cmd|'/c calc'!A1", False),
    # --- nothing that closes
    "unbalanced": ("5", r"({[\left|\{<\langle" * 400, False),
    "unbalanced-end": ("5", r")}]\right|\}>\rangle" * 400, False),
    "half-fraction": ("5", r"\frac{5", False),
    "half-environment": ("5", r"\begin{cases}" * 700 + "7", False),
    "bracket-pair": ("(5,6)", r"(5,6\}", False),
}

REPEATED = {
    "open-braces": "{", "closed-braces": "}", "brace-pairs": "{}", "backslashes": "\\", "digits": "7", "commas": ",",
    "lefts": r"\left(", "brackets": "[", "spaces": " ", "newlines": "\n", "dollars": "$", "fractions": r"\frac",
    "roots": r"\sqrt", "subscripts": "a_", "powers": "x^", "ampersands": "&", "equals": "=", "minuses": "-",
    "percents": "%", "marks": "!", "bars": "|", "dots": ".", "slashes": "1/", "commas-between": "1,", "gaps": "1 ",
    "exponents": "1e", "primes": "x'", "calculator": "<<", "answers": "answer is ", "claims": "The answer is ",
    "colons": "A: ", "or": "or ", "waits": "wait ", "elements": "<answer>", "thoughts": "<think>", "fences": "```",
    "hashes": "#### ", "open-boxes": r"\boxed{", "open-texts": r"\text{", "row-breaks": r"\\", "pluses": "1+",
    "thin-spaces": r"\,", "mixed": r"$\frac{1,\left(", "over": r"7\over", "names": "xy=", "begins": r"\begin{pmatrix}",
}  # fmt: skip
"""One piece over and over: just below the length that is still read, and far beyond it."""

NASTY = [
    *(Nasty(name, *pair) for name, pair in PAIRS.items()),
    *(
        Nasty(f"{name}-{kind}", "5", piece * (length // len(piece)), False)
        for name, piece in REPEATED.items()
        for kind, length in (("long", 9_900), ("endless", 100_000))
    ),
    # Between two halves of a plausible answer too: what trims and strips is slow there, if anywhere.
    *(
        Nasty(f"{name}-between", "5", f"5{piece * (9_000 // len(piece))}6", False)
        for name, piece in REPEATED.items()
        if piece in {*" \n$.,{-!%|&", "{}", r"\,", r"\\", "wait ", "or "}
    ),
]
