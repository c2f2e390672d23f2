"""math-verify 0.9's names, over this library's engine: `from r1rewards.dropin.math_verify import parse, verify`.

errors.py   `TimeoutException`
parser.py   `parse` and the configurations
grader.py   `verify`
metric.py   `math_metric`
answers.py  what `parse` finds
configs.py  the configurations: what of them has a meaning here
unmarked.py a value that nothing marks as the answer, where a configuration asks for it
strings.py  literal strings as answers
rounding.py decimals to so many places, members in any order
reading.py  answers as trees
utils.py    what to do instead of importing helpers

The modules are named like math-verify's, so that `from math_verify.parser import parse` needs one change, too.
"""

from r1rewards.dropin.math_verify import utils as utils  # so that it is there under math-verify's name
from r1rewards.dropin.math_verify.answers import Answer
from r1rewards.dropin.math_verify.configs import (
    ExprExtractionConfig,
    ExtractionTarget,
    LatexExtractionConfig,
    LatexNormalizationConfig,
    NormalizationConfig,
    StringExtractionConfig,
)
from r1rewards.dropin.math_verify.errors import TimeoutException
from r1rewards.dropin.math_verify.grader import verify
from r1rewards.dropin.math_verify.metric import math_metric
from r1rewards.dropin.math_verify.parser import parse

__all__ = [
    "Answer",
    "ExprExtractionConfig",
    "ExtractionTarget",
    "LatexExtractionConfig",
    "LatexNormalizationConfig",
    "NormalizationConfig",
    "StringExtractionConfig",
    "TimeoutException",
    "math_metric",
    "parse",
    "verify",
]
