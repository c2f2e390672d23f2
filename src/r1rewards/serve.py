"""The reward server: an ASGI application that grades what trainers and other programs send.

===== ============== ==================================================================================================
GET   /health        whether it is up, the reward's name and signature, and how much it has graded
POST  /grade         `{"rows": [{"completion": …, "answer": …}, …]}`: the columns of the command line, one row or many;
                     replies with `{"scores": [{"value", "verdict", "reason", …}, …], "signature"}`
POST  /get_reward    OpenRLHF's form, `{"query": […], "prompts": […], "labels": […]}`: `rewards`, `scores`, `extra_logs`
POST  /rm            slime's form, `{"prompt": …, "response": …, "label": …}`: replies with a number
===== ============== ==================================================================================================

Requests that arrive within a few milliseconds are graded together. Errors are JSON, `{"error": "…"}`, with a sentence
that names the row, the field and the remedy.

Needs starlette; `r1rewards serve` runs it with uvicorn (`pip install 'r1rewards[serve]'`).
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from r1rewards.core.grading import grade
from r1rewards.core.reward import Reward, is_grouped
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.core.signature import signature
from r1rewards.errors import RewardError
from r1rewards.json_rows import kind_of, to_json, value_of
from r1rewards.records import DEFAULT_COLUMNS, score_to_dict
from r1rewards.rewards.versions import installed
from r1rewards.trainers import openrlhf
from r1rewards.trainers.columns import sample_of
from r1rewards.trainers.labels import columns_of

PATIENCE = 60.0
"""Seconds that a request's body may take to arrive."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for.

    Attributes:
        body: bytes of its body.
        batch: samples.
    """

    body: int = 64 << 20
    batch: int = 4096

    def __post_init__(self) -> None:
        for name in ("body", "batch"):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise RewardError(f"the limit on a request's {name} is {value!r:.60}: give a whole number, 1 or more")


def app(  # noqa: PLR0913 - all but the first have a default and a name
    reward: Reward,
    *,
    token: str | None = None,
    limits: Limits = Limits(),
    label: str = "gold",
    on_none: float = 0.0,
    timeout: float | None = None,
    workers: int | None = None,
) -> Starlette:
    """The application.

    Args:
        reward: what judges.
        token: what requests must bear, `Authorization: Bearer TOKEN`; None: nothing. `/health` is open to all.
        limits: what one request may ask for.
        label: what the labels are that `/get_reward` and `/rm` get, as for `openrlhf.reward_func`.
        on_none: what `/get_reward` and `/rm` reply where there is no value, since their callers know none.
        timeout: seconds per sample; implies worker processes, as for `grade`.
        workers: how many worker processes, as for `grade`.

    Raises:
        RewardError: the reward is none, or an option cannot be used.
    """
    call = partial(grade, reward, timeout=timeout, workers=workers)
    single = None
    if not is_grouped(reward):
        single = openrlhf.reward_func(reward, label=label, on_none=on_none, timeout=timeout, workers=workers)
    service = _Service(reward, limits, call, single)
    routes = [
        Route("/health", service.health, methods=["GET"]),
        Route("/grade", service.grade, methods=["POST"]),
        Route("/get_reward", service.get_reward, methods=["POST"]),
        Route("/rm", service.rm, methods=["POST"]),
    ]
    middleware = [] if token is None else [Middleware(_Bearer, token=token)]
    handlers: Any = {HTTPException: _told, Exception: _failed}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)


class _Service:
    """The endpoints, and what they count."""

    def __init__(
        self,
        reward: Reward,
        limits: Limits,
        grade_batch: Callable[[Sequence[Sample]], list[Score]],
        single: openrlhf.RewardFunction | None,
    ) -> None:
        self._reward = reward
        self._limits = limits
        self._grade = grade_batch
        self._single = single
        self._signature = signature(reward)
        self._graded = self._unscored = 0

    async def health(self, _request: Request) -> Response:
        return _json(
            {
                "status": "ok",
                "reward": self._reward.name,
                "signature": self._signature,
                "version": installed("r1rewards"),
                "graded": self._graded,
                "unscored": self._unscored,
            }
        )

    async def grade(self, request: Request) -> Response:
        body = await self._body(request)
        rows = body.get("rows", [body])
        if not isinstance(rows, list):
            raise HTTPException(400, f'"rows" is a JSON {kind_of(rows)}: give an array of rows')
        self._require_room(len(rows), "rows")
        found = [_row(row, index) for index, row in enumerate(rows)]
        scores = await self._scores(found)
        return _json({"scores": [score_to_dict(score) for score in scores], "signature": self._signature})

    async def get_reward(self, request: Request) -> Response:
        body = await self._body(request)
        queries, prompts, labels = (body.get(name) for name in ("query", "prompts", "labels"))
        for name, values in (("query", queries), ("prompts", prompts), ("labels", labels)):
            if not isinstance(values, list):
                raise HTTPException(400, f'"{name}" is a JSON {kind_of(values)}: give an array, one value per query')
        assert isinstance(queries, list) and isinstance(prompts, list) and isinstance(labels, list)  # noqa: S101, PT018
        if not len(queries) == len(prompts) == len(labels):
            lengths = f"{len(queries)}, {len(prompts)} and {len(labels)}"
            raise HTTPException(400, f"query, prompts and labels have {lengths} members: give as many of each")
        self._require_room(len(queries), "queries")
        function = self._require_single()
        return _json(
            function.reply(
                await self._scores([function.sample(*row) for row in zip(queries, prompts, labels, strict=True)])
            )
        )

    async def rm(self, request: Request) -> Response:
        body = await self._body(request)
        if not isinstance(body.get("response"), str):
            raise HTTPException(400, f'"response" is a JSON {kind_of(body.get("response"))}: give the model\'s text')
        function = self._require_single()
        try:
            row = {"prompt": body.get("prompt"), **columns_of(body.get("label"), function.label)}
            sample = function.judge.sample(body["response"], row)
        except ValueError as problem:
            sample = Score.skipped(str(problem))
        [score] = await self._scores([sample])
        return _json(function.judge.paid(score))

    def _require_single(self) -> openrlhf.RewardFunction:
        if self._single is None:
            problem = f"'{self._reward.name}' compares the samples of a group: send whole groups to /grade"
            raise HTTPException(409, problem)
        return self._single

    async def _scores(self, found: Sequence[Sample | Score]) -> list[Score]:
        """The scores, graded together with those of requests that come at the same time."""
        if self._single is not None:
            scores = await self._single.judge.scores_async(found)
        else:
            graded = iter(await asyncio.to_thread(self._grade, [one for one in found if isinstance(one, Sample)]))
            scores = [one if isinstance(one, Score) else next(graded) for one in found]
        self._graded += len(scores)
        self._unscored += sum(score.value is None for score in scores)
        return scores

    async def _body(self, request: Request) -> dict[str, Any]:
        data = await self._read(request)
        try:
            body = value_of(msgspec.Raw(data))
        except RecursionError:
            raise HTTPException(400, "the body's JSON is nested too deeply: flatten it") from None
        except ValueError as problem:
            raise HTTPException(400, f"the body is no JSON: {problem}") from None
        if not isinstance(body, dict):
            raise HTTPException(400, f"the body is a JSON {kind_of(body)}: give an object")
        return body

    async def _read(self, request: Request) -> bytes:
        limit = self._limits.body
        too_large = HTTPException(413, f"the body is larger than {limit:,} bytes: send fewer rows at once")
        if int(request.headers.get("content-length") or 0) > limit:
            raise too_large
        pieces: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(PATIENCE):
                async for piece in request.stream():
                    size += len(piece)
                    if size > limit:
                        raise too_large
                    pieces.append(piece)
        except TimeoutError:
            raise HTTPException(408, f"the body took longer than {PATIENCE:g} s to arrive: send it at once") from None
        except ClientDisconnect:
            raise HTTPException(400, "the client went away") from None
        return b"".join(pieces)

    def _require_room(self, count: int, what: str) -> None:
        if count > self._limits.batch:
            raise HTTPException(
                413, f"the request holds {count:,} {what}, and {self._limits.batch:,} are allowed: send fewer at once"
            )


def _row(row: Any, index: int) -> Sample | Score:
    if not isinstance(row, dict):
        raise HTTPException(400, f"rows[{index}] is a JSON {kind_of(row)}: give an object of columns")
    column = next((name for name in DEFAULT_COLUMNS["completion"] if row.get(name) is not None), None)
    if column is None:
        names = ", ".join(DEFAULT_COLUMNS["completion"])
        raise HTTPException(400, f"rows[{index}] holds no completion: give a column called {names}")
    return sample_of(row[column], {name: value for name, value in row.items() if name != column}, {})


class _Bearer:
    """Lets only requests in that bear the token; `/health` is open to all."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._wanted = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] != "/health":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(given, self._wanted):
                problem = "the token is missing or wrong: send the header 'Authorization: Bearer TOKEN'"
                await _json({"error": problem}, 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _told(_request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)  # noqa: S101 - registered for these
    headers = dict(problem.headers or {})
    return _json({"error": problem.detail}, problem.status_code, headers)


async def _failed(_request: Request, _problem: Exception) -> Response:
    return _json({"error": "the server failed: its log says why"}, 500)


def _json(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(to_json(value), status, dict(headers or {}), "application/json")
