"""Every shape of token ids makes the same batch; what does not fit is refused by name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.errors import RewardError
from r1rewards.torch.ids.batch import TokenBatch

ROWS = st.lists(st.lists(st.integers(0, 200_000), max_size=7), max_size=6)


def padded(rows: list[list[int]], fill: int = 9) -> torch.Tensor:
    width = max(map(len, rows), default=0)
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows], dtype=torch.int64).reshape(
        len(rows), width
    )


def until(rows: list[list[int]]) -> torch.Tensor:
    width = max(map(len, rows), default=0)
    return torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows]).reshape(len(rows), width)


@given(ROWS)
def test_every_shape_makes_the_same_rows(rows: list[list[int]]) -> None:
    offsets = np.cumsum([0, *map(len, rows)])
    flat = torch.tensor([one for row in rows for one in row], dtype=torch.int64)
    batches = [
        TokenBatch.of(rows),
        TokenBatch.of(tuple(map(tuple, rows))),
        TokenBatch.of([np.array(row, dtype=np.int32) for row in rows]),
        TokenBatch.of([torch.tensor(row, dtype=torch.int16 if max(row, default=0) < 2**15 else None) for row in rows]),
        TokenBatch.of(padded(rows), until(rows)),
        TokenBatch.of(padded(rows, -100), until(rows).bool()),
        TokenBatch.of(padded(rows).numpy(), until(rows).numpy()),
        TokenBatch.of(padded(rows).flip(1), until(rows).flip(1)),
        TokenBatch.of(flat, offsets=offsets),
        TokenBatch.of(flat, offsets=torch.tensor(offsets, dtype=torch.int32)),
        TokenBatch.of(TokenBatch.of(rows)),
    ]
    for batch in batches:
        assert batch.rows() == ([row[::-1] for row in rows] if batch is batches[7] else rows)
        assert batch.lengths.tolist() == [*map(len, rows)]
        assert batch.mask.dtype == torch.bool
        assert batch.ids.dtype in {torch.int32, torch.int64}
        assert batch.mask.shape == batch.ids.shape == (len(rows), batch.ids.shape[1])
        assert not batch.ids.numel() or batch.ids.min() >= 0


@given(ROWS, st.data())
def test_masks_have_holes_in_every_shape(rows: list[list[int]], data: st.DataObject) -> None:
    kept = [[data.draw(st.booleans()) for _ in row] for row in rows]
    expected = [[one for one, own in zip(row, mask, strict=True) if own] for row, mask in zip(rows, kept, strict=True)]
    flat = np.array([one for row in rows for one in row], dtype=np.int64)
    marks = np.array([one for row in kept for one in row], dtype=bool)
    square = padded([[int(one) for one in row] for row in kept], 0)
    for batch in (
        TokenBatch.of(rows, kept),
        TokenBatch.of(rows, [[int(one) for one in row] for row in kept]),
        TokenBatch.of(rows, [torch.tensor(row, dtype=torch.bool) for row in kept]),
        TokenBatch.of(rows, square),
        TokenBatch.of(padded(rows), square.float()),
        TokenBatch.of(flat, marks, np.cumsum([0, *map(len, rows)])),
    ):
        assert batch.rows() == expected


def test_rows_are_cut_without_a_copy() -> None:
    batch = TokenBatch.of([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    part = batch[1:]
    assert part.rows() == [[4, 5, 6], [7, 8, 9]]
    assert part.ids.data_ptr() == batch.ids[1:].data_ptr()
    assert len(part) == 2
    assert batch.to("cpu") is batch


@given(ROWS, st.sets(st.integers(0, 3), max_size=2), st.data())
def test_ends_are_left_out_where_nothing_else_follows(
    rows: list[list[int]], ends: set[int], data: st.DataObject
) -> None:
    rows = [[one % 5 for one in row] for row in rows]
    kept = [[data.draw(st.booleans()) for _ in row] for row in rows]
    batch = TokenBatch.of(rows, kept)
    expected = batch.rows()
    for row in expected:
        while row and row[-1] in ends:
            row.pop()
    assert batch.without_ends(sorted(ends)).rows() == expected


def test_arrays_in_any_order_of_rows_and_of_bytes_are_read():
    ids = np.arange(6, dtype=np.int32).reshape(2, 3)
    for same in (ids.astype(">i4"), ids[::-1].copy()[::-1], np.asfortranarray(ids), ids[:, ::-1].copy()[:, ::-1]):
        assert TokenBatch.of(same).ids.tolist() == ids.tolist()
        assert TokenBatch.of(list(same)).ids.tolist() == ids.tolist()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"ids": {"input_ids": [[1]]}}, r"ids is dict: give its tensor, batch\['input_ids'\]"),
        ({"ids": [[1], [2]], "mask": [1, 1]}, r"mask is \[1, 1\]: give rows of bools like those of ids"),
        ({"ids": [[1], [2]], "mask": 1}, "mask is 1: give rows of bools"),
        ({"ids": torch.zeros(3, dtype=torch.int64)}, r"ids has the shape \[3\]: give \[B, T\], or with offsets"),
        ({"ids": torch.zeros(1, 2, 3, dtype=torch.int64)}, r"ids has the shape \[1, 2, 3\]"),
        ({"ids": torch.zeros(2, 3)}, r"ids is a tensor of torch\.float32: give whole numbers"),
        ({"ids": torch.zeros(2, 3, dtype=torch.bool)}, r"ids is a tensor of torch\.bool"),
        ({"ids": [[1, 2.5]]}, r"ids\[0\] is \[1, 2\.5\].*give a list of token ids"),
        ({"ids": [[1], [2, 1 << 40]]}, r"ids\[1\] is"),
        ({"ids": [1, 2, 3]}, r"ids\[0\] is 1: give a row of token ids"),
        ({"ids": ["ab"]}, r"ids\[0\] is 'ab'"),
        ({"ids": "ab"}, r"ids is str: give a tensor"),
        ({"ids": 7}, r"ids is int: give a tensor"),
        ({"ids": [torch.zeros(2, 2, dtype=torch.int64)]}, r"ids\[0\] has the shape \[2, 2\]"),
        ({"ids": [torch.zeros(2)]}, r"ids\[0\] is a tensor of torch\.float32"),
        ({"ids": [[1, 2], [3, -4]]}, r"ids\[1\]\[1\] is -4: give ids from 0 on, and a mask"),
        ({"ids": [[1, 2]], "mask": torch.ones(2, 2)}, r"mask has the shape \[2, 2\] and ids \[1, 2\]"),
        ({"ids": torch.ones(2, 2).long(), "mask": torch.ones(2, 3)}, r"mask has the shape \[2, 3\] and ids \[2, 2\]"),
        ({"ids": [[1, 2], [3]], "mask": [[1, 1], [1, 1]]}, r"mask and ids differ in their lengths from row 1 on"),
        ({"ids": [[1, 2], [3]], "mask": [[1, 1]]}, r"mask and ids differ in their lengths from row 1 on"),
        ({"ids": torch.arange(4), "offsets": [0, 2, 3]}, r"offsets is \[0, 2, 3\] for 4 ids: give ascending places"),
        ({"ids": torch.arange(4), "offsets": [0, 3, 2, 4]}, r"give ascending places from 0 to N"),
        ({"ids": torch.ones(2, 2).long(), "offsets": [0, 2]}, r"give ids \[N\], and offsets \[B \+ 1\]"),
        ({"ids": torch.arange(4), "offsets": torch.tensor([0, 3, 2, 4], dtype=torch.uint8)}, r"give ascending places"),
        ({"ids": torch.arange(1), "offsets": torch.tensor([False, True])}, r"of whole numbers"),
        ({"ids": [[1], [2]], "mask": 5}, r"mask is 5: give rows of bools like those of ids"),
        ({"ids": [[1], [2]], "mask": [True, False]}, r"mask is \[True, False\]: give rows of bools like those of ids"),
        ({"ids": torch.ones(2, 2).long().to_sparse()}, r"ids is a sparse tensor: give a padded one"),
        ({"ids": torch.arange(4), "offsets": []}, r"give ids \[N\], and offsets"),
        ({"ids": torch.arange(4), "mask": torch.ones(3), "offsets": [0, 4]}, r"mask has the shape \[3\] and ids \[4\]"),
        ({"ids": TokenBatch.of([[1]]), "offsets": [0, 1]}, r"leave offsets out"),
        ({"ids": torch.zeros(2, 3, dtype=torch.int64, device="meta"), "mask": torch.ones(2, 3)}, r"mask is on cpu and"),
        (
            {"ids": [torch.zeros(2, dtype=torch.int64), torch.zeros(2, dtype=torch.int64, device="meta")]},
            r"the rows of ids are on cpu, meta: move them to one device",
        ),
    ],
)
def test_what_does_not_fit_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(RewardError, match=message):
        TokenBatch.of(**given)


def test_off_the_cpu_nothing_is_looked_at() -> None:
    batch = TokenBatch.of(torch.zeros(2, 3, dtype=torch.int64, device="meta"))  # a look at its values would raise
    assert batch.mask.device.type == "meta"
    offsets = torch.zeros(3, dtype=torch.int32, device="meta")
    assert TokenBatch.of(torch.zeros(5, dtype=torch.int64, device="meta"), offsets=offsets, longest=4).ids.shape == (
        2,
        4,
    )
