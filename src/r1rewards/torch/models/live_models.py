"""Models in this process: loaded once for each way of loading them, or handed over; never pickled."""

from __future__ import annotations

import hashlib
import threading
from importlib import import_module
from typing import Any

import torch

from r1rewards.errors import RewardError, ServiceError, describe

_SAMPLED = 64
"""Numbers of each weight that tell a model from another."""


class Live:
    """A model with its tokenizer; two are equal if they hold the same objects."""

    __slots__ = ("lock", "model", "tokenizer")

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model, self.tokenizer, self.lock = model, tokenizer, threading.Lock()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Live) and self.model is other.model and self.tokenizer is other.tokenizer

    def __hash__(self) -> int:
        return hash((id(self.model), id(self.tokenizer)))

    def __repr__(self) -> str:
        return f"<{type(self.model).__name__} in this process>"

    def __deepcopy__(self, memo: object) -> Live:
        return self

    def __reduce__(self) -> Any:
        raise RewardError("a model in memory cannot go to another process: give the path or the name of its weights")

    @property
    def device(self) -> torch.device:
        """Where its first weight is."""
        return next(iter(self.model.parameters())).device


_LOADED: dict[tuple[Any, ...], Live] = {}
_LOADING = threading.Lock()


def loaded(model: str, tokenizer: str, revision: str, dtype: str | None, device: str | None) -> Live:
    """A sequence classifier by its path or name, loaded once per process.

    Raises:
        ServiceError: it cannot be loaded, or its weights hold no head that classifies.
    """
    key = (model, tokenizer, revision, dtype, device)
    with _LOADING:
        if key not in _LOADED:
            try:
                _LOADED[key] = _load(*key)
            except ServiceError:
                raise
            except Exception as failure:  # whatever the libraries raise: no text is to blame
                raise ServiceError(f"'{model}' cannot be loaded: {describe(failure)}") from failure
        return _LOADED[key]


def _load(model: str, tokenizer: str, revision: str, dtype: str | None, device: str | None) -> Live:
    try:
        transformers = import_module("transformers")
    except ImportError as problem:
        raise ServiceError(f"transformers is missing ({problem}): pip install transformers") from problem
    at = {"revision": revision} if revision else {}
    version = tuple(int(part) for part in transformers.__version__.split(".")[:2])
    kind = {"dtype" if version >= (4, 56) else "torch_dtype": "auto" if dtype is None else getattr(torch, dtype)}
    made, found = transformers.AutoModelForSequenceClassification.from_pretrained(
        model, output_loading_info=True, **at, **kind
    )
    if missing := sorted(found["missing_keys"]):
        raise ServiceError(
            f"'{model}' has no {', '.join(missing[:3])} among its weights, which would be drawn at random: "
            "name a model for sequence classification, a reward model"
        )
    reader = transformers.AutoTokenizer.from_pretrained(tokenizer, **(at if tokenizer == model else {}))
    if pad_of(made) is None:
        made.config.pad_token_id = reader.eos_token_id if reader.pad_token_id is None else reader.pad_token_id
    place = device or ("cuda" if torch.cuda.is_available() else "cpu")
    return Live(made.to(place).eval(), reader)


def pad_of(model: Any) -> int | None:
    """The id by which a model knows padding."""
    config = model.config
    config = config.get_text_config() if hasattr(config, "get_text_config") else config
    found: int | None = getattr(config, "pad_token_id", None)
    return found


def fingerprint(model: Any) -> str:
    """Digits that differ where two models' weights do: of their shapes, and of some numbers of each.

    Raises:
        RewardError: the weights cannot be read here (sharded, or not loaded).
    """
    digest = hashlib.sha256()
    try:
        for name, weight in sorted(model.state_dict().items()):
            flat = weight.detach().flatten()
            places = torch.linspace(0, max(0, flat.numel() - 1), min(_SAMPLED, flat.numel()), dtype=torch.float64)
            some = flat[places.to(flat.device, torch.int64)].to("cpu", torch.float64)
            digest.update(f"{name} {list(weight.shape)} {weight.dtype} {some.tolist()}".encode())
    except (AttributeError, RuntimeError, NotImplementedError, TypeError) as problem:
        raise RewardError(
            f"the weights cannot be told apart from others ({describe(problem)}): name them by revision"
        ) from None
    return digest.hexdigest()[:16]
