"""A real HTTP server on a port of its own, that does to each request what the test says."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from r1rewards.models import HttpModel
from sample_models import politeness
from waiting import PATIENCE


@dataclass
class Seen:
    """What the server was sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    client: tuple[str, int]


Act = Callable[[BaseHTTPRequestHandler, Any], None]


@dataclass
class Server:
    """A running server. `script` says what happens to each request in turn; behind its end all are answered.

    Attributes:
        url: its address.
        answer: what it answers a body with, unless the script says otherwise.
    """

    url: str = ""
    script: list[Act] = field(default_factory=list)
    answer: Callable[[Any], Any] = lambda body: {"scores": politeness(body["pairs"])}
    seen: list[Seen] = field(default_factory=list)
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", 0))
        body = json.loads(handler.rfile.read(length) or b"null")
        with self.lock:
            self.seen.append(Seen(handler.command, handler.path, dict(handler.headers), body, handler.client_address))
            act = self.script.pop(0) if self.script else None
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if act is None:
                send(handler, 200, json.dumps(self.answer(body)).encode())
            else:
                act(handler, body)
        finally:
            with self.lock:
                self.at_once -= 1


def send(handler: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, body: bytes = b"sorry", **headers: str) -> Act:
    return lambda handler, _: send(handler, code, body, **headers)


def says(body: bytes) -> Act:
    return lambda handler, _: send(handler, 200, body)


def hangs(handler: BaseHTTPRequestHandler, _: Any) -> None:
    """Takes the request and gives nothing, until the other side goes."""
    wait_until_gone(handler)


def hangs_up(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.close_connection = True


def breaks_off(handler: BaseHTTPRequestHandler, _: Any) -> None:
    """Promises more than it sends."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"scores": [')
    handler.close_connection = True


def drips_headers(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drip(handler, b"X-Slow: yes\r\n" * 5000)


def drips_body(handler: BaseHTTPRequestHandler, _: Any) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    drip(handler, b" " * 100_000)


def drip(handler: BaseHTTPRequestHandler, text: bytes) -> None:
    """One byte each twentieth of a second: no read ever times out."""
    with suppress(OSError):
        for byte in text:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.05)
    handler.close_connection = True


def floods(handler: BaseHTTPRequestHandler, _: Any) -> None:
    """An answer without an end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
    with suppress(OSError):
        while True:
            handler.wfile.write(b" " * 65536)


def wait_until_gone(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.settimeout(30)
    with suppress(OSError):
        handler.connection.recv(1)
    handler.close_connection = True


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """The other side went: that is what many tests are about."""


@contextmanager
def serving(
    *script: Act, answer: Callable[[Any], Any] | None = None, tls: ssl.SSLContext | None = None
) -> Iterator[Server]:
    server = Server(script=list(script))
    if answer is not None:
        server.answer = answer

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        timeout = 30

        def do_POST(self) -> None:
            server.handle(self)

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            pass

    listening = _Quiet(("127.0.0.1", 0), Handler)
    if tls is not None:
        listening.socket = tls.wrap_socket(listening.socket, server_side=True, do_handshake_on_connect=False)
    server.url = f"http{'s' if tls else ''}://127.0.0.1:{listening.server_address[1]}/score"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
        thread.join()


@contextmanager
def a_port_where_nobody_listens() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/score"


def quick(url: str, **fields: Any) -> HttpModel:
    """Waits little between tries; the deadline is one that a loaded machine keeps."""
    return HttpModel(url, **{"backoff": 0.01, "timeout": PATIENCE, "deadline": PATIENCE} | fields)
