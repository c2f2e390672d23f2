"""Properties of every layout: compose and parse are inverse, and no structural change goes unnoticed."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from r1rewards.templates import END_TOKENS, R1, R1_ZERO, content_end

TEMPLATES = {"r1-zero": R1_ZERO, "think": R1}
TAGS = ("<think>", "</think>", "<answer>", "</answer>")

every_template = pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)

# Letters at both ends, so that a text is never blank and is its own stripped form; in between anything but tags.
INNER = st.text(max_size=40).filter(lambda text: not any(tag in text for tag in TAGS))
TEXTS = st.builds("{}{}{}".format, st.sampled_from("abc5"), INNER, st.sampled_from("xyz7"))
SPACE = st.text(alphabet=" \n\t", max_size=3)


@every_template
@given(reasoning=TEXTS, answer=TEXTS, around=st.tuples(SPACE, SPACE), token=st.sampled_from(("", *END_TOKENS)))
def test_parse_gives_back_what_compose_was_given(template, reasoning, answer, around, token):
    text = around[0] + template.compose(reasoning, answer) + around[1] + token
    response = template.parse(text)
    assert (response.faults, response.reasoning, response.answer) == ((), reasoning, answer)
    assert [text[span.start : span.end] for span in response.spans] == [reasoning, answer]


PIECES = ("<think>", "why", "</think>", "<answer>", "5", "</answer>")


def mutations() -> dict[str, str]:
    """A well-formed text with one structural tag dropped, doubled or moved, or added at any place."""
    found = {}
    tags = [index for index, piece in enumerate(PIECES) if piece in TAGS]
    for index in tags:
        rest = [*PIECES[:index], *PIECES[index + 1 :]]
        found[f"drop-{PIECES[index]}"] = "".join(rest)
        found[f"double-{PIECES[index]}"] = "".join([*PIECES[:index], PIECES[index], *PIECES[index:]])
        for place in range(len(PIECES)):
            if place != index:
                found[f"move-{PIECES[index]}-{place}"] = "".join([*rest[:place], PIECES[index], *rest[place:]])
    for tag in TAGS:
        for place in range(len(PIECES) + 1):
            found[f"add-{tag}-{place}"] = "".join([*PIECES[:place], tag, *PIECES[place:]])
    return found


def allowed(name: str) -> bool:
    """Inside the reasoning answer tags are text."""
    return name in {f"add-{tag}-{place}" for tag in TAGS[2:] for place in (1, 2)}


MUTATED = mutations()


@pytest.mark.parametrize("name", MUTATED)
def test_every_structural_change_of_r1_zero_is_a_fault(name):
    assert R1_ZERO.parse(MUTATED[name]).well_formed is allowed(name)


@given(reasoning=TEXTS, answer=TEXTS, data=st.data())
def test_the_same_for_any_texts(reasoning, answer, data):
    pieces = ["<think>", reasoning, "</think>", "<answer>", answer, "</answer>"]
    index = data.draw(st.sampled_from([0, 2, 3, 5]), label="tag")
    kind = data.draw(st.sampled_from(["drop", "double", "swap"]), label="kind")
    if kind == "drop":
        del pieces[index]
    elif kind == "double":
        pieces.insert(index, pieces[index])
    else:
        other = data.draw(st.sampled_from([0, 2, 3, 5]), label="other")
        assume(other != index)
        pieces[index], pieces[other] = pieces[other], pieces[index]
    assert not R1_ZERO.parse("".join(pieces)).well_formed


@given(reasoning=TEXTS, answer=TEXTS, tag=st.sampled_from(TAGS[:2]), place=st.integers(0, 4))
def test_think_counts_every_think_tag(reasoning, answer, tag, place):
    pieces = ["<think>", reasoning, "</think>", answer]
    pieces.insert(place, tag)
    assert not R1.parse("".join(pieces)).well_formed


SOUP = st.lists(st.sampled_from([*TAGS, "a", " ", "\n", "</s>", "<", "\u200b", "<|im_end|>"]), max_size=20).map("".join)


@every_template
@given(text=SOUP)
def test_whatever_the_text_the_places_hold(template, text):
    response = template.parse(text)
    for span in (*response.spans, *response.faults):
        assert 0 <= span.start <= span.end <= len(text)
    places = {span.label: text[span.start : span.end] for span in response.spans}
    assert places.get("reasoning") == response.reasoning
    assert places.get("answer", places.get("summary")) == response.answer
    assert template.parse(text) == response
    if response.well_formed:
        # What is well formed is what compose writes, white space and an end-of-text token aside.
        core = text[: content_end(text)].strip()
        rest = core.removeprefix(f"<think>{response.reasoning}</think>").strip()
        assert rest == (response.answer if template is R1 else f"<answer>{response.answer}</answer>")


@every_template
@given(text=SOUP, front=SPACE, back=SPACE)
def test_white_space_around_the_text_changes_no_fault(template, text, front, back):
    inner = template.parse(text)
    outer = template.parse(front + text + back)
    # A text that opens no reasoning is all prefix: what its faults cover may grow by the white space.
    assert [fault.label for fault in outer.faults] == [fault.label for fault in inner.faults]
    assert outer.well_formed == inner.well_formed


MEGABYTE = 1_000_000


@every_template
@pytest.mark.parametrize(
    "unit",
    ["<think>", "</think>", "<answer>", "</answer>", "<think></think>", "<answer></answer>", "<", " ", "\u200b", "</s>",
     "</think><answer>", "<think><answer></answer></think>", "</answer><answer>"],
)  # fmt: skip
def test_a_megabyte_of_anything_is_parsed(template, unit):
    # A scan that looked back would take hours on these, not moments: completing is the test, and no clock is read.
    text = unit * (MEGABYTE // len(unit))
    for case in (text, "<think>" + text, "<think>why</think>" + text, f"<think>why</think><answer>{text}"):
        assert not template.parse(case).well_formed or template is R1
