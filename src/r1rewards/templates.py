"""Response layouts: one object renders the prompt and parses the completion, so that the two cannot drift apart.

Parsing is one scan from left to right with `str.find`: linear time, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from r1rewards.core.sample import Sample
from r1rewards.core.score import Response, Span
from r1rewards.errors import RewardError

REVISION = "1"
"""Goes up when a text gets other faults, another reasoning or another answer than before."""

END_TOKENS = (
    "<|im_end|>",
    "<｜end▁of▁sentence｜>",
    "</s>",
    "<|endoftext|>",
    "<|eot_id|>",
    "<|end_of_text|>",
    "<|end|>",
    "<|return|>",
    "<eos>",
    "<end_of_turn>",
    "[EOS]",
    "<|eom_id|>",
    "<|EOT|>",
    "<|END_OF_TURN_TOKEN|>",
)
"""End-of-text tokens of the model families, as they stand in text that was decoded with its special tokens."""

CONTROL_TOKENS = (*END_TOKENS, "<|im_start|>", "<|start_header_id|>", "<start_of_turn>", "<｜User｜>", "<|user|>")
"""Tokens that end or begin a turn: what stands behind one is no part of the answer."""

CUT_OFF = frozenset({"length", "max_tokens", "max_new_tokens", "max_length"})
"""Values of `finish_reason` that mean: generation stopped at a limit."""

# White space, and what shows nothing: soft hyphens, fillers, zero-width and formatting characters, tags, controls.
_VISIBLE = re.compile(
    r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Template:
    """A layout: reasoning between tags, then a final part, which may have to stand between tags of its own.

    Attributes:
        name: what `get` and TOML files call it.
        think: the tags around the reasoning.
        answer: the tags around the answer; None: everything after the reasoning is the answer.
        prompt: what a model is asked with; `{question}` is where the question goes.
        source: where the layout is defined.
    """

    name: str
    think: tuple[str, str] = ("<think>", "</think>")
    answer: tuple[str, str] | None = None
    prompt: str = field(default="{question}", metadata={"scores": False})
    source: str = field(default="", metadata={"scores": False}, repr=False)

    def render(self, question: str) -> str:
        """The prompt for a question, zero-shot, up to where the model begins to write."""
        return self.prompt.replace("{question}", question)

    def compose(self, reasoning: str, answer: str) -> str:
        """A completion in this layout; `parse` gives both texts back, if they hold no tags."""
        (think_open, think_close), (answer_open, answer_close) = self.think, self.answer or ("", "")
        return f"{think_open}{reasoning}{think_close}{answer_open}{answer}{answer_close}"

    def read(self, sample: Sample) -> Response:
        """The sample's text, parsed once; a completion that was cut off at a limit has the fault "truncated"."""
        return sample.once(self, self._read)

    def parse(self, text: str) -> Response:
        """Takes a text apart and finds every fault of its layout.

        Strictly: the reasoning comes first, is closed once, holds no think tag and is not blank; then the final part,
        between its tags if it has any, not blank; nothing else but white space and one end-of-text token.
        The parts are read as well as they can be from a text with faults: the reasoning to the first closing tag, the
        answer after the last one, and only if it is one.
        """
        end = content_end(text)
        faults: list[Span] = []
        reasoning, after = self._reasoning(text, end, faults)
        answer = self._final(text, after, end, faults)
        final = "summary" if self.answer is None else "answer"
        spans = [
            Span(*place, label) for place, label in ((reasoning, "reasoning"), (answer, final)) if place is not None
        ]
        return Response(
            reasoning=None if reasoning is None else text[slice(*reasoning)],
            answer=None if answer is None else text[slice(*answer)],
            faults=tuple(sorted(faults)),
            spans=tuple(spans),
        )

    def _read(self, sample: Sample) -> Response:
        response = self.parse(sample.text)
        if sample.finish_reason in CUT_OFF:
            end = len(sample.text)
            fault = Span(end, end, "truncated", f"generation stopped at a limit ({sample.finish_reason})")
            return replace(response, faults=(*response.faults, fault))
        return response

    def _reasoning(self, text: str, end: int, faults: list[Span]) -> tuple[tuple[int, int] | None, int]:
        """Where the reasoning stands, and where the text after the last closing tag begins."""
        opening, closing = self.think
        start = _start(text, end)
        if text.startswith(opening, start):
            begin = start + len(opening)
        else:
            found = text.find(opening, start, end)
            first_close = text.find(closing, start, end)
            if found >= 0 and (first_close < 0 or found < first_close):
                faults.append(Span(start, found, "text-before-reasoning", f"text stands before {opening}"))
                begin = found + len(opening)
            else:
                faults.append(Span(start, start, "reasoning-not-opened", f"the text does not begin with {opening}"))
                begin = start
                if first_close < 0:
                    return None, start
        close = text.find(closing, begin, end)
        if close < 0:
            faults.append(Span(begin - len(opening), begin, "reasoning-not-closed", f"{opening} is never closed"))
            return (begin, end), end
        nested = text.find(opening, begin, close)
        if nested >= 0:
            faults.append(Span(nested, nested + len(opening), "reasoning-nested", f"{opening} inside the reasoning"))
        if not _VISIBLE.search(text, begin, close):
            faults.append(Span(begin, close, "reasoning-blank", "the reasoning is blank"))
        after = last = close + len(closing)
        for tag, name in ((opening, "reasoning-reopened"), (closing, "reasoning-closed-again")):
            again = text.find(tag, after, end)
            if again >= 0:
                faults.append(Span(again, again + len(tag), name, f"another {tag} after the reasoning"))
                if tag == closing:
                    last = text.rfind(closing, after, end) + len(closing)
        return (begin, close), last

    def _final(self, text: str, after: int, end: int, faults: list[Span]) -> tuple[int, int] | None:
        """Where the one answer stands, or None."""
        broken = any(fault.label == "reasoning-not-closed" for fault in faults)
        reopened = text.find(self.think[0], after, end)
        limit = end if reopened < 0 else reopened
        start = _start(text, limit, after)
        if self.answer is None:
            stop = _stop(text, start, limit)
            if not _VISIBLE.search(text, start, stop):
                if not broken:
                    faults.append(Span(after, end, "answer-blank", "nothing stands after the reasoning"))
                return None
            tokens = [(place, token) for token in CONTROL_TOKENS if (place := text.find(token, start, stop)) >= 0]
            if tokens and not broken:
                place, token = min(tokens)
                faults.append(Span(place, place + len(token), "control-token", f"{token} inside the summary"))
            return start, stop
        found = list(_elements(text, after, limit, *self.answer))
        if not broken:
            faults.extend(self._answer_faults(text, start, end, found))
        contents = {text[slice(*place)].strip() for place in found}
        return found[-1] if len(contents) == 1 else None

    def _answer_faults(self, text: str, start: int, end: int, found: list[tuple[int, int]]) -> Iterator[Span]:
        opening, closing = self.answer or ("", "")
        first = text.find(opening, start, end)
        if first < 0:
            yield Span(start, end, "answer-missing", f"no {opening} after the reasoning")
            return
        if first > start:
            yield Span(start, first, "text-before-answer", f"text stands between the reasoning and {opening}")
        if not found:
            yield Span(first, first + len(opening), "answer-not-closed", f"{opening} is never closed")
            return
        begin, close = found[0]
        nested = text.find(opening, begin, close)
        if nested >= 0:
            yield Span(nested, nested + len(opening), "answer-nested", f"{opening} inside the answer")
        if not _VISIBLE.search(text, begin, close):
            yield Span(begin, close, "answer-blank", "the answer is blank")
        rest = _start(text, end, close + len(closing))
        if rest < end:
            for tag, name in ((opening, "answer-repeated"), (closing, "answer-closed-again")):
                again = text.find(tag, rest, end)
                if again >= 0:
                    yield Span(again, again + len(tag), name, f"another {tag} after the answer")
                    return
            yield Span(rest, _stop(text, rest, end), "text-after-answer", f"text stands after {closing}")


def _elements(text: str, start: int, end: int, opening: str, closing: str) -> Iterator[tuple[int, int]]:
    """The contents of the closed elements, from left to right."""
    while True:
        begin = text.find(opening, start, end)
        if begin < 0:
            return
        begin += len(opening)
        close = text.find(closing, begin, end)
        if close < 0:
            return
        yield begin, close
        start = close + len(closing)


_LAST_CHARACTERS = frozenset(token[-1] for token in END_TOKENS)


def content_end(text: str) -> int:
    """Where the text ends, white space and one end-of-text token aside."""
    end = _stop(text, 0, len(text))
    if end and text[end - 1] not in _LAST_CHARACTERS:
        return end
    for token in END_TOKENS:
        if text.endswith(token, 0, end):
            return _stop(text, 0, end - len(token))
    return end


_REASONING_ENDS = ("</think>", "</thinking>", "<|channel|>final<|message|>", "[/THINK]", "◁/think▷")
"""How the reasoning ends in the layouts of the model families, for text that is read without a template."""


def reasoning_end(text: str) -> int:
    """Where the last reasoning ends; -1 if none does."""
    found = -1
    for tag in _REASONING_ENDS:
        place = text.rfind(tag, max(found, 0))  # only behind what was found: a long text is not read for each tag
        if place >= 0:
            found = place + len(tag)
    return found


_NOT_SPACE = re.compile(r"\S")


def _start(text: str, end: int, start: int = 0) -> int:
    found = _NOT_SPACE.search(text, start, end)
    return found.start() if found else end


def _stop(text: str, start: int, end: int) -> int:
    if end > start and not text[end - 1].isspace():
        return end
    return start + len(text[start:end].rstrip())


R1_ZERO = Template(
    name="r1-zero",
    answer=("<answer>", "</answer>"),
    prompt=(
        "A conversation between User and Assistant. The user asks a question, and the Assistant solves it. "
        "The assistant first thinks about the reasoning process in the mind and then provides the user with the "
        "answer. The reasoning process and answer are enclosed within <think> </think> and <answer> </answer> tags, "
        "respectively, i.e., <think> reasoning process here </think> <answer> answer here </answer>. "
        "User: {question}. Assistant:"
    ),
    source="DeepSeek-R1 (arXiv:2501.12948), table 1",
)

R1 = Template(
    name="think",
    prompt="<｜begin▁of▁sentence｜><｜User｜>{question}<｜Assistant｜>",
    source="DeepSeek-R1 (arXiv:2501.12948), section 2.3; the chat template of deepseek-ai/DeepSeek-R1",
)

NAMED = {template.name: template for template in (R1_ZERO, R1)}


def get(name: str | Template) -> Template:
    """The template of that name; a Template is returned as it is.

    Raises:
        RewardError: there is none.
    """
    if isinstance(name, Template):
        return name
    try:
        return NAMED[name]
    except KeyError:
        raise RewardError(f"there is no template '{name}': choose one of {', '.join(NAMED)}") from None
