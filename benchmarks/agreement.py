"""How often MathReward agrees with the labels of a file, and every row on which it does not.

    python benchmarks/agreement.py FILE [FILE ...] [--completion COLUMN] [--reference COLUMN] [--label COLUMN]

A label is true where the completion's answer is right. Prints the agreement, its parts, and the disagreements.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import r1rewards as r1


def main() -> None:
    """Grades the files and prints what differs from the labels."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--completion", default="prediction")
    parser.add_argument("--reference", default="gold")
    parser.add_argument("--label", default="expected_equal")
    options = parser.parse_args()
    reward = r1.MathReward()
    for path in options.files:
        with path.open() as lines:
            rows = [row for row in map(json.loads, lines) if row[options.label] is not None]
        scores = r1.grade(reward, [r1.Sample(row[options.completion], row[options.reference]) for row in rows])
        paid = [score.value == 1 for score in scores]
        differs = [i for i, row in enumerate(rows) if paid[i] != row[options.label]]
        tiers = Counter(score.data.get("tier", str(score.verdict)) for score in scores)
        print(f"{path.name}: {1 - len(differs) / len(rows):.4%} of {len(rows):,} rows agree, {len(differs)} do not")
        print(f"  wrongly paid {sum(paid[i] for i in differs)}, decided by {dict(tiers.most_common())}")
        for i in differs:
            print(f"  row {i + 1}: label {rows[i][options.label]}, {scores[i].verdict}: {scores[i].reason:.120}")
    print(f"signature: {r1.signature(reward)}", f"sympy imported here: {'sympy' in sys.modules}", sep="\n")


if __name__ == "__main__":
    main()
