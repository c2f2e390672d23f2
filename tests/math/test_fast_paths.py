"""What is told fast is what the long way says: each short cut is taken away, and nothing changes."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.math import Policy, comparison, extract, marked, normal, words
from r1rewards.math.extraction import MANY_GUESSES, Extraction

ROWS = Path(__file__).parent.parent / "cases" / "claim_rows" / "math.jsonl"
ENDINGS = [json.loads(line)[2] for line in ROWS.read_text("utf-8").splitlines()]
LEADS = ("", "She has 3 apples and buys 4 more.\n", "```output\n43\n```\n", "Is it 43? It is not. ", "3 × 4 = 12; ")
BEFORE = (
    *("", "So it is ", "It cannot be ", "If so, ", "The number of kids who are not here is ", "Many say ", "No. "),
    *("In total, 7 or ", "Perhaps ", "Het antwoord is 7 of ", "I doubt that it is ", "The answer is "),
)
MARKED = ("$\\boxed{42}$", "\\boxed{42}", "<answer>42</answer>", "\n#### 42", "\nA: 42", "42")
AFTER = (
    *(
        "",
        ".",
        " dollars.",
        " apples, not pears.",
        ". No, wait.",
        ". That is wrong.",
        " is not right.",
        ", or 43.",
        "?",
    ),
    *(
        " pieces of wire.",
        " more than Tom has.",
        "\nSo 43.",
        " instead of 43.",
        "\n\nA: 43",
        " of 43 appels.",
        " niet.",
    ),
    *(
        ". Is it 43?",
        " kids over 4 years. Mistakes are possible.",
        "!",
        "\n#### 43",
        ". The answer is 43.",
        "。不对，43。",
    ),
)
MADE = [lead + "".join(rest) for lead, *rest in product(LEADS, BEFORE, MARKED, AFTER)]
GUESSES = ["Wait, ".join(f"it is $\\boxed{{{n}}}$. " for n in range(count)) for count in (1, 2, MANY_GUESSES + 1)]
SHORT_CUTS = {
    "what may claim": (words, "_may_claim", lambda _: True),
    "a plain last sentence": (words, "_plain", lambda *_: None),
    "what may undo": (marked, "_may_be_undone", lambda *_: True),
}


def read(texts: list[str]) -> list[Extraction | None]:
    return [extract(text) for text in texts]


@pytest.mark.parametrize("short_cut", SHORT_CUTS)
@pytest.mark.parametrize("texts", [ENDINGS, MADE, GUESSES], ids=["endings", "made", "guesses"])
def test_the_long_way_reads_the_same(monkeypatch: pytest.MonkeyPatch, short_cut: str, texts: list[str]) -> None:
    fast = read(texts)
    assert any(fast)
    monkeypatch.setattr(*SHORT_CUTS[short_cut])
    slow = read(texts)
    assert not [(text, one, other) for text, one, other in zip(texts, fast, slow, strict=True) if one != other]


numbers = st.from_regex(r"-?\d{1,8}(\.\d{1,6})?", fullmatch=True, alphabet="0123456789.-")
policies = st.sampled_from(
    [
        Policy(),
        Policy(decimals="exact"),
        Policy(decimals="places"),
        Policy(unsimplified="rejected"),
        Policy(tolerance=0.1),
    ]
)


@given(numbers, numbers, policies)
def test_numbers_are_compared_as_formulas_are(gold: str, answer: str, policy: Policy) -> None:
    def compared() -> object:
        normal._normal_cached.cache_clear()
        return comparison._compared.__wrapped__(gold, answer, policy)

    fast = compared()
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((comparison, "_DECIMAL"), (normal, "_NUMERAL")):
            patch.setattr(module, name, re.compile(r"(?!)"))
        assert compared() == fast
