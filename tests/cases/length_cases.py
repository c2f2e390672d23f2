"""Texts with their length or their repetition, each with the reason why it is so."""

from __future__ import annotations

from typing import NamedTuple

ZERO_WIDTH = "\u200b"
HAN = "我们先把两个数加起来"


class Counted(NamedTuple):
    """A text, its characters and words, and why."""

    text: str
    characters: int
    words: int
    why: str


COUNTED = [
    Counted("", 0, 0, "nothing is written"),
    Counted(" \t\r\n\u00a0\u3000\u2003\u2028", 0, 0, "white space of any kind is not length"),
    Counted("a b", 2, 2, "the space between is no character"),
    Counted("a" + " " * 1000 + "b", 2, 2, "neither are a thousand"),
    Counted("one\ntwo\n\n\nthree", 11, 3, "nor blank lines"),
    Counted("don't", 5, 1, "an apostrophe is written, and parts no word"),
    Counted("don\u2019t we\u02bcll", 10, 2, "nor do its typographic forms"),
    Counted("well-known", 10, 2, "a hyphen parts, so that joining by hyphens shortens nothing"),
    Counted("so_we_join_all_words", 20, 5, "neither does joining by underscores"),
    Counted("so\u00a0we\u202fjoin\u00a0them", 12, 4, "nor by blanks that do not break"),
    Counted("so.we.join.them", 15, 4, "nor by dots"),
    Counted(f"so{ZERO_WIDTH}we{ZERO_WIDTH}join", 8, 1, "what does not show parts nothing, so it cannot add words"),
    Counted(ZERO_WIDTH * 500 + "a", 1, 1, "nor characters"),
    Counted("a" + "\u0301" * 500, 1, 1, "marks pile up on one character"),
    Counted("\u0301" * 20, 0, 0, "marks on nothing"),
    Counted("cafe\u0301", 4, 1, "the same length as in one code point"),
    Counted("café", 4, 1, "which is this"),
    Counted("\x00\x1b\x7f\u0085a", 1, 1, "control characters do not show"),
    Counted("\u3164\u115f\u2800\uffa0a", 1, 1, "letters and symbols that are blank"),
    Counted("\u202e\u2066\ufeff\u00ada", 1, 1, "direction marks, a byte order mark, a soft hyphen"),
    Counted("\U000e0041\U000e0042a", 1, 1, "tags, which can hide a text"),
    Counted("x = 3.14", 6, 3, "a point parts a number: signs part everywhere"),
    Counted("!!! ... ???", 9, 0, "signs are characters, and no words"),
    Counted("🙂🙂 ok", 4, 1, "so are emoji"),
    Counted("👩\u200d👩\u200d👧", 3, 0, "the joiners between them do not show"),
    Counted("a" * 15, 15, 1, "a long word"),
    Counted("a" * 19, 19, 1, "as long as a word may be that is one"),
    Counted("a" * 20, 20, 2, "one more for each five letters past 15"),
    Counted("wejustwriteeverythingtogetherwithoutanyspaces", 45, 7, "so that no spaces make no short text"),
    Counted("Donaudampfschifffahrtsgesellschaft", 34, 4, "and a compound is about its parts"),
    Counted(HAN, 10, 7, "1.65 Han characters are a word: 10 / 1.65, rounded up"),
    Counted("足し算をします", 7, 4, "2 Han characters and 5 kana: 2 / 1.65 + 5 / 2.1"),
    Counted("กำลังทำงาน", 9, 3, "nine letters and a mark, which is not counted: 9 / 3.1"),
    Counted("두 수를 더한다", 6, 3, "Korean has spaces"),
    Counted("मैं हूँ", 2, 2, "vowel signs belong to their letters"),
    Counted(f"x是{ZERO_WIDTH}y", 3, 3, "scripts side by side: two words and one, rounded up"),
    Counted("ｆｕｌｌ　ｗｉｄｔｈ", 9, 2, "full-width letters are letters"),
    Counted("\ud83d a", 2, 1, "half of a surrogate pair is shown as something"),
]


class Repeated(NamedTuple):
    """A text, how many of its 3-grams there are and how many different ones, and why."""

    text: str
    total: int
    unique: int
    why: str


SO = "so it is here"
ONCE = Repeated(f"{SO} {SO}", 6, 4, "the second time")

REPEATED = [
    Repeated("", 0, 0, "nothing is written"),
    Repeated("so it", 0, 0, "shorter than an n-gram"),
    Repeated("so it is", 1, 1, "one n-gram"),
    ONCE,
    Repeated("we add two and three to get five", 6, 6, "nothing comes again"),
    Repeated("the sum of the sum of the sum", 6, 3, "an overlapping repetition"),
    Repeated(f"{SO} {SO.upper()}", 6, 4, "capitals hide nothing"),
    Repeated(f"{SO}. {SO}!", 6, 4, "nor does punctuation"),
    Repeated(f"{SO} — «{SO}»", 6, 4, "of any kind"),
    Repeated(f"{SO}\n\n* **{SO}**", 6, 4, "or markup"),
    Repeated(f"{SO} {SO.replace(' ', '_')}", 6, 4, "or underscores"),
    Repeated(f"{SO} {SO.replace('e', f'e{ZERO_WIDTH}')}", 6, 4, "or what does not show"),
    Repeated(f"{SO} {SO.replace('i', 'i' + chr(0x301))}", 6, 4, "or marks"),
    Repeated(f"{SO} sö ít ìs hérè", 6, 4, "or letters that have them"),
    Repeated(f"{SO} ｓｏ ｉｔ ｉｓ ｈｅｒｅ", 6, 4, "or full width"),
    Repeated(f"{SO} 𝐬𝐨 𝐢𝐭 𝐢𝐬 𝐡𝐞𝐫𝐞", 6, 4, "or letters of formulas"),
    Repeated("we don't know we don’t know we dont know", 7, 3, "or apostrophes"),
    Repeated("1. a nice try 2. a nice try 3. a nice try", 10, 4, "or a counter"),
    Repeated("a nice try17 a nice try18 a nice try19", 7, 3, "or one that is written onto a word"),
    Repeated("1 + 2 = 3, 4 + 5 = 9, 7 + 8 = 15", 7, 7, "computations are no repetition"),
    Repeated("2 + 3 = 5, so 2 + 3 = 5, so 2 + 3 = 5", 9, 4, "unless they are the same ones"),
    Repeated("0." + "142857" * 10, 59, 7, "a long number is read digit by digit"),
    Repeated("ha" * 50, 98, 2, "a word without an end is read letter by letter"),
    Repeated("a" * 100, 98, 1, "and is one n-gram again and again"),
    Repeated("我们加起来。我们加起来！", 8, 5, "where no spaces part words each letter is one"),
    Repeated("我 们加 起来 我们加起来", 8, 5, "and spaces between them change nothing"),
    Repeated("see 我们加 see 我们加", 6, 4, "mixed texts: words and letters"),
    Repeated("!?" * 100, 198, 2, "signs in a long row are a loop"),
    Repeated("! " * 100, 98, 1, "with spaces too"),
    Repeated("😂" * 100, 98, 1, "and emoji"),
    Repeated("a b c ---------- d e f ----------", 4, 4, "short rows of signs are punctuation"),
    Repeated("กิน กิน กัน กัน", 6, 5, "in Thai a mark is a vowel, which tells words apart"),
    Repeated("שָׁלוֹם עוֹלָם טוֹב שלום עולם טוב", 4, 3, "points of Hebrew are left out as one likes"),
]
