"""Which part of a text a reward reads: the reasoning, the final part, or all of it."""

from __future__ import annotations

from r1rewards import templates
from r1rewards.core.sample import Sample
from r1rewards.templates import Template

_LABELS = {"reasoning": ("reasoning",), "summary": ("summary", "answer")}


def places(sample: Sample, template: Template | None, scope: str) -> list[tuple[int, int]]:
    """Where the part stands in `Sample.text`: (start, end) of each piece, in order; empty if there is none.

    Args:
        sample: whose text is read.
        template: the layout that tells the parts; None: the reasoning is everything up to the last `</think>`, and a
            text that neither opens nor closes its reasoning is reasoning and summary at once.
        scope: "reasoning", "summary" (the final part), or anything else for both.
    """
    if template is not None:
        wanted = _LABELS.get(scope) or ("reasoning", "summary", "answer")
        return [(span.start, span.end) for span in template.read(sample).spans if span.label in wanted]
    text = sample.text
    if scope not in _LABELS:
        return [(0, len(text))]
    end = templates.reasoning_end(text)
    if end < 0:
        is_open = scope == "summary" and "<think>" in text
        return [] if is_open else [(0, len(text))]
    return [(0, end)] if scope == "reasoning" else [(end, len(text))]
