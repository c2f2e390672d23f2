"""The vocabulary: samples, scores, rewards, and how they meet. Standard library only."""

from r1rewards.core.function import FunctionReward, from_function
from r1rewards.core.reward import Part, Reward, chunks, inseparable, is_grouped, score_batch
from r1rewards.core.sample import Sample
from r1rewards.core.score import Response, Score, Span, Verdict
from r1rewards.core.signature import signature

__all__ = [
    "FunctionReward",
    "Part",
    "Response",
    "Reward",
    "Sample",
    "Score",
    "Span",
    "Verdict",
    "chunks",
    "from_function",
    "inseparable",
    "is_grouped",
    "score_batch",
    "signature",
]
