"""OpenRLHF: a reward as the `reward_func` of the Python file that its `--reward.remote_url` names.

::

    import r1rewards as r1
    from r1rewards.trainers import openrlhf

    reward_func = openrlhf.reward_func(r1.presets.r1_zero())

Written for OpenRLHF 0.11, and tested against its own code; importing this module imports neither it nor torch. What it
does not pass on cannot count: a completion that was cut off at the limit of tokens is known only by its missing end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from r1rewards.core.fields import require_choices
from r1rewards.core.reward import Reward
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score
from r1rewards.core.walk import everything
from r1rewards.errors import RewardError
from r1rewards.templates import Template
from r1rewards.trainers import gathering
from r1rewards.trainers.labels import Label, columns_of
from r1rewards.trainers.queries import QueryError, after_prompt, without_end
from r1rewards.trainers.rows import accuracy, parts, verdicts
from r1rewards.trainers.scalar_judge import OnNone, ScalarJudge

__all__ = ["RewardFunction", "reward_func"]


def reward_func(  # noqa: PLR0913 - all but the first have a default and a name
    reward: Reward,
    *,
    label: Label = "gold",
    fields: Mapping[str, str] | None = None,
    special_tokens: Sequence[str] = (),
    rendered: Callable[[str], str] | None = None,
    on_none: OnNone = 0.0,
    wait: float = gathering.WAIT,
    limit: int = gathering.LIMIT,
    timeout: float | None = None,
    workers: int | None = None,
) -> RewardFunction:
    """What OpenRLHF calls as `reward_func(queries, prompts, labels)`.

    It never raises into the trainer, unless `on_none` says so.

    Args:
        reward: what judges.
        label: what the labels of the data set (`--data.label_key`) are: "gold", the reference itself; "json", its
            JSON text; "row", a mapping of columns or the JSON text of one, with the names of the command line (answer,
            task, language, …).
        fields: with rows, columns by the field of the Sample that they hold.
        special_tokens: tokens to take off the end of a query beside the model families' end and padding tokens.
        rendered: what the tokenizer makes of a prompt, if it does not give it back unchanged:
            `lambda prompt: tokenizer.decode(tokenizer(prompt, add_special_tokens=False)["input_ids"])`.
        on_none: what a sample is paid that cannot be judged, or "raise". OpenRLHF logs the exception, and has no
            reward then: its next step fails, unless a reward model is loaded.
        wait: seconds for which calls are gathered into a batch.
        limit: the most samples in such a batch.
        timeout: seconds per sample; implies worker processes, as for `grade`.
        workers: how many worker processes, as for `grade`.

    Raises:
        RewardError: the reward compares the samples of a group, or an argument has a value that it cannot have.
    """
    judge = ScalarJudge(reward, fields or {}, on_none, wait, limit, timeout, workers)
    return RewardFunction(judge, label, tuple(special_tokens), rendered)


@dataclass(frozen=True)
class RewardFunction:
    """OpenRLHF's reward function.

    Attributes:
        judge: what judges, and what is paid where it cannot.
        label: what the labels are, as for `reward_func`.
        special_tokens: tokens to take off the end of a query, beside those that are known.
        rendered: what the tokenizer makes of a prompt.

    Raises:
        RewardError: an attribute has a value that it cannot have.
    """

    judge: ScalarJudge
    label: Label = "gold"
    special_tokens: tuple[str, ...] = ()
    rendered: Callable[[str], str] | None = None

    def __post_init__(self) -> None:
        require_choices(self)
        if not all(isinstance(token, str) for token in self.special_tokens):
            raise RewardError(f"special_tokens is {self.special_tokens!r:.100}: give a list of texts")

    @cached_property
    def _tags(self) -> frozenset[str]:
        """The tags of the layouts that the reward reads: some of them also end a text elsewhere."""
        layouts = (one for one in everything(self.judge.reward) if isinstance(one, Template))
        return frozenset(tag for layout in layouts for tag in layout.tags)

    def __call__(
        self, queries: Sequence[str], prompts: Sequence[str], labels: Sequence[Any], **_: Any
    ) -> dict[str, Any]:
        """The reply that the trainer reads.

        Returns:
            "rewards" and "scores" (1 for a right answer: what dynamic filtering looks at), and "extra_logs": the
            values of the parts, 0 or 1 for each verdict, and whether the sample was unscored. For one query these are
            numbers, as the trainer makes a tensor of each; for several, lists.
        """
        found = [self.sample(*row) for row in zip(queries, prompts, labels, strict=True)]
        return self.reply(self.judge.scores(found))

    async def in_loop(self, queries: Sequence[str], prompts: Sequence[str], labels: Sequence[Any]) -> dict[str, Any]:
        """The same in an event loop, of which no thread waits: for a server that the trainer asks over HTTP."""
        found = [self.sample(*row) for row in zip(queries, prompts, labels, strict=True)]
        return self.reply(await self.judge.scores_async(found))

    def sample(self, query: str, prompt: str, label: Any) -> Sample | Score:
        """A query as a sample; if it cannot be one, the score that it has instead."""
        try:
            text = after_prompt(query, prompt if self.rendered is None else self.rendered(prompt))
            completion = without_end(text, self.special_tokens, self._tags)
        except QueryError as problem:
            return Score.error(str(problem))
        except Exception as failure:  # noqa: BLE001 - whatever the trainer or the tokenizer does
            return Score.error(f"The query cannot be read: {type(failure).__name__}: {failure!s:.200}")
        return self.labelled(completion, prompt, label)

    def labelled(self, completion: str, prompt: Any, label: Any) -> Sample | Score:
        """A completion with its label as a sample; if it cannot be one, the score that it has instead."""
        try:
            columns = columns_of(label, self.label, self.judge.named)
        except RecursionError:
            return Score.skipped("The label is nested too deeply: flatten it")
        except ValueError as problem:
            return Score.skipped(str(problem))
        return self.judge.sample(completion, {"prompt": prompt, **columns})

    def reply(self, scores: Sequence[Score]) -> dict[str, Any]:
        """Scores as the trainer reads them: numbers for one, lists for several."""
        rows = [self._row(score) for score in scores]
        if len(rows) == 1:
            return rows[0]
        logs = [row["extra_logs"] for row in rows]
        return {
            "rewards": [row["rewards"] for row in rows],
            "scores": [row["scores"] for row in rows],
            "extra_logs": {name: [log[name] for log in logs] for name in (logs[0] if logs else ())},
        }

    def _row(self, score: Score) -> dict[str, Any]:
        name = self.judge.reward.name
        logs = {**parts(score, name, self.judge.paths), **verdicts(score, name)}
        logs[f"{name}/unscored"] = float(score.value is None)
        return {"rewards": self.judge.payout(score), "scores": accuracy(score), "extra_logs": logs}
