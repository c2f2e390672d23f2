"""Tries the newest versions of the trainers: installs each in an environment of its own and runs its tests.

    python benchmarks/trainer_versions.py            # all, from the package index
    python benchmarks/trainer_versions.py trl verl   # some

Prints a line per trainer: the version that the tests are written for, the newest one, and what the tests said.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import venv
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Trainer:
    """A trainer's package, what its tests need beside it, and the tests."""

    package: str
    tests: str
    needs: tuple[str, ...] = ()
    alone: bool = False
    """Whether it is installed without its dependencies, which name GPU libraries."""


BESIDE = tuple("torch trl transformers ray tensordict omegaconf hydra-core aiohttp codetiming peft cachetools".split())
"""What `.ci/run` installs beside OpenRLHF and verl, at the versions of constraints-trainers.txt."""

TRAINERS = {
    "trl": Trainer("trl", "tests/trainers/test_trl_*.py", ("torch",)),
    "openrlhf": Trainer("openrlhf", "tests/trainers/test_openrlhf_conformance.py", BESIDE, alone=True),
    "verl": Trainer("verl", "tests/trainers/test_verl_conformance.py", BESIDE, alone=True),
    "skyrl-gym": Trainer("skyrl-gym", "tests/trainers/test_other_trainers.py"),
    "verifiers": Trainer("verifiers", "tests/trainers/test_other_trainers.py"),
}


def written_for(package: str) -> str:
    """The version that the tests are written for, as the constraints or the how-to name it."""
    for name in ("constraints-trainers.txt", "docs/how-to/other-trainers.md"):
        match = re.search(rf"\b{re.escape(package)}(?:==| )(\d[\w.]*\w)", (ROOT / name).read_text("utf-8"))
        if match:
            return match[1]
    return "?"


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )


def tried(trainer: Trainer, folder: Path) -> tuple[str, str]:
    """The newest version, and what the tests said."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    pins = ("-c", "constraints.txt", *(("-c", "constraints-trainers.txt") if trainer.alone else ()))
    base = run(*pip, *pins, "-e", ".[serve]", "pytest", "hypothesis", *trainer.needs)
    if base.returncode:
        return "?", f"cannot be installed: {last_line(base.stderr)}"
    installed = run(*pip, "--upgrade", *(["--no-deps"] if trainer.alone else []), trainer.package)
    if installed.returncode:
        return "?", f"cannot be installed: {last_line(installed.stderr)}"
    asked = f"from importlib.metadata import version; print(version({trainer.package!r}))"
    newest = run(python, "-c", asked).stdout.strip()
    tests = sorted(ROOT.glob(trainer.tests))
    said = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests, HF_HUB_OFFLINE="1")
    return newest, last_line(said.stdout) or last_line(said.stderr)


def last_line(text: str) -> str:
    return next((line for line in reversed(text.splitlines()) if line.strip()), "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("trainers", nargs="*", metavar="NAME", help=f"of {', '.join(TRAINERS)}; all if none is named")
    names = parser.parse_args().trainers or list(TRAINERS)
    if unknown := [name for name in names if name not in TRAINERS]:
        sys.exit(f"there is no trainer {unknown[0]!r}: choose from {', '.join(TRAINERS)}")
    if find_spec("pip") is None:
        sys.exit("this Python has no pip, with which the environments are filled")
    print(f"{'trainer':12} {'written for':12} {'newest':12} tests")
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            newest, said = tried(TRAINERS[name], Path(folder))
        print(f"{name:12} {written_for(TRAINERS[name].package):12} {newest:12} {said}", flush=True)


if __name__ == "__main__":
    main()
