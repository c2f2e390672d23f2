"""Token F1: how far a short answer shares its words with one of the golds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from r1rewards.core.score import Score, Verdict
from r1rewards.core.wording import quoted
from r1rewards.plain_answers import Answer, Overlap, Said
from r1rewards.rewards.short_answers import ShortAnswerReward


@dataclass(frozen=True, slots=True)
class TokenF1Reward(ShortAnswerReward):
    """The F1 of the answer's tokens and a gold's, from 0 to 1: the best of the golds (SQuAD's F1, arXiv:1606.05250).

    References and fields as in `ExactMatchReward`. The verdict is `correct` at 1 and `incorrect` at 0.

    Attributes:
        template: the layout whose final part is read; None: everything after the last `</think>`, or the answer
            elements in it. A name will do.
        normalise: the form in which texts are cut into tokens, one of `plain_answers.NORMALISE`.
        extract: what is compared: "whole", the final part, or "claimed", what it claims to be the answer. Of several
            claims the worst counts.

    Raises:
        RewardError: there is no such template, or a field has another value.
    """

    @property
    def name(self) -> str:
        """Always "token-f1"."""
        return "token-f1"

    def _score(self, found: Answer, golds: Sequence[str]) -> Score:
        best, gold, said = self._best(found.said, golds)
        for other in found.others:
            best, gold, said = min((best, gold, said), self._best(other, golds), key=_f1)
        data: dict[str, object] = {
            "gold": gold,
            "precision": round(best.precision, 6),
            "recall": round(best.recall, 6),
        }
        if self.template is not None:
            data["template"] = self.template.name
        reason = f"{quoted(said)} against {quoted(gold)}: precision {best.precision:.2f}, recall {best.recall:.2f}"
        value = best.f1
        if found.taken_back is not None:
            value, reason = 0.0, f"The text takes {quoted(found.said)} back: {quoted(found.taken_back)}"
        verdict = Verdict.PARTIAL if 0 < value < 1 else Verdict.CORRECT if value else Verdict.INCORRECT
        return Score(value, verdict, reason, found.said, found.spans, (), data)

    def _best(self, claim: str, golds: Sequence[str]) -> tuple[Overlap, str, str]:
        """The overlap with the gold that is nearest, that gold, and the claim."""
        said = Said(claim)
        tried = [(said.overlap(gold, self.normalise), gold, claim) for gold in golds]
        return max(tried, key=_f1)


def _f1(found: tuple[Overlap, str, str]) -> float:
    return found[0].f1
