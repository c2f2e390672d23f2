"""OpenRLHF's own code, without the GPU libraries that only a machine that trains has.

What cannot be imported here is replaced by a stub: `vllm`, `deepspeed`, `flash_attn`, and OpenRLHF's Ray launcher,
which holds its model classes. The packages `openrlhf.utils`, `openrlhf.models` and `openrlhf.trainer.ray` are entered
without their `__init__`, which only gathers names. All else is as PyPI has it.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

REPLACED = (
    "vllm",
    "vllm.inputs",
    "vllm.utils",
    "deepspeed",
    "flash_attn",
    "openrlhf.trainer.ray.launcher",
)
ENTERED = ("openrlhf.utils", "openrlhf.models", "openrlhf.trainer.ray")


@contextmanager
def openrlhf_code() -> Iterator[SimpleNamespace]:
    """OpenRLHF's modules; afterwards `sys.modules` is as it was before."""
    for name in ("torch", "transformers", "ray", "aiohttp", "accelerate", "peft"):  # they ask for what is replaced
        importlib.import_module(name)
    from transformers import AutoTokenizer, PreTrainedTokenizerFast  # noqa: F401 - loaded lazily otherwise

    before = dict(sys.modules)
    spec = importlib.util.find_spec("openrlhf")
    assert spec is not None
    assert spec.origin is not None
    root = Path(spec.origin).parent
    try:
        for name in ENTERED:
            entered = types.ModuleType(name)
            entered.__path__ = [str(root.joinpath(*name.split(".")[1:]))]
            sys.modules[name] = entered
        for name in REPLACED:
            sys.modules[name] = MagicMock()
        load: Any = importlib.import_module
        yield SimpleNamespace(
            agent=load("openrlhf.utils.agent"),
            engine=load("openrlhf.trainer.ray.vllm_engine"),
            samples=load("openrlhf.trainer.ppo_utils.samples_generator"),
            experience=load("openrlhf.trainer.ppo_utils.experience"),
            maker=load("openrlhf.trainer.ppo_utils.experience_maker"),
        )
    finally:
        for name in set(sys.modules) - set(before):
            if name.split(".")[0] in {"openrlhf", "vllm", "deepspeed", "flash_attn"}:
                del sys.modules[name]
        sys.modules.update({name: module for name, module in before.items() if name.startswith("openrlhf")})
