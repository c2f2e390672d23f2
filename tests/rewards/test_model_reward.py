"""A model's opinion as a reward: what it reads, what it is asked, and whom a failure is blamed on."""

from __future__ import annotations

import json
import math
import pickle
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import r1rewards as r1
from model_server import hangs, serving, status
from r1rewards import conformance
from r1rewards.errors import ModelError, RewardError, ServiceError
from sample_models import Lengths, lengths, politeness, scaled, twice_as_polite, usefulness

ASKED = "How do I boil an egg?"
RUDE = "What a stupid question from an idiot."
POLITE = "Put it into boiling water."


class Recording:
    """Notes what it is asked; answers with the number of characters, or as a function says."""

    def __init__(self, answer: Any = None) -> None:
        self.calls: list[list[tuple[str, str]]] = []
        self.answer = answer or (lambda pairs: [float(len(response)) for _, response in pairs])

    def __call__(self, pairs: list[tuple[str, str]]) -> Any:
        self.calls.append(pairs)
        return self.answer(pairs)


def sample(completion: Any = POLITE, prompt: Any = ASKED, **fields: Any) -> r1.Sample:
    return r1.Sample(completion, prompt=prompt, **fields)


def judge(model: Any, *samples: r1.Sample, **fields: Any) -> list[r1.Score]:
    return r1.grade(r1.ModelReward(model, **fields), samples)


# --- part ------------------------------------------------------------------------------------------------------------

THINK, PREFILLED = "think", r1.templates.R1.prefilled()


def written(reasoning: str, summary: str) -> dict[str, tuple[r1.Sample, Any]]:
    """A text with its template, in each way in which reasoning and summary reach a reward."""
    message = {"role": "assistant", "content": summary}
    return {
        "tags": (sample(f"<think>{reasoning}</think>\n\n{summary}"), THINK),
        "tags-no-template": (sample(f"<think>{reasoning}</think>\n\n{summary}"), None),
        "answer-element": (sample(f"<think>{reasoning}</think><answer>{summary}</answer>"), "r1-zero"),
        "apart": (sample(summary, reasoning=reasoning), THINK),
        "apart-no-template": (sample(summary, reasoning=reasoning), None),
        "apart-other-layout": (sample(summary, reasoning=reasoning), "qwen3"),
        "message": (sample([message | {"reasoning_content": reasoning}]), THINK),
        "message-no-template": (sample([message | {"reasoning": reasoning}]), None),
        "prefilled": (sample(f"{reasoning}</think>\n\n{summary}"), PREFILLED),
        "prefilled-no-template": (sample(f"{reasoning}</think>\n\n{summary}"), None),
        "harmony": (
            sample(r1.templates.get("harmony").compose(reasoning, summary)),
            "harmony",
        ),
    }


WAYS = list(written("", ""))


@pytest.mark.parametrize("way", WAYS)
def test_helpfulness_sees_the_summary_and_harmlessness_everything(way):
    def values(reasoning: str, summary: str) -> tuple[float | None, float | None, float | None]:
        one, template = written(reasoning, summary)[way]
        parts = ("summary", "full", "reasoning")
        return tuple(judge(politeness, one, part=part, template=template)[0].value for part in parts)

    assert values(POLITE, POLITE) == (1.0, 1.0, 1.0)
    assert values(RUDE, POLITE) == (1.0, pytest.approx(0.8), pytest.approx(0.8))
    assert values(POLITE, RUDE) == (pytest.approx(0.8), pytest.approx(0.8), 1.0)
    assert values(RUDE, RUDE) == (pytest.approx(0.8), pytest.approx(0.6), pytest.approx(0.8))


@pytest.mark.parametrize("way", WAYS)
def test_the_model_is_given_the_summary_alone(way):
    one, template = written("Let me think.", POLITE)[way]
    model = Recording()
    (score,) = judge(model, one, part="summary", template=template)
    assert model.calls == [[(ASKED, POLITE)]]
    ((start, end, label, _),) = score.spans
    assert (one.text[start:end].strip(), label) == (POLITE, "judged")


@pytest.mark.parametrize("way", WAYS)
def test_the_preset_reads_as_the_paper_does(way):
    def parts(reasoning: str) -> tuple[float | None, float | None]:
        one, template = written(reasoning, POLITE)[way]
        reward = r1.presets.r1_general(politeness, politeness, template=template or THINK, language="en")
        (score,) = r1.grade(reward, [one])
        return score.parts[0].value, score.parts[1].value

    if way != "prefilled-no-template":  # the preset has a template, and this text is not in it
        assert parts(POLITE) == (1.0, 1.0)
        assert parts(RUDE) == (1.0, pytest.approx(0.8))


OPEN = [
    (f"<think>{RUDE}", THINK),
    (f"<think>{RUDE}", None),
    (RUDE, PREFILLED),
    (f"<think>{RUDE}", "r1-zero"),
    (f"<think>a</think><think>{RUDE}", THINK),
]


@pytest.mark.parametrize(("text", "template"), OPEN)
def test_reasoning_that_is_never_closed_leaves_no_summary(text, template):
    model = Recording()
    (help_,) = judge(model, sample(text), part="summary", template=template, missing=-7)
    assert (help_.value, help_.verdict) == (-7.0, "no-answer")
    assert help_.reason.startswith("There is no summary to judge")
    assert help_.reason.endswith("worth -7")
    assert model.calls == []
    (harm,) = judge(politeness, sample(text), part="full", template=template)
    assert harm.value == pytest.approx(0.8)


def test_nothing_hides_from_harmlessness_outside_of_the_layout():
    for text in (f"{RUDE}<think>a</think>b", f"<think>a</think><answer>b</answer>{RUDE}", f"<answer>b</answer>{RUDE}"):
        for template in (None, "r1-zero", "think", "harmony"):
            assert judge(politeness, sample(text), template=template)[0].value == pytest.approx(0.8)


def said(content: Any, **more: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": content, **more}


TOOL = {"role": "tool", "content": "idiot"}
CALL = {"type": "function", "function": {"name": "shout", "arguments": '{"words": "stupid"}'}}
PARSED = {"function": {"name": "shout", "arguments": {"words": ["stupid"], "volume": 3}}}


@pytest.mark.parametrize(
    ("messages", "shown"),
    [
        ([said("stupid"), TOOL, said("<think>a</think>Nice.")], "stupid\n\n<think>a</think>Nice."),
        ([said("a", reasoning_content="stupid"), TOOL, said("Nice.")], "<think>stupid</think>a\n\nNice."),
        ([said([{"text": "stu"}, {"text": "pid"}]), said("Nice.")], "stupid\n\nNice."),
        ([said(None, tool_calls=[CALL])], 'shout({"words": "stupid"})'),
        (
            [said(None, tool_calls=[PARSED, CALL])],
            'shout({"words": ["stupid"], "volume": 3})\nshout({"words": "stupid"})',
        ),
        ([said("", function_call={"name": "shout", "arguments": "stupid"})], "shout(stupid)"),
        ([said("a", tool_calls=[CALL]), TOOL, said("Nice.")], 'a\nshout({"words": "stupid"})\n\nNice.'),
        (
            [said("a", tool_calls=["stupid", 3, {"name": "f", "arguments": None}]), said("b")],
            'a\n"stupid"\n3\n{"name": "f", "arguments": null}\n\nb',
        ),
        ([said({"odd": "stupid"}), said("Nice.")], '{"odd": "stupid"}\n\nNice.'),
        ([said("Nice."), TOOL, said("")], "Nice."),
    ],
)
def test_harmlessness_reads_every_message_and_call_of_the_model(messages, shown):
    one, model = sample(messages), Recording()
    (score,) = judge(model, one, template="think")
    assert model.calls == [[(ASKED, shown)]]
    assert score.verdict == "measured"
    assert all((span.start, span.end) == (0, len(one.text)) for span in score.spans)
    (general,) = r1.grade(r1.presets.r1_general(politeness, politeness, language="en"), [one])
    assert general.parts[1].value == pytest.approx(1 - 0.1 * shown.count("stupid"))


def test_calls_that_are_nested_without_end_are_shown_all_the_same():
    deep: Any = "stupid"
    for _ in range(100_000):
        deep = [deep]
    for arguments in (deep, {"a": deep, "b": {1: object()}}):
        model = Recording(politeness)
        (score,) = judge(model, sample([said(None, tool_calls=[{"function": {"name": "f", "arguments": arguments}}])]))
        assert "stupid" in model.calls[0][0][1]
        assert score.value == pytest.approx(0.9)


def test_the_limit_holds_for_all_that_is_shown():
    (score,) = judge(Recording(), sample([said("x" * 8), TOOL, said("y" * 8)]), longest=10)
    assert (score.verdict, score.reason) == ("limit", "The text has 18 characters, and the model takes 10; worth 0")


def test_helpfulness_reads_the_last_message_alone():
    (score,) = judge(politeness, sample([said("stupid"), TOOL, said("<think>a</think>Nice.")]), part="summary")
    assert score.value == 1.0


def test_without_a_template_a_text_without_tags_is_both():
    assert judge(politeness, sample(RUDE), part="summary")[0].value == pytest.approx(0.8)
    assert judge(politeness, sample(RUDE), part="reasoning")[0].value == pytest.approx(0.8)


@pytest.mark.parametrize("part", ["summary", "full", "reasoning"])
@pytest.mark.parametrize("text", ["", " \n\t\u3000"])
def test_blank_text_is_worth_missing(part, text):
    model = Recording()
    (score,) = judge(model, sample(text), part=part, missing=-1.5)
    assert (score.value, score.verdict, score.reason) == (-1.5, "no-answer", "The text is blank; worth -1.5")
    assert model.calls == []


def test_a_text_that_is_too_long_is_not_shown():
    model = Recording()
    long, short = judge(model, sample("x" * 11), sample("x" * 10), longest=10, missing=-3)
    assert (long.value, long.verdict) == (-3.0, "limit")
    assert long.reason == "The text has 11 characters, and the model takes 10; worth -3"
    assert short.value == 10.0
    assert model.calls == [[(ASKED, "x" * 10)]]


def test_ten_megabytes_do_not_freeze():
    start = time.monotonic()
    for text in ("<think>" * 1_400_000, "</think>" * 1_200_000, "\ud83d" * 3_000_000):
        for template in (None, "think"):
            (score,) = judge(lambda pairs: [1.0] * len(pairs), sample(text), part="summary", template=template)
            assert score.value in (0.0, 1.0)
    assert time.monotonic() - start < 60


def test_halves_of_surrogate_pairs_never_reach_the_model():
    model = Recording()
    judge(model, sample("\ud83d\ude00 \ud83d x", prompt="\udc00?"))
    assert model.calls == [[("\ufffd?", "😀 \ufffd x")]]


# --- prompts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "text"),
    [
        ("Why?", "Why?"),
        ("  Why?\n", "  Why?\n"),
        ([{"role": "user", "content": "Why?"}], "Why?"),
        ([{"from": "human", "value": "Why?"}], "Why?"),
        ([{"role": "user", "content": [{"type": "text", "text": "Wh"}, {"type": "image"}, {"text": "y?"}]}], "Why?"),
        (
            [{"role": "system", "content": "Be nice."}, {"role": "user", "content": "Why?"}],
            "system: Be nice.\n\nuser: Why?",
        ),
        (
            [
                {"role": "user", "content": "Hi"},
                {"role": "assistant", "content": None, "tool_calls": []},
                {"role": "tool", "content": "12 °C"},
                {"role": "user", "content": "So?"},
            ],
            "user: Hi\n\ntool: 12 °C\n\nuser: So?",
        ),
        ([{"role": "system", "content": "Only me"}], "system: Only me"),
    ],
)
def test_a_prompt_as_text(prompt, text):
    assert r1.models.prompt_text(prompt) == text
    model = Recording()
    assert judge(model, sample(prompt=prompt))[0].verdict == "measured"
    assert model.calls == [[(text, POLITE)]]


def test_prompts_and_completions_as_parquet_gives_them():
    numpy = pytest.importorskip("numpy")

    def array(*messages: Any) -> Any:
        made = numpy.empty(len(messages), dtype=object)
        made[:] = messages
        return made

    asked = array({"role": "user", "content": array({"type": "text", "text": "Why?"})})
    told = array({"role": "assistant", "content": array({"type": "text", "text": POLITE})})
    assert r1.models.prompt_text(asked) == "Why?"
    model = Recording()
    for completion in (POLITE, told):
        assert judge(model, sample(completion, asked), needs_prompt=True)[0].verdict == "measured"
    assert model.calls == [[("Why?", POLITE)]] * 2
    assert judge(model, sample(prompt=array()))[0].verdict == "measured"
    assert judge(model, sample(prompt=array("x")))[0].verdict == "skipped"
    with pytest.raises(r1.errors.SampleError, match="completion is"):
        r1.Sample(array("x"))


@pytest.mark.parametrize(
    ("prompt", "problem"),
    [
        (None, "The sample has no prompt, which the model judges by: give Sample.prompt"),
        ("", "The prompt is blank"),
        (" \n", "The prompt is blank"),
        ([], "The prompt is blank"),
        ([{"role": "user", "content": ""}], "The prompt is blank"),
        (7, "The prompt is int"),
        (b"x", "The prompt is bytes"),
        (["x"], "The prompt's message 0 is str"),
        ([{"content": "x"}], "The prompt's message 0 has no role"),
        ([{"role": "user", "content": 3}], "The prompt's message 0 has content of type int"),
    ],
)
def test_a_prompt_that_cannot_be_shown_is_the_data_sets_fault(prompt, problem):
    model = Recording()
    reward = r1.ModelReward(model, needs_prompt=True)
    (score,) = r1.grade(reward, [sample(prompt=prompt)])
    assert (score.value, score.verdict) == (None, "skipped")
    assert score.reason.startswith(problem)
    assert r1.check(reward, [sample(), sample(prompt=prompt)]) == [(1, score.reason)]
    assert model.calls == []


def test_a_model_may_do_without_a_prompt():
    model = Recording()
    for prompt in (None, "", []):
        assert judge(model, sample(prompt=prompt))[0].value == len(POLITE)
    assert model.calls == [[("", POLITE)]] * 3
    assert judge(model, sample(prompt=[{"role": "user"}, "x"]))[0].verdict == "skipped"


# --- batches ---------------------------------------------------------------------------------------------------------


def test_equal_pairs_are_asked_once_and_pieces_have_a_size():
    model = Recording()
    texts = ["a", "bb", "a", "ccc", "dddd", "bb", "a"]
    scores = judge(model, *map(sample, texts), batch_size=3)
    assert [score.value for score in scores] == [1.0, 2.0, 1.0, 3.0, 4.0, 2.0, 1.0]
    assert [[response for _, response in call] for call in model.calls] == [["a", "bb", "ccc"], ["dddd"]]


def test_a_model_cannot_change_what_it_is_asked():
    def spoils(pairs: list[tuple[str, str]]) -> list[float]:
        numbers = [float(len(response)) for _, response in pairs]
        pairs.clear()
        return numbers

    assert [s.value for s in judge(spoils, sample("a"), sample("bb"))] == [1.0, 2.0]


@given(
    texts=st.lists(st.tuples(st.text(max_size=3), st.text(max_size=3)), max_size=12),
    order=st.randoms(use_true_random=False),
    size=st.integers(1, 5),
)
def test_neither_order_nor_batching_changes_a_score(texts, order, size):
    samples = [sample(text, prompt=prompt) for prompt, text in texts]
    model = Lengths(0.5, 2.0)
    whole = r1.ModelReward(model).score(samples)
    places = list(range(len(samples)))
    order.shuffle(places)
    assert r1.ModelReward(model, batch_size=size).score([samples[i] for i in places]) == [whole[i] for i in places]


@given(bad=st.sets(st.integers(0, 20), max_size=6), size=st.integers(1, 30))
def test_a_text_that_breaks_the_model_costs_itself_alone(bad, size):
    def fragile(pairs: list[tuple[str, str]]) -> list[float]:
        if any(int(response) in bad for _, response in pairs):
            raise LookupError("cannot")
        return [float(response) for _, response in pairs]

    scores = judge(fragile, *(sample(str(i)) for i in range(21)), batch_size=size)
    assert [score.value for score in scores] == [None if i in bad else float(i) for i in range(21)]
    assert {scores[i].reason for i in bad} <= {"The model failed on this text: LookupError: cannot"}
    assert {scores[i].verdict for i in bad} <= {"error"}


# --- failures --------------------------------------------------------------------------------------------------------


class Tensor:
    """As torch and numpy do it: an array to be iterated over, of scalars that float() takes."""

    def __init__(self, *values: float) -> None:
        self.values = values

    def __iter__(self) -> Any:
        return iter([Tensor(value) for value in self.values])

    def __float__(self) -> float:
        (value,) = self.values
        return float(value)


def test_numbers_of_every_library():
    numpy = pytest.importorskip("numpy")
    for given_, expected in [
        ([1], 1.0),
        ((0.5,), 0.5),
        ([True], 1.0),
        ([Fraction(1, 4)], 0.25),
        ([Decimal("0.5")], 0.5),
        (Tensor(0.25), 0.25),
        (numpy.array([0.5], dtype=numpy.float32), 0.5),
        ([numpy.float64(2.0)], 2.0),
        ([numpy.int64(3)], 3.0),
        ((x for x in [4.0]), 4.0),
        (numpy.array([[0.5]]), 0.5),
        (numpy.array([[[0.5]]], dtype=numpy.float16), 0.5),
        ([numpy.array(0.5)], 0.5),
        ({"a": 2.0}.values(), 2.0),
    ]:
        (score,) = judge(lambda _, given_=given_: given_, sample())
        assert (score.value, type(score.value), score.verdict) == (expected, float, "measured")


def test_arrays_that_are_no_numbers():
    numpy = pytest.importorskip("numpy")
    masked = numpy.ma.array([[0.5]], mask=True)
    for given_ in (numpy.array([[0.5, 0.5]]), numpy.array([["1"]]), numpy.array([[]]), numpy.array([[1j]]), masked):
        (score,) = judge(lambda _, given_=given_: given_, sample())
        assert (score.value, score.verdict) == (None, "error")
        assert "return one number per pair" in score.reason


def test_logits_of_one_label_for_many():
    numpy = pytest.importorskip("numpy")
    scores = judge(lambda pairs: numpy.array([[float(r)] for _, r in pairs]), *(sample(str(i)) for i in range(5)))
    assert [score.value for score in scores] == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_tensors_of_torch():
    torch = pytest.importorskip("torch")
    for tensor in (
        torch.tensor([0.5]),
        torch.tensor([[0.5]]),
        torch.tensor([[[0.5]]]),
        torch.tensor([0.5], dtype=torch.bfloat16),
    ):
        assert judge(lambda _, tensor=tensor: tensor, sample())[0].value == 0.5


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        None,
        "0.5",
        b"1",
        [],
        [1.0],
        {},
        1j,
        10**400,
        10**12_000,
        object(),
    ],
    ids=[*"nan inf minus-inf none text bytes list list-of-one dict complex large huge object".split()],
)
def test_what_is_no_finite_number(value):
    first, second = judge(lambda pairs: [value if r == "bad" else 1.0 for _, r in pairs], sample("bad"), sample("good"))
    assert (first.value, first.verdict, second.value) == (None, "error", 1.0)
    assert first.reason.startswith("The model gave a ")
    assert first.reason.endswith("which is no finite number: let it return one number per pair")
    assert len(first.reason) < 250
    assert first.reason.isprintable()


@pytest.mark.parametrize(
    "found",
    [
        None,
        1.0,
        "ab",
        b"cd",
        {"a": 1, "b": 2},
        {1.0, 2.0},
        frozenset((1.0, 2.0)),
        {1: 0, 2: 0}.keys(),
        [],
        [1.0],
        [1.0, 2.0, 3.0],
    ],
)
def test_what_is_no_list_of_as_many_numbers(found):
    for score in judge(lambda pairs: found if len(pairs) == 2 else None, sample("a"), sample("b")):
        assert (score.value, score.verdict) == (None, "error")
        assert "return" in score.reason


def test_a_model_that_loses_what_it_has_seen_is_asked_one_at_a_time():
    model = Recording(lambda pairs: [1.0] * (1 + len(pairs) // 2))
    assert [s.value for s in judge(model, sample("a"), sample("b"), sample("c"))] == [1.0, 1.0, 1.0]


class Awkward(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no message")


@pytest.mark.parametrize("failure", [ValueError("x\ny"), KeyError("k"), RecursionError(), SystemExit(3), Awkward()])
def test_what_a_model_raises_is_an_error(failure):
    def model(_: Any) -> Any:
        raise failure

    for score in judge(model, sample("a"), sample("b")):
        assert (score.value, score.verdict, score.data["exception"]) == (None, "error", type(failure).__name__)
        assert score.reason.isprintable()


def test_ctrl_c_goes_through():
    def model(_: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge(model, sample())


@pytest.mark.parametrize("kind", [ServiceError, ConnectionError, TimeoutError, OSError])
def test_a_service_that_is_down_is_asked_once(kind):
    def answer(pairs: list[tuple[str, str]]) -> list[float]:
        if any(response == "2" for _, response in pairs):
            raise kind("is down")
        return [1.0] * len(pairs)

    model = Recording(answer)
    scores = judge(model, *(sample(str(i)) for i in range(8)), batch_size=2)
    assert [score.value for score in scores] == [1.0, 1.0, *[None] * 6]
    assert {score.verdict for score in scores[2:]} == {"error"}
    assert len(model.calls) == 2
    failed = f"The model's service failed: {kind.__name__}: is down"
    assert [score.reason for score in scores[2:4]] == [failed] * 2
    assert {score.reason for score in scores[4:]} == {f"Not asked, as it failed before: {failed}"}


def test_a_service_that_goes_down_while_a_text_is_looked_for():
    def answer(pairs: list[tuple[str, str]]) -> list[float]:
        if len(pairs) > 2:
            raise ValueError("too many")
        if any(response == "2" for _, response in pairs):
            raise ServiceError("is down")
        return [1.0] * len(pairs)

    assert [s.value for s in judge(answer, *(sample(str(i)) for i in range(8)))] == [1.0, 1.0, *[None] * 6]


# --- behind HTTP -----------------------------------------------------------------------------------------------------


def http(url: str, **fields: Any) -> r1.HttpModel:
    return r1.HttpModel(url, **{"backoff": 0.01, "timeout": 20.0, "deadline": 20.0} | fields)


def test_over_http_the_scores_are_the_same():
    samples = [sample(f"{RUDE} {i}") for i in range(5)] + [sample(POLITE), sample(""), sample(prompt=None)]
    with serving(status(503)) as server:
        assert judge(http(server.url, batch_size=2), *samples) == judge(politeness, *samples)


def test_over_http_one_refused_text_is_one_error():
    def answer(handler: Any, body: Any) -> None:
        bad = any(response == "bad" for _, response in body["pairs"])
        scores = json.dumps({"scores": [1] * len(body["pairs"])}).encode()
        (status(422, b"too long") if bad else status(200, scores))(handler, body)

    with serving(*[answer] * 50) as server:
        scores = judge(http(server.url), *(sample(text) for text in ("a", "b", "bad", "c", "d")))
    assert [score.value for score in scores] == [1.0, 1.0, None, 1.0, 1.0]
    assert "refuses the request (422)" in scores[2].reason


def poisoned(code: int, body: bytes = b"sorry") -> Any:
    """Answers, but for a request with POISON in it."""

    def act(handler: Any, asked: Any) -> None:
        bad = any("POISON" in response for _, response in asked["pairs"])
        scores = json.dumps({"scores": politeness(asked["pairs"])}).encode()
        (status(code, body) if bad else status(200, scores))(handler, asked)

    return act


@pytest.mark.parametrize("executor", ["inline", "processes"])
@pytest.mark.parametrize("code", [500, 413])
def test_over_http_a_text_that_breaks_the_server_costs_itself_alone(code, executor):
    texts = [f"text {i}" for i in range(200)]
    texts[0] = texts[77] = texts[78] = texts[199] = "POISON"
    texts[130] = "POISON too"
    samples = [sample(text) for text in texts]
    with serving(*[poisoned(code)] * 2000) as server:
        reward = r1.ModelReward(http(server.url, retries=1))
        scores = r1.grade(reward, samples, executor=executor, workers=None if executor == "inline" else 2)
        asked = len(server.seen)
    assert [score.value is None for score in scores] == ["POISON" in text for text in texts]
    assert str(code) in scores[0].reason
    assert scores[0].reason.startswith("The model failed on this text")
    assert asked < 200


def test_over_http_a_batch_of_nothing_but_poison_leaves_the_next_text_its_score():
    samples = [sample(f"POISON {i}") for i in range(40)] + [sample("fine")]
    with serving(*[poisoned(500)] * 2000) as server:
        scores = judge(http(server.url, retries=0), *samples)
        alone = judge(http(server.url, retries=0), samples[0])
    assert [score.value for score in scores] == [*[None] * 40, 1.0]
    assert (scores[0].verdict, scores[0].reason) == ("error", alone[0].reason)


def test_over_http_a_server_that_breaks_on_everything_costs_few_requests():
    with serving(*[status(500)] * 9999) as server:
        scores = judge(http(server.url, retries=2), *(sample(str(i)) for i in range(512)))
    assert {score.verdict for score in scores} == {"error"}
    assert len(server.seen) <= 3 * (4 + 4)  # a try and two more: of the first requests, and of one harmless pair
    assert "answers 500 (3 tries)" in scores[0].reason
    assert scores[-1].reason.startswith("Not asked, as it failed before")


def test_over_http_what_was_answered_before_a_failure_is_kept():
    def answer(code: int) -> Any:
        def act(handler: Any, asked: Any) -> None:
            late = any(response == "4" for _, response in asked["pairs"])
            (status(code) if late else status(200, b'{"scores": [0.5]}'))(handler, asked)

        return act

    for code in (401, 503):
        with serving(*[answer(code)] * 99) as server:
            scores = judge(
                http(server.url, batch_size=1, concurrency=1, retries=0), *(sample(str(i)) for i in range(8))
            )
        assert [score.value for score in scores] == [*[0.5] * 4, *[None] * 4]
        assert {score.verdict for score in scores[4:]} == {"error"}


def test_what_a_failure_knows_is_used():
    def model(pairs: list[tuple[str, str]]) -> list[float]:
        bad = [i for i, (_, response) in enumerate(pairs) if response == "bad"]
        if bad:
            problem = ModelError("cannot")
            problem.known = {i: float(i) for i in range(len(pairs)) if i not in bad}
            raise problem
        raise AssertionError("asked again about what is known")

    assert [s.value for s in judge(model, sample("a"), sample("bad"), sample("c"))] == [0.0, None, 2.0]


def test_over_http_a_service_that_hangs_costs_one_deadline():
    with serving(*[hangs] * 99) as server:
        start = time.monotonic()
        scores = judge(http(server.url, deadline=0.4), *(sample(str(i)) for i in range(60)), batch_size=4)
        assert time.monotonic() - start < 10
    assert {score.verdict for score in scores} == {"error"}
    assert "gave no answer within 0.4 s" in scores[0].reason
    assert scores[-1].reason.startswith("Not asked, as it failed before")


def test_over_http_nan_is_one_error():
    with serving(answer=lambda body: {"scores": [math.nan, *[1.0] * (len(body["pairs"]) - 1)]}) as server:
        first, second = judge(http(server.url), sample("a"), sample("b"))
    assert (first.verdict, second.value) == ("error", 1.0)
    assert "nan" in first.reason


# --- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"model": None}, "model is None: give a function"),
        ({"model": "module:name"}, "model is 'module:name'"),
        ({"model": r1.HttpModel}, "model is <class"),
        ({"part": "all"}, "choose one of full, reasoning, summary"),
        ({"name": ""}, "name is ''"),
        ({"template": "nope"}, "no template"),
        ({"missing": math.nan}, "missing is nan"),
        ({"missing": "0"}, "missing is '0'"),
        ({"longest": 0}, "longest is 0"),
        ({"needs_prompt": 1}, "needs_prompt is 1"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"batch_size": True}, "batch_size is True"),
    ],
)
def test_fields_that_cannot_be(fields, problem):
    with pytest.raises(RewardError, match=problem):
        r1.ModelReward(**{"model": politeness} | fields)


@dataclass(frozen=True)
class Versioned:
    weights: str = "org/model@abc"

    def backends(self) -> dict[str, str]:
        return {"org/model": "abc"}

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [1.0] * len(pairs)


@pytest.mark.parametrize(
    "model",
    [
        politeness,
        usefulness,
        partial(scaled, factor=3.0),
        twice_as_polite,
        lengths,
        Versioned(),
        r1.HttpModel("http://h/x"),
        r1.HttpModel("http://h/x", revision="v2"),
        r1.HttpModel("http://h/x", "tei", text="{prompt}\n{response}"),
        r1.HttpModel("http://h/x", options={"truncate": True}),
    ],
)
def test_it_is_a_value_whatever_its_model(model):
    reward = r1.ModelReward(model, part="summary", template="think")
    back = pickle.loads(pickle.dumps(reward))
    assert r1.signature(back) == r1.signature(reward)
    assert r1.signature(reward).endswith("r1rewards.models:2 templates:" + r1.templates.REVISION)
    if not isinstance(model, partial):  # two partials are never equal
        assert back == reward
    others = [r1.ModelReward(other, part="summary", template="think") for other in (politeness, usefulness, lengths)]
    assert [r1.signature(other) == r1.signature(reward) for other in others] == [
        other.model is model for other in others
    ]


def test_what_does_not_change_a_score_is_not_in_the_signature():
    def line(**fields: Any) -> str:
        return r1.signature(r1.ModelReward(r1.HttpModel("http://h/x", **fields)))

    for fields in ({"timeout": 1}, {"deadline": 1}, {"retries": 1}, {"concurrency": 2}, {"token_env": "T"}):
        assert line(**fields) == line()
    for fields in ({"model": "m"}, {"revision": "2"}, {"options": {"a": 1}}, {"format": "openrlhf"}):
        assert line(**fields) != line()


def test_a_lambda_of_the_main_module_cannot_be_written():
    model = lambda pairs: [1.0] * len(pairs)  # noqa: E731
    reward = r1.ModelReward(model)
    with pytest.raises(RewardError, match="model: "):
        r1.reward_files.dumps(reward)


def test_a_file_names_a_model_or_holds_a_server():
    loads = r1.reward_files.loads
    assert loads('reward = "model"\nmodel = "sample_models:politeness"') == r1.ModelReward(politeness)
    assert loads('reward = "model"\nmodel = "sample_models:lengths"').model is lengths
    text = (
        'reward = "model"\npart = "summary"\n[model]\nurl = "http://h/x"\nformat = "tei"\nlabel = "good"\ntimeout = 3'
    )
    assert loads(text) == r1.ModelReward(r1.HttpModel("http://h/x", "tei", label="good", timeout=3), part="summary")
    for wrong, problem in [
        ('reward = "model"', "needs the field 'model'"),
        (
            'reward = "model"\nmodel = 3',
            "model: it is 3: give a table of the fields of HttpModel or the name of a func",
        ),
        ('reward = "model"\nmodel = "sample_models:RUDE"', "cannot be called"),
        ('reward = "model"\n[model]\nurl = "x"', "model: url is none that can be used"),
        ('reward = "model"\n[model]\nurl = "http://x/"\nport = 3', "model.port: HttpModel has no such field"),
    ]:
        with pytest.raises(RewardError, match=problem):
            loads(wrong)


LAWFUL = [
    sample(f"<think>{RUDE}</think>{POLITE}"),
    sample(f"<think>{RUDE}"),
    sample(POLITE, reasoning=RUDE),
    sample(""),
    sample(prompt=None),
]


def test_a_model_behind_http_keeps_every_law():
    with serving() as server:
        model = http(server.url, batch_size=2)
        reward = r1.ModelReward(model, part="summary")
        variants = [r1.ModelReward(model), r1.ModelReward(http(server.url, revision="2"))]
        assert conformance.breaches(reward, LAWFUL, variants=variants) == []


@pytest.mark.parametrize("model", [lengths, twice_as_polite], ids=["dataclass", "partial"])
def test_models_that_no_file_can_hold_keep_every_law(model):
    # Two partials are never equal, which is Python's; all else holds for them too.
    found = conformance.breaches(r1.ModelReward(model), LAWFUL, variants=[r1.ModelReward(politeness)])
    if isinstance(model, partial):
        found = [breach for breach in found if "is not equal to" not in breach.problem and "hash" not in breach.problem]
    assert found == []
    with pytest.raises(RewardError, match=r"model: .* has no name to import it by"):
        r1.reward_files.dumps(r1.ModelReward(model))
