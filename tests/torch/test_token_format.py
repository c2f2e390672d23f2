"""A layout's check on ids says what the layout's parser says of the decoded text, for every row."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace
from functools import cache

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import token_kit
from r1rewards.errors import RewardError
from r1rewards.templates import FAULTS, NAMED, Calls, JsonBody, Template, get
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.vocabulary import Vocabulary
from r1rewards.torch.layouts import reading, scanning
from r1rewards.torch.layouts.token_format import TokenFormat

LITERAL = [name for name, template in NAMED.items() if template.channels is None]


@cache
def vocabulary_of(kind):
    return Vocabulary.of(token_kit.KINDS[kind]())


@cache
def format_of(kind, template="r1-zero"):
    return TokenFormat(vocabulary_of(kind), template, cache=None)


def padded(rows, width=0):
    width = max([width, *(len(ids) for ids, _ in rows)])
    ids = torch.zeros((len(rows), width), dtype=torch.int64)
    mask = torch.zeros((len(rows), width), dtype=torch.bool)
    for number, (row, own) in enumerate(rows):
        ids[number, : len(row)] = torch.tensor(row, dtype=torch.int64)
        mask[number, : len(row)] = torch.tensor(own, dtype=torch.bool)
    return ids, mask


def said(form, ids, mask):
    """What is said of each row: as `token_kit.Expected`, or None where it is undecided."""
    valid, undecided = form.valid(ids, mask).tolist(), form.undecided(ids, mask).tolist()
    faults, spans = form.faults(ids, mask), form.spans(ids, mask)
    codes = [form.codes[code] for code in faults.code.tolist()]
    rows = zip(valid, codes, faults.token.tolist(), torch.stack(spans, 1).tolist(), undecided, strict=True)
    assert not any(one and other for one, other in zip(valid, undecided, strict=True))
    return [
        None if other else token_kit.Expected(one, code, token, tuple(span)) for one, code, token, span, other in rows
    ]


def agree(form, rows, width=0):
    ids, mask = padded(rows, width)
    own = said(form, ids, mask)
    for (row, row_mask), found in zip(rows, own, strict=True):
        wanted = token_kit.expected(form.template, form.vocabulary, row, row_mask)
        if found is not None:
            assert found == wanted, [form.vocabulary.pieces[number] for number in row]
    return own


@pytest.mark.parametrize("name", LITERAL)
def test_every_layout_is_checked_as_its_parser_checks_it(name):
    template = get(name)
    for seed, kind in enumerate(("byte_level", "byte_fallback")):
        rows = list(token_kit.rows(vocabulary_of(kind), template, 100, seed))
        own = agree(format_of(kind, name), rows, width=seed)
        assert any(found is not None and found.valid for found in own)
        assert any(found is not None and found.code for found in own)
        assert (None in own) == (template.calls is not None)


@pytest.mark.parametrize("kind", token_kit.KINDS)
@pytest.mark.parametrize("name", ["r1-zero", "cold-start-prefill"])
def test_every_kind_of_tokenizer_is_read_as_it_decodes(kind, name):
    agree(format_of(kind, name), list(token_kit.rows(vocabulary_of(kind), get(name), 150, seed=5)))


@pytest.mark.parametrize("kind", ["byte_level", "byte_fallback"])
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_text_cut_anyhow(kind, data):
    parts = st.sampled_from(
        [*(tag.encode() for tag in token_kit.TAGS), b"<", b"a", b" \n", b"\xe2\x80", b"\x8b", b"</s>"]
    )
    text = b"".join(
        data.draw(st.lists(parts | st.binary(max_size=3) | st.text(max_size=3).map(str.encode), max_size=14))
    )
    dice = random.Random(data.draw(st.integers(0, 99)))
    ids = token_kit.Cutter(vocabulary_of(kind).pieces).cut(text, dice)
    mask = [dice.random() < 0.9 for _ in ids]
    agree(format_of(kind), [(ids, mask), (ids, [True] * len(ids))])


@pytest.mark.parametrize("kind", ["byte_level", "byte_fallback", "metaspace"])
@pytest.mark.parametrize("name", ["r1-zero", "cold-start-prefill", "hermes"])
def test_what_a_gpu_does_gives_the_same(kind, name, monkeypatch):
    form = format_of(kind, name)
    ids, mask = padded(list(token_kit.rows(vocabulary_of(kind), get(name), 150, seed=9)))
    own = said(form, ids, mask)
    for module in (scanning, reading):
        monkeypatch.setattr(module, "branches", lambda tensor: False)
    assert said(form, ids, mask) == own


CUSTOM = [
    Template("non-ascii", think=("◁think▷", "◁/think▷"), answer=("«", "»")),
    Template("spaces", think=("<my thoughts>", "</my thoughts>"), starts="inside"),
    Template("letters", starts="inside", think=("BEGIN", "DONE"), blank_reasoning=True),
    Template("same", starts="after", think=("%%", "%%"), answer=("$", "$")),
    Template("dropped", special=("<think>", "</think>", "<|tool|>")),
    Template("own end", think=("<think>", "</s>")),
    Template("own calls", calls=Calls(("<call>", "</call>"), JsonBody())),
]


@pytest.mark.parametrize("template", CUSTOM, ids=lambda template: template.name)
def test_layouts_of_ones_own(template):
    vocabulary = vocabulary_of("byte_level")
    agree(TokenFormat(vocabulary, template, cache=None), list(token_kit.rows(vocabulary, template, 200)))


REFUSED = [
    (get("harmony"), "is written in channels"),
    (Template("inside", think=("<a>", "</a>"), answer=("<<a>>", "</b>")), "overlap"),
    (Template("overlapping", think=("<a>x", "x</a>")), "overlap"),
    (Template("control", think=("<|im_end|", "</think>")), "overlap"),
    (Template("itself", think=("aba ab aba ab aba", "</think>")), "where .* begins"),
    (replace(get("kimi"), calls=replace(get("kimi").calls, dropped="(?:a|b)")), "no literal text"),
]


@pytest.mark.parametrize(("template", "problem"), REFUSED, ids=lambda value: getattr(value, "name", ""))
def test_layouts_that_ids_cannot_show_are_refused(template, problem):
    with pytest.raises(RewardError, match=f"{problem}.*text path"):
        TokenFormat(vocabulary_of("byte_level"), template, cache=None)


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (3, 0)])
def test_empty_batches(shape):
    form = format_of("byte_fallback")
    ids = torch.zeros(shape, dtype=torch.int64)
    assert form.valid(ids).tolist() == [False] * shape[0]
    assert [form.codes[code] for code in form.faults(ids).code.tolist()] == ["reasoning-not-opened"] * shape[0]
    assert form.faults(ids).token.tolist() == [-1] * shape[0]
    assert torch.stack(form.spans(ids)).shape == (4, shape[0])


def test_shapes_and_dtypes():
    form = format_of("byte_level")
    ids, mask = padded(list(token_kit.rows(form.vocabulary, form.template, 20)))
    for given_ids, given_mask in (
        (ids.to(torch.int32), mask),
        (ids, mask.to(torch.int64)),
        (ids.to(torch.int16), mask),
    ):
        assert torch.equal(form.valid(given_ids, given_mask), form.valid(ids, mask))
    faults, spans = form.faults(ids, mask), form.spans(ids, mask)
    assert (form.valid(ids, mask).dtype, form.undecided(ids, mask).dtype) == (torch.bool, torch.bool)
    assert (faults.code.dtype, faults.token.dtype) == (torch.uint8, torch.int32)
    assert {(part.dtype, part.shape) for part in spans} == {(torch.int32, (20,))}
    assert form.codes == ("", *FAULTS)


def test_what_is_masked_may_be_any_number():
    form = format_of("byte_level")
    ids, mask = padded(list(token_kit.rows(form.vocabulary, form.template, 50)), width=60)
    for other in (-100, -1, 1 << 40):
        assert said(form, torch.where(mask, ids, other), mask) == said(form, ids, mask)


def test_ids_of_an_embedding_larger_than_the_vocabulary_add_nothing():
    form = format_of("byte_level")
    ids, mask = padded(list(token_kit.rows(form.vocabulary, form.template, 50)), width=60)
    assert torch.equal(form.valid(torch.where(mask, ids, len(form.vocabulary) + 7)), form.valid(ids, mask))


def test_a_negative_id_of_the_model_is_an_error():
    with pytest.raises(RewardError, match=r"ids\[1\]\[1\] is -100.*mask"):
        format_of("byte_level").valid(torch.tensor([[1, 2], [3, -100]]))


def test_ids_come_in_every_shape():
    form = format_of("byte_level")
    rows = list(token_kit.rows(form.vocabulary, form.template, 30))
    ids, mask = padded(rows)
    wanted = form.valid(ids, mask).tolist()
    assert form.valid([row for row, _ in rows], [own for _, own in rows]).tolist() == wanted
    assert form.valid(TokenBatch.of(ids, mask)).tolist() == wanted


def test_it_is_a_value():
    form = format_of("byte_level")
    again = pickle.loads(pickle.dumps(form))
    assert again == form
    assert hash(again) == hash(form)
    assert again.to("cpu") is again
    assert form != format_of("byte_level", "think")
    assert form != format_of("special_tags")
    ids, mask = padded(list(token_kit.rows(form.vocabulary, form.template, 50)))
    assert said(again, ids, mask) == said(form, ids, mask)


@pytest.mark.parametrize("method", ["valid", "faults", "spans"])
def test_methods_compile_as_one_graph(method):
    form = format_of("byte_level").to("cpu")
    compiled = torch.compile(getattr(form, method), fullgraph=True, backend="eager", dynamic=False)
    ids, mask = padded(list(token_kit.rows(form.vocabulary, form.template, 64)), width=50)
    found, wanted = compiled(ids, mask), getattr(form, method)(ids, mask)
    for one, other in zip(found, wanted, strict=True):
        assert torch.equal(one, other)


def test_an_answer_of_which_there_are_several_is_none():
    form = format_of("special_tags")
    encode = token_kit.KINDS["special_tags"]().encode
    ids = torch.tensor([encode("<think>a</think><answer>1</answer><answer>1</answer>").ids])
    assert form.codes[int(form.faults(ids).code)] == "answer-repeated"
    assert (int(form.spans(ids).answer_start), int(form.spans(ids).answer_end)) == (-1, -1)
