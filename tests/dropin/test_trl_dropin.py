"""TRL's and Open-R1's reward functions: their arguments, their values, in any thread."""

from __future__ import annotations

import inspect
import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from r1rewards.dropin import open_r1, trl
from r1rewards.errors import RewardError, WorkerStartError


def messages(*texts):
    return [[{"role": "assistant", "content": text}] for text in texts]


ROWS = [
    (r"\boxed{\frac{63}{400}}", r"\frac{63}{400}", 1.0),
    (r"\boxed{\frac{63}{400}}", "63/400", 1.0),
    (r"\boxed{\frac{64}{400}}", r"\frac{63}{400}", 0.0),
    (r"\boxed{3}", "6", 0.0),
    ("The answer is 6.", "6", 0.0),  # not in LaTeX
    ("The answer is $6$.", "6", 1.0),
    ("It is $6$.", "$6$", 0.0),  # nothing marks it
    (r"\boxed{6}", "Half of 12 is 6.\n#### 6", 1.0),
    (r"\boxed{6}", r"Half of 12 is $\boxed{6}$.", 1.0),
    (r"\boxed{5} \boxed{6}", "6", 0.0),
    ("", "6", 0.0),
    (r"Some text. \boxed{43}", "The answer is forty three.", None),
    ("no", "", None),
    ("no", None, None),
]


@pytest.mark.parametrize("function", [trl.accuracy_reward, open_r1.accuracy_reward], ids=["trl", "open_r1"])
def test_accuracy(function):
    texts, golds, values = zip(*ROWS, strict=True)
    assert function(messages(*texts), list(golds)) == list(values)
    assert function(completions=messages(*texts), solution=list(golds), prompts=["?"] * len(ROWS)) == list(values)
    assert function(list(texts), list(golds)) == list(values)  # as strings
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda row: function(messages(row[0]), [row[1]])[0], ROWS * 4)) == list(values) * 4


def test_the_texts_of_a_message_in_parts_are_one():
    parts = [{"type": "image"}, {"type": "text", "text": r"It is \boxed"}, {"type": "text", "text": "{6}"}]
    assert trl.accuracy_reward([[{"role": "assistant", "content": parts}]], ["6"]) == [1.0]
    assert trl.accuracy_reward([[{"role": "assistant", "content": []}]], ["6"]) == [0.0]


def test_what_was_read_is_logged():
    logged = {}
    completions = messages(r"\boxed{4}", "no idea", r"\boxed{4}")
    trl.accuracy_reward(completions, ["$4$", "4", "none"], log_extra=logged.__setitem__)
    assert logged == {
        "solution": ["$4$", "4", "none"],
        "gold_parsed": ["[4, '4']", "[4, '4']", "[unparseable]"],
        "answer_parsed": ["[4, '4']", "[unparseable]", "[skipped]"],
    }


@pytest.mark.parametrize(
    ("text", "delimiters", "value"),
    [
        (r"<think>so</think> \boxed{4}", None, 1.0),
        (r"so</think> \boxed{4}", None, 1.0),
        (r"<think>\boxed{4}</think> \boxed{5}", None, 0.0),
        (r"<think>\boxed{4}", None, 0.0),
        (r"<think>a</think>b</think> \boxed{4}", None, 1.0),
        (r"so</thought> \boxed{4}", ["</think>", "</thought>"], 1.0),
        (r"so</thought> \boxed{4}", None, 0.0),
    ],
)
def test_accuracy_after_the_reasoning(text, delimiters, value):
    assert trl.reasoning_accuracy_reward(messages(text), ["4"], reasoning_delimiters=delimiters) == [value]


def test_reasoning_without_an_end_is_logged_as_such():
    logged = {}
    values = trl.reasoning_accuracy_reward(messages("<think>"), ["no gold"], log_extra=logged.__setitem__)
    assert values == [0.0]
    assert logged["answer_parsed"] == ["[incomplete reasoning]"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<think>so</think>4", 1.0),
        ("<think>\nso\n</think>\n4", 1.0),
        ("<think></think>", 1.0),
        ("<think>so</think>\n</think>4", 1.0),
        ("<think>so", 0.0),
        ("so</think>4", 0.0),
        (" <think>so</think>4", 0.0),
        ("<think>a<think>b</think>4", 0.0),
        ("<think>a</think><think>b</think>4", 0.0),
        ("", 0.0),
    ],
)
def test_think_format(text, value):
    assert trl.think_format_reward(messages(text), solution=["4"]) == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<think>\na\n</think>\n<answer>\n4\n</answer>", 1.0),
        ("<think>\na\n</think>\n<answer>\n4\n</answer>\nmore", 1.0),
        ("<think>\na\n</think>\n<answer>\n4\n</answer> more", 0.0),
        ("<think>\na\n</think><answer>\n4\n</answer>", 0.0),
        ("<think>a</think>\n<answer>\n4\n</answer>", 0.0),
        ("x<think>\na\n</think>\n<answer>\n4\n</answer>", 0.0),
        ("<think>\n\n</think>\n<answer>\n\n</answer>", 1.0),
        ("", 0.0),
    ],
)
def test_open_r1s_format(text, value):
    assert open_r1.format_reward(messages(text)) == [value]


@pytest.mark.parametrize(
    ("completions", "solution", "message"),
    [
        ([[{"content": "4"}]], ["4", "5"], "1 completions and 2 solutions"),
        ([[{"content": 4}]], ["4"], "completion 0 is"),
        ([[]], ["4"], "completion 0 is"),
        (["4", 4], ["4", "4"], "completion 1 is 4"),
    ],
    ids=["another number", "no text", "no message", "no completion"],
)
def test_columns_that_cannot_be_used(completions, solution, message):
    with pytest.raises(RewardError, match=message):
        trl.accuracy_reward(completions, solution)


def test_a_message_that_only_calls_tools_has_no_answer():
    assert trl.accuracy_reward([[{"role": "assistant", "content": None}]], ["4"]) == [0.0]


def test_a_machine_that_fails_is_no_wrong_answer(monkeypatch, caplog):
    def fail(*arguments, **options):
        raise WorkerStartError("cannot start a worker process")

    monkeypatch.setattr(trl, "verify", fail)
    assert trl.accuracy_reward(messages(r"\boxed{4}"), ["4"]) == [None]
    assert "cannot start a worker process" in caplog.text


@pytest.mark.parametrize("name", trl.__all__)
def test_functions_have_names_take_columns_and_pickle(name):
    function = getattr(trl, name)
    assert function.__name__ == name
    assert pickle.loads(pickle.dumps(function)) is function
    assert "kwargs" in inspect.signature(function).parameters
