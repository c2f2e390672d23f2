"""The layout that nobody named: where the final part is, for every reward alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.templates import CONTROL_TOKENS, UNKNOWN, part_spans
from r1rewards.templates.tokens import OPENINGS

PARIS = {"answer": "C", "options": ["London", "Rome", "Paris", "Berlin"]}
CALL = '<tool_call>{"name": "f", "arguments": {}}</tool_call>'
REWARDS = [
    pytest.param(r1.MathReward(), "The answer is 18.", "18", id="math"),
    pytest.param(r1.ChoiceReward(), "The answer is C.", PARIS, id="choice"),
    pytest.param(r1.ExactMatchReward(extract="claimed"), "The answer is Rome.", "Rome", id="exact-match"),
    pytest.param(r1.TokenF1Reward(), "Rome", "Rome", id="token-f1"),
    pytest.param(r1.JsonReward(), '{"a": 1}', {"value": {"a": 1}}, id="json"),
    pytest.param(r1.InstructionReward(), "one two", [{"rule": "words", "at_least": 2}], id="instructions"),
    pytest.param(r1.ToolCallReward(), CALL, [{"name": "f", "arguments": {}}], id="tools"),
]  # fmt: skip
CLOSED = [
    *("<think>x</think>", "<thinking>x</thinking>", "[THINK]x[/THINK]", "◁think▷x◁/think▷"),
    *("<seed:think>x</seed:think>", "x</think>", "<think>a</think><think>b</think>"),
    "<|channel|>analysis<|message|>x<|end|><|start|>assistant<|channel|>final<|message|>",
]


def value(reward: r1.Reward, text: str, reference: object) -> float | None:
    (score,) = reward.score([r1.Sample(text, reference)])
    return score.value


@pytest.mark.parametrize(("reward", "text", "reference"), REWARDS)
@pytest.mark.parametrize("opening", OPENINGS)
def test_reasoning_that_is_never_closed_is_never_the_answer(
    reward: r1.Reward, text: str, reference: object, opening: str
) -> None:
    assert value(reward, text, reference) == 1.0
    assert value(reward, f"{opening}{text}", reference) == 0.0
    assert value(reward, f"{opening}{text} Let me check", reference) == 0.0
    assert value(reward, f"<think>a</think>{opening}{text}", reference) == 0.0


@pytest.mark.parametrize("prompt", [None, "Why?", "Why?<think>\n"])
@pytest.mark.parametrize(
    "text", ["", " \n", "18", "18 <|im_end|>", "a < b", "<think>x", *(f"{one} 18" for one in CLOSED)]
)
def test_the_final_part_alone_is_that_of_the_response(text: str, prompt: str | None) -> None:
    for one in (text, text + " and so on" * 1200):
        sample = r1.Sample(one, prompt=prompt)
        assert UNKNOWN.final(sample) == UNKNOWN.read(sample).final


@pytest.mark.parametrize(("reward", "text", "reference"), REWARDS)
@pytest.mark.parametrize("reasoning", CLOSED)
def test_the_final_part_comes_after_the_last_reasoning(
    reward: r1.Reward, text: str, reference: object, reasoning: str
) -> None:
    if reasoning.startswith("<|channel|>") and isinstance(reward, r1.ToolCallReward):
        pytest.skip("harmony writes its calls in channels, not in elements")
    assert value(reward, f"{reasoning}{text}", reference) == 1.0
    assert value(reward, f"{reasoning}\n\n{text}\n<|im_end|>\n", reference) == 1.0


@pytest.mark.parametrize(("reward", "text", "reference"), [row for row in REWARDS if row.id != "tools"])
def test_the_next_turn_ends_it(reward: r1.Reward, text: str, reference: object) -> None:
    for turn in ("<|im_end|>\n<|im_start|>user\nThanks", "<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nNo."):
        assert value(reward, text + turn, reference) == 1.0, turn


def test_long_texts_are_read_like_short_ones() -> None:
    prose = "We note that x < 5 and <b>go on</b>. " * 600
    for opening in OPENINGS:
        assert value(r1.MathReward(), f"{prose}\n{opening}{prose}The answer is 18.", "18") == 0.0, opening
    for reasoning in CLOSED:
        assert value(r1.MathReward(), f"{reasoning}{prose}The answer is 18.", "18") == 1.0, reasoning
    assert (
        value(r1.MathReward(), f"{prose}The answer is 18.<|im_end|>\n<|im_start|>user\nThe answer is 3.", "18") == 1.0
    )


@pytest.mark.parametrize(
    "header",
    [
        "<|im_start|>assistant\n",
        "<|start_header_id|>assistant<|end_header_id|>\n\n",
        "<|im_assistant|>assistant<|im_middle|>",
        "<｜begin▁of▁sentence｜><｜Assistant｜>",
        "<bos><start_of_turn>model\n",
        "<s> ",
    ],
)
def test_the_header_of_the_models_own_turn_is_skipped(header: str) -> None:
    for text in (f"{header}The answer is 18.<|eot_id|>", f"<think>x</think>{header}The answer is 18."):
        assert value(r1.MathReward(), text, "18") == 1.0
    assert value(r1.JsonReward(), f'{header}{{"a": 1}}', None) == 1.0
    assert UNKNOWN.parse(f"{header}<think>\nNice weather today").answer is None


def test_end_and_padding_tokens_may_be_many() -> None:
    for tokens in ("</s></s>", "<eos><eos>\n", "<pad><pad>", "<|im_end|><|endoftext|>"):
        assert value(r1.MathReward(), f"The answer is 18{tokens}", "18") == 1.0, tokens


@pytest.mark.parametrize(
    "text",
    [
        "I use `<think>` here. The answer is 18.",
        "<think>x</think>The answer is 18. The tag `</think>` closes.",
        "Use [THINK] first. The answer is 18.",
        'A "<|im_end|>" ends a turn. The answer is 18.',
    ],
)
def test_a_tag_that_is_only_mentioned_ends_nothing(text: str) -> None:
    assert value(r1.MathReward(), text, "18") == 1.0


def test_tags_in_strings_of_json_and_programs_end_nothing() -> None:
    assert value(r1.JsonReward(), '{"stop": "<|im_end|>", "tag": "a <thinking> b"}', None) == 1.0
    for line in ('STOP = "<|im_end|>"', "TAGS = (\n# <think>\n'<|user|>')"):
        program = UNKNOWN.parse(f"```python\n{line}\nprint(STOP)\n```").answer
        assert program is not None
        assert program.endswith("```")
    assert value(r1.MathReward(), "```\n<think>\nThe answer is 18.", "18") == 0.0, "an open fence hides nothing"


def test_reasoning_that_the_prompt_opens_is_reasoning() -> None:
    prompts = ["<|im_start|>assistant\n<think>\n", [{"role": "assistant", "content": "<think>\n"}]]
    for prompt in prompts:
        (open_,) = r1.MathReward().score([r1.Sample("The answer is 18. Wait", "18", prompt=prompt)])
        assert (open_.value, open_.reason) == (
            0.0,
            "No answer was found: the prompt opens the reasoning, which never ends",
        )
        (closed,) = r1.MathReward().score([r1.Sample("so</think>The answer is 18.", "18", prompt=prompt)])
        assert closed.value == 1.0
    apart = r1.Sample("The answer is 18.", "18", prompt=prompts[0], reasoning="so")
    assert r1.MathReward().score([apart])[0].value == 1.0


def test_text_before_reasoning_that_never_closes_is_reasoning_too() -> None:
    response = UNKNOWN.parse("Sum up. <think> more")
    assert part_spans(response, "reasoning") == [(0, 20)]
    assert response.answer == "Sum up. "


def test_a_text_without_tags_is_reasoning_and_summary_at_once() -> None:
    response = UNKNOWN.parse("It is 42.</s>")
    assert (response.reasoning, response.answer, response.well_formed) == (None, "It is 42.", True)
    for part in ("full", "reasoning", "summary"):
        assert part_spans(response, part) == [(0, 9)]


def test_parts() -> None:
    text = "<think>a</think> b <think> c"
    response = UNKNOWN.parse(text)
    assert part_spans(response, "reasoning") == [(0, 16), (19, 28)]
    assert part_spans(response, "summary") == [(16, 19)]
    assert part_spans(response, "full") == [(0, 28)]
    assert [fault.label for fault in response.faults] == ["reasoning-not-closed"]


def test_a_score_says_why_nothing_was_found() -> None:
    (score,) = r1.MathReward().score([r1.Sample("[THINK]The answer is 18. Let me check", "18")])
    assert score.reason == "No answer was found: the reasoning after [THINK] never ends"


@given(
    st.lists(
        st.sampled_from([*OPENINGS, *CONTROL_TOKENS, *CLOSED, "a", " ", "<", "[THINK", "◁", "\\boxed{1}"]), max_size=8
    )
)
def test_the_final_part_holds_no_tag_that_ends_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    response = UNKNOWN.parse(text)
    final = response.final
    if final is None:
        return
    assert final.text[final.start : final.end] == response.answer
    assert not any(tag in response.answer for tag in OPENINGS if not tag.startswith("["))
    assert not any(token in response.answer for token in CONTROL_TOKENS)
