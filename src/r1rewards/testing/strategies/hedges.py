"""Sentences that name the right answer and do not claim it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from hypothesis import strategies as st

from r1rewards.core.data_files import read_table
from r1rewards.errors import RewardError

HedgeKind = Literal["denied", "taken-back", "alternatives", "supposed", "asked", "attributed"]
"""What a sentence does to the answer: "attributed" puts it down to others."""

KINDS: tuple[HedgeKind, ...] = get_args(HedgeKind)
_TABLE = read_table("r1rewards.testing.strategies", "hedges.toml")
LANGUAGES: tuple[str, ...] = tuple(_TABLE)
"""The languages that have sentences, by their tags; English first."""

_AROUND = ("{}", "${}$", "**{}**", r"\boxed{{{}}}", r"$\boxed{{{}}}$")
"""How an answer is set in a sentence."""

_BEFORE = ("", "6 · 7 is to be found.\n\n", "Let me see.\n", "<think>six sevens</think>")
_AFTER = ("", "\n")


def hedges(
    answer: str = "42",
    other: str = "43",
    *,
    kinds: Sequence[HedgeKind] = KINDS,
    languages: Sequence[str] = LANGUAGES,
) -> st.SearchStrategy[str]:
    """Texts that name an answer and claim it not at all, or no more than another: never to be paid for it.

    They deny it, take it back, offer it beside another, suppose it, ask for it, or put it down to others. Honest doubt
    ("perhaps 42") is not among them: it claims.

    Args:
        answer: the right answer, as a text without dollar signs.
        other: another one, which must not be equal to it.
        kinds: which kinds of sentences.
        languages: in which languages, by their tags, of "en", "de", "fr", "es", "ru", "zh" and "ja".

    Raises:
        RewardError: there is no such kind or language, or the two answers are one.
    """
    if answer.strip() == other.strip():
        raise RewardError(f"answer and other are both {answer!r:.60}: give another one, which is wrong")
    for what, given, known in (("kind of hedges", kinds, KINDS), ("language of hedges", languages, LANGUAGES)):
        if not given or (unknown := [name for name in given if name not in known]):
            shown = repr(unknown[0])[:60] if given else "chosen"
            raise RewardError(f"there is no {what} {shown}: choose from {', '.join(known)}")
    return st.builds(
        "{}{}{}".format,
        st.sampled_from(_BEFORE),
        st.builds(
            lambda sentence, around: sentence.format(answer=around.format(answer), other=around.format(other)),
            st.sampled_from(sentences(kinds, languages)),
            st.sampled_from(_AROUND),
        ),
        st.sampled_from(_AFTER),
    )


def sentences(kinds: Sequence[HedgeKind] = KINDS, languages: Sequence[str] = LANGUAGES) -> list[str]:
    """The sentences of some kinds in some languages, with each noun; {answer} and {other} are left open."""
    return [
        sentence.replace("{noun}", noun)
        for language in languages
        for kind in kinds
        for sentence in _TABLE[language][kind]
        for noun in (_TABLE[language]["noun"] if "{noun}" in sentence else [""])
    ]
