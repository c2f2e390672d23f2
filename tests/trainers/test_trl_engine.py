"""TRL's functions by the ids of completions: the same values as by their texts, and tags that decoding drops."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
from typing import Any

import pytest

import r1rewards as r1
from r1rewards.errors import RewardError
from r1rewards.trainers import trl
from token_kit import KINDS

pytest.importorskip("torch", reason="the engine reads ids with torch")
transformers = pytest.importorskip("transformers", reason="trainers have tokenizers of transformers")

TEXTS = (
    "<think>6 · 7 = 42</think>\n<answer>42</answer>",
    "<think>6 · 7</think><answer>41</answer>",
    "42",
    "<think>" + "Six times seven is forty-two. " * 30 + "</think>\n<answer>42</answer>",
)
REWARD = r1.WeightedReward(
    (
        r1.Part(r1.presets.r1_zero(), required=True),
        r1.Part(r1.LengthReward(r1.SoftOverlong(60, 40)), 0.5),
        r1.Part(r1.RepetitionReward(unit="tokens")),
    ),
    name="shaped",
)


def tokenizer_of(kind: str = "byte_level") -> Any:
    ends = {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}
    return transformers.PreTrainedTokenizerFast(tokenizer_object=KINDS[kind](), **ends)


def completed(tokenizer: Any, texts: tuple[str, ...] = TEXTS) -> tuple[list[str], list[list[int]]]:
    """Completions as TRL makes them: ids with the end of text, and texts without special tokens."""
    ids = [[*tokenizer.encode(text, add_special_tokens=False), tokenizer.eos_token_id] for text in texts]
    return tokenizer.batch_decode(ids, skip_special_tokens=True), ids


def called(functions: list[Any], completions: list[Any], ids: list[list[int]], **columns: Any) -> list[Any]:
    given = {"completion_ids": ids, "answer": ["42"] * len(ids), "trainer_state": object(), **columns}
    given |= {"prompts": ["6 · 7 = ?"] * len(ids), "completions": completions}
    found = [function(**given) for function in functions]
    return [asyncio.run(one) if asyncio.iscoroutine(one) else one for one in found]


@pytest.mark.parametrize("options", [{}, {"split": True}, {"asynchronous": True}], ids=str)
def test_values_by_ids_are_those_by_texts(options: dict[str, Any]) -> None:
    tokenizer = tokenizer_of()
    completions, ids = completed(tokenizer)
    by_texts, weights = trl.reward_funcs(REWARD, **options)
    by_ids, same = trl.reward_funcs(REWARD, tokenizer=tokenizer, **options)
    assert called(by_ids, completions, ids) == called(by_texts, completions, ids)
    assert weights == same
    assert [one.__name__ for one in by_ids] == [one.__name__ for one in by_texts]
    again = pickle.loads(pickle.dumps(by_ids))
    assert called(again, completions, ids) == called(by_texts, completions, ids)


def test_conversations_of_one_message_are_judged_by_ids_and_longer_ones_as_texts() -> None:
    tokenizer = tokenizer_of("special_tags")
    completions, ids = completed(tokenizer)
    assert completions[0] == "6 · 7 = 42\n42"  # as TRL decodes it
    (function,), _ = trl.reward_funcs(r1.FormatReward(), tokenizer=tokenizer)
    (by_texts,), _ = trl.reward_funcs(r1.FormatReward())
    assert called([by_texts], completions, ids) == [[0.0, 0.0, 0.0, 0.0]]
    assert called([function], completions, ids) == [[1.0, 1.0, 0.0, 1.0]]
    one = [[{"role": "assistant", "content": text}] for text in completions]
    assert called([function], one, ids) == [[1.0, 1.0, 0.0, 1.0]]
    tools = [[*messages, {"role": "tool", "content": "42"}] for messages in one]
    assert called([function], tools, ids) == [[0.0, 0.0, 0.0, 0.0]]


def test_rows_that_cannot_be_samples_have_no_value() -> None:
    tokenizer = tokenizer_of()
    completions, ids = completed(tokenizer)
    (function,), _ = trl.reward_funcs(r1.presets.r1_zero(), tokenizer=tokenizer)
    assert called([function], [None, *completions[1:]], ids) == [[None, 1.0, 0.0, 2.0]]
    assert called([function], completions, ids, answer=[None, *["42"] * 3]) == [[None, 1.0, 0.0, 2.0]]


def test_a_tokenizer_that_cannot_be_read_is_refused_at_once() -> None:
    with pytest.raises(RewardError, match="is not a fast tokenizer"):
        trl.reward_funcs(r1.FormatReward(), tokenizer=object())


def test_without_a_tokenizer_torch_is_not_imported() -> None:
    program = (
        "import sys, r1rewards as r1\n"
        "from r1rewards.trainers import trl\n"
        "(f,), _ = trl.reward_funcs(r1.FormatReward())\n"
        "f(prompts=['a'], completions=['b'], completion_ids=[[1]], trainer_state=None)\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)
