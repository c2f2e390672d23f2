"""What a fake server does to a request in place of a plain answer, as values."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from types import MappingProxyType

from r1rewards.errors import RewardError

Change = Callable[[Sequence[object]], Sequence[object]]


def _as_they_are(scores: Sequence[object]) -> Sequence[object]:
    return scores


@dataclass(frozen=True, slots=True)
class Failure:
    """What is done to one request in place of a plain answer.

    Attributes:
        status: the status of the answer; None: the connection is closed without one.
        body: the answer's body; None: the model's scores, or of another status than 200 one word.
        headers: more headers, such as `Retry-After`.
        wait: seconds before the answer begins; `math.inf`: it never does.
        header_pace: seconds between two bytes of status and headers.
        pace: seconds between two bytes of the body.
        share: the share of the body that is sent before the connection is closed, from 0 to 1.
        endless: whether spaces follow the headers without an end, in place of a body.
        scores: what becomes of the model's scores.
    """

    status: int | None = 200
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    header_pace: float = 0.0
    pace: float = 0.0
    share: float = 1.0
    endless: bool = False
    scores: Change = _as_they_are


def _one_is_nan(scores: Sequence[object]) -> Sequence[object]:
    return [math.nan, *scores[1:]]


def _one_is_missing(scores: Sequence[object]) -> Sequence[object]:
    return scores[:-1]


def _one_is_twice(scores: Sequence[object]) -> Sequence[object]:
    return [*scores, *scores[-1:]]


def _are_texts(scores: Sequence[object]) -> Sequence[object]:
    return [str(score) for score in scores]


FAILURES: Mapping[str, Failure] = MappingProxyType(
    {
        "slow": Failure(pace=0.05),
        "slow-headers": Failure(header_pace=0.05),
        "silent": Failure(wait=math.inf),
        "server-error": Failure(500),
        "unavailable": Failure(503),
        "overloaded": Failure(429, headers={"Retry-After": "0"}),
        "refused": Failure(422),
        "unauthorized": Failure(401),
        "closed": Failure(None),
        "half-an-answer": Failure(share=0.5),
        "malformed": Failure(body=b"<html>Bad gateway</html>"),
        "wrong-shape": Failure(body=b'{"detail": "nothing that any format has"}'),
        "endless": Failure(endless=True),
        "nan": Failure(scores=_one_is_nan),
        "texts": Failure(scores=_are_texts),
        "too-few": Failure(scores=_one_is_missing),
        "too-many": Failure(scores=_one_is_twice),
    }
)
"""Failures by name. `Failure(429, headers={"Retry-After": "2"})` and its like are others."""

Step = str | Failure | None
"""What is done to a request: a failure, also by its name, or None for a plain answer."""


def failure_of(step: Step) -> Failure:
    """The failure of a step; RewardError if there is none of that name."""
    if isinstance(step, str):
        if step not in FAILURES:
            raise RewardError(f"there is no failure '{step}': choose one of {', '.join(FAILURES)}, or give a Failure")
        return FAILURES[step]
    return _NONE if step is None else step


_NONE = Failure()


def reply(
    handler: BaseHTTPRequestHandler,
    failure: Failure,
    answer: Callable[[Change], tuple[int, bytes]],
) -> None:
    """Answer a request: `answer` gives status and body, with the scores as they are changed."""
    if (failure.wait and _gone_within(handler, failure.wait)) or failure.status is None:
        handler.close_connection = True
        return
    status, body = failure.status, failure.body
    if body is None:
        status, body = answer(failure.scores) if status == 200 else (status, b"sorry")
    lines = [f"HTTP/1.1 {status} Said"]
    lines += [f"{name}: {value}" for name, value in failure.headers.items()]
    lines += [] if failure.endless else [f"Content-Length: {len(body)}"]
    _send(handler, "\r\n".join([*lines, "", ""]).encode(), failure.header_pace)
    if failure.endless:
        handler.close_connection = True
        while True:  # until the other side goes, which raises
            handler.wfile.write(b" " * 65536)
    sent = body[: int(len(body) * failure.share)]
    _send(handler, sent, failure.pace)
    if len(sent) < len(body):
        handler.close_connection = True


def _send(handler: BaseHTTPRequestHandler, text: bytes, pace: float) -> None:
    for piece in _bytes(text) if pace else [text]:
        handler.wfile.write(piece)
        time.sleep(pace)


def _bytes(text: bytes) -> Iterator[bytes]:
    return (bytes([byte]) for byte in text)


def _gone_within(handler: BaseHTTPRequestHandler, seconds: float) -> bool:
    """Whether the other side goes, or the server ends, within some seconds."""
    handler.connection.settimeout(None if math.isinf(seconds) else seconds)
    try:
        handler.connection.recv(1)
    except TimeoutError:
        return False
    except OSError:
        return True
    return True
