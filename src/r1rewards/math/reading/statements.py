r"""Statements: formulas, and what is around and between them.

Lists, tuples, intervals, sets, relations, matrices, units, words, ratios.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from r1rewards.math import units
from r1rewards.math.reading.building import determinant
from r1rewards.math.reading.cursor import CLOSING
from r1rewards.math.reading.expressions import ExpressionReader
from r1rewards.math.reading.tokens import ReadError, Token
from r1rewards.math.reading.tree import (
    FORMULAS,
    Call,
    Constant,
    Dots,
    Group,
    Matrix,
    Node,
    Number,
    NumberSet,
    Product,
    Quantity,
    Ratio,
    Relation,
    SetBuilder,
    SetOperation,
    Symbol,
    Words,
    contains,
    negative,
    opposite,
)
from r1rewards.math.reading.words import number_in_words
from r1rewards.math.upright import UNIT_MARK

_RELATIONS = {
    "=": "=", "==": "=", r"\ne": "!=", "!=": "!=", "<": "<", r"\lt": "<", ">": ">", r"\gt": ">", "<=": "<=", "=<": "<=",
    r"\le": "<=", ">=": ">=", "=>": ">=", r"\ge": ">=", r"\approx": "~", r"\simeq": "~", r"\sim": "~", r"\doteq": "~",
    r"\in": "in", r"\notin": "notin", r"\subset": "subset", r"\subseteq": "subset", r"\equiv": "mod", r"\mid": "mid",
    r"\rightarrow": "->", r"\parallel": "parallel", r"\perp": "perp", r"\cong": "cong",
}  # fmt: skip
_SETS = {r"\cup": "cup", r"\cap": "cap", r"\setminus": "setminus", r"\backslash": "setminus"}
_SEPARATORS = frozenset([",", ";", "and", "or", r"\\", r"\land", r"\lor", r"\wedge", r"\vee", "&"])
_JOINER = {"and": "and", "or": "or", r"\land": "and", r"\lor": "or", r"\wedge": "and", r"\vee": "or"}
_NUMBER_SETS = frozenset("RZNQC")
_MATRICES = frozenset(["pmatrix", "array", "vmatrix", "Vmatrix"])
_LISTS = frozenset("cases aligned align align* gathered split dcases".split())


class StatementReader(ExpressionReader):
    """Reads what answers are besides formulas."""

    def whole(self) -> Node:
        """The whole text."""
        group = self.members("")
        return _several(group.members, group.joiner)

    def members(self, closing: str) -> Group:
        """Statements with commas, semicolons, "and" or "or" between them, to the closing bracket, which is passed."""
        ends = (")", "]") if closing in (")", "]") else (closing,)
        found: list[Node] = []
        groups: list[Node] = []
        joiner = separator = ""
        commas = False
        whole = 0
        while not self._ended(ends, closing):
            if found and (separator := self._separator()):
                joiner = _JOINER.get(separator, joiner or ",")
                commas = commas or separator == ","
                if separator == ";" and not closing and (commas or groups):  # `p = 5, q = 2; p = 7, q = 2`
                    groups.append(_several(found))
                    found = []
                if self._ended(ends, closing) and separator in (",", ";", r"\\"):
                    break
            if self.next.kind == "end":
                raise ReadError("a bracket is not closed" if closing else "it ends too early")
            self.in_builder = closing == r"\}" and not found
            found.append(self.statement())
            if self.at(r"\pmod"):
                residues = self._with_modulus(found, whole)
                found[residues:] = map(self._modulo(), found[residues:])
                whole = len(found)
            if self.in_builder and self.at("|", r"\mid", ":"):
                return self._builder(found[0])
        end = self.take()
        if groups:
            found = [*groups, _several(found)] if found else groups
        if not found and closing != r"\}":
            raise ReadError("there is nothing between brackets" if closing else "it is blank")
        return Group("", end.text, tuple(found), joiner or ",")

    def _with_modulus(self, members: list[Node], first: int) -> int:
        r"""Where the members begin of which a modulus speaks, as of all three in `n \equiv 0, 1, 3 \pmod 7`."""
        place = len(members) - 1
        while place > first and _takes_modulus(members[place - 1]):
            place -= 1
        return place

    def _modulo(self) -> Callable[[Node], Node]:
        """The modulus that comes, given to a member."""
        self.take()
        modulus = self._group() if self.at("{") else self._term()

        def taken(node: Node) -> Node:
            if isinstance(node, Relation):
                return Relation((*node.sides[:-1], taken(node.sides[-1])), node.operators)
            if not isinstance(node, FORMULAS):
                raise ReadError("a modulus follows what is no number")
            return Call("pmod", (node, modulus))

        return taken

    def _ended(self, ends: tuple[str, ...], closing: str) -> bool:
        return self.next.text in ends and (bool(closing) or self.next.kind == "end")

    def _separator(self) -> str:
        """What parts two statements, passed: "and" where both a comma and "and" do; "" where only a space does."""
        if self.next.text not in _SEPARATORS:
            if not self._may_follow():
                raise ReadError(f"'{self.next.text or 'the end'}' cannot stand there")
            return ""
        separator = self.take().text
        if separator == "," and self.next.text in _JOINER:
            separator = self.take().text
        return separator

    def _may_follow(self) -> bool:
        r"""Whether a statement may follow without a comma: behind `\quad`, which is a space in normal form."""
        token = self.next
        before = self.tokens[self.place - 1]
        return token.spaced and token.kind in ("letter", "command") and before.kind in ("number", "sign")

    def _builder(self, member: Node) -> Group:
        self.take()
        self.in_builder = False
        conditions = self.members(r"\}")
        condition = _several(conditions.members, conditions.joiner)
        return Group("", r"\}", (SetBuilder(member, condition),))

    def statement(self) -> Node:
        """Sides with relations between them."""
        self.deeper()
        sides = [self.side()]
        operators: list[str] = []
        while (operator := self._relation()) is not None:
            if self.in_builder and operator == "mid":
                break
            self.take()
            operators.append(operator)
            plain = operator == "in" and self.next.text in _NUMBER_SETS
            sides.append(NumberSet(self.take().text + self._set_mark()) if plain else self.side())
        self.depth -= 1
        if not operators:
            return sides[0]
        return Relation(tuple(sides), tuple(operators))

    def _relation(self) -> str | None:
        r"""The relation that comes, as `Relation` has it; of `\not\equiv` the first sign is passed."""
        if self.next.text == r"\not" and self.ahead(1).text == r"\equiv":
            self.take()
            return "!mod"
        return _RELATIONS.get(self.next.text)

    def side(self) -> Node:
        r"""Sets with `\cup` and its like between them, or terms of a ratio, or one value."""
        node = self.value()
        without = self.at("-", "/") and self.ahead(1).text == r"\{" and isinstance(node, NumberSet | Group)
        if self.at(*_SETS) or without:
            links = 0
            while (operation := _SETS.get(r"\setminus" if without else self.next.text)) is not None:
                without = False
                self.take()
                links = self._linked(links) if operation == "setminus" else links
                after = self.value()
                if isinstance(node, SetOperation) and node.operation == operation and operation != "setminus":
                    node = SetOperation(operation, (*node.parts, after))
                else:
                    node = SetOperation(operation, (node, after))
            return node
        if self.at(":") and isinstance(node, FORMULAS) and not self.in_builder:
            terms: list[Node] = [node]
            while self.takes(":"):
                terms.append(Dots() if self.takes(r"\ldots") else self.expression())
            return Ratio(tuple(terms))
        return node

    def value(self) -> Node:
        """A formula with its unit, or a thing that is no formula."""
        if self.at(r"\ldots"):
            self.take()
            return Dots()
        if self.at(r"\emptyset"):
            self.take()
            return Group("{", "}", ())
        if self.at(r"\mathbb", r"\mathbf") and (name := self._number_set()):
            return name
        if self.at(r"\angle", r"\triangle", r"\odot", r"\square"):
            return self._named_figure()
        money = ""
        if self.at("$", "€", "£", "¥", "₹"):
            money = units.currency(self.take().text)
        elif self.next.text == "-" and self.ahead(1).text == "$":
            self.tokens[self.place + 1] = self.next
            self.take()
            money = "$"
        if self.next.kind == "word":
            return self._verbal()
        if self.takes("]"):  # `]1, 2[`
            return self._french("(")
        if self.at("[") and self._opens_outward():
            self.take()
            return self._french("[")
        outer, self.statement_depth = self.statement_depth, self.depth + 1
        node = self.expression()
        self.statement_depth = outer
        if not money and (read := _in_degrees(node)) is not None:
            return read
        unit = self._unit()
        if unit is None or (unit and not contains(node, Number, Constant) and units.dimension(unit) is None):
            raise ReadError(f"'{self.next.text or unit}' cannot stand there")
        if money:
            unit = units.priced(money, unit)
        return Quantity(_bare(node), unit) if unit else node

    def _opens_outward(self) -> bool:
        """Whether the `[` that comes begins `[1, 2[`: another comes before any `]`, and no value after that."""
        depth, separated = 0, 0
        for place in range(self.place + 1, len(self.tokens)):
            text = self.tokens[place].text
            if text in ("[", "]") and depth == 0:
                after = self.tokens[place + 1].text
                return text == "[" and separated == 1 and (not after or after in _SETS or after in _AFTER_INTERVAL)
            depth += (text in _DEEPER) - (text in _CLOSERS)
            separated += depth == 0 and text in (",", ";")
            if depth < 0 or separated > 1:
                return False
        return False

    def _french(self, opening: str) -> Group:
        """An interval that opens outwards: the rest of `]a, b[`."""
        self.deeper()
        before, self.outward = self.outward, True
        low = self.statement()
        if not self.takes(",", ";"):
            raise ReadError("an interval has one end")
        high = self.statement()
        if not self.at("[", "]"):
            raise ReadError("an interval is not closed")
        self.outward = before
        closing = ")" if self.take().text == "[" else "]"
        self.depth -= 1
        return Group(opening, closing, (low, high))

    def _verbal(self) -> Node:
        """A member in words, among others: `2, 3, none`."""
        start = self.next.start
        while self.next.kind in ("word", "letter", "command") and self.next.text not in _SEPARATORS:
            if self.next.text in _RELATIONS:
                break
            self.take()
        end = self.tokens[self.place - 1].end
        if end <= start:
            raise ReadError(f"'{self.next.text}' cannot stand there")
        text = self.text[start:end]
        if (number := number_in_words(text)) is not None:
            return number
        if self.next.text in _RELATIONS:
            return Symbol(text.casefold())
        if not self.next.text or self.next.text in _SEPARATORS or self.next.text in CLOSING.values():
            return Words(text)
        raise ReadError(f"'{text}' is no formula")

    def _named_figure(self) -> Node:
        start = self.take().start
        while self.next.kind == "letter":
            self.take()
            self._marks()
        return Symbol(self.text[start : self.tokens[self.place - 1].end].replace(" ", ""))

    def _number_set(self) -> NumberSet | None:
        place = self.place
        self.take()
        braced = self.takes("{")
        name = self.take().text
        if name in _NUMBER_SETS and (not braced or self.takes("}")):
            return NumberSet(name + self._set_mark())
        self.place = place
        return None

    def _set_mark(self) -> str:
        r"""`+` of `\mathbb{R}^+`, `>0` of `\mathbb{Z}_{>0}`."""
        mark = ""
        while self.at("^", "_"):
            self.take()
            mark += "".join(token.text for token in self._slice())
        return mark

    def _unit(self) -> str | None:
        """The unit behind a formula, "" for none, None if what follows is no unit."""
        token = self.next
        if token.kind != "word" and not (
            token.text in (UNIT_MARK, "%", "$", "€", "£", "¥", "₹", r"\min", r"\deg")
            or (token.text == "/" and self._per())
        ):
            return ""
        start = token.start
        braces = 0
        while True:
            token = self.next
            text = token.text
            ends = text in _SEPARATORS or text in _RELATIONS or (text in _ENDS and not (braces and text == "}"))
            if token.kind == "end" or ends:
                break
            braces += (text == "{") - (text == "}")
            self.take()
        return units.unit(" " + self.text[start : token.start])

    def _per(self) -> bool:
        return self.ahead(1).kind == "word"

    def matrix(self) -> Node:
        r"""What stands between `\begin{…}` and `\end{…}`."""
        self.expect("{")
        start = self.next.start
        while self.next.text not in ("}", ""):
            self.take()
        name = self.text[start : self.next.start].strip()
        self.expect("}")
        if name in _LISTS:
            return self._lines(name)
        if name not in _MATRICES:
            raise ReadError(f"'{name}' is no environment that the reader knows")
        if name == "array" and self.at("{"):
            self._slice()
        rows: list[list[Node]] = [[]]
        while not self.takes(r"\end"):
            if rows[-1]:
                if self.takes(r"\\"):
                    while self.takes(r"\\"):
                        pass
                    if self.at(r"\end"):
                        continue
                    rows.append([])
                else:
                    self.expect("&")
            rows[-1].append(self.statement())
        self._slice()
        if len({len(row) for row in rows}) != 1 or not rows[0]:
            raise ReadError("a matrix has rows of different lengths")
        node = Matrix(tuple(tuple(row) for row in rows))
        return determinant(node.rows) if name == "vmatrix" else node

    def _lines(self, name: str) -> Node:
        """The statements of a system, one a line; a value and its condition, in a line, are a pair."""
        rows: list[list[Token]] = [[]]
        for token in self.enclosed(r"\begin", r"\end", f"'{name}' is not closed"):
            if token.text == r"\\":
                rows.append([])
            elif token.text not in _ASIDE:
                rows[-1].append(token)
        self._slice()
        found = [self._row(row) for row in rows if row]
        if not found:
            raise ReadError(f"'{name}' is empty")
        return _several(found, "and")

    def _row(self, row: list[Token]) -> Node:
        """A line: a statement, or a value and when it holds."""
        pieces: list[list[Token]] = [[]]
        for i, token in enumerate(row):
            if token.text == "&":
                beside = [other.text for other in row[max(i - 1, 0) : i + 2]]
                if any(text in _RELATIONS for text in beside):
                    continue
            if token.text in ("&", ","):
                pieces.append([])
            else:
                pieces[-1].append(token)
        nodes: list[Node] = []
        for piece in pieces:
            if (parity := _parity(piece)) is not None:
                nodes.append(parity)
            elif piece:
                reader = StatementReader([*piece, Token("end", "", piece[-1].end, piece[-1].end)], self.text)
                reader.depth = self.depth + 1
                nodes.append(reader.whole())
        if not nodes:
            raise ReadError("a line is blank")
        return nodes[0] if len(nodes) == 1 else Group("(", ")", tuple(nodes))


_DEEPER = frozenset(["(", "{", r"\{"])
_CLOSERS = frozenset([")", "}", r"\}"])
_AFTER_INTERVAL = frozenset([",", ";", "and", "or", r"\}", ")", r"\\"])


def _parity(piece: list[Token]) -> Node | None:
    """`n is even`."""
    texts = [token.text for token in piece if token.text not in ("is", "i", "s")]
    if len(texts) == 2 and piece[0].kind == "letter" and texts[1] in ("even", "odd"):
        return Relation((Symbol(texts[0]), Words(texts[1])), ("in",))
    return None


_ASIDE = frozenset([".", ";", "if", "for", "when", "where", "If", "For", "When"])
"""What only joins the parts of a line."""


def _takes_modulus(node: Node) -> bool:
    """Whether a member without a modulus of its own may share that of a later one."""
    if isinstance(node, Relation):
        return node.operators[-1] in ("mod", "!mod", "=") and _takes_modulus(node.sides[-1])
    return isinstance(node, FORMULAS) and not (isinstance(node, Call) and node.name in ("mod", "pmod"))


def _in_degrees(node: Node) -> Quantity | None:
    """The angle or the temperature that a product with the sign of degrees is."""
    angle = _degrees(node)
    return _temperature(node) if angle is None else Quantity(angle, "deg")


def _temperature(node: Node) -> Quantity | None:
    r"""What `12^\circ C` is, read as a product."""
    match node:
        case Product((Product((value, Constant("degree"))), Symbol("C" | "F" as scale))):
            return Quantity(value, "celsius" if scale == "C" else "fahrenheit")
    if (positive := opposite(node)) is not None and (inner := _temperature(positive)) is not None:
        return Quantity(negative(inner.value), inner.unit)
    return None


def _degrees(node: Node) -> Node | None:
    """The number of degrees, of a product that ends in their sign; None for anything else."""
    if isinstance(node, Product) and node.factors[-1] == Constant("degree"):
        rest = node.factors[:-1]
        return rest[0] if len(rest) == 1 else Product(rest)
    positive = opposite(node)
    inner = None if positive is None else _degrees(positive)
    return None if inner is None else negative(inner)


def _several(members: Sequence[Node], joiner: str = ",") -> Node:
    return members[0] if len(members) == 1 else Group("", "", tuple(members), joiner)


_ENDS = frozenset([")", "]", "}", r"\}", r"\rangle", r"\end", r"\cup", r"\cap"])


def _bare(node: Node) -> Node:
    return node.value if isinstance(node, Quantity) else node
