"""What requests may take: bytes and samples of one, memory and threads of all."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from r1rewards.core.fields import require_count
from r1rewards.errors import RewardError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What requests may ask for.

    Attributes:
        body: bytes of a request's body. Values that were read take up to some 75 times as much memory as their JSON.
        batch: samples of a request.
        held: bytes of the bodies of all requests that are there at a time; those beyond are told to come again (503).
            Of these no more than twice `body` is read and graded at a time; the others wait for their turn.

    Raises:
        RewardError: a limit is no whole number, or `held` has no room for one body.
    """

    body: int = 8 << 20
    batch: int = 4096
    held: int = 256 << 20

    def __post_init__(self) -> None:
        for name in ("body", "batch", "held"):
            require_count(getattr(self, name), f"the limit on a request's {name}", 1)
        if self.held < self.body:
            raise RewardError(
                f"held is {self.held:,} bytes, less than one body of {self.body:,}: give as much at least"
            )


class Room:
    """Bytes that are free; who finds too few waits in line."""

    def __init__(self, size: int) -> None:
        self._size = self._free = size
        self._turn = asyncio.Lock()  # those that wait for it come in order
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def taken(self, size: int) -> AsyncIterator[None]:
        """Takes that many bytes, or all that there are, for the time of the block."""
        size = min(size, self._size)
        async with self._turn:
            while self._free < size:
                self._freed.clear()
                await self._freed.wait()
            self._free -= size
        try:
            yield
        finally:
            self._free += size
            self._freed.set()


class Threads:
    """Runs functions off the event loop, so many at a time.

    Unlike those of `asyncio.to_thread`, these threads do not keep a server from ending.
    """

    def __init__(self, most: int) -> None:
        self._free = asyncio.Semaphore(most)

    async def run(self, function: Callable[[], T]) -> T:
        """What the function returns, or raises."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # from now on it goes on, even if nobody waits any more

        def work() -> None:
            try:
                future.set_result(function())
            except BaseException as failure:  # noqa: BLE001 - whoever waits gets it
                future.set_exception(failure)

        async with self._free:
            threading.Thread(target=work, name="r1rewards-serve", daemon=True).start()
            return await asyncio.wrap_future(future)
