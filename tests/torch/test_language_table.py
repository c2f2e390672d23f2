"""The share of a language on ids: near the word-level scorer's, and not to be raised by what is no language."""

from __future__ import annotations

import json
import os
import pickle
import random
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

import mixed_texts
import token_kit
from r1rewards.errors import RewardError
from r1rewards.language import proportion
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.languages import labels as language_labels
from r1rewards.torch.languages import neutral_tokens
from r1rewards.torch.languages import table as language_table
from r1rewards.torch.languages.table import LanguageTable

LANGUAGES = tuple(mixed_texts.SENTENCES)
DATA = Path(os.environ.get("R1REWARDS_DATA", "../shared/data")) / "lang" / "mixes_dev.jsonl"

ENGLISH = " ".join(mixed_texts.SENTENCES["en"])
GERMAN = " ".join(mixed_texts.SENTENCES["de"])
CHINESE = "".join(mixed_texts.SENTENCES["zh"])


@cache
def tokenizer(kind):
    """A tokenizer whose vocabulary has the frequent words, as those of models do."""
    from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

    texts = [text for texts in mixed_texts.SENTENCES.values() for text in texts] * 3
    if kind == "byte_level":
        made = Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        made.decoder = decoders.ByteLevel()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = trainers.BpeTrainer(vocab_size=4000, initial_alphabet=alphabet, show_progress=False)
        made.train_from_iterator(texts, trainer)
        return made
    made = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    made.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    made.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    raw = [f"<0x{byte:02X}>" for byte in range(256)]
    trainer = trainers.BpeTrainer(vocab_size=4000, special_tokens=["<unk>", *raw], show_progress=False)
    made.train_from_iterator([word for text in texts for word in (" " + text).replace(" ", " ▁").split()], trainer)
    return made


@cache
def table(kind="byte_level"):
    return LanguageTable(tokenizer(kind), LANGUAGES, cache=False)


def ids(text, kind="byte_level"):
    return tokenizer(kind).encode(text, add_special_tokens=False).ids


def share(text, language="en", kind="byte_level"):
    return table(kind).share([ids(text, kind)], language=language).item()


@pytest.mark.parametrize("kind", ["byte_level", "byte_fallback"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_in_one_language_is_in_it(language, kind):
    text = " ".join(mixed_texts.SENTENCES[language])
    assert share(text, language, kind) > 0.95
    others = [share(text, other, kind) for other in LANGUAGES if other != language]
    assert max(others) < 0.05


@pytest.mark.parametrize("kind", ["byte_level", "byte_fallback"])
def test_mixed_texts_are_within_the_stated_distance(kind):
    dice = random.Random(7)
    asked = [(dice.choice(LANGUAGES), dice.choice(LANGUAGES), dice.choice((0, 0.1, 0.3, 0.6))) for _ in range(100)]
    texts = [mixed_texts.mixed(dice, *one) for one in asked]
    found = table(kind).share([ids(text, kind) for text in texts], language=[one[0] for one in asked])
    words = [proportion(text, one[0]) for text, one in zip(texts, asked, strict=True)]
    assert min(profile.words for profile in words) >= 50
    distances = np.abs(found.numpy() - np.array([profile.proportion for profile in words]))
    assert np.quantile(distances, 0.99) <= LanguageTable.distance
    assert distances.mean() < 0.02


@pytest.mark.skipif(not DATA.is_file(), reason=f"{DATA} is not there")
def test_sentences_of_treebanks_are_near_the_word_level_scorer():
    rows = [
        row for row in map(json.loads, DATA.read_text(encoding="utf-8").splitlines()) if row["language"] in LANGUAGES
    ][::12]
    found = table().share([ids(row["text"]) for row in rows], language=[row["language"] for row in rows])
    words = np.array([proportion(row["text"], row["language"]).proportion for row in rows])
    # The vocabulary knows few of these words, and is far from a model's.
    assert np.abs(found.numpy() - words).mean() < 0.1


def test_rows_do_not_depend_on_their_neighbours_nor_on_padding():
    texts = [mixed_texts.mixed(random.Random(number), "de", "en", 0.4, number) for number in range(9)]
    rows = [ids(text) for text in texts]
    alone = [table().share([row], language="de").item() for row in rows]
    assert table().share(rows, language="de").tolist() == pytest.approx(alone, abs=1e-6)
    left = torch.zeros((len(rows), 900), dtype=torch.int64)
    mask = torch.zeros(left.shape, dtype=torch.bool)
    for number, row in enumerate(rows):
        left[number, 900 - len(row) :] = torch.tensor(row)
        mask[number, 900 - len(row) :] = True
    assert table().share(left, mask, language="de").tolist() == pytest.approx(alone, abs=1e-6)


def test_holes_are_left_out_as_the_text_leaves_them_out():
    row = ids(GERMAN)
    tool = ids(ENGLISH)
    given = torch.tensor([row[:41] + tool + row[41:]])
    mask = torch.tensor([[True] * 41 + [False] * len(tool) + [True] * (len(row) - 41)])
    assert table().share(given, mask, language="de").item() == table().share([row], language="de").item()
    assert (table().per_token(given, mask, language="de")[~mask] == -1).all()
    assert (table().per_token(given, language="de")[~mask] == table().codes.index("en")).float().mean() > 0.7


def test_where_and_spans_say_what_is_judged():
    first, second = ids(GERMAN), ids(ENGLISH)
    given = torch.tensor([first + second])
    where = torch.arange(given.shape[1])[None] < len(first)
    spans = torch.tensor([[len(first), given.shape[1]]])
    assert table().share(given, language="de", where=where).item() > 0.95
    assert table().share(given, language="de", spans=spans).item() < 0.05
    with pytest.raises(RewardError, match="spans is"):
        table().share(given, spans=spans[0])


def test_no_words_are_a_share_of_0():
    rows = [[], ids("12 + 30 = 42"), ids("$x$"), ids("?!"), ids(" x")]
    assert table().share(rows).tolist() == [0.0] * len(rows)
    assert table().words(rows).tolist() == [0.0] * len(rows)
    masked = torch.zeros((2, 5), dtype=torch.bool)
    assert table().share(torch.ones((2, 5), dtype=torch.int64), masked).tolist() == [0.0, 0.0]
    assert table().share(torch.zeros((3, 0), dtype=torch.int64)).tolist() == [0.0] * 3
    assert table().share(torch.zeros((0, 4), dtype=torch.int64)).shape == (0,)
    assert table().words_by_language(torch.zeros((0, 4), dtype=torch.int64)).shape == (0, len(table().codes))
    assert table().per_token(torch.zeros((3, 0), dtype=torch.int64)).shape == (3, 0)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_one_token_has_a_share_from_0_to_1(language):
    rows = [[number] for number in range(0, len(table().vocabulary), 3)]
    together = table().share(rows, language=language)
    assert ((together >= 0) & (together <= 1)).all()
    assert together.sum() > 60
    assert [table().share([row], language=language).item() for row in rows[::100]] == together[::100].tolist()


def test_shapes_and_types_are_those_that_the_docstrings_name():
    rows = [ids(ENGLISH), ids(CHINESE)]
    batch = TokenBatch.of(rows)
    shares, words = table().share(batch), table().words(batch)
    by_language, tokens = table().words_by_language(batch), table().per_token(batch)
    assert (shares.dtype, shares.shape) == (torch.float32, (2,))
    assert (by_language.dtype, by_language.shape) == (torch.float32, (2, len(table().codes)))
    assert (tokens.dtype, tokens.shape) == (torch.int16, batch.ids.shape)
    assert torch.allclose(by_language.sum(1), words)
    assert torch.allclose(by_language[:, table().codes.index("en")] / words, shares)
    assert torch.equal(table().share(batch.ids.to(torch.int32), batch.mask), shares)


def test_each_row_has_its_own_target():
    rows = [ids(ENGLISH), ids(GERMAN), ids(CHINESE)]
    right, wrong = ["en", "de", "zh"], ["de", "zh", "en"]
    assert table().share(rows, language=right).min() > 0.95
    assert table().share(rows, language=wrong).max() < 0.05
    places = torch.tensor([LANGUAGES.index(code) for code in right])
    assert torch.equal(table().share(rows, language=places), table().share(rows, language=right))
    assert torch.equal(table().share(rows), table().share(rows, language=LANGUAGES[0]))


def test_tokens_have_the_language_of_their_words():
    row = ids(f"{GERMAN} {ENGLISH}")
    codes = table().per_token([row], language="de")[0].tolist()
    german = len(ids(GERMAN))
    names = [table().codes[code] if code >= 0 else "" for code in codes]
    assert names[:german].count("de") > 0.8 * german
    assert names[german:].count("en") > 0.8 * (len(row) - german)
    assert "en" not in names[: german - 3]


@pytest.mark.parametrize(
    "noise",
    [
        "12345 67 8.9 ",
        "$x^2 + y_1 = z$ ",
        "\\(\\frac{alpha}{beta} \\cdot \\sqrt{n}\\) ",
        "`value = other` ",
        "\n```python\nfor number in range(10):\n    print(number)\n```\n",
        "... !? -- ** ",
        "https://example.org/the/way/to/the/answer ",
        "<think></think> <answer></answer> ",
        "x y z n k ",
    ],
)
def test_what_is_no_language_raises_no_share(noise):
    text = " ".join(mixed_texts.SENTENCES["de"][:6])
    mixture = f"{text} {ENGLISH[:200]}"
    plain = share(mixture)
    assert 0.2 < plain < 0.8
    for many in (1, 8, 60):
        assert share(f"{mixture} {noise * many}") <= plain + 0.02
        assert share(f"{text} {noise * many}") < 0.05


def test_a_sentence_that_is_said_again_counts_once():
    own, foreign = mixed_texts.SENTENCES["en"][0], GERMAN
    once = share(f"{foreign} {own}")
    assert share(f"{foreign} {' '.join([own] * 50)}") < once + 0.1
    assert share(f"{foreign} {'the ' * 300}") < 0.15


HIDINGS = {
    "words of inline code": lambda text: "".join(f"`{part}` " for part in text.split()),
    "words of formulas": lambda text: "".join(f"${part}$ " for part in text.split()),
    "a formula": lambda text: f"$$ {text} $$",
    "inline code": lambda text: f"`{text}`",
    "a block of code": lambda text: f"\n```\n{text}\n```\n",
    "capitals": str.title,
    "words with digits": lambda text: text.replace(" ", "1 "),
    "identifiers": lambda text: text.replace(" ", "_"),
    "camel case": lambda text: text.title().replace(" ", ""),
    "a formula that is never closed": lambda text: f"\\[ {text}",
    "inline code that is never closed": lambda text: f"`{text}",
}


@pytest.mark.parametrize("hiding", HIDINGS)
def test_foreign_prose_cannot_hide(hiding):
    text = " ".join(mixed_texts.SENTENCES["fr"][:6])
    assert share(f"{ENGLISH[:120]} {HIDINGS[hiding](text)}") < 0.7


def test_foreign_prose_that_is_spelled_counts():
    spelled = " ".join("".join(mixed_texts.SENTENCES["fr"]).replace(" ", ""))
    assert share(f"{ENGLISH[:120]} {spelled}") < 0.5


def test_prose_of_the_target_in_code_earns_nothing():
    assert share(f"{GERMAN}\n```\n{ENGLISH}\n```\n") < 0.1
    assert share(f"{GERMAN} $$ {ENGLISH} $$") < 0.1


def test_an_opening_that_is_never_closed_hides_nothing_for_ever():
    for opening in ("$", "$$", "`", "\\(", "\\[", "<tag ", "\\boxed{"):
        assert share(f"{opening}x\n\n{GERMAN}") < 0.05
        assert share(f"{opening}x\n\n{ENGLISH}") > 0.95


def test_a_gpu_computes_the_same(monkeypatch):
    """There, nothing branches on values: all shapes follow from the shapes of what is given."""
    dice = random.Random(5)
    texts = [mixed_texts.mixed(dice, "de", other, 0.4, number) for number, other in enumerate(LANGUAGES)]
    batch = TokenBatch.of([[], *([*ids(text), *[1] * 7] for text in texts)])
    mask = batch.mask & (torch.arange(batch.mask.shape[1]) % 29 != 0)
    languages = dice.choices(LANGUAGES, k=len(batch))
    shares, tokens = (of(batch.ids, mask, language=languages) for of in (table().share, table().per_token))
    for module in (language_labels, language_table, neutral_tokens):
        monkeypatch.setattr(module, "branches", lambda _: False)
    assert torch.equal(table().per_token(batch.ids, mask, language=languages), tokens)
    assert torch.allclose(table().share(batch.ids, mask, language=languages), shares, atol=1e-6)


def test_names_of_languages_are_read_as_the_reward_reads_them():
    made = LanguageTable(tokenizer("byte_level"), ["English", "zh-Hans", "en"], cache=False)
    assert made.languages == ("en", "zh")
    assert made.share([ids(CHINESE)], language="Chinese").item() > 0.95


def test_ids_past_the_vocabulary_add_nothing():  # models have more rows in their embedding than tokenizers have ids
    own = ids(ENGLISH)
    more = [*own[:4], 999_999, *own[4:], len(table().vocabulary)]
    assert table().share([more], language="en") == table().share([own], language="en") == 1
    assert table().words([more]) == table().words([own])
    found = table().per_token([more])[0].tolist()
    assert (found[4], found[-1]) == (-1, -1)
    assert found[:4] + found[5:-1] == table().per_token([own])[0].tolist()


def test_errors_say_what_to_give():
    with pytest.raises(RewardError, match="language is 'xx'"):
        LanguageTable(tokenizer("byte_level"), ["xx"], cache=False)
    with pytest.raises(RewardError, match="languages is empty"):
        LanguageTable(tokenizer("byte_level"), [], cache=False)
    with pytest.raises(RewardError, match=r"the table has .*: name it, too, when you build the table"):
        table().share([[1]], language="it")
    with pytest.raises(RewardError, match="language is 'klingon'"):
        table().share([[1]], language="klingon")
    with pytest.raises(RewardError, match="2 entries for 1 rows"):
        table().share([[1]], language=["en", "de"])
    with pytest.raises(RewardError, match="language is"):
        table().share([[1]], language=torch.tensor([0.5]))
    with pytest.raises(RewardError, match=r"ids is a tensor of torch\.float32"):
        table().share(torch.zeros((2, 3)))
    with pytest.raises(RewardError, match="mask has the shape"):
        table().share(torch.zeros((2, 3), dtype=torch.int64), torch.ones((2, 4), dtype=torch.bool))
    with pytest.raises(RewardError, match="not a fast tokenizer"):
        LanguageTable(object(), ["en"])


def test_a_table_is_kept_on_disk_and_survives_a_pickle(tmp_path):
    made = LanguageTable(tokenizer("byte_level"), ["de", "en"], cache=tmp_path)
    (file,) = tmp_path.iterdir()
    again = LanguageTable(tokenizer("byte_level"), ["de", "en"], cache=tmp_path)
    copied = pickle.loads(pickle.dumps(again.to("cpu")))
    rows = [ids(GERMAN), ids(ENGLISH)]
    assert made == again == copied
    assert hash(made) == hash(copied)
    assert torch.equal(made.share(rows), copied.share(rows))
    file.write_bytes(b"broken")
    assert torch.equal(
        LanguageTable(tokenizer("byte_level"), ["de", "en"], cache=tmp_path).share(rows), made.share(rows)
    )


def test_any_tokens_in_any_order_are_judged():
    for kind, make in token_kit.KINDS.items():
        made = LanguageTable(make(), ["en", "ja"], cache=False)
        dice = random.Random(kind)
        rows = [[dice.randrange(len(made.vocabulary)) for _ in range(dice.randrange(60))] for _ in range(40)]
        for language in ("en", "ja"):
            found = made.share(rows, language=language)
            assert ((found >= 0) & (found <= 1)).all()
