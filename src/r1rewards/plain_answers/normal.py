"""One spelling for what people write in many: SQuAD's normal form, a wider one, and none."""

from __future__ import annotations

import re
import string
import unicodedata
from collections import Counter

from r1rewards.core.caching import by_text, sized_cache
from r1rewards.core.invisible import INVISIBLE
from r1rewards.language.scripts import UNSPACED, charset

NORMALISE = ("squad", "unicode", "none")
"""squad: lower case, without ASCII punctuation and the articles a, an, the, spaces fixed: the official script of SQuAD
v1.1 (Rajpurkar et al. 2016, arXiv:1606.05250). unicode: the same for any script: compatibility forms are one (NFKC),
the punctuation of every script goes (as in MLQA's script, arXiv:1910.07475), and signs inside numbers stay. none: the
text as it is, white space around it aside."""

FALLBACKS = ("articles", "lower")
"""How golds are compared of which nothing else is left: the first keeps the articles, the second punctuation too."""

CACHED_LENGTH = 300
"""Characters up to which a form is kept: golds come again, long texts do not."""

_NO_PUNCTUATION = {ord(sign): None for sign in string.punctuation}
_ARTICLES = re.compile(r"\b(a|an|the)\b")
_NOTHING = re.compile(f"[{INVISIBLE}]")
_IN_NUMBER = re.compile(r"(?<=[0-9])[.:/](?=[0-9])|(?<![\w.)-])[-−](?=\.?[0-9])")
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_KEPT = {".": "\ue000", ":": "\ue001", "/": "\ue002", "-": "\ue003", "−": "\ue003"}
_BACK = {0xE000: ".", 0xE001: ":", 0xE002: "/", 0xE003: "-"}
_UNSPACED = re.compile(f"[{''.join(charset(text) for text in UNSPACED.values())}]++")
_ASCII_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}]++")


class _Punctuation(dict[int, int | None]):
    """What `str.translate` makes of a character: nothing of punctuation, itself of all else; kept once found."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.category(chr(code)).startswith("P") else code
        return kept


_NO_UNICODE_PUNCTUATION = _Punctuation(_NO_PUNCTUATION)


def normal_form(text: str, how: str = "squad") -> str:
    """The normal form of an answer; "" if nothing is left of it.

    Args:
        text: an answer or a gold.
        how: one of `NORMALISE`, or of `FALLBACKS`.
    """
    return _short(text, how) if len(text) <= CACHED_LENGTH else _normal(text, how)


def tokens(form: str) -> Counter[str]:
    """The tokens of a normal form, whose overlap F1 counts, and how often each stands there.

    What white space parts; each character by itself in scripts without spaces (Han, kana, Thai, Lao, Khmer, Burmese),
    as the scripts of CMRC 2018 (arXiv:1810.07366) and MLQA cut them.
    """
    if form.isascii() or not _UNSPACED.search(form):
        return Counter(form.split())
    found = Counter("".join(_UNSPACED.findall(form)))
    found.update(_UNSPACED.sub(" ", form).split())
    return found


def _normal(text: str, how: str) -> str:
    if how == "none":
        return text.strip()
    if how == "lower":
        return " ".join(text.lower().split())
    if how == "articles":
        return " ".join(_ASCII_PUNCTUATION.sub("", text.lower()).split())
    if how == "unicode":
        text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _NOTHING.sub("", text)).casefold())
        text = _THOUSANDS.sub("", text.translate(_PRIVATE))
        text = _IN_NUMBER.sub(lambda sign: _KEPT[sign[0]], text)
        text = text.translate(_NO_UNICODE_PUNCTUATION).translate(_BACK)
    else:
        text = _ASCII_PUNCTUATION.sub("", text.lower())
    return " ".join(_ARTICLES.sub(" ", text).split())


_PRIVATE = dict.fromkeys(_BACK)  # what stands for a sign in a number stands for nothing else

_short = sized_cache(8 << 20, 8192, weigh=by_text(2))(_normal)
