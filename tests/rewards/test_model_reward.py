"""ModelReward: which part of a completion the model is shown."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

import r1rewards as r1
from asking import ASKED, POLITE, RUDE, Recording, judge, sample
from linear import assert_linear
from sample_models import politeness

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


@pytest.mark.parametrize("piece", ["<think>", "</think>", "\ud83d"], ids=["opened", "closed", "half-a-character"])
@pytest.mark.parametrize("template", [None, "think"])
def test_megabytes_take_linear_time(piece, template):
    reward = r1.ModelReward(lambda pairs: [1.0] * len(pairs), part="summary", template=template)
    assert reward.score([sample(piece * 1000)])[0].value in (0.0, 1.0)
    assert_linear(lambda size: partial(reward.score, [sample(piece * (size // len(piece)))]), 3_000_000)


def test_halves_of_surrogate_pairs_never_reach_the_model():
    model = Recording()
    judge(model, sample("\ud83d\ude00 \ud83d x", prompt="\udc00?"))
    assert model.calls == [[("\ufffd?", "😀 \ufffd x")]]
