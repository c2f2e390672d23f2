"""What runs inside a worker process: see pool.py for the other side."""

from __future__ import annotations

import fcntl
import os
import pickle
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from importlib import import_module
from typing import BinaryIO

from r1rewards.errors import describe

_HEADER = struct.Struct("!Q")


def serve(channel: int, target: str) -> None:
    """Answers calls on the socket `channel` until it closes.

    `target` is "module:function", called with what the module's `prepare` makes of the payload, or with the payload if
    it has none; preparing is not timed. Each call gets two frames, or one if preparing fails: (True, None) when the
    work begins, then (True, result) or (False, why).
    """
    _die_with_parent()
    with socket.socket(fileno=channel) as connection, connection.makefile("rb") as stream:
        try:
            name, _, function = target.partition(":")
            module = import_module(name)
            run = getattr(module, function)
            prepare = getattr(module, "prepare", bytes)
        except Exception as failure:  # noqa: BLE001 - the other side raises it
            _send(connection, (False, describe(failure)))
            return
        _send(connection, (True, None))
        while True:
            header = _read(stream, _HEADER.size)
            payload = None if header is None else _read(stream, *_HEADER.unpack(header))
            if payload is None:
                return
            try:
                prepared = prepare(payload)
                _send(connection, (True, None))
                answer = True, run(prepared)
            except (Exception, SystemExit) as failure:  # noqa: BLE001 - the other side raises it
                answer = False, describe(failure)
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
    """Sends an answer; where nobody is left to hear it, the next `_read` says so."""
    try:
        payload = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except Exception as failure:  # noqa: BLE001 - what the task returned cannot be pickled
        payload = pickle.dumps((False, describe(failure)))
    with suppress(ConnectionError):
        connection.sendall(_HEADER.pack(len(payload)))
        connection.sendall(payload)


def _read(stream: BinaryIO, size: int) -> bytes | None:
    """So many bytes; None if the other side is gone."""
    with suppress(ConnectionError):  # it died before it read our last answer
        if len(data := stream.read(size)) == size:
            return data
    return None
