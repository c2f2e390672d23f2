"""The instructions of IFEval (Zhou et al. 2023, arXiv:2311.07911, appendix A) as rules of ours.

Each of its 25 types becomes one constraint or two, which share its weight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from r1rewards.errors import RewardError
from r1rewards.instructions.rule import shown

Named = tuple[str, dict[str, Any]]
"""A rule's name and its arguments."""

OPTIONS = ("My answer is yes.", "My answer is no.", "My answer is maybe.")
"""What `constrained_response` asks to choose from."""


def rules(instruction: str, arguments: Mapping[str, Any]) -> list[Named]:
    """The rules that an instruction stands for.

    Args:
        instruction: its id, "length_constraints:number_words" say.
        arguments: its kwargs; those that are None are left out.

    Raises:
        RewardError: there is no such instruction, or an argument is missing or not known.
    """
    made = _INSTRUCTIONS.get(instruction)
    if made is None:
        near = get_close_matches(instruction[:60], _INSTRUCTIONS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else "it is none of IFEval's 25; name a rule of ours instead"
        raise RewardError(f"there is no instruction {shown(instruction)}: {hint}")
    given = _Given(instruction, {str(key): value for key, value in arguments.items() if value is not None})
    found = made(given)
    given.require_used()
    return found


class _Given:
    """The arguments of an instruction, each of which has to be used."""

    def __init__(self, instruction: str, arguments: Mapping[str, Any]) -> None:
        self._instruction = instruction
        self._arguments = dict(arguments)
        self._used: set[str] = set()

    def take(self, name: str) -> Any:
        self._used.add(name)
        if name not in self._arguments:
            raise RewardError(f"{self._instruction}: the argument '{name}' is missing")
        return self._arguments[name]

    def bound(self, number: str, relation: str = "relation") -> dict[str, Any]:
        """The number and its relation, "at least" or "less than", as a bound of ours."""
        count, how = self.take(number), self.take(relation)
        if isinstance(count, bool) or not isinstance(count, int | float):
            raise RewardError(f"{self._instruction}: {number} is {shown(count)}: give a whole number")
        if how == "at least":
            return {"at_least": count}
        if how == "less than":
            return {"at_most": count - 1}
        raise RewardError(f"{self._instruction}: {relation} is {shown(how)}: give 'at least' or 'less than'")

    def require_used(self) -> None:
        unused = sorted(set(self._arguments) - self._used)
        if unused:
            raise RewardError(f"{self._instruction}: there is no argument {shown(unused[0])}")


def _number_paragraphs(given: _Given) -> list[Named]:
    return [("paragraphs", {"exactly": given.take("num_paragraphs"), "separator": "***"})]


def _nth_paragraph(given: _Given) -> list[Named]:
    return [
        ("paragraphs", {"exactly": given.take("num_paragraphs")}),
        ("first-word", {"word": given.take("first_word"), "paragraph": given.take("nth_paragraph")}),
    ]


def _keyword_frequency(given: _Given) -> list[Named]:
    return [("include", {"phrases": given.take("keyword"), "whole": False, **given.bound("frequency")})]


def _letter_frequency(given: _Given) -> list[Named]:
    return [("letter", {"letter": given.take("letter"), **given.bound("let_frequency", "let_relation")})]


def _sections(given: _Given) -> list[Named]:
    return [("sections", {"marker": given.take("section_spliter"), "at_least": given.take("num_sections")})]


def _english(case: str) -> Callable[[_Given], list[Named]]:
    return lambda _given: [("case", {"case": case}), ("language", {"language": "en"})]


def _plain(rule: str, **arguments: Any) -> Callable[[_Given], list[Named]]:
    """A rule with fixed arguments."""
    return lambda _given: [(rule, arguments)]


def _renamed(rule: str, fixed: Mapping[str, Any] | None = None, **names: str) -> Callable[[_Given], list[Named]]:
    """A rule whose arguments have other names with us."""
    return lambda given: [(rule, {ours: given.take(theirs) for ours, theirs in names.items()} | dict(fixed or {}))]


_INSTRUCTIONS: dict[str, Callable[[_Given], list[Named]]] = {
    "keywords:existence": _renamed("include", {"whole": False}, phrases="keywords"),
    "keywords:frequency": _keyword_frequency,
    "keywords:forbidden_words": _renamed("exclude", phrases="forbidden_words"),
    "keywords:letter_frequency": _letter_frequency,
    "language:response_language": _renamed("language", language="language"),
    "length_constraints:number_sentences": lambda given: [("sentences", given.bound("num_sentences"))],
    "length_constraints:number_paragraphs": _number_paragraphs,
    "length_constraints:number_words": lambda given: [("words", given.bound("num_words"))],
    "length_constraints:nth_paragraph_first_word": _nth_paragraph,
    "detectable_content:number_placeholders": _renamed("placeholders", at_least="num_placeholders"),
    "detectable_content:postscript": _renamed("postscript", marker="postscript_marker"),
    "detectable_format:number_bullet_lists": _renamed("bullets", exactly="num_bullets"),
    "detectable_format:constrained_response": _plain("choose", options=OPTIONS),
    "detectable_format:number_highlighted_sections": _renamed("highlights", at_least="num_highlights"),
    "detectable_format:multiple_sections": _sections,
    "detectable_format:json_format": _plain("json", fenced=True),
    "detectable_format:title": _plain("title"),
    "combination:two_responses": _plain("responses", exactly=2),
    "combination:repeat_prompt": _renamed("repeats-prompt", prompt="prompt_to_repeat"),
    "startend:end_checker": _renamed("ends-with", text="end_phrase"),
    "startend:quotation": _plain("quoted"),
    "change_case:capital_word_frequency": lambda given: [
        ("capital-words", given.bound("capital_frequency", "capital_relation"))
    ],
    "change_case:english_capital": _english("upper"),
    "change_case:english_lowercase": _english("lower"),
    "punctuation:no_comma": _plain("no-commas"),
}

INSTRUCTIONS = tuple(_INSTRUCTIONS)
"""The ids of IFEval's 25 types."""
