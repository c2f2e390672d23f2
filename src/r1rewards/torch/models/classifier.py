"""A reward model of Hugging Face's in this process, as what a ModelReward calls."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from os import PathLike
from typing import Any

import torch
from torch import Tensor

from r1rewards.core.fields import require_bool, require_count, require_finite, require_name, require_text
from r1rewards.core.reprs import short_repr
from r1rewards.errors import ModelError, RewardError, ServiceError
from r1rewards.torch.models.judged_ids import Row, ids_of
from r1rewards.torch.models.live_models import Live, fingerprint, loaded, pad_of

REVISION = "1"
"""Goes up when a pair is read in another way than before."""

_HOW = {"scores": False}  # it changes how long a score takes, not the score
_ENDLESS = 10**9  # what tokenizers without a limit say


@dataclass(frozen=True, slots=True)
class SequenceClassifier:
    """A model for sequence classification (a reward model), called with (prompt, response) pairs: one logit for each.

    `r1.ModelReward(SequenceClassifier("org/model", revision="…"))`. It is a value: the model is loaded at the first
    call, once per process, and a copy in another process loads its own. A model in memory may be given as well; then it
    cannot be pickled, and its signature holds a digest of its weights.

    Pairs are sorted by length, padded and run in batches without gradients. Where a GPU has no memory left, the batch
    is halved, and so are later ones of its size. A logit that is NaN is the sample's `error`, as ModelReward has it.

    Attributes:
        model: the path or the name of the weights; or a model in memory, in evaluation mode, on its own device.
        tokenizer: its path, name or object; None: the model's path.
        revision: which version of the weights, for the hub and the signature; of a model in memory: what to write in
            place of the digest.
        label: which logit counts, by position or name; None: the model has one.
        chat: whether a pair is rendered by the tokenizer's chat template, as a user's turn and the assistant's, or as
            its pair of texts; None: by the template if there is one. Texts of tokens that end texts or open turns are
            read as text.
        max_length: how many tokens are read at most; None: what the model and the tokenizer name. Of longer ones the
            middle is left out, so that the beginning, the end and the template's own tokens stay.
        overlong: the value of longer ones, without asking the model; None: they are read without their middle.
        dtype: in which the weights are loaded, "bfloat16" say; None: as they were saved.
        device: where a model is loaded to; None: a GPU if there is one.
        batch_size: pairs in one pass at most.
        max_tokens: tokens in one pass at most, padding included; a longer pair runs alone.
        live: the model in memory; set by itself.

    Raises:
        RewardError: a field has a value that it cannot have, or a model in memory cannot be used as it is.
    """

    model: Any
    tokenizer: Any = None
    revision: str = ""
    label: int | str | None = None
    chat: bool | None = None
    max_length: int | None = None
    overlong: float | None = None
    dtype: str | None = None
    device: str | None = field(default=None, metadata=_HOW)
    batch_size: int = field(default=64, metadata=_HOW)
    max_tokens: int = field(default=65_536, metadata=_HOW)
    live: Live | None = field(default=None, repr=False, kw_only=True, metadata=_HOW)

    __repr__ = short_repr

    def __post_init__(self) -> None:
        require_text(self.revision, "revision")
        if self.chat is not None:
            require_bool(self.chat, "chat")
        for name in ("batch_size", "max_tokens", "max_length"):
            if name != "max_length" or self.max_length is not None:
                require_count(getattr(self, name), name, 1)
        if self.overlong is not None:
            object.__setattr__(self, "overlong", require_finite(self.overlong, "overlong"))
        if self.label is not None and not isinstance(self.label, str):
            require_count(self.label, "label")
        if self.dtype is not None and not isinstance(getattr(torch, str(self.dtype), None), torch.dtype):
            raise RewardError(f"dtype is {self.dtype!r:.60}: give the name of one of torch's, 'bfloat16' say")
        if self.live is None:
            self._take_in()
        if self.live is None:
            require_name(self.model, "model")
            object.__setattr__(self, "tokenizer", self.model if self.tokenizer is None else self.tokenizer)
            require_name(self.tokenizer, "tokenizer")
        elif self.dtype is not None or self.device is not None:
            raise RewardError("dtype or device is given with a model in memory: move it with model.to(…) before")

    def _take_in(self) -> None:
        """Put a model in memory aside: its name and weights' digest take its place."""
        for name in ("model", "tokenizer"):
            if isinstance(getattr(self, name), PathLike):
                object.__setattr__(self, name, str(getattr(self, name)))
        if isinstance(self.model, str):
            if self.tokenizer is not None and not isinstance(self.tokenizer, str):
                raise RewardError("tokenizer is an object and model a name: give both as names, or both as objects")
            return
        if not callable(self.model) or not hasattr(self.model, "config"):
            raise RewardError(f"model is {self.model!r:.60}: give a path, a name, or a model of transformers")
        if not callable(self.tokenizer):
            raise RewardError(f"tokenizer is {self.tokenizer!r:.60}: give a model in memory its tokenizer")
        live = Live(self.model, self.tokenizer)
        _usable(live, self.label)
        shown = getattr(self.model.config, "_name_or_path", "") or type(self.model).__name__
        revision = self.revision or f"weights-{fingerprint(self.model)}"
        reader = getattr(self.tokenizer, "name_or_path", "") or type(self.tokenizer).__name__
        for name, value in (("live", live), ("model", shown), ("revision", revision), ("tokenizer", reader)):
            object.__setattr__(self, name, value)

    def backends(self) -> Mapping[str, str]:
        """What decides how a pair is read: this module's revision, and the version of transformers."""
        try:
            return {"r1rewards.torch.models.classifier": REVISION, "transformers": version("transformers")}
        except PackageNotFoundError:
            return {"r1rewards.torch.models.classifier": REVISION}

    def __call__(self, pairs: Sequence[tuple[str, str]], /) -> list[float]:
        """One number per pair, in order, as the model gives them, NaN too.

        Raises:
            ServiceError: the model cannot be loaded, or cannot be used as it is: no text is to blame.
            ModelError: there is no memory for single pairs; the numbers of the others are `known`.
        """
        if not pairs:
            return []
        live = self.live or loaded(self.model, self.tokenizer, self.revision, self.dtype, self.device)
        try:
            label, chat = _usable(live, self.label), _by_template(live.tokenizer, self.chat)
        except RewardError as problem:
            raise ServiceError(str(problem)) from None
        longest = _longest(live, self.max_length)
        rows = ids_of(live.tokenizer, pairs, chat=chat)
        known: dict[int, float] = {}
        if self.overlong is not None and longest is not None:
            known = {i: self.overlong for i, row in enumerate(rows) if len(row) > longest}
        todo = {i: row.without_middle(longest) for i, row in enumerate(rows) if i not in known}
        with live.lock:
            failed = self._run(live, label, todo, known)
        if failed:
            long = max(len(todo[i]) for i in failed)
            refusal = ModelError(f"no memory is left on {live.device} for a text of {long} tokens: lower max_length")
            refusal.known = known
            raise refusal
        return [known[i] for i in range(len(pairs))]

    def _run(self, live: Live, label: int, todo: Mapping[int, Row], known: dict[int, float]) -> list[int]:
        """Adds the number of each row to `known`; those for which there is no memory are returned."""
        passes = self._passes(todo)
        most = self.max_tokens
        found: list[tuple[list[int], Tensor]] = []
        failed: list[int] = []
        forward = _forward(live)
        while passes:
            batch = passes.pop()
            tokens = len(batch) * max(len(todo[i]) for i in batch)
            scores = None
            if tokens <= most or len(batch) == 1:
                # The failure holds what it was about: it is gone before more is tried.
                with suppress(torch.cuda.OutOfMemoryError):
                    scores = forward([todo[i] for i in batch])
            if scores is not None:
                found.append((batch, scores[:, label].float()))
            elif len(batch) == 1:
                failed += batch
            else:
                if tokens <= most:
                    most = tokens // 2
                passes += [batch[: len(batch) // 2], batch[len(batch) // 2 :]]
        for batch, scores in found:  # read at last, so that no pass waits for another's numbers
            known.update(zip(batch, scores.tolist(), strict=True))
        return failed

    def _passes(self, todo: Mapping[int, Row]) -> list[list[int]]:
        """The rows of each pass, of like lengths; the longest come first, being last."""
        found: list[list[int]] = []
        for i in sorted(todo, key=lambda row: len(todo[row])):  # the newest is the longest of its pass
            fits = found and len(found[-1]) < self.batch_size
            if fits and (len(found[-1]) + 1) * len(todo[i]) <= self.max_tokens:
                found[-1].append(i)
            else:
                found.append([i])
        return found


def _usable(live: Live, label: int | str | None) -> int:
    """The logit that counts.

    Raises:
        RewardError: the model is in training, knows no padding, or has no such logit.
    """
    if getattr(live.model, "training", False):
        raise RewardError("the model is in training mode, in which it drops what it knows at random: model.eval()")
    if pad_of(live.model) is None:
        raise RewardError("model.config.pad_token_id is None: set it to that of the tokenizer, or its end's")
    count = getattr(live.model.config, "num_labels", 1)
    names = getattr(live.model.config, "id2label", None) or {}
    if label is None and count == 1:
        return 0
    if isinstance(label, int) and label < count:
        return label
    for place, name in names.items():
        if label is not None and name == label:
            return int(place)
    raise RewardError(
        f"label is {label!r:.60}, and the model has {count}: give one of {', '.join(map(str, names.values()))!s:.200}"
    )


def _longest(live: Live, given: int | None) -> int | None:
    """How many tokens the model reads; past its last position a GPU would not raise, but die."""
    limits = (
        given,
        getattr(live.model.config, "max_position_embeddings", None),
        getattr(live.tokenizer, "model_max_length", None),
    )
    return min((int(limit) for limit in limits if limit is not None and 0 < limit < _ENDLESS), default=None)


def _by_template(tokenizer: Any, wanted: bool | None) -> bool:
    there = bool(getattr(tokenizer, "chat_template", None))
    if wanted and not there:
        raise RewardError("the tokenizer has no chat template: give chat=False")
    return there if wanted is None else wanted


def _forward(live: Live) -> Callable[[list[Row]], Tensor]:
    """What makes logits, float[B, labels], of rows: padded on the right, without gradients."""
    pad, device = pad_of(live.model), live.device
    takes = inspect.signature(live.model.forward).parameters
    more = {"use_cache": False} if "use_cache" in takes else {}

    def forward(rows: list[Row]) -> Tensor:
        width = max(1, *map(len, rows))
        given = {
            "input_ids": [[*row.ids, *[pad] * (width - len(row))] for row in rows],
            "attention_mask": [[1] * len(row) + [0] * (width - len(row)) for row in rows],
        }
        if "token_type_ids" in takes and rows[0].types is not None:
            given["token_type_ids"] = [[*(row.types or ()), *[0] * (width - len(row))] for row in rows]
        tensors = {name: torch.tensor(one, dtype=torch.int64).to(device) for name, one in given.items()}
        with torch.inference_mode():
            found = live.model(**tensors, **more)
        logits: Tensor = found.logits if hasattr(found, "logits") else found[0]
        return logits[:, None] if logits.ndim == 1 else logits

    return forward
