"""`r1rewards doctor`: what this system can do, what is missing, and how to get it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from typing import Annotated, NamedTuple

import msgspec
import typer

from r1rewards.cli.common import BAD, errors_reported
from r1rewards.code.languages import KNOWN
from r1rewards.core.versions import installed
from r1sandbox import Tier
from r1sandbox.probe import Finding, probe, unsupported

_LAYERS = {
    Tier.A: "namespaces, Landlock, two seccomp filters, resource limits",
    Tier.B: "Landlock, two seccomp filters, resource limits",
}


class Line(NamedTuple):
    """One thing that was looked at.

    Attributes:
        name: what.
        ok: whether it is there.
        about: what was found, or what is missing.
        remedy: what to do about it.
    """

    name: str
    ok: bool
    about: str
    remedy: str = ""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")] = False,
) -> None:
    """Say whether untrusted code can be run here, how well it is held, what is missing and how to get it.

    Exits with 1 if code cannot be run at all; every other reward works all the same.
    """
    with errors_reported():
        findings = [probe(tier) for tier in _LAYERS]
        lines = [*_sandbox(findings), *_languages()]
        for line in lines:
            if as_json:
                typer.echo(msgspec.json.encode(line._asdict()).decode())
            else:
                typer.echo(f"{'ok     ' if line.ok else 'missing'}  {line.name}: {line.about}")
                if line.remedy:
                    typer.echo(f"         to get it: {line.remedy}")
        if not as_json:
            typer.echo(_summary(findings))
    if not any(finding.reached for finding in findings):
        raise typer.Exit(BAD)


def _sandbox(findings: list[Finding]) -> Iterator[Line]:
    yield Line("r1rewards", True, f"{installed('r1rewards')}, Python {platform.python_version()}")  # noqa: FBT003
    reached = [finding.tier for finding in findings if finding.reached]
    for finding in findings:
        name = f"tier {finding.tier}"
        if finding.reached:
            notes = f"; {'; '.join(finding.notes)}" if finding.notes else ""
            yield Line(name, True, f"{_LAYERS[finding.tier]}{notes}")  # noqa: FBT003
        else:
            # A weaker tier that is not reached is no news where a stronger one is.
            needed = "" if Tier.A in reached else finding.remedy
            yield Line(name, False, finding.why, needed)  # noqa: FBT003


def _languages() -> Iterator[Line]:
    for language in KNOWN.values():
        missing = language.missing()
        if missing:
            yield Line(f"language {language.name}", False, missing, language.install)  # noqa: FBT003
        else:
            about = "runs warm, in this interpreter" if language.is_python else language.version().replace("_", " ")
            yield Line(f"language {language.name}", True, about)  # noqa: FBT003


def _summary(findings: list[Finding]) -> str:
    reached = next((finding.tier for finding in findings if finding.reached), None)
    if reached is Tier.A:
        return "Code rewards run in tier A, the best there is."
    if reached is Tier.B:
        return "Code rewards run in tier B: held by Landlock and seccomp, without namespaces."
    return f"Code rewards are skipped on this system: {unsupported() or findings[-1].why}. All other rewards work."
