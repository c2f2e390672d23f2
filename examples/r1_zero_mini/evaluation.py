"""What a model does with problems that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from transformers import PreTrainedTokenizerFast, Qwen2ForCausalLM

import r1rewards as r1

from .exact import judge, share_of
from .leak import leaky
from .tasks import Problem
from .teacher import ENGLISH


class Evaluation(NamedTuple):
    """Means over completions, each sampled at temperature 1.

    Attributes:
        format: the share that keeps to the layout, as the judge of `exact` sees it.
        accuracy: the share that is right, as that judge sees it.
        lenient: the same, wherever after the reasoning the answer stands.
        r1_format: `format` by the library's r1-zero reward.
        r1_accuracy: `accuracy` by the library's r1-zero reward.
        same_text: the share whose answer is the gold to the letter.
        english: the mean share of English among the words.
        candidates: the mean number of pieces in an answer, between "or" and commas.
        leaky: the share that the leaky reward of stage 3 would pay.
        length: the mean number of tokens.
        greedy: `accuracy`, but of completions that take the likeliest token each time.
    """

    format: float
    accuracy: float
    lenient: float
    r1_format: float
    r1_accuracy: float
    same_text: float
    english: float
    candidates: float
    leaky: float
    length: float
    greedy: float


def evaluate(
    model: Qwen2ForCausalLM,
    tokenizer: PreTrainedTokenizerFast,
    problems: Sequence[Problem],
    length: int,
    seed: int,
) -> tuple[Evaluation, list[dict[str, object]]]:
    """Asks the model every problem, twice by chance and once without.

    Returns:
        The means, and what the model wrote by chance as rows that `r1rewards grade` and `explain` read.
    """
    model.eval()
    torch.manual_seed(seed)
    asked = [*problems, *problems]
    texts, lengths = _answers(model, tokenizer, asked, length, do_sample=True, temperature=1.0, top_k=0)
    found = [judge(text, problem) for text, problem in zip(texts, asked, strict=True)]
    samples = [r1.Sample(text, problem.gold) for text, problem in zip(texts, asked, strict=True)]
    scores = r1.grade(r1.presets.r1_zero(), samples)
    likeliest, _ = _answers(model, tokenizer, problems, length, do_sample=False)
    greedy = [judge(text, problem).right for text, problem in zip(likeliest, problems, strict=True)]
    means = Evaluation(
        format=_mean([one.format for one in found]),
        accuracy=_mean([one.right for one in found]),
        lenient=_mean([one.lenient for one in found]),
        r1_format=_mean([score.parts[1].value or 0.0 for score in scores]),
        r1_accuracy=_mean([score.parts[0].value or 0.0 for score in scores]),
        same_text=_mean([one.same_text for one in found]),
        english=_mean([share_of(ENGLISH, text) for text in texts]),
        candidates=_mean([one.candidates for one in found]),
        leaky=_mean([leaky(text, problem.gold) for text, problem in zip(texts, asked, strict=True)]),
        length=_mean(lengths),
        greedy=_mean(greedy),
    )
    rows = [
        {"prompt": problem.question, "completion": text, "answer": problem.gold, "right": one.right}
        for problem, text, one in zip(asked, texts, found, strict=True)
    ]
    return means, rows


@torch.no_grad()
def _answers(
    model: Qwen2ForCausalLM,
    tokenizer: PreTrainedTokenizerFast,
    problems: Sequence[Problem],
    length: int,
    **how: object,
) -> tuple[list[str], list[int]]:
    """Completions and their lengths in tokens, without the end."""
    asked = tokenizer([problem.question for problem in problems], return_tensors="pt", padding=True).to(model.device)
    asked.pop("token_type_ids", None)
    written = model.generate(**asked, max_new_tokens=length, **how)[:, asked["input_ids"].shape[1] :]
    ends = (tokenizer.pad_token_id, tokenizer.eos_token_id)
    rows = [[token for token in row if token not in ends] for row in written.tolist()]
    return tokenizer.batch_decode(rows), [len(row) for row in rows]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
