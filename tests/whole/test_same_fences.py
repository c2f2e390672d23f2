"""All engines read the same fences: what one calls code is code for the others."""

from __future__ import annotations

import pytest

import r1rewards as r1
from r1rewards import math, steps
from r1rewards.code.extraction import extract
from r1rewards.code.languages import get
from r1rewards.instructions.blocks import bullets
from r1rewards.json.final import locate
from r1rewards.language.neutral import blank
from r1rewards.tools.attempts import untagged

IN_CODE = [
    "```\n{}\n```",
    "~~~\n{}\n~~~",
    "````\n```\n{}\n````",
    "> ```\n> {}\n> ```",
    "1. First:\n\n        ```\n        {}\n        ```",
    "```text\nnot closed:\n{}",
    "```\n``` is no end\n{}\n```",
    "```\n    ```\n{}\n```",
]
IN_PROSE = ["Write ``` first.\n{}\n", "It is ```so``` here.\n{}\n", "```so```\n{}\n", "```\ncode\n```\n{}\n"]


@pytest.mark.parametrize(("form", "code"), [*((form, True) for form in IN_CODE), *((form, False) for form in IN_PROSE)])
def test_the_engines_agree(form: str, code: bool) -> None:
    assert bullets(form.format("- item")) == (0 if code else 1)
    assert bool(steps.check(form.format("3 + 4 = 8")).steps) is not code
    assert ("Dies ist Deutsch" in blank(form.format("Dies ist Deutsch")).text) is not code
    found = math.extract("The answer is 7.\n" + form.format("The answer is 8.") + "\n")
    assert found is not None
    assert found.answer == ("7" if code else "8")


def test_code_after_words() -> None:
    program = extract("Here is `f`: ```python\nprint(1)\n```\nIt prints 1.", get("python"))
    assert program is not None
    assert program.source == "print(1)\n"


def test_a_fence_inside_of_code() -> None:
    source = 'def f():\n    """Use:\n\n    ```\n    f()\n    ```\n    """\n'
    program = extract(f"```python\n{source}```", get("python"))
    assert program is not None
    assert program.source == source


@pytest.mark.parametrize("text", ["~~~json\n{}\n~~~", "````json\n{}\n````", "   ```json\n   {}\n   ```"])
def test_json(text: str) -> None:
    found = locate(text, 0, len(text), "require")
    assert found.fault is None
    assert text[found.start : found.end].strip() == "{}"


def test_json_right_after_a_tag() -> None:
    sample = r1.Sample('<answer>```json\n{"a": 1}\n```</answer>', reference={"a": 1})
    assert r1.JsonReward(fence="require").score([sample])[0].value == 1.0


def test_a_call_in_any_fence() -> None:
    assert untagged('~~~~ json\n{"name": "f", "arguments": {}}\n~~~~')
    assert not untagged("```python\nprint(1)\n```")


def test_an_answer_element_after_a_block() -> None:
    shown = '```json\n{"a": 1}\n```\n'
    after = r1.Sample(shown + '<answer>{"a": 2}</answer>', reference={"a": 2})
    inside = r1.Sample('```json\n{"a": "<answer>2</answer>"}\n```', reference={"a": "<answer>2</answer>"})
    assert [score.value for score in r1.JsonReward().score([after, inside])] == [1.0, 1.0]
