"""Replies, all of them JSON."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from r1rewards.files.rows import to_json


def reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A value as JSON."""
    return Response(to_json(value), status, dict(headers or {}), "application/json")


async def refused(_request: Request, problem: Exception) -> Response:
    """What is told of a request that cannot be served."""
    assert isinstance(problem, HTTPException)  # noqa: S101 - registered for these
    return reply({"error": problem.detail}, problem.status_code, problem.headers)


async def failed(_request: Request, _problem: Exception) -> Response:
    """What is told where the server fails."""
    return reply({"error": "the server failed: its log says why"}, 500)
