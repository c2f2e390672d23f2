"""GRPO with TRL on rewards of rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from datasets import Dataset
from transformers import PreTrainedTokenizerFast, Qwen2ForCausalLM, TrainerCallback
from transformers.trainer_callback import PrinterCallback
from trl import GRPOConfig, GRPOTrainer

from .exact import judge, share_of
from .settings import Settings
from .stages import Arm, RewardFunction
from .tasks import Problem
from .teacher import ENGLISH

Log = Mapping[str, Any]


def trainer_of(  # noqa: PLR0913 - what a training is made of
    model: Qwen2ForCausalLM,
    tokenizer: PreTrainedTokenizerFast,
    problems: Sequence[Problem],
    arm: Arm,
    settings: Settings,
    *,
    seed: int,
    folder: Path,
    log: Callable[[int, Log], None],
) -> GRPOTrainer:
    """TRL's trainer; its `train()` calls log(step, what the trainer logs) every few steps."""
    config = GRPOConfig(
        output_dir=str(folder),
        use_cpu=not torch.cuda.is_available(),
        bf16=False,
        max_steps=settings.steps,
        per_device_train_batch_size=settings.batch,
        num_generations=settings.group,
        max_completion_length=settings.length,
        learning_rate=settings.rate,
        lr_scheduler_type="linear",
        temperature=1.0,
        beta=0.0,
        reward_weights=list(arm.weights),
        logging_steps=settings.log_every,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        gradient_checkpointing=False,
        dataloader_pin_memory=False,
        seed=seed,
    )
    first, *others = arm.functions
    trainer = GRPOTrainer(
        model=model,
        reward_funcs=[judged(first, problems), *others],
        args=config,
        train_dataset=rows(problems),
        processing_class=tokenizer,
    )
    trainer.add_callback(Listener(log))
    trainer.remove_callback(PrinterCallback)  # there is a table
    return trainer


def rows(problems: Sequence[Problem]) -> Dataset:
    """The data set: what is asked, the gold as the library takes it and as TRL's own reward does."""
    return Dataset.from_list(
        [
            {"prompt": problem.question, "answer": problem.gold, "solution": f"${problem.gold}$", "number": number}
            for number, problem in enumerate(problems)
        ]
    )


def judged(function: RewardFunction, problems: Sequence[Problem]) -> RewardFunction:
    """The same reward function; beside it, what the judge of `exact` sees is logged."""

    def call(completions: Sequence[str], number: Sequence[int], **columns: Any) -> Any:
        found = [judge(text, problems[index]) for text, index in zip(completions, number, strict=True)]
        seen: dict[str, Sequence[float]] = {
            "format": [one.format for one in found],
            "accuracy": [one.right for one in found],
            "candidates": [one.candidates for one in found],
            "english": [share_of(ENGLISH, text) for text in completions],
        }
        for name, values in seen.items():
            columns["log_metric"](f"judge/{name}", sum(values) / len(values))
        return function(completions=completions, **columns)

    call.__name__ = function.__name__
    return call


class Listener(TrainerCallback):
    """Hands on what the trainer logs."""

    def __init__(self, log: Callable[[int, Log], None]) -> None:
        self._log = log

    def on_log(self, _args: Any, state: Any, _control: Any, logs: Log | None = None, **_others: Any) -> None:
        """Called by the trainer."""
        if logs and "reward" in logs:
            self._log(state.global_step, logs)
