"""How long hostile texts take to judge, at worst: texts that should be JSON, and values against schemas.

    python benchmarks/json_texts.py

Milliseconds of processor time for each text of 100 kB and 10 MB through `json.parse` (past the cap of 500,000
characters a text is not read, so that the cap is tried too), the best of three passes; then for values against schemas
through both validators, the best of two.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import r1rewards as r1
from r1rewards.json import fast, parse
from r1rewards.json.faults import MOST_CHARACTERS
from r1rewards.json.schema import compiled, problems

TEXTS: dict[str, tuple[str, str, str]] = {
    "open brackets": ("", "[", ""),
    "open objects": ("", '{"a":', ""),
    "equal keys": ("{", '"a":1,', '"a":1}'),
    "one number": ("", "9", ""),
    "one fraction": ("0.", "3", ""),
    "one string": ('"', "a", '"'),
    "one string, open": ('"', "a", ""),
    "escapes": ('"', "\\n", '"'),
    "escapes, open": ('"', "\\u0061", ""),
    "half a pair at the end": ('"', "\\n", '\\ud800"'),
    "bad escapes": ('"', "\\q", '"'),
    "numbers": ("[", "1,", "1]"),
    "numbers, open": ("[", "1,", ""),
    "fractions, open": ("[", "0.1,", ""),
    "exponents, open": ("[", "1e5,", ""),
    "empty arrays, open": ("[", "[],", ""),
    "pairs, open": ("[", '{"a":1},', ""),
    "arrays of one, open": ("[", "[1],", ""),
    "escaped strings, open": ("[", '"\\t",', ""),
    "words": ("[", "a,", "a]"),
    "white space": ("", " ", ""),
    "backquotes": ("", "```\n", ""),
    "quotes": ("", '"', ""),
    "backslashes": ('"', "\\", ""),
}


def filled(front: str, unit: str, behind: str, size: int) -> str:
    return front + unit * ((size - len(front) - len(behind)) // len(unit)) + behind


def many_keys(size: int) -> str:
    """An object whose last key is its first, so that the whole of it is read with care."""
    return "{" + "".join(f'"{n:07}":1,' for n in range(size // 12 - 2)) + '"0000000":1}'


def chain(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"a": value}
    return value


BRANCH = {"type": "object", "properties": {"a": {"$ref": "#"}}}
TWICE = [{**BRANCH, "required": ["a", key]} for key in ("b", "c")]
VALUES: dict[str, tuple[Any, Any]] = {
    "^(a+)+$ on 99,000 characters": ({"pattern": "^(a+)+$"}, "a" * 98_999 + "b"),
    "a*a*a*b on 500,000 characters": ({"pattern": "a*a*a*b"}, "a" * 500_000),
    "^(a|b)*a(a|b){12}$": ({"pattern": "^(a|b)*a(a|b){12}$"}, ("ab" * 3 + "b" * 7 + "aab") * 6_000),
    "two references, 60 deep": ({"anyOf": TWICE}, chain(60)),
    "unique arrays": ({"uniqueItems": True}, [[n] for n in range(24_000)]),
    "unique objects": ({"uniqueItems": True}, [{"a": n} for n in range(24_000)]),
    "unique numbers of one hash": ({"uniqueItems": True}, [(2**61 - 1) * n for n in range(49_000)]),
    "49,000 items": ({"items": {"type": "integer", "minimum": 0}}, list(range(49_000))),
    "49,000 wrong items": ({"items": {"anyOf": [{"type": "string"}, {"type": "object"}]}}, list(range(49_000))),
    "16,000 objects": ({"items": {"properties": {"a": {"type": "integer"}}, "required": ["a"]}}, [{"a": 1}] * 16_000),
}


def best(run: Callable[[], object], passes: int) -> float:
    """Milliseconds of the fastest pass."""
    found = float("inf")
    for _ in range(passes):
        start = time.thread_time()
        run()
        found = min(found, time.thread_time() - start)
    return found * 1000


def main() -> None:
    sizes = (100_000, MOST_CHARACTERS, 10_000_000)
    print(f"{'text':32}" + "".join(f"{size / 1000:>9,.0f} kB" for size in sizes) + "   first fault at 100 kB")
    worst = [0.0] * len(sizes)
    for name in (*TEXTS, "many keys"):
        times, label = [], ""
        for size in sizes:
            text = many_keys(size) if name == "many keys" else filled(*TEXTS[name], size)
            times.append(best(lambda text=text: parse(text), 3))  # type: ignore[misc]
            label = label or next((fault.label for fault in parse(text).faults), "none")
        worst = [max(pair) for pair in zip(worst, times, strict=True)]
        print(f"{name:32}" + "".join(f"{ms:12.1f}" for ms in times) + f"   {label}")
    print(f"{'worst':32}" + "".join(f"{ms:12.1f}" for ms in worst))
    installed = fast.jsonschema_rs
    print(f"\n{'value and schema':42}{'with jsonschema-rs':>20}{'without':>12}")
    for name, (schema, value) in VALUES.items():
        times = []
        for back_end in (installed, None):
            fast.jsonschema_rs = back_end
            compiled.cache_clear()
            problems(None, schema)  # compiled
            times.append(best(lambda value=value, schema=schema: problems(value, schema), 2))  # type: ignore[misc]
        print(f"{name:42}{times[0]:20.1f}{times[1]:12.1f}")
    fast.jsonschema_rs = installed
    compiled.cache_clear()
    reward = r1.JsonReward({"type": "object", "required": ["name"]})
    samples = [r1.Sample('<think>x</think>{"name": "Ada", "age": 36}', {"name": "Ada", "age": 36})] * 1000
    print(f"\na usual sample: {best(lambda: reward.score(samples), 3):.0f} µs")


if __name__ == "__main__":
    main()
