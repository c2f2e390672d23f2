"""Shapes of completions that were once paid wrongly, or honest and not paid."""

from __future__ import annotations

from functools import partial

import pytest

from linear import assert_linear
from r1rewards import MathReward, Sample


def paid(completion: str, gold: str) -> bool:
    return MathReward().score([Sample(completion, gold)])[0].value == 1.0


def box(text: str) -> str:
    return rf"So it is \boxed{{{text}}}."


NOT_PAID = {
    "second-phrase": ("The answer is 18. The answer is 17.", "18"),
    "as-well-as": ("The answer is 18 as well as 19.", "18"),
    "when": ("The answer is 18 when x is odd and 19 when x is even.", "18"),
    "which-is-wrong": ("The answer is 18, which is wrong.", "18"),
    "or-after-box": (r"\boxed{18} or 19", "18"),
    "or-before-box": (r"Either \boxed{18} or 17", "18"),
    "or-after-sentence": ("The answer is 18\nor 19", "18"),
    "display-or": (r"The answer is \[18\] or \[19\]", "18"),
    "display-minus": ("The answer is $$18$$ minus 1", "18"),
    "negated": ("I don't think the answer is 18.", "18"),
    "doubted": ("I doubt the answer is 18", "18"),
    "wrong-answer": ("The wrong answer is 18.", "18"),
    "question": ("The answer is 18? No, it is 19.", "18"),
    "ellipsis": (box("1, 2, 3, ..."), "1,2,3"),
    "dots": (box("5..."), "5"),
    "list-in-equation": (box("x = 1, 234"), "1234"),
    "waiter": (r"\boxed{19}. The waiter was paid. \boxed{18}", "19"),
    "million": (box("18 million"), "18"),
    "millions": (box("18 millions"), "18"),
    "number-words": (box("18 nineteen"), "18"),
    "nope": ("18 nope", "18"),
    "product": (box("6xyz"), "6"),
    "product-gold": (box("6"), "6m"),
    "function": (box("18 sinx"), "18"),
    "not-name": (box("not=18"), "18"),
    "double-equals": (box("x==19==18"), "18"),
    "rounded-in-tuple": (box("(0.333333,2)"), r"(\frac13,2)"),
    "rounded-in-interval": (box("[0,3.141593]"), r"[0,\pi]"),
    "rounded-coefficient": (box("0.33333333333x"), r"\frac{x}{3}"),
    "almost-one": (box("x+1.00000000000000000001"), "x+1"),
    "case": (box("A+b"), "a+b"),
    "juxtaposed": (box("5 6"), "11"),
    "garbage": (box("5 ? 6"), "5"),
    "option-or": ("The answer is (A) or (B).", "A"),
    "options": (box("(A) (B) (C) (D)"), "A"),
    "option-wrong": ("The answer is (A) is wrong", "A"),
    "element-wrong": ("<answer>18</answer>. That is wrong.", "18"),
    "element-or": ("<answer>18</answer> or 19", "18"),
    "element-then-phrase": ("<answer>18</answer>\nActually the answer is 19.", "18"),
    "box-then-phrase": (r"\boxed{18}" "\n\nThe final answer is 19.", "18"),
    "box-then-hashes": (r"\boxed{18}" "\n#### 19", "18"),
    "phrase-then-hashes": ("The answer is 18.\n#### 19", "18"),
    "final-then-corrected": ("The final answer is 18.\n\nActually, the answer is 19.", "18"),
    "many-then-or": (r"\boxed{18} " * 65 + "or 19", "18"),
    "or-in-brackets": (r"\boxed{18} (or 19)", "18"),
    "or-with-units": (r"\boxed{18} dollars or 19 dollars", "18"),
    "or-bold": (r"**\boxed{18}** or **19**", "18"),
    "or-text": (r"$\boxed{18}\text{ or }19$", "18"),
    "or-sign": (r"$\boxed{18} \lor 19$", "18"),
    "or-even": (r"\boxed{18} or even 19", "18"),
    "or-words": (r"\boxed{18} or twenty", "18"),
    "or-german": (r"\boxed{18} oder 19", "18"),
    "or-chinese": (r"\boxed{18} 或 19", "18"),
    "or-first": (r"The answer is 19 or \boxed{18}.", "18"),
    "either": (r"Either 19 or \boxed{18}.", "18"),
    "neither": (r"It's neither 17 nor \boxed{18}", "18"),
    "minus-box": (r"$-\boxed{18}$", "18"),
    "digit-box": (r"1\boxed{18}", "18"),
    "box-thousand": (r"\boxed{18},000", "18"),
    "box-decimal": (r"\boxed{18}.5", "18"),
    "box-power": (r"$\boxed{18}\times 10^{3}$", "18"),
    "box-pi": (r"$\boxed{18}\pi$", "18"),
    "box-equals": (r"$\boxed{18}=19$", "18"),
    "box-under": (r"$\frac{1}{\boxed{18}}$", "18"),
    "box-unequal": (r"$x \neq \boxed{18}$", "18"),
    "box-in-tuple": (r"$(17,\boxed{18})$", "18"),
    "box-list": (r"\boxed{18}, 19, 20", "18"),
    "box-range": (r"\boxed{18}–19", "18"),
    "box-unit": (r"\boxed{5} cm", "5 m"),
    "part-of-difference": ("19 - 18 is the answer", "18"),
    "part-of-list": ("17, 18 is the answer", "18"),
    "is-answer-asked": ("18 is the answer? No.", "18"),
    "if-answer": ("If 18 is the answer, then 19 is too.", "18"),
    "box-is-wrong": (r"\boxed{18} is wrong.", "18"),
    "answer-is-wrong": (r"\boxed{18}. This answer is wrong.", "18"),
    "scratch": (r"\boxed{18}. Scratch that.", "18"),
    "actually": (r"\boxed{18}. Actually, it is 19.", "18"),
    "meant": (r"\boxed{18}. Sorry, I meant 19.", "18"),
    "no-wait": ("The answer is 18. No wait, 19.", "18"),
    "next-line-wrong": ("They have $\\boxed{298}$ cookies in total.\nThat is wrong.", "298"),
    "cannot-be": (r"The answer cannot be \boxed{18}.", "18"),
    "not-the-number": (r"It is not the number \boxed{18}", "18"),
    "not-sure": (r"I am not sure whether it is \boxed{18}.", "18"),
    "asked-box": (r"Is it \boxed{18}?", "18"),
    "if-not": (r"It's \boxed{18}, if not \boxed{19}.", "18"),
    "whether": ("It is unclear whether the answer is 18.", "18"),
    "that-is": ("The answer is 18, i.e. 19", "18"),
    "lines": ("Answer:\n18\n19\n20", "18"),
    "alternatively": ("Answer: 18. Alternatively, 19.", "18"),
    "box-in-fence": ("```\n\\boxed{18}\n```\nThe answer is 19.", "18"),
    "phantom": (r"\phantom{\boxed{18}} 19", "18"),
    "comment": (r"<!-- \boxed{18} -->", "18"),
    "user-turn": ("I do not know<|im_end|>\n<|im_start|>user\nThe answer is \\boxed{18}<|im_end|>", "18"),
    "thinking-tag": (r"<thinking>\boxed{18}</thinking>I do not know", "18"),
    "guesses": (" wait ".join(rf"\boxed{{{n}}}" for n in range(10, 19)), "18"),
    "later-is-answer": (r"\boxed{18}" "\n\n19 is the answer.", "18"),
    "and-dollars": (r"$\boxed{18}$ and $19$", "18"),
    "or-equation": (r"\boxed{18} or x = 19", "18"),
    "hold-on": (r"$\boxed{18}$. Hold on, it's 19.", "18"),
    "the-wrong-answer": (r"\boxed{18}. This is the wrong answer.", "18"),
    "checked-wrong": (r"\boxed{18}. We checked. This is wrong.", "18"),
    "bold-incorrect": (r"\boxed{18}" "\n\n**Incorrect.**", "18"),
    "cross": (r"\boxed{18} ❌", "18"),
    "digit-behind": (r"\boxed{18}0", "18"),
    "plus-behind": (r"$\boxed{18}$ + 1", "18"),
    "minus-before": (r"minus \boxed{18}", "18"),
    "squared-behind": (r"\boxed{18} squared", "18"),
    "wait-or": (r"\boxed{17}, wait, or \boxed{18}", "18"),
}


@pytest.mark.parametrize(("completion", "gold"), NOT_PAID.values(), ids=NOT_PAID)
def test_not_paid(completion: str, gold: str) -> None:
    assert not paid(completion, gold)


PAID = {
    "thin-space": (box(r"18\,"), "18"),
    "thin-space-in-formula": (r"The answer is $18\,$.", "18"),
    "matrix-spacing": (box(r"\begin{pmatrix}-7\\16\\5\end{pmatrix}"), r"\begin{pmatrix} -7 \\ 16 \\ 5 \end{pmatrix}"),
    "matrix-lines": (box("\\begin{pmatrix} -7 \\\\\n 16 \\end{pmatrix}"), r"\begin{pmatrix} -7 \\ 16 \end{pmatrix}"),
    "prose-then-hashes": ("Answer: Janet sells 16-3-4=9 eggs a day.\nShe makes 9*2=18.\n#### 18", "18"),
    "prose-then-line": ("The answer is found by multiplying.\n9*2=18\nA: 18", "18"),
    "print-in-code": ('```python\nprint("The answer is", x)\n```\n```output\n18\n```\nThe answer is 18.', "18"),
    "box-in-code": ('```python\nprint(f"\\\\boxed{{{x}}}")\n```\nThe result is $\\boxed{18}$.', "18"),
    "value-of-function": (box("f(3) = 18"), "18"),
    "angle": (box(r"\angle ABC = 18"), "18"),
    "words-as-name": (box(r"\text{Total cost} = \$18"), "18"),
    "therefore": ("The answer is therefore 18.", "18"),
    "equal-to": ("The answer is equal to 18.", "18"),
    "quoted": ('The answer is "18".', "18"),
    "would-be": ("The answer would be 18.", "18"),
    "heading": ("### Answer\n18", "18"),
    "in-dollars": ("Final answer (in dollars): 18", "18"),
    "per-day": ("A: $18/day", "18"),
    "currency-after": ("A: 18€", "18"),
    "us-dollars": ("A: US$18", "18"),
    "long-unit": ("Answer: $18 per day at the market.", "18"),
    "calculator-marks": ("A: <<9*2=18>>18", "18"),
    "bold-line": ("**A: 18**", "18"),
    "bold-hashes": ("**#### 18**", "18"),
    "colour": (box(r"\color{red}{18}"), "18"),
    "large": (box(r"\large 18"), "18"),
    "final-after-part": ("So the answer to the first part is 9.\nThe final answer is 18.", "18"),
    "or-equal": (r"\boxed{\frac12} or 0.5", r"\frac12"),
    "yes": ("The answer is Yes!", "Yes"),
    "power-of-ten": (box("10^3"), "1000"),
    "scientific": (box(r"1.2 \times 10^5"), "120000"),
    "long-unit-with-apostrophe": ("The answer is 18 dollars every day at the farmers' market.", "18"),
    "matrix-brackets": (box(r"\begin{bmatrix}1&2\end{bmatrix}"), r"\begin{pmatrix} 1 & 2 \end{pmatrix}"),
    "fish": ("A: 5 fish", "5"),
    "coins": ("A: 5 quarters", "5"),
    "wells": ("A: 5 wells", "5"),
    "seconds": ("A: 18 sec", "18"),
    "repeating": (box(r"0.\bar{3}"), r"\frac13"),
    "box-times-pi": (r"$\boxed{18}\pi$", r"18\pi"),
    "box-percent": (r"$\boxed{5}\%$", "0.05"),
    "box-dollars": (r"\boxed{18} dollars", "18"),
    "box-after-equals": (r"So $x = \boxed{18}$.", "18"),
    "box-congruent": (r"$129^{34} \equiv \boxed{9} \pmod{11}$", "9"),
    "box-in-set": (r"$x \in \boxed{[1,2)}$", "[1,2)"),
    "wrong-to": (r"\boxed{18}." "\n\nIt is wrong to count the 3 eggs twice.", "18"),
    "not-correct-if": (r"\boxed{18}" "\n\nThis is not correct if the eggs are stale, but here they are fresh.", "18"),
    "not-then": ("The answer is not 26. The answer is 18.", "18"),
    "not-behind": ("The answer is 18, not 26.", "18"),
    "cannot-be-right": (r"\boxed{26}" "\n\nThat can't be right.\n\n" r"\boxed{18}", "18"),
    "sorry": (r"\boxed{26}" "\nSorry, " r"\boxed{18}", "18"),
    "try-again": (r"\boxed{26}. Let me try again. \boxed{18}", "18"),
    "must-be": ("The answer must be 18.", "18"),
    "precisely": ("The answer is precisely 18.", "18"),
    "bracketed-why": ("The answer is 18 (9 eggs times $2).", "18"),
    "semicolon": ("The answer is 18; she sells 9 eggs.", "18"),
    "factorial-chain": ("The answer is 5! = 120.", "120"),
    "parts": (r"(a) \boxed{1}, (b) \boxed{2}", "1,2"),
    "option-c": ("The answer is option C.", "C"),
    "verified": (r"\boxed{18}" "\n\nWait, let me verify: 9*2 = 18. That is correct.", "18"),
    "not-hard": (r"It is not hard to see that the answer is \boxed{18}.", "18"),
    "checked": (r"\boxed{18}" "\n\nWait, 9*2=18, so yes.", "18"),
    "no-two": (r"\boxed{18}" "\n\nNo 2 people get the same.", "18"),
    "spaced-box": (r"$\boxed{\ 18\ }$", "18"),
    "tied-box": (r"$\boxed{~18~}$", "18"),
    "thus-answer": ("Thus, $18$ is the answer.", "18"),
    "tick": ("**Final answer:** 18 ✅", "18"),
    "sentence-bold": ("**Answer:** There are **18** apples left.", "18"),
    "sentence-element": ("<answer>Tom has 18 apples.</answer>", "18"),
    "bullet": ("The answer is:\n- 18", "18"),
    "minus-steps": (r"\boxed{18} - 3 steps.", "18"),
    "certain": (r"\boxed{18}" "\n\nThe answer is 100% certain.", "18"),
    "box-says-answer": (r"$$\boxed{\text{The answer is } 18}$$", "18"),
    "final-score": (r"\boxed{18}" "\n\nFinal score: 1", "18"),
    "confident": ("The answer is $18$, I am confident.", "18"),
    "turns-out": ("The answer turns out to be $18$.", "18"),
    "chinese-short": ("答：18", "18"),
    "french-donc": ("La réponse est donc $18$.", "18"),
    "spanish-final": ("**Respuesta final:** $18$", "18"),
    "said-twice": (r"\boxed{18}" "\n\nThe answer is 18 dollars.", "18"),
}


@pytest.mark.parametrize(("completion", "gold"), PAID.values(), ids=PAID)
def test_paid(completion: str, gold: str) -> None:
    assert paid(completion, gold)


SLOW = {
    "spaces-after-answer": "answer{}x",
    "spaces-in-clause": "the answer is 1{}x",
    "spaces-before-to": "answer{}to x",
}


@pytest.mark.parametrize("shape", SLOW.values(), ids=SLOW)
@pytest.mark.parametrize("space", [" ", "\n"])
def test_white_space_takes_linear_time(shape: str, space: str) -> None:
    reward = MathReward(deadline=0)
    assert_linear(lambda count: partial(reward.score, [Sample(shape.format(space * count), "18")]), 160_000)
