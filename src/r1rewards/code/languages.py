"""What a task's language needs. The language is the task's, never the model's choice."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from r1rewards.core.data_files import read_table
from r1rewards.errors import RewardError


@dataclass(frozen=True, slots=True)
class Language:
    """A programming language.

    Attributes:
        name: what tasks call it.
        tags: what models write behind a fence for it, in lower case.
        file: the name of the source file.
        compile: the command that makes a program of it; empty if none is needed.
        program: the file that the compiler makes.
        run: the command that runs it; empty for Python, which runs warm.
        install: what to say where the first word of a command is missing.
    """

    name: str
    tags: tuple[str, ...] = ()
    file: str = "main"
    compile: tuple[str, ...] = ()
    program: str = "main"
    run: tuple[str, ...] = ()
    install: str = ""

    def __post_init__(self) -> None:
        for field in ("tags", "compile", "run"):
            object.__setattr__(self, field, tuple(getattr(self, field)))
        if self.name != PYTHON_NAME and not self.run:
            raise RewardError(f"language '{self.name}' has no command to run: give run=(…)")

    @property
    def is_python(self) -> bool:
        """Whether programs run in the warm interpreter."""
        return self.name == PYTHON_NAME

    def missing(self) -> str | None:
        """What has to be installed on this system, in words; None if nothing."""
        for command in (self.compile, self.run):
            if command and not command[0].startswith("./") and shutil.which(command[0]) is None:
                remedy = f": {self.install}" if self.install else ""
                return f"{self.name} needs '{command[0]}', which is not installed here{remedy}"
        return None

    def version(self) -> str:
        """The first line that the compiler, or else the command, says of its version."""
        return _version((self.compile or self.run)[0]) if self.run else ""


PYTHON_NAME = "python"

KNOWN = {name: Language(name, **fields) for name, fields in read_table("r1rewards.code", "languages.toml").items()}


def get(name: str | Language) -> Language:
    """The language of that name, or of one of its tags.

    Raises:
        RewardError: there is none.
    """
    if isinstance(name, Language):
        return name
    wanted = name.strip().lower()
    for language in KNOWN.values():
        if wanted == language.name or wanted in language.tags:
            return language
    raise RewardError(f"there is no language '{name}': choose one of {', '.join(KNOWN)}, or give a code.Language")


@cache
def _version(tool: str) -> str:
    path = shutil.which(tool)
    if path is None:
        return "none"
    try:
        done = subprocess.run(  # noqa: S603 - a tool that the configuration names
            [path, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    lines = (done.stdout or done.stderr).splitlines()
    return "_".join(lines[0].split()) if lines else "unknown"
