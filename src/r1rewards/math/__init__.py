"""The math engine: strings in, comparisons out; it knows no Sample."""

from r1rewards.core.rule_names import CORRECTIONS, TENTATIVE
from r1rewards.math.comparison import REVISION, Comparison, compare, equivalent, holds_among_others
from r1rewards.math.extraction import RULES, Extraction, extract, require_known
from r1rewards.math.policy import Policy
from r1rewards.math.voting import cluster

__all__ = [
    "CORRECTIONS",
    "REVISION",
    "RULES",
    "TENTATIVE",
    "Comparison",
    "Extraction",
    "Policy",
    "cluster",
    "compare",
    "equivalent",
    "extract",
    "holds_among_others",
    "require_known",
]
