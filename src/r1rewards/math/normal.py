"""One spelling for what people write in many: the string tier's normal form."""

from __future__ import annotations

import re
from functools import lru_cache

MAX_LENGTH = 10_000
"""Characters of the longest answer that is compared; no answer that a data set asks for comes near."""

CACHED_LENGTH = 300
"""Characters up to which a form is kept: golds and answers come again, long texts do not."""

_UNICODE = str.maketrans(
    {
        **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},  # full-width forms of printable ASCII
        "\u3000": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\u200a": " ",
        "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u2061": "", "\u2062": "",
        "−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "×": r"\times ", "·": r"\cdot ", "⋅": r"\cdot ",
        "∗": "*", "÷": r"\div ", "∕": "/", "⁄": "/", "±": r"\pm ", "∓": r"\mp ", "π": r"\pi ", "∞": r"\infty ",
        "≤": r"\le ", "⩽": r"\le ", "≥": r"\ge ", "⩾": r"\ge ", "≠": r"\ne ", "≈": r"\approx ", "∪": r"\cup ",
        "∩": r"\cap ", "∈": r"\in ", "∅": r"\emptyset ", "…": r"\ldots ", "⋯": r"\ldots ", "°": r"^\circ ",
        "θ": r"\theta ", "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "λ": r"\lambda ", "μ": r"\mu ",
        "φ": r"\phi ", "ω": r"\omega ", "Ω": r"\Omega ", "Δ": r"\Delta ", "σ": r"\sigma ", "τ": r"\tau ",
        "ρ": r"\rho ", "ε": r"\epsilon ", "δ": r"\delta ", "ℝ": r"\mathbb{R}", "ℤ": r"\mathbb{Z}",
        "ℕ": r"\mathbb{N}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "⟨": r"\langle ", "⟩": r"\rangle ",
        "½": r"\frac{1}{2}", "⅓": r"\frac{1}{3}", "⅔": r"\frac{2}{3}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}",
        "⅕": r"\frac{1}{5}", "⅖": r"\frac{2}{5}", "⅗": r"\frac{3}{5}", "⅘": r"\frac{4}{5}", "⅙": r"\frac{1}{6}",
        "⅚": r"\frac{5}{6}", "⅛": r"\frac{1}{8}", "⅜": r"\frac{3}{8}", "⅝": r"\frac{5}{8}", "⅞": r"\frac{7}{8}",
    }
)  # fmt: skip
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"
_RAISED_RUN = re.compile(f"[{_RAISED}]+")
_RAISED_PLAIN = str.maketrans(_RAISED, "0123456789+-n")
_ROOT = re.compile(r"√\s*(?:\(([^()]*)\)|\{([^{}]*)\}|(\d+|[A-Za-z]))")

_WRAPPERS = (("$$", "$$"), ("$", "$"), (r"\(", r"\)"), (r"\[", r"\]"), ("**", "**"), ("`", "`"))
_BOXED = re.compile(r"\\(?:boxed|fbox|framebox)\s*\{")
_MATH_SIGNS = re.compile(r"\\\(|\\\)|\\\[|\\\](?!\[)|\$")
_SHAPE = re.compile(
    r"\\(?:left|right|bigl?|bigr?|Bigl?|Bigr?|biggl?|biggr?|Biggl?|Biggr?|displaystyle|textstyle|limits|nolimits)"
    r"(?![A-Za-z])\s*|\\[!;:,>]"
)
_ROW_BREAK = re.compile(r"\\\\(?:\s*\[[^\[\]]{0,20}\])?")
_COLOR = re.compile(
    r"\\(?:textcolor|color)\s*\{[^{}]*\}|\\(?:tiny|small|normalsize|large|Large|LARGE|huge|Huge)(?![A-Za-z])\s*"
)
_GAP = re.compile(r"\\ |~|\\q?quad|\\(?:hspace|vspace|phantom)\*?\s*\{[^{}]*\}")
_MATRIX = re.compile(r"\\(begin|end)\s*\{(?:b|B|small)?matrix\}")  # their brackets are a matter of taste
_FRACTION = re.compile(r"\\[dtc]frac(?![A-Za-z])")
_SHORT_FRACTION = re.compile(r"\\frac\s*(\d)\s*(?:(\d)|\{([^{}]*)\})|\\frac\s*(\{[^{}]*\})\s*(\d)")
_ROOT_BARE = re.compile(r"\\sqrt\s*(?:\(([^()]*)\)|(\d+))")
_FONT = re.compile(r"\\(?:text|textbf|textit|textrm|texttt|textsf|textnormal|mbox|mathrm|mathbf|mathit|mathsf|"
                   r"mathcal|mathscr|mathfrak|operatorname|boldsymbol|underline|bm|rm|bf)"
                   r"\*?(?![A-Za-z])\s*(?:\{([^{}]*)\})?")  # fmt: skip
_SYNONYMS = re.compile(r"\\(leqslant|leq|geqslant|geq|neq|dots|cdots|dotsc|tfrac|lbrace|rbrace|lvert|rvert|vert|degree|"
                       r"varnothing|to|colon|ast|star)(?![A-Za-z])")  # fmt: skip
_SYNONYM = {
    "leqslant": r"\le", "leq": r"\le", "geqslant": r"\ge", "geq": r"\ge", "neq": r"\ne", "dots": r"\ldots",
    "cdots": r"\ldots", "dotsc": r"\ldots", "lbrace": r"\{", "rbrace": r"\}", "lvert": "|", "rvert": "|", "vert": "|",
    "degree": r"^\circ", "varnothing": r"\emptyset", "to": r"\rightarrow", "colon": ":", "ast": "*", "star": "*",
}  # fmt: skip
_DEGREE = re.compile(r"\^\s*\{\s*\\circ\s*\}")
_BRACED_ATOM = re.compile(r"([\^_])\s*\{\s*([0-9A-Za-z])\s*\}")
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
_CALCULATOR = re.compile(r"<<[^<>]*>>")  # GSM8K's marks, `<<9*2=18>>18`
# Two letters at least, and a hyphen only between what cannot be variables: `p-q` is a difference.
_WORDS = re.compile(r"(?=[^A-Za-z]*[A-Za-z] ?[A-Za-z])[A-Za-z]+(?:(?:[ ']|(?<=[A-Za-z]{3})-(?=[A-Za-z]{3}))[A-Za-z]+)*")


def normal(text: str) -> str:
    r"""The text in normal form: equal forms mean equal answers.

    Mathematics loses what only shapes it (dollar signs, `\left`, `\dfrac`, thin spaces, fonts, a box, a full stop).
    """
    return _normal_cached(text) if len(text) <= CACHED_LENGTH else _normal(text)


def _normal(text: str) -> str:
    if not text.isascii():
        text = _RAISED_RUN.sub(lambda m: "^{" + m[0].translate(_RAISED_PLAIN) + "}", text.translate(_UNICODE))
        text = _ROOT.sub(lambda m: r"\sqrt{" + (m[1] or m[2] or m[3] or "") + "}", text)
    if "..." in text:
        text = text.replace("...", r"\ldots ")
    if "<<" in text:
        text = _CALCULATOR.sub("", text)
    text = _unwrap(text.strip())
    if "\\" in text or "$" in text or "{" in text:
        text = _plain_latex(text)
    if "or" in text or "and" in text:
        text = _GLUED_JOINER.sub(r" \1 ", text)
    if "\n" in text:
        text = _LINES.sub(", ", text)
    text = _SPACE.sub(" ", text).strip()
    if " " in text:
        tight = _TIGHT if text.startswith(("(", "[", r"\{")) else _TIGHT_LIST
        text = _COMMAND_SPACE.sub(r"\1\0", tight.sub("", text)).replace("\0", " ")
    text = text.rstrip(".,;:。，；：")
    if text.endswith("}") and text.count("}") == text.count("{") + 1:  # the box's own, say
        text = text[:-1]
    return text.rstrip("!") if is_words(text.rstrip("!")) else text  # `Yes!` is a word, `5!` a number


_normal_cached = lru_cache(maxsize=8192)(_normal)


def is_words(text: str) -> bool:
    """Whether an answer in normal form is words (`Yes`, `north east`), not mathematics."""
    return bool(_WORDS.fullmatch(text))


def _unwrap(text: str) -> str:
    """The text without what stands around all of it: dollar signs, a box, a full stop."""
    for _ in range(8):
        before = text
        text = _without_tail(text)
        for opening, closing in _WRAPPERS:
            inner = text[len(opening) : -len(closing)]
            if (
                len(text) > len(opening) + len(closing)
                and text.startswith(opening)
                and text.endswith(closing)
                and opening not in inner
            ):
                text = inner.strip()
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
    text = _GAP.sub(" ", _SHAPE.sub("", _COLOR.sub("", text))).replace("\1", r"\\").replace("{}", "")
    text = _FRACTION.sub(r"\\frac", _MATRIX.sub(r"\\\1{pmatrix}", text))
    text = _SHORT_FRACTION.sub(_spell_fraction, text)
    text = _ROOT_BARE.sub(lambda m: r"\sqrt{" + (m[1] or m[2] or "") + "}", text)
    for _ in range(3):  # fonts nest
        text, count = _FONT.subn(_plain_font, text)
        if not count:
            break
    text = _SYNONYMS.sub(lambda m: _SYNONYM.get(m[1], m[0]), text)
    text = _DEGREE.sub(r"^\\circ", text)
    return _BRACED_ATOM.sub(r"\1\2", text)


def _plain_font(match: re.Match[str]) -> str:
    """What is set in a font; a unit of one letter keeps a mark, for without its font it is a variable."""
    inner = (match[1] or "").strip()
    before = match.string[: match.start()].rstrip()[-1:]
    if _UNIT_OF_A_LETTER.fullmatch(inner) and (before.isdigit() or before in "})") and before:
        return f" {UNIT_MARK}{inner} "
    return " " + (match[1] or "") + " "


_UNIT_OF_A_LETTER = re.compile(r"[mgsLhVWJNAK]")
UNIT_MARK = "\u2063"
"""Stands before a unit of one letter in the normal form (Unicode's invisible separator)."""


def _spell_fraction(match: re.Match[str]) -> str:
    top = match[1] or match[4][1:-1]
    bottom = match[2] or match[3] or match[5]
    return rf"\frac{{{top}}}{{{bottom}}}"
