"""Whether completions keep to a layout, and where their parts are, on token ids."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from r1rewards.templates import REVISION as LAYOUTS
from r1rewards.templates import Template, get
from r1rewards.torch.ids import cache as disk
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.vocabulary import Vocabulary
from r1rewards.torch.layouts.alphabet import SPACES, Alphabet, unseen
from r1rewards.torch.layouts.reading import Places, Reader
from r1rewards.torch.layouts.tables import CODES, REVISION, build


class Faults(NamedTuple):
    """The first fault of each row.

    Attributes:
        code: uint8[B], an index into `TokenFormat.codes`; 0: there is none, or the row is undecided.
        token: int32[B], the token in which it begins, or, where it is at the end of the text, the last token with
            text; -1 where there is no fault, or no text.
    """

    code: Tensor
    token: Tensor


class Spans(NamedTuple):
    """Where the parts of each row are, as half-open ranges of tokens; both are -1 where there is no such part.

    A token that holds the part's first or last character is in the range, whatever else it holds. A part without
    characters is an empty range before the token that holds the next character.

    Attributes:
        reasoning_start: int32[B].
        reasoning_end: int32[B].
        answer_start: int32[B], of the answer element's content, or, in a layout without one, of the final part.
        answer_end: int32[B].
    """

    reasoning_start: Tensor
    reasoning_end: Tensor
    answer_start: Tensor
    answer_end: Tensor


class TokenFormat:
    """A layout's check on token ids: what `Template.parse` says of the decoded text, without decoding it.

    It is exact: for every row it says what `parse` says of `decode(ids[mask], skip_special_tokens=False,
    clean_up_tokenization_spaces=False)`. All methods take ids as `TokenBatch.of` does: int[B, T] with a mask bool[B, T]
    of the tokens that the model wrote, anywhere in the row; what is masked may be any number. Ids past the vocabulary,
    which the padded embedding of a model may produce, add nothing to the text. Tables are copied to a
    device when ids on it are first given. On a GPU nothing waits for a value; on a CPU tokens that change nothing are
    skipped.

    What no automaton knows: whether tool calls can be read. Where a layout has them, rows in which one is written
    (outside the reasoning) are `undecided`: their text has to be parsed. Layouts in channels are refused. Where
    several answer elements are closed, `spans` gives no answer, also if they say the same; such rows have a fault.

    Args:
        tokenizer: a fast tokenizer of `transformers`, a `tokenizers.Tokenizer`, or a `Vocabulary`.
        template: the layout, or its name.
        cache: whether tables are kept on disk, in $R1REWARDS_CACHE or r1rewards in the user's cache folder; or a
            folder for them.

    Attributes:
        codes: the names of faults (`templates.FAULTS`), by code; the first is "".

    Raises:
        RewardError: the layout or the tokenizer is one that the token path cannot know.
    """

    codes: tuple[str, ...] = CODES

    def __init__(
        self, tokenizer: Any, template: str | Template = "r1-zero", *, cache: bool | str | Path | None = True
    ) -> None:
        self.template = get(template)
        self.vocabulary = Vocabulary.of(tokenizer)
        place = disk.folder() if cache is True else Path(cache) if cache else None
        layout = [getattr(self.template, name) for name in _DECIDE]
        characters = SPACES, tuple(unseen())
        text = repr((REVISION, LAYOUTS, self.vocabulary.key, Alphabet.of(self.template), characters, CODES, layout))
        self._key = hashlib.sha256(text.encode()).hexdigest()
        self._arrays = disk.kept(place, f"tokens-{self._key}", lambda: build(self.vocabulary, self.template))
        self._readers: dict[torch.device, Reader] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TokenFormat) and (self._key, self.template) == (other._key, other.template)

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"TokenFormat({self.vocabulary!r}, {self.template!r})"

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_readers": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def to(self, device: str | torch.device) -> TokenFormat:
        """Itself, with its tables on a device: before a compiled function or a CUDA graph, say."""
        self._reader(torch.empty(0, device=device).device)
        return self

    def valid(self, ids: Any, mask: Any = None) -> Tensor:
        """Whether each row is well formed: bool[B]. Undecided rows are not."""
        return self._verdicts(ids, mask) == 1

    def undecided(self, ids: Any, mask: Any = None) -> Tensor:
        """Which rows only their text decides, because they write tool calls: bool[B]."""
        return self._verdicts(ids, mask) == 2

    def faults(self, ids: Any, mask: Any = None) -> Faults:
        """The first fault of each row: its code, uint8[B], and the token in which it begins, int32[B]."""
        found = self._places(ids, mask, (0,))
        return Faults(found.said[:, 0], torch.where(found.ended[0], found.last, found.starts[0]))

    def spans(self, ids: Any, mask: Any = None) -> Spans:
        """The tokens of the reasoning and of the answer of each row: four times int32[B]."""
        found = self._places(ids, mask, (1, 2, 3, 4))
        starts = torch.where(found.ended, found.last + 1, found.starts)
        ends = torch.where(found.ended, found.last + 1, found.ends)
        empty = found.said[:, 1:3] > 0
        return Spans(
            starts[0],
            torch.where(empty[:, 0], starts[0], ends[1]),
            starts[2],
            torch.where(empty[:, 1], starts[2], ends[3]),
        )

    def _verdicts(self, ids: Any, mask: Any) -> Tensor:
        batch = TokenBatch.of(ids, mask)
        return self._reader(batch.device).verdicts(batch.ids, batch.mask)

    def _places(self, ids: Any, mask: Any, kinds: tuple[int, ...]) -> Places:
        batch = TokenBatch.of(ids, mask)
        return self._reader(batch.device).places(batch.ids, batch.mask, kinds)

    def _reader(self, device: torch.device) -> Reader:
        if device not in self._readers:
            self._readers[device] = Reader(self._arrays, device)
        return self._readers[device]


_DECIDE = ("think", "answer", "starts", "blank_reasoning", "calls", "special")
"""The fields of a template that decide what its parser says."""
