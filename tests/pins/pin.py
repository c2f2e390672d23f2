"""Writes pinned.json: what the engines say of the cases, and at which revision.

    python tests/pins/pin.py

A verdict that changed while its engine's REVISION stayed is refused: raise the REVISION first.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import r1rewards as r1
import r1sandbox
from pinned_cases import (
    CHOICES,
    COUNTED,
    JUDGED,
    LANGUAGES,
    LAYOUT_NAMES,
    LAYOUTS,
    OPTIONS,
    OUTPUTS,
    PAIRS,
    PROGRAMS,
    PROSE,
    TEXTS,
    VALUES,
)
from r1rewards import (
    choices,
    code,
    counting,
    instructions,
    language,
    math,
    plain_answers,
    steps,
    templates,
    tools,
)
from r1rewards.code import checkers
from r1rewards.code.extraction import KNOWN_RULES
from r1rewards.code.languages import KNOWN
from r1rewards.reward_files import loading
from r1sandbox.calls.compare import same

PINNED = Path(__file__).with_name("pinned.json")


def revisions() -> dict[str, str]:
    """The engines' revisions."""
    return {
        "math": math.REVISION,
        "templates": templates.REVISION,
        "code": code.REVISION,
        "language": language.REVISION,
        "r1sandbox": r1sandbox.REVISION,
        "choices": choices.REVISION,
        "counting": counting.REVISION,
        "instructions": instructions.REVISION,
        "json": r1.json.REVISION,
        "plain_answers": plain_answers.REVISION,
        "steps": steps.REVISION,
        "tools": tools.REVISION,
    }


def verdicts() -> dict[str, dict[str, Any]]:
    """What each engine says of each case; reasons are not pinned."""
    pairs = {}
    for gold, answer in PAIRS:
        result = math.compare(gold, answer)
        pairs[f"{gold} ~ {answer}"] = [result.equal, result.tier]
    extractions = {text: _extraction(text) for text in TEXTS}
    layouts = {
        f"{template.name}: {text}": [fault.label for fault in template.parse(text).faults]
        for template in map(templates.get, LAYOUT_NAMES)
        for text in (*TEXTS, *LAYOUTS)
    }
    programs = {text: _program(text) for text in (*PROGRAMS, *TEXTS)}
    outputs = {
        f"{kind}: {output!r} ~ {expected!r}": checkers.get(kind).fault("", output, expected) is None
        for kind in checkers.KINDS
        if kind != "program"
        for output, expected in OUTPUTS
    }
    values = {f"{got!r} ~ {expected!r}": same(got, expected) for got, expected in VALUES}
    claims = {f"{name}: {text}": _claim(OPTIONS[name], text) for name, text in CHOICES}
    profiles = {f"{target}: {text}": _profile(text, target) for target in LANGUAGES for text in (*PROSE, *TEXTS)}
    return {
        "math": pairs | extractions,
        "templates": layouts,
        "code": programs | outputs,
        "r1sandbox": values,
        "choices": claims,
        "language": profiles,
        "counting": {text: _counts(text) for text in (*COUNTED, *PROSE, *TEXTS)},
        "instructions": _judged("instructions"),
        "json": _judged("json"),
        "plain_answers": _judged("exact-match", "token-f1"),
        "steps": _judged("steps", texts=TEXTS),
        "tools": _judged("tools"),
    }


def _judged(*names: str, texts: tuple[str, ...] = ()) -> dict[str, Any]:
    """What rewards say of completions."""
    found = {}
    for name in names:
        cases = [*JUDGED[name], *((text, None) for text in texts)]
        scores = r1.grade(loading.load(name), [r1.Sample(text, reference) for text, reference in cases])
        for (text, reference), score in zip(cases, scores, strict=True):
            spans = [list(span[:3]) for span in score.spans]
            found[f"{name}: {text} ~ {reference}"] = [score.value, score.verdict.value, score.answer, spans]
    return found


def _claim(options: tuple[str, ...], text: str) -> list[Any] | None:
    found = choices.extract(text, choices.Choices(options, "C"))
    return None if found is None else [found.claims, found.rule, [rival.value for rival in found.rivals]]


def _profile(text: str, target: str) -> list[Any]:
    found = language.proportion(text, target)
    return [found.proportion, found.words, found.by_language, [list(span) for span in found.spans]]


def _counts(text: str) -> list[Any]:
    found = counting.repetition(text, 3)
    kept = counting.repetition(text, 2, fold_numbers=False)
    loop = [list(found.loop), found.period, found.times] if found.loop else None
    stretches = [list(place) for place in found.stretches]
    return [counting.characters(text), counting.words(text), found.total, found.unique, stretches, loop, kept.unique]


def _program(text: str) -> list[Any] | None:
    found = code.extract(text, KNOWN["python"], KNOWN_RULES)
    return None if found is None else [found.source, found.tag]


def _extraction(text: str) -> list[Any] | None:
    found = math.extract(text)
    return None if found is None else [found.answer, found.rule, [rival.value for rival in found.rivals]]


def changed(pinned: dict[str, Any]) -> dict[str, list[str]]:
    """Per engine, the pinned cases that have another verdict now."""
    now = verdicts()
    return {
        engine: [case for case, said in cases.items() if case in now[engine] and now[engine][case] != said]
        for engine, cases in pinned["verdicts"].items()
    }


def main() -> None:
    """Pins the verdicts of now."""
    if PINNED.exists():
        pinned = json.loads(PINNED.read_text(encoding="utf-8"))
        for engine, cases in changed(pinned).items():
            if cases and pinned["revisions"][engine] == revisions()[engine]:
                sys.exit(f"raise the REVISION of {engine} first: {len(cases)} verdicts changed, such as {cases[0]!r}")
    text = json.dumps({"revisions": revisions(), "verdicts": verdicts()}, indent=0, ensure_ascii=True)
    PINNED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
