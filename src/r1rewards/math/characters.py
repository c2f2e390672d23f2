"""What Unicode's characters stand for in LaTeX."""

from __future__ import annotations

import re

from r1rewards.core.data_files import read_table
from r1rewards.core.invisible import IGNORED, codes

UNICODE = str.maketrans(
    {
        **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},  # full-width forms of printable ASCII
        **dict.fromkeys(map(chr, codes(IGNORED)), ""),  # control characters may be escapes that were lost: "\frac"
        **{
            character: latex
            for latex, characters in read_table("r1rewards.math", "notation.toml")["characters"].items()
            for character in characters
        },
    }
)
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"
RAISED_RUN = re.compile(f"[{RAISED}]+")
RAISED_PLAIN = str.maketrans(RAISED, "0123456789+-n")
LOWERED = "₀₁₂₃₄₅₆₇₈₉ₙ"
LOWERED_RUN = re.compile(f"[{LOWERED}]+")
LOWERED_PLAIN = str.maketrans(LOWERED, "0123456789n")
