"""One spelling for what people write in many: the string tier's normal form."""

from __future__ import annotations

import re

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.core.data_files import read_table
from r1rewards.math.bases import with_bases
from r1rewards.math.characters import LOWERED_PLAIN, LOWERED_RUN, RAISED_PLAIN, RAISED_RUN, UNICODE
from r1rewards.math.figures import with_plain_figures
from r1rewards.math.spoken import with_signs
from r1rewards.math.upright import UNIT_MARK, with_marks

MAX_LENGTH = 10_000
"""Characters of the longest answer that is compared; no answer that a data set asks for comes near."""

CACHED_LENGTH = 300
"""Characters up to which a form is kept: golds and answers come again, long texts do not."""

_WRAPPERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"), ("**", "**"), ("`", "`"))
_BOXED = re.compile(r"\\(?:boxed|fbox|framebox)\s*\{")
_MATH_SIGNS = re.compile(r"\\\(|\\\)|\\\[|\\\](?!\[)|\$")
_SHAPE = re.compile(
    r"\\(?:left|right)\s*\.|\\(?:left|right|middle|bigl?|bigr?|Bigl?|Bigr?|biggl?|biggr?|Biggl?|Biggr?|displaystyle|textstyle|limits|nolimits|mleft|mright)"
    r"(?![A-Za-z])\s*|\\neg(?:thin|med|thick)space(?![A-Za-z])\s*|\\!"
)
_ROW_BREAK = re.compile(r"\\\\(?:\s*\[[^\[\]]{0,20}\])?")
_COLOR = re.compile(
    r"\\(?:textcolor|color)\s*\{[^{}]*\}|\\(?:tiny|small|normalsize|large|Large|LARGE|huge|Huge)(?![A-Za-z])\s*"
)
_GAP = re.compile(
    r"\\[ ,;:>]|~|\\checkmark|\\q?quad|\\(?:hspace|vspace|phantom)\*?\s*\{[^{}]*\}"
    r"|\\(?:(?:neg)?(?:thin|med|thick)space|enspace|enskip|nobreakspace)(?![A-Za-z])"
)
_MATRIX = re.compile(r"\\(begin|end)\s*\{(?:b|B|small)?matrix\}")  # their brackets are a matter of taste
_FRACTION = re.compile(r"\\(?:[dtcs]|nice|x|flat)frac(?![A-Za-z])(?:\[[^\]]{0,9}\])?")
_BINOMIAL = re.compile(r"\\[dt]binom(?![A-Za-z])")
_INFIX = re.compile(r"\{([^{}]*)\\(choose|over)(?![A-Za-z])([^{}]*)\}")
_CHOSEN = re.compile(
    r"(?<![A-Za-z\\])(?P<kind>[CA])_(?:\{(?P<n>\w+)\}|(?P<n1>\w))\^(?:\{(?P<k>\w+)\}|(?P<k1>\w))"
    r"|(?:\{\})?[\^_](?:\{(?P<n2>\w+)\}|(?P<n3>\d+))\s?(?P<kind2>[CP])_(?:\{(?P<k2>\w+)\}|(?P<k3>\w))"
)
_LONE_SIGN = re.compile(r"\{([:=<>;])\}")
_OLD_FONT = re.compile(r"\{\s*\\(?:rm|bf|it|sf|tt|cal)\s+([^{}]*)\}")
_SYSTEM = re.compile(
    r"\\\{\s*\\begin\{(array|aligned|alignedat|matrix|split|gathered)\}(?:\{[^{}]*\})?(.*?)\\end\{\1\}(?!\s*\\\})",
    re.DOTALL,
)
_SHORT_FRACTION = re.compile(r"\\frac\s*(\d)\s*(?:(\d)|\{([^{}]*)\})|\\frac\s*(\{[^{}]*\})\s*(\d)")
_ROOT_BARE = re.compile(r"\\sqrt\s*(?:\(([^()]*)\)|(\d+))")
_FONT = re.compile(r"\\(?:text|textbf|textit|textrm|texttt|textsf|textnormal|mbox|mathrm|mathbf|mathit|mathsf|"
                   r"mathcal|mathscr|mathfrak|mathbin|mathrel|mathord|operatorname|boxed|fbox|boldsymbol|underline|bm|rm|bf|hbox|ensuremath|pmb|textup|mathnormal|textmd|textsl)"
                   r"\*?(?![A-Za-z])\s*(?:\{([^{}]*)\})?")  # fmt: skip
_SYNONYM = {
    name: latex
    for latex, names in read_table("r1rewards.math", "notation.toml")["commands"].items()
    for name in names.split()
}
_SYNONYMS = re.compile(rf"\\({'|'.join(sorted(_SYNONYM, reverse=True))})(?![A-Za-z])")
_DEGREE = re.compile(r"\^\s*\{\s*\\circ\s*\}|(?<=\d)\s*\^\s*(?:\{\s*o\s*\}|o(?![A-Za-z]))")
_PRIME = re.compile(r"\^\s*\{?\s*'\s*\}?")
_LEADING_SIGN = re.compile(r"(?:=|\\approx|\\therefore|\\Rightarrow|≈|∴|⇒)\s*")
_FRENCH_MODULUS = re.compile(r"(\\equiv[^\[\]=]{1,200})\[ ?(\d{1,18}|[a-z]) ?\]$")
"""`x \\equiv 3 [8]`."""
_MODULO = re.compile(r"\s*\(\s*(?:\\[bp]?mod|mod(?:ulo)?)\s*(?![A-Za-z])([^()]{1,20})\)|\\pmod\s*\{([^{}]*)\}")
_UNION = re.compile(r"(?<=[)\]])\s*U\s*(?=[(\[])")
_TIMES_TEN = re.compile(r"(?<=\d)\s*[xX]\s*(?=10\s*\^)")
_LOST_ESCAPE = re.compile(r"\\?(?:\x0c(?=rac)|\x08(?=oxed|inom|egin))")  # "\frac" written in a plain string
_QUOTE = re.compile(r"\\\"(?![A-Za-z{])|\\\s*\Z")  # a quotation mark as JSON writes it; a letter's two dots
_TIE = re.compile(r"(?<=[\w,.])~(?=[A-Za-z-])")
_FOR_ALL = re.compile(
    r",?\s+(?:for|where|with)\s+(?:(?:all|any|every|each|some)\s+[A-Za-z](?:\s*,\s*[A-Za-z])*"
    r"(?:\s*(?:is|are|\\in|belongs?\s+to)\s*[^\d=<>]{1,60})?"
    r"|[A-Za-z](?:\s*,\s*[A-Za-z])*\s*(?:is|are|\\in|belongs?\s+to)\s*[^\d=<>]{1,60})$"
)
_CONDITION = re.compile(r"\s*\(([^()]*(?:\\(?:in|ne|neq|ge|geq|le|leq)(?![A-Za-z])|<|>)[^()]*)\)$")
_LABELS = re.compile(
    r"(?:^|(?<=[;,.])\s*|\s+(?=\(2\)|\(b\)))\((?:[1-5]|[a-e])\)\s*"
    r"(?=[^\s^*/+=!_])(?!\\(?:cdot|times|div)(?![A-Za-z]))"  # an operand is not a label
)
_BRACED_ATOM = re.compile(r"([\^_])\s*\{\s*([0-9A-Za-z])\s*\}(?!\s*[0-9A-Za-z])")
_GLUED_JOINER = re.compile(r"(?<=[\d)}\]])(or|and)(?=[A-Z\\(\d$-])")
_SPACE = re.compile(r"\s+")
_LINES = re.compile(r"(?<=\d)[ \t]*\n\s*(?=\d)")  # numbers on two lines are two numbers
_TIGHT = re.compile(r"(?<![A-Za-z0-9,]) | (?![A-Za-z0-9])|(?<=,) ")
_COMMAND_SPACE = re.compile(r"(\\[A-Za-z]+) (?=[A-Za-z])")
_TIGHT_LIST = re.compile(  # outside brackets `32, 349` is two numbers, and `32,349` is one
    r"(?<![A-Za-z0-9,]) | (?![A-Za-z0-9])|(?<=,) (?!\d{3}(?!\d))"
)
_GROUPED = re.compile(r"(?<=\d)(?:,\s?\\!\s*(?=\d)|\s?\{,\s?\}\s?(?=\d{3}(?!\d)))")
"""What parts the digits of a long number: `1{,}000`, `11,\\! 111`."""
_DOUBLED = re.compile(r"\\\\(?=[A-Za-z]{2})")
"""`\\\\frac`, escaped once too often; a row may begin so in a matrix only."""
_CALCULATOR = re.compile(r"<<[\d\s+\-*/=.,()%$]*>>")  # GSM8K's marks, `<<9*2=18>>18`
# Two letters at least, and a hyphen only between what cannot be variables: `p-q` is a difference.
_WORDS = re.compile(r"(?=[^A-Za-z]*[A-Za-z] ?[A-Za-z])[A-Za-z]+(?:(?:[ ']|(?<=[A-Za-z]{3})-(?=[A-Za-z]{3}))[A-Za-z]+)*")


_NUMERAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_MONEY = re.compile(r"-?\$\s?\d")


def normal_form(text: str) -> str:
    r"""The text in normal form: equal forms mean equal answers.

    Mathematics loses what only shapes it (dollar signs, `\left`, `\dfrac`, thin spaces, fonts, a box, a full stop).
    """
    return _normal_cached(text) if len(text) <= CACHED_LENGTH else _normal(text)


_GREEK_WORD = re.compile(r"([α-ωΑ-Ω]*[άέήίόύώΐΰϊϋΆΈΉΊΌΎΏ][ά-ώ]*)")
"""A word, by its accent, which no letter of a formula has."""


def _with_macros(text: str) -> str:
    r"""The text with signs and Greek letters as macros, words of Greek as they are: `42 βιβλία`."""
    pieces = _GREEK_WORD.split(text)
    pieces[::2] = [piece.translate(UNICODE) for piece in pieces[::2]]
    return "".join(pieces)


def _normal(text: str) -> str:
    if _NUMERAL.fullmatch(text):  # most answers
        return text
    text = with_plain_figures(text)
    if not text.isascii():
        text = LOWERED_RUN.sub(lambda m: "_{" + m[0].translate(LOWERED_PLAIN) + "}", text)
        text = RAISED_RUN.sub(lambda m: "^{" + m[0].translate(RAISED_PLAIN) + "}", _with_macros(text))
    text = _mended(text.strip())
    if "..." in text:
        text = text.replace("...", r"\ldots ")
    if "<<" in text:
        text = _CALCULATOR.sub("", text)
    text = _unwrap(text)
    if text.count("$") == 1 and _MONEY.match(text):  # no formula begins here
        text = text.replace("$", r"\$")
    if "\\" in text or "$" in text or "{" in text or "^" in text:
        text = _plain_latex(text)
    text = _without_asides(with_signs(text))
    if "or" in text or "and" in text:
        text = _GLUED_JOINER.sub(r" \1 ", text)
    if "\n" in text:
        text = _LINES.sub(", ", text)
    text = _SPACE.sub(" ", text).strip()
    if " " in text:
        tight = _TIGHT if text.startswith(("(", "[", r"\{")) else _TIGHT_LIST
        text = _COMMAND_SPACE.sub(r"\1\0", tight.sub("", text)).replace("\0", " ")
    if "_" in text:
        text = with_bases(text)
    text = text.rstrip(".,;:。，；：")
    if text.endswith("}") and text.count("}") == text.count("{") + 1:  # the box's own, say
        text = text[:-1]
    return text.rstrip("!") if is_words(text.rstrip("!")) else text  # `Yes!` is a word, `5!` a number


def _without_asides(text: str) -> str:
    """The answer without what only introduces or comments it, and with conditions in brackets as members of a list."""
    if "nswer" in text[:_INTRODUCTION]:
        text = _INTRODUCED.sub("", text)
    if text[:1] in "=\\≈∴⇒":
        text = _LEADING_SIGN.sub("", text, count=1) if _LEADING_SIGN.match(text) else text
    if r"\equiv" in text and text.endswith("]"):
        text = _FRENCH_MODULUS.sub(r"\1 (mod \2)", text)
    if "mod" in text:
        text = _MODULO.sub(_spell_modulus, text)
    if "U" in text:
        text = _UNION.sub(r" \\cup ", text)
    if "10" in text and "x" in text.lower():
        text = _TIMES_TEN.sub(r"\\times ", text)
    if "or" in text or "wh" in text or "with" in text:
        text = _FOR_ALL.sub("", text)
    if text.endswith(")") and (condition := _CONDITION.search(text)) and condition.start() > 0:
        before = text[: condition.start()]
        if "=" in before or before.endswith(("]", ")", "}")) or r"\in" in condition[1]:
            text = f"{before}, {condition[1]}"
    text = text.lstrip()
    if text.startswith(("(1)", "(a)")) and ("(2)" in text or "(b)" in text) and len(text) > _SHORTEST_PARTS:
        text = _LABELS.sub(" ", text) if _LABELS.match(text) else text
    return text


_INTRODUCTION = 24
_INTRODUCED = re.compile(r"^\s*(?:the\s+)?(?:final\s+)?answer\s*(?:is|:)\s*:?\s*", re.IGNORECASE)
_SHORTEST_PARTS = 8


_AROUND = " \t\r\n\f\v\u00a0\u3000~✅✔✓☑🎉👍\ufe0f"
"""White space and marks of approval around an answer."""


def _mended(text: str) -> str:
    """The text without slips of writing: lost escapes, quotation marks out of JSON, ties, `+/-`."""
    if "\x0c" in text or "\x08" in text:
        text = _LOST_ESCAPE.sub(lambda m: r"\f" if m[0].endswith("\x0c") else r"\b", text)
    if text.endswith(r"\\") and r"\begin" not in text:
        text = text[:-2].rstrip()
    if r"\"" in text or text.endswith("\\"):
        text = _QUOTE.sub(" ", text)
    if "~" in text:
        text = _TIE.sub(" ", text)
    if "+/-" in text:
        text = text.replace("+/-", r"\pm ")
    return text


_normal_cached = sized_cache(8 << 20, 8192, weigh=by_text(2))(_normal)


def is_words(text: str) -> bool:
    """Whether an answer in normal form is words (`Yes`, `north east`), not mathematics."""
    return bool(_WORDS.fullmatch(text))


def _unwrap(text: str) -> str:
    """The text without what stands around all of it: dollar signs, a box, a full stop."""
    for _ in range(8):
        before = text
        text = _without_tail(text.strip().strip(_AROUND))
        for opening, closing in _WRAPPERS:
            inner = text[len(opening) : -len(closing)]
            if (
                len(text) > len(opening) + len(closing)
                and text.startswith(opening)
                and text.endswith(closing)
                and opening not in inner
            ):
                text = inner.strip()
        if text.startswith("{") and text.endswith("}") and _closes_last(text, 1) and not _INFIX.match(text):
            text = text[1:-1].strip()
        box = _BOXED.match(text)
        if box and text.endswith("}") and _closes_last(text, box.end()):
            text = text[box.end() : -1].strip()
        if text == before:
            break
    return text


def _without_tail(text: str) -> str:
    r"""The text without the stops and thin spaces behind it (`18\,.`); a row break is none."""
    while True:
        stripped = text.rstrip(" \t\r\n.,;:!") if text.endswith((r"\!", r"\! ")) else text.rstrip(" \t\r\n.,;:")
        if stripped == text or not stripped.endswith("\\") or stripped.endswith("\\\\"):
            return stripped
        text = stripped[:-1]


def _closes_last(text: str, start: int) -> bool:
    """Whether the brace before `start` is closed by the text's last character."""
    depth = 1
    for match in re.finditer(r"\\.|[{}]", text[start:]):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return start + match.end() == len(text)
    return False


def _plain_latex(text: str) -> str:
    if r"\\" in text and r"\begin" not in text:
        text = _DOUBLED.sub(r"\\", text)
    text = _GROUPED.sub("", text).replace("{,}", ",").replace(r"\%", "%").replace(r"\$", "\0")
    text = _ROW_BREAK.sub("\1", text)  # first: `\\\\ ` is no space, and `\\\\[2pt]` opens no formula
    text = _MATH_SIGNS.sub(" ", text).replace("\0", "$")
    if "quad" in text and text.count("=") > 1:  # `a = 1 \\quad b = 2`
        text = _QUAD.sub(", ", text)
    text = _GAP.sub(" ", _SHAPE.sub("", _COLOR.sub("", text))).replace("\1", r"\\").replace("{}", "")
    if r"\{" in text and "begin" in text:
        text = _SYSTEM.sub(r"\\begin{cases}\2\\end{cases}", text)
    text = _FRACTION.sub(r"\\frac", _MATRIX.sub(r"\\\1{pmatrix}", _BINOMIAL.sub(r"\\binom", text)))
    if "over" in text or "choose" in text:
        text = _with_infix(text)
    text = _LONE_SIGN.sub(r"\1", _OLD_FONT.sub(r" \1 ", text))
    text = _SHORT_FRACTION.sub(_spell_fraction, text)
    text = _ROOT_BARE.sub(lambda m: r"\sqrt{" + (m[1] or m[2] or "") + "}", text)
    if _UNIT_VECTORS.search(text):
        text = _UNIT_VECTOR.sub(
            lambda m: rf"\hat{{{m[1] or m[2] or m[3]}}}", text.replace(r"\imath", "i").replace(r"\jmath", "j")
        )
    text = with_marks(text)
    for _ in range(3):  # fonts nest
        text, count = _FONT.subn(_plain_font, text)
        if not count:
            break
    text = _SYNONYMS.sub(lambda m: _SYNONYM.get(m[1], m[0]), text)
    if "^" in text and "_" in text:
        text = _RAISED_FIRST.sub(r"\1_\3^\2", text)
    if r"\not" in text:
        text = _NEGATED.sub(lambda m: {"=": r"\ne ", "in": r"\notin "}[m[1].strip("\\")], text)
    text = _DEGREE.sub(r"^\\circ", _PRIME.sub("'", text))
    text = _CHOSEN.sub(_spell_choice, text) if "C" in text or "A" in text or "P" in text else text
    return _BRACED_ATOM.sub(r"\1\2", text)


def _with_infix(text: str) -> str:
    r"""`{a \over b}` and `{n \choose k}` as `\frac` and `\binom`, at any depth, also of all that a box holds."""
    stack: list[tuple[list[str], str]] = [([""], "")]  # by open group: what is before its sign and after, and the sign
    for piece in _INFIX_PIECE.findall(text):
        sides, sign = stack[-1]
        if piece in _INFIX_SIGNS and not sign:
            stack[-1] = [*sides, ""], _INFIX_SIGNS[piece]
        elif piece == "{":
            stack.append(([""], ""))
        elif piece == "}" and len(stack) > 1:
            stack.pop()
            stack[-1][0][-1] += rf"{sign}{{{sides[0]}}}{{{sides[1]}}}" if sign else f"{{{sides[0]}}}"
        else:
            sides[-1] += piece
    if len(stack) > 1:
        return text
    sides, sign = stack[0]
    return rf"{sign}{{{sides[0]}}}{{{sides[1]}}}" if sign else sides[0]


_INFIX_PIECE = re.compile(r"\\(?:over|choose)(?![A-Za-z])|\\.|[{}]|[^{}\\]+|\\", re.DOTALL)
_INFIX_SIGNS = {r"\over": r"\frac", r"\choose": r"\binom"}
_BOLD = r"\\(?:math(?:bf|bfit)|boldsymbol|bm|textbf|pmb|hat|vec|widehat|overrightarrow|ve?ctor)\s*"
_UNIT_VECTORS = re.compile(  # a bold i alone may be the imaginary unit
    rf"(?:{_BOLD}\{{?\s*)+(?:[jk]|\\jmath)(?![A-Za-z])|\\(?:hat|vec)\s*\{{?\s*(?:i|\\imath)(?![A-Za-z])"
)
_UNIT_VECTOR = re.compile(rf"{_BOLD}\{{\s*(?:{_BOLD})?(?:\{{\s*([ijk])\s*\}}|([ijk]))\s*\}}|{_BOLD}([ijk])(?![A-Za-z])")
_RAISED_FIRST = re.compile(r"(?<![A-Za-z\\])([A-Za-z])\^(\d|\{[^{}]*\})_(\w|\{[^{}]*\})")
"""A power written before the index: `a^2_1`."""
_NEGATED = re.compile(r"\\not\s*(=|\\in(?![A-Za-z]))")


_QUAD = re.compile(r"(?:\s*,)?\s*\\q?quad(?:\s*\\q?quad)*(?!\s*(?:\\text\s*\{\s*)?(?:and|or)\b)")


def _spell_choice(match: re.Match[str]) -> str:
    r"""`C_n^k` and `^nC_k` as a binomial, `A_n^k` as permutations."""
    top = match["n"] or match["n1"] or match["n2"] or match["n3"]
    bottom = match["k"] or match["k1"] or match["k2"] or match["k3"]
    if (match["kind"] or match["kind2"]) == "C":
        return rf"\binom{{{top}}}{{{bottom}}}"
    return f"P({top},{bottom})"


def _plain_font(match: re.Match[str]) -> str:
    """What is set in a font; a unit of one letter keeps a mark, for without its font it is a variable."""
    inner = (match[1] or "").strip()
    before = match.string[: match.start()].rstrip()[-1:]
    if _UNIT_OF_A_LETTER.fullmatch(inner) and (before.isdigit() or before in "})") and before:
        return f" {UNIT_MARK}{inner} "
    return " " + (match[1] or "") + " "


_UNIT_OF_A_LETTER = re.compile(r"[mgsLhVWJNAK]")


def _spell_modulus(match: re.Match[str]) -> str:
    r"""`(mod 8)` and `\pmod{8}` as `\pmod 8`, which is no operation: it says what all before it is taken by."""
    modulus = (match[1] or match[2] or "").strip()
    return rf" \pmod {modulus} " if modulus.isalnum() else rf" \pmod {{{modulus}}} "


def _spell_fraction(match: re.Match[str]) -> str:
    top = match[1] or match[4][1:-1]
    bottom = match[2] or match[3] or match[5]
    return rf"\frac{{{top}}}{{{bottom}}}"
