"""The strict reader: one case for each fault, and what it has in common with Python's own reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from json_texts import BROKEN, WHOLE
from r1rewards.json import CAPS, FAULTS, parse, same
from r1rewards.json.faults import MOST_DEPTH, MOST_FAULTS
from r1rewards.json.scan import scan
from r1rewards.json.strict import position


@pytest.mark.parametrize(("text", "value", "why"), WHOLE)
def test_json(text: str, value: Any, why: str) -> None:
    for front, behind in (("", ""), ("é😀 x", "] x")):
        found = parse(front + text + behind, start=len(front), end=len(front) + len(text))
        assert found.ok, why
        assert same(found.value, value), why
        slow, faults = scan(front + text + behind, len(front), len(front) + len(text))
        assert not faults
        assert same(slow, value), why


@pytest.mark.parametrize(("text", "name", "piece", "why"), BROKEN)
def test_faults(text: str, name: str, piece: str, why: str) -> None:
    for front, behind in (("", ""), ("é😀 {", "] x")):
        found = parse(front + text + behind, start=len(front), end=len(front) + len(text))
        fault = found.faults[0]
        assert fault.label == name, why
        assert (front + text + behind)[fault.start : fault.end] == piece
        assert found.value is None
        assert (fault.value or "").startswith(FAULTS[name])
        assert found.capped == (name in CAPS)


def test_every_fault_has_a_case() -> None:
    fences = {name for name in FAULTS if name.startswith("fence-")}
    assert {name for _, name, _, _ in BROKEN} == set(FAULTS) - fences - {"too-large"}
    assert parse(" " * 500_001).faults[0].label == "too-large"


def test_several_faults_stand_in_the_order_of_the_text() -> None:
    found = parse('{"a": [1,], "a": "\\x\t", "b": NaN} // more')
    labels = [fault.label for fault in found.faults]
    assert labels == ["trailing-comma", "duplicate-key", "bad-escape", "control-character", "not-finite", "comment"]
    assert len(parse("[" + "NaN," * 100 + "1]").faults) == MOST_FAULTS


def test_positions_count_as_people_do() -> None:
    text = 'x{\n "é": 1,\n "b" 2}'
    (fault,) = parse(text, start=1).faults
    assert position(text, fault.start, 1) == "line 3, column 6"
    assert position("[1 2]", 3) == "line 1, column 4"
    assert position("ab[1 2]", 5, 2) == "line 1, column 4"


def test_depth_is_counted_alike_by_both_readers() -> None:
    for opening, middle, closing in (("[", "", "]"), ('{"a":', "1", "}"), ('[{"a":', "1", "}]")):
        pairs = MOST_DEPTH // opening.count("[") if opening == "[" else MOST_DEPTH // len(closing)
        text = opening * pairs + middle + closing * pairs
        assert parse(text).ok
        assert parse(f"[{text}]").faults[0].label == "too-deep"
        assert scan(text, 0, len(text))[1] == ()
    for inner in ("[], 1", "1, [], 1", '{}, "x"'):
        text = "[" * MOST_DEPTH + inner + "]" * MOST_DEPTH
        assert parse(text).faults[0].label == scan(text, 0, len(text))[1][0].label == "too-deep"


def test_a_caller_deep_in_the_stack_gets_the_same_answer() -> None:
    text = "[" * 60 + "]" * 60

    def below(frames: int) -> Any:
        return parse(text) if frames == 0 else below(frames - 1)

    import sys

    frame, used = sys._getframe(), 0
    while frame is not None:
        frame, used = frame.f_back, used + 1  # type: ignore[assignment]
    assert below(sys.getrecursionlimit() - used - 50).ok


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@given(JSON, st.booleans(), st.sampled_from([None, 1]))
def test_what_python_writes_is_read_back(value: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert same(parse(text).value, value)
    slow, faults = scan(text, 0, len(text))
    assert not faults
    assert same(slow, value)


def strict(text: str) -> Any:
    """Python's reader with its gaps closed; the caps are far from these texts, but for numbers past every double."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(found)) != len(found):
            raise ValueError("equal keys")
        return dict(found)

    def refuse(word: str) -> Any:
        raise ValueError(word)

    def finite(digits: str) -> float:
        if float(digits) in (float("inf"), float("-inf")):
            raise ValueError(digits)
        return float(digits)

    value = json.loads(text, object_pairs_hook=pairs, parse_constant=refuse, parse_float=finite)
    json.dumps(value, ensure_ascii=False).encode()  # halves of surrogate pairs raise
    return value


@given(JSON, st.data())
def test_a_changed_character_is_judged_as_python_judges_it(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value, ensure_ascii=data.draw(st.booleans()))
    place = data.draw(st.integers(0, len(text)))
    new = data.draw(st.sampled_from("{}[]\",:\\/'0-+.eE1ntNI u\n\t\x00\ud800\ufeff") | st.characters() | st.just(""))
    changed = text[:place] + new + text[place + data.draw(st.integers(0, 1)) :]
    try:
        wanted = strict(changed)
    except ValueError:
        wanted = None
        fine = False
    else:
        fine = True
    found = parse(changed)
    assert found.ok == fine
    slow, faults = scan(changed, 0, len(changed))
    assert (not faults) == fine
    if fine:
        assert same(found.value, wanted)
        assert same(slow, wanted)
    for fault in found.faults:
        assert fault.label in FAULTS
        assert 0 <= fault.start <= fault.end <= len(changed)


@given(st.text(alphabet="{}[]\",:\\/'0-+.eE1ntrufalsNI \n\x01\ud800\ufeff`", max_size=30))
def test_any_text_has_a_value_or_a_fault(text: str) -> None:
    found = parse(text)
    try:
        wanted = strict(text)
    except ValueError:
        assert found.faults
    else:
        assert same(found.value, wanted)
