"""What ids add to the text: the same as the tokenizer's own decode, for every kind of tokenizer."""

from __future__ import annotations

import copy
import pickle
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from tokenizers import Tokenizer, decoders, models

import token_kit
from r1rewards.errors import RewardError
from r1rewards.templates import get
from r1rewards.torch.ids.vocabulary import Vocabulary


@pytest.mark.parametrize("kind", token_kit.KINDS)
def test_random_ids_decode_as_the_tokenizer_decodes_them(kind):
    tokenizer = token_kit.KINDS[kind]()
    vocabulary = Vocabulary.of(tokenizer)
    dice = random.Random(1)
    raw = [number for number in range(len(vocabulary)) if vocabulary.fallback[number]] or range(len(vocabulary))
    rows = [[dice.randrange(len(vocabulary) + 2) for _ in range(dice.randrange(20))] for _ in range(1500)]
    rows += [[*dice.choices(raw, k=dice.randrange(6)), dice.randrange(len(vocabulary))] for _ in range(500)]
    rows += [[dice.randrange(len(vocabulary))] for _ in range(500)]
    rows += [ids for ids, _ in token_kit.rows(vocabulary, get("r1-zero"), 1000)]
    decoded = tokenizer.decode_batch(rows, skip_special_tokens=False)
    assert [vocabulary.decode(row) for row in rows] == decoded


@pytest.mark.parametrize("kind", ["byte_level", "byte_fallback"])
def test_a_tokenizer_of_transformers_is_read_as_its_backend(kind):
    transformers = pytest.importorskip("transformers")
    backend = token_kit.KINDS[kind]()
    tokenizer = transformers.PreTrainedTokenizerFast(tokenizer_object=backend)
    vocabulary = Vocabulary.of(tokenizer)
    assert vocabulary == Vocabulary.of(backend)
    ids = tokenizer.encode(" <think>3 + 4</think> <answer>7</answer>", add_special_tokens=False)
    own = tokenizer.decode(ids, skip_special_tokens=False, clean_up_tokenization_spaces=False)
    assert vocabulary.decode(ids) == own


def test_a_vocabulary_is_a_value():
    vocabularies = [Vocabulary.of(make()) for make in token_kit.KINDS.values()]
    assert len(set(vocabularies)) == len(vocabularies)
    for vocabulary in vocabularies:
        again = pickle.loads(pickle.dumps(vocabulary))
        assert again == vocabulary
        assert hash(again) == hash(vocabulary)
        assert again.decode(range(60)) == vocabulary.decode(range(60))
        assert copy.deepcopy(vocabulary) == vocabulary
        assert Vocabulary.of(vocabulary) is vocabulary


def test_it_is_kept_until_the_tokenizer_changes():
    tokenizer = token_kit.byte_level()
    vocabulary = Vocabulary.of(tokenizer)
    assert Vocabulary.of(tokenizer) is vocabulary
    tokenizer.add_tokens(["<tool>"])
    assert len(Vocabulary.of(tokenizer)) == len(vocabulary) + 1
    tokenizer.decoder = decoders.Fuse()
    assert Vocabulary.of(tokenizer).decode([len(vocabulary)]) == "<tool>"


def test_pieces_are_bytes_also_where_a_character_is_cut():
    vocabulary = Vocabulary.of(token_kit.KINDS["byte_level"]())
    cut = [vocabulary.pieces.index(b"\xe4"), vocabulary.pieces.index(b"\xbd"), vocabulary.pieces.index(b"\xa0")]
    assert vocabulary.decode(cut) == "你"
    assert vocabulary.decode(cut[:2]) == "\ufffd"


def test_raw_bytes_that_are_no_text_are_one_sign_each():
    vocabulary = Vocabulary.of(token_kit.KINDS["byte_fallback"]())
    raw = {vocabulary.pieces[i]: i for i in range(len(vocabulary)) if vocabulary.fallback[i]}
    assert vocabulary.decode([raw[b"\xe4"], raw[b"\xbd"], raw[b"\xa0"]]) == "你"
    assert vocabulary.decode([raw[b"\xe4"], raw[b"\xbd"], raw[b"a"]]) == "\ufffd" * 3


def test_ids_without_a_token_add_nothing():
    tokenizer = Tokenizer(models.WordLevel({"a": 0, "b": 5}, unk_token="a"))
    tokenizer.decoder = decoders.Fuse()
    vocabulary = Vocabulary.of(tokenizer)
    assert len(vocabulary) == 6
    assert vocabulary.decode([0, 3, 5, 9]) == "ab" == tokenizer.decode([0, 3, 5, 9])


@pytest.mark.parametrize(
    "decoder",
    [
        decoders.WordPiece(),
        decoders.BPEDecoder(),
        decoders.Sequence([decoders.ByteFallback(), decoders.Replace("a", "b")]),
        decoders.Sequence([decoders.Fuse(), decoders.Strip("_", 1, 0)]),
        decoders.Sequence([decoders.Strip(" ", 1, 0)]),
        decoders.Sequence([decoders.Fuse(), decoders.Replace("ab", "c")]),
        decoders.Sequence([decoders.Fuse(), decoders.Replace("", "c"), decoders.Fuse()]),
        decoders.Sequence([decoders.Fuse(), decoders.Metaspace()]),
    ],
)
def test_decoders_that_are_not_known_are_refused(decoder):
    tokenizer = Tokenizer(models.WordLevel({"a": 0, "##b": 1, "<0x41>": 2}, unk_token="a"))
    tokenizer.decoder = decoder
    with pytest.raises(RewardError, match=r"the tokenizer's decoder has the step .*use the text path"):
        Vocabulary.of(tokenizer)


def test_what_is_no_fast_tokenizer_is_refused():
    with pytest.raises(RewardError, match=r"str is not a fast tokenizer: give the object, AutoTokenizer"):
        Vocabulary.of("Qwen/Qwen3-8B")
    with pytest.raises(RewardError, match=r"give the tokenizer that it holds, processor\.tokenizer"):
        Vocabulary.of(SimpleNamespace(tokenizer=token_kit.KINDS["byte_level"]()))
    with pytest.raises(RewardError, match="has no tokens"):
        Vocabulary.of(Tokenizer(models.BPE()))


def test_a_tokenizer_that_decodes_in_its_own_way_is_refused():
    class Odd:
        def __init__(self):
            self.backend_tokenizer = token_kit.KINDS["byte_level"]()

        def decode(self, ids, **options):
            return self.backend_tokenizer.decode(ids, skip_special_tokens=False).upper()

    with pytest.raises(RewardError, match=r"Odd decodes the ids .* to .*use the text path"):
        Vocabulary.of(Odd())


def test_threads_may_ask_for_vocabularies_at_once():
    tokenizers = [token_kit.characters() for _ in range(12)]
    expected = Vocabulary.of(tokenizers[0])
    often = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for found in pool.map(Vocabulary.of, tokenizers * 40):
                assert found == expected
    finally:
        sys.setswitchinterval(often)
