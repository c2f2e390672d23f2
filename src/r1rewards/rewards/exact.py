"""Exact match: whether a short answer is one of the golds, word for word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from r1rewards.core.score import Score, Verdict
from r1rewards.core.wording import quoted
from r1rewards.plain_answers import Answer, Said
from r1rewards.rewards.short_answers import ShortAnswerReward


@dataclass(frozen=True, slots=True)
class ExactMatchReward(ShortAnswerReward):
    """1 if the answer is one of the golds in their normal form, else 0 (SQuAD's exact match, arXiv:1606.05250).

    `Sample.reference` is the gold, a text or a number, or a list, any member of which is right; SQuAD's
    `{"text": [...]}`, Search-R1's `{"target": [...]}` and TriviaQA's `{"value": …, "aliases": [...]}` are read too, and
    as JSON text.

    Attributes:
        template: the layout whose final part is read; None: everything after the last `</think>`, or the answer
            elements in it. A name will do.
        normalise: the form in which texts are compared, one of `plain_answers.NORMALISE`.
        extract: what is compared: "whole", the final part, or "claimed", what it claims to be the answer ("The answer
            is …", "Answer: …", a box). Of several claims each must be right.

    Raises:
        RewardError: there is no such template, or a field has another value.
    """

    @property
    def name(self) -> str:
        """Always "exact-match"."""
        return "exact-match"

    def _score(self, found: Answer, golds: Sequence[str]) -> Score:
        said = Said(found.said)
        gold = next((gold for gold in golds if said.equals(gold, self.normalise)), None)
        data: dict[str, object] = {"gold": golds[0] if gold is None else gold, "golds": len(golds)}
        if self.template is not None:
            data["template"] = self.template.name
        value, verdict = 0.0, Verdict.INCORRECT
        if gold is None:
            rest = f" nor one of {len(golds) - 1} more" if len(golds) > 1 else ""
            reason = f"{quoted(found.said)} is not {quoted(golds[0])}{rest}"
        elif found.taken_back is not None:
            reason = f"The text takes {quoted(found.said)} back: {quoted(found.taken_back)}"
        elif other := next((other for other in found.others if not self._is_right(other, golds)), None):
            reason = f"The text claims {quoted(other)} as well as {quoted(found.said)}"
        else:
            value, verdict = 1.0, Verdict.CORRECT
            reason = f"{quoted(found.said)} is {quoted(gold)}"
        return Score(value, verdict, reason, found.said, found.spans, (), data)

    def _is_right(self, claim: str, golds: Sequence[str]) -> bool:
        said = Said(claim)
        return any(said.equals(gold, self.normalise) for gold in golds)
