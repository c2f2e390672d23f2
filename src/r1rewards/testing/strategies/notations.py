r"""How exact values are written, in LaTeX and without: every notation of a value is equal to it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from r1rewards.testing.strategies.exact import UNITS, Interval, Number, Quantity, Set, Tuple, Value, Words

AROUND = ("{}", "${}$", r"\({}\)", "$${}$$", "{}.", " {} ")
"""What stands around a formula; `{}` is where it goes."""

SEPARATORS = (", ", ",", r",\,")
"""Between the members of tuples and sets."""

BRACKETS = {
    Tuple: (("(", ")"), (r"\left(", r"\right)"), (r"\big(", r"\big)")),
    Set: ((r"\{", r"\}"), (r"\left\{", r"\right\}"), (r"\lbrace ", r"\rbrace")),
}
"""Around them."""

THOUSANDS = (",", "{,}", r"\,", r"\!,")
"""Between groups of three digits."""

FRACTIONS = (r"\frac{{{p}}}{{{q}}}", r"\dfrac{{{p}}}{{{q}}}", r"\tfrac{{{p}}}{{{q}}}", "{p}/{q}")
ROOTS = (r"\sqrt{{{c}}}", r"\sqrt {{{c}}}", "√{c}")
AMOUNTS = ("{n} {unit}", r"{n} \text{{ {unit}}}", r"{n}\,\mathrm{{{unit}}}", r"${n}$ {unit}", r"${n}\text{{ {unit}}}$")
IN_WORDS = ("{}", r"\text{{{}}}", r"$\text{{{}}}$", r"\textbf{{{}}}", "{}.")
UNBOUNDED = {"low": (r"-\infty", "-∞"), "high": (r"\infty", r"+\infty", "∞")}


def written(value: Value) -> st.SearchStrategy[str]:
    """The value in one of its notations; the plainest comes first."""
    if isinstance(value, Words):
        casings = (value.text, value.text.lower(), value.text.capitalize())
        return st.builds(str.format, st.sampled_from(IN_WORDS), st.sampled_from(casings))
    if isinstance(value, Quantity):
        return st.sampled_from(list(_quantity(value)))
    return st.builds(str.format, st.sampled_from(AROUND), _formula(value))


def _formula(value: Value) -> st.SearchStrategy[str]:
    if isinstance(value, Number):
        return st.sampled_from([*_number(value), *(_grouped(value))])
    if isinstance(value, Interval):
        return st.sampled_from(list(_interval(value)))
    assert isinstance(value, Tuple | Set)  # noqa: S101 - for type checkers: the others were written above
    return _members(value)


@st.composite
def _members(draw: st.DrawFn, value: Tuple | Set) -> str:
    # Members hold no comma, which stands between them.
    members = list(value.members) if isinstance(value, Tuple) else sorted(value.members, key=repr)
    if isinstance(value, Set):
        members = draw(st.permutations(members))
    opening, closing = draw(st.sampled_from(BRACKETS[type(value)]))
    texts = [draw(st.sampled_from(list(_number(member)))) for member in members]
    return f"{opening}{draw(st.sampled_from(SEPARATORS)).join(texts)}{closing}"


# --- numbers ---------------------------------------------------------------------------------------------------------


def _number(number: Number) -> Iterator[str]:
    if number.factor:
        yield from _radical(number)
    elif number.rational.denominator == 1:
        yield from _integer(number.rational.numerator)
    else:
        yield from _fraction(number.rational)


def _integer(n: int) -> Iterator[str]:
    yield from (f"{n}", f"{n}.0", rf"\frac{{{2 * n}}}{{2}}")
    if n < 0:
        yield from (f"−{-n}", rf"-\frac{{{-3 * n}}}{{3}}")
    if n and n % 100 == 0:
        yield rf"{n // 100} \times 10^{{2}}"


def _grouped(number: Number) -> Iterator[str]:
    n = number.rational
    if not number.factor and n.denominator == 1 and abs(n) >= 1000:
        yield from (f"{n.numerator:,}".replace(",", sign) for sign in THOUSANDS)


def _fraction(q: Fraction) -> Iterator[str]:
    sign, p = ("-" if q < 0 else ""), abs(q.numerator)
    for form in FRACTIONS:
        yield sign + form.format(p=p, q=q.denominator)
    yield rf"\frac{{{q.numerator}}}{{{q.denominator}}}"
    yield rf"{sign}\frac{{{2 * p}}}{{{2 * q.denominator}}}"
    if p < 10 and q.denominator < 10:
        yield rf"{sign}\frac{p}{q.denominator}"
    if p > q.denominator:
        yield rf"{sign}{p // q.denominator}\frac{{{p % q.denominator}}}{{{q.denominator}}}"
    yield from _decimal(q)


def _decimal(q: Fraction) -> Iterator[str]:
    """The decimals of a fraction that ends, or recurs from its first place with a period of one digit or two."""
    places = next((places for places in range(1, 5) if 10**places % q.denominator == 0), None)
    if places is not None:
        plain = f"{float(q):.{places}f}"
        yield from (plain, plain + "0")
    for digits in (1, 2):
        if (10**digits - 1) % q.denominator == 0:
            whole, rest = divmod(abs(q), 1)
            period = f"{int(rest * (10**digits - 1)):0{digits}d}"
            yield rf"{'-' if q < 0 else ''}{whole}.\overline{{{period}}}"
            return


def _radical(number: Number) -> Iterator[str]:
    """A sum of a number and a root, in either order, and over one denominator."""
    r, f, c = number.rational, number.factor, number.radicand
    terms = list(_root(abs(f), c))
    for term in terms:
        if not r:
            yield ("-" if f < 0 else "") + term
            continue
        plain = next(_number(Number(r)))
        yield f"{plain}{'-' if f < 0 else '+'}{term}"
        yield f"{'-' if f < 0 else ''}{term}{'-' if r < 0 else '+'}{next(_number(Number(abs(r))))}"
    if r and (q := r.denominator * f.denominator) > 1:
        inner = f"{r * q}{'-' if f < 0 else '+'}{abs(f * q)}\\sqrt{{{c}}}"
        yield rf"\frac{{{inner}}}{{{q}}}"


def _root(f: Fraction, c: int) -> Iterator[str]:
    """A positive multiple of a root."""
    for form in ROOTS:
        root = form.format(c=c)
        before = "" if f.numerator == 1 else f"{f.numerator}"
        if f.denominator == 1:
            yield before + root
        elif form != ROOTS[-1]:
            yield from (rf"\frac{{{before}{root}}}{{{f.denominator}}}", rf"{next(_fraction(f))}{root}")
    if f.denominator == 1:
        yield rf"\sqrt{{{f.numerator**2 * c}}}"


# --- intervals and quantities ----------------------------------------------------------------------------------------


def _interval(value: Interval) -> Iterator[str]:
    low, high = (None if end is None else next(_number(Number(end))) for end in (value.low, value.high))
    opening, closing = "[" if value.closed[0] else "(", "]" if value.closed[1] else ")"
    for below in UNBOUNDED["low"] if low is None else (low,):
        for above in UNBOUNDED["high"] if high is None else (high,):
            yield f"{opening}{below}, {above}{closing}"
            yield rf"\left{opening}{below}, {above}\right{closing}"
            yield rf"x \in {opening}{below},{above}{closing}"
    for at_most in (r"\le", r"\leq", "≤"):
        if low is None:
            yield f"x {at_most if value.closed[1] else '<'} {high}"
        elif high is None:
            at_least = {r"\le": r"\ge", r"\leq": r"\geq", "≤": "≥"}[at_most]
            yield f"x {at_least if value.closed[0] else '>'} {low}"
        else:
            yield f"{low} {at_most if value.closed[0] else '<'} x {at_most if value.closed[1] else '<'} {high}"


def _quantity(value: Quantity) -> Iterator[str]:
    for unit, size in UNITS[value.dimension].items():
        amount = value.amount / size
        numbers: list[str] = [str(amount)] if amount.denominator == 1 else list(_decimal(amount))[:1]
        if numbers and len(numbers[0]) < 9:
            yield from (form.format(n=numbers[0], unit=unit) for form in AMOUNTS)
