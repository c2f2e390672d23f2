"""The last resort: sympy and math-verify, in a worker process that is killed at its deadline."""

from __future__ import annotations

import pickle
import re
import time

from r1rewards.errors import WorkerCrashError, WorkerOverrunError, WorkerTaskError
from r1rewards.math.budget import Budget
from r1rewards.math.normal import is_words
from r1rewards.math.readable import is_plain, letters
from r1rewards.workers.pool import fair_share, shared_pool

TARGET = "r1rewards.math.symbolic_worker:run"

MAX_LENGTH = 1000
"""Characters of the longest side that sympy is asked about."""

_PRODUCT = 3
"""Letters that may still be a product of variables rather than a word."""

_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{4,}")
_KNOWN = frozenset(
    ["sqrt", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "sech", "csch", "coth", "infty", "frac"]
)
_NOTATION = re.compile(r"\\ldots|\.\.\.|:|\d_(?:\d|\{)")
_PLUS_MINUS = re.compile(r"\\pm|\\mp")


Answer = tuple[bool | None, str]
"""(equal or None, reason)."""

REMEMBERED = 4096
"""Pairs whose answers are kept, so that a group of completions with one answer asks once."""

_remembered: dict[tuple[str, str], tuple[Answer, float]] = {}
"""By pair: what came of it, and the seconds that were given."""


def decide(gold: str, answer: str, budget: Budget) -> Answer:
    """(equal or None, reason) for two answers in normal form.

    Raises:
        WorkerStartError: no worker can be started on this machine.
    """
    refusal = _refusal(gold, answer)
    if refusal is not None:
        return refusal
    pair = gold, answer
    known, given = _remembered.get(pair, (None, 0.0))
    if known is not None and (known[0] is not None or given >= budget.left):
        return known
    if budget.left <= 0:
        return None, f"it could not be decided: the text's {budget.seconds:g} s of symbolic work are spent"
    given = budget.left
    start = time.monotonic()
    decision = _ask(pair, given)
    budget.spend(time.monotonic() - start)
    if len(_remembered) >= REMEMBERED:
        _remembered.pop(next(iter(_remembered)), None)
    _remembered[pair] = decision, given
    return decision


def _ask(pair: tuple[str, str], seconds: float) -> Answer:
    pool = shared_pool(TARGET, fair_share())
    for _ in range(2):
        try:
            decision: Answer = pool.call(pickle.dumps(pair), seconds)
        except WorkerOverrunError:
            return None, f"it could not be decided within {seconds:.3g} s"
        except WorkerCrashError:
            continue  # once may be the machine's fault, twice is the pair's
        except WorkerTaskError as failure:
            return None, f"it could not be decided ({failure})"
        return decision
    return None, "it could not be decided: it ended the symbolic worker twice"


def _refusal(gold: str, answer: str) -> Answer | None:
    """What must not reach a reader that drops what it does not know."""
    if max(len(gold), len(answer)) > MAX_LENGTH:
        return None, f"too long to be read as mathematics (more than {MAX_LENGTH:,} characters)"
    if is_words(gold) != is_words(answer) and len(gold if is_words(gold) else answer) > _PRODUCT:
        return False, "one is words, the other mathematics"
    for text, which in ((gold, "gold"), (answer, "answer")):
        if not is_plain(text):
            return None, f"it could not be decided: the {which} is not plain mathematics"
    if letters(gold) != letters(answer) and letters(gold.casefold()) == letters(answer.casefold()):
        return False, "other letters: upper and lower case differ"
    if _words(gold) != _words(answer):
        return False, "other words"
    if _NOTATION.search(gold) or _NOTATION.search(answer):
        return False, "another sequence, ratio, time or number in a base"
    if bool(_PLUS_MINUS.search(gold)) != bool(_PLUS_MINUS.search(answer)):
        return False, "only one has a ± sign"
    if _members(gold) != _members(answer):
        return False, "another number of members"
    if _brackets(gold) != _brackets(answer):
        return False, "other brackets"
    return None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text) if word not in _KNOWN]


def _members(text: str) -> int:
    return text.count(",") + text.count(";") + text.count("&") + text.count(r"\\")


def _brackets(text: str) -> tuple[str, str] | None:
    """The brackets of an interval, a tuple or a set; None for a bare list or no list."""
    text = text.replace(r"\{", "{").replace(r"\}", "}")
    if "," in text and text[:1] in "([{" and text[-1:] in ")]}":
        return text[0], text[-1]
    return None
