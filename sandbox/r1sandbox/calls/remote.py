"""In the tests' process: asks the submission's process, and stands for what cannot cross."""

from __future__ import annotations

import builtins
import json
import os
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

from r1sandbox.calls import codec

T = TypeVar("T")

OWN = "__main__"
"""The name of the module that the tests are."""

_PLAIN_ATTRIBUTES = frozenset({"__name__", "__doc__", "__dict__", "__qualname__"})
_CATCH_ALL = (BaseException, Exception, AssertionError)

_NO_CONTROL = frozenset({"StopIteration", "StopAsyncIteration", "GeneratorExit", "KeyboardInterrupt", "SystemExit"})
"""Raised in a test, these would end its loops early: a submission's own become RuntimeError, as in PEP 479."""


class SubmissionError(BaseException):
    """The submission cannot answer, or its answer is none. No `except Exception` of a test's swallows it."""


class GoneError(SubmissionError):
    """The submission's process has ended."""


class OversizeError(SubmissionError):
    """The answer is larger than any that crosses; there will be no other."""


class UnjudgeableError(BaseException):
    """The test would let the submission's own code decide."""


class Connection:
    """The way to the submission's process."""

    def __init__(self, channel: int) -> None:
        self._channel = channel
        self._functions: list[Callable[..., Any]] = []
        self._exceptions: dict[str, type[Exception]] = {}
        self._remotes: dict[int, Remote] = {}
        self.gone = False
        self.asked = 0

    def name(self, name: str) -> Any:
        """What the submission calls by that name.

        Raises:
            NameError: nothing.
            SubmissionError: it does not answer.
        """
        return self._ask({"op": "name", "name": name})

    def do(self, operation: str, *args: Any, **named: Any) -> Any:
        """What comes of an operation on the submission's side; lists and the like that it changed are changed here."""
        given = [self._encode(arg) for arg in args]
        message = {"op": operation, "a": given, "k": {name: self._encode(arg) for name, arg in named.items()}}
        return self._ask(message, args)

    def _ask(self, message: dict[str, Any], args: tuple[Any, ...] = ()) -> Any:
        self.asked += 1
        self._send(message)
        while True:
            answer = self._receive()
            if "cb" in answer:
                self._send(self._call_back(answer))
                continue
            if "x" in answer:
                self._raise(answer["x"])
            if "u" in answer:
                raise SubmissionError(f"{answer['u']}"[:300])
            if "r" not in answer:
                raise SubmissionError("the submission's answer is none")
            result = codec.decode(answer["r"], self._decode)
            if _catches_all(result):  # in an `except`, it would catch what the test itself raises
                raise UnjudgeableError("the submission answers with a class that every exception is of")
            self._change(args, answer.get("m", []))
            return result

    def _call_back(self, request: dict[str, Any]) -> dict[str, Any]:
        """A function of the tests, called by the submission."""
        try:
            function = self._functions[request["cb"]]
            args = [codec.decode(arg, self._decode) for arg in request.get("a", [])]
            named = {str(name): codec.decode(arg, self._decode) for name, arg in request.get("k", {}).items()}
        except (IndexError, TypeError, AttributeError, codec.CodecError):
            raise SubmissionError("the submission's call of a function is none") from None
        try:
            return {"r": self._encode(function(*args, **named))}
        except (SubmissionError, UnjudgeableError):
            raise
        except Exception as failure:  # noqa: BLE001 - raised on the other side
            return {"x": [type(failure).__name__, str(failure)[:500]]}

    def _change(self, args: tuple[Any, ...], changes: Any) -> None:
        """Brings what a call did to its arguments over to the originals."""
        try:
            for place, data in list(changes):
                old, new = args[place], codec.decode(data, self._decode)
                _replace(old, new)
        except (TypeError, ValueError, IndexError, codec.CodecError):
            raise SubmissionError("the submission's change of an argument is none") from None

    def _raise(self, written: Any) -> NoReturn:
        try:
            name, said, bases = str(written[0]), str(written[1]), [str(base) for base in written[2]]
        except (TypeError, IndexError, KeyError):
            raise SubmissionError("the submission's exception is none") from None
        for candidate in (name, *bases):
            if candidate in self._exceptions:
                raise self._exceptions[candidate](said)
            kind = getattr(builtins, candidate, None)
            if isinstance(kind, type) and issubclass(kind, Exception) and candidate not in _NO_CONTROL:
                if candidate == name:
                    raise _made(kind, said)
                # A class of the submission's: the tests may name it in an `except` that is yet to be reached.
                raise self._exception([name, *bases])(said)
        raise RuntimeError(f"{name}: {said}")

    def _decode(self, tag: str, inside: Any) -> Any:
        if tag != "o" or not isinstance(inside, list) or len(inside) != 3 or not isinstance(inside[0], int):
            raise codec.CodecError(f"a message holds an unknown tag {tag!r:.40}")
        index, name, bases = inside
        if isinstance(bases, list) and "BaseException" in bases:
            return self._exception([base for base in bases if isinstance(base, str)])
        remote = self._remotes.get(index)
        if remote is None:
            remote = self._remotes[index] = Remote(self, index, str(name)[:100])
        return remote

    def _exception(self, bases: list[str]) -> type[Exception]:
        """A class of the tests' own that stands for one of the submission's."""
        name = bases[0]
        kind = self._exceptions.get(name)
        if kind is None:
            known = (getattr(builtins, base, None) for base in bases[1:] if base not in _NO_CONTROL)
            base = next((k for k in known if isinstance(k, type) and issubclass(k, Exception)), Exception)
            kind = self._exceptions[name] = type(name, (base,), {"__init__": Exception.__init__})
        return kind

    def _encode(self, value: Any) -> Any:
        return codec.encode(value, self._handle)

    def _handle(self, value: Any) -> dict[str, Any]:
        if isinstance(value, Remote):
            return {"o": object.__getattribute__(value, "_Remote__index")}
        if type(value).__module__ == OWN and hasattr(value, "__dict__"):
            # An object of a class that the tests define crosses by its attributes, into the submission's own class.
            return {"k": [type(value).__name__, {key: self._encode(item) for key, item in vars(value).items()}]}
        if callable(value):
            self._functions.append(value)
            return {"cb": len(self._functions) - 1}
        raise codec.CodecError(f"a value of type {type(value).__qualname__} cannot cross")

    def _send(self, message: dict[str, Any]) -> None:
        view = memoryview(codec.frame(json.dumps(message).encode()))
        try:
            while view:
                view = view[os.write(self._channel, view) :]
        except OSError:
            self.gone = True
            raise GoneError("the submission ended") from None

    def _receive(self) -> dict[str, Any]:
        size = codec.length(self._exactly(codec.HEADER))
        if size > codec.LARGEST:
            self.gone = True
            os.close(self._channel)
            raise OversizeError(f"the submission's answer is larger than {codec.LARGEST >> 20} MiB")
        try:
            message = json.loads(self._exactly(size))
        except (ValueError, RecursionError):
            raise SubmissionError("the submission's answer is no JSON, or nests too deep") from None
        if not isinstance(message, dict):
            raise SubmissionError("the submission's answer is none")
        return message

    def _exactly(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            try:
                part = os.read(self._channel, min(size - len(parts), 1 << 20))
            except OSError:
                part = b""
            if not part:
                self.gone = True
                raise GoneError("the submission ended")
            parts += part
        return bytes(parts)


def _catches_all(value: Any) -> bool:
    """Whether it is one of the classes that a test's own exceptions are of, or holds one."""
    if isinstance(value, dict):
        return any(map(_catches_all, value.values()))
    if isinstance(value, list | tuple | set | frozenset | deque):
        return any(map(_catches_all, value))
    return any(value is kind for kind in _CATCH_ALL)


def _replace(old: Any, new: Any) -> None:
    """Gives a list, a set or the like another one's content."""
    if type(old) is not type(new):
        raise TypeError("a change of an argument's type")
    if isinstance(old, list | bytearray):
        old[:] = new
    elif isinstance(old, dict | set | deque):
        old.clear()
        (old.extend if isinstance(old, deque) else old.update)(new)


class Remote:  # noqa: D101 - a docstring would hide that of the object it stands for
    # An object of the submission's: what is done to it is done there. It never compares: that would be a verdict.
    # Its own names are mangled, and it has no docstring, so that those of the submission's objects are found.

    __slots__ = ("__connection", "__index", "__kind")

    def __init__(self, connection: Connection, index: int, kind: str) -> None:
        object.__setattr__(self, "_Remote__connection", connection)
        object.__setattr__(self, "_Remote__index", index)
        object.__setattr__(self, "_Remote__kind", kind)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """Calls it, over there."""
        return self.__do("call", *args, **named)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in _PLAIN_ATTRIBUTES:
            raise AttributeError(name)  # protocols of libraries, such as numpy's, would take its word for an address
        return self.__do("getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__do("setattr", name, value)

    def __delattr__(self, name: str) -> None:
        self.__do("delattr", name)

    def __iter__(self) -> Iterator[Any]:
        items = self.__do("list")
        return iter(items if isinstance(items, list) else [])

    def __len__(self) -> int:
        return _of(int, self.__do("len"))

    def __bool__(self) -> bool:
        return True

    def __int__(self) -> int:
        return _of(int, self.__do("int"))

    def __float__(self) -> float:
        return _of(float, self.__do("float"))

    def __str__(self) -> str:
        return _of(str, self.__do("str"))

    def __repr__(self) -> str:
        return f"<{object.__getattribute__(self, '_kind')} of the submission>"

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Remote):
            raise UnjudgeableError("the test compares objects of the submission's, by its own code")
        return False

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(object.__getattribute__(self, "_Remote__index"))

    def __refuse(self, other: object) -> bool:  # noqa: ARG002 - what comparing hands over
        raise UnjudgeableError("the test orders objects of the submission's, by its own code")

    __lt__ = __le__ = __gt__ = __ge__ = __refuse

    def __do(self, operation: str, *args: Any, **named: Any) -> Any:
        connection: Connection = object.__getattribute__(self, "_Remote__connection")
        return connection.do(operation, self, *args, **named)


def _connection(remote: Remote) -> Connection:
    found: Connection = object.__getattribute__(remote, "_Remote__connection")
    return found


def _forwarded(operation: str) -> Callable[..., Any]:
    def method(self: Remote, *args: Any) -> Any:
        return _connection(self).do(operation, self, *args)

    return method


def _arithmetic(operation: str) -> Callable[..., Any]:
    """An operator whose result stays over there: a plain number would be the submission's own word on a comparison."""

    def method(self: Remote, *args: Any) -> Any:
        # What stands on the other side may be the expected value.
        result = None
        if all(isinstance(arg, Remote) for arg in args):
            result = _connection(self).do(operation, self, *args)
        if not isinstance(result, Remote):
            raise UnjudgeableError("the test computes with an object of the submission's, by its own code")
        return result

    return method


def _reflected(_self: Remote, _other: Any) -> Any:
    raise UnjudgeableError("the test computes with an object of the submission's, by its own code")


for _name in "getitem setitem delitem".split():
    setattr(Remote, f"__{_name}__", _forwarded(_name))
for _name in "neg pos abs invert".split():
    setattr(Remote, f"__{_name}__", _arithmetic(_name))
for _name in "add sub mul truediv floordiv mod pow matmul".split():
    setattr(Remote, f"__{_name}__", _arithmetic(_name))
    setattr(Remote, f"__r{_name}__", _reflected)


def _of(kind: type[T], value: object) -> T:
    """The value, if it is of the type that Python demands there."""
    if type(value) is not kind:
        raise TypeError(f"the submission gives a {type(value).__name__} where a {kind.__name__} belongs")
    return value


def _made(kind: type[Exception], said: str) -> Exception:
    try:
        return kind(said)
    except TypeError:  # UnicodeDecodeError and the like want more
        return RuntimeError(f"{kind.__name__}: {said}")
