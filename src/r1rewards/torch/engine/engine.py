"""The reward of a training loop: token ids in, rewards and advantages out, with as little text as possible between."""

from __future__ import annotations

import os
import threading
from collections.abc import Hashable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from copy import copy
from dataclasses import replace
from functools import partial
from operator import index
from types import TracebackType
from typing import Any, Literal, Self

import torch
from torch import Tensor

from r1rewards.core.fields import require_count
from r1rewards.core.reward import Reward, require_reward
from r1rewards.core.sample import Sample
from r1rewards.core.waits import require_time
from r1rewards.errors import RewardError
from r1rewards.execution.base import Executor
from r1rewards.execution.grading import grade
from r1rewards.execution.named import get
from r1rewards.torch.engine.plan import Plan
from r1rewards.torch.engine.results import Results
from r1rewards.torch.engine.reward_batch import RewardBatch
from r1rewards.torch.engine.rows import Host, hosted, names_of, samples_of
from r1rewards.torch.engine.text_path import TextPath
from r1rewards.torch.engine.token_parts import Given, Layouts
from r1rewards.torch.engine.windows import Rows
from r1rewards.torch.estimating.estimators import Estimator, estimator
from r1rewards.torch.ids.batch import TokenBatch
from r1rewards.torch.ids.vocabulary import Vocabulary
from r1rewards.torch.languages.table import LanguageTable

CHUNK = 1 << 22
"""Tokens that are worked on at once: 1,024 rows of 4,096."""

_STARTING = threading.Lock()
"""Held while an engine's thread is made: callers in several threads share one."""


class RewardEngine:
    """A reward on token ids.

    Each part of a reward runs on the ids, on their device, if it can: format (without `credit`), length and repetition
    in tokens. What remains is read as text: of a row that is well formed in the layout that a part names, no more than
    its answer is decoded for a part that reads no more (mathematics, choices, JSON, short answers, instructions), and
    of the others everything. Rows with equal texts and references are graded once.

    The scores are those that `grade` gives for the decoded rows: value, verdict, answer, reason, spans and data. What
    the ids decide is said in fewer words: a format's reason names the first fault, and there are no spans; a loop that
    ends a repetition in tokens is not looked for.

    On a GPU nothing waits for the device until all that was asked of it is copied to the host at once.

    Args:
        reward: any reward.
        tokenizer: a fast tokenizer of `transformers`, a `tokenizers.Tokenizer`, or a Vocabulary.
        device: where batches are brought; None: where their ids are.
        executor: as for `grade`.
        ends: the ids of tokens that end or pad a row: where nothing else follows, they are no text, and count as length
            alone. None: the tokenizer's `eos_token_id` and `pad_token_id`, if it has any.
        workers: as for `grade`.
        timeout: seconds for each sample that is read as text, as for `grade`.
        language: a LanguageTable of the languages that are at hand: with it, a LanguageReward that names a language of
            the table and a layout is scored on ids, within `LanguageTable.distance` of its score of texts, without
            spans. "text": texts are read.
        advantages: the kind of advantages to compute, by name or as an Estimator; None: none.
        like: whose kind it is: "trl", "verl" or "openrlhf".
        process_group: a process group of torch.distributed whose ranks share groups of completions: rewards are brought
            together for the advantages. `submit` does so in its thread, so give a group of its own, of gloo.
        chunk: tokens that are worked on at once.

    Raises:
        RewardError: the reward, the tokenizer, the executor or the advantages cannot be used.
    """

    def __init__(  # noqa: PLR0913 - all but the first two have a default and a name
        self,
        reward: Reward,
        tokenizer: Any,
        device: torch.device | str | None = None,
        executor: str | Executor = "inline",
        *,
        ends: Sequence[int] | None = None,
        workers: int | None = None,
        timeout: float | None = None,
        language: Literal["text"] | LanguageTable = "text",
        advantages: str | Estimator | None = None,
        like: str = "trl",
        process_group: Any = None,
        chunk: int = CHUNK,
    ) -> None:
        require_reward(reward)
        require_time(reward, timeout)
        require_count(chunk, "chunk", 1)
        if language != "text" and not isinstance(language, LanguageTable):
            raise RewardError(f"language is {language!r:.60}: give 'text', or a LanguageTable")
        self.reward = reward
        self.vocabulary = Vocabulary.of(tokenizer)
        self.device = None if device is None else _device(device)
        self._plan = Plan(reward, Layouts(self.vocabulary, None if isinstance(language, str) else language))
        get(executor, workers=workers, timeout=timeout)  # what is wrong with it is said now
        self._texts = TextPath(self._plan, partial(grade, executor=executor, workers=workers, timeout=timeout))
        how = None if advantages is None else estimator(advantages, like)
        self._results = Results(self._plan, self.vocabulary, how, process_group)
        self._chunk = chunk
        self._ends = _ends(tokenizer) if ends is None else _numbers(ends)
        self._pool: ThreadPoolExecutor | None = None
        self._pool_of = 0  # the process that the pool's thread is in: a fork has none

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_pool": None}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the thread of `submit`, after what was submitted; a later `submit` starts another."""
        if self._pool is not None and self._pool_of == os.getpid():
            self._pool.shutdown()
        self._pool = None

    def __call__(  # noqa: PLR0913 - what is known of a batch, by name
        self,
        ids: Any,
        mask: Any = None,
        references: Sequence[Any] | None = None,
        groups: int | Tensor | Sequence[Hashable] | None = None,
        *,
        offsets: Any = None,
        prompts: Sequence[Any] | None = None,
        finish_reasons: Sequence[str | None] | None = None,
        samples: Sequence[Sample] | None = None,
        columns: Mapping[str, Sequence[Any]] | None = None,
    ) -> RewardBatch:
        """The rewards of a batch: `total` is float32[B], and RewardBatch says what the other tensors are.

        Args:
            ids: int[B, T], or rows in any other shape that `TokenBatch.of` takes, or a TokenBatch.
            mask: bool[B, T], the tokens that the model wrote: no padding, and in an agent's loop none of its tools'.
                None: all.
            references: what is right, one for each row.
            groups: which rows answer the same prompt: the size of groups that follow each other; or int[B]; or a name
                for each row. None: the samples' groups.
            offsets: int[B + 1], where each row begins in ids, int[N] then (`cu_seqlens`).
            prompts: what was asked, one for each row, as strings or messages.
            finish_reasons: "stop", "length" …, one for each row: rows that were cut off are not well formed.
            samples: what is known of each row, in place of references, prompts and finish reasons; their completions
                are not read.
            columns: other fields of the samples by name: `task`, `language`, `id`, `meta`.

        Raises:
            RewardError: a shape, dtype or device does not fit; there is not one of something for each row; or the
                advantages compare groups, and there are none.
        """
        batch = TokenBatch.of(ids, mask, offsets, device=self.device)
        known = samples_of(len(batch), samples, references, prompts, finish_reasons, columns)
        groups = self._groups(groups, known)
        return self._finished(batch, self._asked(batch, groups), known, groups)

    def submit(  # noqa: PLR0913 - as a call
        self,
        ids: Any,
        mask: Any = None,
        references: Sequence[Any] | None = None,
        groups: int | Tensor | Sequence[Hashable] | None = None,
        *,
        offsets: Any = None,
        prompts: Sequence[Any] | None = None,
        finish_reasons: Sequence[str | None] | None = None,
        samples: Sequence[Sample] | None = None,
        columns: Mapping[str, Sequence[Any]] | None = None,
    ) -> Future[RewardBatch]:
        """The same as a future, at once, so that the next generation need not wait: ids int[B, T], mask bool[B, T] ….

        Arguments are as for a call.

        On a GPU the work is queued on the current stream, and after it a copy to pinned memory; what follows happens in
        a thread, and its results are on that stream. On a CPU ids and groups are copied, and all work is done in the
        thread. Batches are worked on one after the other.

        Raises:
            RewardError: as for a call, for what is known before the work begins; the rest is raised by the future.
        """
        batch = TokenBatch.of(ids, mask, offsets, device=self.device)
        known = samples_of(len(batch), samples, references, prompts, finish_reasons, columns)
        groups = self._groups(groups, known)
        with _STARTING:
            if self._pool is None or self._pool_of != os.getpid():
                self._pool, self._pool_of = ThreadPoolExecutor(1, "r1rewards-engine"), os.getpid()
            pool = self._pool
        if batch.device.type == "cuda":
            asked = self._asked(batch, groups)
            return pool.submit(self._finished, batch, asked, known, groups, _stream(batch.device))
        batch = TokenBatch(batch.ids.clone(), batch.mask.clone())
        groups = groups.clone() if isinstance(groups, Tensor) else copy(groups)
        return pool.submit(lambda: self._finished(batch, self._asked(batch, groups), known, groups))

    def _groups(self, groups: Any, samples: Sequence[Sample]) -> Any:
        """The groups as given, or else those of the samples, if each has one."""
        if groups is None and samples and all(sample.group is not None for sample in samples):
            groups = [sample.group for sample in samples]
        if groups is None and not samples:
            return []
        if groups is None and self._results.grouped:
            raise RewardError(
                "groups is missing, and the advantages compare the rows of a group: give its size, the number of "
                "generations of a prompt, or a name for each row"
            )
        return groups

    def _asked(self, batch: TokenBatch, groups: Any) -> Host:
        """Everything that the host needs, on its way there: one copy for all, after all work on the device."""
        return hosted(batch, self.asked(batch), groups if isinstance(groups, Tensor) else None)

    def asked(self, batch: TokenBatch) -> dict[str, list[Tensor]]:
        """What the parts that run on ids find, on the batch's device, by the questions' names.

        Each answer is one tensor or several, of one entry for each row: uint8[B], int32[B], float64[B] ….
        """
        found: dict[str, list[tuple[Tensor, ...]]] = {name: [] for name in self._plan.questions}
        step = max(1, self._chunk // max(1, batch.ids.shape[1]))
        for start in range(0, max(1, len(batch)), step):
            piece = batch[start : start + step]
            given = Given(piece, piece.without_ends(self._ends))
            for name, ask in self._plan.questions.items():
                found[name].append(ask(given))
        return {name: [torch.cat(each) for each in zip(*one, strict=True)] for name, one in found.items()}

    def _finished(
        self, batch: TokenBatch, asked: Host, known: list[Sample], groups: Any, stream: Any = None
    ) -> RewardBatch:
        """What the host does: texts, scores, and back to the device."""
        asked.wait()
        names = names_of(groups, asked, self._results.rank)
        if names is not None and self._plan.reads_groups:
            known = [replace(sample, group=name) for sample, name in zip(known, names, strict=True)]
        finish = [sample.finish_reason for sample in known]
        answers = {name: [one.numpy() for one in each] for name, each in asked.answers.items()}
        text = TokenBatch(asked.ids, asked.mask).without_ends(self._ends).mask
        rows = Rows(self.vocabulary, asked.ids.numpy(), text.numpy(), asked.mask.numpy())
        graded = self._texts.run(rows, known, answers, finish)
        scores, parts = self._plan.scores(graded.columns, answers, finish)
        for row, score in graded.lost.items():
            scores[row] = score
            for column in parts:
                column[row] = score
        with nullcontext() if stream is None else torch.cuda.stream(stream):
            return self._results.made(batch, scores, parts, names, set(graded.lost))


def _ends(tokenizer: Any) -> tuple[int, ...]:
    found = (getattr(tokenizer, name, None) for name in ("eos_token_id", "pad_token_id"))
    return tuple(dict.fromkeys(one for one in found if isinstance(one, int)))


def _numbers(ends: Any) -> tuple[int, ...]:
    try:
        return tuple(map(index, ends))
    except TypeError as problem:
        raise RewardError(f"ends is {ends!r:.60} ({problem}): give a list of token ids") from None


def _device(given: Any) -> torch.device:
    """A device that is at hand; what CUDA has is not asked for, so that processes may still be forked."""
    try:
        found = torch.device(given)
    except (RuntimeError, TypeError, ValueError) as problem:
        raise RewardError(f"device is {given!r:.60} ({str(problem)[:80]}): give the name of one, as 'cuda:0'") from None
    if found.type == "cuda" and not torch.cuda.is_available():
        raise RewardError(f"device is {given!r:.60}, and torch sees no GPU here: give 'cpu', or None")
    return found


def _stream(device: torch.device) -> Any:
    return torch.cuda.current_stream(device)
