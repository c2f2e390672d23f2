"""A model behind a real server that fails in every way."""

from __future__ import annotations

import logging
import os
import pickle
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from quick_models import DRIPPING_BODY, DRIPPING_HEADERS, a_port_where_nobody_listens, quick, serving
from r1rewards.errors import ModelError, RewardError, ServiceError
from r1rewards.models import HttpModel, sending
from r1rewards.testing import Failure
from sample_models import politeness
from waiting import PATIENCE, ends, wait_for

PAIRS = [("hello", "idiot"), ("hello", "fine"), ("what?", "stupid, stupid")]
SCORES = politeness(PAIRS)


def failure_of(model: HttpModel, kind: type[Exception] = ServiceError) -> str:
    with pytest.raises(kind) as caught:
        model(PAIRS)
    message = str(caught.value)
    assert "\n" not in message
    return message


def test_pairs_go_out_and_scores_come_back_in_order():
    with serving() as server:
        assert quick(server.url)(PAIRS) == SCORES
        assert quick(server.url)([]) == []
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", "/score")
    assert seen.body == {"pairs": [list(pair) for pair in PAIRS]}
    assert seen.headers["Content-Type"] == "application/json"
    assert "Authorization" not in seen.headers


def test_texts_arrive_as_they_are_and_halves_of_pairs_do_not_fail():
    texts = [("Größe ４２ 😀 \x00\u2028", '<|im_end|>\r\n\\"'), ("a", "\ud83d lone")]
    with serving() as server:
        assert quick(server.url)(texts) == [1.0, 1.0]
    assert server.seen[0].body["pairs"] == [list(texts[0]), ["a", "? lone"]]


def test_pieces_are_sent_at_once_and_put_back_in_order():
    pairs = [("p", "idiot " * n) for n in range(9)]
    with serving() as server:
        both = threading.Barrier(3, timeout=PATIENCE)
        answered: set[str] = set()

        def together(asked: Any) -> Any:
            both.wait()  # three requests are there, or the barrier breaks
            text = asked[0][1]
            later = {pair[1] for pair in pairs[3 * (pairs.index(("p", text)) // 3) :][:3] if len(pair[1]) > len(text)}
            wait_for(lambda: later <= answered, "of three requests the first are answered last")
            answered.add(text)
            return politeness(asked)

        server.model = together
        assert quick(server.url, batch_size=1, concurrency=3)(pairs) == politeness(pairs)
        assert server.most_at_once == 3
        server.model = politeness
        assert quick(server.url, batch_size=4, concurrency=2)(pairs) == politeness(pairs)
    assert sorted(len(seen.body["pairs"]) for seen in server.seen[9:]) == [1, 4, 4]


def test_a_connection_is_used_again():
    with serving() as server:
        model = quick(server.url, concurrency=1)
        for _ in range(3):
            model(PAIRS)
    assert len({seen.client for seen in server.seen}) == 1


def test_many_threads_share_one_model():
    with serving() as server, ThreadPoolExecutor(8) as threads:
        model = quick(server.url, batch_size=1, concurrency=2)
        assert list(threads.map(lambda _: model(PAIRS), range(16))) == [SCORES] * 16


# --- tries -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [408, 425, 429, 500, 502, 503, 504, 599])
def test_what_may_pass_is_tried_again(code):
    with serving(Failure(code), Failure(code)) as server:
        assert quick(server.url, retries=2)(PAIRS) == SCORES
    assert len(server.seen) == 3


@pytest.mark.parametrize("act", ["closed", "half-an-answer"])
def test_a_lost_connection_is_tried_again(act):
    with serving(act) as server:
        assert quick(server.url, retries=1)(PAIRS) == SCORES
    assert len(server.seen) == 2


def test_a_try_that_times_out_is_made_again():
    with serving("silent") as server:
        assert quick(server.url, timeout=0.3, retries=100)(PAIRS) == SCORES
    assert len(server.seen) >= 2


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 413, 422, 204, 301])
def test_what_will_not_pass_is_not_tried_again(code):
    with serving(Failure(code)) as server, pytest.raises((ServiceError, ModelError), match=str(code)):
        quick(server.url, retries=5)(PAIRS)
    assert len(server.seen) == 1


def test_tries_end():
    with serving(*[Failure(500, b"out of memory")] * 9) as server:
        problem = failure_of(quick(server.url, retries=2), ModelError)
    assert len(server.seen) == 3
    assert problem == (
        f"{server.url} answers 500 (3 tries): check that the text is none that it cannot take, and see the server's "
        "log; it says 'out of memory'"
    )


@pytest.mark.parametrize("code", [502, 503, 504, 429])
def test_a_server_that_is_not_there_is_no_texts_fault(code):
    with serving(*[Failure(code)] * 9) as server:
        assert f"answers {code} (2 tries)" in failure_of(quick(server.url, retries=1))


def test_a_refused_request_leaves_the_others_their_answers():
    def script(body: Any) -> Failure:
        return Failure(422) if body["pairs"][0][1] == "3" else Failure(body=b'{"scores": [0.5, 1.5]}')

    with serving(script=script) as server:
        model = quick(server.url, batch_size=2, concurrency=1)
        with pytest.raises(ModelError) as caught:
            model([("p", str(i)) for i in range(1, 8)])
    assert caught.value.known == {0: 0.5, 1: 1.5, 4: 0.5, 5: 1.5}  # and of the last it gave too many
    assert not caught.value.perhaps_down
    assert pickle.loads(pickle.dumps(caught.value)).known == caught.value.known


def test_a_server_that_refuses_all_is_not_asked_to_the_end():
    with serving(*[Failure(500)] * 99) as server, pytest.raises(ModelError) as caught:
        quick(server.url, batch_size=1, concurrency=2, retries=0)([("p", str(i)) for i in range(50)])
    assert (caught.value.known, caught.value.perhaps_down) == ({}, True)
    assert len(server.seen) <= 4


def test_the_server_says_when_to_come_back(monkeypatch):
    waits: list[float] = []
    retry_after = sending._retry_after
    monkeypatch.setattr(sending, "_retry_after", lambda reply: (waits.append(retry_after(reply)), waits[-1])[1])
    with serving("overloaded", Failure(503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})) as server:
        # Its own waits, of 10 minutes and more, would be past the deadline.
        assert quick(server.url, backoff=1200.0, deadline=PATIENCE)(PAIRS) == SCORES
    assert waits == [0.0, 0.0]
    monkeypatch.setattr(sending, "LONGEST_RETRY_AFTER", 0.2)
    with serving(Failure(429, headers={"Retry-After": "9" * 20})) as server:
        start = time.monotonic()
        assert quick(server.url)(PAIRS) == SCORES
        assert time.monotonic() - start >= 0.2
    for nonsense in ("soon", "-5", "9" * 5000, ""):
        with serving(Failure(429, headers={"Retry-After": nonsense})) as server:
            assert quick(server.url)(PAIRS) == SCORES


def test_a_wait_past_the_deadline_is_not_begun():
    with serving(Failure(429, headers={"Retry-After": "3000"})) as server:
        problem = failure_of(quick(server.url, deadline=50.0))
    assert "answers 429: lower concurrency" in problem
    assert "the next try, in 60.0 s, would be past the deadline" in problem


def test_waits_grow_and_jitter_leaves_the_random_module_alone():
    import random

    request = sending.Request("http://x/", {}, 1.0, 1.0, 3, 0.5, 1)
    state = random.getstate()
    for tried, longest in ((1, 0.5), (2, 1.0), (3, 2.0), (50, sending.LONGEST_BACKOFF)):
        waits = [request._wait(tried) for _ in range(50)]
        assert all(longest / 2 <= wait <= longest for wait in waits)
        assert len(set(waits)) > 1
    assert random.getstate() == state


# --- deadlines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["silent", DRIPPING_HEADERS, DRIPPING_BODY], ids=["silent", "headers", "body"])
def test_the_deadline_holds_whatever_the_server_does(act):
    with serving(*[act] * 50) as server:
        model = quick(server.url, deadline=0.5, batch_size=1, concurrency=3)
        problem = ends(lambda: failure_of(model), "a call of a server that never answers")
    assert problem.startswith(f"{server.url} gave no answer within 0.5 s: raise deadline")


def test_no_thread_goes_on_when_the_time_is_up():
    with serving(*[DRIPPING_HEADERS] * 50) as server:
        failure_of(quick(server.url, deadline=0.3, batch_size=1))
        wait_for_threads()


def wait_for_threads() -> None:
    """Until none is left that talks to a server; a dripping server would hold them for an hour."""
    names = lambda: {thread.name for thread in threading.enumerate()}  # noqa: E731
    wait_for(lambda: "r1rewards-http" not in names(), "the threads end")


def test_a_system_without_threads_is_no_texts_fault(monkeypatch):
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with serving() as server:
        monkeypatch.setattr(threading.Thread, "start", refuse)
        problem = failure_of(quick(server.url))
        monkeypatch.undo()
    assert problem == "no thread can be started that asks the server: can't start new thread"


def test_the_first_failure_ends_the_call():
    with serving(Failure(401), *["silent"] * 50) as server:
        # What hangs would end the call by its deadline, with another failure.
        problem = failure_of(quick(server.url, batch_size=1, concurrency=2, deadline=PATIENCE, timeout=PATIENCE))
    assert "answers 401" in problem
    assert len(server.seen) <= 2


def test_nobody_listens():
    with a_port_where_nobody_listens() as url:
        problem = failure_of(quick(url, retries=1))
    assert problem.startswith(f"{url} cannot be reached or broke off: ")
    assert "(2 tries): check that the server runs" in problem


def test_a_host_that_does_not_exist():
    assert "cannot be reached" in failure_of(quick("http://r1rewards.invalid/score", retries=0))


# --- answers ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"<html>Bad gateway</html>", "answers no JSON: check the url; it says '<html>Bad gateway</html>'"),
        (b"", "answers no JSON"),
        (b"\xff\xfe\x00", "answers no JSON"),
        (b'{"scores": [' + b"9" * 5000 + b"]}", "answers no JSON"),
        (b"[" * 100_000, "answers no JSON"),
        (b"[1, 2, 3]", "there is no 'scores' where it should stand: choose the server's format; it says '[1, 2, 3]'"),
        (b"null", "there is no 'scores'"),
        (b'{"scores": {"a": 1}}', "'scores' is no list"),
        (b'{"rewards": [1, 2, 3]}', "there is no 'scores'"),
    ],
)
def test_an_answer_that_is_none(body, problem):
    with serving(Failure(body=body)) as server:
        assert problem in failure_of(quick(server.url))


@pytest.mark.parametrize("count", [0, 2, 4])
def test_another_number_of_scores(count):
    with serving(model=lambda _: [0.5] * count) as server:
        assert f"gives {count} scores for 3 pairs" in failure_of(quick(server.url), ModelError)


def test_numbers_come_as_they_are():
    with serving(Failure(body=b'{"scores": [NaN, null, "1"]}')) as server:
        first, *rest = quick(server.url)(PAIRS)
    assert first != first
    assert rest == [None, "1"]


@pytest.mark.parametrize("code", [200, 401])
def test_an_answer_without_end_is_not_read_to_it(code, monkeypatch):
    monkeypatch.setattr(sending, "LARGEST", 1 << 20)
    with serving(Failure(code, endless=True)) as server:
        problem = failure_of(quick(server.url))
    assert "answers more than 1 MiB" in problem or "it says too much" in problem


def test_a_refusal_is_the_texts_fault_perhaps():
    with serving(Failure(422, b'{"detail":\n "too long"}')) as server:
        problem = failure_of(quick(server.url), ModelError)
    assert "refuses the request (422): check format, and whether the text is too long" in problem
    assert problem.endswith("""it says '{"detail": "too long"}'""")


def test_what_a_server_says_is_quoted_in_part_and_on_one_line():
    with serving(Failure(404, ("x\x1b[2J\n" * 5000).encode())) as server:
        problem = failure_of(quick(server.url))
    assert len(problem) < 400
    assert problem.isprintable()


def test_redirects_are_not_followed():
    with (
        serving() as other,
        serving(*(Failure(code, headers={"Location": other.url}) for code in (307, 302))) as server,
    ):
        for _ in range(2):
            assert "redirects are not followed" in failure_of(quick(server.url, token_env="HOME"))
    assert other.seen == []


# --- secrets ---------------------------------------------------------------------------------------------------------

TOKEN = "sk-very-secret-0123"


def test_the_token_goes_into_its_header_and_nowhere_else(monkeypatch, caplog):
    from r1rewards import ModelReward, reward_files, signature

    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("RM_TOKEN", TOKEN + "\n")
    with serving(model=lambda _: SCORES) as server:
        model = quick(server.url, token_env="RM_TOKEN")
        assert model(PAIRS) == SCORES
        assert quick(server.url, token_env="RM_TOKEN", token_header="x-api-key")(PAIRS) == SCORES
        echo = f"token {TOKEN} is not known, Bearer {TOKEN}".encode()
        server.script = [Failure(401, echo), *[Failure(500, echo)] * 3, Failure(body=echo), Failure(422, echo)]
        problems = [
            failure_of(model),
            failure_of(quick(server.url, token_env="RM_TOKEN", retries=2), ModelError),
            failure_of(model),
            failure_of(model, ModelError),
        ]
    assert server.seen[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert server.seen[1].headers["x-api-key"] == TOKEN
    assert "Authorization" not in server.seen[1].headers
    assert "token *** is not known" in problems[0]
    assert "check the token in the environment variable that token_env names" in problems[0]
    reward = ModelReward(model)
    for text in (*problems, repr(model), signature(reward), reward_files.dumps(reward), caplog.text):
        assert TOKEN not in text
    assert TOKEN.encode() not in pickle.dumps(model)


@pytest.mark.parametrize("token", ["", "  ", "two\nlines", "schlüssel"])
def test_a_token_that_cannot_be_sent(monkeypatch, token):
    monkeypatch.setenv("RM_TOKEN", token)
    with serving() as server:
        problem = failure_of(quick(server.url, token_env="RM_TOKEN"))
    assert "RM_TOKEN" in problem
    assert not token.strip() or token not in problem
    assert server.seen == []


def test_a_query_is_sent_and_not_shown():
    with serving(Failure(404), Failure(500, b"key=abc was used"), *["silent"] * 9) as server:
        url = f"{server.url}?key=abc"
        problems = [failure_of(quick(url)), failure_of(quick(url, retries=0), ModelError)]
        problems.append(failure_of(quick(url, deadline=0.5)))
        problems.append(failure_of(quick(url, timeout=0.1, retries=0)))
    assert server.seen[0].path == "/score?key=abc"
    assert not any("abc" in problem for problem in problems)


def test_proxies_of_the_environment_are_not_used(monkeypatch):
    with serving() as proxy, serving() as server:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert quick(server.url)(PAIRS) == SCORES
    assert proxy.seen == []


# --- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, str]:
    """A server's side of TLS, and the file that names its certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost"
    subprocess.run(
        [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1"], cwd=folder, check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, str(folder / "cert.pem")


def test_tls_with_a_certificate_that_is_named(certificate, monkeypatch):
    context, file = certificate
    monkeypatch.setenv("SSL_CERT_FILE", file)
    with serving(Failure(500), tls=context) as server:
        assert server.url.startswith("https://")
        assert quick(server.url)(PAIRS) == SCORES


def test_tls_with_a_certificate_that_nobody_knows(certificate):
    with serving(tls=certificate[0]) as server:
        problem = failure_of(quick(server.url, retries=5, backoff=9.0))
    assert "cannot be trusted" in problem
    assert problem.endswith("SSL_CERT_FILE")
    assert server.seen == []


@pytest.mark.parametrize("act", ["silent", DRIPPING_HEADERS, DRIPPING_BODY], ids=["silent", "headers", "body"])
def test_the_deadline_holds_over_tls_too(act, certificate, monkeypatch):
    context, file = certificate
    monkeypatch.setenv("SSL_CERT_FILE", file)
    with serving(*[act] * 50, tls=context) as server:
        model = quick(server.url, deadline=0.5, batch_size=1)
        assert "gave no answer within 0.5 s" in ends(lambda: failure_of(model), "a call of a server that never answers")
        wait_for_threads()


# --- processes -------------------------------------------------------------------------------------------------------


def run(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_nothing_is_connected_or_loaded_before_a_call():
    program = """if True:
        import sys
        import r1rewards as r1
        reward = r1.ModelReward(r1.HttpModel("http://localhost:1/"))
        r1.signature(reward), r1.presets.r1_general(reward)
        print("urllib3" in sys.modules)
    """
    assert run(program).communicate(timeout=60)[0].strip() == "False"


def test_ctrl_c_ends_a_call_and_the_process():
    program = """if True:
        import sys, threading
        from r1rewards.models import HttpModel
        try:
            HttpModel(sys.argv[1], batch_size=1, concurrency=4)([("a", "b")] * 8)
        except KeyboardInterrupt:
            print("stopped", flush=True)
    """
    with serving(*[DRIPPING_HEADERS] * 50) as server:
        process = run(program, server.url)
        with process:
            try:
                wait_for(lambda: len(server.seen) == 4, "all threads ask")
                process.send_signal(signal.SIGINT)
                out, err = process.communicate(timeout=PATIENCE)
            finally:
                process.kill()
    assert (out.strip(), err, process.returncode) == ("stopped", "", 0)


def test_a_name_that_is_never_resolved_holds_neither_the_call_nor_the_process():
    program = """if True:
        import socket, time
        from r1rewards.errors import ServiceError
        from r1rewards.models import HttpModel
        socket.getaddrinfo = lambda *_, **__: time.sleep(600)
        try:
            HttpModel("http://somewhere/", deadline=0.3)([("a", "b")])
        except ServiceError as problem:
            print(problem, flush=True)
    """
    out, err = run(program).communicate(timeout=60)
    assert out.startswith("http://somewhere/ gave no answer within 0.3 s")
    assert err == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_fork_has_connections_of_its_own():
    program = """if True:
        import os, sys, warnings
        warnings.simplefilter("ignore")
        from r1rewards.models import HttpModel
        model = HttpModel(sys.argv[1], concurrency=1)
        model([("a", "parent")])
        child = os.fork()
        if not child:
            model([("a", "child")])
            os._exit(0)
        _, status = os.waitpid(child, 0)
        model([("a", "parent")])
        print(status)
    """
    with serving() as server:
        out, err = run(program, server.url).communicate(timeout=60)
    assert (out.strip(), err) == ("0", "")
    first, forked, last = (seen.client for seen in server.seen)
    assert first == last != forked


# --- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"url": "ftp://x/y"}, "url is none that can be used"),
        ({"url": "localhost:8000"}, "url is none"),
        ({"url": "http://"}, "url is none"),
        ({"url": "http://user:pw@host/"}, "a user or password belongs into the variable that token_env names"),
        ({"url": "http://host:99999/"}, "url is none"),
        ({"url": "http://host/#part"}, "url is none"),
        ({"url": "http://host/a b"}, "url is none"),
        ({"url": "http://host/a\r\nX: y"}, "url is none"),
        ({"url": None}, "url is NoneType"),
        ({"format": "grpc"}, "choose one of pairs, openrlhf"),
        ({"model": 3}, "model is 3"),
        ({"revision": None}, "revision is None"),
        ({"text": "{prompt}", "format": "tei"}, "once each"),
        ({"text": "{prompt} {response} {response}", "format": "tei"}, "once each"),
        ({"text": "{prompt}\n{response}"}, "sends prompt and response apart"),
        ({"label": 1}, "has one output"),
        ({"label": "x", "format": "vllm-classify"}, "give a position from 0"),
        ({"label": -1, "format": "vllm-classify"}, "give a position from 0"),
        ({"label": True, "format": "vllm-classify"}, "give a position from 0"),
        ({"label": 1, "format": "tei"}, "give a name"),
        ({"options": []}, "options is list"),
        ({"options": {"a": [1]}}, "options gives 'a'"),
        ({"options": {"a": float("nan")}}, "options gives 'a'"),
        ({"token_env": "a=b"}, "token_env is 'a=b'"),
        ({"token_env": ""}, "token_env is ''"),
        ({"token_header": "X: y\r\n"}, "token_header is"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"concurrency": True}, "concurrency is True"),
        ({"retries": -1}, "retries is -1"),
        ({"retries": 1.0}, "retries is 1.0"),
        ({"timeout": 0}, "timeout is 0"),
        ({"deadline": float("inf")}, "deadline is inf"),
        ({"deadline": float("nan")}, "deadline is nan"),
        ({"backoff": "1"}, "backoff is '1'"),
    ],
)
def test_fields_that_cannot_be(fields, problem):
    with pytest.raises(RewardError, match=problem) as caught:
        HttpModel(**{"url": "http://host/"} | fields)
    assert "pw" not in str(caught.value)


def test_it_is_a_value():
    model = HttpModel("https://host/x", options={"truncate": True, "n": 2}, timeout=3)
    assert (
        model
        == pickle.loads(pickle.dumps(model))
        == HttpModel("https://host/x", options={"n": 2, "truncate": True}, timeout=3.0)
    )
    assert hash(model) == hash(pickle.loads(pickle.dumps(model)))
    assert model != HttpModel("https://host/x")
