"""FormatReward: 1 for a well-formed text, 0 otherwise, and the fault with its place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.templates import R1, R1_ZERO
from r1rewards.testing import completions

GOOD = "<think>why</think><answer>5</answer>"


def score(completion: str, template: object = R1_ZERO, **fields: object) -> r1.Score:
    (found,) = r1.FormatReward(template=template).score([r1.Sample(completion, **fields)])
    return found


@pytest.mark.parametrize(
    ("template", "text", "labels"),
    [
        (R1_ZERO, GOOD, ["reasoning", "answer"]),
        (R1_ZERO, f"\n{GOOD}\n<|im_end|>", ["reasoning", "answer"]),
        (R1, "<think>why</think>It is 5.", ["reasoning", "summary"]),
    ],
    ids=["r1-zero", "end-token", "think"],
)
def test_well_formed(template, text, labels):
    found = score(text, template)
    assert (found.value, found.verdict) == (1.0, r1.Verdict.CORRECT)
    assert [span.label for span in found.spans] == labels
    assert template.name in found.reason


@pytest.mark.parametrize(
    ("text", "label", "place"),
    [
        ("5", "reasoning-not-opened", ""),
        ("<think>why <answer>5</answer>", "reasoning-not-closed", "<think>"),
        ("<think> </think><answer>5</answer>", "reasoning-blank", " "),
        (f"{GOOD} Bye!", "text-after-answer", "Bye!"),
        (f"{GOOD}</s></s>", "text-after-answer", "</s>"),
        (f"{GOOD}</answer>", "answer-closed-again", "</answer>"),
        ("<think>why</think><answer>\u200b</answer>", "answer-blank", "\u200b"),
    ],
)
def test_malformed(text, label, place):
    found = score(text)
    assert (found.value, found.verdict) == (0.0, r1.Verdict.MALFORMED)
    assert (found.spans[0].label, text[found.spans[0].start : found.spans[0].end]) == (label, place)
    assert found.spans[0].value in found.reason


@pytest.mark.parametrize("template", ["r1-zero", "think", "hermes", "harmony-prefill"])
@settings(max_examples=40)
@given(data=st.data())
def test_it_pays_what_is_well_formed_and_nothing_else(template, data):
    drawn = data.draw(completions(template))
    (found,) = r1.FormatReward(template=template).score([r1.Sample(drawn.text)])
    assert (found.value, found.verdict) == ((1.0, "correct") if drawn.valid else (0.0, "malformed")), drawn.broken


def test_the_reason_counts_further_faults():
    assert "more" not in score("<think> </think><answer>5</answer>").reason
    assert "1 more fault)" in score("<think> </think><answer> </answer>").reason
    assert "2 more faults)" in score("<think> </think> so <answer> </answer>").reason


def test_a_text_cut_off_at_a_limit_is_malformed():
    assert score(GOOD, finish_reason="stop").value == 1.0
    found = score(GOOD, finish_reason="length")
    assert (found.value, found.verdict, found.spans[0].label) == (0.0, r1.Verdict.MALFORMED, "truncated")


@pytest.mark.parametrize("reference", [None, "", "5", object()], ids=["none", "blank", "gold", "anything"])
def test_the_reference_does_not_matter(reference):
    assert score(GOOD, reference=reference).value == 1.0
    assert r1.check(r1.FormatReward(), [r1.Sample(GOOD, reference)]) == []


def test_a_template_by_name():
    assert r1.FormatReward(template="think") == r1.FormatReward(template=R1)
    assert r1.FormatReward() == r1.FormatReward(template="r1-zero")
    with pytest.raises(RewardError, match="no template"):
        r1.FormatReward(template="r2")


# --- partial credit --------------------------------------------------------------------------------------------------

LENIENT = {"text-after-answer": 0.5, "text-before-reasoning": 0.8, "truncated": 0.0}


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        (GOOD, 1.0, "correct"),
        (f"{GOOD} Bye!", 0.5, "partial"),
        (f"Sure! {GOOD}", 0.8, "partial"),
        (f"Sure! {GOOD} Bye!", 0.4, "partial"),
        (f"{GOOD}</answer>", 0.0, "malformed"),
        ("<think> </think><answer>5</answer> Bye!", 0.0, "malformed"),
    ],
    ids=["none", "after", "before", "both", "another", "another-too"],
)  # fmt: skip
def test_partial_credit_by_named_faults(text, value, verdict):
    (found,) = r1.FormatReward(credit=LENIENT).score([r1.Sample(text)])
    assert (found.value, found.verdict) == (pytest.approx(value), verdict)
    if found.verdict != "correct":
        assert [span.label for span in found.spans] == [fault.label for fault in R1_ZERO.parse(text).faults]
    if found.verdict == "partial":
        assert f"{value:g}" in found.reason


@pytest.mark.parametrize(
    ("template", "label", "text"),
    [
        ("harmony", "text-between-messages", "<|channel|>analysis<|message|>Hm.<|end|> junk"),
        ("harmony", "channel-missing", "hello"),
        ("harmony", "special-tokens-dropped", "analysis"),
        ("hermes", "call-malformed", "<think>x</think><tool_call>junk</tool_call>"),
        ("hermes", "call-not-opened", "<think>x</think></tool_call>"),
        ("hermes", "call-not-closed", "<think>x</think><tool_call>"),
        ("r1-zero", "answer-repeated", f"{GOOD} junk<answer>5</answer>"),
        ("r1-zero", "answer-closed-again", f"{GOOD} junk</answer>"),
        ("r1-zero", "answer-not-closed", "<think>why</think><answer>"),
        ("r1-zero", "reasoning-not-closed", "<think>"),
        ("r1-zero", "answer-nested", "<think>why</think><answer><answer></answer>"),
        ("think", "reasoning-nested", "<think><think></think>5"),
        ("think", "answer-blank", "<think>why</think>"),
    ],
)
def test_credit_for_one_fault_pays_for_no_other(template, label, text):
    (found,) = r1.FormatReward(template, credit={label: 0.5}).score([r1.Sample(text)])
    assert (found.value, found.verdict) == (0.0, "malformed")


def test_a_credit_of_1_forgives_and_of_0_does_not():
    sample = r1.Sample(f"{GOOD} Bye!", finish_reason="length")
    assert r1.FormatReward(credit=LENIENT).score([sample])[0].value == 0.0
    assert r1.FormatReward(credit={**LENIENT, "truncated": 1.0}).score([sample])[0].value == 0.5


def test_credits_are_a_value():
    one, other = r1.FormatReward(credit=LENIENT), r1.FormatReward(credit=dict(reversed(LENIENT.items())))
    assert one == other
    assert hash(one) == hash(other)
    assert r1.signature(one) == r1.signature(other) != r1.signature(r1.FormatReward())
    assert r1.FormatReward(credit=one.credit) == one


@pytest.mark.parametrize(
    ("partial", "told"),
    [
        ({"no-such-fault": 0.5}, "text-after-answer"),
        ({"truncated": 1.5}, "from 0 to 1"),
        ({"truncated": -0.1}, "from 0 to 1"),
        ({"truncated": float("nan")}, "finite number"),
        ({"truncated": True}, "finite number"),
        ({"truncated": "0.5"}, "finite number"),
        (0.5, "mapping"),
        ("truncated", "mapping"),
    ],
    ids=str,
)
def test_credits_that_cannot_be(partial, told):
    with pytest.raises(RewardError, match=told):
        r1.FormatReward(credit=partial)


# --- real cases ------------------------------------------------------------------------------------------------------


def test_labelled_cases(labelled):
    rows = labelled("format/format_cases_dev.jsonl")
    for row in rows:
        found = score(row["completion"], row["template"])
        assert found.value == float(row["valid"]), row["note"]
        assert found.verdict == ("correct" if row["valid"] else "malformed")
