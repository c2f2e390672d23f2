"""How servers are asked about pairs of prompt and response, and how their answers are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

Pairs = Sequence[tuple[str, str]]
Label = str | int | None

_PLACES = re.compile(r"(\{prompt\}|\{response\})")


class FormatError(ValueError):
    """An answer is not what its format says; the message says what was looked for."""


class Format(NamedTuple):
    """What goes over the wire.

    Attributes:
        write: the body of a request, from the pairs and the layout of a pair as one text.
        read: the numbers in an answer, from the JSON and the label of the output that counts.
        label: which kind of label chooses one of several outputs: str, int, or None if there is only one.
        joined: whether a pair is sent as one text.
    """

    write: Callable[[Pairs, str], dict[str, object]]
    read: Callable[[object, Label], list[object]]
    label: type | None = None
    joined: bool = False


def in_one(text: str, pair: tuple[str, str]) -> str:
    """A pair as one text: the layout with the two in their places."""
    filled = {"{prompt}": pair[0], "{response}": pair[1]}
    return "".join(filled.get(piece, piece) for piece in _PLACES.split(text))


def places(text: str) -> list[str]:
    """The places that a layout has for prompt and response, in order."""
    return _PLACES.findall(text)


def _all_in_one(pairs: Pairs, text: str) -> list[str]:
    return [in_one(text, pair) for pair in pairs]


def _chosen(outputs: object, label: Label) -> object:
    if not isinstance(outputs, list) or not outputs:
        raise FormatError("'probs' is no list of numbers")
    if label is None:
        if len(outputs) > 1:
            raise FormatError(f"the model has {len(outputs)} outputs: choose one with label, from 0")
        return outputs[0]
    if not isinstance(label, int) or not 0 <= label < len(outputs):
        raise FormatError(f"the model has {len(outputs)} outputs, and none with the label {label!r}")
    return outputs[label]


def _tei_predictions(answer: object, label: Label) -> list[object]:
    if not isinstance(answer, list):
        raise FormatError("it is no list of predictions")
    return [_predicted(predictions, label) for predictions in answer]


def _predicted(predictions: object, label: Label) -> object:
    if not isinstance(predictions, list) or not predictions:
        raise FormatError("a prediction is no list of labels with scores")
    if label is None:
        if len(predictions) > 1:
            raise FormatError(f"the model has {len(predictions)} outputs: choose one by its name with label")
        return _entry(predictions[0], "score")
    for prediction in predictions:
        if _entry(prediction, "label") == label:
            return _entry(prediction, "score")
    raise FormatError(f"the model has no output with the label {label!r:.60}")


def _in_order(answer: object) -> list[Mapping[str, object]]:
    """The items under "data", by their index where they have one."""
    items = [item for item in _list(answer, "data") if isinstance(item, Mapping)]
    if all(type(item.get("index")) is int for item in items):
        items.sort(key=lambda item: item["index"])
        if [item["index"] for item in items] != list(range(len(items))):
            raise FormatError("an index under 'data' is missing or stands there twice")
    return items


def _list(answer: object, key: str) -> list[object]:
    found = _entry(answer, key)
    if not isinstance(found, list):
        raise FormatError(f"'{key}' is no list")
    return found


def _entry(answer: object, key: str) -> object:
    if not isinstance(answer, Mapping) or key not in answer:
        raise FormatError(f"there is no '{key}' where it should stand")
    return answer[key]


FORMATS: dict[str, Format] = {
    "pairs": Format(
        lambda pairs, _: {"pairs": [list(pair) for pair in pairs]},
        lambda answer, _: _list(answer, "scores"),
    ),
    "openrlhf": Format(
        lambda pairs, text: {"query": _all_in_one(pairs, text), "prompts": [prompt for prompt, _ in pairs]},
        lambda answer, _: _list(answer, "rewards"),
        joined=True,
    ),
    "vllm-score": Format(
        lambda pairs, _: {"text_1": [prompt for prompt, _ in pairs], "text_2": [response for _, response in pairs]},
        lambda answer, _: [_entry(item, "score") for item in _in_order(answer)],
    ),
    "vllm-classify": Format(
        lambda pairs, text: {"input": _all_in_one(pairs, text)},
        lambda answer, label: [_chosen(_entry(item, "probs"), label) for item in _in_order(answer)],
        label=int,
        joined=True,
    ),
    "tei": Format(
        lambda pairs, text: {"inputs": [[one] for one in _all_in_one(pairs, text)]},
        _tei_predictions,
        label=str,
        joined=True,
    ),
    "tei-pairs": Format(
        lambda pairs, _: {"inputs": [list(pair) for pair in pairs]},
        _tei_predictions,
        label=str,
    ),
}
"""The formats by name."""
