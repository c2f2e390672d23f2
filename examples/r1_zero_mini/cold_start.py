"""Supervised training on the teacher's texts: without it no completion keeps to the layout, and nothing is rewarded."""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from transformers import PreTrainedTokenizerFast, Qwen2ForCausalLM

from .settings import Settings

Pair = tuple[str, str]
"""A question and what the teacher answers."""


def cold_start(
    model: Qwen2ForCausalLM,
    tokenizer: PreTrainedTokenizerFast,
    pairs: Sequence[Pair],
    settings: Settings,
    dice: random.Random,
) -> float:
    """Trains the model on the answers; the loss of the last step."""
    rows = [_row(tokenizer, pair) for pair in pairs]
    optimizer = torch.optim.AdamW(model.parameters(), lr=settings.sft_rate)
    model.train()
    loss = torch.tensor(float("nan"))
    for step in range(settings.sft_steps):
        for group in optimizer.param_groups:
            group["lr"] = settings.sft_rate * _share(step, settings.sft_steps)
        batch = [dice.choice(rows) for _ in range(settings.sft_batch)]
        loss = model(**{name: each.to(model.device) for name, each in _tensors(batch, tokenizer).items()}).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    return float(loss.detach())


def _share(step: int, steps: int) -> float:
    """The share of the learning rate: up to all of it in 20 steps, then down to a tenth."""
    return min(1.0, (step + 1) / 20) * (1.0 - 0.9 * step / steps)


def _row(tokenizer: PreTrainedTokenizerFast, pair: Pair) -> tuple[list[int], int]:
    """Token ids, and how many of them are the question's."""
    question, answer = (tokenizer(text)["input_ids"] for text in pair)
    return [*question, *answer, tokenizer.eos_token_id], len(question)


def _tensors(batch: Sequence[tuple[list[int], int]], tokenizer: PreTrainedTokenizerFast) -> dict[str, torch.Tensor]:
    longest = max(len(ids) for ids, _ in batch)
    shape = (len(batch), longest)
    ids, labels = torch.full(shape, tokenizer.pad_token_id), torch.full(shape, -100)
    mask = torch.zeros(shape, dtype=torch.long)
    for i, (row, asked) in enumerate(batch):
        ids[i, : len(row)] = torch.tensor(row)
        mask[i, : len(row)] = 1
        labels[i, asked : len(row)] = torch.tensor(row[asked:])
    return {"input_ids": ids, "attention_mask": mask, "labels": labels}
