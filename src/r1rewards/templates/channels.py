"""Layouts of messages in channels: one for the reasoning, one for the final answer, one for tool calls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple

from r1rewards.core.score import Call, Response, Span
from r1rewards.errors import RewardError
from r1rewards.templates.call_bodies import MalformedCall, dump, few, parse_object
from r1rewards.templates.final import control_token
from r1rewards.templates.scan import is_blank, searcher, start_of, stop_of, tag_at

MOST = 64
"""Messages in one turn, at most."""

LONGEST_HEADER = 400
"""Characters of a message's header, at most."""


@dataclass(frozen=True, slots=True)
class Channels:
    """How a layout writes messages: a header that names a channel, a body, an end.

    Attributes:
        start: what begins a message, in front of its author; the first one's stands in the prompt as a rule.
        author: the model's name in its messages.
        channel: what begins the channel's name.
        message: what ends the header.
        constrain: what begins the body's type, in the header of a tool call.
        end: what ends a message that others may follow.
        done: what ends the turn.
        call: what ends a tool call, and the turn with it.
        reasoning: the channel of the reasoning.
        commentary: the channel of remarks to the user on the way, and of tool calls.
        final: the channel of the answer.
        functions: what the recipient of a tool call begins with, if the user defined the tool.
    """

    start: str = "<|start|>"
    author: str = "assistant"
    channel: str = "<|channel|>"
    message: str = "<|message|>"
    constrain: str = "<|constrain|>"
    end: str = "<|end|>"
    done: str = "<|return|>"
    call: str = "<|call|>"
    reasoning: str = "analysis"
    commentary: str = "commentary"
    final: str = "final"
    functions: str = "functions."

    def __post_init__(self) -> None:
        for name in fields(self):
            value = getattr(self, name.name)
            if not isinstance(value, str) or not value or value != value.strip():
                raise RewardError(f"{name.name} of the channels is {value!r:.60}: give a text, without space around it")

    @property
    def opening(self) -> str:
        """What begins a message of the model."""
        return self.start + self.author

    @property
    def tags(self) -> tuple[str, ...]:
        """Every structural tag."""
        return (self.start, self.channel, self.message, self.constrain, self.end, self.done, self.call)

    def header(self, channel: str) -> str:
        """How a message begins in a channel."""
        return f"{self.channel}{channel}{self.message}"

    def compose(self, reasoning: str, answer: str, calls: Sequence[Call]) -> str:
        """A completion: the reasoning, if there is any, then a tool call, or else the answer."""
        text = f"{self.header(self.reasoning)}{reasoning}{self.end}{self.opening}" if reasoning else ""
        if not calls:
            return f"{text}{self.header(self.final)}{answer}{self.done}"
        if answer:
            text += f"{self.header(self.commentary)}{answer}{self.end}{self.opening}"
        recipient = f"{self.commentary} to={self.functions}{calls[0].name} {self.constrain}json"
        return f"{text}{self.header(recipient)}{dump(calls[0])}{self.call}"

    def parse(self, text: str, end: int, implied: str | None = None) -> Response:
        """Takes a text apart; `implied` is the channel whose header the prompt has written already."""
        faults: list[Span] = []
        messages = self._messages(text, end, implied, faults)
        finals = [message for message in messages if message.channel == self.final]
        calls = self._calls(text, messages, faults)
        if not faults:
            self._judge(text, messages, finals, end, faults)
        if faults and self._shows_dropped_tokens(text, end, implied):
            problem = f"{self.channel} and {self.message} are missing: decode with skip_special_tokens=False"
            faults.insert(0, Span(0, 0, "special-tokens-dropped", problem))
        thoughts = [m for m in messages if m.channel == self.reasoning and not m.recipient]
        if implied == self.reasoning and thoughts and is_blank(text, thoughts[0].start, thoughts[0].stop):
            faults.append(Span(thoughts[0].start, thoughts[0].stop, "reasoning-blank", "the reasoning is blank"))
        answers = {text[m.start : m.stop].strip() for m in finals}
        spans = [Span(m.start, m.stop, "reasoning") for m in thoughts]
        answer = None
        if len(answers) == 1 and answers != {""}:
            begin = start_of(text, finals[-1].start, finals[-1].stop)
            place = begin, stop_of(text, begin, finals[-1].stop)
            answer = text[slice(*place)]
            spans.append(Span(*place, "summary"))
        spans += [Span(call.start, call.end, "call", call.name) for call in calls]
        reasoning = "\n".join(text[m.start : m.stop] for m in thoughts) if thoughts else None
        return Response(reasoning, answer, tuple(faults), tuple(sorted(spans)), calls, text)

    def _messages(self, text: str, end: int, implied: str | None, faults: list[Span]) -> list[Message]:
        found: list[Message] = []
        place = start_of(text, 0, end)
        if implied is not None:
            place = self._body(text, _Header(implied, "", json=False), 0, 0, end, found, faults)
        while place < end and not faults:
            if len(found) == MOST:
                problem = f"more than {MOST} messages in one turn"
                faults.append(Span(place, place, "message-too-many", problem))
                break
            read = self._header(text, place, end, bool(found), faults)
            if read is not None:
                place = self._body(text, read[0], place, read[1], end, found, faults)
        return found

    def _body(  # noqa: PLR0913, PLR0917 - the state of one scan
        self, text: str, head: _Header, place: int, begin: int, end: int, found: list[Message], faults: list[Span]
    ) -> int:
        """Reads a message's body to its end, and says where the next message begins."""
        # One search for all tags: looking for each apart would read on to the text's end for those that are not there.
        match = searcher(self.tags).search(text, begin, end)
        stop = end if match is None else match.start()
        closing = "" if match is None else match[0]
        if closing and closing not in (self.end, self.done, self.call):
            problem = f"{closing} inside a message: {self.end} is missing before it"
            faults.append(tag_at(stop, closing, "message-not-closed", problem))
            closing = ""
        found.append(Message(*head, place, begin, stop, closing))
        if head.channel == self.final and (token := control_token(text, begin, stop)) is not None:
            faults.append(token)
        place = start_of(text, stop + len(closing), end)
        if not faults and place < end and closing != self.end:
            problem = f"text stands after {closing}"
            faults.append(Span(place, stop_of(text, place, end), "text-between-messages", problem))
        return place

    def _header(
        self, text: str, place: int, end: int, needs_start: bool, faults: list[Span]
    ) -> tuple[_Header, int] | None:
        begin = place
        if text.startswith(self.opening, place):
            begin += len(self.opening)
        elif needs_start:
            following = text.find(self.start, place + 1, end)
            stop = stop_of(text, place, end if following < 0 else following)
            problem = f"text stands between two messages, where {self.opening} was expected"
            faults.append(Span(place, stop, "text-between-messages", problem))
            return None
        stop = text.find(self.message, begin, min(end, begin + LONGEST_HEADER))
        if stop < 0:
            problem = f"no message: {self.channel}, a channel and {self.message} were expected"
            faults.append(Span(place, stop_of(text, place, end), "channel-missing", problem))
            return None
        match = _header_pattern(self).fullmatch(text, begin, stop)
        if match is None or (match["to"] and match["to_"]):
            label = "channel-unknown" if text.find(self.channel, begin, stop) >= 0 else "channel-missing"
            named = f"{self.reasoning}, {self.commentary} or {self.final}"
            problem = f"the message's header is not {self.channel} and one of {named}"
            faults.append(Span(place, stop, label, problem))
            return None
        recipient = match["to"] or match["to_"] or ""
        if recipient and match["channel"] == self.final:
            faults.append(Span(place, stop, "channel-unknown", "a final message has no recipient"))
            return None
        return _Header(match["channel"], recipient, json=match["type"] == "json"), stop + len(self.message)

    def _shows_dropped_tokens(self, text: str, end: int, implied: str | None) -> bool:
        """Whether the text holds no tag, and what decoding leaves of headers."""
        if searcher(self.tags).search(text, 0, end) is not None:
            return False
        begun = implied is None and text.lstrip().startswith((self.reasoning, self.commentary, self.final))
        return begun or text.find(self.author + self.final, 0, end) >= 0

    def _calls(self, text: str, messages: list[Message], faults: list[Span]) -> tuple[Call, ...]:
        """The call of a message to a tool that the user defined; its body has to be a JSON object."""
        found: list[Call] = []
        for message in messages:
            if message.closing != self.call:
                continue
            name = message.recipient.removeprefix(self.functions)
            if not name:
                faults.append(tag_at(message.stop, self.call, "call-malformed", "the call names no tool"))
            elif message.is_json or message.recipient != name:
                try:
                    arguments = few(parse_object(text[message.start : message.stop]))
                except MalformedCall as problem:
                    why = f"the tool call cannot be read: {problem}"
                    faults.append(Span(message.start, message.stop, "call-malformed", why))
                else:
                    found.append(Call(name, arguments, message.begin, message.stop + len(self.call)))
        return tuple(found)

    def _judge(self, text: str, messages: list[Message], finals: list[Message], end: int, faults: list[Span]) -> None:
        """Whether the messages make a turn: the last one is the only final one, or calls a tool."""
        if len(finals) > 1:
            second = finals[1]
            faults.append(Span(second.begin, second.start, "final-repeated", "another final message"))
        elif finals and messages[-1] is not finals[0]:
            following = messages[messages.index(finals[0]) + 1]
            faults.append(Span(following.begin, following.stop, "text-after-answer", "a message after the final one"))
        elif finals and is_blank(text, finals[0].start, finals[0].stop):
            faults.append(Span(finals[0].start, finals[0].stop, "answer-blank", "the final message is blank"))
        elif not finals and not (messages and messages[-1].closing == self.call):
            faults.append(Span(end, end, "final-missing", "there is neither a final message nor a tool call"))


class _Header(NamedTuple):
    channel: str
    recipient: str
    json: bool


class Message(NamedTuple):
    """One message: its channel, and where its header begins, its body stands and ends, and what ends it."""

    channel: str
    recipient: str
    is_json: bool
    begin: int
    start: int
    stop: int
    closing: str


@lru_cache(maxsize=16)
def _header_pattern(layout: Channels) -> re.Pattern[str]:
    channels = "|".join(map(re.escape, (layout.reasoning, layout.commentary, layout.final)))
    return re.compile(
        rf"\s{{0,4}}(?:to=(?P<to>[^\s<]+)\s{{0,4}})?{re.escape(layout.channel)}(?P<channel>{channels})"
        rf"(?:\s{{1,4}}to=(?P<to_>[^\s<]+))?\s{{0,4}}"
        rf"(?:{re.escape(layout.constrain)}\s?(?P<type>\w{{1,32}})|(?<=\s)\w{{1,32}})?\s{{0,4}}"
    )
