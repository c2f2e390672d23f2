"""The engine of a training loop: token ids in, rewards and advantages out.

engine.py        the reward of a training loop: token ids in, rewards and advantages out
plan.py          a reward as what token ids decide and what texts do
ranks.py         groups that span the ranks of a job
results.py       scores as tensors, with their advantages
reward_batch.py  what an engine says of a batch
rows.py          what an engine knows of a batch's rows on the host: samples, groups, and what the device has answered
spans.py         from characters to tokens: where a score's spans are, and where in a row a reward is paid
text_path.py     what token ids do not decide
token_parts.py   rewards that are scored on token ids
windows.py       texts of rows, and windows that hold their answers
"""

from r1rewards.torch.engine.engine import RewardEngine
from r1rewards.torch.engine.reward_batch import VERDICTS, RewardBatch
from r1rewards.torch.engine.spans import place_rewards, token_mask

__all__ = [
    "VERDICTS",
    "RewardBatch",
    "RewardEngine",
    "place_rewards",
    "token_mask",
]
