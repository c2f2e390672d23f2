from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from command_line import finish, lines, r1, start, strict_rows, until, work


def killed_behind(size: int, *args: object, cwd: Path) -> bool:
    """Starts a run and kills it when its output has grown past `size` bytes; whether it was still at work."""
    partial = cwd / "out.jsonl.partial"
    process = start(*args, cwd=cwd)
    until(lambda: partial.exists() and partial.stat().st_size > size, process)
    process.kill()
    return finish(process).code == -signal.SIGKILL


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_killed_again_and_again_gives_the_same_bytes(tmp_path: Path, jobs: int) -> None:
    texts = ["x" * (i * 7 % 40) for i in range(250)]
    work(tmp_path, *({"completion": [text, text + "y"]} if i % 9 == 0 else {"completion": text}
                     for i, text in enumerate(texts)))  # fmt: skip
    options = ["grade", "in.jsonl", "-r", "mods:slow", "--jobs", jobs]
    whole = r1(*options, cwd=tmp_path).out
    assert whole.count(b"\n") == 278
    chance = random.Random(jobs)
    kills = 0
    for third in range(3):
        size = int(len(whole) * (third + 0.8 * chance.random()) / 3)
        if not killed_behind(size, *options, "-o", "out.jsonl", "--resume", cwd=tmp_path):
            break  # it ended before the kill reached it
        kills += 1
        assert whole.startswith((tmp_path / "out.jsonl.partial").read_bytes())
        assert not (tmp_path / "out.jsonl").exists()
    assert kills
    done = r1(*options, "-o", "out.jsonl", "--resume", cwd=tmp_path)
    assert done.code == 0
    assert "from an earlier run" in done.out.decode()
    assert (tmp_path / "out.jsonl").read_bytes() == whole
    assert not (tmp_path / "out.jsonl.partial").exists()


@pytest.fixture(scope="module")
def mathematics(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Some thousand rows, and what an unbroken run of the math reward makes of them."""
    folder = tmp_path_factory.mktemp("mathematics")
    chance = random.Random(0)
    rows: list[object] = []
    for i in range(4000):
        a, b = chance.randrange(1000), chance.randrange(1, 1000)
        said = a + b if chance.random() < 0.7 else a - b
        rows.append(
            {"id": i, "prompt": f"{a}+{b}", "completion": f"Let me see. \\boxed{{{said}}}", "answer": str(a + b)}
        )
        if i % 500 == 77:
            rows.append("not a row")
    work(folder, *rows)
    return folder, r1("grade", "in.jsonl", "-r", "math", cwd=folder).out


@pytest.mark.parametrize("seed", range(3))
def test_the_math_reward_killed_at_a_random_point(mathematics: tuple[Path, bytes], tmp_path: Path, seed: int) -> None:
    folder, whole = mathematics
    source = folder / "in.jsonl"
    size = random.Random(seed).randrange(len(whole))
    options = ["grade", source, "-r", "math", "-o", "out.jsonl"]
    killed_behind(size, *options, cwd=tmp_path)  # a fast run may have ended before the kill: that must resume too
    done = r1(*options, "--resume", cwd=tmp_path)
    assert done.code == 1, "the bad rows count, whoever met them first"
    assert "8 of 4008 rows" in done.err
    assert "the first is row 79: " in done.err
    assert (tmp_path / "out.jsonl").read_bytes() == whole


def test_a_torn_last_line(mathematics: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, whole = mathematics
    size = len(whole) // 3
    assert whole[size - 1] != ord("\n"), "within a line"
    (tmp_path / "out.jsonl.partial").write_bytes(whole[:size])
    done = r1("grade", folder / "in.jsonl", "-r", "math", "-o", "out.jsonl", "--resume", "--json", cwd=tmp_path)
    assert done.code == 1
    assert strict_rows(done.out)[0]["resumed"] == whole[:size].count(b"\n")
    assert (tmp_path / "out.jsonl").read_bytes() == whole


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_group_torn_by_a_kill_is_graded_together(tmp_path: Path, jobs: int) -> None:
    work(tmp_path, *[{"completion": ["a", "b", "c", "d", "e"]}] * 40)
    options = ["grade", "in.jsonl", "-r", "mods:GroupSize", "--jobs", jobs]
    whole = r1(*options, cwd=tmp_path).out
    assert killed_behind(len(whole) // 3, *options, "-o", "out.jsonl", cwd=tmp_path)
    partial = tmp_path / "out.jsonl.partial"
    kept = partial.read_bytes().splitlines(keepends=True)
    partial.write_bytes(b"".join(kept[: len(kept) // 5 * 5 - 2]))  # within a group, whatever the kill left
    assert r1(*options, "-o", "out.jsonl", "--resume", cwd=tmp_path).code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == whole
    assert {row["score"]["value"] for row in strict_rows(whole)} == {5.0}


ROWS = [{"completion": "4", "answer": "4"}, {"completion": "5", "answer": "4"}, {"completion": "6", "answer": "4"}]
OPTIONS = ["grade", "in.jsonl", "-r", "mods:same", "-o", "out.jsonl"]


def test_resuming_a_finished_run(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    assert r1(*OPTIONS, cwd=tmp_path).code == 0
    whole = (tmp_path / "out.jsonl").read_bytes()
    done = r1(*OPTIONS, "--resume", "--json", cwd=tmp_path)
    assert done.code == 0
    assert strict_rows(done.out)[0]["resumed"] == 3
    assert (tmp_path / "out.jsonl").read_bytes() == whole
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out.jsonl"]


def test_resuming_judges_the_whole(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    assert r1(*OPTIONS, cwd=tmp_path).code == 0
    assert r1(*OPTIONS, "--resume", "--fail-under", "0.4", cwd=tmp_path).code == 1
    work(tmp_path, *({"completion": text} for text in ("a", "boom", "b")))
    assert r1("grade", "in.jsonl", "-r", "mods:raises", "-o", "b.jsonl", cwd=tmp_path).code == 3
    assert r1("grade", "in.jsonl", "-r", "mods:raises", "-o", "b.jsonl", "--resume", cwd=tmp_path).code == 3


def test_resuming_when_nothing_is_there_starts(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    assert r1(*OPTIONS, "--resume", cwd=tmp_path).code == 0
    assert len(strict_rows((tmp_path / "out.jsonl").read_bytes())) == 3


def test_an_input_that_has_grown(tmp_path: Path) -> None:
    work(tmp_path, *ROWS[:2])
    assert r1(*OPTIONS, cwd=tmp_path).code == 0
    work(tmp_path, *ROWS)
    assert r1(*OPTIONS, "--resume", cwd=tmp_path).code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == r1(*OPTIONS[:-2], cwd=tmp_path).out


def test_a_limit_that_was_raised(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    assert r1(*OPTIONS, "--limit", 1, cwd=tmp_path).code == 0
    assert r1(*OPTIONS, "--limit", 2, "--resume", cwd=tmp_path).code == 0
    assert len(strict_rows((tmp_path / "out.jsonl").read_bytes())) == 2


def test_standard_input_is_resumed_when_it_is_given_again(tmp_path: Path) -> None:
    work(tmp_path)
    options = ["grade", "-", *OPTIONS[2:]]
    assert r1(*options, cwd=tmp_path, stdin=lines(*ROWS)).code == 0
    whole = (tmp_path / "out.jsonl").read_bytes()
    (tmp_path / "out.jsonl").unlink()
    (tmp_path / "out.jsonl.partial").write_bytes(whole[: len(whole) // 2])
    assert r1(*options, "--resume", cwd=tmp_path, stdin=lines(*ROWS)).code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == whole


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        pytest.param(ROWS, ["-r", "mods:exact"], "another signature", id="signature"),
        pytest.param([ROWS[1], *ROWS[1:]], [], "row 1 of the input is not the row", id="changed"),
        pytest.param(ROWS[:1], [], "more rows than the input", id="fewer"),
    ],
)
def test_another_run_is_not_resumed(tmp_path: Path, rows: list[object], options: list[str], said: str) -> None:
    work(tmp_path, *ROWS)
    assert r1(*OPTIONS, cwd=tmp_path).code == 0
    before = (tmp_path / "out.jsonl").read_bytes()
    work(tmp_path, *rows)
    done = r1(*OPTIONS, *options, "--resume", cwd=tmp_path)
    assert done.code == 2
    assert said in done.err
    assert [path.name for path in tmp_path.glob("out*")] == ["out.jsonl"], "a refusal leaves nothing behind"
    assert (tmp_path / "out.jsonl").read_bytes() == before


def test_what_differs_between_the_signatures_is_shown(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    assert r1(*OPTIONS, "-r", "mods:Exact", cwd=tmp_path).code == 0
    done = r1(*OPTIONS, "-r", "mods:exact", "--resume", cwd=tmp_path)
    assert "there → now:" in done.err
    assert "pay: 1.0 → 2.0" in done.err


def test_a_fresh_start_keeps_the_rows_of_an_unfinished_run(tmp_path: Path) -> None:
    work(tmp_path, *ROWS)
    (tmp_path / "out.jsonl.partial").write_bytes(b'{"hours": "of work"}\n')
    done = r1(*OPTIONS, cwd=tmp_path)
    assert done.code == 0
    assert "out.jsonl.partial.old" in done.err
    assert (tmp_path / "out.jsonl.partial.old").read_bytes() == b'{"hours": "of work"}\n'
    assert len(strict_rows((tmp_path / "out.jsonl").read_bytes())) == 3


def test_an_earlier_output_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    work(tmp_path, {"completion": "a"}, {"completion": "wait"})
    (tmp_path / "out.jsonl").write_bytes(b"earlier\n")
    process = start("grade", "in.jsonl", "-r", "mods:waits", "-o", "out.jsonl", cwd=tmp_path)
    until((tmp_path / "started").exists, process)
    assert (tmp_path / "out.jsonl").read_bytes() == b"earlier\n"
    (tmp_path / "go").touch()
    assert finish(process).code == 0
    assert len(strict_rows((tmp_path / "out.jsonl").read_bytes())) == 2
