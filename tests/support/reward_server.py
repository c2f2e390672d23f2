"""The reward server in a thread, and a client of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import urllib3

import r1rewards as r1
from r1rewards import serve
from r1rewards.serve import running
from waiting import PATIENCE, wait_for


class Client(NamedTuple):
    port: int
    http: urllib3.PoolManager

    def send(self, path: str, body: Any = None, *, method: str = "POST", **headers: str) -> tuple[int, Any]:
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        reply = self.http.request(method, f"http://127.0.0.1:{self.port}{path}", body=data, headers=headers)
        return reply.status, json.loads(reply.data)

    def health(self) -> dict[str, Any]:
        status, found = self.send("/health", method="GET")
        assert status == 200
        return found


@contextmanager
def served(
    reward: r1.Reward, *, room: int = 10_000, patience: float = running.FIRST_REQUEST, **options: Any
) -> Iterator[Client]:
    bound = running.bind_socket("127.0.0.1", 0)
    server = running.Server(serve.app(reward, **options), room=room, patience=patience)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    try:
        with urllib3.PoolManager(timeout=60.0, retries=False) as http:
            wait_for(lambda: server.started or not thread.is_alive(), "the server starts")
            assert server.started, "the server did not start"
            yield Client(bound.getsockname()[1], http)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        bound.close()
        assert not thread.is_alive(), "the server did not end"
