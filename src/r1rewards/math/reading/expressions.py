r"""The recursive-descent reader of formulas: sums, products, powers, functions.

Linear time: no token is read twice, but for the few that `Cursor.at` goes back over.
"""

from __future__ import annotations

from fractions import Fraction

from r1rewards.core.data_files import read_table
from r1rewards.math.reading.building import (
    call,
    determinant,
    is_natural,
    is_vector,
    product,
    quotient,
    require_formulas,
)
from r1rewards.math.reading.cursor import CLOSING, Cursor
from r1rewards.math.reading.numbers import number
from r1rewards.math.reading.tokens import FUNCTIONS, ReadError, Token
from r1rewards.math.reading.tree import (
    MINUS_ONE,
    ONE,
    Call,
    Constant,
    Group,
    Matrix,
    Node,
    Number,
    PlusMinus,
    Power,
    Product,
    Quotient,
    Root,
    Series,
    Sum,
    Symbol,
    contains,
    negative,
)

MAX_LINKS = 20
"""Quotients, powers or factorials one behind the other that are read."""

GREEK = frozenset(read_table("r1rewards.math", "notation.toml")["letters"].split())
_ACCENTS = frozenset("vec hat tilde widehat widetilde overrightarrow overleftarrow dot ddot mathcal mathscr".split())
_UNKNOWN_FUNCTIONS = frozenset("fghFGH")
"""Letters that a bracket makes functions; behind any other a bracket is a factor."""

_NO_POWERS = frozenset([r"\circ", "*", r"\prime", "'"])
_AFTER_PERCENT = frozenset([",", ";", ")", "]", r"\}", "and", "or", "=", r"\approx", r"\\", "&", r"\end"])
_ADDING = frozenset(["+", "-", r"\pm", r"\mp"])
_TIMES = frozenset(["*", r"\times", r"\cdot", r"\bullet"])
_OVER = frozenset(["/", r"\div"])
_OPENING = frozenset(["(", "[", "{", r"\{", r"\langle", r"\lfloor", r"\lceil"])
_PREFIX_COMMANDS = frozenset("frac sqrt cbrt binom pi infty overline bar boxed sum prod int lim begin".split())
_BIG = frozenset(["sum", "prod", "int", "lim"])
_ARC = {name: f"arc{name}" for name in "sin cos tan cot sec csc sinh cosh tanh".split()}
_OF_LISTS = frozenset("max min gcd lcm".split())


class ExpressionReader(Cursor):
    """Reads formulas. What stands between brackets with commas is read by `members`, which the answer reader has."""

    def members(self, closing: str) -> Group:
        """What stands before a closing bracket, which is passed; overridden."""
        raise NotImplementedError

    def matrix(self) -> Node:
        r"""What a `\begin{…}` opens; overridden."""
        raise NotImplementedError

    def expression(self) -> Node:
        """A sum."""
        self.deeper()
        terms = [self._signed_term()]
        while self.next.text in _ADDING:
            terms.append(self._signed_term())
        self.depth -= 1
        if len(terms) == 1:
            return terms[0]
        require_formulas(terms)
        return Sum(tuple(terms))

    def _signed_term(self) -> Node:
        minus, both = False, 0
        while (text := self.next.text) in _ADDING:
            self.place += 1
            if text == "-":
                minus = not minus
            elif text != "+":
                if both:
                    raise ReadError("it has two ± signs in a row")
                both = 1 if text == r"\pm" else -1
        term = self._term()
        if minus:
            term = negative(term)
        return PlusMinus(term, both) if both else term

    def _term(self) -> Node:
        """Factors side by side or with signs between them; a number before a fraction of numbers is a mixed number."""
        factor = self._factor()
        factors = [factor]
        links = 0
        while True:
            token = self.next
            if token.text in _TIMES:
                self.place += 1
                factors.append(self._signed_factor())
                if is_vector(factors[-2]) and is_vector(factors[-1]):
                    factors[-2:] = [Call("times" if token.text == r"\times" else "dot", (factors[-2], factors[-1]))]
            elif token.text in _OVER:
                self.place += 1
                links = self._linked(links)
                factors = [Quotient(product(factors), self._signed_factor())]
            elif token.text == r"\bmod":
                self.place += 1
                links = self._linked(links)
                factors = [Call("mod", (product(factors), self._signed_factor()))]
            elif self._starts_factor(token):
                factors.append(self._neighbour(factors))
            else:
                return product(factors)

    def _linked(self, links: int) -> int:
        """Counts a link of a chain like `a/b/c`, every one of which makes the tree deeper."""
        if links >= MAX_LINKS:
            raise ReadError(f"it chains more than {MAX_LINKS} quotients, powers or factorials")
        return links + 1

    def _neighbour(self, factors: list[Node]) -> Node:
        """The factor that follows another without a sign between them."""
        before = factors[-1]
        token = self.next
        whole = isinstance(before, Number) and before.places is None and before.value.denominator == 1
        if token.kind == "number":
            if whole and len(factors) == 1 and token.spaced and self.ahead(1).text == "/":
                fraction = self._plain_fraction()
                factors.pop()
                return Sum((before, fraction))
            behind = self.tokens[self.place - 1].text in (")", "]", "}", "!")
            raised = self.ahead(1).text == "^"
            power = raised and (isinstance(before, Symbol) or (token.spaced and isinstance(before, Power)))
            if not behind and not power:
                raise ReadError("two numbers stand side by side")
        if token.text == r"\frac" and whole and len(factors) == 1:
            fraction = self._factor()
            if isinstance(fraction, Quotient) and is_natural(fraction.top) and is_natural(fraction.bottom):
                factors.pop()
                return Sum((before, fraction))
            return fraction
        return self._factor()

    def _plain_fraction(self) -> Node:
        """`1/2`, of the mixed number `3 1/2`."""
        top = self._atom()
        self.expect("/")
        bottom = self._atom()
        if not is_natural(top) or not is_natural(bottom):
            raise ReadError("two numbers stand side by side")
        return Quotient(top, bottom)

    def _starts_factor(self, token: Token) -> bool:
        if token.kind in ("letter", "number"):
            return True
        text = token.text
        if token.kind == "command":
            name = text[1:]
            return (
                name in _PREFIX_COMMANDS or name in FUNCTIONS or name in GREEK or name in _ACCENTS or text in _OPENING
            )
        if text == "[":
            return not self.outward
        return text in ("(", "{") or (text == "|" and not self.bars and not self.in_builder)

    def _signed_factor(self) -> Node:
        sign = ONE
        while self.at("-", "+"):
            sign = MINUS_ONE if (self.take().text == "-") != (sign is MINUS_ONE) else ONE
        factor = self._factor()
        return negative(factor) if sign is MINUS_ONE else factor

    def _factor(self) -> Node:
        """An atom with its powers and factorial signs."""
        node = self._atom()
        links = 0
        while True:
            text = self.next.text
            if text in ("^", "**"):
                self.place += 1
                links = self._linked(links)
                node = self._raised(node)
            elif text == "!":
                self.place += 1
                links = self._linked(links)
                if self.next.text == "!" and not self.next.spaced:
                    self.place += 1
                    node = Call("factorial2", (node,))
                else:
                    node = Call("factorial", (node,))
            elif text == "%" and not self._ends_after_percent():
                self.place += 1
                links = self._linked(links)
                node = Quotient(node, Number(Fraction(100)))
            else:
                return node

    def _ends_after_percent(self) -> bool:
        """Whether nothing of the formula follows the sign, which is the whole value's unit then."""
        after = self.ahead(1)
        return self.depth <= self.statement_depth and (after.kind == "end" or after.text in _AFTER_PERCENT)

    def _raised(self, base: Node) -> Node:
        if self.takes(r"\circ"):
            return Product((base, Constant("degree")))
        if self.takes("*", r"\prime", "'"):
            raise ReadError("it has a mark that is no power")
        if isinstance(base, Matrix | Group) and (transposed := self._transposed(base)) is not None:
            return transposed
        order = [self.ahead(i).text for i in range(5)]
        if isinstance(base, Symbol) and order[:2] == ["{", "("] and order[3:] == [")", "}"]:  # `f^{(2)}`, no power
            self.place += 5
            return Symbol(f"{base.name}^({order[2]})")
        return Power(base, self._exponent())

    def _transposed(self, base: Matrix | Group) -> Matrix | None:
        r"""A matrix, or a tuple as a column, that `^T` or `^\top` follows."""
        braced = self.at("{") and self.ahead(2).text == "}"
        if self.ahead(int(braced)).text not in ("T", r"\top", r"\intercal"):
            return None
        if isinstance(base, Group) and (base.opening not in ("(", "[", "langle") or len(base.members) < 2):
            return None
        self.place += 3 if braced else 1
        rows = base.rows if isinstance(base, Matrix) else (base.members,)
        return Matrix(tuple(zip(*rows, strict=True)))

    def _exponent(self) -> Node:
        """What a power sign takes, with the powers of it: `2^3^2` is 2 to the 9th."""
        self.deeper()
        sign = self.next.text in ("-", "+") and self.take().text
        node = self._group() if self.at("{") else self._atom()
        if self.at("^", "**") and self.ahead(1).text not in _NO_POWERS:
            self.place += 1
            node = Power(node, self._exponent())
        self.depth -= 1
        return negative(node) if sign == "-" else node

    def _argument(self) -> Node:
        """What a power sign, a fraction or a root takes: a group in braces, or the next atom, with its sign."""
        self.deeper()
        sign = self.next.text in ("-", "+") and self.take().text
        node = self._group() if self.at("{") else self._atom()
        self.depth -= 1
        return negative(node) if sign == "-" else node

    def _short_argument(self) -> Node:
        r"""As `_argument`, but of several digits only the first: `\frac12`."""
        token = self.next
        if token.kind == "number" and len(token.text) > 1 and token.text.isdecimal():
            self.tokens[self.place] = Token("number", token.text[1:], token.start + 1, token.end)
            return Number(Fraction(int(token.text[0])))
        return self._argument()

    def _group(self) -> Node:
        """An expression in braces."""
        self.expect("{")
        bars, self.bars = self.bars, 0
        inner = self.expression()
        self.bars = bars
        self.expect("}")
        return inner

    def _atom(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return number(self, token)
        if token.kind == "letter":
            return self._letter(token)
        if token.kind == "command":
            return self._command(token)
        if token.text in ("(", "[", "{"):
            return self._bracket(token.text)
        if token.text == "|":
            return self._absolute()
        if token.kind == "end":
            raise ReadError("it ends too early")
        if token.kind == "word":
            raise ReadError(f"'{token.text}' is no formula")
        raise ReadError(f"'{token.text}' cannot stand there")

    def _bracket(self, opening: str) -> Node:
        self.deeper()
        bars, self.bars = self.bars, 0
        closing = CLOSING[opening]
        inner = self.members(closing)
        self.bars = bars
        self.depth -= 1
        closing = inner.closing
        round_or_square = opening + closing in ("()", "[]", "{}")
        if len(inner.members) == 1 and round_or_square:
            only = inner.members[0]
            return Call("mod", only.arguments) if isinstance(only, Call) and only.name == "pmod" else only
        if opening == "{":
            return Group("", "", inner.members, inner.joiner)
        return Group(opening.lstrip("\\"), closing.lstrip("\\"), inner.members, inner.joiner)

    def _absolute(self) -> Node:
        self.deeper()
        bars, self.bars = self.bars, self.bars + 1
        inner = self.expression()
        self.bars = bars
        self.expect("|")
        self.depth -= 1
        return determinant(inner.rows) if isinstance(inner, Matrix) else Call("abs", (inner,))

    def _letter(self, token: Token) -> Node:
        name = token.text + self._marks()
        if token.text in _UNKNOWN_FUNCTIONS and self._inverse():
            return Call(f"{token.text}^{{-1}}", self.members(")").members)
        if self.at("("):
            after = self.ahead(2).text
            is_pair = name in ("C", "P") and after == ","  # `C(n,k)`
            is_moment = token.text == "E" or (token.text == "P" and after == ")")
            if token.text in _UNKNOWN_FUNCTIONS or self._defines() or is_pair or is_moment:
                self.take()
                members = self.members(")").members
                return Call({"C": "binom", "P": "perm"}[name] if is_pair and len(members) == 2 else name, members)
        return Constant(name) if name in ("e", "i") else Symbol(name)

    def _inverse(self) -> bool:
        """Passes `^{-1}(`, if it comes."""
        if [token.text for token in self.tokens[self.place : self.place + 6]] != ["^", "{", "-", "1", "}", "("]:
            return False
        self.place += 6
        return True

    def _defines(self) -> bool:
        """Whether `(x) =` comes: the letter before is a function then."""
        after = self.tokens[self.place + 1 : self.place + 4]
        return len(after) == 3 and after[0].kind == "letter" and after[1].text == ")" and after[2].text == "="

    def _marks(self) -> str:
        """An index and primes, as part of a name."""
        marks = ""
        while True:
            if self.takes("'", "’"):
                marks += "'"
            elif self.at("_") and not marks.endswith("}"):
                self.take()
                marks += "_{" + self._index() + "}"
            else:
                return marks

    def _index(self) -> str:
        if not self.takes("{"):
            return self.take().text
        start = self.next.start
        self.enclosed("{", "}", "an index is not closed")
        return self.text[start : self.tokens[self.place - 1].start].replace(" ", "")

    def _command(self, token: Token) -> Node:
        name = token.text[1:]
        if name == "frac":
            return quotient(self._short_argument(), self._short_argument())
        if name == "sqrt":
            return self._root()
        if name == "cbrt":
            return Root(self._argument(), 3)
        if name == "binom":
            top = self._short_argument()
            return Call("binom", (top, self._short_argument()))
        if name in ("pi", "infty"):
            return Constant(name)
        if name in FUNCTIONS:
            return self._function(name)
        if name in GREEK:
            return Symbol("\\" + name + self._marks())
        if token.text in (r"\{", r"\langle"):
            return self._bracket(token.text)
        if name in ("lfloor", "lceil"):
            inner = self.expression()
            self.expect("\\r" + name[1:])
            return Call("floor" if name == "lfloor" else "ceil", (inner,))
        if name in _BIG:
            return self._series(name)
        if name == "begin":
            return self.matrix()
        if name in ("overline", "bar") or name in _ACCENTS:
            return self._accented(name)
        raise ReadError(f"'{token.text}' is not known to the reader")

    def _accented(self, name: str) -> Node:
        start = self.next.start
        inner = self._argument()
        if name == "bar" or (name == "overline" and isinstance(inner, Symbol | Sum)):
            return Call("conjugate", (inner,))
        return Symbol(f"\\{name}{{{self.text[start : self.tokens[self.place - 1].end].strip('{}')}}}" + self._marks())

    def _root(self) -> Node:
        index = 2
        if self.takes("["):
            degree = self.take()
            self.expect("]")
            if not degree.text.isdecimal() or not 2 <= int(degree.text[:4]) <= 100:
                raise ReadError("a root has an unusual index")
            index = int(degree.text)
        return Root(self._argument(), index)

    def _function(self, name: str) -> Node:
        base: Node | None = None
        power: Node | None = None
        while self.at("_", "^"):
            if self.take().text == "_":
                base = self._argument()
            else:
                power = self._argument()
        if power == MINUS_ONE and name in _ARC:
            name, power = _ARC[name], None
        if name in _OF_LISTS or (name in ("log", "ln") and self.at("(", "{")) or self.at("("):
            arguments = self._call_arguments(name)
        else:
            arguments = (self._bare_argument(name),)
        if name == "det" and isinstance(arguments[0], Matrix):
            return determinant(arguments[0].rows)
        node = call(name, arguments, base)
        return node if power is None else Power(node, power)

    def _call_arguments(self, name: str) -> tuple[Node, ...]:
        opening = self.take().text
        if opening not in ("(", "{", r"\{"):
            raise ReadError(f"'\\{name}' has no arguments")
        arguments = self.members(CLOSING[opening]).members
        if len(arguments) != 1 and name not in _OF_LISTS:
            raise ReadError(f"'\\{name}' has {len(arguments)} arguments")
        return arguments

    def _bare_argument(self, name: str) -> Node:
        r"""What a function without brackets takes: factors side by side, to the next function: `\sin 2x \cos y`."""
        self.deeper()
        sign = self.takes("-")
        factors = [self._factor()]
        while True:
            token = self.next
            if not self._starts_factor(token) or token.kind == "number":
                break
            is_function = token.kind == "command" and token.text[1:] in FUNCTIONS and token.text != r"\sqrt"
            if is_function or token.text in ("(", "[", "|"):
                break
            factors.append(self._factor())
        node = product(factors)
        angle = name in _ARC and contains(node, Constant)
        if angle and self.at("/") and self.ahead(1).kind == "number":  # `\sin \pi/6`
            self.take()
            node = Quotient(node, self._factor())
        self.depth -= 1
        return negative(node) if sign else node

    def _series(self, kind: str) -> Node:
        bounds: dict[str, list[Token]] = {}
        while self.at("_", "^"):
            mark = self.take().text
            bounds[mark] = self._slice()
        if kind == "int":
            return self._integral(bounds)
        low = bounds.get("_", [])
        split = next((i for i, token in enumerate(low) if token.text in ("=", r"\rightarrow")), None)
        if split != 1 or low[0].kind != "letter" or (kind == "lim") != (low[1].text != "="):
            raise ReadError(f"'\\{kind}' has no bounds that can be read")
        body = self._term()
        first = self._inner(low[2:])
        last = self._inner(bounds["^"]) if "^" in bounds else None
        if (last is None) != (kind == "lim"):
            raise ReadError(f"'\\{kind}' has no bounds that can be read")
        return Series(kind, body, low[0].text, first, last)

    def _integral(self, bounds: dict[str, list[Token]]) -> Node:
        if "_" not in bounds or "^" not in bounds:
            raise ReadError("an integral has no bounds")
        start = self.place
        while not (self.next.text == "d" and self.ahead(1).kind == "letter"):
            if self.take().kind == "end":
                raise ReadError("an integral has no differential")
        body = self.tokens[start : self.place]
        self.take()
        variable = self.take().text
        return Series(
            "int",
            self._inner(body) if body else ONE,
            variable,
            self._inner(bounds["_"]),
            self._inner(bounds["^"]),
        )

    def _slice(self) -> list[Token]:
        """The tokens of a group in braces, or the next one."""
        return self.enclosed("{", "}", "a brace is not closed") if self.takes("{") else [self.take()]

    def _inner(self, piece: list[Token]) -> Node:
        """An expression out of tokens that were set aside."""
        self.deeper()
        end = piece[-1].end if piece else 0
        reader = type(self)([*piece, Token("end", "", end, end)], self.text)
        reader.depth = self.depth
        node = reader.expression()
        if reader.next.kind != "end":
            raise ReadError(f"'{reader.next.text}' cannot stand there")
        self.depth -= 1
        return node
