"""The share of a language in rows of token ids, without decoding them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import pad

from r1rewards.errors import RewardError
from r1rewards.language import REVISION as ENGINE
from r1rewards.language.profile import CAPITALISES, known
from r1rewards.torch.ids import cache as disk
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.vocabulary import Vocabulary
from r1rewards.torch.languages.reading import packed, states
from r1rewards.torch.languages.rows import NEUTRAL, Judged, judge
from r1rewards.torch.languages.tensors import Tensors, build, codes, tensors
from r1rewards.torch.layouts.scanning import branches

REVISION = "1"
"""Goes up when a row gets another share than before."""

AT_ONCE, AT_ONCE_ON_CPU = 1 << 22, 1 << 16
"""Tokens that are judged at once: the peak of memory is about 230 bytes for each."""


SHORTEST = 512
"""Tokens that a row counts as, at least: it takes some memory however short it is."""


class LanguageTable:
    """The language of each token of a row, and the share of each language.

    It reads ids as `r1rewards.language.proportion` reads their text: words, their neighbours, code, mathematics, tags
    and names, from the same tables. Words that are cut into tokens are judged by their pieces, so the two differ a
    little: by `distance` at most.

    All methods take ids as `TokenBatch.of` does. Ids past the vocabulary, which the padded embedding of a model may
    produce, add nothing to the text. Nothing waits for a GPU.

    Attributes:
        vocabulary: what each id adds to the text.
        languages: the codes of the languages that were asked for.
        codes: those of all languages that a token may be in, the former first; "und" is any other.
    """

    distance = 0.1
    """How far a share may be from the word-level scorer's: at most that in 99 of 100 rows of 50 words or more, which
    are prose of one or two of the languages asked for, mixed by words or by sentences, with formulas, code, tags and
    addresses, if the vocabulary has their frequent words, as those of models have. Measured with four of these, in
    99.7 % of the rows: `benchmarks/language_table.py`."""

    def __init__(
        self, tokenizer: Any, languages: str | Sequence[str], *, cache: bool | str | Path | None = True
    ) -> None:
        """Builds the tables, or reads them from disk.

        Args:
            tokenizer: a fast tokenizer of `transformers`, a `tokenizers.Tokenizer`, or a Vocabulary.
            languages: the targets that shares can be asked of: codes or English names, as `LanguageReward` takes them.
            cache: whether the tables are kept on disk, or in which folder; see `TokenFormat`.

        Raises:
            RewardError: a language is not known, none is given, or the tokenizer cannot be read.
        """
        given = [languages] if isinstance(languages, str) else list(languages)
        self.languages = tuple(dict.fromkeys(known(code) for code in given))
        if not self.languages:
            raise RewardError("languages is empty: give those to ask for, as in ['en', 'zh']")
        self.vocabulary = Vocabulary.of(tokenizer)
        place = disk.folder() if cache is True else Path(cache) if cache else None
        text = repr((REVISION, ENGINE, self.vocabulary.key, self.languages))
        self._key = hashlib.sha256(text.encode()).hexdigest()
        self._arrays = disk.kept(place, f"languages-{self._key}", lambda: build(self.vocabulary, self.languages))
        self.codes = codes(self._arrays, self.languages)
        self._tensors: dict[torch.device, Tensors] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LanguageTable) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"LanguageTable({self.vocabulary!r}, {list(self.languages)!r})"

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_tensors": {}}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    def to(self, device: str | torch.device) -> LanguageTable:
        """Itself, with its tables on a device: before a compiled function or a CUDA graph, say."""
        self._on(torch.empty(0, device=device).device)
        return self

    def share(
        self, ids: Any, mask: Any = None, *, language: Any = None, where: Any = None, spans: Tensor | None = None
    ) -> Tensor:
        """The share of each row's words that are in its target language: float32[B], 0 where there are no words.

        Args:
            ids: int[B, T], or what else `TokenBatch.of` takes.
            mask: bool[B, T], what the model wrote; None: all of it.
            language: one of `languages`, for all rows or, as a list, for each; or int64[B], places in `languages`.
                None: the first.
            where: bool[B, T], what of it is judged, as if the rest were not there: the reasoning, say.
            spans: int64[B, 2], the same as places: the first token and the one after the last.

        Raises:
            RewardError: a shape, dtype or device does not fit, or a language was not asked for.
        """
        return self._reduced(_share, TokenBatch.of(ids, mask), language, where, spans)

    def words(
        self, ids: Any, mask: Any = None, *, language: Any = None, where: Any = None, spans: Tensor | None = None
    ) -> Tensor:
        """How many words of each row count: float32[B]. Scripts without spaces count by characters.

        Args and errors: as for `share`.
        """
        return self.words_by_language(ids, mask, language=language, where=where, spans=spans).sum(1)

    def words_by_language(
        self, ids: Any, mask: Any = None, *, language: Any = None, where: Any = None, spans: Tensor | None = None
    ) -> Tensor:
        """How many words of each row are in each language: float32[B, C], in the order of `codes`.

        Args and errors: as for `share`. The target is the language that others must beat, as in `proportion`.
        """
        return self._reduced(_by_language, TokenBatch.of(ids, mask), language, where, spans)

    def per_token(self, ids: Any, mask: Any = None, *, language: Any = None) -> Tensor:
        """The language of each token: int16[B, T], places in `codes`; -1 for what is in none, or is not in the mask.

        Args and errors: as for `share`.
        """
        batch = TokenBatch.of(ids, mask)
        found = batch.ids.new_full(batch.ids.shape, NEUTRAL, dtype=torch.int16)
        for rows, judged, _, place in self._judged(batch, self._asked(language, batch)):
            width = found.shape[1]
            code = judged.code.gather(1, place.clamp(max=judged.code.shape[1] - 1))[:, :width]
            found[rows] = torch.where(batch.mask[rows], code, NEUTRAL).to(torch.int16)
        return found

    def _reduced(
        self,
        of: Callable[[Judged, Tensor, int], Tensor],
        batch: TokenBatch,
        language: Any,
        where: Any,
        spans: Tensor | None,
    ) -> Tensor:
        batch = _limited(batch, where, spans)
        asked = self._asked(language, batch)
        found = [of(judged, mine, len(self.codes)) for _, judged, mine, _ in self._judged(batch, asked)]
        if not found:
            empty = torch.zeros((0, 1), dtype=torch.int64, device=batch.device)
            return of(Judged(empty, empty.float()), asked, len(self.codes))
        return torch.cat(found)

    def _judged(self, batch: TokenBatch, asked: Tensor) -> Iterator[tuple[slice, Judged, Tensor, Tensor]]:
        """Some rows at a time: which these are, what they are, their targets, and where each token went."""
        tables = self._on(batch.device)
        capitalises = self.codes.index(CAPITALISES)
        ids, mask = batch.ids.to(torch.int64).clamp(max=len(self.vocabulary)), batch.mask
        if not ids.shape[1]:
            ids, mask = pad(ids, (0, 1)), pad(mask, (0, 1))
        many = max(1, AT_ONCE // ids.shape[1])
        few = max(1, (AT_ONCE_ON_CPU if batch.device.type == "cpu" else AT_ONCE) // max(SHORTEST, ids.shape[1]))
        for begin in range(0, len(ids), many):
            part, place = packed(ids[begin : begin + many], mask[begin : begin + many], len(self.vocabulary))
            if branches(mask):
                part = part[:, : max(1, int(mask[begin : begin + many].sum(1).max()))]
            state = states(part, tables.tokens)
            for start in range(0, len(part), few):
                rows = slice(begin + start, begin + min(start + few, len(part)))
                inner = slice(start, start + few)
                judged = judge(part[inner], state[inner], asked[rows], tables, capitalises)
                yield rows, judged, asked[rows], place[inner]

    def _asked(self, language: Any, batch: TokenBatch) -> Tensor:
        """int64[B]: the place of each row's target."""
        rows = len(batch)
        if isinstance(language, Tensor):
            if language.shape != (rows,) or language.is_floating_point() or language.device != batch.device:
                raise RewardError(
                    f"language is {language.dtype}{list(language.shape)} on {language.device}: give a code, a list of "
                    f"{rows}, or int64[{rows}] on {batch.device}"
                )
            return language.to(torch.int64).clamp(0, len(self.languages) - 1)
        if language is None or isinstance(language, str):
            place = 0 if language is None else self._place(language)
            return torch.full((rows,), place, device=batch.device)
        given = list(language)
        if len(given) != rows:
            raise RewardError(f"language has {len(given)} entries for {rows} rows: give one for each")
        return torch.tensor([self._place(code) for code in given], dtype=torch.int64).to(batch.device)

    def _place(self, language: str) -> int:
        code = known(language)
        if code not in self.languages:
            raise RewardError(
                f"language is {language!r}, and the table has {', '.join(self.languages)}: name it, too, when you "
                "build the table"
            )
        return self.languages.index(code)

    def _on(self, device: torch.device) -> Tensors:
        if device not in self._tensors:
            self._tensors[device] = tensors(self._arrays, self.languages, device)
        return self._tensors[device]


def _share(judged: Judged, asked: Tensor, _: int) -> Tensor:
    total = judged.weight.sum(1)
    own = (judged.weight * (judged.code == asked[:, None])).sum(1)
    return torch.where(total > 0, own / torch.where(total > 0, total, 1.0), 0.0)


def _by_language(judged: Judged, _: Tensor, codes: int) -> Tensor:
    # One after the other: a scatter of floats has no fixed order on a GPU.
    return torch.stack([(judged.weight * (judged.code == code)).sum(1) for code in range(codes)], 1)


def _limited(batch: TokenBatch, where: Any, spans: Tensor | None) -> TokenBatch:
    """The batch, of which only what is judged is in the mask."""
    if where is not None:
        batch = TokenBatch(batch.ids, batch.mask & TokenBatch.of(batch.ids, where).mask)
    if spans is not None:
        if spans.shape != (len(batch), 2) or spans.is_floating_point() or spans.device != batch.device:
            raise RewardError(
                f"spans is {spans.dtype}{list(spans.shape)} on {spans.device}: give int64[{len(batch)}, 2] on "
                f"{batch.device}"
            )
        place = torch.arange(batch.ids.shape[1], device=batch.device)
        batch = TokenBatch(batch.ids, batch.mask & (place >= spans[:, :1]) & (place < spans[:, 1:]))
    return batch
