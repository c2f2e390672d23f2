"""Finding the cues of all languages in a text: one automaton beside one alternation in `re`, in one run.

python benchmarks/cues.py [--size CHARACTERS]
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable

from ahocorasick_rs import AhoCorasick

from r1rewards.claims import tables
from r1rewards.claims.folding import folded

SENTENCE = "Each of the six boxes holds seven eggs, so there are 6 * 7 = 42 of them, and nobody took one. "
ROUNDS = 7


def best(call: Callable[[], object]) -> float:
    """The shortest of some rounds, in microseconds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return min(seconds) * 1e6


def main() -> None:
    """Print what each takes for texts of two sizes, and what the tables take to load."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_200, help="characters of the short text")
    size = parser.parse_args().size
    start = time.perf_counter()
    patterns = tables.cues().patterns
    loaded = time.perf_counter()
    automaton = AhoCorasick(patterns)
    built = time.perf_counter()
    ordered = sorted((pattern.strip() for pattern in patterns), key=len, reverse=True)
    alternation = re.compile("|".join(map(re.escape, ordered)))
    print(
        f"{len(patterns)} patterns: read in {1e3 * (loaded - start):.0f} ms, built in {1e3 * (built - loaded):.0f} ms"
    )
    for characters in (size, 100_000):
        text = folded((SENTENCE * (characters // len(SENTENCE) + 1))[:characters])
        one = best(lambda text=text: automaton.find_matches_as_indexes(text, overlapping=True))
        other = best(lambda text=text: alternation.findall(text))
        print(
            f"{characters:>7} characters: automaton {one:.0f} µs, alternation {other:.0f} µs ({other / one:.0f} times)"
        )


if __name__ == "__main__":
    main()
