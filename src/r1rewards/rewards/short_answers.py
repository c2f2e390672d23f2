"""Accuracy on short answers in plain words: exact match and token F1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from r1rewards import claims, math, plain_answers
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Verdict
from r1rewards.core.wording import quoted
from r1rewards.errors import UnusableError
from r1rewards.plain_answers import Answer, Overlap, PreparedAnswer
from r1rewards.rewards.shared.base import LayoutReward
from r1rewards.templates import Template


@dataclass(frozen=True, slots=True)
class ShortAnswerReward(LayoutReward[Sequence[str]]):
    """Base of the rewards on short answers; subclasses score the answer that was read in `_against`.

    Raises:
        RewardError: there is no such template, or a field has another value.
    """

    reads = "final"

    template: Template | str | None = None
    normalise: Literal["squad", "unicode", "none"] = "squad"
    extract: Literal["whole", "claimed"] = "whole"

    def _engines(self) -> Mapping[str, str]:
        read = (
            {"r1rewards.math": math.REVISION, "r1rewards.claims": claims.REVISION} if self.extract == "claimed" else {}
        )
        return {"r1rewards.plain_answers": plain_answers.REVISION, **read}

    def _task(self, sample: Sample) -> Sequence[str]:
        golds = plain_answers.golds(sample.reference)
        if not golds:
            raise UnusableError(plain_answers.problem(sample.reference) or "The reference holds no gold")
        return golds

    def _judge(self, sample: Sample, task: Sequence[str]) -> Score:
        response = self.layout.read(sample)
        final = response.final
        found = None if final is None else plain_answers.read(final.text, final.start, final.end, self.extract)
        if found is not None:
            return self._against(found, task)
        is_claimed = self.extract == "claimed" and final is not None
        return self._no_answer(
            response, "Nothing in the text claims to be the answer" if is_claimed else "The final part is blank"
        )

    def _against(self, found: Answer, golds: Sequence[str]) -> Score:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ExactMatchReward(ShortAnswerReward):
    """1 if the answer is one of the golds in their normal form, else 0 (SQuAD's exact match, arXiv:1606.05250).

    `Sample.reference` is the gold, a text or a number, or a list, any member of which is right; SQuAD's
    `{"text": [...]}`, Search-R1's `{"target": [...]}` and TriviaQA's `{"value": …, "aliases": [...]}` are read too, and
    as JSON text.

    Attributes:
        template: the layout whose final part is read, or its name; None: everything after the last reasoning, or the
            answer elements in it.
        normalise: the form in which texts are compared, one of `plain_answers.NORMALISE`.
        extract: what is compared: "whole", the final part, or "claimed", what it claims to be the answer ("The answer
            is …", "Answer: …", a box). Of several claims each must be right.

    Raises:
        RewardError: there is no such template, or a field has another value.
    """

    name = "exact-match"

    def _against(self, found: Answer, golds: Sequence[str]) -> Score:
        said = PreparedAnswer(found.said)
        gold = next((gold for gold in golds if said.equals(gold, self.normalise)), None)
        data: dict[str, object] = {"gold": golds[0] if gold is None else gold, "golds": len(golds)}
        data |= self._data()
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
        said = PreparedAnswer(claim)
        return any(said.equals(gold, self.normalise) for gold in golds)


@dataclass(frozen=True, slots=True)
class TokenF1Reward(ShortAnswerReward):
    """The F1 of the answer's tokens and a gold's, from 0 to 1: the best of the golds (SQuAD's F1, arXiv:1606.05250).

    References and fields as in `ExactMatchReward`. The verdict is `correct` at 1 and `incorrect` at 0.

    Attributes:
        template: the layout whose final part is read, or its name; None: everything after the last reasoning, or the
            answer elements in it.
        normalise: the form in which texts are cut into tokens, one of `plain_answers.NORMALISE`.
        extract: what is compared: "whole", the final part, or "claimed", what it claims to be the answer. Of several
            claims the worst counts.

    Raises:
        RewardError: there is no such template, or a field has another value.
    """

    name = "token-f1"

    def _against(self, found: Answer, golds: Sequence[str]) -> Score:
        best, gold, said = self._best(found.said, golds)
        for other in found.others:
            best, gold, said = min((best, gold, said), self._best(other, golds), key=_f1)
        data: dict[str, object] = {
            "gold": gold,
            "precision": round(best.precision, 6),
            "recall": round(best.recall, 6),
        }
        data |= self._data()
        reason = f"{quoted(said)} against {quoted(gold)}: precision {best.precision:.2f}, recall {best.recall:.2f}"
        value = best.f1
        if found.taken_back is not None:
            value, reason = 0.0, f"The text takes {quoted(found.said)} back: {quoted(found.taken_back)}"
        verdict = Verdict.PARTIAL if 0 < value < 1 else Verdict.CORRECT if value else Verdict.INCORRECT
        return Score(value, verdict, reason, found.said, found.spans, (), data)

    def _best(self, claim: str, golds: Sequence[str]) -> tuple[Overlap, str, str]:
        """The overlap with the gold that is nearest, that gold, and the claim."""
        said = PreparedAnswer(claim)
        tried = [(said.overlap(gold, self.normalise), gold, claim) for gold in golds]
        return max(tried, key=_f1)


def _f1(found: tuple[Overlap, str, str]) -> float:
    return found[0].f1
