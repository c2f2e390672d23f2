"""In the submission's process: does what the tests ask for, and answers.

Nothing here is trusted: a submission can replace all of it. What it can say is bounded by what the tests' side reads.
"""

from __future__ import annotations

import builtins
import json
import operator
import os
import sys
from collections import deque
from collections.abc import Callable
from types import ModuleType
from typing import Any

from r1sandbox.calls import codec

_MUTABLE = (list, dict, set, bytearray, deque)

_OPERATIONS: dict[str, Callable[..., Any]] = {
    "call": lambda function, *args, **named: function(*args, **named),
    "getattr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "len": len,
    "list": list,
    "str": str,
    "repr": repr,
    "int": int,
    "float": float,
    **{
        name: getattr(operator, name)
        for name in "getitem setitem delitem add sub mul truediv floordiv mod pow neg pos abs invert matmul".split()
    },
}


def serve(source: bytes, module: ModuleType, channel: int) -> None:
    """Runs the submission's code as `module`, then answers until the other side closes."""
    server = _Server(module, channel)
    try:
        exec(compile(source, "main.py", "exec"), module.__dict__)  # noqa: S102 - the point of it all
    except MemoryError:
        raise
    except BaseException as failure:  # noqa: BLE001 - SystemExit too: every call answers with it
        server.failure = failure
    server.loop()


class _Server:
    def __init__(self, module: ModuleType, channel: int) -> None:
        self._module = module
        self._channel = channel
        self._objects: list[object] = []
        self._known: dict[int, int] = {}
        self._classes: dict[str, type] = {}
        self._read, self._write = os.read, os.write
        self.failure: BaseException | None = None

    def loop(self) -> None:
        while (message := self._receive()) is not None:
            self._answer(message)

    def _answer(self, message: dict[str, Any]) -> None:
        try:
            answer = self._do(message)
        except codec.CodecError as problem:
            answer = {"u": str(problem)}
        except MemoryError:
            raise
        except BaseException as failure:  # noqa: BLE001 - the tests' side raises it
            answer = {"x": _written(failure)}
        self._send(answer)

    def _do(self, message: dict[str, Any]) -> dict[str, Any]:
        # A program that ends, or wants input, behind its definitions has defined them all the same.
        if self.failure is not None and not isinstance(self.failure, SystemExit | EOFError):
            raise self.failure
        if message["op"] == "name":
            try:
                return {"r": self._name(message["name"])}
            except NameError:
                raise self.failure or NameError(f"name '{message['name']}' is not defined") from None
        args = [codec.decode(arg, self._decode) for arg in message["a"]]
        named = {name: codec.decode(arg, self._decode) for name, arg in message["k"].items()}
        result = _OPERATIONS[message["op"]](*args, **named)
        answer = {"r": self._encode(result)}
        if message["op"] == "call":
            changed = [
                [place, new]
                for place, arg in enumerate(args)
                if type(arg) in _MUTABLE and (new := self._encode(arg)) != message["a"][place]
            ]
            if changed:
                answer["m"] = changed
        return answer

    def _name(self, path: str) -> Any:
        """A name of the submission's, dotted or not; a method of `Solution` if nothing else has it."""
        owner, _, rest = path.partition(".")
        names = self._module.__dict__
        if owner in names:
            value = names[owner]
            for part in filter(None, rest.split(".")):
                value = getattr(value() if isinstance(value, type) else value, part)
        elif hasattr(names.get("Solution"), owner):
            value = getattr(names["Solution"](), owner)
        else:
            raise NameError(f"name '{path}' is not defined")
        return self._encode(value)

    def _encode(self, value: object) -> Any:
        return codec.encode(value, self._handle)

    def _handle(self, value: object) -> dict[str, Any]:
        index = self._known.get(id(value))
        if index is None:
            index = self._known[id(value)] = len(self._objects)
            self._objects.append(value)  # also keeps it alive, so that its id stays its own
        bases = [base.__name__ for base in value.__mro__] if isinstance(value, type) else []
        return {"o": [index, type(value).__name__, bases]}

    def _decode(self, tag: str, inside: Any) -> Any:
        if tag == "o":
            return self._objects[inside]
        if tag == "cb":
            return self._callback(inside)
        if tag == "k":
            return self._instance(*inside)
        raise codec.CodecError(f"unknown tag {tag!r}")

    def _instance(self, name: str, attributes: dict[str, Any]) -> object:
        """An object of a class of the tests', as one of the submission's class of that name, or of a plain one."""
        kind = self._module.__dict__.get(name)
        if not isinstance(kind, type):
            kind = self._classes.setdefault(name, type(name, (), {}))
        made: Any = object.__new__(kind)
        for attribute, value in attributes.items():
            setattr(made, attribute, codec.decode(value, self._decode))
        return made

    def _callback(self, number: int) -> Callable[..., Any]:
        """A function that stands on the tests' side."""

        def function(*args: Any, **named: Any) -> Any:
            given = [self._encode(arg) for arg in args]
            self._send({"cb": number, "a": given, "k": {name: self._encode(arg) for name, arg in named.items()}})
            while (message := self._receive()) is not None:
                if "r" in message:
                    return codec.decode(message["r"], self._decode)
                if "x" in message:
                    raise getattr(builtins, message["x"][0], RuntimeError)(message["x"][1])
                self._answer(message)
            sys.exit()

        return function

    def _send(self, message: dict[str, Any]) -> None:
        view = memoryview(codec.frame(json.dumps(message).encode()))
        while view:
            view = view[self._write(self._channel, view) :]

    def _receive(self) -> dict[str, Any] | None:
        header = self._exactly(codec.HEADER)
        payload = header and self._exactly(codec.length(header))
        message: dict[str, Any] | None = json.loads(payload) if payload else None
        return message

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            part = self._read(self._channel, min(size - len(parts), 1 << 20))
            if not part:
                return b""
            parts += part
        return bytes(parts)


def _written(failure: BaseException) -> list[Any]:
    """The name of an exception, what it says, and the names of what it derives from."""
    try:
        quoted = isinstance(failure, KeyError) and len(failure.args) == 1  # it would be quoted again over there
        said = str(failure.args[0] if quoted else failure)[:500]
    except Exception:  # noqa: BLE001 - a submission's own class
        said = ""
    return [type(failure).__name__, said, [base.__name__ for base in type(failure).__mro__]]
