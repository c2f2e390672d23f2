"""The application under uvicorn: with bounds on connections, and an end that comes in time."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from types import FrameType
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from r1rewards.errors import RewardError

FIRST_REQUEST = 30.0
"""Seconds after which a connection is closed that has sent no request; between requests it may take twice as long."""

GRACE = 5.0
"""Seconds that requests have to end when the server is told to end."""

FILES = 65_536
"""Open files that are asked of the system, if it allows as many."""

BURST = 32
"""Connections that are accepted in one turn of the event loop. asyncio logs as many errors if no file can be opened."""

QUEUE = 4096
"""Connections that the system holds until they are accepted."""

YOUNG = 1.0
"""Seconds for which a connection may be silent even if there is no room for others."""

_NUMBERS = count()  # connections that come in one turn of the event loop have one time
_LOG = logging.getLogger("uvicorn.error")
_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nRetry-After: 1\r\nConnection: close\r\n\r\n"
    b'{"error":"there are too many connections: come again later"}'
)


def raise_file_limit() -> int:
    """Asks the system for as many open files as it allows, and returns how many connections there is room for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(hard, FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    files = FILES if soft == resource.RLIM_INFINITY else soft
    return max(files // 2, files - 8 * BURST)  # the rest is for workers, logs and connections that are being closed


def bind_socket(host: str, port: int) -> socket.socket:
    """A socket at an address.

    Raises:
        RewardError: there is no such address here, or its port is not to be had; the message names the remedy.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as problem:
        why = getattr(problem, "strerror", None) or problem
        raise RewardError(f"--host {host} is unknown ({why}): give an address of this machine, or 0.0.0.0") from None
    family, _, _, _, address = min(found, key=lambda one: one[0] != socket.AF_INET)
    made = socket.socket(family)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
    except OSError as problem:
        made.close()
        remedies = {
            errno.EADDRINUSE: f"port {port} is taken: choose another with --port, or --port 0 for a free one",
            errno.EACCES: f"port {port} is not allowed to you: choose one above 1023 with --port",
            errno.EADDRNOTAVAIL: f"--host {host} is no address of this machine: give one that is, or 0.0.0.0",
        }
        other = f"cannot listen at {host}, port {port} ({problem.strerror}): choose others with --host and --port"
        raise RewardError(remedies.get(problem.errno or 0, other)) from None
    return made


class Server(uvicorn.Server):
    """A server of one application.

    Args:
        app: the application.
        room: how many connections it holds; more make room if they have been silent, or are sent away.
        patience: as `FIRST_REQUEST`.
        grace: as `GRACE`.
        ready: called as soon as it listens.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        room: int,
        patience: float = FIRST_REQUEST,
        grace: float = GRACE,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        config = uvicorn.Config(
            app,
            http=_protocol(room, patience),
            log_level="warning",
            access_log=False,
            ws="none",
            lifespan="off",
            server_header=False,
            backlog=BURST,
            timeout_keep_alive=30,  # longer than the pools of clients keep connections
            timeout_graceful_shutdown=cast("int", grace),  # any number will do
        )
        super().__init__(config)
        _LOG.addFilter(_is_no_cancellation)
        self.signals: list[int] = []
        self._ready = ready
        self._complained = float("-inf")

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to listen."""
        asyncio.get_running_loop().set_exception_handler(self._on_failure)
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(QUEUE)  # asyncio has asked for BURST
        self._ready()

    def _on_failure(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Keeps a lack of files from filling the log: asyncio tells of it many times a second."""
        failure = context.get("exception")
        if isinstance(failure, OSError) and failure.errno in (errno.EMFILE, errno.ENFILE):
            if time.monotonic() - self._complained > 60:  # once a minute
                self._complained = time.monotonic()
                _LOG.error("No connection can be accepted (%s): raise the limit with ulimit -n", failure.strerror)
            return
        loop.default_exception_handler(context)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Notes SIGINT and SIGTERM from now on: the second ends the wait for requests, the third the process."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, self.handle_exit)
        yield

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Notes a signal."""
        del frame
        self.signals.append(sig)
        self.force_exit = self.should_exit
        self.should_exit = True
        if len(self.signals) > 2:
            os._exit(128 + sig)


def _is_no_cancellation(record: logging.LogRecord) -> bool:
    """Whether a log record is more than the end of a request that the server has given up itself."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _protocol(room: int, patience: float) -> type[asyncio.Protocol]:
    """The protocol of uvicorn, with bounds."""
    return type("Bounded", (_Bounded, AutoHTTPProtocol), {"room": room, "patience": patience})


class _Bounded(asyncio.Protocol):
    """Stands before uvicorn's protocol, which waits for ever for a first request, and for all connections at once."""

    room: int
    patience: float
    connections: set[_Bounded]  # uvicorn's: all that are open
    cycle: Any  # uvicorn's: the last request whose head has come, None before
    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.since = self.loop.time()
        self.number = next(_NUMBERS)
        self.timer = self.loop.call_later(self.patience, self._look, None)
        if len(self.connections) > self.room and not self._make_room():
            self.transport.write(_FULL)
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self.timer.cancel()
        super().connection_lost(exc)

    @property
    def is_idle(self) -> bool:
        """Whether no request is being read or answered."""
        return self.cycle is None or self.cycle.response_complete

    def _look(self, before: object) -> None:
        """Closes the connection if it is idle and no request has come since it was last looked at."""
        if self.is_idle and self.cycle is before:
            self.transport.close()
        else:
            self.timer = self.loop.call_later(self.patience, self._look, self.cycle if self.is_idle else self)

    def _make_room(self) -> bool:
        """Closes the oldest of the idle connections, unless it is young itself."""
        idle = (other for other in self.connections if other.is_idle and not other.transport.is_closing())
        oldest = min(idle, key=lambda other: other.number)
        if self.since - oldest.since < YOUNG:
            return False
        oldest.transport.close()
        return True
