"""A prompt and a response as the token ids that a classifier reads."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_FRAME = re.compile(r"<[|｜].+[|｜]>", re.DOTALL)
"""How tokens look that open a turn or a role, which some tokenizers (DeepSeek's) do not call special."""


@dataclass(frozen=True, slots=True)
class Row:
    """The token ids of a pair, and to which of its two texts each belongs, for models that ask."""

    ids: list[int]
    types: list[int] | None = None

    def __len__(self) -> int:
        return len(self.ids)

    def without_middle(self, longest: int | None) -> Row:
        """At most so many: how the prompt begins and how the response ends stay, with the tokens around them."""
        if longest is None or len(self.ids) <= longest:
            return self
        head, tail = longest // 2, len(self.ids) - (longest - longest // 2)
        return Row(self.ids[:head] + self.ids[tail:], self.types and self.types[:head] + self.types[tail:])


def ids_of(tokenizer: Any, pairs: Sequence[tuple[str, str]], *, chat: bool) -> list[Row]:
    """Token ids by the tokenizer's chat template, as a user's turn and the assistant's; or as its pair of texts.

    What looks like a token that ends texts or opens turns is parted by a space, as "< |im_end|>": in a response it
    would be one, and what follows another's turn.
    """
    plain = _plain(tokenizer)
    clean = [(plain(prompt), plain(response)) for prompt, response in pairs]
    if not chat:
        given = tokenizer([prompt for prompt, _ in clean], [response for _, response in clean], verbose=False)
    else:
        texts = [
            tokenizer.apply_chat_template(
                [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}], tokenize=False
            )
            for prompt, response in clean
        ]
        given = tokenizer(texts, add_special_tokens=False, verbose=False)  # the template has them
    types = given.get("token_type_ids") or [None] * len(pairs)
    return [Row(list(ids), of and list(of)) for ids, of in zip(given["input_ids"], types, strict=True)]


def _plain(tokenizer: Any) -> Any:
    added = getattr(tokenizer, "added_tokens_decoder", {}).values()
    framing = {token.content for token in added if token.special or _FRAME.fullmatch(token.content)}
    framing |= set(getattr(tokenizer, "all_special_tokens", ()))
    found = sorted((token for token in framing if len(token) > 1), key=len, reverse=True)
    if not found:
        return str
    pattern = re.compile("|".join(map(re.escape, found)))
    return lambda text: pattern.sub(lambda match: f"{match[0][0]} {match[0][1:]}", text)
