"""Fenced blocks: CommonMark's examples, and what models write."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from r1rewards.templates.fences import blocks, closed

TEXTS = st.text("`~ab >-\t\n", max_size=80)


def contents(text: str, *, after_words: bool = False) -> list[tuple[str, str]]:
    return [(b.info, text[b.start : b.end]) for b in blocks(text, 0, len(text), after_words=after_words)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```\n<\n >\n```", [("", "<\n >\n")]),
        ("~~~\n<\n >\n~~~", [("", "<\n >\n")]),
        ("``\nfoo\n``\n", []),
        ("```\naaa\n~~~\n```", [("", "aaa\n~~~\n")]),
        ("~~~\naaa\n```\n~~~", [("", "aaa\n```\n")]),
        ("````\naaa\n```\n``````", [("", "aaa\n```\n")]),
        ("```\naaa\n`````\nbbb", [("", "aaa\n")]),
        ("~~~~\naaa\n~~~\n~~~~", [("", "aaa\n~~~\n")]),
        ("```", [("", "")]),
        ("`````\n\n```\naaa", [("", "\n```\naaa")]),
        ("> ```\n> aaa\n\nbbb", [("", "> aaa\n")]),
        ("> ```py\n> a\n\nb\n```py\nc\n```", [("py", "> a\n"), ("py", "c\n")]),
        ("> ```py\n> a\n> > b\n\n~~~\nc", [("py", "> a\n> > b\n"), ("", "c")]),
        ("> ```py\n> a\n> ```py\n> b", [("py", "> a\n> ```py\n> b")]),
        ("> ```py\n> a\n```py\nb", [("py", "> a\n"), ("py", "b")]),
        ("- ```py\n  a\n  ```py\n  b", [("py", "  a\n  ```py\n  b")]),
        ("> ```py\na\n\nb", [("py", "a\n\nb")]),
        ("> ```py\n> a\n\nb\n```", [("py", "> a\n\nb\n")]),
        ("- a\n  ```py\n  b\n\n   c\n\nd\n", [("py", "  b\n\n   c\n\n")]),
        ("- ```py\n  a\n\nb\n- ```py\n  c\n  ```", [("py", "  a\n\n"), ("py", "  c\n")]),
        ("- ```py\na\n  b\nc", [("py", "a\n  b\nc")]),
        (" ```py\na\n b\nc", [("py", "a\n b\nc")]),
        ("```\n```", [("", "")]),
        ("   ```\n   aaa\n  ```", [("", "   aaa\n")]),
        ("```\naaa\n   ```", [("", "aaa\n")]),
        ("```\naaa\n    ```", [("", "aaa\n    ```")]),
        ("``` ```\naaa", []),
        ("~~~~~~\naaa\n~~~ ~~\n", [("", "aaa\n~~~ ~~\n")]),
        ("foo\n```\nbar\n```\nbaz", [("", "bar\n")]),
        ("~~~~    ruby startline=3 $%@#$\ndef foo(x)\n  return 3\nend\n~~~~~~~", [
            ("ruby startline=3 $%@#$", "def foo(x)\n  return 3\nend\n")
        ]),
        ("~~~ aa ``` ~~~\nfoo\n~~~", [("aa ``` ~~~", "foo\n")]),
        ("```\n``` aaa\n```", [("", "``` aaa\n")]),
        ("- a\n\n      ```py\n      x\n      ```\n", [("py", "      x\n")]),
        ("1. ```py\n   x\n   ```\n", [("py", "   x\n")]),
        ("```py\r\nx\r\n```\r\n", [("py", "x\r\n")]),
        ("It prints ```x``` twice.\n```", [("", "")]),
        ("The code: ```py\nx\n```", [("", "")]),
    ],
)  # fmt: skip
def test_blocks(text: str, found: list[tuple[str, str]]) -> None:
    assert contents(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The code: ```py\nx\n```", [("py", "x\n")]),
        ("With `f`: ```\nx\n```", [("", "x\n")]),
        ("It prints ```x```\ny", []),
        ("It prints ```x``` with ```py\ny\n```", [("py", "y\n")]),
        ("Use ``` to fence\nx", []),
        ("ab\nc ~~~\nx", []),
        ("a~~~\nx", []),
        ("```py\nprint('a') # ```\n```", [("py", "print('a') # ```\n")]),
        ("We wrap it in ```\nNow:\n```py\nx\n```", [("py", "x\n")]),
        ("It starts with ```py\nand is:\n```py\nx\n```", [("py", "x\n")]),
        ("So: ```py\nx\n```\u3164", [("py", "x\n```\u3164")]),
        ("So: ```py\nx\n``` That is all.", [("py", "x\n``` That is all.")]),
        ("So: ```py\nx\n```<eos>", [("py", "x\n```<eos>")]),
        ("All: ````md\n```py\nx\n```\n````", [("md", "```py\nx\n```\n")]),
        ('So: ```py\n"""\n    ```py\n    x\n    ```\n"""\n```', [("py", '"""\n    ```py\n    x\n    ```\n"""\n')]),
    ],
)
def test_after_words(text: str, found: list[tuple[str, str]]) -> None:
    assert contents(text, after_words=True) == found


def test_only_the_part_is_read() -> None:
    text = "```\nno\n```\n<answer>```json\n{}\n```</answer>\n```"
    start, end = text.index("```json"), text.index("</answer>")
    (block,) = blocks(text, start, end)
    assert (block.opens, text[block.start : block.end], block.closes) == (start, "{}\n", end)


def test_the_closed_blocks() -> None:
    text = "a ```\n```py\nx\n```\n> ~~~\n> y\n> ~~~\n```\nz"
    assert [text[start:end] for start, end in closed(text, 0, len(text))] == ["```py\nx\n```", "~~~\n> y\n> ~~~"]
    assert closed("no mark", 0, 7) == ()


def test_deep_indentation_takes_linear_time() -> None:
    text = " " * 500_000 + "```a\n" + " ```a\n" * 80_000
    began = time.process_time()
    list(blocks(text, 0, len(text), after_words=True))
    assert time.process_time() - began < 5


@given(TEXTS, st.booleans(), st.integers(0, 80), st.integers(0, 80))
def test_a_part_is_read_as_if_it_were_all(text: str, after_words: bool, first: int, second: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    start -= len(text[:start]) - len(text[:start].rstrip(" \t"))
    there = list(blocks(text, start, end, after_words=after_words))
    alone = list(blocks(text[start:end], 0, end - start, after_words=after_words))
    assert [text[b.start : b.end] for b in there] == [text[start:end][b.start : b.end] for b in alone]
    places = [place for b in there for place in (b.opens, b.start, b.end, b.outer_end)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "piece",
    [
        "```\n",
        "``` ",
        "a```b ",
        "- ",
        "~~~\n```",
        "> ",
        "1. ",
        "`",
        "a `",
        " \t",
        "> ```a\n",
        "> ```a\n\n",
        "> ```a\n> \n~~~\n",
        "a ```b\n",
        "- ```a\n  b\n",
    ],
)
@pytest.mark.parametrize("after_words", [False, True])
def test_time_is_linear(piece: str, after_words: bool) -> None:
    text = "```\n```\n" + piece * (1_000_000 // len(piece))
    began = time.process_time()
    list(blocks(text, 0, len(text), after_words=after_words))
    assert time.process_time() - began < 10  # quadratic time is an hour
