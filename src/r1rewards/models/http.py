"""A model behind HTTP."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from math import isfinite
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from r1rewards.core.fields import require_choices, require_count, require_text
from r1rewards.core.frozen import FrozenMap
from r1rewards.core.reprs import short_repr
from r1rewards.errors import ModelError, RewardError, ServiceError
from r1rewards.models.formats import FORMATS, FormatError, places
from r1rewards.models.revision import REVISION

FormatName = Literal["pairs", "openrlhf", "vllm-score", "vllm-classify", "tei", "tei-pairs"]
_HOW = {"scores": False}  # it changes how long a score takes, not the score


@dataclass(frozen=True, slots=True)
class HttpModel:
    """A model that is asked by POST requests with JSON; called with (prompt, response) pairs, it gives their numbers.

    Connections are kept open and shared by all threads of the process. Proxies in the environment are not used, and
    redirects are not followed. Texts go out as UTF-8, halves of surrogate pairs as "?".

    Attributes:
        url: http or https, with the path; it stands in the signature, so it must hold no secret.
        format: what requests and answers look like; see docs/reference/model.md for each.
        model: the name under which a server knows the model, sent as "model"; None: nothing is sent.
        text: how a pair stands in one text, for formats that send one: the chat template of the model, with
            `{prompt}` and `{response}` once each.
        label: which of several outputs counts: a class's position from 0 ("vllm-classify"), or its name ("tei",
            "tei-pairs"); None: the model has one.
        options: more keys of the request's body, `{"truncate": True}` say.
        revision: what is served, its weights and version, for the signature: a server does not tell.
        token_env: the environment variable that holds a token; it is read when the model is called and shown nowhere.
        token_header: the header that carries the token; as "Authorization" it is "Bearer " and the token.
        batch_size: pairs in one request.
        concurrency: requests at once.
        timeout: seconds to connect, and seconds without a byte of the answer, in one try.
        deadline: seconds for one request with all its tries and waits, whatever the server does.
        retries: how often a request is sent again after a lost connection, a timeout, 408, 425, 429 or 5xx.
        backoff: seconds before the second try, at most; doubled each time, up to 30, with jitter. A server's
            Retry-After counts in its place, up to 60.

    Raises:
        RewardError: a field has a value that it cannot have.
    """

    url: str
    format: FormatName = "pairs"
    model: str | None = None
    text: str = "{prompt}{response}"
    label: str | int | None = None
    options: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    revision: str = ""
    token_env: str | None = field(default=None, metadata=_HOW)
    token_header: str = field(default="Authorization", metadata=_HOW)
    batch_size: int = field(default=8, metadata=_HOW)
    concurrency: int = field(default=4, metadata=_HOW)
    timeout: float = field(default=30.0, metadata=_HOW)
    deadline: float = field(default=120.0, metadata=_HOW)
    retries: int = field(default=3, metadata=_HOW)
    backoff: float = field(default=0.5, metadata=_HOW)

    __repr__ = short_repr

    def __post_init__(self) -> None:
        _require_url(self.url)
        require_choices(self)
        for name in ("model", "revision", "text"):
            if name != "model" or self.model is not None:
                require_text(getattr(self, name), name)
        if sorted(places(self.text)) != ["{prompt}", "{response}"]:
            raise RewardError(f"text is {self.text!r:.100}: it needs {{prompt}} and {{response}}, once each")
        if self.text != "{prompt}{response}" and not FORMATS[self.format].joined:
            raise RewardError(f"text is given, and the format '{self.format}' sends prompt and response apart")
        _require_label(self.label, self.format)
        object.__setattr__(self, "options", _checked_options(self.options))
        for name in ("token_env", "token_header"):
            value = getattr(self, name)
            if value is None and name == "token_env":
                continue
            if not isinstance(value, str) or not value.isascii() or not value.replace("-", "_").isidentifier():
                raise RewardError(f"{name} is {value!r:.60}: give a name, letters and digits")
        for name, least in (("batch_size", 1), ("concurrency", 1), ("retries", 0)):
            require_count(getattr(self, name), name, least)
        for name in ("timeout", "deadline", "backoff"):
            seconds = getattr(self, name)
            if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= 86400:
                raise RewardError(f"{name} is {seconds!r:.60}: give seconds, above 0, a day at most")
            object.__setattr__(self, name, float(seconds))

    @property
    def longest_wait(self) -> float:
        """Seconds after which it gives up on a sample: the deadline."""
        return self.deadline

    def backends(self) -> Mapping[str, str]:
        """The engine's revision."""
        return {"r1rewards.models": REVISION}

    def __call__(self, pairs: Sequence[tuple[str, str]], /) -> list[float]:
        """One number per pair, in order, as the server gave them: NaN and null too.

        Raises:
            ServiceError: the service cannot be reached, fails, takes too long, or answers something else.
            ModelError: the service refuses a request (400, 413 or 422), fails on it each time (500), or gives another
                number of scores.

        Both hold the numbers that were answered all the same, as `known`.
        """
        pieces = [pairs[i : i + self.batch_size] for i in range(0, len(pairs), self.batch_size)]
        if not pieces:
            return []
        # Loaded by name, when a server is asked: urllib3 takes longer to load than most rewards.
        sending = import_module("r1rewards.models.sending")
        request = sending.Request(
            self.url,
            sending.header_of(self.token_env, self.token_header),
            self.timeout,
            self.deadline,
            self.retries,
            self.backoff,
            self.concurrency,
        )
        answered = request.send_all([self._body(piece) for piece in pieces])
        failure: ServiceError | ModelError | None = answered.failure
        known: dict[int, float] = {}
        for place, (body, answer) in answered.found.items():
            try:
                numbers = self._numbers(body, answer, len(pieces[place]), request.shown)
            except (ServiceError, ModelError) as problem:
                failure = failure or problem
            else:
                known.update(enumerate(numbers, place * self.batch_size))
        if failure is not None:
            failure.known = known
            raise failure
        return [known[i] for i in range(len(pairs))]

    def _body(self, pairs: Sequence[tuple[str, str]]) -> bytes:
        named = {} if self.model is None else {"model": self.model}
        body = {**self.options, **named, **FORMATS[self.format].write(pairs, self.text)}
        return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")

    def _numbers(self, body: str, answer: object, count: int, shown: str) -> list[float]:
        try:
            found = FORMATS[self.format].read(answer, self.label)
        except FormatError as problem:
            raise ServiceError(
                f"{shown} answers what is not '{self.format}': {problem}: choose the server's format; it says {body}"
            ) from None
        if len(found) != count:
            raise ModelError(f"{shown} gives {len(found)} scores for {count} pairs; it says {body}")
        return found  # type: ignore[return-value]  # as the server gave them: who asks checks them


def _require_url(url: object) -> None:
    if not isinstance(url, str):
        raise RewardError(f"url is {type(url).__name__}: give a text such as http://localhost:8000/score")
    try:
        parts = urlsplit(url)
        known = _is_plain(parts)
    except ValueError:
        known = False
    if not known or not url.isascii() or not url.isprintable() or " " in url:
        raise RewardError(
            "url is none that can be used: give http or https, a host and a path, such as http://localhost:8000/score; "
            "a user or password belongs into the variable that token_env names"
        )


def _is_plain(parts: SplitResult) -> bool:
    port = parts.port  # ValueError if it is none
    fine = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    return fine and not parts.fragment and port != 0


def _require_label(label: object, name: str) -> None:
    kind = FORMATS[name].label
    if label is None:
        return
    if kind is None:
        raise RewardError(f"label is {label!r:.60}, and the format '{name}' has one output: leave it out")
    if type(label) is not kind or (isinstance(label, int) and label < 0):
        wanted = "a position from 0" if kind is int else "a name"
        raise RewardError(f"label is {label!r:.60}: give {wanted}, as the format '{name}' has outputs")


def _checked_options(options: object) -> FrozenMap[str | int | float | bool]:
    if not isinstance(options, Mapping):
        raise RewardError(f"options is {type(options).__name__}: give a mapping from keys to values")
    for key, value in options.items():
        plain = type(value) in (str, int, float, bool) and not (isinstance(value, float) and not isfinite(value))
        if not isinstance(key, str) or not plain:
            raise RewardError(f"options gives {key!r:.60} the value {value!r:.60}: give texts, numbers, true or false")
    return FrozenMap(options)
