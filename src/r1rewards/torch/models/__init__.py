"""Reward models of Hugging Face on tensors.

classifier.py   a reward model of Hugging Face's in this process, as what a ModelReward calls
judged_ids.py   a prompt and a response as the token ids that a classifier reads
live_models.py  models in this process: loaded once for each way of loading them, or handed over; never pickled
"""

from r1rewards.torch.models.classifier import SequenceClassifier

__all__ = [
    "SequenceClassifier",
]
