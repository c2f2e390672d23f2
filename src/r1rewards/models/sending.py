"""One request, sent until it is answered, refused, or out of tries or time."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, Retry, Timeout
from urllib3.exceptions import HTTPError, SSLError

from r1rewards.core.wording import one_line
from r1rewards.errors import ModelError, ServiceError, describe
from r1rewards.models.calling import Answers, ask_all
from r1rewards.models.pools import Line, manager

LARGEST = 16 << 20
"""Bytes of an answer that are read at most."""

LONGEST_BACKOFF = 30.0
LONGEST_RETRY_AFTER = 60.0
"""Seconds; a server that asks for a longer wait is asked again after this."""

_SHOWN = 200
"""Characters of an answer that are quoted."""

_AGAIN = frozenset({408, 425, 429})
_REFUSED = frozenset({400, 413, 422})
_BROKEN = 500
"""The handler of a request broke: on this text, or on any. 502, 503 and 504 say that nobody handled it."""

_REMEDIES = {
    401: "check the token in the environment variable that token_env names",
    403: "check the token in the environment variable that token_env names",
    404: "check the url, which holds the path too, and the model's name",
    405: "check the url, which holds the path too",
    _BROKEN: "check that the text is none that it cannot take, and see the server's log",
    429: "lower concurrency, or raise retries and deadline",
}
_dice = secrets.SystemRandom()  # the random module's own state belongs to whoever trains


class _TryAgainError(Exception):
    def __init__(self, problem: str, remedy: str, wait: float | None = None, *, broken: bool = False) -> None:
        super().__init__(problem)
        self.problem, self.remedy, self.wait, self.broken = problem, remedy, wait, broken


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """Where and how bodies are sent; see `HttpModel` for the fields.

    Attributes:
        token: the header with the token, or none.
    """

    url: str
    token: Mapping[str, str]
    timeout: float
    deadline: float
    retries: int
    backoff: float
    concurrency: int

    @property
    def shown(self) -> str:
        """The url as errors show it: without its query, which may hold a key."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{parts.path}"

    def send_all(self, bodies: Sequence[bytes]) -> Answers[tuple[str, object]]:
        """The answers to the bodies, each as `send` gives it, and the failure if there was one."""
        late = f"{self.shown} gave no answer within {self.deadline:g} s: raise deadline, or make batch_size smaller"
        return ask_all(self.send, bodies, at_once=self.concurrency, deadline=self.deadline, late=late)

    def send(self, body: bytes, line: Line, until: float) -> tuple[str, object]:
        """The answer's first characters and its JSON.

        Args:
            body: what is posted.
            line: cut by who waits, when the time is up.
            until: the time (monotonic) at which it must be done.

        Raises:
            ServiceError: the service cannot be reached, fails or answers no JSON.
            ModelError: the service refuses what it was asked, or fails on it (500) however often it is asked.
        """
        tried = 0
        while True:
            tried += 1
            try:
                return self._try(body, line, until)
            except _TryAgainError as failure:
                often = f" ({tried} tries)" if tried > 1 else ""
                problem = f"{self.shown} {failure.problem}{often}: {failure.remedy}"
                wait = self._wait(tried) if failure.wait is None else failure.wait
                broken = failure.broken
            if tried > self.retries:
                raise _final(problem, broken=broken)
            if wait >= until - time.monotonic():
                late = f"{problem}; the next try, in {wait:.1f} s, would be past the deadline"
                raise _final(late, broken=broken)
            if line.over.wait(wait):
                raise ServiceError(problem)

    def _wait(self, tried: int) -> float:
        longest: float = min(LONGEST_BACKOFF, self.backoff * 2 ** min(tried - 1, 30))
        return _dice.uniform(longest / 2, longest)

    def _try(self, body: bytes, line: Line, until: float) -> tuple[str, object]:
        seconds = max(0.001, min(self.timeout, until - time.monotonic()))
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        try:
            response = manager(self.concurrency).urlopen(
                "POST",
                self.url,
                body=body,
                headers={**headers, "User-Agent": "r1rewards", **self.token},
                timeout=Timeout(connect=seconds, read=seconds),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            content = _content(response, line)
        except (HTTPError, OSError, ValueError) as failure:  # ValueError: what http.client says of broken headers
            described = self._clean(describe(failure))
            if isinstance(failure, SSLError) and "certificate" in described.lower():
                remedy = "name the file that holds its certificate or authority in SSL_CERT_FILE"
                raise ServiceError(f"{self.shown} cannot be trusted: {described}: {remedy}") from None
            remedy = "check that the server runs and has not too much to do"
            raise _TryAgainError(f"cannot be reached or broke off: {described}", remedy) from None
        shown = self._excerpt(content)
        if response.status == 200:
            return shown, self._json(content, shown)
        raise self._failure(response, shown)

    def _json(self, content: bytes | None, shown: str) -> object:
        if content is None:
            raise ServiceError(f"{self.shown} answers more than {LARGEST >> 20} MiB: make batch_size smaller")
        try:
            return json.loads(content)
        except (ValueError, RecursionError):
            raise ServiceError(f"{self.shown} answers no JSON: check the url; it says {shown}") from None

    def _failure(self, response: BaseHTTPResponse, shown: str) -> Exception:
        status = response.status
        problem = f"answers {status}"
        remedy = _REMEDIES.get(status, "see the server's log")
        if status in _AGAIN or status >= 500:
            broken = status == _BROKEN
            return _TryAgainError(problem, f"{remedy}; it says {shown}", _retry_after(response), broken=broken)
        if status in _REFUSED:
            return ModelError(
                f"{self.shown} refuses the request ({status}): "
                f"check format, and whether the text is too long for the model; it says {shown}"
            )
        if 300 <= status < 400:
            remedy = "redirects are not followed: give the url that it leads to"
        return ServiceError(f"{self.shown} {problem}: {remedy}; it says {shown}")

    def _excerpt(self, content: bytes | None) -> str:
        """The first characters of an answer on one line, without the token, should the server say it."""
        if content is None:
            return "too much"
        text = self._clean(content[: 8 * _SHOWN].decode("utf-8", "replace"))
        return f"'{one_line(''.join(c if c.isprintable() else ' ' for c in text), _SHOWN)}'"

    def _clean(self, text: str) -> str:
        """The text without what must stay secret: the token, and the url's query."""
        for secret in (*self.token.values(), *(value.removeprefix("Bearer ") for value in self.token.values())):
            text = text.replace(secret, "***")
        query = urlsplit(self.url).query
        return text.replace(query, "…") if query else text


def _final(problem: str, *, broken: bool) -> Exception:
    """What a request that is not sent again fails with."""
    if not broken:
        return ServiceError(problem)
    failure = ModelError(problem)
    failure.perhaps_down = True
    return failure


def header_of(variable: str | None, name: str) -> dict[str, str]:
    """The header with the token that an environment variable holds.

    Raises:
        ServiceError: the variable is not set, or holds what no header can.
    """
    if variable is None:
        return {}
    token = os.environ.get(variable, "").strip()
    if not token:
        raise ServiceError(f"the environment variable {variable}, which token_env names, is not set: set it")
    if not token.isascii() or not token.isprintable():
        raise ServiceError(f"the environment variable {variable} holds characters that no header can: check the token")
    return {name: f"Bearer {token}" if name.lower() == "authorization" else token}


def _content(response: BaseHTTPResponse, line: Line) -> bytes | None:
    """The body; None if it is too large. The connection is kept only if all of it was read."""
    pieces: list[bytes] = []
    size = 0
    whole = False
    try:
        for piece in response.stream(1 << 16, decode_content=False):
            pieces.append(piece)
            size += len(piece)
            if size > LARGEST or line.over.is_set():
                return None
        whole = True
        return b"".join(pieces)
    finally:
        if not whole:
            response.close()


def _retry_after(response: BaseHTTPResponse) -> float | None:
    """Seconds that the server asks to wait, capped."""
    header = response.headers.get("Retry-After")
    if header is None:
        return None
    try:
        return min(max(Retry().parse_retry_after(header), 0.0), LONGEST_RETRY_AFTER)
    except (HTTPError, ValueError, OverflowError, TypeError):
        return None
