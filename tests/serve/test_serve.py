"""The reward server, over real connections."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
import urllib3

pytest.importorskip("starlette", reason="the server needs starlette: pip install 'r1rewards[serve]'")
pytest.importorskip("uvicorn", reason="the server needs uvicorn: pip install 'r1rewards[serve]'")

import r1rewards as r1
from r1rewards import serve
from r1rewards.errors import RewardError
from r1rewards.serve import reading, running, service
from r1rewards.serve.limits import Room, Threads
from reward_server import Client, served
from waiting import wait_for

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


def test_one_message_needs_no_list(client: Client) -> None:
    message = {"role": "assistant", "content": RIGHT}
    assert client.send("/grade", {"completion": message, "answer": "42"})[1]["scores"][0]["value"] == 2.0


@pytest.mark.parametrize("depth", [600, 900])
def test_a_label_that_is_nested_deeply_costs_only_its_sample(client: Client, depth: int) -> None:
    label = b"[" * depth + b"]" * depth
    before = client.health()["unscored"]
    assert client.send("/rm", b'{"response": "x", "label": %b}' % label) == (200, 0.0)
    assert client.send("/get_reward", b'{"query": ["x"], "prompts": [""], "labels": [%b]}' % label)[1]["rewards"] == 0.0
    [score] = client.send("/grade", b'{"completion": "x", "answer": %b}' % label)[1]["scores"]
    assert score["value"] is None
    assert client.health()["unscored"] == before + 3


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
    ("/grade", b"", 400, "the body is empty: send a JSON object"),
    ("/rm", b" \n", 400, "the body is empty: send a JSON object"),
    ("/grade", b"{", 400, "no JSON"),
    ("/grade", b"\xff\xfe\x00", 400, "byte 1 of the body is not UTF-8: send JSON in UTF-8"),
    ("/grade", b'{"completion": "\xe9"}', 400, "byte 17 of the body is not UTF-8"),
    ("/grade", b'{"completion": ["a", "b"]}', 400, "rows[0] holds a list of completions: send a row for each"),
    ("/grade", b'{"completion": [[{"role": "assistant", "content": "a"}]]}', 400, "send a row for each"),
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
        for header in (
            "Bearer wrong",
            "secret",
            "Bearer",
            _basic("secret:x"),
            _basic("secret"),
            "Basic ?",
            "Basic é",
            "",
        ):
            status, told = client.send("/grade", row, **({"Authorization": header} if header else {}))
            assert status == 401
            assert "Authorization: Bearer TOKEN" in told["error"]
            assert "http://x:TOKEN@host" in told["error"]
        for header in ("Bearer secret", "bearer secret", _basic("x:secret"), _basic(":secret").replace("B", "b", 1)):
            assert client.send("/grade", row, Authorization=header)[1]["scores"][0]["value"] == 1.0
        assert client.health()["status"] == "ok"


def _basic(who: str) -> str:
    return "Basic " + b64encode(who.encode()).decode()


@pytest.mark.parametrize("token", ["", "a b", "secret\n", "geheimnisträger", 3])
def test_a_token_that_cannot_be_sent_is_refused(token: Any) -> None:
    with pytest.raises(RewardError, match="give letters and digits"):
        serve.app(r1.MathReward(), token=token)


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


@contextmanager
def files(wanted: int) -> Iterator[int]:
    """Lets this process open so many files, or as many as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = soft if soft >= wanted else wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    try:
        yield most
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_thousand_requests_at_once_get_their_own_answers(client: Client) -> None:
    async def ask(free: asyncio.Semaphore) -> list[tuple[int, Any]]:
        async def one(body: str) -> tuple[int, Any]:
            async with free:
                return await _post(client.port, "/rm", body.encode())

        bodies = [
            json.dumps({"prompt": "?", "response": f"<think>x</think><answer>{n}</answer>", "label": str(n - n % 2)})
            for n in range(1000)
        ]
        return await asyncio.gather(*map(one, bodies))

    before = client.health()["graded"]
    with files(4096) as most:  # the client's and the server's ends
        found = asyncio.run(ask(asyncio.Semaphore(most // 3)))
    assert found == [(200, 1.0 if n % 2 else 2.0) for n in range(1000)]
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
    monkeypatch.setattr(reading, "PATIENCE", 0.2)
    with socket.create_connection(("127.0.0.1", client.port), timeout=30) as slow:
        slow.sendall(b"POST /grade HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{")
        assert b"408" in slow.recv(100)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/grade", {"completion": "x" * 100_000, "answer": "1"}),
        ("/rm", {"response": "x" * 100_000, "label": "1"}),
        ("/get_reward", {"query": ["x" * 100_000], "prompts": ["y" * 100_000], "labels": ["1"]}),
    ],
)
def test_a_large_body_is_read_beside_the_others(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str, body: dict[str, Any]
) -> None:
    begun, going_on = threading.Event(), threading.Event()
    object_of = service.object_of

    def slow(data: bytes) -> dict[str, Any]:
        if len(data) > service.SMALL:
            begun.set()
            assert going_on.wait(60)
        return object_of(data)

    monkeypatch.setattr(service, "object_of", slow)
    found: list[int] = []
    asking = threading.Thread(target=lambda: found.append(client.send(path, body)[0]))
    asking.start()
    assert begun.wait(30)
    assert client.health()["status"] == "ok"
    assert client.send("/rm", {"response": RIGHT, "label": "42"}) == (200, 2.0)
    going_on.set()
    asking.join(60)
    assert found == [200]


def test_the_bodies_of_all_requests_have_a_limit() -> None:
    with (
        served(r1.MathReward(deadline=0), limits=serve.Limits(body=1000, held=1500)) as client,
        ExitStack() as others,
    ):
        row = {"completion": "x" * 800, "answer": "1"}
        assert client.send("/grade", row)[0] == 200

        def is_full() -> bool:
            other = others.enter_context(socket.create_connection(("127.0.0.1", client.port)))
            other.sendall(b"POST /grade HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + b" " * 990)
            return client.send("/grade", row)[0] == 503  # unless it was read before the other

        wait_for(is_full, "the server has no room")
        assert "send it again later" in client.send("/grade", row)[1]["error"]
        others.close()
        wait_for(lambda: client.send("/grade", row)[0] == 200, "the server has room again")


def test_room_is_given_in_order() -> None:
    async def run() -> list[str]:
        room, came = Room(10), []

        async def take(name: str, size: int) -> None:
            async with room.taken(size):
                came.append(name)
                await asyncio.sleep(0)

        async with room.taken(6):
            tasks = [asyncio.create_task(take(*each)) for each in (("large", 99), ("small", 1), ("lost", 1))]
            await asyncio.sleep(0)
            tasks[2].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        async with asyncio.timeout(30), room.taken(10):
            return came

    assert asyncio.run(run()) == ["large", "small"]


def test_threads_hand_on_what_they_find_and_bound_their_number() -> None:
    async def run() -> int:
        threads, at_once, most = Threads(2), 0, 0
        lock = threading.Lock()

        def count() -> None:
            nonlocal at_once, most
            with lock:
                at_once += 1
                most = max(most, at_once)
            time.sleep(0.01)
            with lock:
                at_once -= 1

        await asyncio.gather(*(threads.run(count) for _ in range(10)))
        with pytest.raises(ZeroDivisionError):
            await threads.run(lambda: 1 // 0)
        return most

    assert asyncio.run(run()) <= 2


def test_connections_that_send_no_request_are_closed() -> None:
    head = b"GET /health HTTP/1.1\r\nHost: x\r\n"
    with served(r1.MathReward(deadline=0), patience=0.3) as client:
        for sent in (b"", b"POST /gra", head):
            with socket.create_connection(("127.0.0.1", client.port), timeout=30) as silent:
                silent.sendall(sent)
                assert silent.recv(100) == b""
        with socket.create_connection(("127.0.0.1", client.port), timeout=30) as silent:
            silent.sendall(head + b"\r\n" + head)  # the second one's end never comes
            found = b""
            while piece := silent.recv(1000):
                found += piece
            assert found.count(b"200 OK") == 1


def test_a_request_that_takes_long_is_not_cut_off() -> None:
    with served(r1.from_function(_slow, name="slow"), patience=0.05) as client:
        assert client.send("/rm", {"response": "x"}) == (200, 0.5)


def _slow(sample: r1.Sample) -> float:
    time.sleep(0.5)
    return 0.5


def test_silent_connections_make_room_for_others() -> None:
    with served(r1.MathReward(deadline=0), room=20) as client, ExitStack() as silent:
        opened = [silent.enter_context(socket.create_connection(("127.0.0.1", client.port))) for _ in range(40)]

        def is_served() -> bool:
            with socket.create_connection(("127.0.0.1", client.port), timeout=30) as other:
                other.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                try:
                    return b"200 OK" in other.recv(1000)
                except ConnectionResetError:  # sent away before it had asked
                    return False

        wait_for(is_served, "a request is served")
        assert b"503" in opened[-1].recv(100), "there was no room for it while all were new"
        assert opened[0].recv(100) == b"", "the oldest had to go"


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


@pytest.mark.parametrize("options", [{"body": 0}, {"batch": True}, {"batch": 1.5}, {"held": 0}])
def test_limits_must_be_whole_numbers(options: dict[str, Any]) -> None:
    with pytest.raises(RewardError, match="give a whole number, 1 or more"):
        serve.Limits(**options)


def test_all_bodies_must_have_room_for_one() -> None:
    with pytest.raises(RewardError, match="held is 9 bytes, less than one body of 10"):
        serve.Limits(body=10, held=9)


def _command(*options: str, files: int | None = None, **environment: str) -> subprocess.Popen[str]:
    code = "from r1rewards.cli import main; main()"
    if files is not None:
        code = f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({files} // 2, {files})); {code}"
    return subprocess.Popen(
        [sys.executable, "-c", code, "serve", *options],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


@contextmanager
def _serving(*options: str, files: int | None = None, **environment: str) -> Iterator[tuple[Any, int]]:
    """The command, and the port at which it says that it serves."""
    environment = {"R1REWARDS_TOKEN": "", **environment}
    with _command("--port", "0", "-r", "math", *options, files=files, **environment) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            found = re.search(r"http://[\d.]+:(\d+)", line)
            assert found is not None, line + process.stderr.read()
            yield process, int(found.group(1))
        finally:
            process.kill()


def _ended(process: Any, status: int) -> None:
    assert process.wait(30) == status
    assert "Traceback" not in process.stderr.read()


BODY = json.dumps({"response": r"\boxed{4}", "label": "4"}).encode()
UNFINISHED = b"POST /rm HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{  "


def test_the_command_serves_until_it_is_interrupted() -> None:
    with _serving() as (process, port):
        assert asyncio.run(_post(port, "/rm", BODY)) == (200, 1.0), "it listens as soon as it says so"
        process.send_signal(signal.SIGINT)
        _ended(process, 130)


def test_a_body_that_never_comes_keeps_it_a_few_seconds_at_most() -> None:
    with _serving() as (process, port), socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(UNFINISHED)
        assert asyncio.run(_post(port, "/rm", BODY)) == (200, 1.0)
        process.send_signal(signal.SIGTERM)
        _ended(process, 0)


def test_a_second_interruption_ends_it_at_once() -> None:
    with _serving() as (process, port), socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(UNFINISHED)
        assert asyncio.run(_post(port, "/rm", BODY)) == (200, 1.0)

        def is_ending() -> bool:
            with socket.socket() as other:
                return other.connect_ex(("127.0.0.1", port)) != 0

        process.send_signal(signal.SIGINT)
        wait_for(is_ending, "the server is ending")
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert process.stderr.read().count("\n") == 1, "no word of requests that it waited for"


def test_other_machines_are_let_in_only_with_a_token() -> None:
    with _command("--host", "0.0.0.0", "--port", "0", R1REWARDS_TOKEN=" \n") as process:
        assert process.stderr is not None
        assert "set R1REWARDS_TOKEN to a token that requests must bear" in process.stderr.read()
        assert process.wait(30) == 2


def test_the_end_of_the_tokens_line_is_no_part_of_it() -> None:
    with _serving("--host", "0.0.0.0", R1REWARDS_TOKEN="secret\n") as (_, port):
        client = Client(port, urllib3.PoolManager(timeout=60.0, retries=False))
        assert client.send("/rm", BODY)[0] == 401
        assert client.send("/rm", BODY, Authorization=_basic("x:secret")) == (200, 1.0)


def test_connections_beyond_all_files_stop_nothing() -> None:
    with _serving(files=512) as (process, port), files(1024), ExitStack() as silent:
        if sys.platform == "linux":
            assert resource.prlimit(process.pid, resource.RLIMIT_NOFILE) == (512, 512)
        for _ in range(600):
            silent.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))

        def is_served() -> bool:
            try:
                return asyncio.run(_post(port, "/rm", BODY)) == (200, 1.0)
            except (OSError, IndexError, ValueError):  # sent away
                return False

        wait_for(is_served, "a request is served")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert len(process.stderr.read()) < 1000


def test_a_lack_of_files_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    server = running.Server(serve.app(r1.MathReward()), room=1)
    caplog.set_level("ERROR", logger="uvicorn.error")
    logging.getLogger("uvicorn.error").addHandler(caplog.handler)
    loop = asyncio.new_event_loop()
    try:
        for _ in range(100):
            server._on_failure(
                loop, {"message": "socket.accept() out of system resource", "exception": OSError(24, "x")}
            )
    finally:
        loop.close()
        logging.getLogger("uvicorn.error").removeHandler(caplog.handler)
    assert caplog.text.count("raise the limit with ulimit -n") == 1


@pytest.mark.parametrize(
    ("options", "remedy"),
    [
        (["--host", "..", "--port", "0"], "is unknown"),
        (["--host", "192.0.2.1", "--port", "0"], "is no address of this machine"),
    ],
)
def test_an_address_that_is_not_to_be_had_is_told(options: list[str], remedy: str) -> None:
    with _command(*options, R1REWARDS_TOKEN="secret") as process:
        assert process.stderr is not None
        told = process.stderr.read()
        assert process.wait(30) == 2
        assert remedy in told
        assert "Traceback" not in told


def test_a_host_that_is_unknown_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(RewardError, match=r"--host nowhere is unknown \(Name or service not known\): give an address"):
        running.bind_socket("nowhere", 0)


def test_a_port_that_is_taken_is_told(client: Client) -> None:
    with _command("--port", str(client.port)) as process:
        assert process.stderr is not None
        told = process.stderr.read()
        assert process.wait(30) == 2
        assert "Traceback" not in told
        assert f"port {client.port} is taken: choose another with --port" in told
