"""Groups that span ranks: two processes of torch.distributed have the advantages that one has."""

from __future__ import annotations

import json
from pathlib import Path

import torch

import r1rewards as r1
from r1rewards.torch.engine.engine import RewardEngine
from script_runs import finish, start
from token_kit import KINDS

TEXTS = ["<think>a</think><answer>7</answer>", "no", "<think>b</think><answer>8</answer>", "no"]
GOLDS = ["7", "7", "7", None]

SCRIPT = """
import json, sys
import torch, torch.distributed as dist
import r1rewards as r1
from r1rewards.torch.engine.engine import RewardEngine
from token_kit import KINDS

rank, store = int(sys.argv[1]), sys.argv[2]
torch.set_num_threads(1)
dist.init_process_group("gloo", init_method=f"file://{store}", rank=rank, world_size=2)
texts, golds = json.loads(sys.argv[3])
own = slice(0, 3) if rank == 0 else slice(3, None)  # ranks need not have as many rows
tokenizer = KINDS["byte_level"]()
ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts][own]
groups = ["a", "b", "a", "b"][own]
for kind in ("grpo", "gdpo"):
    with RewardEngine(r1.presets.r1_zero(), tokenizer, advantages=kind, process_group=dist.group.WORLD) as engine:
        print(json.dumps(engine.submit(ids, None, golds[own], groups).result().advantages.tolist()))
        assert not engine(ids, None, golds[own], 1).advantages.any()  # groups by their size are a rank's own
dist.destroy_process_group()
"""


def test_two_ranks_have_the_advantages_of_one(tmp_path: Path) -> None:
    arguments = [str(tmp_path / "store"), json.dumps([TEXTS, GOLDS])]
    running = [start(tmp_path / f"rank{rank}.py", SCRIPT, str(rank), *arguments) for rank in range(2)]
    try:
        said = [finish(process) for process in running]
    finally:
        for process in running:  # where one fails the other waits for it
            process.kill()
            process.communicate()
    ranks = [[json.loads(line) for line in lines.splitlines() if line[0] == "["] for lines in said]
    tokenizer = KINDS["byte_level"]()
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for text in TEXTS]
    for kind, first, second in zip(("grpo", "gdpo"), *ranks, strict=True):
        engine = RewardEngine(r1.presets.r1_zero(), tokenizer, advantages=kind)
        alone = engine(ids, None, GOLDS, ["a", "b", "a", "b"]).advantages
        assert alone is not None
        assert torch.equal(torch.tensor(first + second), alone)
        assert len(second) == 1
