"""What runs inside a worker process: see workers.py for the other side."""

from __future__ import annotations

import fcntl
import os
import pickle
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from importlib import import_module

_HEADER = struct.Struct("!Q")


def serve(channel: int, target: str) -> None:
    """Answers calls that arrive on the socket `channel` with `target` ("module:function of bytes") until it closes."""
    _die_with_parent()
    with socket.socket(fileno=channel) as connection:
        try:
            module, _, name = target.partition(":")
            task: Callable[[bytes], object] = getattr(import_module(module), name)
        except Exception as failure:  # noqa: BLE001 - the other side raises it
            _send(connection, (False, _describe(failure)))
            return
        _send(connection, (True, None))
        while True:
            header = _read(connection, _HEADER.size)
            if header is None:
                return
            payload = _read(connection, *_HEADER.unpack(header))
            if payload is None:
                return
            try:
                answer = (True, task(payload))
            except Exception as failure:  # noqa: BLE001 - the other side raises it
                answer = (False, _describe(failure))
            _send(connection, answer)


def _die_with_parent() -> None:
    """Lets the kernel end this process when its standard input, held open by the parent alone, closes.

    SIGIO's default action does it, whatever this process is doing then, even inside C code that holds the GIL.
    (Linux's parent-death signal would fire already when the thread that started us ends.)
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    if sys.platform != "win32":
        fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:  # it closed before we asked
        sys.exit()


def _send(connection: socket.socket, answer: tuple[bool, object]) -> None:
    try:
        payload = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except Exception as failure:  # noqa: BLE001 - what the task returned cannot be pickled
        payload = pickle.dumps((False, _describe(failure)))
    connection.sendall(_HEADER.pack(len(payload)))
    connection.sendall(payload)


def _read(connection: socket.socket, size: int) -> bytes | None:
    parts = bytearray()
    while len(parts) < size:
        part = connection.recv(min(size - len(parts), 1 << 20))
        if not part:
            return None
        parts += part
    return bytes(parts)


def _describe(failure: Exception) -> str:
    return f"{type(failure).__name__}: {failure}"
