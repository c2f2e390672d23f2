"""The token path: rewards on token ids, on a CPU or a GPU. The only folder that imports torch."""

from __future__ import annotations

from importlib.util import find_spec

if missing := [name for name in ("torch", "tokenizers", "numpy") if find_spec(name) is None]:
    raise ImportError(f"r1rewards.torch needs {', '.join(missing)}: pip install 'r1rewards[torch]'", name=missing[0])

from r1rewards.torch.engine.engine import RewardEngine
from r1rewards.torch.engine.reward_batch import VERDICTS, RewardBatch
from r1rewards.torch.engine.spans import place_rewards, token_mask
from r1rewards.torch.estimating.advantage import Estimate, advantages, estimate, spread, token_advantages
from r1rewards.torch.estimating.estimators import Estimator, estimator
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.offsets import token_offsets
from r1rewards.torch.ids.vocabulary import Vocabulary
from r1rewards.torch.languages.table import LanguageTable
from r1rewards.torch.layouts.token_format import TokenFormat
from r1rewards.torch.models.classifier import SequenceClassifier
from r1rewards.torch.repetition import ngram_repetition
from r1rewards.torch.shaping import shaped

__all__ = [
    "VERDICTS",
    "Estimate",
    "Estimator",
    "LanguageTable",
    "RewardBatch",
    "RewardEngine",
    "SequenceClassifier",
    "TokenBatch",
    "TokenFormat",
    "Vocabulary",
    "advantages",
    "estimate",
    "estimator",
    "ngram_repetition",
    "place_rewards",
    "shaped",
    "spread",
    "token_advantages",
    "token_mask",
    "token_offsets",
]
