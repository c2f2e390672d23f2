"""Waiting for facts: each wait ends when the fact is there, and fails after a time that no machine needs."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

PATIENCE = 60.0
"""Seconds after which something that should happen is taken not to happen; a loaded machine needs them."""


def wait_for(happened: Callable[[], object], what: str, *, patience: float = PATIENCE) -> None:
    """Waits until it happened; fails if it does not."""
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end, f"it did not happen: {what}"
        time.sleep(0.005)


def ends(call: Callable[[], Any], what: str, *, patience: float = PATIENCE) -> Any:
    """What a call returns or raises, made in a thread that is left behind if the call does not end."""
    outcome: list[tuple[bool, Any]] = []

    def run() -> None:
        try:
            outcome.append((True, call()))
        except BaseException as failure:  # noqa: BLE001 - raised again below
            outcome.append((False, failure))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(patience)
    assert outcome, f"it does not end: {what}"
    ((returned, found),) = outcome
    if not returned:
        raise found
    return found


@contextmanager
def interrupted_when(happened: Callable[[], object], what: str) -> Iterator[None]:
    """Presses Ctrl-C in the main thread as soon as something happened; fails if it does not happen."""
    main = threading.main_thread().ident
    assert main is not None
    pressed: list[bool] = []
    done = threading.Event()

    def press() -> None:
        with suppress(AssertionError):
            wait_for(happened, what)
            pressed.append(True)
        signal.pthread_kill(main, signal.SIGINT)
        while not done.wait(20):  # the first may be lost: Python drops what is raised in a destructor
            signal.pthread_kill(main, signal.SIGINT)

    thread = threading.Thread(target=press, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join(2 * PATIENCE)
        assert pressed, f"it did not happen: {what}"
