"""Tool calls after the reasoning: how the layouts write them, each as data, and how they are read.

Text may stand before and between the calls, as servers keep it, but not after the last one. A call ends at its first
closing tag, also inside a JSON string: so the servers read it, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from r1rewards.core.score import Call, Span
from r1rewards.errors import RewardError
from r1rewards.templates.call_bodies import JsonBody, MalformedCall, NumberedBody, PairsBody, is_read_back
from r1rewards.templates.final import control_token
from r1rewards.templates.scan import first_of, start_of, stop_of, tag_at

MOST = 128
"""Calls in one turn, at most: more are no turn of a conversation."""

LONGEST = 1 << 20
"""Characters of one call, at most."""


@dataclass(frozen=True, slots=True)
class Calls:
    """How a layout writes tool calls.

    Attributes:
        call: the tags around each.
        body: what stands between them.
        section: the tags around all of them; None if there are none.
        results: tags around what a tool returned, which the model has no business to write.
        dropped: what a call looks like once decoding has dropped the tags (a pattern); "" where tags always stay.

    Raises:
        RewardError: the tags are no pairs of texts, or the pattern is none.
    """

    call: tuple[str, str]
    body: JsonBody | PairsBody | NumberedBody
    section: tuple[str, str] | None = None
    results: tuple[str, ...] = ("<tool_response>", "</tool_response>")
    dropped: str = ""

    def __post_init__(self) -> None:
        for name in ("call", "section"):
            if (tags := getattr(self, name)) is not None:
                object.__setattr__(self, name, pair(tags, f"the {name} tags of tool calls"))
        object.__setattr__(self, "results", tuple(self.results))
        if not isinstance(self.body, JsonBody | PairsBody | NumberedBody):
            raise RewardError(
                f"the body of tool calls is {self.body!r:.60}: give a JsonBody, PairsBody or NumberedBody"
            )
        try:
            re.compile(self.dropped)
        except (re.error, TypeError) as problem:
            raise RewardError(f"dropped is {self.dropped!r:.60}, which is no pattern: {problem}") from None

    @property
    def tags(self) -> tuple[str, ...]:
        """Every structural tag."""
        inner = self.body.key + self.body.value if isinstance(self.body, PairsBody) else ()
        separator = (self.body.separator,) if isinstance(self.body, NumberedBody) else ()
        return (*(self.section or ()), *self.call, *separator, *inner)

    def write(self, calls: tuple[Call, ...]) -> str:
        """The calls' text; RewardError if one would not be read back as it is."""
        try:
            text = self._write(calls)
        except (TypeError, ValueError, RecursionError) as problem:
            raise RewardError(f"a tool call cannot be written: {problem}") from None
        read = self.read(text, 0, len(text))
        if read.faults or not _are_read_back(read.calls, calls):
            raise RewardError("a tool call cannot be written so that it is read back: it holds tags, or is no JSON")
        return text

    def _write(self, calls: tuple[Call, ...]) -> str:
        opening, closing = self.call
        written = [f"{opening}{self.body.write(call, index)}{closing}" for index, call in enumerate(calls)]
        if self.section is None:
            return "\n".join(written)
        return self.section[0] + "".join(written) + self.section[1]

    def read(self, text: str, start: int, end: int) -> CallsRead:
        """The calls between two places; reading stops at the first that is malformed."""
        faults: list[Span] = []
        found: list[Call] = []
        place = text.find((self.section or self.call)[0], start, end)
        before = end if place < 0 else place
        if not self._stray(text, start, before, faults) and place >= 0:
            read = self._read_calls if self.section is None else self._read_section
            after = read(text, place, end, found, faults)
            if _is_whole(faults) and not self._stray(text, after, end, faults):
                rest = start_of(text, after, end)
                if rest < end:
                    stop = stop_of(text, rest, end)
                    faults.append(Span(rest, stop, "text-after-call", "text stands after the last tool call"))
        return CallsRead(before, tuple(call for call in found if call.name), faults)

    def _read_calls(self, text: str, place: int, end: int, found: list[Call], faults: list[Span]) -> int:
        """Read the calls from the first one on, and say where the last one ends."""
        found.extend(self._each(text, place, end, faults))
        return found[-1].end if found else place

    def _read_section(self, text: str, place: int, end: int, found: list[Call], faults: list[Span]) -> int:
        """Read the calls of a section, and say where it ends."""
        opening, closing = self.section or ("", "")
        at = begin = place + len(opening)
        close = text.find(closing, begin, end)
        if close < 0:
            faults.append(tag_at(place, opening, "call-not-closed", f"{opening} is never closed"))
            return end
        for call in self._each(text, begin, close, faults):
            if start_of(text, at, call.start) < call.start:
                break
            found.append(call)
            at = call.end
        if _is_whole(faults) and (not found or start_of(text, at, close) < close):
            faults.append(Span(at, close, "call-malformed", f"what stands behind {opening} is no tool call"))
        return close + len(closing)

    def _each(self, text: str, start: int, end: int, faults: list[Span]) -> Iterator[Call]:
        opening, closing = self.call
        place, count = text.find(opening, start, end), 0
        while place >= 0:
            if (count := count + 1) > MOST:
                faults.append(tag_at(place, opening, "call-too-many", f"more than {MOST} tool calls in one turn"))
                return
            begin = place + len(opening)
            close = text.find(closing, begin, end)
            if close < 0:
                faults.append(tag_at(place, opening, "call-not-closed", f"{opening} is never closed"))
                return
            nested, tag = first_of(text, (opening, *(self.section or ())), begin, close)
            if nested >= 0:
                faults.append(tag_at(nested, tag, "call-not-closed", f"{tag} inside a tool call"))
                return
            start = close + len(closing)
            try:
                if close - begin > LONGEST:
                    raise MalformedCall(f"it is longer than {LONGEST:,} characters")  # noqa: TRY301
                name, arguments = self.body.read(text[begin:close])
            except MalformedCall as problem:
                if not any(fault.label == "call-malformed" for fault in faults):
                    faults.append(Span(begin, close, "call-malformed", f"the tool call cannot be read: {problem}"))
                name, arguments = "", {}
            yield Call(name, arguments, place, start)
            place = text.find(opening, start, end)
            if place >= 0 and self._stray(text, start, place, faults):
                return
            if place >= 0 and (token := control_token(text, start, place)) is not None:
                faults.append(token)
                return

    def _stray(self, text: str, start: int, end: int, faults: list[Span]) -> bool:
        """Whether a tag stands outside the calls, or what is left of a call without its tags: a fault."""
        place, tag = first_of(text, self.tags, start, end)
        if place >= 0:
            faults.append(tag_at(place, tag, "call-not-opened", f"{tag} outside a tool call"))
            return True
        place, tag = first_of(text, self.results, start, end)
        if place >= 0:
            problem = f"{tag}: what a tool returns is not for the model to write"
            faults.append(tag_at(place, tag, "call-answered", problem))
            return True
        match = re.compile(self.dropped).search(text, start, end) if self.dropped else None
        if match is not None:
            problem = "a tool call stands there without its tags: decode with skip_special_tokens=False"
            faults.append(Span(match.start(), match.end(), "special-tokens-dropped", problem))
        return match is not None


def _are_read_back(found: tuple[Call, ...], calls: tuple[Call, ...]) -> bool:
    return len(found) == len(calls) and all(
        one.name == call.name and is_read_back(one.arguments, call.arguments)
        for one, call in zip(found, calls, strict=True)
    )


def _is_whole(faults: list[Span]) -> bool:
    """Whether the calls were read to the last one."""
    return all(fault.label == "call-malformed" for fault in faults)


def pair(tags: object, what: str) -> tuple[str, str]:
    """Two tags as a tuple; RewardError if they are none."""
    if isinstance(tags, tuple | list) and len(tags) == 2:
        opening, closing = tags
        if all(isinstance(tag, str) and tag and tag == tag.strip() for tag in tags):
            return opening, closing
    raise RewardError(f"{what} are {tags!r:.60}: give two tags, without white space around them")


class CallsRead(NamedTuple):
    """What was read of tool calls.

    Attributes:
        before: where the text before the first call ends.
        calls: the calls, from left to right, up to the first that is malformed.
        faults: what is wrong.
    """

    before: int
    calls: tuple[Call, ...]
    faults: list[Span]


HERMES_CALLS = Calls(("<tool_call>", "</tool_call>"), JsonBody())
GLM_CALLS = Calls(
    ("<tool_call>", "</tool_call>"), PairsBody(("<arg_key>", "</arg_key>"), ("<arg_value>", "</arg_value>"))
)
KIMI_CALLS = Calls(
    ("<|tool_call_begin|>", "<|tool_call_end|>"),
    NumberedBody("<|tool_call_argument_begin|>"),
    ("<|tool_calls_section_begin|>", "<|tool_calls_section_end|>"),
    dropped=r"functions\.(?:[\w-]{1,64}+\.)?+[\w-]{1,64}+:\d{1,4}+\s{0,4}+\{\s{0,4}+[\"}]",
)
