"""Reward functions of TRL, Open-R1 and verl on real completions: as they are, and with the drop-in inside."""

from __future__ import annotations

import ast
import importlib.util
import json
import logging
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple, Optional

from dropin_plugin import MODULES, replace

from r1rewards.dropin import open_r1, trl, verl

Value = float | None
Function = Callable[[str, str], Value]

THREADS = 4


class Row(NamedTuple):
    """A completion, its gold, and whether it is right."""

    text: str
    gold: str
    right: bool


class Pair(NamedTuple):
    """A function as it is, and what replaces it: itself with the drop-in inside, or ours by the same name."""

    name: str
    theirs: Function
    ours: Function
    shape: str


def peers(checkout: Path, data: Path, count: int) -> bool:
    """Prints how a checkout's functions agree; False if it is none that is known."""
    logging.disable(logging.WARNING)
    for path, pairs in _KNOWN:
        if (checkout / path).exists():
            for pair in pairs(checkout / path):
                for file in ("real_gsm8k_openai", "real_gsm8k_tora", "gold_math500", "gold_olympiad"):
                    _print(pair, file, _rows(data / f"{file}.jsonl", pair.shape, count))
            return True
    return False


def _rows(path: Path, shape: str, count: int) -> list[Row]:
    """The first rows of a file, the texts' last lines written in the shape that a function reads."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines()[:count]:
        row = json.loads(line)
        text = row["prediction"]
        if path.stem.startswith("gold"):
            text = f"A: {text}"
        head, _, last = text.rpartition("A: ")
        text = f"{head}{shape.format(last.strip())}" if text.count("A: ") and "\n" not in last.strip() else text
        found.append(Row(text, row["gold"], row["expected_equal"]))
    return found


def _print(pair: Pair, file: str, rows: Sequence[Row]) -> None:
    theirs = [pair.theirs(row.text, row.gold) for row in rows]
    ours = [pair.ours(row.text, row.gold) for row in rows]
    with ThreadPoolExecutor(THREADS) as pool:
        same = list(pool.map(lambda row: pair.ours(row.text, row.gold), rows)) == ours
    equal = sum(a == b for a, b in zip(theirs, ours, strict=True))
    by_us = [n for n in range(len(rows)) if ours[n] != theirs[n] and _is_right(ours[n], rows[n])]
    by_them = [n for n in range(len(rows)) if ours[n] != theirs[n] and _is_right(theirs[n], rows[n])]
    print(
        f"{pair.name} on {len(rows)} of {file}: {equal} equal values; the label agrees with the drop-in in "
        f"{len(by_us)} of the others, with the original in {len(by_them)}; "
        f"{THREADS} threads: {'the same' if same else 'OTHERS'}"
    )
    for n in by_them[:3]:
        print(f"    row {n + 1}: {theirs[n]}, and with the drop-in {ours[n]}")


def _is_right(value: Value, row: Row) -> bool:
    return value is not None and (value > 0) == row.right


def _functions(path: Path, *names: str, **known: Any) -> list[Callable[..., Any]]:
    """Functions of a file, which is not run otherwise."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in names]
    module: dict[str, Any] = dict(known)
    code = compile(ast.Module(body, []), str(path), "exec", dont_inherit=True)
    exec(code, module)
    return [module[name] for name in names]


def _with(path: Path, name: str, *, dropin: bool) -> Callable[..., Any]:
    """A function that calls math-verify, over math-verify or over the drop-in."""
    if dropin:
        import r1rewards.dropin.math_verify as library
        from r1rewards.dropin.math_verify import NormalizationConfig
    else:
        import math_verify as library
        from latex2sympy2_extended import NormalizationConfig
    known = {name: getattr(library, name) for name in ("LatexExtractionConfig", "parse", "verify")}
    known |= {"NormalizationConfig": NormalizationConfig, "threading": threading, "logging": logging}
    known |= {"is_math_verify_available": lambda: True, "Callable": Callable, "Optional": Optional}
    return _functions(path, name, **known)[0]


def _of_messages(function: Callable[..., Any]) -> Function:
    def value(text: str, gold: str) -> Value:
        with redirect_stdout(StringIO()) if threading.current_thread() is threading.main_thread() else _silence():
            found: Value = function(completions=[[{"content": text}]], solution=[gold])[0]
        return found

    return value


@contextmanager
def _silence() -> Any:
    yield


_BOXED = r"The final answer is $\boxed{{{}}}$."


def _trl(path: Path) -> list[Pair]:
    original = _of_messages(_with(path, "accuracy_reward", dropin=False))
    replaced = _of_messages(_with(path, "accuracy_reward", dropin=True))
    return [
        Pair("TRL's accuracy_reward, math-verify replaced", original, replaced, _BOXED),
        Pair("TRL's accuracy_reward, replaced by ours", original, _of_messages(trl.accuracy_reward), _BOXED),
    ]


def _open_r1(path: Path) -> list[Pair]:
    original = _of_messages(_with(path, "accuracy_reward", dropin=False))
    replaced = _of_messages(_with(path, "accuracy_reward", dropin=True))
    return [
        Pair("Open-R1's accuracy_reward, math-verify replaced", original, replaced, _BOXED),
        Pair("Open-R1's accuracy_reward, replaced by ours", original, _of_messages(open_r1.accuracy_reward), _BOXED),
    ]


def _verl(path: Path) -> list[Pair]:
    folder = path.parent
    (in_process,) = _functions(folder / "math_verify.py", "_verify_in_subprocess")

    def replaced(text: str, gold: str) -> Value:
        with _REPLACED:
            return float(in_process(rf"\boxed{{{gold}}}", text))

    def original(text: str, gold: str) -> Value:
        return float(in_process(rf"\boxed{{{gold}}}", text))

    pairs = [Pair("verl's math_verify, math-verify replaced", original, replaced, _BOXED)]
    for file, source, shape in (
        ("gsm8k", "openai/gsm8k", "#### {}"),
        ("math_reward", "HuggingFaceH4/MATH-500", _BOXED),
        ("math_dapo", "math_dapo", "Answer: {}"),
    ):
        module = _module(folder / f"{file}.py")
        pairs.append(Pair(f"verl's {file}, replaced by ours", _scoring(module), _by_source(source), shape))
    return pairs


def _scoring(module: ModuleType) -> Function:
    return lambda text, gold: _number(module.compute_score(text, gold))


def _by_source(source: str) -> Function:
    return lambda text, gold: _number(verl.default_compute_score(source, text, gold))


def _number(value: Any) -> float:
    return float(value["score"] if isinstance(value, dict) else value)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"verl_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class _Replaced:
    """While any thread is in here, `import math_verify` imports the drop-in."""

    def __init__(self) -> None:
        self._lock, self._count, self._before = threading.Lock(), 0, {}

    def __enter__(self) -> None:
        with self._lock:
            if not self._count:
                self._before = {name: sys.modules.get("math_verify" + name) for name in MODULES}
                replace()
            self._count += 1

    def __exit__(self, *exception: object) -> None:
        with self._lock:
            self._count -= 1
            if not self._count:
                for name, module in self._before.items():
                    sys.modules.pop("math_verify" + name)
                    if module is not None:
                        sys.modules["math_verify" + name] = module


_REPLACED = _Replaced()

_KNOWN = (
    (Path("trl/rewards/accuracy_rewards.py"), _trl),
    (Path("src/open_r1/rewards.py"), _open_r1),
    (Path("verl/utils/reward_score/__init__.py"), _verl),
)
