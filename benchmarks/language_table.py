r"""LanguageTable beside the word-level scorer: how far off its shares are, and how long a batch takes.

    python benchmarks/language_table.py --tokenizers FOLDER [--data ../shared/data] [--rows 1024] [--threads 1]

FOLDER has tokenizers as their packages ship them: each `tokenizer.json` below it is one, named after the first folder
on the way. Nothing is fetched. Two sets of texts:

- `treebanks`: lang/mixes_dev.jsonl in the folder of --data, where it is present: sentences of treebanks in 17
  languages, up to three quarters in another, by words, chunks or sentences; formulas, code and addresses between them.
- `composed`: sentences of tests/support/mixed_texts.py in eight languages, with up to nine tenths in another.

A row has 50 words or more. Distances are of the share in the target language, |on ids − on the text|; `truth` is how
far each of the two is from the share by construction. The batch is made of the same texts, one after the other,
T = 4096 tokens a row; the scorer on text gets it decoded, and its time is measured on a few rows.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer

from r1rewards.language import proportion
from r1rewards.torch import LanguageTable

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "support"))

FEWEST = 50
WIDTH = 4096
COMPOSED = 400
FEW = 8


class Text(NamedTuple):
    """A text, its target, what else it is in, and the true share if it is known."""

    text: str
    language: str
    other: str
    share: float | None = None


def treebanks(data: Path) -> list[Text]:
    file = data / "lang" / "mixes_dev.jsonl"
    if not file.is_file():
        return []
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [Text(row["text"], row["language"], row["other"], row["proportion"]) for row in rows]


def composed() -> list[Text]:
    from mixed_texts import SENTENCES, mixed

    dice = random.Random(20250122)
    found = []
    for _ in range(COMPOSED):
        target, other = dice.sample(sorted(SENTENCES), 2)
        text = mixed(dice, target, other, dice.choice((0.0, 0.1, 0.2, 0.4, 0.6, 0.9)), dice.choice((8, 14, 30)))
        found.append(Text(text, target, other))
    return found


def tokenizers(folder: Path) -> Iterator[tuple[str, Any]]:
    for file in sorted(folder.rglob("tokenizer.json")):
        yield file.relative_to(folder).parts[0], Tokenizer.from_file(str(file))


def line(name: str, distances: np.ndarray, *more: str) -> None:
    ends = [np.quantile(distances, share) for share in (0.95, 0.99)]
    shown = f"mean {distances.mean():.4f}  p95 {ends[0]:.3f}  p99 {ends[1]:.3f}  max {distances.max():.3f}"
    print(f"  {name:12} {len(distances):4} rows  {shown}", *more)


def distances(name: str, table: LanguageTable, tokenizer: Any, texts: Sequence[Text], words: np.ndarray) -> np.ndarray:
    rows = [tokenizer.encode(one.text, add_special_tokens=False).ids for one in texts]
    found = table.share(rows, language=[one.language for one in texts]).numpy()
    apart: np.ndarray = np.abs(found - words)
    truth = [
        (abs(a - one.share), abs(b - one.share)) for a, b, one in zip(found, words, texts, strict=True) if one.share
    ]
    line(name, apart, "  truth: ids {:.4f}, text {:.4f}".format(*np.mean(truth, axis=0)) if truth else "")
    for language in sorted({one.language for one in texts}):
        line(f"  {language}", apart[[one.language == language for one in texts]])
    return apart


def batch(tokenizer: Any, texts: Sequence[Text], rows: int) -> torch.Tensor:
    dice = random.Random(0)
    encoded = [tokenizer.encode(one.text + "\n", add_special_tokens=False).ids for one in texts]
    found: np.ndarray = np.zeros((rows, WIDTH), np.int64)
    for row in found:
        ids: list[int] = []
        while len(ids) < WIDTH:
            ids += dice.choice(encoded)
        row[:] = ids[:WIDTH]
    return torch.from_numpy(found)


def speed(table: LanguageTable, ids: torch.Tensor, language: str) -> None:
    table.share(ids[:2], language=language)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    for place in dict.fromkeys((torch.device("cpu"), device)):
        given = ids.to(place)
        table.to(place).share(given, language=language)
        began = time.perf_counter()
        found = table.share(given, language=language).cpu()
        took = time.perf_counter() - began
        print(f"  B={len(ids)}, T={WIDTH} on {place.type}: {took:.3f} s ({found.mean():.3f} of the words)")
    if device.type == "cpu":
        print("  on a GPU: not measured")
    few = ids[:FEW].tolist()
    began = time.perf_counter()
    texts = [table.vocabulary.decode(row) for row in few]
    shares = [proportion(text, language).proportion for text in texts]
    took = (time.perf_counter() - began) * len(ids) / FEW
    apart = np.abs(np.array(shares) - table.share(ids[:FEW], language=language).numpy()).mean()
    print(f"  decoding and word-level scorer: {took:.1f} s; {apart:.4f} apart")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizers", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("R1REWARDS_DATA", "../shared/data")))
    parser.add_argument("--rows", type=int, default=1024)
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    sets = {"treebanks": treebanks(given.data), "composed": composed()}
    profiles = {name: [proportion(one.text, one.language) for one in texts] for name, texts in sets.items()}
    enough = {name: [profile.words >= FEWEST for profile in found] for name, found in profiles.items()}
    sets = {name: [one for one, kept in zip(texts, enough[name], strict=True) if kept] for name, texts in sets.items()}
    words = {
        name: np.array([profile.proportion for profile, kept in zip(found, enough[name], strict=True) if kept])
        for name, found in profiles.items()
    }
    languages = sorted({one.language for texts in sets.values() for one in texts})
    every = []
    for name, tokenizer in tokenizers(given.tokenizers):
        began = time.perf_counter()
        table = LanguageTable(tokenizer, languages, cache=False)
        print(f"{name}: {len(table.vocabulary)} ids, built in {time.perf_counter() - began:.1f} s")
        for kind, texts in sets.items():
            if texts:
                every.append(distances(kind, table, tokenizer, texts, words[kind]))
        german = [one for one in sets["treebanks"] or sets["composed"] if one.language == "de"]
        few = LanguageTable(tokenizer, ["de", "en", "zh"], cache=False)
        speed(few, batch(tokenizer, german, given.rows), "de")
    total = np.concatenate(every)
    line("all", total, f"  within {LanguageTable.distance}: {np.mean(total <= LanguageTable.distance):.2%}")


if __name__ == "__main__":
    main()
