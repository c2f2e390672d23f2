"""The reward server, over real connections."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the server needs starlette: pip install 'r1rewards[serve]'")
pytest.importorskip("uvicorn", reason="the server needs uvicorn: pip install 'r1rewards[serve]'")

import r1rewards as r1
from r1rewards import serve
from r1rewards.errors import RewardError
from reward_server import Client, served

RIGHT = "<think>6 · 7</think><answer>42</answer>"
WRONG = "<think>6 · 7</think><answer>41</answer>"


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with served(r1.presets.r1_zero(), limits=serve.Limits(body=1 << 20, batch=100)) as client:
        yield client


def test_it_says_how_it_is(client: Client) -> None:
    found = client.health()
    assert found["status"] == "ok"
    assert found["reward"] == "r1-zero"
    assert found["signature"] == r1.signature(r1.presets.r1_zero())


def test_rows_are_graded_as_on_the_command_line(client: Client) -> None:
    rows = [{"completion": RIGHT, "answer": "42"}, {"response": WRONG, "gold": 42}, {"output": RIGHT, "answer": ""}]
    status, found = client.send("/grade", {"rows": rows})
    assert status == 200
    assert [score["value"] for score in found["scores"]] == [2.0, 1.0, None]
    assert found["scores"][1]["reason"].startswith("math: '41' is not '42'")
    assert found["signature"] == client.health()["signature"]


def test_one_row_needs_no_list(client: Client) -> None:
    assert client.send("/grade", {"completion": RIGHT, "answer": "42"})[1]["scores"][0]["value"] == 2.0


def test_messages_and_reasoning_apart(client: Client) -> None:
    message = {"role": "assistant", "content": "<answer>42</answer>", "reasoning_content": "6 · 7"}
    assert client.send("/grade", {"completion": [message], "answer": "42"})[1]["scores"][0]["value"] == 2.0


def test_openrlhf_is_served(client: Client) -> None:
    body = {"query": [f"6 · 7 ={RIGHT}<|im_end|>"], "prompts": ["6 · 7 ="], "labels": ["42"]}
    status, found = client.send("/get_reward", body)
    assert status == 200
    assert (found["rewards"], found["scores"], found["extra_logs"]["r1-zero/format"]) == (2.0, 1.0, 1.0)
    several = {name: values * 2 for name, values in body.items()}
    assert client.send("/get_reward", several)[1]["rewards"] == [2.0, 2.0]


def test_slime_is_served(client: Client) -> None:
    assert client.send("/rm", {"prompt": "6 · 7 =", "response": RIGHT, "label": "42"}) == (200, 2.0)
    assert client.send("/rm", {"prompt": "6 · 7 =", "response": RIGHT, "label": ""}) == (200, 0.0)


MALFORMED = [
    ("/grade", b"", 400, "no JSON"),
    ("/grade", b"{", 400, "no JSON"),
    ("/grade", b"\xff\xfe\x00", 400, "no JSON"),
    ("/grade", b"[" * 100_000, 400, "JSON"),
    ("/grade", b"[]", 400, "the body is a JSON array: give an object"),
    ("/grade", b'{"rows": 3}', 400, '"rows" is a JSON number: give an array'),
    ("/grade", b'{"rows": [{"answer": "4"}]}', 400, "rows[0] holds no completion: give a column called completion"),
    ("/grade", b'{"rows": [{"completion": "4"}, 3]}', 400, "rows[1] is a JSON number: give an object"),
    ("/get_reward", b"{}", 400, '"query" is a JSON null: give an array'),
    ("/get_reward", b'{"query": ["a"], "prompts": [], "labels": ["1"]}', 400, "have 1, 0 and 1 members"),
    ("/rm", b'{"response": 3}', 400, '"response" is a JSON number'),
    ("/rm", b'{"rows": []}', 400, '"response" is a JSON null'),
    ("/grade", b'{"rows": [' + b",".join([b'{"completion": "4"}'] * 101) + b"]}", 413, "101 rows, and 100 are allowed"),
    ("/grade", b" " * ((1 << 20) + 1), 413, "larger than 1,048,576 bytes"),
    ("/nowhere", b"{}", 404, "Not Found"),
]


@pytest.mark.parametrize(("path", "body", "status", "problem"), MALFORMED)
def test_what_cannot_be_served_is_told(client: Client, path: str, body: bytes, status: int, problem: str) -> None:
    found, told = client.send(path, body)
    assert found == status
    assert problem in told["error"]
    assert client.health()["status"] == "ok"


def test_a_completion_of_a_wrong_kind_costs_only_its_row(client: Client) -> None:
    _, found = client.send(
        "/grade", {"rows": [{"completion": 3, "answer": "1"}, {"completion": RIGHT, "answer": "42"}]}
    )
    assert [score["value"] for score in found["scores"]] == [None, 2.0]
    assert "give a string" in found["scores"][0]["reason"]


def test_a_body_in_pieces_is_cut_off_at_the_limit(client: Client) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(64):
            yield b" " * (1 << 16)

    reply = client.http.request("POST", f"http://127.0.0.1:{client.port}/grade", body=pieces(), chunked=True)
    assert reply.status == 413


def test_the_token_is_asked_for() -> None:
    with served(r1.MathReward(deadline=0), token="secret") as client:
        row = {"completion": r"\boxed{4}", "answer": "4"}
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "secret"}):
            status, told = client.send("/grade", row, **headers)
            assert status == 401
            assert "Authorization: Bearer TOKEN" in told["error"]
        assert client.send("/grade", row, Authorization="Bearer secret")[1]["scores"][0]["value"] == 1.0
        assert client.health()["status"] == "ok"


async def _post(port: int, path: str, body: bytes) -> tuple[int, Any]:
    for attempt in range(5):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except OSError:  # a burst of connections may overflow the machine's own queue
            await asyncio.sleep(0.1 * (attempt + 1))
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + body)
    await writer.drain()
    reply = await reader.read()
    writer.close()
    status, _, content = reply.partition(b"\r\n\r\n")
    return int(status.split()[1]), json.loads(content)


def test_a_thousand_requests_at_once_get_their_own_answers(client: Client) -> None:
    async def ask() -> list[tuple[int, Any]]:
        bodies = [
            json.dumps({"prompt": "?", "response": f"<think>x</think><answer>{n}</answer>", "label": str(n - n % 2)})
            for n in range(1000)
        ]
        return await asyncio.gather(*(_post(client.port, "/rm", body.encode()) for body in bodies))

    before = client.health()["graded"]
    assert asyncio.run(ask()) == [(200, 1.0 if n % 2 else 2.0) for n in range(1000)]
    assert client.health()["graded"] == before + 1000


def test_a_client_that_goes_away_harms_nobody(client: Client) -> None:
    for cut in (b"POST /grade HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{", b"POST /gra", b""):
        with socket.create_connection(("127.0.0.1", client.port)) as gone:
            gone.sendall(cut)
    body = json.dumps({"rows": [{"completion": RIGHT, "answer": "42"}] * 100}).encode()
    with socket.create_connection(("127.0.0.1", client.port)) as gone:
        gone.sendall(b"POST /grade HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
    assert client.send("/grade", {"completion": RIGHT, "answer": "42"})[1]["scores"][0]["value"] == 2.0


def test_a_body_that_never_comes_is_given_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PATIENCE", 0.2)
    with socket.create_connection(("127.0.0.1", client.port), timeout=30) as slow:
        slow.sendall(b"POST /grade HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        assert b"408" in slow.recv(100)


def test_a_reward_that_fails_is_an_error_of_its_sample() -> None:
    with served(r1.from_function(_fail_on_x, name="fails")) as client:
        _, found = client.send("/grade", {"rows": [{"completion": "a"}, {"completion": "x"}]})
        assert [score["verdict"] for score in found["scores"]] == ["measured", "error"]
        assert client.health()["unscored"] == 1


def _fail_on_x(sample: r1.Sample) -> float:
    if sample.text == "x":
        raise ValueError("x")
    return 0.5


def test_a_reward_of_groups_is_sent_whole_groups() -> None:
    with served(_First()) as client:
        rows = [{"completion": "a", "group": group} for group in (1, 1, 2)]
        _, found = client.send("/grade", {"rows": rows})
        assert [score["value"] for score in found["scores"]] == [1.0, 0.0, 1.0]
        status, told = client.send("/rm", {"response": "a"})
        assert status == 409
        assert "send whole groups to /grade" in told["error"]


class _First:
    name = "first"
    scope = "group"

    def score(self, samples: Any, /) -> list[r1.Score]:
        seen: set[object] = set()
        scores = []
        for sample in samples:
            scores.append(r1.Score(float(sample.group not in seen), r1.Verdict.MEASURED, "its place in the group"))
            seen.add(sample.group)
        return scores


@pytest.mark.parametrize("options", [{"body": 0}, {"batch": True}, {"batch": 1.5}])
def test_limits_must_be_whole_numbers(options: dict[str, Any]) -> None:
    with pytest.raises(RewardError, match="give a whole number, 1 or more"):
        serve.Limits(**options)


def _command(*options: str, **environment: str) -> subprocess.Popen[str]:
    code = "from r1rewards.cli import main; main()"
    return subprocess.Popen(
        [sys.executable, "-c", code, "serve", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def test_the_command_serves_until_it_is_interrupted() -> None:
    with _command("--port", "0", "-r", "math", R1REWARDS_TOKEN="") as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        port = int(re.search(r"http://127\.0\.0\.1:(\d+)", line).group(1))  # type: ignore[union-attr]
        assert "no token is asked for" in line
        body = json.dumps({"response": r"\boxed{4}", "label": "4"}).encode()
        deadline = time.monotonic() + 30
        while True:
            try:
                assert asyncio.run(_post(port, "/rm", body)) == (200, 1.0)
                break
            except (OSError, UnboundLocalError, IndexError):
                assert time.monotonic() < deadline
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert "Traceback" not in process.stderr.read()


def test_other_machines_are_let_in_only_with_a_token() -> None:
    with _command("--host", "0.0.0.0", "--port", "0", R1REWARDS_TOKEN="") as process:
        assert process.stderr is not None
        assert "set R1REWARDS_TOKEN to a token that requests must bear" in process.stderr.read()
        assert process.wait(30) == 2


def test_a_port_that_is_taken_is_told(client: Client) -> None:
    with _command("--port", str(client.port)) as process:
        assert process.stderr is not None
        told = process.stderr.read()
        assert process.wait(30) != 0
        assert "Traceback" not in told
        assert "ddress already in use" in told
