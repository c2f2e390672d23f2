"""The languages: their scripts, which of them cannot be told apart, and how many characters make a word."""

from __future__ import annotations

from r1rewards.core.data_files import read_table

_LANGUAGES: dict[str, dict[str, str]] = read_table("r1rewards.language", "data/languages.toml")

NAMES = {code: language["name"] for code, language in _LANGUAGES.items()}
"""ISO 639-1 code and English name of every language that can be asked for."""

SCRIPTS = {code: tuple(language["scripts"].split()) for code, language in _LANGUAGES.items() if "scripts" in language}
"""The scripts of the languages that are not written in Latin letters alone."""

ALIASES = {
    alias: code
    for code, language in _LANGUAGES.items()
    for alias in (*language.get("also", "").split(), language["name"].lower())
}
"""Other codes (ISO 639-2 and 639-3, old ones, common slips) and names of the languages, before any hyphen."""

ONLY: dict[str, str] = {
    script: language
    for language, scripts in SCRIPTS.items()
    for script in scripts
    if script not in ("Latn", "Cyrl", "Arab", "Deva", "Hani")
}
"""Scripts that one known language is written in."""

TWINS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split()) for group in ("bs hr sr", "id ms", "nb nn", "xh zu", "st tn")
)
"""Languages that share most of their words: a text in one counts as the other, unless ten words in a row speak for the
other with 30 nats."""

COUSINS: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split()) for group in ("da nb nn", "es gl", "gl pt", "cs sk", "af nl", "bg mk")
)
"""Languages that share many words: ten words in a row must speak for the other with 18 nats."""

CHARACTERS_PER_WORD: dict[str, float] = {"Hani": 1.65, "Kana": 2.1, "Thai": 3.9, "Laoo": 3.9, "Khmr": 4.5, "Mymr": 4.0}
"""How many characters make a word where none are parted by spaces."""

ONE_LETTER = {code: language["letters"] for code, language in _LANGUAGES.items() if "letters" in language}
"""Words of one letter; any other single letter is a variable."""


def language_code(code: str) -> str | None:
    """The code that the tables use for a language; None if it is unknown.

    `zh-Hans`, `pt_BR`, `no`, ISO 639-3 as in `deu`, and English names as in "Chinese (Simplified)" are known.
    """
    base = code.lower().replace("_", "-").partition("-")[0].partition("(")[0].strip()
    base = ALIASES.get(base, base)
    return base if base in NAMES else None


def scripts(language: str) -> tuple[str, ...]:
    """The scripts that a language is written in."""
    return SCRIPTS.get(language, ("Latn",))


def twins(language: str) -> frozenset[str]:
    """The languages that can hardly be told from this one."""
    return _others(TWINS, language)


def cousins(language: str) -> frozenset[str]:
    """The languages that are told from this one by more than a few words."""
    return _others(COUSINS, language) - twins(language)


def _others(groups: tuple[frozenset[str], ...], language: str) -> frozenset[str]:
    return frozenset[str]().union(*(group for group in groups if language in group)) - {language}
