"""Where the final part of a text stands, from which rewards on plain text read the answer."""

from __future__ import annotations

from itertools import islice

from r1rewards import templates
from r1rewards.core.sample import Sample
from r1rewards.plain_answers.claims import CLOSING, OPENING
from r1rewards.rewards.places import places
from r1rewards.templates import Template
from r1rewards.templates.scan import elements, is_blank


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


def answer_part(sample: Sample, template: Template | None) -> tuple[int, int] | str:
    """As `final_part`; without a template the content of the answer element in it, if there is just one."""
    place = final_part(sample, template)
    if template is not None or isinstance(place, str):
        return place
    found = list(islice(elements(sample.text, *place, OPENING, CLOSING), 2))
    if len(found) != 1:
        return place
    return "The answer is blank" if is_blank(sample.text, *found[0]) else found[0]
