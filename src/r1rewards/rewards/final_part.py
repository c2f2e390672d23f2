"""Where the final part of a text stands, from which rewards on plain text read the answer."""

from __future__ import annotations

from r1rewards import templates
from r1rewards.core.sample import Sample
from r1rewards.rewards.places import places
from r1rewards.templates import Template
from r1rewards.templates.scan import is_blank


def final_part(sample: Sample, template: Template | None) -> tuple[int, int] | str:
    """(start, end) of the final part in `Sample.text`, or a sentence about why there is none, or nothing in it.

    Without a template it is everything after the last `</think>`, an end-of-text token aside.
    """
    text = sample.text
    found = places(sample, template, "summary")
    if not found:
        faults = template.read(sample).faults if template is not None else ()
        return f"There is no final part: {faults[0].value if faults else 'the reasoning is never closed'}"
    start, end = found[-1]
    if template is None:
        end = max(start, min(end, templates.content_end(text)))
    return "The final part is blank" if is_blank(text, start, end) else (start, end)
