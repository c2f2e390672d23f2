"""A layout as one value: it renders the prompt and parses the completion, so that the two cannot drift apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Literal

from r1rewards.core.fields import require_bool, require_choices
from r1rewards.core.messages import REASONING_TAGS
from r1rewards.core.reprs import short_repr
from r1rewards.core.sample import Sample
from r1rewards.core.score import Call, Final, Response, Span
from r1rewards.errors import RewardError
from r1rewards.templates import final, reasoning
from r1rewards.templates.calls import Calls, pair
from r1rewards.templates.channels import Channels
from r1rewards.templates.scan import is_blank, start_of
from r1rewards.templates.server_fields import cut_off, with_calls
from r1rewards.templates.tokens import content_end

Starts = Literal["before", "inside", "after"]
"""Where a completion begins: before the reasoning, whose opening tag it writes; inside it, because the prompt ends with
that tag; or after it, because the prompt leaves no room for one (thinking is off)."""


@dataclass(frozen=True, slots=True)
class Template:
    """A layout: reasoning between tags, then a final part, perhaps between tags of its own, perhaps with tool calls.

    A layout is data: a new one is a Template with other values, or `dataclasses.replace` of one that is there.

    Attributes:
        name: what `get` and reward files call it.
        think: the tags around the reasoning; they may be the same.
        answer: the tags around the answer; None: everything after the reasoning is the answer.
        starts: where in the layout the completion begins.
        blank_reasoning: whether an empty reasoning block is well formed.
        calls: how tool calls are written behind the answer, or in its place; None: there are none.
        channels: how messages in channels are written; they take the place of all tags.
        special: the tags that tokenizers of the family hold as special tokens, which decoding may drop.
        prompt: what a model is asked with; `{question}` is where the question goes.
        turn: what opens the model's turn in prompts of the family; "" where nothing special does.
        marks: what else such prompts hold; `infer` knows the family by it.
        source: where the layout is defined.

    Raises:
        RewardError: a field has a value that no layout can have.
    """

    name: str
    think: Sequence[str] = REASONING_TAGS
    answer: Sequence[str] | None = None
    starts: Starts = "before"
    blank_reasoning: bool = False
    calls: Calls | None = None
    channels: Channels | None = None
    special: Sequence[str] = field(default=(), repr=False)
    prompt: str = field(default="{question}", metadata={"scores": False}, repr=False)
    turn: str = field(default="", metadata={"scores": False}, repr=False)
    marks: Sequence[str] = field(default=(), metadata={"scores": False}, repr=False)
    source: str = field(default="", metadata={"scores": False}, repr=False)

    __repr__ = short_repr

    def __post_init__(self) -> None:
        where = f"template '{self.name}': "
        if not isinstance(self.name, str) or not self.name.strip() or not self.name.isprintable():
            raise RewardError(f"a template is named {self.name!r:.60}: give a printable text")
        object.__setattr__(self, "think", pair(self.think, f"{where}the tags around the reasoning"))
        if self.answer is not None:
            object.__setattr__(self, "answer", pair(self.answer, f"{where}the tags around the answer"))
            if self.calls is not None or self.channels is not None:
                raise RewardError(f"{where}an answer element and tool calls or channels cannot stand together")
            if set(self.answer) & set(self.think):
                raise RewardError(f"{where}a tag cannot be one of the reasoning's and of the answer's")
        for name in ("special", "marks"):
            texts = getattr(self, name)
            if not isinstance(texts, tuple | list) or not all(isinstance(text, str) for text in texts):
                raise RewardError(f"{where}{name} is {texts!r:.60}: give a list of texts")
            object.__setattr__(self, name, tuple(texts))
        for name, kind in (("calls", Calls), ("channels", Channels)):
            if not isinstance(getattr(self, name), kind | None):
                raise RewardError(f"{where}{name} is {getattr(self, name)!r:.60}: give {kind.__name__}(…), or None")
        require_choices(self, where)
        require_bool(self.blank_reasoning, f"{where}blank_reasoning")
        if not isinstance(self.prompt, str) or "{question}" not in self.prompt:
            raise RewardError(f"{where}the prompt holds no {{question}}: say where it goes")

    @property
    def optional_answer(self) -> None:
        """The tags around an answer that the final part may contain: a named layout has them or has them not."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Every tag that has a meaning in the layout: what a tokenizer may hold as one token each."""
        if self.channels is not None:
            return self.channels.tags
        return tuple(dict.fromkeys((*self.think, *(self.answer or ()), *(self.calls.tags if self.calls else ()))))

    def render(self, question: str) -> str:
        """The prompt for a question, zero-shot, with the layout stated, up to where the model begins to write."""
        return self.prompt.replace("{question}", question)

    def prefilled(self) -> Template:
        """The variant whose prompt ends inside the reasoning; its name ends in "-prefill"."""
        opening = self.think[0] + "\n" if self.channels is None else self.channels.header(self.channels.reasoning)
        return self._variant("prefill", "inside", opening)

    def without_reasoning(self) -> Template:
        """The variant whose prompt leaves no room for reasoning; its name ends in "-nothink"."""
        blank = "\n\n".join(self.think) + "\n\n"
        if self.channels is not None:
            blank = self.channels.header(self.channels.final)
        return self._variant("nothink", "after", blank)

    def _variant(self, suffix: str, starts: Starts, written: str) -> Template:
        # Who opens the reasoning for the model asks for some: none may be blank.
        name, prompt = f"{self.name}-{suffix}", self.prompt + written
        return replace(self, name=name, starts=starts, blank_reasoning=False, prompt=prompt)

    def compose(self, reasoning: str, answer: str, calls: Sequence[Call] = ()) -> str:
        """A completion in this layout; `parse` gives the parts back, if they hold no tags.

        Raises:
            RewardError: the layout has no room for the reasoning or for the calls.
        """
        if reasoning and self.starts == "after":
            raise RewardError(f"template '{self.name}' has no reasoning: give the empty text")
        room = len(calls) if self.calls else 1 if self.channels and self.starts != "after" else 0
        if len(calls) > room:
            raise RewardError(f"template '{self.name}' has no room for {len(calls)} tool calls")
        if self.channels is not None:
            text = self.channels.compose(reasoning, answer, calls)
            implied = self.channels.header(self._implied or "")
            return text.removeprefix(implied) if self._implied else text
        opening, closing = self.think
        before = {"before": f"{opening}{reasoning}{closing}", "inside": f"{reasoning}{closing}", "after": ""}
        if self.answer is not None:
            answer = answer.join(self.answer)
        return before[self.starts] + answer + (self.calls.write(tuple(calls)) if self.calls and calls else "")

    def read(self, sample: Sample) -> Response:
        """The sample's text, parsed once; a completion that was cut off at a limit has the fault "truncated".

        What a server took apart counts in its place: reasoning, whatever tags the layout has around it, and the tool
        calls of a message, where the layout has any.
        """
        return sample.once(self, self._read)

    def final(self, sample: Sample) -> Final | None:
        """The final part of the sample's text alone."""
        return self.read(sample).final

    def parse(self, text: str) -> Response:
        """Takes a text apart and finds every fault of its layout.

        Strictly: the reasoning comes first, is closed once, holds no think tag and is not blank; then the final part,
        between its tags if it has any, not blank, or tool calls; nothing else but white space and one end-of-text
        token. The parts are read as well as they can be from a text with faults: the reasoning to the first closing
        tag, the answer after the last one, and only if it is one.
        """
        if self.channels is not None:
            end = content_end(text, keep=self.channels.tags)
            return self.channels.parse(text, end, self._implied)
        end = content_end(text, keep=self.tags)
        faults: list[Span] = []
        place, after = self._reasoning(text, end, faults)
        answer, calls = self._final(text, after, end, faults)
        spans = [] if place is None else [Span(*place, "reasoning")]
        if answer is not None:
            spans.append(Span(*answer, "summary" if self.answer is None else "answer"))
        spans += [Span(call.start, call.end, "call", call.name) for call in calls]
        faults.sort(key=itemgetter(0, 1))  # of those at one place, the one that was found first stays so
        if faults and self.starts != "after" and self.special and not any(tag in text for tag in self.special):
            faults.insert(0, self._dropped(text, end))
        return Response(
            reasoning=None if place is None else text[slice(*place)],
            answer=None if answer is None else text[slice(*answer)],
            faults=tuple(faults),
            spans=tuple(spans),
            calls=calls,
            text=text,
        )

    @property
    def _implied(self) -> str | None:
        """The channel whose header the prompt has written."""
        if self.channels is None or self.starts == "before":
            return None
        return self.channels.reasoning if self.starts == "inside" else self.channels.final

    def _read(self, sample: Sample) -> Response:
        thoughts = sample.separate_reasoning
        response = self.parse(sample.text) if thoughts is None else self._parse_apart(sample.text, thoughts)
        if (self.calls is not None or self.channels is not None) and (given := sample.tool_calls):
            response = with_calls(response, given)
        if cut_off(sample.finish_reason):
            end = len(sample.text)
            fault = Span(end, end, "truncated", f"generation stopped at a limit ({sample.finish_reason!s:.40})")
            return replace(response, faults=(*response.faults, fault))
        return response

    def _parse_apart(self, text: str, thoughts: str) -> Response:
        """A text that begins with reasoning in the library's own tags, because its server took it apart."""
        start = len(REASONING_TAGS[0])
        place = Span(start, start + len(thoughts), "reasoning")
        content = start + len(thoughts) + len(REASONING_TAGS[1])
        think = self.think if self.channels is None else (self.channels.channel, self.channels.message)
        layout = replace(self, think=think, starts="after", channels=None, special=())
        rest = layout.parse(text[content:])
        faults = [fault.moved(content) for fault in rest.faults]
        blank = is_blank(thoughts, 0, len(thoughts))
        if self.starts == "after" and not blank:
            faults.insert(0, Span(*place[:2], "reasoning-unexpected", "there is reasoning in a layout without"))
        elif blank and self.starts != "after" and not self.blank_reasoning and self.channels is None:
            faults.insert(0, Span(*place[:2], "reasoning-blank", "the reasoning is blank"))
        return Response(
            thoughts,
            rest.answer,
            tuple(faults),
            (place, *(span.moved(content) for span in rest.spans)),
            tuple(call._replace(start=call.start + content, end=call.end + content) for call in rest.calls),
            text,
        )

    def _reasoning(self, text: str, end: int, faults: list[Span]) -> tuple[tuple[int, int] | None, int]:
        """Where the reasoning stands, and where the text after the last closing tag begins."""
        if self.starts == "after":
            return None, reasoning.absent(text, end, self.think, faults)
        opened = reasoning.opened_by_the_text if self.starts == "before" else reasoning.opened_by_the_prompt
        begin, tag = opened(text, end, self.think, faults)
        if begin < 0:
            return None, start_of(text, 0, end)
        return reasoning.closed(text, begin, end, self.think, tag, self.blank_reasoning, faults)

    def _final(
        self, text: str, after: int, end: int, faults: list[Span]
    ) -> tuple[tuple[int, int] | None, tuple[Call, ...]]:
        """Where the one answer stands, or None, and the tool calls."""
        broken = any(fault.label == "reasoning-not-closed" for fault in faults)
        reopened = text.find(self.think[0], after, end)
        limit = end if reopened < 0 else reopened
        if self.answer is not None:
            if not broken:
                faults.extend(final.element_faults(text, start_of(text, after, limit), end, self.answer))
            return final.element(text, after, limit, self.answer), ()
        calls: tuple[Call, ...] = ()
        needed = not broken
        if self.calls is not None:
            read = self.calls.read(text, after, end)
            faults.extend(read.faults)
            calls, limit = read.calls, min(read.before, limit)
            needed = needed and not (read.calls or read.faults)
        place = final.summary(text, after, limit, needed=needed, faults=faults)
        if place is not None and not broken and (token := final.control_token(text, *place)) is not None:
            faults.append(token)
        return place, calls

    def _dropped(self, text: str, end: int) -> Span:
        start = start_of(text, 0, end)
        tags = " nor ".join(self.special)
        problem = f"the text holds neither {tags}: if the model wrote them, decode with skip_special_tokens=False"
        return Span(start, start, "special-tokens-dropped", problem)
