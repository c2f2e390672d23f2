"""Models behind a fake server that fails, asked by a client that waits little between its tries."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from r1rewards.models import HttpModel
from r1rewards.testing import Failure, FakeModelServer
from sample_models import politeness
from waiting import PATIENCE

DRIPPING_HEADERS = Failure(headers={"X-Slow": "y" * 30_000}, header_pace=0.05)
DRIPPING_BODY = Failure(body=b" " * 100_000, pace=0.05)
"""One byte each twentieth of a second, for an hour: no read ever times out."""


def serving(*script: Any, **fields: Any) -> FakeModelServer:
    """A server that judges politeness; the script says what happens to each request in turn."""
    return FakeModelServer(**{"model": politeness, "script": script} | fields)


@contextmanager
def a_port_where_nobody_listens() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/score"


def quick(url: str, **fields: Any) -> HttpModel:
    """Waits little between tries; the deadline is one that a loaded machine keeps."""
    return HttpModel(url, **{"backoff": 0.01, "timeout": PATIENCE, "deadline": PATIENCE} | fields)
