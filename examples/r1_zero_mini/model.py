"""The tokenizer, trained on the teacher's texts, and the model, with weights drawn at random: nothing is downloaded."""

from __future__ import annotations

import re
from collections.abc import Iterable

import torch
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

from r1rewards.templates import R1_ZERO

from .settings import Settings

ENDS = ("<pad>", "<eos>")
TAG = re.compile("|".join(map(re.escape, R1_ZERO.tags)))
PIECES = Regex(r"\\[a-z]+\{?|\}\{| ?\p{L}+|.")
"""What is never merged with its neighbours: commands, words, and each digit by itself."""


def tokenizer_of(texts: Iterable[str]) -> PreTrainedTokenizerFast:
    """Byte pairs, merged within `PIECES`.

    The layout's tags are tokens of their own, but no special ones: those are dropped when a completion is decoded, and
    no reward would see them.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Split(PIECES, "isolated")
    tokenizer.decoder = decoders.Fuse()
    trainer = trainers.BpeTrainer(vocab_size=1000, special_tokens=list(ENDS), show_progress=False)
    tokenizer.train_from_iterator((piece for text in texts for piece in TAG.split(text)), trainer)
    tokenizer.add_tokens([AddedToken(tag, special=False, normalized=False) for tag in R1_ZERO.tags])
    ends = dict(zip(("pad_token", "eos_token"), ENDS, strict=True))
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, padding_side="left", **ends)


def model_of(tokenizer: PreTrainedTokenizerFast, settings: Settings) -> Qwen2ForCausalLM:
    """A decoder like Qwen2's, on a GPU where there is one."""
    config = Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=settings.hidden,
        intermediate_size=4 * settings.hidden,
        num_hidden_layers=settings.layers,
        num_attention_heads=settings.heads,
        num_key_value_heads=settings.heads,
        max_position_embeddings=256,
        tie_word_embeddings=True,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        bos_token_id=None,
    )
    return Qwen2ForCausalLM(config).to("cuda" if torch.cuda.is_available() else "cpu")
