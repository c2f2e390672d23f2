"""Which trainers the conformance tests run against."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def pytest_report_header() -> str:
    """A line of versions above the tests."""
    return "trainers: " + ", ".join(f"{name} {_installed(name)}" for name in ("trl", "openrlhf", "verl", "torch"))


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
