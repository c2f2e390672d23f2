"""Advantages: what each completion's reward is worth beside its group's and the batch's.

advantage.py   advantages, as the trainers compute them
estimators.py  how rewards become advantages, as values: one estimator for each kind that a trainer has
grouping.py    which rows of a batch answer the same prompt, and what a group's rows have together
inputs.py      rewards, weights, masks and lengths as tensors
returns.py     what comes after a token: rewards that are placed on tokens, summed from each token on
"""

from r1rewards.torch.estimating.advantage import Estimate, advantages, estimate, spread, token_advantages
from r1rewards.torch.estimating.estimators import Estimator, estimator

__all__ = [
    "Estimate",
    "Estimator",
    "advantages",
    "estimate",
    "estimator",
    "spread",
    "token_advantages",
]
