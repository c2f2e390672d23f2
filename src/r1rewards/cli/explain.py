"""`r1rewards explain`: why one completion got its score."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from r1rewards.cli.common import (
    BAD,
    USAGE,
    FieldOption,
    RewardOption,
    errors_reported,
    fail,
    fields_from,
    opened,
    reward_from,
)
from r1rewards.cli.tables import STYLES, number
from r1rewards.core.sample import Sample
from r1rewards.core.score import Score, Span
from r1rewards.core.signature import signature
from r1rewards.core.view import merged
from r1rewards.core.waits import longest_wait
from r1rewards.core.wording import cut
from r1rewards.execution.grading import grade
from r1rewards.files.records import BadRow, Row, read
from r1rewards.files.rows import to_json

TIMEOUT = 30.0
"""Seconds that a reward may take by default, without what it waits for services."""

SHOWN = 4000
"""Characters up to which a text is shown whole."""

AROUND = 300
"""Characters shown around each span of a longer text."""

_STYLES = {
    "answer": "bold black on green",
    "reasoning": "dim",
    "summary": "",
    "call": "bold black on cyan",
    "foreign": "bold white on magenta",
    "rival": "bold black on yellow",
}
_FAULT = "bold white on red"
_CONTROLS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | {127: 0x2421}
_UNPRINTABLE = _CONTROLS | dict.fromkeys(range(0x80, 0xA0), 0xFFFD) | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
"""What must not reach a terminal: escapes would move its cursor, and halves of surrogate pairs cannot be written."""


def explain(  # noqa: PLR0913, PLR0917 - one parameter per option
    source: Annotated[
        str | None, typer.Argument(metavar="[IN]", help="A file of JSON lines, or - for standard input.")
    ] = None,
    row: Annotated[int, typer.Option(min=1, metavar="N", help="The row of IN, from 1: its line in the file.")] = 1,
    index: Annotated[
        int, typer.Option(min=0, metavar="K", help="Which completion of the row, from 0, if it holds a list.")
    ] = 0,
    completion: Annotated[str | None, typer.Option(metavar="TEXT", help="A completion, instead of IN.")] = None,
    reference: Annotated[str | None, typer.Option(metavar="TEXT", help="The reference for --completion.")] = None,
    prompt: Annotated[str | None, typer.Option(metavar="TEXT", help="The prompt of --completion.")] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="The language that --completion should be in: en, zh …")
    ] = None,
    reward: RewardOption = "r1-zero",
    field: FieldOption = [],  # noqa: B006 - typer wants the default itself
    timeout: Annotated[
        float | None,
        typer.Option(
            metavar="S",
            min=0.001,
            help="Seconds until the reward is stopped; by default 30, and what it may wait for services.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the score as JSON.")] = False,
) -> None:
    """Show why one completion got its score: its text with what was read in it, and each part's verdict and reason."""
    with errors_reported():
        chosen = reward_from(reward)
        if completion is not None and source is None:
            sample = Sample(completion, reference, prompt=prompt, language=language)
        elif source is not None and completion is None and prompt is None and language is None:
            sample = _find(source, row, index, field)
        else:
            fail(USAGE, "give either IN and --row N, or --completion … and --reference …")
        limit = TIMEOUT + longest_wait(chosen) if timeout is None else timeout
        score = grade(chosen, [sample], timeout=limit)[0]
        if as_json:
            typer.echo(to_json(score.to_dict() | {"signature": signature(chosen)}).decode())
            return
        console = Console()
        console.print(Panel(_highlighted(sample.text, score.spans), title=_title(sample), title_align="left"))
        for line in _verdict(score, chosen.name, depth=0):
            console.print(line)


def _find(source: str, number_: int, index: int, field: list[str]) -> Sample:
    with opened(source) as stream:
        rows = takewhile(lambda row: row.number <= number_, read(stream, fields_from(field)))
        found = [row for row in rows if row.number == number_]
    if not found:
        fail(USAGE, f"{source} has no row {number_}")
    if isinstance(found[0], BadRow):
        fail(BAD, f"row {number_}: {found[0].problem}")
    samples = [row.sample for row in found if isinstance(row, Row)]
    if index >= len(samples):
        fail(USAGE, f"row {number_} holds {len(samples)} completions: --index goes from 0 to {len(samples) - 1}")
    return samples[index]


def _title(sample: Sample) -> Text:
    reference = sample.reference if isinstance(sample.reference, str) else repr(sample.reference)
    return Text(f"reference: {cut(reference, 80)}".translate(_UNPRINTABLE))


def _highlighted(text: str, spans: tuple[Span, ...]) -> Text:
    """The text with its spans in colour; of a long one, what lies around them."""
    shown = Text()
    for start, end in _windows(text, spans):
        if start > 0:
            shown.append(f"\n[… {start:,} characters before …]\n" if not shown else "\n[…]\n", style="dim italic")
        piece = Text(text[start:end].translate(_UNPRINTABLE))
        for span in sorted(spans, key=lambda span: span.start - span.end):  # wide ones first, what is inside them over
            style = _STYLES.get(span.label, _FAULT)
            piece.stylize(style, max(0, span.start - start), max(0, span.end - start))
        shown.append_text(piece)
        for span in spans:
            if start <= span.start <= end and not text[span.start : span.end].strip():
                shown.append(f" ◀ {span.value or span.label}".translate(_UNPRINTABLE), style=_FAULT)
    if not text:
        shown.append("(the text is empty)", style="dim italic")
    return shown


def _windows(text: str, spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    if len(text) <= SHOWN:
        return [(0, len(text))]
    places = (0, len(text), *(place for span in spans for place in span[:2]))
    return merged(sorted((max(0, place - AROUND), min(len(text), place + AROUND)) for place in places))


def _verdict(score: Score, name: str, depth: int) -> Iterator[Text | Table]:
    pad = "  " * depth
    weight = "" if score.weight is None else f" × {score.weight:g}"
    yield Text.assemble(
        pad, (name, "bold"), "  ", (score.verdict.value, STYLES[score.verdict]), f"  {number(score.value)}{weight}"
    )
    if score.parts:
        for part in score.parts:
            yield from _verdict(part, str(part.reward), depth + 1)
        return
    details = {"reason": score.reason}
    if score.answer is not None:
        details["answer"] = score.answer
    for key, value in score.data.items():
        joint = " → " if key == "tried" else ", "
        details[key] = joint.join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    for span in score.spans:
        if span.label not in ("reasoning", "summary", "answer", "foreign"):
            details[f"{span.label} at {span.start}–{span.end}"] = span.value or ""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for key, value in details.items():
        table.add_row(*(Text(text.translate(_UNPRINTABLE)) for text in (f"{pad}  {key}", cut(value, SHOWN))))
    yield table
