"""Connections that are kept open between calls, and that another thread can cut."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

_here = threading.local()
"""The line over which this thread is talking."""


class Line:
    """What one request talks over. A server that drips its headers never runs into a read timeout; cutting stops it.

    Attributes:
        over: set once nobody waits for the answer any more.
    """

    def __init__(self) -> None:
        self.over = threading.Event()
        self._connection: HTTPConnection | None = None

    def cut(self) -> None:
        """Ends the talk, from any thread."""
        self.over.set()
        sock = getattr(self._connection, "sock", None)
        if isinstance(sock, socket.socket):
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # also of a TLS socket: its own would wait

    def take(self) -> None:
        """Lets the connections that this thread uses from here on be cut."""
        _here.line = self

    def leave(self) -> None:
        """The thread is done with the line."""
        _here.line = None
        self._connection = None

    def _is_on(self, connection: HTTPConnection) -> None:
        self._connection = connection
        if self.over.is_set():
            raise TimeoutError("nobody waits for the answer any more")


class Connection(HTTPConnection):
    """One that its thread's line can cut."""

    def request(self, *args: Any, **fields: Any) -> None:
        """Sends a request, unless nobody waits for the answer."""
        line: Line | None = getattr(_here, "line", None)
        if line is not None:
            line._is_on(self)  # noqa: SLF001 - two halves of one thing
        super().request(*args, **fields)


class TlsConnection(Connection, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = TlsConnection


_lock = threading.Lock()
_managers: dict[int, PoolManager] = {}
_inherited: list[dict[int, PoolManager]] = []


def manager(connections: int) -> PoolManager:
    """The process-wide keeper of connections, of which it keeps so many open to one server."""
    with _lock:
        if connections not in _managers:
            made = PoolManager(num_pools=32, maxsize=connections, retries=False)
            made.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}
            _managers[connections] = made
        return _managers[connections]


def _after_fork() -> None:
    """In a fork of the caller the connections belong to another process, and a thread may have held the lock."""
    global _lock, _managers
    _inherited.append(_managers)  # kept: closing them would speak on another's line
    _lock, _managers = threading.Lock(), {}


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
