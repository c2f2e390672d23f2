"""The math engine: strings in, comparisons out; it knows no Sample."""

from r1rewards.math.comparison import REVISION, Comparison, compare, equivalent
from r1rewards.math.extraction import CORRECTIONS, RULES, Extraction, extract, require_known

__all__ = [
    "CORRECTIONS",
    "REVISION",
    "RULES",
    "Comparison",
    "Extraction",
    "compare",
    "equivalent",
    "extract",
    "require_known",
]
