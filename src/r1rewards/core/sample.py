"""What is judged: one completion of a model, and what is known about it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from r1rewards.core.builtins import PLAIN, to_builtin, to_builtins
from r1rewards.core.messages import reasoning_of, role_of, text_of, with_reasoning
from r1rewards.errors import SampleError

T = TypeVar("T")

MEDIA = frozenset({"image", "images", "video", "videos", "audio", "pixel_values"})
"""Keys of `Sample.meta` whose arrays stay arrays: they are large, and no reward reads their numbers one by one."""


@dataclass(frozen=True)
class Sample:
    """One completion to be judged.

    Attributes:
        completion: the model's text, or chat messages (mappings with "role" and "content"), of which the last
            assistant message is judged.
        reference: what the task's reward needs: a gold string or number, a list (any of them is right), tests,
            a schema. None: there is none.
        prompt: what the model was asked, a string or chat messages.
        task: the name that `TaskReward` dispatches on.
        language: the natural language that the answer should be in, as an ISO 639-1 code.
        group: samples with equal groups answer the same prompt.
        id: the row's identity in its data set; never interpreted.
        finish_reason: "stop", "length" and so on, as servers report it.
        token_ids: the completion's tokens.
        reasoning: the reasoning, for servers that return it apart (`reasoning_content`). Messages may hold it too, by
            one of `REASONING_KEYS`.
        meta: anything else; never interpreted by the library's own rewards, unless one is told which key.

    Raises:
        SampleError: the completion is neither a string nor messages with an assistant's among them.
    """

    completion: str | Sequence[Mapping[str, Any]]
    reference: Any = None
    prompt: str | Sequence[Mapping[str, Any]] | None = field(default=None, kw_only=True)
    task: str | None = field(default=None, kw_only=True)
    language: str | None = field(default=None, kw_only=True)
    group: Hashable = field(default=None, kw_only=True)
    id: Hashable = field(default=None, kw_only=True)
    finish_reason: str | None = field(default=None, kw_only=True)
    token_ids: Sequence[int] | None = field(default=None, kw_only=True)
    reasoning: str | None = field(default=None, kw_only=True)
    meta: Mapping[str, Any] = field(default_factory=dict, kw_only=True)

    def __post_init__(self) -> None:
        if self.reasoning is not None and not isinstance(self.reasoning, str):
            raise SampleError(f"reasoning is {type(self.reasoning).__name__}: give a string, or None")
        if not (
            type(self.reference) in PLAIN
            and type(self.completion) in PLAIN
            and type(self.prompt) in PLAIN
            and type(self.token_ids) in PLAIN
            and type(self.task) in PLAIN
            and type(self.language) in PLAIN
            and type(self.group) in PLAIN
            and type(self.id) in PLAIN
            and type(self.finish_reason) in PLAIN
        ):  # at length, since a loop would take as long as all the rest
            self._normalise()
        if self.meta is None:
            object.__setattr__(self, "meta", {})
        if type(self.meta) is dict and self.meta and not _JSON.issuperset(map(type, self.meta.values())):
            odd = {name: to_builtins(v) for name, v in self.meta.items() if type(v) not in _JSON and name not in MEDIA}
            object.__setattr__(self, "meta", {**self.meta, **odd})
        if not isinstance(self.completion, str):
            self.__dict__["_message"] = _last_assistant_message(self.completion)

    def _normalise(self) -> None:
        """Replace arrays and scalars with lists and numbers, as data sets hold them in every field."""
        for name, value in self.__dict__.items():
            if name != "meta" and type(value) not in PLAIN:
                self.__dict__[name] = to_builtin(value) if name == "token_ids" else to_builtins(value)

    @property
    def text(self) -> str:
        """The judged text, into which all spans count: the completion, or the last assistant message.

        Reasoning that was given apart precedes the content, in `<think>` tags.
        """
        if self.reasoning is None and isinstance(self.completion, str):
            return self.completion
        return self.once("text", _judged_text)

    @property
    def separate_reasoning(self) -> str | None:
        """The reasoning that was given apart, as a field or in the message; None if the text holds what there is."""
        if self.reasoning is not None or isinstance(self.completion, str):
            return self.reasoning
        return reasoning_of(self._judged_message)

    @property
    def tool_calls(self) -> Sequence[Any]:
        """The tool calls of the judged message, as its server took them out of the text; empty if there are none."""
        if isinstance(self.completion, str):
            return ()
        found = self._judged_message.get("tool_calls")
        return found if isinstance(found, Sequence) and not isinstance(found, str | bytes) else ()

    @property
    def _judged_message(self) -> Mapping[str, Any]:
        """The last assistant message, looked for once; after pickling once more."""
        message: Mapping[str, Any] | None = self.__dict__.get("_message")
        if message is None:
            message = self.__dict__["_message"] = _last_assistant_message(self.completion)
        return message

    def once(self, key: Hashable, make: Callable[[Sample], T]) -> T:
        """The value of `make(self)`, made once per sample and key: what several rewards read of one text."""
        made: dict[Hashable, Any] = self.__dict__.setdefault("_made", {})
        if key not in made:
            made[key] = make(self)
        value: T = made[key]
        return value

    def __getstate__(self) -> dict[str, Any]:
        # Derived values are left out: they are as large as the text, and cheap to make again.
        return {name: self.__dict__[name] for name in _FIELD_NAMES}


def _judged_text(sample: Sample) -> str:
    completion = sample.completion
    content = completion if isinstance(completion, str) else _content(sample._judged_message)  # noqa: SLF001 - its own
    return with_reasoning(sample.separate_reasoning, content)


_JSON = PLAIN | {list, dict}
"""Types of columns that are left to those who read them: rows may be large."""

_FIELD_NAMES = tuple(f.name for f in fields(Sample))


def _last_assistant_message(messages: object) -> Mapping[str, Any]:
    if isinstance(messages, Sequence) and not isinstance(messages, bytes | bytearray):
        for message in reversed(messages):
            if not isinstance(message, Mapping):
                break
            if role_of(message) == "assistant":
                _content(message)
                return message
        else:
            raise SampleError("completion holds no message with role 'assistant': add the one to be judged")
    raise SampleError(f"completion is {_kind(messages)}: give a string, or a list of messages with role and content")


def _content(message: Mapping[str, Any]) -> str:
    text = text_of(message)
    if text is None:
        kind = _kind(message.get("content", message.get("value")))
        raise SampleError(f"the assistant message's content is {kind}: give a string, or a list of text parts")
    return text


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__
