"""`r1rewards serve`: the reward server."""

from __future__ import annotations

import os
from ipaddress import ip_address
from signal import SIGINT
from typing import Annotated

import typer

from r1rewards.cli.common import INTERRUPTED, USAGE, RewardOption, errors_reported, fail, reward_from
from r1rewards.errors import RewardError

VARIABLE = "R1REWARDS_TOKEN"
MISSING = "the server needs starlette and uvicorn: pip install 'r1rewards[serve]'"


def serve(  # noqa: PLR0913, PLR0917 - one parameter per option
    reward: RewardOption = "r1-zero",
    host: Annotated[str, typer.Option(help="The address to listen at; by default only this machine can reach it.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    token_env: Annotated[
        str,
        typer.Option(metavar="NAME", help="The variable of the environment that holds the token that requests bear."),
    ] = VARIABLE,
    label: Annotated[
        str, typer.Option(help="What labels are: gold (the reference), json (its JSON text) or row (columns).")
    ] = "gold",
    on_none: Annotated[
        float, typer.Option(help="What trainers that cannot skip a sample are told where there is no value.")
    ] = 0.0,
    jobs: Annotated[int | None, typer.Option(min=1, help="Grade in this many worker processes.")] = None,
    timeout: Annotated[
        float | None, typer.Option(min=0.001, help="Seconds per sample; needs worker processes.")
    ] = None,
    max_body: Annotated[int, typer.Option(min=1, help="Bytes of a request's body, at most.")] = 8 << 20,
    max_batch: Annotated[int, typer.Option(min=1, help="Samples of a request, at most.")] = 4096,
) -> None:
    """Serve a reward over HTTP: POST /grade, /get_reward (OpenRLHF), /rm (slime); GET /health."""
    with errors_reported():
        try:
            from r1rewards import serve as server  # noqa: PLC0415 - needs an extra
            from r1rewards.serve import running  # noqa: PLC0415
        except ImportError as problem:
            if problem.name not in ("uvicorn", "starlette"):
                raise
            fail(USAGE, MISSING)
        token = os.environ.get(token_env, "").strip() or None
        if token is None and not _is_loopback(host):
            raise RewardError(
                f"--host {host} can be reached from other machines: set {token_env} to a token that requests must bear"
            )
        chosen = reward_from(reward)
        limits = server.Limits(body=max_body, batch=max_batch, held=max(server.Limits().held, 2 * max_body))
        app = server.app(
            chosen,
            token=token,
            limits=limits,
            label=label,  # type: ignore[arg-type] # the application refuses what is not a Label
            on_none=on_none,
            timeout=timeout,
            workers=jobs,
        )
        with running.bind_socket(host, port) as socket:
            at = socket.getsockname()
            shown = f"[{at[0]}]" if ":" in at[0] else at[0]
            guarded = f"requests bear the token in {token_env}" if token else "no token is asked for"

            def tell() -> None:
                typer.echo(f"serving '{chosen.name}' at http://{shown}:{at[1]}; {guarded}; Ctrl-C ends it", err=True)
                typer.echo("POST /grade, POST /get_reward (OpenRLHF), POST /rm (slime), GET /health", err=True)

            made = running.Server(app, room=running.raise_file_limit(), ready=tell)
            made.run(sockets=[socket])
            if SIGINT in made.signals:
                raise typer.Exit(INTERRUPTED)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
