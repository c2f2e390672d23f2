"""Which language a sample asks for: named by its row, or that of its prompt."""

from __future__ import annotations

import re

from r1rewards import language as engine
from r1rewards import templates
from r1rewards.core.messages import last_user_text
from r1rewards.core.sample import Sample
from r1rewards.errors import UnusableError
from r1rewards.templates import Template, UnknownLayout

_USER_TURNS = (
    *("<|im_start|>user", "<|start_header_id|>user<|end_header_id|>", "<|start|>user<|message|>"),
    *("<start_of_turn>user", "<|user|>", "<｜User｜>", "[INST]"),
)
"""Openings of a user's turn in the chat formats of the model families."""

_TURN_ENDS = (*("<|im_end|>", "<|eot_id|>", "<|end|>", "<end_of_turn>", "<|assistant|>", "<｜Assistant｜>", "[/INST]"),)


_INSTRUCTION = re.compile(
    r"\b(?:please\s{1,3})?(?:let['’]?s\s{1,3}|let us\s{1,3})?"
    r"(?:think|reason)(?:\s\w{1,20}){0,3}\s{1,3}step[ -]by[ -]step"
    r"[^.!?\n]{0,200}[.!?]?"
    r"|\b(?:please\s{1,3})?(?:remember to\s{1,3}|make sure to\s{1,3})?"
    r"(?:put|write|give|place|enclose|present|provide|output|return|box)\s{1,3}(?:your|the)\s{1,3}(?:final\s{1,3})?answer"
    r"[^.!?\n]{0,200}[.!?]?"
    r"|\b(?:please\s{1,3})?answer\s{1,3}with\s{1,3}(?:only\s{1,3})?(?:the|one)\s{1,3}(?:\w{1,20}\s{1,3})?"
    r"(?:letter|option)[^.!?\n]{0,200}[.!?]?"
    r"|\bthe last line of your (?:response|answer) should[^\n]{0,300}"
    r"|\bsolve the following[^.:\n]{0,40}problem[^.:\n]{0,60}[.:]?",
    re.IGNORECASE,
)
"""Sentences that data sets put around questions of any language."""

_QUOTED = re.compile(
    r"(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w)){2,2000}'(?!\w)"
    + "".join(f"|{a}[^{a}{b}\n]{{2,2000}}{b}" for a, b in ('""', "“”", "‘’", "«»", "„“", "「」"))
)

_READ = 100_000
"""Characters of a question that are looked at."""


def target_language(sample: Sample, layout: Template | UnknownLayout, assumed: str | None) -> str:
    """The language that the sample names, or else that of its prompt's words, or else the one to assume.

    Raises:
        UnusableError: the sample names a language that is not known, or there is none.
    """
    if sample.language is not None and sample.language != "":
        code = engine.language_code(sample.language) if isinstance(sample.language, str) else None
        if code is None:
            raise UnusableError(
                f"The sample's language is {sample.language!r:.40}, which is not known: give an ISO 639 code or "
                f"an English name, one of {' '.join(engine.NAMES)}"
            )
        return code
    found = sample.once(("r1rewards.language.prompt", layout), lambda one: _language(question(one, layout)))
    if found is None and assumed is None:
        has = "The prompt does not tell its language" if sample.prompt else "The sample has neither language nor prompt"
        raise UnusableError(f"{has}: give Sample.language, or LanguageReward(language=…) or (unknown=…)")
    return found or assumed or ""


def _language(asked: str) -> str | None:
    """The language of a question, without what others wrote in it, unless there is nothing else."""
    text = asked[:_READ]
    for pattern in (_INSTRUCTION, _QUOTED):
        rest = pattern.sub(" ", text)
        if rest != text and engine.proportion(rest, "en").words:
            text = rest
    return engine.detect(text)


def question(sample: Sample, template: Template | UnknownLayout) -> str:
    """The user's question: the last user message or turn, or the prompt without what a template wrote around it."""
    prompt = sample.prompt
    if prompt is None:
        return ""
    if not isinstance(prompt, str):
        return last_user_text(prompt) or ""
    for layout in (template, templates.R1_ZERO):
        before, _, after = layout.prompt.partition("{question}")
        if before.strip() and before in prompt:
            return prompt[prompt.rfind(before) + len(before) :].removesuffix(after)
    if "<<SYS>>" in prompt:
        before, _, system = prompt.partition("<<SYS>>")
        prompt = before + (system.partition("<</SYS>>")[2] or system)
    start = max(prompt.rfind(turn) + len(turn) if turn in prompt else 0 for turn in _USER_TURNS)
    ends = [end for end in (prompt.find(mark, start) for mark in _TURN_ENDS) if end >= 0]
    return prompt[start : min(ends, default=len(prompt))] if start else prompt
