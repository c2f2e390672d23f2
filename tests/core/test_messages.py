from __future__ import annotations

from typing import Any

import pytest

import r1rewards as r1
from r1rewards.core.messages import assistant_messages, last_user_text, role_of, text_of, user_texts, whole_text
from r1rewards.rewards.shared.target_language import target_language
from r1rewards.templates import UNKNOWN


@pytest.mark.parametrize(
    ("message", "role"),
    [
        ({"role": "user"}, "user"),
        ({"role": " User "}, "user"),
        ({"from": "human"}, "user"),
        ({"role": "human"}, "user"),
        ({"from": "gpt"}, "assistant"),
        ({"from": "system"}, "system"),
        ({"role": "tool"}, "tool"),
        ({}, None),
        ({"role": 3}, None),
    ],
)
def test_roles(message: dict[str, Any], role: str | None) -> None:
    assert role_of(message) == role


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": "a"}, "a"),
        ({"value": "a"}, "a"),
        ({"content": [{"type": "text", "text": "a"}, {"type": "image_url"}, {"text": "b"}]}, "ab"),
        ({"value": [{"text": "a"}]}, "a"),
        ({"content": []}, ""),
        ({"content": None}, ""),
        ({}, ""),
        ({"content": 3}, None),
        ({"content": [3]}, None),
        ({"content": {"text": "a"}}, None),
    ],
)
def test_texts(message: dict[str, Any], text: str | None) -> None:
    assert text_of(message) == text


def test_the_users_texts() -> None:
    messages = [{"role": "system", "content": "s"}, {"content": "a"}, {"from": "human", "value": "b"}, {"role": "user"}]
    assert user_texts(messages) == ["a", "b", ""]
    assert user_texts("x") == ["x"]
    assert user_texts([{"role": "user", "content": 3}, "y", None]) == []
    assert last_user_text([*messages, {"role": "user", "content": 3}, {"role": "assistant", "content": "z"}]) == ""
    assert [last_user_text(prompt) for prompt in (None, [], 3, b"x", "x")] == [None, None, None, None, "x"]


def test_the_assistants_messages() -> None:
    own = [{"role": "assistant", "content": "a"}, {"from": "gpt", "value": "b"}]
    assert assistant_messages([{"role": "user", "content": "q"}, *own]) == own
    assert assistant_messages("text") == []
    assert whole_text([*own, {"role": "tool", "content": "t"}], "b") == "a\n\nb"
    assert whole_text("text", "judged") == "judged"


def in_notations(text: str) -> dict[str, list[dict[str, Any]]]:
    before = {"role": "system", "content": "Réponds en français."}
    return {
        "messages": [before, {"role": "user", "content": text}],
        "parts": [before, {"role": "user", "content": [{"type": "text", "text": text[:9]}, {"text": text[9:]}]}],
        "share-gpt": [{"from": "system", "value": before["content"]}, {"from": "human", "value": text}],
        "share-gpt parts": [
            {"from": "system", "value": before["content"]},
            {"from": "human", "value": [{"text": text}]},
        ],
    }


QUESTION = "Which of these cities is the capital of the French Republic?\nA) London\nB) Rome\nC) Paris\nD) Berlin"


@pytest.mark.parametrize("notation", list(in_notations("")))
def test_every_reward_reads_a_prompt_alike(notation: str) -> None:
    prompt = in_notations(QUESTION)[notation]
    assert target_language(r1.Sample("x", prompt=prompt), UNKNOWN, None) == "en"
    (choice,) = r1.grade(r1.ChoiceReward(), [r1.Sample("The answer is C.", "Paris", prompt=prompt)])
    assert (choice.verdict, choice.data["options"]) == ("correct", 4)
    constraint = {"rule": "repeats-prompt"}
    (kept,) = r1.grade(r1.InstructionReward(), [r1.Sample(f"{QUESTION}\nParis.", constraint, prompt=prompt)])
    assert kept.verdict == "correct", kept
    asked: list[str] = []

    def model(pairs: list[tuple[str, str]]) -> list[float]:
        asked.extend(shown for shown, _ in pairs)
        return [0.0] * len(pairs)

    r1.grade(r1.ModelReward(model, needs_prompt=True), [r1.Sample("x", prompt=prompt)])
    assert asked == [f"system: Réponds en français.\n\nuser: {QUESTION}"]


@pytest.mark.parametrize(
    "completion",
    [
        [{"role": "user", "content": "q"}, {"role": "assistant", "content": "The answer is 5."}],
        [{"from": "human", "value": "q"}, {"from": "gpt", "value": "The answer is 5."}],
        [{"from": "gpt", "value": [{"text": "The answer "}, {"text": "is 5."}]}],
    ],
)
def test_a_completion_may_be_share_gpts(completion: list[dict[str, Any]]) -> None:
    sample = r1.Sample(completion, "5")
    assert sample.text == "The answer is 5."
    assert r1.grade(r1.MathReward(), [sample])[0].verdict == "correct"


PARTS = [{"type": "reasoning", "text": "The answer is 41"}, {"type": "text", "text": "The answer is 42"}]


@pytest.mark.parametrize(
    "parts",
    [
        PARTS,
        [{"type": "thinking", "thinking": "The answer is 41"}, PARTS[1]],
        [{"type": "thinking", "text": "The answer is 41"}, {"text": "The answer is 42"}],
    ],
)
def test_a_part_that_is_reasoning_is_not_the_answer(parts: list[dict[str, str]]) -> None:
    sample = r1.Sample([{"role": "assistant", "content": parts}], "42")
    assert sample.text == "<think>The answer is 41</think>The answer is 42"
    assert r1.MathReward().score([sample])[0].value == 1.0
    alone = r1.Sample([{"role": "assistant", "content": [*parts[:1], {"type": "text", "text": ""}]}], "41")
    assert r1.MathReward().score([alone])[0].verdict == "no-answer"


def test_tables_of_both_forms_have_the_columns_of_both() -> None:
    for message in (
        {"role": "assistant", "content": None, "value": "42"},
        {"role": None, "from": "gpt", "content": None, "value": "42"},
    ):
        assert r1.Sample([message]).text == "42"
