"""Tables on disk: kept, shared, and never trusted."""

from __future__ import annotations

import numpy as np
import pytest

import token_kit
from r1rewards.torch.ids import cache
from r1rewards.torch.layouts import token_format
from r1rewards.torch.layouts.token_format import TokenFormat

ARRAYS = {"a": np.arange(3, dtype=np.int16), "b": np.array(7)}


class Builder:
    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return ARRAYS


def same(found):
    return found.keys() == ARRAYS.keys() and all((found[name] == ARRAYS[name]).all() for name in ARRAYS)


def test_arrays_are_built_once(tmp_path):
    build = Builder()
    for _ in range(3):
        assert same(cache.kept(tmp_path / "new" / "folder", "name", build))
    assert build.calls == 1
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["name.npz"]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 and so on"])
def test_a_broken_file_is_replaced(tmp_path, content):
    (tmp_path / "name.npz").write_bytes(content)
    build = Builder()
    assert same(cache.kept(tmp_path, "name", build))
    assert same(cache.kept(tmp_path, "name", build))
    assert build.calls == 1


def test_a_file_that_was_cut_off_is_replaced(tmp_path):
    build = Builder()
    cache.kept(tmp_path, "name", build)
    whole = (tmp_path / "name.npz").read_bytes()
    for size in range(0, len(whole), 97):
        (tmp_path / "name.npz").write_bytes(whole[:size])
        assert same(cache.kept(tmp_path, "name", build))


@pytest.mark.parametrize(("at", "value"), [(6, 1), (6, 0x20), (6, 0x40), (8, 99), (4, 200)])
def test_a_flag_that_zipfile_does_not_know_is_a_broken_file(tmp_path, at, value):
    cache.kept(tmp_path, "tables", Builder())
    file = tmp_path / "tables.npz"
    damaged = bytearray(file.read_bytes())
    damaged[damaged.index(b"PK\x01\x02") + 2 + at] = value  # of the first entry in the list of contents
    file.write_bytes(damaged)
    assert same(cache.kept(tmp_path, "tables", Builder()))
    assert same(cache.kept(tmp_path, "tables", Builder()))


def test_a_foreign_file_is_replaced(tmp_path):
    build = Builder()
    cache.kept(tmp_path, "name", build)
    (tmp_path / "name.npz").rename(tmp_path / "other.npz")
    assert same(cache.kept(tmp_path, "other", build))
    np.savez(tmp_path / "third.npz", a=np.arange(3))
    assert same(cache.kept(tmp_path, "third", build))
    assert build.calls == 3


def test_objects_are_not_unpickled(tmp_path):
    class Trap:
        def __reduce__(self):
            return pytest.fail, ("unpickled",)

    np.savez(tmp_path / "name.npz", a=np.array([Trap()], dtype=object))
    assert same(cache.kept(tmp_path, "name", Builder()))


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("no folder")
    assert same(cache.kept(tmp_path / "file" / "below", "name", Builder()))
    assert same(cache.kept(None, "name", Builder()))


def test_the_folder_is_the_users(monkeypatch, tmp_path):
    monkeypatch.delenv("R1REWARDS_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.folder() == tmp_path / "r1rewards"
    monkeypatch.setenv("R1REWARDS_CACHE", str(tmp_path / "own"))
    assert cache.folder() == tmp_path / "own"


def test_a_format_is_read_from_disk(monkeypatch, tmp_path):
    monkeypatch.setenv("R1REWARDS_CACHE", str(tmp_path))
    tokenizer = token_kit.KINDS["characters"]()
    form = TokenFormat(tokenizer, "nothink")
    (kept,) = tmp_path.iterdir()
    monkeypatch.setattr(token_format, "build", lambda *_: pytest.fail("built again"))
    again = TokenFormat(tokenizer, "nothink", cache=tmp_path)
    assert again == form
    assert all((again._arrays[name] == array).all() for name, array in form._arrays.items())
    assert kept.name.endswith(".npz")


def test_without_a_home_nothing_is_kept(monkeypatch):
    def nobody():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("R1REWARDS_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr("pathlib.Path.home", nobody)
    assert cache.folder() is None
    assert same(cache.kept(cache.folder(), "tables", Builder()))
