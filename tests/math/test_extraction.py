"""Where a text says what its answer is: every rule by name, and the texts that try to be read otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.core.score import Response
from r1rewards.errors import RewardError
from r1rewards.math import CORRECTIONS, RULES, equivalent, extract
from r1rewards.templates import R1, R1_ZERO


def table(**cases: tuple[object, ...]) -> list[object]:
    """Parameters whose ids are the keyword names."""
    return [pytest.param(*case, id=name) for name, case in cases.items()]


# --- each rule finds what it is for ----------------------------------------------------------------------------------

FOUND = {
    "element": (r"<answer>18</answer>", "18", "answer-element"),
    "element-spaced": ("so\n<answer>\n 18 \n</answer>\n", "18", "answer-element"),
    "element-boxed": (r"<answer>It is \boxed{18}.</answer>", "18", "answer-element"),
    "element-phrase": ("<answer>The answer is 18.</answer>", "18", "answer-element"),
    "element-after-reasoning": ("<think>17?</think><answer>18</answer>", "18", "answer-element"),
    "element-over-phrase": ("The answer is 17. <answer>18</answer>", "18", "answer-element"),
    "boxed": (r"Thus $\boxed{18}$.", "18", "boxed"),
    "boxed-spaced": (r"\boxed { 18 }", "18", "boxed"),
    "boxed-fbox": (r"\fbox{18}", "18", "boxed"),
    "boxed-bare-number": (r"So \boxed 5", "5", "boxed"),
    "boxed-bare-dollars": (r"So $\boxed 5$.", "5", "boxed"),
    "boxed-balanced": (r"\boxed{\frac{1}{\sqrt{2}}}", r"\frac{1}{\sqrt{2}}", "boxed"),
    "boxed-escaped-braces": (r"\boxed{\{1, 2\}}", r"\{1, 2\}", "boxed"),
    "boxed-left-brace-alone": (r"\boxed{\left\{ x \right.} }", r"\left\{ x \right.", "boxed"),
    "boxed-escaped-right-brace": (r"\boxed{\} 1} }", r"\} 1", "boxed"),
    "boxed-nested": (r"\boxed{\boxed{5}}", r"\boxed{5}", "boxed"),
    "boxed-deeply-nested": (r"\boxed{\boxed{\boxed{5}}}", r"\boxed{\boxed{5}}", "boxed"),
    "boxed-inside-unclosed": (r"\boxed{x + \boxed{5}", "5", "boxed"),
    "boxed-then-unclosed": (r"\boxed{5} and then \boxed{6", "5", "boxed"),
    "boxed-after-reasoning": (r"<think>\boxed{17}</think> \boxed{18}", "18", "boxed"),
    "boxed-over-phrase": (r"The answer is 17. \boxed{18}", "18", "boxed"),
    "boxed-before-reopened": (r"<think>a</think> \boxed{18} <think> \boxed{17}", "18", "boxed"),
    "is": ("The answer is 18.", "18", "answer-is"),
    "is-final": ("Therefore, the final answer is 18", "18", "answer-is"),
    "is-case": ("THE ANSWER IS 18!", "18", "answer-is"),
    "is-bold": ("The answer is **18**.", "18", "answer-is"),
    "is-colon": ("The answer is: 18", "18", "answer-is"),
    "is-minerva": ("Final Answer: The final answer is $5$. I hope it is correct.", "$5$", "answer-is"),
    "is-decimal": ("The answer is 3.14. Done.", "3.14", "answer-is"),
    "is-money": ("The answer is $18.50.", "$18.50", "answer-is"),
    "is-to-question": ("The answer to the riddle is 18.", "18", "answer-is"),
    "is-next-line": ("The answer is\n18", "18", "answer-is"),
    "is-displayed": ("The answer is\n\\[\n\\frac{1}{2}\n\\]\nas claimed.", "\\[\n\\frac{1}{2}\n\\]", "answer-is"),
    "is-because": ("The answer is 18 because 9 doubled is 18.", "18", "answer-is"),
    "is-comma-since": ("The answer is 18, since 9 doubled is 18.", "18", "answer-is"),
    "is-factorial-in-formula": (r"The answer is $3! \cdot 2$.", r"$3! \cdot 2$", "answer-is"),
    "colon": ("Answer: 18", "18", "answer-colon"),
    "colon-lower": ("answer: 18.", "18", "answer-colon"),
    "colon-final-bold": ("**Final Answer:** 18", "18", "answer-colon"),
    "colon-next-line": ("### Final Answer:\n$\\frac{1}{2}$", "$\\frac{1}{2}$", "answer-colon"),
    "colon-full-width": ("answer：18", "18", "answer-colon"),
    "colon-sentence": ("Final Answer: The volume of $ABCD$ is 120.", "120", "answer-colon"),
    "colon-none": ("Answer $\\frac{1}{2}$", "$\\frac{1}{2}$", "answer-colon"),
    "colon-after-is": ("So this answer is consistent.\n\nFinal Answer: **73**", "73", "answer-colon"),
    "is-solution": (r"The solution is $x \le 5$.", r"$x \le 5$", "answer-is"),
    "is-chinese": ("因此，答案是5。", "5", "answer-is"),
    "colon-chinese": ("答案：18", "18", "answer-colon"),
    "is-french": ("La réponse est 18.", "18", "answer-is"),
    "is-spanish": ("La respuesta es 18.", "18", "answer-is"),
    "is-answer": (r"Therefore $x \geq 5$ is the solution.", r"$x \geq 5$", "is-answer"),
    "is-answer-ours": ("Thus 18 is our final answer.", "18", "is-answer"),
    "whole-opened": ("Therefore, 42.", "42.", "whole"),
    "whole-opened-relation": (r"We find that $x < 3$.", r"$x < 3$.", "whole"),
    "boxed-after-denial": (r"It is not \boxed{5}. It is \boxed{6}.", "6", "boxed"),
    "hashes": ("She makes 9 * 2 = 18 dollars.\n#### 18", "18", "hashes"),
    "hashes-trailing-space": ("#### 18 \n\n", "18", "hashes"),
    "hashes-after-words": ("All of it costs $15400 in total. #### 15400", "15400", "hashes"),
    "hashes-then-remark": ("#### 18\nBut I am not sure about this one.", "18", "hashes"),
    "a-line": ("2 + 2 = 4\nA: 26", "26", "a-line"),
    "a-line-alone": ("A: 26", "26", "a-line"),
    "whole-number": ("42.", "42.", "whole"),
    "whole-fraction": (r"\frac12", r"\frac12", "whole"),
    "whole-tuple": ("(1, 2)", "(1, 2)", "whole"),
    "whole-word": ("Yes", "Yes", "whole"),
    "whole-unit": ("5 meters", "5 meters", "whole"),
    "whole-dollars": ("$18$", "$18$", "whole"),
    "whole-equation": ("x = 5", "x = 5", "whole"),
    "whole-choice": ("(B)", "(B)", "whole"),
    "whole-set": (r"\{-2, 8\}", r"\{-2, 8\}", "whole"),
    "whole-matrix": ("\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}", "\\begin{pmatrix} 1 \\\\ 2 \\end{pmatrix}", "whole"),
    "whole-displayed": ("$$\n18\n$$", "$$\n18\n$$", "whole"),
    "whole-after-reasoning": ("<think>Is it 17? No, 18.</think>\n\n18", "18", "whole"),
}


@pytest.mark.parametrize(("text", "answer", "rule"), table(**FOUND))
def test_the_rule_finds_the_claim(text, answer, rule):
    found = extract(text)
    assert found is not None
    assert (found.rule, found.answer) == (rule, answer)


@pytest.mark.parametrize("text", [pytest.param(case[0], id=name) for name, case in FOUND.items()])
def test_the_span_is_where_the_answer_stands(text):
    found = extract(text)
    assert text[found.span.start : found.span.end] == found.answer
    assert (found.span.label, found.span.value) == ("answer", found.rule)
    assert found.rivals == ()


def test_the_rules_are_named_in_their_order():
    assert RULES == ("answer-element", "boxed", "answer-is", "answer-colon", "is-answer", "hashes", "a-line", "whole")
    assert set(RULES) == {rule for _, _, rule in FOUND.values()}


# --- nothing is fished out of prose ----------------------------------------------------------------------------------

NOTHING = {
    "empty": "",
    "blank": " \n\t ",
    "prose-number": "It cannot be $5$.",
    "prose-numbers": "I tried 3 and 4, and then I gave up.",
    "prose-words": "I do not know this one",
    "prose-sum": "Adding 3 to 4 makes 7 apples in the basket.",
    "sentences": "5. Or so. 6.",
    "lines": "3\n4\n5",
    "box-in-reasoning": r"<think>so \boxed{5}</think> I will not say.",
    "box-in-open-reasoning": r"<think>so \boxed{5}",
    "box-in-reopened-reasoning": r"<think>a</think> Hm, let me see. <think> \boxed{5}",
    "phrase-in-open-reasoning": "<think>The answer is 5.",
    "element-in-reasoning": "<think><answer>5</answer></think> I will not say.",
    "element-in-open-reasoning": "<think>hm <answer>5</answer>",
    "nothing-after-reasoning": r"<think>\boxed{5}</think>",
    "box-blank": r"Here: \boxed{} it is.",
    "box-spaces": r"Here: \boxed{  } it is.",
    "box-unclosed": r"Thus it is \boxed{5",
    "box-unclosed-inner": r"Thus it is \boxed{\frac{1}{2}",
    "box-escaped-close": r"Thus it is \boxed{5\}",
    "box-word": r"One writes \boxed around what one means.",
    "element-blank": "<answer> </answer>",
    "element-unclosed": "I say <answer>5",
    "hashes-not-last": "#### 18\n\nFirst case\nSecond case\nThird case\nFourth case",
    "hashes-heading": "#### Step 4\nWe add the rest.",
    "hashes-numbered-heading": "#### 3. Checks\nAll is done.",
    "hashes-inside-line": "He wrote #### 18 on the blackboard and left.",
    "a-line-not-last": "A: 26\nB is another matter altogether, I fear.",
    "phrase-without-answer": "The answer is",
    "answers-of-others": "There are many answers 5 of which are fine by me.",
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NOTHING.items()])
def test_no_claim(text):
    assert extract(text) is None


@given(st.text(alphabet="abcdefgh ", min_size=60, max_size=120), st.integers())
def test_a_number_in_prose_is_no_claim(words, number):
    # Two long words at least on each side: nothing here is marked as an answer, and the whole is no answer.
    assert extract(f"some words {words} {number} more words here {words}.") is None


# --- several claims --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answer", "rivals"),
    table(
        boxes=(r"\boxed{5} \boxed{6}", "6", ("5",)),
        prose=(r"First \boxed{5}. It might be \boxed{6}.", "6", ("5",)),
        hedge=(r"\boxed{5} or \boxed{6}", "6", ("5",)),
        three=(r"\boxed{5} or \boxed{6} or \boxed{7}", "7", ("5", "6")),
        back_again=(r"\boxed{5} so \boxed{6} so \boxed{5}", "5", ("6",)),
        equal=(r"\boxed{5}. Therefore \boxed{5}.", "5", ()),
        equal_joined=(r"\boxed{5}, \boxed{5}", "5", ()),
        equal_in_other_shape=(r"\boxed{\frac{1}{2}}. Thus \boxed{\dfrac{1}{2}}.", r"\dfrac{1}{2}", ()),
        blank_last=(r"It is \boxed{5}. Fill in: \boxed{}", "5", ()),
        blank_first=(r"Fill in \boxed{ }. It is \boxed{5}.", "5", ()),
        phrases=("The answer is 5. The answer is 6.", "6", ("5",)),
        colons=("Answer: 5\nAnswer: 6", "6", ("5",)),
        elements=("<answer>5</answer><answer>6</answer>", "6", ("5",)),
        elements_equal=("<answer>5</answer><answer>5</answer>", "5", ()),
        box_outside_element=(r"\boxed{6} <answer>5</answer>", "5", ("6",)),
        box_after_element=(r"<answer>5</answer> \boxed{6}", "5", ("6",)),
        same_box_outside_element=(r"\boxed{5} <answer>5</answer>", "5", ()),
        boxes_in_element=(r"<answer>\boxed{5} or \boxed{6}</answer>", "6", ("5",)),
    ),
)
def test_conflicting_claims_are_rivals(text, answer, rivals):
    found = extract(text)
    assert found.answer == answer
    assert tuple(rival.value for rival in found.rivals) == rivals
    assert all(text[rival.start : rival.end] == rival.value for rival in found.rivals)
    assert all(rival.label == "rival" for rival in found.rivals)


@pytest.mark.parametrize(
    ("text", "answer"),
    table(
        comma=(r"\boxed{1}, \boxed{2}", "1, 2"),
        word_and=(r"\boxed{1} and \boxed{2}", "1, 2"),
        comma_and=(r"$\boxed{1}$, $\boxed{2}$, and $\boxed{3}$", "1, 2, 3"),
        semicolon=(r"\boxed{1}; \boxed{2}", "1, 2"),
        text_and=(r"\[\boxed{1} \text{ and } \boxed{2}\]", "1, 2"),
        in_element=(r"<answer>\boxed{1}, \boxed{2}</answer>", "1, 2"),
    ),
)
def test_joined_boxes_are_one_list(text, answer):
    found = extract(text)
    assert (found.answer, found.rivals) == (answer, ())
    # The span covers the boxes from the first to the last: no single place holds the list as it is read.
    covered = text[found.span.start : found.span.end]
    assert covered.startswith(r"\boxed{1}")
    assert covered.endswith("}")
    assert equivalent(answer, found.answer)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        (r"\boxed{1} papers and \boxed{2} bins", "1, 2"),
        (r"$$\boxed{(3, 3)} \text{ for part (a) and } \boxed{(1, 1)}$$", "(3, 3), (1, 1)"),
        (r"\($y_1 = \boxed{x} \) and \( y_2 = \boxed{2x} \)", "x, 2x"),
    ],
)
def test_boxes_with_a_word_or_a_name_between_are_one_list(text, answer):
    assert (extract(text).answer, extract(text).rivals) == (answer, ())


@pytest.mark.parametrize(
    "text",
    [
        r"\boxed{18}. That is wrong.",
        r"\boxed{18} Wait, no, that's incorrect.",
        r"\boxed{18}. This is not the right answer.",
    ],
)
def test_a_claim_that_is_taken_back(text):
    retraction = extract(text).retraction
    assert retraction is not None
    assert text[retraction.start : retraction.end] == retraction.value


@pytest.mark.parametrize(
    "text",
    [r"\boxed{18}", r"\boxed{18}. That is right.", r"\boxed{18}. This is the answer.", "#### 18", r"\boxed{18}. QED"],
)
def test_a_claim_that_stands(text):
    assert extract(text).retraction is None


@pytest.mark.parametrize(
    "text",
    [r"\boxed{1} or \boxed{2}", r"\boxed{1} \boxed{2}", r"\boxed{1}, no, \boxed{2}", r"\boxed{1}. \boxed{2}"],
    ids=["or", "side-by-side", "with-words", "sentences"],
)
def test_other_boxes_are_no_list(text):
    assert [rival.value for rival in extract(text).rivals] == ["1"]


CORRECTED = {
    "wait": r"\boxed{5}. Wait, I forgot one: \boxed{6}",
    "actually": r"\boxed{5}. Actually, \boxed{6}",
    "error": r"\boxed{5}. I made an error. \boxed{6}",
    "wrong": r"\boxed{5}. That is wrong. \boxed{6}",
    "phrases": "The answer is 5. Wait, no. The answer is 6.",
    "element": r"\boxed{5}. Wait. <answer>6</answer>",
}


@pytest.mark.parametrize("text", CORRECTED.values(), ids=CORRECTED)
def test_a_marked_correction_takes_back_what_stands_before_it(text):
    marked = extract(text, corrections="marked")
    assert (marked.answer, marked.rivals) == ("6", ())


@pytest.mark.parametrize("text", CORRECTED.values(), ids=CORRECTED)
def test_with_policy_never_the_conflict_stays(text):
    never = extract(text, corrections="never")
    assert (never.answer, [rival.value for rival in never.rivals]) == ("6", ["5"])


@pytest.mark.parametrize(
    "text",
    [
        r"Wait. \boxed{5} before \boxed{6}",
        r"\boxed{5} before \boxed{6}. Wait!",
        r"\boxed{5}. Wait, \boxed{6}. Then \boxed{7}",
        r"\boxed{5} awaits \boxed{6}",
        "Wait. <answer>5</answer> <answer>6</answer>",
    ],
    ids=["before-both", "after-both", "one-left", "inside-word", "elements"],
)
def test_a_correction_resolves_only_what_it_separates(text):
    assert len(extract(text, corrections="marked").rivals) == 1


def test_the_reasoning_takes_no_part_in_a_conflict():
    found = extract(r"<think>\boxed{5} or \boxed{6}</think> \boxed{7}")
    assert (found.answer, found.rivals) == ("7", ())


# --- end-of-text tokens ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["<|im_end|>", "</s>", "<｜end▁of▁sentence｜>", "<|eot_id|>", "<|endoftext|>"])
@pytest.mark.parametrize(
    ("text", "rule"),
    [("18", "whole"), ("so\n#### 18", "hashes"), ("so\nA: 18", "a-line"), ("The answer is 18", "answer-is")],
    ids=["whole", "hashes", "a-line", "is"],
)
def test_an_end_of_text_token_is_no_part_of_the_answer(token, text, rule):
    for ending in (token, f"{token}\n", f"\n{token}"):
        found = extract(text + ending)
        assert (found.answer, found.rule) == ("18", rule)


# --- a Response as input ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answer", "rule"),
    table(
        number=("<think>a</think><answer>18</answer>", "18", "whole"),
        spaced=("<think>a</think>\n<answer>\n 18 \n</answer>", "18", "whole"),
        boxed=(r"<think>a</think><answer>It is $\boxed{18}$.</answer>", "18", "boxed"),
        phrase=("<think>a</think> <answer>The answer is 18.</answer>", "18", "answer-is"),
        prose=("<think>a</think><answer>either one or perhaps two of them</answer>", None, "answer-element"),
    ),
)
def test_of_an_answer_element_all_is_the_answer(text, answer, rule):
    found = extract(R1_ZERO.parse(text))
    assert found.rule == rule
    assert answer is None or found.answer == answer
    assert text[found.span.start : found.span.end] == found.answer


@pytest.mark.parametrize(
    ("text", "answer", "rule"),
    table(
        boxed=(r"<think>a</think>So it is \boxed{18}.", "18", "boxed"),
        whole=("<think>a</think>\n\n18\n", "18", "whole"),
        phrase=("<think>a</think>\nThe answer is 18.", "18", "answer-is"),
        hashes=("<think>a</think>\nSo.\n#### 18", "18", "hashes"),
    ),
)
def test_of_a_summary_a_rule_must_find_the_answer(text, answer, rule):
    found = extract(R1.parse(text))
    assert (found.answer, found.rule) == (answer, rule)
    assert text[found.span.start : found.span.end] == answer


@pytest.mark.parametrize(
    ("template", "text"),
    [
        (R1_ZERO, r"<think>\boxed{5}</think> \boxed{5}"),
        (R1_ZERO, r"<think>a <answer>5</answer>"),
        (R1_ZERO, r"<think>a</think><answer> </answer>"),
        (R1_ZERO, r"<think>a</think><answer>5"),
        (R1_ZERO, r"<think>a</think><answer>5</answer><answer>6</answer>"),
        (R1, r"<think>\boxed{5}</think>"),
        (R1, r"<think>\boxed{5}"),
        (R1, r"<think>a</think> It cannot be $5$."),
    ],
    ids=["no-element", "open-reasoning", "blank", "unclosed", "two-elements", "no-summary", "open-think", "prose"],
)
def test_a_response_without_a_claim(template, text):
    assert extract(template.parse(text)) is None


def test_with_a_template_only_the_answer_element_is_read():
    text = r"<think>a</think> \boxed{6} <answer>5</answer> \boxed{7}"
    found = extract(R1_ZERO.parse(text))
    assert (found.answer, found.rivals) == ("5", ())


def test_rivals_in_a_response_point_into_the_text():
    text = r"<think>a</think> <answer>\boxed{5} or \boxed{6}</answer>"
    found = extract(R1_ZERO.parse(text))
    assert [text[rival.start : rival.end] for rival in found.rivals] == ["5"]


def test_a_response_without_an_answer():
    assert extract(Response(reasoning="5", answer=None)) is None


# --- parameters ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "answer"),
    [
        (None, "1"),
        (RULES, "1"),
        (("boxed", "answer-is"), "1"),
        (("answer-is", "boxed"), "2"),
        (("hashes", "boxed"), "3"),
        (("hashes",), "3"),
        (["a-line", "boxed"], "1"),
    ],
    ids=["default", "all", "boxed-first", "is-first", "hashes-first", "hashes-only", "list"],
)
def test_the_order_of_the_rules_decides(rules, answer):
    assert extract("\\boxed{1}\nThe answer is 2.\n#### 3", rules=rules).answer == answer


@pytest.mark.parametrize("rules", [("whole",), ("a-line", "hashes")], ids=["whole", "lines"])
def test_a_rule_that_is_left_out_finds_nothing(rules):
    assert extract("Thus \\boxed{1} it is.", rules=rules) is None


def test_a_blank_claim_leaves_the_word_to_the_next_rule():
    found = extract("\\boxed{}\nThe answer is 2.")
    assert (found.answer, found.rule) == ("2", "answer-is")


@pytest.mark.parametrize("rule", ["box", "", "Boxed"])
def test_an_unknown_rule(rule):
    with pytest.raises(RewardError, match="there is no extraction rule") as caught:
        extract("5", rules=("boxed", rule))
    assert all(known in str(caught.value) for known in RULES)


@pytest.mark.parametrize("policy", ["", "always", "Marked"])
def test_an_unknown_policy(policy):
    with pytest.raises(RewardError, match="there is no policy"):
        extract("5", corrections=policy)
    assert policy not in CORRECTIONS


# --- any text --------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "<think>", "</think>", "<answer>", "</answer>", r"\boxed{", r"\boxed ", "}", "{", "\\", "$", "5", "6", " ",
        "\n", "answer is ", "answer: ", "#### ", "A: ", "wait ", ", ", " and ", "</s>", "x", ".", "\u200b",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_whatever_the_text_the_spans_hold(text):
    for source in (text, R1_ZERO.parse(text), R1.parse(text)):
        found = extract(source)
        if found is None:
            continue
        assert found.answer.strip()
        inside = text[found.span.start : found.span.end]
        # A list of boxes covers its boxes; every other answer stands at its span as it is written.
        whole = inside == found.answer or "box" in inside  # a box with what is glued to it
        assert whole or all(part in inside for part in found.answer.split(", "))
        for rival in found.rivals:
            assert 0 <= rival.start < rival.end <= len(text)
        assert extract(source, corrections="never").answer == found.answer


@given(st.lists(PIECES, max_size=15).map("".join), st.sampled_from(["5", r"\frac{1}{2}", "(1, 2)"]))
def test_what_follows_the_reasoning_is_read_alone(reasoning, answer):
    # Nothing inside the reasoning can change what the text after its last closing tag claims.
    text = f"<think>{reasoning}</think>\\boxed{{{answer}}}"
    found = extract(text)
    assert (found.answer, found.rule, found.rivals) == (answer, "boxed", ())
