"""Properties of every layout: compose and parse are inverse, and no change of a structural tag goes unnoticed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout_texts import CALLS, EVERY, Mutation, composed, is_open, mutations
from r1rewards.core.score import Response
from r1rewards.templates import CONTROL_TOKENS, FAULTS, PairsBody, Template, scan
from r1rewards.templates import calls as calls_module
from r1rewards.templates import final as final_module
from r1rewards.testing import completions
from r1rewards.testing.strategies.texts import prose

TAGS = {tag for template in EVERY for tag in template.tags} | set(CONTROL_TOKENS)
every_layout = pytest.mark.parametrize("template", EVERY, ids=lambda template: template.name)

TEXTS = prose(TAGS)
SPACE = st.text(alphabet=" \n\t", max_size=3)


def thoughts(template: Template, reasoning: str) -> str:
    return "" if template.starts == "after" else reasoning


@every_layout
@settings(max_examples=40)
@given(data=st.data())
def test_parse_gives_back_what_compose_was_given(template, data):
    drawn = data.draw(completions(template, valid=True))
    response = template.parse(drawn.text)
    assert response.faults == ()
    assert (response.reasoning or "", response.answer) == (drawn.reasoning, drawn.answer)
    places = [drawn.text[span.start : span.end] for span in response.spans]
    assert [part for part in places if part] == [part for part in (drawn.reasoning, drawn.answer) if part]


@pytest.mark.parametrize("template", [t for t in EVERY if t.calls], ids=lambda template: template.name)
@settings(max_examples=40)
@given(data=st.data())
def test_parse_gives_back_the_tool_calls(template, data):
    drawn = data.draw(completions(template, tool_calls=True, valid=True))
    response = template.parse(drawn.text)
    assert response.faults == ()
    assert [call.name for call in response.calls] == [call.name for call in drawn.calls]
    assert (response.answer or "").strip() == drawn.answer
    for read, call in zip(response.calls, drawn.calls, strict=True):
        # Where strings stand without quotes, the text of an argument tells '57' from 57.
        texts = getattr(read.arguments, "texts", {})
        wanted = dict(call.arguments)
        assert {
            key: texts.get(key) if isinstance(wanted[key], str) and texts else value
            for key, value in read.arguments.items()
        } == wanted
    assert all(drawn.text[call.start : call.end].startswith(template.calls.call[0]) for call in response.calls)


@pytest.mark.parametrize("template", [t for t in EVERY if t.calls], ids=lambda template: template.name)
@pytest.mark.parametrize("value", ["57", 57, "true", True, "null", None, "[1]", [1], '"x"', "1e3", ""], ids=ascii)
def test_a_string_that_looks_like_another_value_is_told_by_its_text(template, value):
    call = type(CALLS[0])("f", {"a": value})
    (read,) = template.parse(template.compose(thoughts(template, "why"), "", (call,))).calls
    texts = getattr(read.arguments, "texts", None)
    if texts is None:
        assert (read.arguments["a"], type(read.arguments["a"])) == (value, type(value))
    elif isinstance(value, str):
        assert texts["a"] == value
    else:
        assert read.arguments["a"] == value


# --- mutations -------------------------------------------------------------------------------------------------------


def is_no_change(template: Template, mutation: Mutation, whole: Response) -> bool:
    """Whether the mutated text is honest, too: each case is one that the layout cannot or need not tell."""
    tag, place, text = mutation.tag, mutation.place, mutation.text
    outer = (*template.think, *(template.channels.tags if template.channels else ()))
    response = template.parse(text)
    inside = next(((s.start, s.end) for s in response.spans if s.label == "reasoning"), (0, 0))
    if mutation.kind == "add" and tag not in outer:
        return inside[0] <= place <= inside[1]  # quoted in the reasoning
    if is_open(template) and mutation.kind == "move" and tag == template.think[1]:
        return True  # where free text begins, only the tag says
    if template.calls and isinstance(template.calls.body, PairsBody) and mutation.kind == "move" and tag not in outer:
        return True  # where bare names and values begin and end, only the tags say
    if template.channels is not None:
        channels = template.channels
        if tag == channels.start and place == 0:
            return True  # the first message may carry it, where the prompt does not
        if mutation.kind == "drop":
            return tag in (channels.done, channels.constrain)  # a stop string that the server cut; "json" alone
        return False
    same = (response.reasoning, response.answer, [call[:2] for call in response.calls])
    return same == (whole.reasoning, whole.answer, [call[:2] for call in whole.calls])  # it moved through white space


def is_told(template: Template, mutation: Mutation, response: Response) -> bool:
    """Whether the first fault points at the place of the change, or at the tag's twin or partner."""
    fault = response.faults[0]
    places = ((mutation.place, mutation.place + len(mutation.tag)), (mutation.origin, mutation.origin))
    touches = any(fault.start <= end and fault.end >= start for start, end in places)
    there = mutation.text[fault.start : fault.end]
    anywhere = ("special-tokens-dropped", "reasoning-not-closed", "final-missing")
    between = mutation.text[mutation.place + len(mutation.tag) : fault.start]
    follows = fault.start > mutation.place and not any(tag in between for tag in template.tags)
    partners = next(family for family in families(template) if mutation.tag in family)
    return touches or follows or any(tag in there for tag in partners) or fault.label in anywhere


def families(template: Template) -> list[tuple[str, ...]]:
    """Tags that belong together: where one is missing or too many, another of them tells."""
    if template.channels is not None:
        return [template.channels.tags]
    calls = template.calls.tags if template.calls else ()
    return [template.think, template.answer or (), calls]


@every_layout
def test_no_change_of_a_tag_goes_unnoticed(template):
    count = 0
    for text in composed(template, "why so", "it is 5"):
        whole = template.parse(text)
        assert whole.well_formed
        for mutation in mutations(template, text):
            response = template.parse(mutation.text)
            count += 1
            if response.well_formed:
                assert is_no_change(template, mutation, whole), (str(mutation), mutation.text)
            else:
                assert is_told(template, mutation, response), (str(mutation), mutation.text, response.faults)
    assert count > (20 if template.starts == "before" else 0)


@every_layout
@settings(max_examples=15)
@given(reasoning=TEXTS, answer=TEXTS, data=st.data())
def test_nor_in_any_texts(template, reasoning, answer, data):
    text = data.draw(st.sampled_from(list(composed(template, reasoning, answer))), label="text")
    found = list(mutations(template, text))
    if not found:
        assert not template.tags
        return
    mutation = data.draw(st.sampled_from(found), label="mutation")
    response = template.parse(mutation.text)
    if response.well_formed:
        assert is_no_change(template, mutation, template.parse(text))
    else:
        assert is_told(template, mutation, response)


# --- anything --------------------------------------------------------------------------------------------------------

SOUP = st.lists(st.sampled_from([*sorted(TAGS), "why", "5", " ", "\n", '{"name": "f"}', "final", "functions.f:0"])).map(
    "".join
)


@every_layout
@settings(max_examples=40)
@given(text=SOUP | st.text())
def test_whatever_the_text_the_places_hold(template, text):
    response = template.parse(text)
    for span in (*response.faults, *response.spans):
        assert 0 <= span.start <= span.end <= len(text)
    assert all(fault.value and "\n" not in fault.value and fault.label in FAULTS for fault in response.faults)
    assert template.parse(text) == response
    places = {span.label: text[span.start : span.end] for span in response.spans}
    assert places.get("answer", places.get("summary")) == response.answer
    if template.channels is None:
        assert places.get("reasoning") == response.reasoning
    assert [name for *_, label, name in response.spans if label == "call"] == [call.name for call in response.calls]


@every_layout
@settings(max_examples=40)
@given(text=SOUP)
def test_what_is_well_formed_is_what_compose_writes(template, text):
    response = template.parse(text)
    if response.well_formed and len(response.calls) <= (1 if template.channels else 128):
        again = template.parse(template.compose(response.reasoning or "", response.answer or "", response.calls))
        assert (again.faults, again.answer) == ((), response.answer)
        assert (again.reasoning or "") == (response.reasoning or "")
        assert [call[:2] for call in again.calls] == [call[:2] for call in response.calls]


@every_layout
@settings(max_examples=40)
@given(text=SOUP, front=SPACE, back=SPACE)
def test_white_space_around_the_text_changes_no_fault(template, text, front, back):
    inner = template.parse(text)
    outer = template.parse((front if template.starts != "inside" else "") + text + back)
    assert [fault.label for fault in outer.faults] == [fault.label for fault in inner.faults]


HUGE = 1_000_000


@every_layout
def test_a_megabyte_of_anything_is_parsed(template):
    # A scan that looked back would take hours on these, not moments: completing is the test, and no clock is read.
    opened = template.think[0] if template.starts == "before" else ""
    units = ("".join(template.tags), "<", "[", "<|", " ", "\u200b", "functions.", '{"a":', "</s>")
    for unit in (*template.tags[:8], *units, *honest_pieces(template)):
        text = unit * (HUGE // len(unit))
        for front in ("", opened, next(composed(template, "why", "5"))):
            response = template.parse(front + text)
            assert len(response.faults) < 10
            assert len(response.calls) <= 128


def honest_pieces(template: Template) -> list[str]:
    """What is well formed once, and may be repeated: a message, a call."""
    if template.channels is not None:
        return [f"{template.channels.header('analysis')}x{template.channels.end}{template.channels.opening}"]
    return [template.calls.write(CALLS[:1])] if template.calls else []


@every_layout
def test_time_grows_with_the_text(template, monkeypatch):
    """Every search moves on: the characters that are looked at, counted, are a few times those of the text."""
    for unit in (*template.tags, *honest_pieces(template)):
        looked = []
        real = scan.first_of

        def counted(text, tags, start, end, looked=looked, real=real):
            looked.append((end - start) * len(tags))
            return real(text, tags, start, end)

        for module in (calls_module, final_module):
            monkeypatch.setattr(module, "first_of", counted)
        text = unit * (100_000 // len(unit))
        template.parse(next(composed(template, "why", "5")) + text)
        monkeypatch.undo()
        assert sum(looked) <= 60 * len(text)
