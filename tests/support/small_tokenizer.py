"""A byte-level BPE tokenizer like those of real models, trained here in a moment: no model hub is asked."""

from __future__ import annotations

from typing import Any

TEXTS = [
    "<|im_start|>user\nWhat is 2 + 2? <answer>4</answer>\nWhat is 3 + 4?<|im_end|>\n<|im_start|>assistant\n",
    "<think>3 + 4 = 7</think> <answer>7</answer><|im_end|>",
    "[THINK]3 + 4 = 7[/THINK]7</s>",
    "Read the question again, count the apples and the pears, and put the final number between the tags.",
]


def small_tokenizer(special: tuple[str, ...] = (), *, lower: bool = False) -> Any:
    """A PreTrainedTokenizerFast; `special` are tags that are special tokens, `lower` is what some models' do."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(models.BPE())
    if lower:
        made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=300,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>", *special],
        show_progress=False,
    )
    made.train_from_iterator(TEXTS * 20, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=made, eos_token="<|im_end|>", pad_token="<|endoftext|>")
