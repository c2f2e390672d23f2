from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import lines, strict_rows
from r1rewards import Score, Span, Verdict
from r1rewards.core.columns import DEFAULT_COLUMNS
from r1rewards.errors import RecordError
from r1rewards.files.records import (
    BadRow,
    Row,
    encode,
    encode_bad,
    encode_columns,
    named_columns,
    read,
    signature_column,
)
from r1rewards.files.rows import decode, to_json
from r1rewards.trainers.columns import sample_of

SCORE = Score(1.0, Verdict.CORRECT, "yes")
SCORE_JSON = (
    '{"value":1.0,"verdict":"correct","reason":"yes","answer":null,"spans":[],"parts":[],"data":{}},"signature":"sig"}'
)


def rows_of(*rows: object, limit: int | None = None, **fields: str) -> list[Row | BadRow]:
    return list(read(io.BytesIO(lines(*rows)), fields, limit))


def row_of(row: object, **fields: str) -> Row:
    (found,) = rows_of(row, **fields)
    assert isinstance(found, Row), found
    return found


def plain(row: Row) -> dict[str, Any]:
    """The row as it will be written."""
    return {name: json.loads(bytes(raw)) for name, raw in row.columns.items()}


def bad_row_of(row: object, **fields: str) -> BadRow:
    (found,) = rows_of(row, **fields)
    assert isinstance(found, BadRow), found
    return found


# --- fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "named"),
    [
        pytest.param([], {}, id="none"),
        pytest.param(["completion=a"], {"completion": "a"}, id="one"),
        pytest.param(["completion=a,reference=b"], {"completion": "a", "reference": "b"}, id="pairs"),
        pytest.param(["completion=a", "reference=b"], {"completion": "a", "reference": "b"}, id="options"),
        pytest.param([" completion = my column , "], {"completion": "my column"}, id="spaces"),
        pytest.param(["completion=a=b"], {"completion": "a=b"}, id="equals-in-column"),
        pytest.param(["completion=a", "completion=b"], {"completion": "b"}, id="last-wins"),
    ],
)
def test_field_options(options: list[str], named: dict[str, str]) -> None:
    assert named_columns(options) == named


@pytest.mark.parametrize(
    ("option", "said"),
    [
        pytest.param("completion", "takes field=column", id="no-equals"),
        pytest.param("completion=", "takes field=column", id="no-column"),
        pytest.param("=a", "choose from completion, reference", id="no-field"),
        pytest.param("answer=a", "choose from completion, reference", id="unknown"),
        pytest.param("completion=a,b", "not 'b'", id="second-pair"),
    ],
)
def test_field_options_that_are_wrong(option: str, said: str) -> None:
    with pytest.raises(RecordError, match=said):
        named_columns([option])


def test_null_is_passed_over_for_what_is_there() -> None:
    row = row_of({"completion": "4", "answer": None, "gold": "4", "target": "5"})
    assert row.sample.reference == "4"


def test_a_named_column_wins_and_must_be_there() -> None:
    assert row_of({"completion": "a", "mine": "b"}, completion="mine").sample.text == "b"
    problem = bad_row_of({"completion": "a"}, completion="mine").problem
    assert "'mine'" in problem
    assert "completion" in problem


def test_every_field_reaches_the_sample() -> None:
    row = {
        "completion": "c",
        "reference": ["1", "2"],
        "prompt": [{"role": "user", "content": "?"}],
        "task": "math",
        "language": "en",
        "group": "g",
        "id": 7,
        "finish_reason": "stop",
        "token_ids": [1, 2],
        "reasoning_content": "r",
        "more": {"x": 1},
    }
    sample = row_of(row).sample
    expected = (row["reference"], row["prompt"], "math", "en", "g", 7, "stop", [1, 2], "r", {"more": {"x": 1}})
    found = (sample.reference, sample.prompt, sample.task, sample.language, sample.group, sample.id)
    assert (*found, sample.finish_reason, sample.token_ids, sample.reasoning, sample.meta) == expected


@pytest.mark.parametrize("field", ["task", "language", "group", "id", "finish_reason", "token_ids"])
def test_a_column_that_only_shares_the_name_of_a_field_is_left_alone(field: str) -> None:
    column = {"other": "kind"}
    row = row_of({"completion": "4", field: column})
    assert getattr(row.sample, field) is None
    assert plain(row)[field] == column
    assert field in bad_row_of({"completion": "4", field: column}, **{field: field}).problem


# --- completions -----------------------------------------------------------------------------------------------------

USER = {"role": "user", "content": "2+2?"}
ASSISTANT = {"role": "assistant", "content": "4"}


@pytest.mark.parametrize(
    ("completion", "text"),
    [
        pytest.param("4", "4", id="string"),
        pytest.param("", "", id="empty"),
        pytest.param([USER, ASSISTANT], "4", id="messages"),
        pytest.param([ASSISTANT, USER], "4", id="user-last"),
        pytest.param([ASSISTANT, {"role": "assistant", "content": "5"}], "5", id="last-assistant"),
        pytest.param(ASSISTANT, "4", id="one-message"),
        pytest.param([{"role": "assistant", "content": None}], "", id="no-content"),
        pytest.param([{"role": "assistant", "tool_calls": []}], "", id="tool-call"),
        pytest.param(
            [{"role": "assistant", "content": [{"type": "text", "text": "4"}, {"type": "image_url"}, {"text": "2"}]}],
            "42",
            id="parts",
        ),
        pytest.param(
            [{"role": "assistant", "content": "4", "reasoning_content": "2+2"}],
            "<think>2+2</think>4",
            id="reasoning-in-message",
        ),
    ],
)
def test_one_completion(completion: object, text: str) -> None:
    row = {"completion": completion, "reference": "4"}
    found = row_of(row)
    assert found.sample.text == text
    assert plain(found) == row, "nothing is added to a plain row"


def test_reasoning_in_the_row() -> None:
    assert row_of({"completion": "4", "reasoning_content": "2+2"}).sample.text == "<think>2+2</think>4"
    assert row_of({"completion": "4", "reasoning_content": None}).sample.text == "4"


@pytest.mark.parametrize(
    ("given", "group"),
    [
        pytest.param({}, 2, id="row-number"),
        pytest.param({"group": "g"}, "g", id="given"),
        pytest.param({"group": None}, 2, id="null"),
        pytest.param({"group": 0}, 0, id="zero"),
    ],
)
def test_a_list_of_completions_gives_one_row_each(given: dict[str, Any], group: object) -> None:
    row = {"completion": ["4", [ASSISTANT], "5"], "answer": "4", **given}
    found = [row for row in rows_of({"completion": "x"}, row)[1:] if isinstance(row, Row)]
    assert [row.number for row in found] == [2, 2, 2]
    assert [row.sample.text for row in found] == ["4", "4", "5"]
    assert [row.sample.reference for row in found] == ["4"] * 3
    assert [row.sample.group for row in found] == [group] * 3
    written = [plain(row) for row in found]
    assert [row["completion"] for row in written] == ["4", [ASSISTANT], "5"]
    assert [row["index"] for row in written] == [0, 1, 2]
    assert [row["group"] for row in written] == [group] * 3
    assert all(row["answer"] == "4" for row in written)


def test_a_list_of_one_is_a_list() -> None:
    row = row_of({"completion": ["4"], "index": 9, "z": 1})
    assert strict_rows([encode_columns(row.columns)]) == [{"completion": "4", "index": 0, "z": 1, "group": 1}]


def test_lists_beside_a_list_of_completions_go_with_their_completion() -> None:
    row = {
        "completion": ["4", "5"],
        "reasoning_content": ["a", None],
        "finish_reason": ["stop", "length"],
        "token_ids": [[1], [2, 3]],
    }
    first, second = [row for row in rows_of(row) if isinstance(row, Row)]
    assert (first.sample.text, second.sample.text) == ("<think>a</think>4", "5")
    assert (first.sample.finish_reason, second.sample.finish_reason) == ("stop", "length")
    assert (first.sample.token_ids, second.sample.token_ids) == ([1], [2, 3])
    assert plain(second)["finish_reason"] == "length"
    assert plain(second)["token_ids"] == [2, 3]


def test_one_value_beside_a_list_of_completions_goes_with_all() -> None:
    row = {"completion": ["4", "5"], "finish_reason": "stop", "token_ids": [1, 2]}
    first, second = [row for row in rows_of(row) if isinstance(row, Row)]
    assert first.sample.finish_reason == second.sample.finish_reason == "stop"
    assert first.sample.token_ids == second.sample.token_ids == [1, 2], "two tokens, not one for each completion"


def test_reasoning_of_another_length_than_the_completions_names_its_column() -> None:
    problem = bad_row_of({"completion": ["4", "5"], "reasoning_content": ["a"]}).problem
    assert "'reasoning_content'" in problem


# --- rows that cannot be read ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("nope", "not JSON", id="no-json"),
        pytest.param('{"completion": "4"', "one JSON object per line", id="cut"),
        pytest.param('{"completion": "4"},', "not JSON", id="comma"),
        pytest.param("'completion'", "not JSON", id="quotes"),
        pytest.param("[", "array over several lines", id="array-lines"),
        pytest.param('[{"completion": "4"}]', "array, not an object", id="array"),
        pytest.param('"4"', "string, not an object", id="string"),
        pytest.param("4", "number, not an object", id="number"),
        pytest.param("true", "boolean, not an object", id="boolean"),
        pytest.param("null", "null, not an object", id="null"),
        pytest.param("{}", "--field completion=", id="empty-object"),
        pytest.param('{"answer": "4"}', "--field completion=", id="no-completion"),
        pytest.param('{"completion": null}', "null: give the completion's text", id="null-completion"),
        pytest.param('{"completion": 4}', "number: give a string", id="number-completion"),
        pytest.param('{"completion": {"text": "4"}}', "object: give a string", id="object-completion"),
        pytest.param('{"completion": []}', "empty list", id="no-completions"),
        pytest.param('{"completion": [[]]}', "role 'assistant'", id="no-messages"),
        pytest.param('{"completion": [{"role": "user", "content": "?"}]}', "role 'assistant'", id="no-assistant"),
        pytest.param('{"completion": [{"role": "assistant", "content": 4}]}', "give a string", id="number-content"),
        pytest.param('{"completion": "4", "reasoning_content": 4}', "reasoning", id="number-reasoning"),
        pytest.param('{"completion": "4", "x": NaN}', "NaN is not JSON: write null", id="nan"),
        pytest.param('{"completion": "4", "x": [-Infinity]}', "-Infinity is not JSON", id="infinity"),
        pytest.param(b'{"completion": "\xff4"}', "byte 17 is not UTF-8: save the file as UTF-8", id="no-utf8"),
        pytest.param('{"completion": "4"}'.encode("utf-16"), "not UTF-8", id="utf16"),
        pytest.param('{"completion": "\x00"}', "not JSON", id="control-character"),
        pytest.param('{"completion": "4", "x": ' + "[" * 5000 + "]" * 5000 + "}", "nested too deeply", id="nesting"),
        pytest.param("[" * 100_000, "nested too deeply", id="nesting-open"),
        pytest.param('{"completion": "4", "answer": ' + "9" * 5000 + "}", "digits", id="digits"),
    ],
)
def test_a_row_that_cannot_be_read(line: str | bytes, said: str) -> None:
    first, bad, last = rows_of({"completion": "a"}, line, {"completion": "b"})
    assert isinstance(first, Row)
    assert isinstance(last, Row)
    assert isinstance(bad, BadRow)
    assert bad.number == 2
    assert said in bad.problem
    assert ": " in bad.problem or "; " in bad.problem, "the remedy follows the problem"
    assert "\n" not in bad.problem


@pytest.mark.parametrize(
    ("data", "numbers"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b"\n \n\t\r\n", [], id="blank"),
        pytest.param(b'{"completion":"4"}', [1], id="no-last-line-feed"),
        pytest.param(b'{"completion":"4"}\r\n{"completion":"4"}\r\n', [1, 2], id="crlf"),
        pytest.param(b'\n{"completion":"4"}\n\n\n{"completion":"4"}\n\n', [2, 5], id="blank-lines"),
        pytest.param(b'\xef\xbb\xbf{"completion":"4"}\n{"completion":"4"}\n', [1, 2], id="bom"),
        pytest.param(b'\xef\xbb\xbf\n{"completion":"4"}\n', [2], id="bom-alone"),
        pytest.param('{"completion":"4\u2028\u0085"}\n{"completion":"4"}'.encode(), [1, 2], id="line-separators"),
    ],
)
def test_lines(data: bytes, numbers: list[int]) -> None:
    found = list(read(io.BytesIO(data), {}))
    assert all(isinstance(row, Row) for row in found), found
    assert [row.number for row in found] == numbers


@pytest.mark.parametrize(
    ("limit", "numbers"), [(0, []), (1, [1]), (2, [1, 3, 3]), (3, [1, 3, 3, 4]), (9, [1, 3, 3, 4])]
)
def test_limit_counts_rows_of_the_input(limit: int, numbers: list[int]) -> None:
    found = rows_of({"completion": "a"}, "", {"completion": ["b", "c"]}, "nope", limit=limit)
    assert [row.number for row in found] == numbers


def test_limit_reads_no_further_than_it_must() -> None:
    # The next line of a pipe may be long in coming.
    def endless() -> Iterator[bytes]:
        yield b'{"completion":"4"}\n'
        raise AssertionError("the second line was asked for")

    assert len(list(read(endless(), {}, 1))) == 1  # type: ignore[arg-type]


# --- output rows -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        pytest.param('{"completion":"4"}', '{"completion":"4"', id="plain"),
        pytest.param('{ "completion" : "4" , "x" : 1 }', '{"completion":"4","x":1', id="spaces"),
        pytest.param(
            '{"z":1.10,"completion":"4","a":-0.0,"b":1E5,"c":0.1000000000000000055511151231257827}',
            '{"z":1.10,"completion":"4","a":-0.0,"b":1E5,"c":0.1000000000000000055511151231257827',
            id="floats",
        ),
        pytest.param(
            '{"completion":"4","id":123456789012345678901234567890}',
            '{"completion":"4","id":123456789012345678901234567890',
            id="integer",
        ),
        pytest.param('{"completion":"é\\u00e9\\/😀"}', '{"completion":"é\\u00e9\\/😀"', id="unicode"),
        pytest.param('{"naïve \\"key\\"":{"b":1,"a":[ 2]},"completion":""}', None, id="nested"),
        pytest.param('{"completion":"4","e":1.10,"s":"\\ud83d"}', None, id="beside-a-surrogate"),
        pytest.param('{"completion":"4","score":1,"x":2,"signature":"old"}', '{"completion":"4","x":2', id="graded"),
    ],
)
def test_an_output_row_is_the_input_row_and_a_score(line: str, kept: str | None) -> None:
    kept = kept or line.removesuffix("}")
    assert encode(row_of(line).columns, SCORE, "sig").decode() == f'{kept},"score":{SCORE_JSON}\n'


def test_an_earlier_score_stays_beside_one_that_goes_by_another_name() -> None:
    line = '{"completion":"4","score":{"value":0.5},"signature":"old","strict":1,"strict_signature":"older"}'
    found = encode(row_of(line).columns, SCORE, "sig", "strict").decode()
    assert found.startswith('{"completion":"4","score":{"value":0.5},"signature":"old","strict":{"value":1.0,')
    assert found.endswith('"data":{}},"strict_signature":"sig"}\n')
    assert (signature_column("score"), signature_column("strict")) == ("signature", "strict_signature")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    row=st.dictionaries(st.text().filter(lambda name: name not in ("score", "signature")), json_values, max_size=4),
    completion=st.text(),
    ascii_only=st.booleans(),
)
def test_any_row_comes_out_as_it_went_in(row: dict[str, Any], completion: str, ascii_only: bool) -> None:
    row = {name: value for name, value in row.items() if name not in DEFAULT_COLUMNS["reasoning"]}
    row["completion"] = completion
    line = json.dumps(row, ensure_ascii=ascii_only, separators=(",", ":")).encode()
    written = encode(row_of(line).columns, SCORE, "sig")
    (found,) = strict_rows(written)
    assert (found.pop("signature"), found.pop("score")["value"]) == ("sig", 1.0)
    assert found == row
    assert list(found) == list(row), "the order of the columns"
    if not ascii_only:
        assert written.startswith(line.removesuffix(b"}"))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('{"completion":"cut \\ud83d","answer":"4"}', id="completion"),
        pytest.param('{"completion":["cut \\ud83d","4"],"answer":"4"}', id="list"),
        pytest.param('{"completion":[{"role":"assistant","content":"\\udc00"}],"answer":"4"}', id="message"),
        pytest.param('{"completion":"4","x":{"deep":["\\ud83d"]}}', id="elsewhere"),
        pytest.param('{"completion":"4","\\ud83d":1}', id="key"),
        pytest.param('{"completion":["4"],"\\ud83d":1,"group":"\\ud83d"}', id="key-and-group"),
    ],
)
def test_half_a_surrogate_pair_is_read_and_written(line: str) -> None:
    row = next(iter(rows_of(line)))
    assert isinstance(row, Row)
    score = Score(0.0, Verdict.INCORRECT, f"not {row.sample.text}", answer=row.sample.text)
    (found,) = strict_rows(encode(row.columns, score, "sig"))
    assert found["score"]["answer"] == row.sample.text
    given = json.loads(line)
    untouched = set(given) - {"completion"}
    assert {name: found[name] for name in untouched} == {name: given[name] for name in untouched}


@pytest.mark.parametrize("number", ["1e400", "-1e400"])
def test_a_number_past_every_float_does_not_become_infinity(number: str) -> None:
    (row,) = rows_of(f'{{"completion":"4","x":{number}}}')
    written = encode_bad(row, "sig") if isinstance(row, BadRow) else encode(row.columns, SCORE, "sig")
    strict_rows(written)  # refuses Infinity
    if isinstance(row, Row):
        assert f'"x":{number}'.encode() in written


def test_the_row_of_an_unreadable_row() -> None:
    bad = BadRow(7, 'it is "not" JSON')
    assert encode_bad(bad, "sig") == (
        b'{"row":7,"error":"it is \\"not\\" JSON","score":{"value":null,"verdict":"skipped"},"signature":"sig"}\n'
    )
    assert list(decode(encode_bad(bad, "sig", "strict"))) == ["row", "error", "strict", "strict_signature"]


def test_a_score_as_json() -> None:
    inner = Score(0.0, Verdict.NO_ANSWER, "none").as_part("math", 0.5)
    score = Score(0.5, Verdict.PARTIAL, "half", "4", (Span(0, 1, "answer", "whole"),), (inner,), {"tier": "string"})
    plain = {"answer": None, "spans": [], "parts": [], "data": {}}
    assert json.loads(to_json(score.to_dict())) == {
        "value": 0.5,
        "verdict": "partial",
        "reason": "half",
        "answer": "4",
        "spans": [{"start": 0, "end": 1, "label": "answer", "value": "whole"}],
        "parts": [
            {"reward": "math", "weight": 0.5, "value": 0.0, "verdict": "no-answer", "reason": "none"} | plain,
        ],
        "data": {"tier": "string"},
    }
    assert json.loads(to_json(Score.skipped("no gold").to_dict()))["value"] is None


def test_what_json_does_not_know_is_written_as_its_repr() -> None:
    assert json.loads(to_json({"a": 1 + 2j, "b": "\ud83d"})) == {"a": "(1+2j)", "b": "\ud83d"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param(b'{"a":1}\n', {"a": 1}, id="row"),
        pytest.param(b'{"a":"\\ud83d"}\n', {"a": "\ud83d"}, id="surrogate"),
        pytest.param(b'{"a":', {}, id="torn"),
        pytest.param(b"\xff\n", {}, id="bytes"),
        pytest.param(b"[1]\n", {}, id="array"),
    ],
)
def test_decode(line: bytes, found: dict[str, Any]) -> None:
    assert decode(line) == found


def test_head_is_the_row_without_what_the_command_writes() -> None:
    columns = {name: msgspec.Raw(b"1") for name in ("score", "a", "signature", "mine", "mine_signature")}
    assert encode_columns(columns) == b'{"a":1,"mine":1,"mine_signature":1}'
    assert encode_columns(columns, "mine") == b'{"score":1,"a":1,"signature":1}'


@pytest.mark.parametrize("member", ["null", "5", "{}"])
def test_a_bad_member_of_a_list_of_completions_costs_only_itself(member: str) -> None:
    line = b'{"completion": ["3", ' + member.encode() + b', "4"], "answer": "4"}'
    first, bad, last = read(io.BytesIO(line), {})
    assert isinstance(bad, BadRow)
    assert "member 1" in bad.problem
    assert [row.sample.completion for row in (first, last) if isinstance(row, Row)] == ["3", "4"]


def test_rows_need_no_completion_where_only_references_are_looked_at() -> None:
    (row,) = read(io.BytesIO(b'{"answer": "4"}'), {}, completions=False)
    assert isinstance(row, Row)
    assert (row.sample.text, row.sample.reference) == ("", "4")


def test_a_file_and_a_trainer_read_a_row_alike() -> None:
    row = {"reference": None, "answer": "4", "task": 3, "id": [1], "prompt": "2+2?", "group": "a", "level": 5}
    ours = row_of({"completion": "4", **row}).sample
    theirs = sample_of("4", row, {})
    assert ours == theirs
    assert dict(ours.meta) == {"reference": None, "task": 3, "id": [1], "level": 5}
