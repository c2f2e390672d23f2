"""Threads, signals, hostile texts, and what importing the drop-ins loads."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import r1rewards.dropin
from r1rewards.dropin.math_verify import LatexExtractionConfig, StringExtractionConfig, parse, verify

HOSTILE = {
    "digits": "1" * 100_000,
    "dollars": "$" * 100_000,
    "spaced dollars": "$ " * 50_000,
    "boxes": r"\boxed{" * 15_000,
    "closed boxes": r"\boxed{1}" * 11_000,
    "braces": "{" * 100_000,
    "nested fractions": r"\frac{1}{" * 10_000 + "1" + "}" * 10_000,
    "nested brackets": "(" * 50_000 + ")" * 50_000,
    "operators": "1+" * 50_000,
    "powers": "9^" * 50_000 + "9",
    "factorials": "9" + "!" * 100_000,
    "answers": "The answer is 4. " * 6_000,
    "answer words": "answer " * 14_000,
    "lists": "1, " * 33_000,
    "letters": "A " * 50_000,
    "denied letters": "It is not A. " * 8_000,
    "lines": "\n" * 100_000,
    "openings": r"\( " * 33_000 + r"\[ " * 33_000,
    "thoughts": "<think>" * 14_000 + "42",
    "zeros": "0." + "0" * 100_000 + "1",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end(name):
    text = HOSTILE[name]
    for targets in (None, [LatexExtractionConfig(try_extract_without_anchor=False)], [StringExtractionConfig()]):
        found = parse(text) if targets is None else parse(text, targets)
        assert not verify("42", found, timeout_seconds=1)
        assert not verify(found, parse("42"), timeout_seconds=1)
        assert isinstance(str(found), str)


@pytest.mark.parametrize("bad", ["\ud800", "\x00", "\u202e42\u202c", "４２", "٤٢"])
def test_odd_characters_end(bad):
    found = parse(bad)
    assert isinstance(verify(found, found), bool)


def test_many_threads_at_once_without_a_signal(monkeypatch):
    def refuse(*arguments):
        raise AssertionError("a signal was used")

    for name in ("signal", "alarm", "setitimer"):
        monkeypatch.setattr(signal, name, refuse)
    rows = [(str(n), f"The answer is {n}.", True) for n in range(20)]
    rows += [(str(n), f"The answer is {n + 1}.", False) for n in range(20)]
    rows += [(r"$\int_0^1 x dx$", r"$\frac{1}{2}$", True), (r"$\sin(2x)$", r"$2\sin x\cos x$", True)]

    def judged(row):
        return verify(parse(row[0]), parse(row[1])) is row[2]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(judged, rows * 3))


def test_no_module_mentions_signals():
    folder = Path(r1rewards.dropin.__file__).parent
    files = list(folder.rglob("*.py"))
    assert len(files) > 10
    assert [file.name for file in files if "import signal" in file.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize(
    "program",
    [
        "from r1rewards.dropin.math_verify import parse, verify; assert verify(parse('1/2'), parse('0.5'))",
        "from r1rewards.dropin.trl import accuracy_reward; assert accuracy_reward(['\\\\boxed{1}'], ['1']) == [1.0]",
        "from r1rewards.dropin.open_r1 import accuracy_reward as f; assert f(['\\\\boxed{1}'], ['1']) == [1.0]",
        "from r1rewards.dropin.verl import default_compute_score as score; assert score('openai/gsm8k', '#### 1', '1')",
    ],
    ids=["math_verify", "trl", "open_r1", "verl"],
)
def test_nothing_heavy_is_loaded(program):
    code = f"{program}\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"sympy", "math_verify", "latex2sympy2_extended", "torch", "trl", "verl", "numpy"}
    assert heavy.isdisjoint(json.loads(done.stdout))
