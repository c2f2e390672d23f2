"""The fake reward model's server: what its failures cost an honest client."""

from __future__ import annotations

import http.client
import json
import threading
from itertools import repeat
from urllib.parse import urlsplit

import pytest

from quick_models import quick
from r1rewards.errors import ModelError, RewardError, ServiceError
from r1rewards.models import FORMATS, HttpModel
from r1rewards.testing import FAILURES, Failure, FakeModelServer
from waiting import wait_for

PAIRS = [("why?", "so"), ("", "because of it"), ("when?", "")]
JOINED = [name for name, form in FORMATS.items() if form.joined]


def length(pairs):
    return [len(response) for _, response in pairs]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_played(name):
    with FakeModelServer(format=name) as server:
        sent = [("", prompt + response) for prompt, response in PAIRS] if name in JOINED else PAIRS
        assert HttpModel(server.url, name)(PAIRS) == length(sent)
        assert HttpModel(server.url, name)([]) == []


@pytest.mark.parametrize("name", FORMATS)
def test_another_format_is_refused_as_servers_refuse_it(name):
    other = "vllm-score" if name == "pairs" else "pairs"
    with FakeModelServer(format=other) as server, pytest.raises(ModelError, match="422"):
        HttpModel(server.url, name)(PAIRS)


PASSING = ("server-error", "unavailable", "overloaded", "closed", "half-an-answer")
FINAL = {
    "refused": (ModelError, "422"),
    "unauthorized": (ServiceError, "401"),
    "malformed": (ServiceError, "answers no JSON"),
    "wrong-shape": (ServiceError, "answers what is not"),
    "endless": (ServiceError, "answers more than"),
    "too-few": (ModelError, "gives 2 scores for 3 pairs"),
    "too-many": (ModelError, "gives 4 scores for 3 pairs"),
}
LATE = ("silent", "slow", "slow-headers")
ODD = ("nan", "texts")


def test_every_failure_is_tried():
    assert {*PASSING, *FINAL, *LATE, *ODD} == set(FAILURES)


@pytest.mark.parametrize("failure", PASSING)
def test_what_passes_is_survived_by_another_try(failure):
    with FakeModelServer(script=[failure, None]) as server:
        assert quick(server.url, retries=1)(PAIRS) == length(PAIRS)
    assert len(server.seen) == 2


@pytest.mark.parametrize("failure", FINAL)
def test_what_does_not_pass_ends_the_call(failure):
    kind, message = FINAL[failure]
    with FakeModelServer(script=repeat(failure)) as server, pytest.raises(kind, match=message):
        quick(server.url, retries=0)(PAIRS)


@pytest.mark.parametrize("failure", LATE)
def test_what_is_late_meets_the_deadline(failure):
    with FakeModelServer(script=repeat(failure)) as server, pytest.raises(ServiceError, match=r"within 0\.3 s"):
        quick(server.url, deadline=0.3)(PAIRS)


@pytest.mark.parametrize("failure", [Failure(pace=0.001), Failure(header_pace=0.001), Failure(wait=0.01)])
def test_a_little_late_is_soon_enough(failure):
    with FakeModelServer(script=[failure]) as server:
        assert quick(server.url)(PAIRS) == length(PAIRS)


def test_odd_scores_arrive_as_they_are():
    with FakeModelServer(script=["nan", "texts"]) as server:
        first, *rest = quick(server.url)(PAIRS)
        assert first != first
        assert rest == length(PAIRS)[1:]
        assert quick(server.url)(PAIRS) == ["2.0", "13.0", "0.0"]


def test_a_function_decides_by_the_body():
    def script(body):
        return "refused" if ["", "bad"] in body["pairs"] else None

    with FakeModelServer(script=script) as server:
        model = quick(server.url, batch_size=1, concurrency=1)
        with pytest.raises(ModelError) as caught:
            model([("", "a"), ("", "bad")])
    assert caught.value.known == {0: 1.0}


def test_what_was_asked_is_seen():
    with FakeModelServer() as server:
        quick(server.url, model="rm")(PAIRS)
        path = urlsplit(server.url).path
    (seen,) = server.seen
    assert (seen.method, seen.path, seen.body) == (
        "POST",
        path,
        {"pairs": [list(pair) for pair in PAIRS], "model": "rm"},
    )
    assert server.most_at_once == 1


def test_a_model_and_a_script_may_be_replaced():
    with FakeModelServer(lambda pairs: [7] * len(pairs), script="server-error") as server:
        with pytest.raises(ModelError):
            quick(server.url, retries=0)(PAIRS)
        assert quick(server.url)(PAIRS) == [7] * 3
        server.model, server.script = length, Failure(422)
        with pytest.raises(ModelError):
            quick(server.url)(PAIRS)
        assert quick(server.url)(PAIRS) == length(PAIRS)


def test_what_the_tests_own_code_raises_is_not_lost():
    def broken(_):
        raise LookupError("a bug of the test")

    def refused(server):
        with pytest.raises(ModelError, match="500"):
            quick(server.url, retries=0)(PAIRS)

    def fails(server):
        refused(server)
        raise ZeroDivisionError

    for fields in ({"model": broken}, {"script": broken}, {"script": lambda _: "tired"}):
        with pytest.raises((LookupError, RewardError)), FakeModelServer(**fields) as server:
            refused(server)
        with pytest.raises(ZeroDivisionError), FakeModelServer(**fields) as server:  # the test's own failure wins
            fails(server)


def test_a_body_that_is_no_json_is_seen_and_refused():
    with FakeModelServer() as server:
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc)
        connection.request("POST", "/score", "{broken")
        assert connection.getresponse().status == 422
        connection.close()
    assert server.seen[0].body == "{broken"


def test_it_ends_although_a_request_hangs():
    with FakeModelServer(script=repeat("silent")) as server:
        address = urlsplit(server.url).netloc
        connection = http.client.HTTPConnection(address)
        connection.request("POST", "/score", json.dumps({"pairs": []}))
        wait_for(lambda: server.seen, "the request is there")
    with pytest.raises(http.client.RemoteDisconnected):
        connection.getresponse()
    connection.close()
    with pytest.raises(ServiceError, match="cannot be reached"):
        quick(server.url, retries=0)(PAIRS)


def test_no_thread_is_left():
    before = threading.active_count()
    with FakeModelServer(script=repeat("silent")) as server, pytest.raises(ServiceError):
        quick(server.url, deadline=0.2)(PAIRS)
    wait_for(lambda: threading.active_count() <= before, "its threads end")


def test_bad_input_is_refused():
    with pytest.raises(RewardError, match="no format 'grpc': choose one of pairs, openrlhf"):
        FakeModelServer(format="grpc")
    with pytest.raises(RewardError, match="no failure 'tired': choose one of slow"):
        FakeModelServer(script=[None, "tired"])
