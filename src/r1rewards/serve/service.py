"""The application and its endpoints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from r1rewards.core.columns import DEFAULT_COLUMNS, Plan, kind_of
from r1rewards.core.reward import Reward, is_grouped
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.core.signature import signature
from r1rewards.core.versions import installed
from r1rewards.execution.grading import grade
from r1rewards.serve.auth import Guard, require_token
from r1rewards.serve.limits import Limits, Room, Threads
from r1rewards.serve.reading import Reader, object_of
from r1rewards.serve.replies import failed, refused, reply
from r1rewards.trainers import openrlhf
from r1rewards.trainers.columns import sample_of
from r1rewards.trainers.labels import Label
from r1rewards.trainers.scalar_judge import ScalarJudge

SMALL = 1 << 15
"""Bytes up to which a body is read at once: that takes less than handing it to a thread, or hardly more."""

DEFAULT = Limits()

T = TypeVar("T")
Found = list[Sample | Score]


def app(  # noqa: PLR0913 - all but the first have a default and a name
    reward: Reward,
    *,
    token: str | None = None,
    limits: Limits = DEFAULT,
    label: Label = "gold",
    on_none: float = 0.0,
    timeout: float | None = None,
    workers: int | None = None,
) -> Starlette:
    """The application.

    Args:
        reward: what judges.
        token: what requests must bear, as `Authorization: Bearer TOKEN` or as the password of a Basic one; None:
            nothing. `/health` is open to all.
        limits: what requests may ask for.
        label: what the labels are that `/get_reward` and `/rm` get, as for `openrlhf.reward_func`.
        on_none: what `/get_reward` and `/rm` reply where there is no value, since their callers know none.
        timeout: seconds per sample; implies worker processes, as for `grade`.
        workers: how many worker processes, as for `grade`.

    Raises:
        RewardError: it is not a reward, or an option cannot be used.
    """
    call = partial(grade, reward, timeout=timeout, workers=workers)
    function = None
    if not is_grouped(reward):
        judge = ScalarJudge(reward, on_none=on_none, timeout=timeout, workers=workers)
        function = openrlhf.RewardFunction(judge, label)
    if token is not None:
        require_token(token)
    service = _Service(reward, limits, call, function)
    routes = [
        Route("/health", service.health, methods=["GET"]),
        Route("/grade", service.grade, methods=["POST"]),
        Route("/get_reward", service.get_reward, methods=["POST"]),
        Route("/rm", service.rm, methods=["POST"]),
    ]
    middleware = [] if token is None else [Middleware(Guard, token=token)]
    handlers: Any = {HTTPException: refused, Exception: failed}
    return Starlette(routes=routes, middleware=middleware, exception_handlers=handlers)


class _Service:
    """The endpoints and their counts."""

    def __init__(
        self,
        reward: Reward,
        limits: Limits,
        grade_batch: Callable[[Sequence[Sample]], list[Score]],
        function: openrlhf.RewardFunction | None,
    ) -> None:
        self._reward = reward
        self._limits = limits
        self._grade = grade_batch
        self._function = function
        self._signature = signature(reward)
        self._graded = self._unscored = 0
        self._reader = Reader(limits)
        self._room = Room(2 * limits.body)
        self._readers = Threads(4)
        self._graders = Threads(32)

    async def health(self, _request: Request) -> Response:
        return reply(
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
        def written(scores: list[Score]) -> object:
            return {"scores": [score.to_dict() for score in scores], "signature": self._signature}

        return await self._answer(request, self._rows, written)

    async def get_reward(self, request: Request) -> Response:
        function = self._require_single()
        return await self._answer(request, partial(self._queries, function), function.reply)

    async def rm(self, request: Request) -> Response:
        function = self._require_single()
        return await self._answer(
            request, partial(_response, function), lambda scores: function.judge.payout(scores[0])
        )

    def _rows(self, body: dict[str, Any]) -> Found:
        rows = body.get("rows", [body])
        if not isinstance(rows, list):
            raise HTTPException(400, f'"rows" is a JSON {kind_of(rows)}: give an array of rows')
        self._require_room(len(rows), "rows")
        return [_row(row, index) for index, row in enumerate(rows)]

    def _queries(self, function: openrlhf.RewardFunction, body: dict[str, Any]) -> Found:
        queries, prompts, labels = (body.get(name) for name in ("query", "prompts", "labels"))
        for name, values in (("query", queries), ("prompts", prompts), ("labels", labels)):
            if not isinstance(values, list):
                raise HTTPException(400, f'"{name}" is a JSON {kind_of(values)}: give an array, one value per query')
        assert isinstance(queries, list) and isinstance(prompts, list) and isinstance(labels, list)  # noqa: S101, PT018 - seen
        if not len(queries) == len(prompts) == len(labels):
            lengths = f"{len(queries)}, {len(prompts)} and {len(labels)}"
            raise HTTPException(400, f"query, prompts and labels have {lengths} members: give as many of each")
        self._require_room(len(queries), "queries")
        return [function.sample(*row) for row in zip(queries, prompts, labels, strict=True)]

    async def _answer(
        self,
        request: Request,
        samples_of: Callable[[dict[str, Any]], Found],
        written: Callable[[list[Score]], object],
    ) -> Response:
        """Reads a request, grades its samples, and replies with what `written` makes of their scores."""
        async with self._reader.body(request) as data, self._room.taken(len(data)):
            found = await self._off_loop(data, lambda: samples_of(object_of(data)))
            scores = await self._scores(found)
            return await self._off_loop(data, lambda: reply(written(scores)))

    async def _off_loop(self, data: bytes, function: Callable[[], T]) -> T:
        """Call the function, in a thread if the body is large, so that other requests need not wait."""
        return function() if len(data) <= SMALL else await self._readers.run(function)

    def _require_single(self) -> openrlhf.RewardFunction:
        if self._function is None:
            problem = f"'{self._reward.name}' compares the samples of a group: send whole groups to /grade"
            raise HTTPException(409, problem)
        return self._function

    async def _scores(self, found: Found) -> list[Score]:
        """The scores, graded together with those of requests that come at the same time."""
        if self._function is not None:
            scores = await self._function.judge.scores_async(found)
        else:
            samples = [one for one in found if isinstance(one, Sample)]
            graded = iter(await self._graders.run(lambda: self._grade(samples)))
            scores = [one if isinstance(one, Score) else next(graded) for one in found]
        self._graded += len(scores)
        self._unscored += sum(score.value is None for score in scores)
        return scores

    def _require_room(self, count: int, what: str) -> None:
        if count > self._limits.batch:
            raise HTTPException(
                413, f"the request holds {count:,} {what}, and {self._limits.batch:,} are allowed: send fewer at once"
            )


def _response(function: openrlhf.RewardFunction, body: dict[str, Any]) -> Found:
    if not isinstance(body.get("response"), str):
        raise HTTPException(400, f'"response" is a JSON {kind_of(body.get("response"))}: give the model\'s text')
    return [function.labelled(body["response"], body.get("prompt"), body.get("label"))]


def _row(row: Any, index: int) -> Sample | Score:
    if not isinstance(row, dict):
        raise HTTPException(400, f"rows[{index}] is a JSON {kind_of(row)}: give an object of columns")
    found = Plan.of(row, {}, ("completion",)).read(row)
    if not found.values:
        names = ", ".join(DEFAULT_COLUMNS["completion"])
        raise HTTPException(400, f"rows[{index}] holds no completion: give a column called {names}")
    completion, column = found.values["completion"], found.columns["completion"]
    if isinstance(completion, dict):
        completion = [completion]
    elif isinstance(completion, list) and any(isinstance(member, str | list) for member in completion):
        problem = f"rows[{index}] holds a list of completions: send a row for each, with the same group"
        raise HTTPException(400, problem)
    try:
        return sample_of(completion, {name: value for name, value in row.items() if name != column}, {})
    except RecursionError:
        return Score.skipped("The row is nested too deeply: flatten it")
