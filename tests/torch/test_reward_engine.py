"""RewardEngine: what it decodes, grades once, gives back on tensors, and refuses."""

from __future__ import annotations

import copy
import os
import pickle
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

import r1rewards as r1
from r1rewards.core.score import Score, Verdict
from r1rewards.errors import RewardError
from r1rewards.testing import MockExecutor
from r1rewards.torch.engine.engine import RewardEngine
from r1rewards.torch.engine.reward_batch import VERDICTS
from r1rewards.torch.engine.text_path import _key
from r1rewards.torch.estimating.advantage import advantages
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.vocabulary import Vocabulary
from token_kit import KINDS

TOKENIZER = KINDS["byte_level"]()
LONG = "We add three and four. " * 60


def encoded(*texts: str) -> list[list[int]]:
    return [TOKENIZER.encode(text, add_special_tokens=False).ids for text in texts]


def written(answer: str, thoughts: str = "3 + 4") -> str:
    return f"<think>{thoughts}</think>\n<answer>{answer}</answer>"


@cache
def engine(**fields: Any) -> RewardEngine:
    return RewardEngine(r1.presets.r1_zero(), TOKENIZER, **fields)


@dataclass
class Counting:
    """Notes the texts that it is asked about."""

    name: str = "counting"
    reads: str = "text"
    texts: list[str] = field(default_factory=list)
    gate: threading.Event | None = None

    def score(self, samples: Sequence[r1.Sample], /) -> list[Score]:
        if self.gate is not None:
            assert self.gate.wait(60)
        self.texts += [sample.text for sample in samples]
        return [Score(float(len(sample.text)), Verdict.MEASURED, "counted") for sample in samples]


# --- what is decoded and graded --------------------------------------------------------------------------------------


def test_of_a_well_formed_row_little_more_than_the_answer_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[int] = []
    whole = Vocabulary.decode

    def decode(self: Vocabulary, ids: Sequence[int]) -> str:
        decoded.append(len(ids))
        return whole(self, ids)

    engine()  # which reads the tokenizer
    monkeypatch.setattr(Vocabulary, "decode", decode)
    ids = encoded(written("7", LONG))
    assert len(ids[0]) > 500
    (score,) = engine()(ids, references=["7"]).scores
    assert score.verdict == "correct"
    assert sum(decoded) < 250
    decoded.clear()
    engine()(encoded(written("7", LONG) + "x"), references=["7"])
    assert sum(decoded) > 500


def test_rows_that_only_ids_decide_are_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = (
        r1.Part(r1.FormatReward()),
        r1.Part(r1.LengthReward(r1.SoftOverlong(99, 9))),
        r1.Part(r1.RepetitionReward(unit="tokens")),
    )
    monkeypatch.setattr(Vocabulary, "decode", None)  # calling it would raise
    found = RewardEngine(r1.WeightedReward(parts), TOKENIZER)(encoded(written("7"), "no", ""))
    assert found.values[:, 0].tolist() == [1.0, 0.0, 0.0]
    assert found.names == ("format", "length", "repetition")


def test_tokens_that_end_a_row_are_no_text_and_count_as_length() -> None:
    class Ending:
        """A tokenizer as those of transformers, whose end of text is in no list of the library's."""

        backend_tokenizer = TOKENIZER
        eos_token_id = pad_token_id = TOKENIZER.token_to_id("é")

        def decode(self, ids: list[int], **_: Any) -> str:
            text: str = TOKENIZER.decode(ids, skip_special_tokens=False)
            return text

    parts = (r1.Part(r1.FormatReward()), r1.Part(r1.LengthReward(r1.LengthBand(0, 10**6))))
    reward, end = r1.WeightedReward(parts), Ending.eos_token_id
    (row,) = encoded(written("7"))
    rows = [row, [*row, end], [*row, end, end, end], [end, *row], [end]]
    found = RewardEngine(reward, Ending())(rows)
    assert found.values[:, 0].tolist() == [1, 1, 1, 0, 0]
    assert [score.data["length"] for score in found.part_scores[1]] == [len(one) for one in rows]
    assert RewardEngine(reward, Ending(), ends=())(rows).values[:, 0].tolist() == [1, 0, 0, 0, 0]
    assert RewardEngine(reward, TOKENIZER, ends=[end])(rows).values[:, 0].tolist() == [1, 1, 1, 0, 0]
    length = RewardEngine(r1.from_function(lambda sample: len(sample.token_ids or ())), Ending())(rows)
    assert length.total.tolist() == [len(one) for one in rows]


def test_equal_texts_are_graded_once_where_the_reward_reads_texts_alone() -> None:
    reward = Counting()
    found = RewardEngine(reward, TOKENIZER)(encoded("a", "a", "b", "a"), references=["1", "1", "1", "2"])
    assert reward.texts == ["a", "b", "a"]
    assert found.total.tolist() == [1.0, 1.0, 1.0, 1.0]
    reward = Counting(reads="sample")
    RewardEngine(reward, TOKENIZER)(encoded("a", "a", "b", "a"), references=["1", "1", "1", "2"])
    assert reward.texts == ["a", "a", "b", "a"]


@pytest.mark.parametrize(
    ("references", "graded"), [([[1], [1]], 1), ([{"a": 1}, {"a": 2}], 2), ([1, True], 2), ([{"a": 1}, {"a": 1}], 1)]
)
def test_what_else_is_known_of_a_row_tells_it_from_others(references: list[Any], graded: int) -> None:
    reward = Counting()
    RewardEngine(reward, TOKENIZER)(encoded("a", "a"), references=references)
    assert len(reward.texts) == graded


def test_scalars_of_numpy_are_told_apart_by_what_they_hold() -> None:
    days = [np.datetime64(day) for day in ("2020-01-01", "2021-01-01", "2020-01-01")]
    first, second, third = map(_key, days)
    assert first == third != second


def test_what_a_reward_reads_of_a_sample() -> None:
    seen: list[r1.Sample] = []

    def look(sample: r1.Sample) -> float:
        seen.append(sample)
        return 1.0

    ids = encoded(written("7"))
    mask = [[True] * (len(ids[0]) - 2) + [False] * 2]
    RewardEngine(r1.from_function(look), TOKENIZER)(
        ids,
        mask,
        ["7"],
        ["p"],
        prompts=["3 + 4?"],
        finish_reasons=["stop"],
        columns={"task": ["sum"], "meta": [{"a": 1}]},
    )
    (sample,) = seen
    assert sample.token_ids == ids[0][:-2]
    assert sample.text == Vocabulary.of(TOKENIZER).decode(ids[0][:-2])
    assert (sample.reference, sample.prompt, sample.group, sample.task) == ("7", "3 + 4?", "p", "sum")
    assert (sample.finish_reason, sample.meta) == ("stop", {"a": 1})


def test_a_reward_that_compares_groups_sees_them_whole() -> None:
    @dataclass(frozen=True)
    class Rank:
        name: str = "rank"
        scope: str = "group"

        def score(self, samples: Sequence[r1.Sample], /) -> list[Score]:
            return [Score(float(sum(o.group == s.group for o in samples)), Verdict.MEASURED, "ranked") for s in samples]

    reward = r1.WeightedReward((r1.Part(Rank()), r1.Part(r1.FormatReward())))
    found = RewardEngine(reward, TOKENIZER)(encoded("a", "b", "a", "a"), groups=["x", "y", "x", "x"])
    assert found.total.tolist() == [3.0, 1.0, 3.0, 3.0]


def test_a_sample_that_overruns_is_judged_as_a_whole() -> None:
    texts = [written("7"), written("8"), "slow"]
    samples = [r1.Sample(text, "7") for text in texts]

    def trouble() -> MockExecutor:
        return MockExecutor({"slow": "overruns"})

    expected = r1.grade(r1.presets.r1_zero(), samples, executor=trouble(), timeout=1.0)
    found = RewardEngine(r1.presets.r1_zero(), TOKENIZER, executor=trouble(), timeout=1.0)(
        encoded(*texts), references=["7"] * 3
    )
    assert [s.value for s in found.scores] == [s.value for s in expected] == [2.0, 1.0, 0.0]
    assert found.scores[2] == expected[2]
    assert found.values[2].isnan().all()
    assert found.mask.all()
    assert found.token_rewards(part="math").isfinite().all()


# --- tensors ---------------------------------------------------------------------------------------------------------


def test_scores_as_tensors() -> None:
    found = engine()(encoded(written("7"), written("8"), "no", written("7")), references=["7", "7", "7", None])
    assert found.values.tolist()[:3] == [[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]
    assert found.values[3].isnan().tolist() == [True, False]
    assert found.total.isnan().tolist() == [False, False, False, True]
    assert found.mask.tolist() == [True, True, True, False]
    assert [VERDICTS[code] for code in found.verdicts.tolist()] == [score.verdict for score in found.scores]
    assert (found.names, found.weights) == (("math", "format"), (1.0, 1.0))
    assert found.advantages is found.keep is None
    assert (found.values.dtype, found.total.dtype, found.verdicts.dtype) == (
        torch.float32,
        torch.float32,
        torch.uint8,
    )
    assert len(found) == 4


def test_parts_on_tokens_add_up_to_the_total_wherever_they_are_paid() -> None:
    found = engine()(encoded(written("7"), written("8"), "no", written("7")), references=["7", "7", "7", None])
    math = found.token_rewards("span", part="math")
    both = math + found.token_rewards("last", part="format")
    assert torch.allclose(both.sum(1), found.total.nan_to_num(0.0))
    assert math[0].sum() == 1
    (place,) = math[0].nonzero()[:, 0].tolist()
    assert "7" in TOKENIZER.decode([int(found.tokens.ids[0, place])], skip_special_tokens=False)
    assert torch.equal(found.token_rewards().sum(1), found.total.nan_to_num(0.0))
    assert torch.equal(found.token_rewards("turns").sum(1), found.total.nan_to_num(0.0))
    assert torch.equal(found.token_rewards(part=1), found.token_rewards(part="format"))
    with pytest.raises(RewardError, match="part is 'maths': choose one of math, format"):
        found.token_rewards(part="maths")


TEXTS = (written("7"), written("8"), "no", written("7"), written("9"), written("7"))
GOLDS = ["7", "7", "7", None, "7", "7"]


@pytest.mark.parametrize(
    "groups", [3, [0, 0, 0, 1, 1, 1], ["a", "a", "a", "b", "b", "b"], torch.tensor([5, 5, 5, 2, 2, 2])], ids=str
)
@pytest.mark.parametrize("kind", ["grpo", "dr-grpo", "rloo", "dapo"])
def test_advantages_are_those_of_the_totals(groups: Any, kind: str) -> None:
    like = "verl" if kind == "dapo" else "trl"
    found = engine(advantages=kind, like=like)(encoded(*TEXTS), references=GOLDS, groups=groups)
    assert found.advantages is not None
    assert torch.equal(found.advantages, advantages(found.total, groups, kind, like=like))
    assert found.advantages[3] == 0


def test_each_reward_is_scaled_by_itself_where_the_kind_says_so() -> None:
    found = engine(advantages="gdpo")(encoded(*TEXTS), references=GOLDS, groups=2)
    values = found.values.clone()
    values[3] = torch.nan  # the total is None, whatever the format is worth
    assert found.advantages is not None
    assert torch.equal(found.advantages, advantages(values, 2, "gdpo", weights=[1.0, 1.0]))


def test_samples_bring_their_groups() -> None:
    samples = [r1.Sample("", gold, group=row // 2) for row, gold in enumerate(GOLDS)]
    with_samples = engine(advantages="grpo")(encoded(*TEXTS), samples=samples)
    by_size = engine(advantages="grpo")(encoded(*TEXTS), references=GOLDS, groups=2)
    assert torch.equal(with_samples.advantages, by_size.advantages)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 4), st.integers(0, 6), st.data())
def test_any_shape(rows: int, width: int, data: st.DataObject) -> None:
    size = len(Vocabulary.of(TOKENIZER))
    ids = np.array([[data.draw(st.integers(0, size + 3)) for _ in range(width)] for _ in range(rows)], np.int64)
    mask = np.array([[data.draw(st.booleans()) for _ in range(width)] for _ in range(rows)], bool)
    ids, mask = ids.reshape(rows, width), mask.reshape(rows, width)
    found = engine(advantages="grpo", chunk=3)(ids, mask, ["7"] * rows, ["a"] * rows)
    batch = TokenBatch.of(ids, mask)
    vocabulary = Vocabulary.of(TOKENIZER)
    expected = r1.grade(r1.presets.r1_zero(), [r1.Sample(vocabulary.decode(row), "7") for row in batch.rows()])
    assert found.total.tolist() == [score.value for score in expected]
    assert found.values.shape == (rows, 2)
    assert found.token_rewards().shape == (rows, width)
    assert found.token_rewards("span", part="math").shape == (rows, width)


def test_every_shape_of_ids_is_one_batch() -> None:
    ids = encoded(*TEXTS)
    flat = torch.tensor([one for row in ids for one in row])
    expected = engine()(ids, references=GOLDS).values
    for given_ids in (TokenBatch.of(ids), [torch.tensor(row) for row in ids], [np.array(row) for row in ids]):
        assert torch.equal(engine()(given_ids, references=GOLDS).values.nan_to_num(-1), expected.nan_to_num(-1))
    packed = engine()(flat, references=GOLDS, offsets=np.cumsum([0, *map(len, ids)]))
    assert torch.equal(packed.values.nan_to_num(-1), expected.nan_to_num(-1))


# --- later -----------------------------------------------------------------------------------------------------------


def test_submit_returns_at_once_and_what_is_written_over_its_ids_changes_nothing() -> None:
    gate = threading.Event()
    reward = r1.WeightedReward((r1.Part(Counting(gate=gate)), r1.Part(r1.FormatReward())))
    with RewardEngine(reward, TOKENIZER, advantages="grpo") as later:
        ids = TokenBatch.of(encoded(written("7"), "no")).ids
        first = later.submit(ids, None, ["7", "7"], 2)
        second = later.submit(encoded("abc"), groups=1)
        ids.zero_()
        assert not first.done()
        assert not second.done()
        gate.set()
        assert first.result(60).total.tolist() == [len(written("7")) + 1.0, pytest.approx(30, abs=30)]
        assert second.result(60).values.tolist() == [[3.0, 0.0]]
    later.close()
    assert later.submit(encoded("abcd"), groups=1).result(60).values[0, 0] == 4.0
    later.close()


def test_nothing_that_is_asked_of_a_device_looks_at_a_value() -> None:
    parts = (
        r1.Part(r1.presets.r1_zero()),
        r1.Part(r1.LengthReward(r1.SoftOverlong(99, 9))),
        r1.Part(r1.RepetitionReward(unit="tokens")),
    )
    made = RewardEngine(r1.WeightedReward(parts), TOKENIZER)
    batch = TokenBatch.of(torch.zeros(3, 7, dtype=torch.int64, device="meta"))  # has no values
    answers = made.asked(batch)
    assert {one.device.type for each in answers.values() for one in each} == {"meta"}
    assert {one.shape for each in answers.values() for one in each} == {(3,)}


def test_an_engine_that_was_used_can_be_copied_and_sent() -> None:
    parts = [r1.Part(r1.MathReward(template="r1-zero")), r1.Part(r1.FormatReward("r1-zero"))]
    ids = encoded(written("7"), "plain")
    with RewardEngine(r1.WeightedReward(parts), TOKENIZER, advantages="grpo") as used:
        first = used.submit(ids, None, ["7", "7"], 2).result()
        for same in (copy.deepcopy(used), pickle.loads(pickle.dumps(used))):
            assert same(ids, None, ["7", "7"], 2).total.tolist() == first.total.tolist() == [2, 0]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_fork_submits_in_a_thread_of_its_own() -> None:
    used = engine()
    used.submit(encoded("ab")).result()
    child = os.fork()
    if not child:
        try:
            used.submit(encoded("ab")).result(timeout=10)
            used.close()
            os._exit(0)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    used.close()


def test_what_is_written_over_groups_after_submit_changes_nothing() -> None:
    with engine(advantages="grpo") as used:
        ids = encoded(*[written("7"), "x"] * 2)
        for groups in (torch.tensor([0, 0, 1, 1]), np.array([0, 0, 1, 1]), [0, 0, 1, 1]):
            gate = threading.Event()
            used.submit(encoded("ab"), groups=1).result()
            assert used._pool is not None
            used._pool.submit(gate.wait)
            found = used.submit(ids, None, ["7"] * 4, groups)
            groups[1] = 1
            gate.set()
            assert found.result().advantages.sign().tolist() == [1, -1, 1, -1]


def test_groups_of_a_size_that_is_no_python_int() -> None:
    asked = engine(advantages="grpo")
    assert asked(encoded("ab", "ab"), groups=np.int64(2)).advantages.tolist() == [0, 0]


def test_a_batch_without_rows_needs_no_groups() -> None:
    for ids in ([], torch.zeros(0, 3, dtype=torch.int64)):
        assert engine(advantages="grpo")(ids).advantages.shape == (0,)


def test_of_samples_neither_completion_nor_reasoning_is_read() -> None:
    text = written("7")
    given = [r1.Sample("8", "7", reasoning="</think>")]
    for reward in (
        r1.MathReward(template="r1-zero"),
        r1.FormatReward("r1-zero", credit={"text-before-reasoning": 0.5}),
    ):
        found = RewardEngine(reward, TOKENIZER)(encoded(text), samples=given)
        assert found.scores[0] == reward.score([r1.Sample(text, "7")])[0]


def test_tensors_without_values_cannot_be_scored() -> None:
    with pytest.raises(RewardError, match="ids is on meta"):
        engine()(torch.zeros(2, 3, dtype=torch.int64, device="meta"))


# --- what does not fit -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"references": ["7"]}, "references is 1 long, and there are 2 rows"),
        ({"prompts": "ab"}, "prompts is 'ab', and there are 2 rows: give a list with one for each"),
        ({"references": 42}, "references is 42, and there are 2 rows"),
        ({"references": {"a": 1, "b": 2}}, "references is {'a': 1, 'b': 2}, and there are 2 rows"),
        ({"columns": ["task"]}, r"columns is \['task'\]: give lists by their names"),
        ({"groups": 2.0}, r"groups is 2\.0: give a group's size"),
        ({"columns": {"gold": ["7", "7"]}}, "columns names gold: choose from"),
        ({"samples": [r1.Sample("")]}, "there are 1 samples and 2 rows"),
        ({"samples": [r1.Sample("")] * 2, "references": ["7"] * 2}, "samples are given, and reference besides"),
        ({"references": iter("77")}, "references is .*iterator.*: give a list with one for each"),
        ({"finish_reasons": 5}, "finish_reasons is 5, and there are 2 rows: give a list"),
        ({"columns": {1: ["7", "7"]}}, "columns names 1: choose from"),
        ({"samples": iter([r1.Sample("")] * 2)}, "samples is list_iterator: give a list"),
        ({"samples": ["a", "b"]}, r"samples\[0\] is 'a': give a Sample for each row"),
        ({"groups": 3}, "groups is 3, and there are 2 rows"),
        ({"groups": ["a"]}, "there are 1 groups and 2 rows"),
        ({}, "groups is missing, and the advantages compare the rows of a group: give its size"),
        ({"mask": torch.ones(1, 1)}, r"mask has the shape \[1, 1\]"),
    ],
)
def test_what_does_not_fit(fields: dict[str, Any], message: str) -> None:
    for call in (
        engine(advantages="grpo"),
        lambda *ids, **given: engine(advantages="grpo").submit(*ids, **given).result(),
    ):
        with pytest.raises(RewardError, match=message):
            call(encoded("ab", "ab"), **fields)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ((lambda sample: 1.0, TOKENIZER), "is not a reward"),
        ((r1.FormatReward(), object()), "is not a fast tokenizer"),
    ],
)
def test_engines_that_cannot_be(given: tuple[Any, Any], message: str) -> None:
    with pytest.raises(RewardError, match=message):
        RewardEngine(*given)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"advantages": "gpo"}, "kind is 'gpo'"),
        ({"advantages": "grpo", "like": "tlr"}, "like is 'tlr'"),
        ({"chunk": 0}, "chunk"),
        ({"ends": 5}, "ends is 5 .*: give a list of token ids"),
        ({"ends": "ab"}, "ends is 'ab' .*: give a list of token ids"),
        ({"ends": [1.5]}, r"ends is \[1\.5\] .*: give a list of token ids"),
        ({"device": "here"}, "device is 'here' .*: give the name of one"),
        ({"executor": "threads", "x": 1}, "there is no executor 'threads'"),
    ],
)
def test_settings_that_cannot_be(fields: dict[str, Any], message: str) -> None:
    fields.pop("x", None)
    with pytest.raises(RewardError, match=message):
        RewardEngine(r1.FormatReward(), TOKENIZER, **fields)
