"""A reward model's server that fails as it is asked to: a real one, on a port of this machine."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, TypeVar

from r1rewards.errors import RewardError
from r1rewards.models.formats import FORMATS
from r1rewards.models.http import FormatName
from r1rewards.testing.failures import Change, Failure, Step, failure_of, reply
from r1rewards.testing.played_formats import PLAYED

T = TypeVar("T")
Model = Callable[[list[tuple[str, str]]], Sequence[object]]


def response_length(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """How many characters each response has."""
    return [float(len(response)) for _, response in pairs]


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """What the server was sent.

    Attributes:
        method: "POST".
        path: the path, with the query.
        headers: the headers, by their names as they were written.
        body: the JSON; a string if it is none.
        client: address and port of the other side: equal for requests over one connection.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    client: tuple[str, int]


class FakeModelServer:
    """A server that plays a reward model, for `HttpModel` and other clients; a context manager.

    Every request is answered in a thread of its own. When the context ends, all connections are closed and nobody
    listens at `url` any more. A body that the format does not have is answered 422. What the model or the script raises
    is answered 500, and raised again where the context ends.

    Args:
        model: from (prompt, response) pairs to a score each; by default the number of the response's characters. Where
            the format sends both as one text, that is the response, and the prompt is empty or what is sent beside it.
        format: the server that is played, one of `r1rewards.models.FORMATS`.
        script: what is done to the requests, in the order in which they come: names of `FAILURES`, a `Failure`, or None
            for a plain answer. All after its end are answered. Or a function that says so from the request's body.
        tls: the server's side of TLS, for https.

    Attributes:
        url: where it listens; "" before the context is entered.
        seen: the requests, in the order in which they came.
        most_at_once: how many requests were being answered at the same time, at most.
        model: as the argument; may be replaced while the server runs, as may `script`.

    Raises:
        RewardError: there is no such format, or no failure of that name.
    """

    def __init__(
        self,
        model: Model = response_length,
        *,
        format: FormatName = "pairs",  # noqa: A002 - as HttpModel calls it
        script: Step | Iterable[Step] | Callable[[Any], Step] = (),
        tls: ssl.SSLContext | None = None,
    ) -> None:
        if format not in PLAYED:
            raise RewardError(f"there is no format '{format}': choose one of {', '.join(FORMATS)}")
        self.model = model
        self.script = script
        self.url = ""
        self.seen: list[SeenRequest] = []
        self.most_at_once = 0
        self._format = PLAYED[format]
        self._tls = tls
        self._at_once = 0
        self._lock = threading.Lock()
        self._listening: _Listening | None = None
        self._raised: list[Exception] = []

    @property
    def script(self) -> Callable[[Any], Step]:
        """What is done to the next request, from its body."""
        return self._script

    @script.setter
    def script(self, script: Step | Iterable[Step] | Callable[[Any], Step]) -> None:
        if callable(script):
            self._script = script
            return
        if script is None or isinstance(script, str | Failure):
            script = [script]
        if isinstance(script, Sequence):
            for step in script:
                failure_of(step)
        steps = iter(script)
        self._script = lambda _: next(steps, None)

    def __enter__(self) -> Self:
        listening = _Listening(self._handle)
        if self._tls is not None:
            listening.socket = self._tls.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
        self._listening = listening
        self.url = f"http{'s' if self._tls else ''}://127.0.0.1:{listening.server_address[1]}/score"
        threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._listening is not None:
            self._listening.end()
            self._listening = None
        raised, self._raised = self._raised, []
        if raised and kind is None:
            raise raised[0]

    def _handle(self, handler: BaseHTTPRequestHandler) -> None:
        text = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        try:
            body = json.loads(text or b"null")
        except ValueError:
            body = text.decode(errors="replace")
        with self._lock:
            seen = SeenRequest(handler.command, handler.path, dict(handler.headers), body, handler.client_address)
            self.seen.append(seen)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            failure = self._guarded(lambda: failure_of(self._script(body)), Failure(500))
        try:
            reply(handler, failure, lambda change: self._guarded(lambda: self._answer(body, change), (500, b"sorry")))
        finally:
            with self._lock:
                self._at_once -= 1

    def _guarded(self, call: Callable[[], T], otherwise: T) -> T:
        """What the test's own code gives; what it raises is kept for the end."""
        try:
            return call()
        except Exception as failure:  # noqa: BLE001 - raised again in the test's own thread
            self._raised.append(failure)
            return otherwise

    def _answer(self, body: Any, change: Change) -> tuple[int, bytes]:
        """Status and body of an answer with the model's scores, as they are changed."""
        try:
            pairs = self._format.read(body)
        except (KeyError, TypeError, ValueError):
            return 422, b'{"detail": "the body is not what the format sends"}'
        return 200, json.dumps(self._format.write(change(self.model(pairs)))).encode()


class _Listening(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, handle: Callable[[BaseHTTPRequestHandler], None]) -> None:
        self._connections: set[socket.socket] = set()

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True
            timeout = 30

            def do_POST(self) -> None:
                handle(self)

            do_GET = do_POST  # noqa: N815 - as above

            def log_message(self, *_: object) -> None:
                """Nothing is logged."""

        super().__init__(("127.0.0.1", 0), Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: the other side went, which is what many tests are about."""

    def end(self) -> None:
        """Close every connection, and stop listening."""
        self.shutdown()
        self.server_close()
        for connection in list(self._connections):
            with suppress(OSError):  # it was closed
                connection.shutdown(socket.SHUT_RDWR)
