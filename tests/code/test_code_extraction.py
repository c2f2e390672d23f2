from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linear import assert_linear
from r1rewards import templates
from r1rewards.code import extract
from r1rewards.code.extraction import KNOWN_RULES, Program
from r1rewards.code.languages import KNOWN
from r1rewards.core.sample import Sample

F = "```"
PYTHON, CPP = KNOWN["python"], KNOWN["cpp"]


def program(text: str, *rules: str) -> str | None:
    found = extract(text, PYTHON, rules or ("answer-element", "fenced"))
    if found is None or found.source is None:
        return None
    assert text[found.span.start : found.span.end].strip() == found.source.strip() or "  " in text or "> " in text
    return found.source.strip()


@pytest.mark.parametrize(
    "text",
    [
        f"{F}python\nx\n{F}",
        f"{F}py\nx\n{F}",
        f"{F}Python 3\nx\n{F}",
        f"{F}python3\nx\n{F}",
        f"{F}{{.python}}\nx\n{F}",
        f'{F}python title="a.py"\nx\n{F}',
        f"{F}\nx\n{F}",
        "~~~python\nx\n~~~",
        f"{F}{F}python\nx\n{F}{F}",
        f"so:\n{F} python \nx\n{F}\nthat is it",
        f"{F}python\ny\n{F}\nno, better:\n{F}python\nx\n{F}",
        f"{F}python\nx\n{F}\nIt prints:\n{F}\n42\n{F}",
        f"{F}python\nx\n{F}\nRun it:\n{F}bash\npython main.py\n{F}",
        f"{F}cpp\nint main() {{}}\n{F}\n{F}python\nx\n{F}",
        f"<think>{F}python\ny\n{F}</think>{F}python\nx\n{F}",
        f"<think>{F}python\ny\n</think>{F}python\nx\n{F}",
        f"<answer>{F}python\nx\n{F}</answer>",
        "<answer>x</answer>",
        "<think>a</think><answer>\nx\n</answer>",
        f"{F}python\nz\n{F}<answer>{F}python\nx\n{F}</answer>",
        f"1. first\n   {F}python\n   x\n   {F}",
        f"{F}python\nx",
        f"{F}python\nx\n{F}<|im_end|>",
        f"{F}python\nx{F}",
        f"{F}python\r\nx\r\n{F}\r\n",
        f"inline {F}y{F} and\n{F}python\nx\n{F}",
        f"{F}python\nx\n{F}\n{F}python\n\n{F}",
        f"{F}python3.11\nx\n{F}",
        f"{F}main.py\nx\n{F}",
        f"{F}text\nx\n{F}",
        f"> {F}python\n> x\n> {F}",
        f"{F}python\nx\n{F}\n<answer>See above.</answer>",
    ],
)
def test_the_program_is_found(text: str) -> None:
    assert program(text) == "x"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "I would use a loop.",
        f"<think>{F}python\nx\n{F}</think>I am done.",
        f"{F}cpp\nx\n{F}",
        f"{F}javascript\nx\n{F}",
        f"{F}python\n\n{F}",
        "`x`",
        "<answer></answer>",
        f"<answer>{F}java\nx\n{F}</answer>",
        f"<think>first try\n{F}python\nx\n{F}\nbut wait",
    ],
)
def test_no_program_is_found(text: str) -> None:
    assert program(text) is None


def test_a_fence_in_another_language_is_named() -> None:
    found = extract(f"{F}rust\nx\n{F}", PYTHON)
    assert found is not None
    assert (found.source, found.tag) == (None, "rust")
    text = f"{F}c++\nint x;\n{F}"
    assert extract(text, CPP) == Program("int x;\n", found.span._replace(start=7, end=14), "c++")


def test_the_block_that_defines_what_is_tested_goes_before_examples() -> None:
    text = f"{F}python\ndef f(x):\n    return x\n{F}\nFor example:\n{F}python\nprint(f(3))\n{F}"
    found = extract(text, PYTHON, defining=frozenset({"f"}))
    assert found is not None
    assert found.source == "def f(x):\n    return x\n"
    last = extract(text, PYTHON, defining=frozenset({"g"}))
    assert last is not None
    assert last.source == "print(f(3))\n"


DEF = "def f(x):\n    return x"
DOC = f'def f():\n    """Use:\n\n    {F}\n    f()\n    {F}\n    """'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{F}`python\ns = '''\n{F}\nf(1)\n{F}\n'''\n", f"s = '''\n{F}\nf(1)\n{F}\n'''"),
        (f"{F}python\n{DEF}\n    {F}\nDone. The output:\n{F}\n3\n{F}", DEF),
        (f"{F}python\nx\n    {F}\nBetter:\n{F}python\n{DEF}\n    {F}\nDone.", DEF),
        (f"- so\n  {F}python\n  x\n        {F}\n  Done.\n  {F}\n  3\n  {F}", "x"),
        (f"{F}\n{DEF}\n    {F}\nDone.\n{F}", DEF),
        (f"{F}py\n{DEF}\n    {F}\nDone.\n{F}\n3\n{F}", DEF),
        (f"{F}``python\n{DEF}\n{F}", DEF),
        (f"{F}``python\n{DEF}\n{F}<eos>", DEF),
        (f"{F}python\nprint('{F}')\n", f"print('{F}')"),
        (f"So: {F}python\n{DEF}\n{F} That is all.", DEF),
        (f"So: {F}python\n{DEF}\n{F}Done", DEF),
        (f"{F}``python\n{DEF}\n{F}\nDone. {F}``", DEF),
        (f"{F}``python\nprint 1\n{F}", "print 1"),
        (f"{F}python\n{DOC}\n{F}", DOC),
        (f"{F}python\n{DOC}\n", DOC),
        (f"{F}python\nprint 1\n    {F}\n{F}", f"print 1\n    {F}"),
        (f"{F}python\n'\\d'\n    {F}\nDone.\n{F}", "'\\d'"),
        (f"{F}python\n" + "(" * 10_000 + f"\n    {F}\n{F}", "(" * 10_000 + f"\n    {F}"),
        (f"We wrap in {F}\nNow:\n{F}python\n{DEF}\n{F}", DEF),
        (f"The block starts with {F}python\nand the code is:\n{F}python\n{DEF}\n{F}", DEF),
        (f"{F}python\n{DEF}\n{F}\nExample: {F}python\n>>> f()\n{F}", DEF),
        (f"The code: {F}python\n{DEF}\n{F}\nIt prints:\n{F}\n3\n{F}", DEF),
        ("Look:\n> ```python\n> print(1)\n\nThat prints 1.\n", "print(1)"),
        ("- first\n  ```python\n  print(1)\n\nDone.\n", "print(1)"),
    ],
)
def test_where_a_program_ends(text: str, found: str) -> None:
    assert program(text) == found


def test_a_short_fence_ends_what_no_other_does() -> None:
    found = extract("~~~~cpp\nint x;\n~~~", CPP)
    assert found is not None
    assert found.source == "int x;\n"


def test_a_definition_after_words_goes_before_an_example() -> None:
    text = f"The code: {F}python\n{DEF}\n{F}\nUse it:\n{F}python\nprint(f(3))\n{F}"
    found = extract(text, PYTHON, defining=frozenset({"f"}))
    assert found is not None
    assert found.source == DEF + "\n"


def test_an_element_inside_the_program_is_none() -> None:
    assert program(f"{F}python\nprint('<answer>')\nx\n{F}") == "print('<answer>')\nx"


def test_the_whole_text_on_demand() -> None:
    assert program("x", "fenced", "whole") == "x"
    assert program("<think>y</think>\nx\n<|im_end|>", "whole") == "x"
    assert program(f"{F}\ny\n{F}", "fenced", "whole") == "y"
    assert program(" \n", "whole") is None


def test_indentation_of_a_list_goes_and_that_of_code_stays() -> None:
    found = extract(f"- so\n  {F}python\n  def f():\n      return 1\n  {F}", PYTHON)
    assert found is not None
    assert found.source == "def f():\n    return 1\n"


def test_with_a_template_only_its_final_part_is_read() -> None:
    template = templates.get("r1-zero")
    text = f"<think>{F}python\ny\n{F}</think> <answer>{F}python\nx\n{F}</answer>"
    found = extract(template.read(Sample(text)), PYTHON)
    assert found is not None
    assert found.source == "x\n"
    assert text[found.span.start : found.span.end] == "x\n"
    assert extract(template.read(Sample(f"<think>a</think>{F}python\nx\n{F}")), PYTHON) is None


@given(st.text(alphabet="`~ \n\tpython<>/answer|x", max_size=80), st.sampled_from(KNOWN_RULES))
def test_no_text_raises_and_spans_lie_inside(text: str, rule: str) -> None:
    found = extract(text, PYTHON, (rule,))
    if found is not None:
        assert 0 <= found.span.start <= found.span.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["`", "```\n", "```python\n", "~", " ", "\n", "<answer>", "</think>", "``` `\n", "a ", "```python\nx\n    ```\n"],
)
def test_long_texts_take_linear_time(piece: str) -> None:
    assert_linear(lambda size: partial(extract, piece * (size // len(piece)), PYTHON, KNOWN_RULES), 10**6)


def test_the_known_languages_have_what_a_language_needs() -> None:
    assert list(KNOWN) == ["python", "cpp", "c"]
    for name, language in KNOWN.items():
        assert language.name == name in language.tags
        assert all(tag == tag.lower() for tag in language.tags)
        assert language.file in language.compile or language.is_python
        assert bool(language.install) is not language.is_python
    tags = [tag for language in KNOWN.values() for tag in language.tags]
    assert len(tags) == len(set(tags))
