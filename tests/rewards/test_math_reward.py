"""MathReward: the final answer against a gold, with the blame where it belongs."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.templates import R1, R1_ZERO
from r1rewards.testing import completions, different_pairs, equivalent_pairs, hedges

PLAIN = r1.MathReward(deadline=0)
LAID_OUT = r1.MathReward(template=R1_ZERO, deadline=0)


def score(completion: object, reference: object, reward: r1.MathReward = PLAIN) -> r1.Score:
    (found,) = reward.score([r1.Sample(completion, reference)])
    return found


# --- verdicts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completion", "reference"),
    [
        (r"Thus $\boxed{18}$.", "18"),
        (r"<think>17? no.</think> \boxed{18}", "18"),
        ("<think>hm</think><answer>18</answer>", 18),
        ("The final answer is $5$. I hope it is correct.", "5"),
        ("so\n#### 1,000", "1000"),
        ("so\nA: 26", 26.0),
        ("5 meters", "$5$"),
        (r"\boxed{\dfrac{14}{3}}", r"\frac{14}{3}"),
        (r"\boxed{5}", "She has 2 + 3 = 5.\n#### 5"),
        (r"\boxed{5}", r"Adding, we get $\boxed{5}$."),
        (r"\boxed{x = 5}", "5"),
        (r"\boxed{5}. Hence \boxed{5.0}.", "5"),
        ("Yes", "yes"),
    ],
)
def test_right(completion, reference):
    found = score(completion, reference)
    assert (found.value, found.verdict) == (1.0, r1.Verdict.CORRECT), found.reason


@pytest.mark.parametrize(
    ("completion", "reference"),
    [
        (r"\boxed{17}", "18"),
        (r"<think>\boxed{18}</think> \boxed{17}", "18"),
        (r"\boxed{17} or \boxed{18}", "18"),
        (r"\boxed{18} or \boxed{17}", "18"),
        ("<answer>17</answer><answer>18</answer>", "18"),
        (r"\boxed{17} <answer>18</answer>", "18"),
        (r"<answer>18</answer> \boxed{17}", "18"),
        ("The answer is 17. The answer is 18.", "18"),
        ("The answer is 18. The answer is 17.", "18"),
        ("Answer: 17\nAnswer: 18", "18"),
        ("The answer is 17 or 18.", "18"),
        ("The answer is not 18.", "18"),
        (r"\boxed{17}, \boxed{18}", "18"),
        (r"\boxed{3=18}", "18"),
        (r"\boxed{18, 19}", "18"),
        ("No", "yes"),
    ],
)
def test_wrong(completion, reference):
    found = score(completion, reference)
    assert found.value == 0.0
    assert found.verdict in (r1.Verdict.INCORRECT, r1.Verdict.LIMIT, r1.Verdict.NO_ANSWER), found.reason


@pytest.mark.parametrize(
    "completion",
    [
        "",
        "I do not know.",
        "It cannot be $18$.",
        r"<think>\boxed{18}</think>",
        r"<think>\boxed{18}",
        "<think>hm</think> I tried 17 and 18 and 19.",
        r"\boxed{} or so",
        r"The box is \boxed{18",
    ],
)
def test_no_answer(completion):
    found = score(completion, "18")
    assert (found.value, found.verdict, found.answer, found.spans) == (0.0, r1.Verdict.NO_ANSWER, None, ())


@pytest.mark.parametrize("reference", [None, "", "$$", [], ["", None], True, math.nan, {"gold": "18"}])
def test_an_unusable_reference_is_skipped_whatever_the_text(reference):
    for completion in ("", r"\boxed{18}", "no idea"):
        found = score(completion, reference)
        assert (found.value, found.verdict) == (None, r1.Verdict.SKIPPED)
    assert PLAIN.check(r1.Sample("", reference)) == found.reason
    assert r1.check(PLAIN, [r1.Sample("", "18"), r1.Sample("", reference)]) == [(1, found.reason)]


def test_a_usable_reference_passes_the_check():
    assert [PLAIN.check(r1.Sample("", gold)) for gold in ("18", 18, ["18", None], r"\boxed{18}")] == [None] * 4


# --- several golds, several claims -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completion", "golds", "value"),
    [
        (r"\boxed{6}", ["5", "6"], 1.0),
        (r"\boxed{5}", ["5", "6"], 1.0),
        (r"\boxed{7}", ["5", "6"], 0.0),
        (r"\boxed{6}", [None, "6"], 1.0),
        (r"\boxed{6}", ("", 6), 1.0),
        # One gold must hold for every claim: two golds do not pay for two different answers.
        (r"\boxed{5} or \boxed{6}", ["5", "6"], 0.0),
        (r"\boxed{0.5}. So \boxed{\frac{1}{2}}.", ["5", r"\frac12"], 1.0),
        (r"\boxed{1/2}. So \boxed{0.5}, that is, \boxed{50\%}.", "0.5", 1.0),
    ],
)
def test_any_gold_for_all_claims(completion, golds, value):
    assert score(completion, golds).value == value


def test_an_undecided_gold_does_not_hide_a_right_one():
    assert score(r"\boxed{2\sqrt{3}}", [r"\sqrt{12}", r"2\sqrt{3}"]).verdict is r1.Verdict.CORRECT
    assert score(r"\boxed{2\sqrt{3}}", ["5", r"\sqrt{12}"]).verdict is r1.Verdict.CORRECT
    # Of golds the readable ones decide: one that cannot be read is the data set's fault.
    assert score(r"\boxed{2\sqrt{3}}", ["5", r"\mho(3)"]).verdict is r1.Verdict.INCORRECT
    assert score(r"\boxed{2\sqrt{3}}", r"\mho(3)").verdict is r1.Verdict.SKIPPED


def test_a_conflict_shows_both_places():
    text = r"First \boxed{5}, in the end \boxed{18}"
    found = score(text, "18")
    assert (found.value, found.verdict, found.answer) == (0.0, r1.Verdict.INCORRECT, "18")
    assert {span.label: text[span.start : span.end] for span in found.spans} == {"answer": "18", "rival": "5"}
    assert "'5'" in found.reason
    assert "'18'" in found.reason


@pytest.mark.parametrize(("policy", "value"), [("marked", 1.0), ("never", 0.0)])
def test_the_policy_for_corrections(policy, value):
    reward = r1.MathReward(corrections=policy, deadline=0)
    assert score(r"\boxed{5}. Wait, I misread. \boxed{18}", "18", reward).value == value
    assert score(r"\boxed{18}. Wait, I misread. \boxed{5}", "18", reward).value == 0.0


@pytest.mark.parametrize(
    "completion", ["Perhaps the answer is 18.", "My guess for the answer is 18", r"Maybe \boxed{18}."]
)
def test_the_policy_for_tentative_claims(completion):
    assert score(completion, "18").value == 1.0
    assert score(completion, "18", r1.MathReward(tentative="refused", deadline=0)).verdict is r1.Verdict.NO_ANSWER
    cut = r1.Sample(completion, "18", finish_reason="length")
    assert PLAIN.score([cut])[0].verdict is r1.Verdict.NO_ANSWER


@pytest.mark.parametrize(
    ("completion", "value"),
    [
        ("Perhaps the answer is 18.\n\nLet me think about the other case, in which nothing holds.", 0.0),
        ("Perhaps the answer is 17. No, the answer is 18.", 1.0),
        ("Perhaps the answer is 18. Perhaps the answer is 17.", 0.0),
        ("The answer is 18. Perhaps the answer is 17.", 0.0),
    ],
)
def test_a_hedged_claim_is_the_last_word_or_none(completion, value):
    assert score(completion, "18").value == value


# --- what a score shows ----------------------------------------------------------------------------------------------


def test_the_score_shows_what_was_read_and_how():
    text = "Thus it is $\\boxed{0.50}$."
    found = score(text, ["7", r"\frac{1}{2}"])
    (span,) = found.spans
    assert (found.answer, text[span.start : span.end]) == ("0.50", "0.50")
    assert (span.label, span.value) == ("answer", "boxed")
    assert found.data == {"gold": r"\frac{1}{2}", "rule": "boxed", "tier": "rational", "tried": ("string", "rational")}
    assert json.dumps(dict(found.data))


@pytest.mark.parametrize(
    "completion", [r"\boxed{5}", r"\boxed{18}", r"\boxed{5} \boxed{6}", "no idea", "\\boxed{" + "7" * 500 + "}", "5\n6"]
)
def test_the_reason_is_one_short_line(completion):
    reason = score(completion, "18").reason
    assert reason.strip()
    assert "\n" not in reason
    assert len(reason) < 400


# --- templates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("completion", "verdict"),
    [
        ("<think>a</think><answer>18</answer>", "correct"),
        (r"<think>a</think><answer>So \boxed{18}.</answer>", "correct"),
        ("Hi! <think>a</think> so <answer>18</answer> bye", "correct"),
        ("a</think><answer>18</answer>", "correct"),
        (r"<think>a</think> \boxed{17} <answer>18</answer>", "correct"),
        ("<think>a</think><answer>18</answer><answer>18</answer>", "correct"),
        ("<think>a</think><answer>17</answer>", "incorrect"),
        ("<think>a</think><answer>it is surely 18 or 19, I think</answer>", "incorrect"),
        (r"<think>a</think><answer>\boxed{17} or \boxed{18}</answer>", "incorrect"),
        ("<think>a</think><answer>17</answer><answer>18</answer>", "no-answer"),
        (r"<think>a</think> \boxed{18}", "no-answer"),
        ("<think>a</think><answer>18", "no-answer"),
        ("<think>a</think><answer> </answer>", "no-answer"),
        ("<think>a <answer>18</answer>", "no-answer"),
        ("18", "no-answer"),
    ],
)
def test_with_a_template_only_its_answer_element_is_read(completion, verdict):
    found = score(completion, "18", LAID_OUT)
    # A sentence in the element is the answer too, and it is no number: not paid, however that is put.
    allowed = {verdict} if verdict != "incorrect" else {"incorrect", "limit"}
    assert found.verdict in allowed, found.reason
    assert found.value == float(verdict == "correct")


def test_without_an_answer_the_reason_names_the_layouts_fault():
    assert "<answer>" in score("<think>a</think> 18", "18", LAID_OUT).reason


def test_spans_count_into_the_samples_text():
    text = "<think>a</think>\n<answer>\n  18 </answer>"
    (span,) = score(text, "18", LAID_OUT).spans
    assert text[span.start : span.end] == "18"


@pytest.mark.parametrize("reward", [PLAIN, r1.MathReward(template=R1, deadline=0)], ids=["none", "think"])
def test_reasoning_given_apart_is_not_read(reward):
    sample = r1.Sample(r"It is \boxed{18}.", "18", reasoning=r"\boxed{17}")
    (found,) = reward.score([sample])
    assert found.value == 1.0
    assert [sample.text[span.start : span.end] for span in found.spans] == ["18"]
    assert reward.score([r1.Sample("I will not say.", "18", reasoning=r"\boxed{18}")])[0].value == 0.0


def test_chat_messages():
    messages = [
        {"role": "user", "content": r"Is it \boxed{17}?"},
        {"role": "assistant", "content": r"No: \boxed{18}"},
    ]
    assert score(messages, "18").value == 1.0
    assert score(messages, "17").value == 0.0


# --- fields ----------------------------------------------------------------------------------------------------------


def test_rules_are_a_field():
    text = "\\boxed{1}\n#### 2"
    assert score(text, "1", r1.MathReward(rules=["boxed"])).value == 1.0
    assert score(text, "2", r1.MathReward(rules=["hashes", "boxed"])).value == 1.0
    assert score(text, "1", r1.MathReward(rules=["a-line"])).verdict is r1.Verdict.NO_ANSWER


def test_a_template_by_name():
    assert r1.MathReward(template="r1-zero") == r1.MathReward(template=R1_ZERO)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"rules": ("box",)}, "rule 'box'"),
        ({"rules": ()}, "no extraction rules"),
        ({"corrections": "always"}, "corrections is 'always'"),
        ({"tentative": "always"}, "tentative is 'always'"),
        ({"template": "r2"}, "template 'r2'"),
        ({"deadline": -1}, "deadline"),
        ({"deadline": 10**400}, "deadline"),
        ({"deadline": math.nan}, "deadline"),
    ],
    ids=["rule", "no-rule", "policy", "tentative", "template", "negative", "huge", "nan"],
)
def test_fields_that_cannot_be(options, says):
    with pytest.raises(RewardError, match=says):
        r1.MathReward(**options)


SOUP = st.lists(
    st.sampled_from(["<think>", "</think>", "<answer>", "</answer>", r"\boxed{", "}", "5", "6", " or ", "\n", "is ",
                     "The answer ", "#### ", "\\", "$", "x", "=", "\u200b", "\x00", "\ud800"]),
    max_size=20,
).map("".join)  # fmt: skip


@given(text=SOUP)
def test_nothing_a_model_writes_gives_none(text):
    for reward in (PLAIN, LAID_OUT):
        found = score(text, "5", reward)
        assert found.value in (0.0, 1.0)
        for span in found.spans:
            assert 0 <= span.start <= span.end <= len(text)
        # Paid means claimed: what was paid stands in the text after the reasoning.
        assert found.value == 0.0 or "5" in text.rpartition("</think>")[2] or "<think>" in text


@given(equivalent_pairs(), different_pairs())
def test_a_boxed_answer_is_paid_exactly_when_it_is_the_gold(equal, different):
    for (gold, answer), paid in ((equal, 1.0), (different, 0.0)):
        found = score(rf"<think>\boxed{{{gold}}}</think> So \boxed{{{answer}}}.", gold)
        assert found.value == paid, found.reason


@given(different_pairs())
def test_of_two_answers_neither_is_paid(pair):
    one, other = pair
    for text in (rf"\boxed{{{one}}} or \boxed{{{other}}}", f"<answer>{one}</answer><answer>{other}</answer>"):
        assert score(text, one).value == score(text, other).value == 0.0


@given(hedges("18", "17", kinds=["denied", "taken-back", "asked"], languages=["en", "fr", "es", "zh"]))
def test_an_answer_that_is_not_claimed_is_not_paid(text):
    assert score(text, "18").value == 0.0


@given(completions("r1-zero", answer=st.sampled_from(["18", "So 18.", r"\boxed{18}", "17"])))
def test_a_near_miss_of_the_layout_pays_at_most_the_right_answer(drawn):
    right = float("17" not in drawn.answer)
    assert score(drawn.text, "18", LAID_OUT).value in ((right,) if drawn.valid else (0.0, right))
