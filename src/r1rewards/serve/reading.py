"""The bodies of requests: as they arrive, and as JSON."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from r1rewards.core.columns import kind_of
from r1rewards.files.rows import value_of
from r1rewards.serve.limits import Limits

PATIENCE = 60.0
"""Seconds that a request's body may take to arrive."""


class Reader:
    """Reads bodies, and refuses what would be too much."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._held = 0

    @asynccontextmanager
    async def body(self, request: Request) -> AsyncIterator[bytes]:
        """A request's body, which is counted as long as the block lasts."""
        limit = self._limits.body
        too_large = HTTPException(413, f"the body is larger than {limit:,} bytes: send fewer rows at once")
        if int(request.headers.get("content-length") or 0) > limit:
            raise too_large
        pieces: list[bytes] = []
        size = 0
        try:
            try:
                async with asyncio.timeout(PATIENCE):
                    async for piece in request.stream():
                        size += len(piece)
                        self._held += len(piece)
                        if size > limit:
                            raise too_large
                        if self._held > self._limits.held:
                            raise HTTPException(
                                503, "too much is sent at once: send it again later", {"Retry-After": "1"}
                            )
                        pieces.append(piece)
            except TimeoutError:
                problem = f"the body took longer than {PATIENCE:g} s to arrive: send it at once"
                raise HTTPException(408, problem) from None
            except ClientDisconnect:
                raise HTTPException(400, "the client went away") from None
            yield b"".join(pieces)
        finally:
            self._held -= size


def object_of(data: bytes) -> dict[str, Any]:
    """The JSON object that a body is.

    Raises:
        HTTPException: it is none.
    """
    if not data.strip():
        raise HTTPException(400, "the body is empty: send a JSON object")
    try:
        data.decode()
    except UnicodeDecodeError as problem:
        raise HTTPException(400, f"byte {problem.start + 1} of the body is not UTF-8: send JSON in UTF-8") from None
    try:
        body = value_of(msgspec.Raw(data))
    except RecursionError:
        raise HTTPException(400, "the body's JSON is nested too deeply: flatten it") from None
    except ValueError as problem:
        raise HTTPException(400, f"the body is no JSON: {problem}; send a JSON object") from None
    if not isinstance(body, dict):
        raise HTTPException(400, f"the body is a JSON {kind_of(body)}: give an object")
    return body
