"""math-verify's own test rows, without those that our laws or mathematics forbid: each by its rule, see docs.

    python benchmarks/math_verify_suite.py [--data DIR]

Rows are counted from 1 in math_verify_tests.jsonl (huggingface/Math-Verify's tests, Apache-2.0). Prints the agreement
on the rest and every disagreement; `--all` counts the excluded rows too.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

import r1rewards as r1

ROOT = Path(__file__).resolve().parent.parent

EXCLUDED = {
    "an answer in free prose, without a marker (law 5)": (
        *(8, 13, 14, 15, 114, 115, 116, 117, 118, 119, 136, 137, 138, 151, 158),
    ),
    "a false chain, in the gold or the answer, or a dollar sign amid a formula": (33, 95, 97, 100, 105, 110),
    "several different claims (law 5)": (167, 258),
    "a label that mathematics does not bear": (251, 257),
    "a policy of the test's own, in its flags": (128, 134, 182),
}  # fmt: skip
"""By rule: the rows it excludes."""


def main() -> None:
    """Prints the agreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("R1REWARDS_DATA", ROOT.parent / "shared" / "data"))
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    path = options.data / "math" / "math_verify_tests.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    excluded = {} if options.all else {row: rule for rule, numbers in EXCLUDED.items() for row in numbers}
    reward = r1.MathReward()
    scores = r1.grade(reward, [r1.Sample(row["prediction"], row["gold"]) for row in rows])
    kept = [i for i in range(len(rows)) if i + 1 not in excluded]
    wrong = [i for i in kept if (scores[i].value == 1) != rows[i]["expected_equal"]]
    print(f"{len(rows)} rows, {len(excluded)} excluded; of {len(kept)} rows {1 - len(wrong) / len(kept):.2%} agree")
    for rule, numbers in EXCLUDED.items():
        print(f"  {len(numbers):3} excluded: {rule}")
    for i in wrong:
        print(f"  row {i + 1}: label {rows[i]['expected_equal']}, {scores[i].verdict}: {scores[i].reason:.110}")
    print(f"signature: {r1.signature(reward)}")


if __name__ == "__main__":
    main()
