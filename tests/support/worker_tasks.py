"""What the tests let worker processes do: functions of bytes."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time


def act(payload: bytes) -> object:
    """Does what the payload says."""
    command, _, detail = payload.decode().partition(" ")
    if command == "pid":
        return os.getpid()
    if command == "echo":
        return detail
    if command == "sleep":
        time.sleep(float(detail))
        return detail
    if command == "raise":
        raise LookupError(detail)
    if command == "exit":
        os._exit(int(detail))
    if command == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if command == "path":
        return list(sys.path)
    if command == "environment":
        return os.environ.get(detail)
    if command == "lambda":
        return lambda: None
    if command == "print":
        print("noise " * 10_000, flush=True)  # noqa: T201
        return "printed"
    if command == "main":
        return sys.modules["__main__"].__dict__.get("__file__")
    if command == "thread":  # works on after the answer
        threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
        return "started"
    raise AssertionError(command)


def mirror(payload: bytes) -> bytes:
    return payload[::-1]
