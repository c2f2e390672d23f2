"""What Unicode's characters stand for in LaTeX."""

from __future__ import annotations

import re

from r1rewards.core.invisible import IGNORED, codes

UNICODE = str.maketrans(
    {
        **{chr(0xFF01 + i): chr(0x21 + i) for i in range(94)},  # full-width forms of printable ASCII
        "\u3000": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2007": " ", "\u200a": " ",
        **dict.fromkeys(map(chr, codes(IGNORED)), ""),  # control characters may be escapes that were lost: "\frac"
        "−": "-", "–": "-", "‐": "-", "‑": "-", "﹣": "-", "×": r"\times ", "·": r"\cdot ", "⋅": r"\cdot ",
        "∗": "*", "÷": r"\div ", "∕": "/", "⁄": "/", "±": r"\pm ", "∓": r"\mp ", "π": r"\pi ", "∞": r"\infty ",
        "≤": r"\le ", "⩽": r"\le ", "≥": r"\ge ", "⩾": r"\ge ", "≠": r"\ne ", "≈": r"\approx ", "∪": r"\cup ",
        "∩": r"\cap ", "∈": r"\in ", "∅": r"\emptyset ", "…": r"\ldots ", "⋯": r"\ldots ", "°": r"^\circ ",
        "θ": r"\theta ", "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "λ": r"\lambda ", "μ": r"\mu ",
        "φ": r"\phi ", "ω": r"\omega ", "Ω": r"\Omega ", "Δ": r"\Delta ", "σ": r"\sigma ", "τ": r"\tau ",
        "ρ": r"\rho ", "ε": r"\epsilon ", "δ": r"\delta ", "ℝ": r"\mathbb{R}", "ℤ": r"\mathbb{Z}",
        "ℕ": r"\mathbb{N}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}",
        "º": r"^\circ ", "℃": r"^\circ C", "′": "'",
        "⌊": r"\lfloor ", "⌋": r"\rfloor ", "⌈": r"\lceil ",
        "⌉": r"\rceil ", "∠": r"\angle ", "△": r"\triangle ", "∣": "|", "∥": r"\parallel ", "⊥": r"\perp ", "∶": ":",
        "、": ", ", "∘": r"\circ ", "⟨": r"\langle ", "⟩": r"\rangle ",
        "½": r"\frac{1}{2}", "⅓": r"\frac{1}{3}", "⅔": r"\frac{2}{3}", "¼": r"\frac{1}{4}", "¾": r"\frac{3}{4}",
        "⅕": r"\frac{1}{5}", "⅖": r"\frac{2}{5}", "⅗": r"\frac{3}{5}", "⅘": r"\frac{4}{5}", "⅙": r"\frac{1}{6}",
        "⅚": r"\frac{5}{6}",
        "√": r"\sqrt ", "∛": r"\sqrt[3] ", "∜": r"\sqrt[4] ",
        "⅛": r"\frac{1}{8}", "⅜": r"\frac{3}{8}", "⅝": r"\frac{5}{8}", "⅞": r"\frac{7}{8}",
    }
)  # fmt: skip
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ"
RAISED_RUN = re.compile(f"[{RAISED}]+")
RAISED_PLAIN = str.maketrans(RAISED, "0123456789+-n")
LOWERED = "₀₁₂₃₄₅₆₇₈₉ₙ"
LOWERED_RUN = re.compile(f"[{LOWERED}]+")
LOWERED_PLAIN = str.maketrans(LOWERED, "0123456789n")
