"""The parallel scans give what a loop gives."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from r1rewards.torch.layouts import scanning
from r1rewards.torch.layouts.monoid import Monoid

MONOID = Monoid.of(np.array([[1, 0, 0], [2, 0, 1], [2, 1, 2], [0, 3, 3]], np.int32))
PRODUCT, ACTIONS = torch.from_numpy(MONOID.product), torch.from_numpy(MONOID.actions)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 8, 33])
def test_scans_are_loops(length):
    functions = torch.randint(
        0, len(ACTIONS), (9, length), dtype=torch.int16, generator=torch.Generator().manual_seed(1)
    )
    states = scanning.states_before(functions, PRODUCT, ACTIONS)
    total = scanning.product(functions, PRODUCT)
    assert states.shape == (9, length + 1)
    for row in range(9):
        state = 0
        for column in range(length):
            assert states[row, column] == state
            state = int(ACTIONS[int(functions[row, column]), state])
        assert states[row, length] == state == int(ACTIONS[int(total[row]), 0])


@pytest.mark.parametrize("on_cpu", [True, False])
def test_packing_keeps_the_order(on_cpu, monkeypatch):
    monkeypatch.setattr(scanning, "branches", lambda tensor: on_cpu)
    values = torch.arange(30, dtype=torch.int16).view(3, 10)
    keep = torch.zeros((3, 10), dtype=torch.bool)
    keep[0, [1, 4, 9]] = True
    keep[2] = True
    made, source = scanning.packed(values, keep, -1)
    assert made[:, :10].tolist() == [[1, 4, 9, *[-1] * 7], [-1] * 10, list(range(20, 30))]
    assert source.tolist() == [[1, 4, 9, *[10] * 7], [10] * 10, list(range(10))]


def test_runs_of_raw_bytes_are_text_or_not_as_a_whole():
    dice = np.random.default_rng(1)
    some = np.array([0x41, 0x80, 0xA0, 0xBF, 0xC2, 0xE0, 0xE2, 0xED, 0xF0, 0xF4, 0xF5, 0xC1, -1, -1, -1])
    rows = dice.choice(some, (3000, 9))
    texts = ["é", "你", "\U0001f600", "\u0800", "\ud7ff", "\U0010ffff", "a"]
    for row in rows[:1500]:
        data = "".join(dice.choice(texts, 3)).encode()[:8]
        row[: len(data)] = list(data)
    broken = scanning.broken_runs(torch.from_numpy(rows.astype(np.int16)))
    for row, found in zip(rows.tolist(), broken.tolist(), strict=True):
        start = 0
        for end in range(10):
            if end == 9 or row[end] < 0:
                run = bytes(row[start:end])
                wrong = run.decode("utf-8", "ignore").encode() != run
                assert found[start:end] == [wrong] * len(run), run
                assert end == 9 or not found[end]
                start = end + 1
