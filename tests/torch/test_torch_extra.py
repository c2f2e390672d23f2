"""Without the extra `torch` an import says what to install."""

from __future__ import annotations

import subprocess
import sys

import pytest

WITHOUT = """
import sys
sys.modules[{name!r}] = None
import r1rewards as r1
from r1rewards.trainers import trl
for attempt in (lambda: __import__("r1rewards.torch"), lambda: trl.reward_funcs(r1.MathReward(), tokenizer=object())):
    try:
        attempt()
    except ImportError as problem:
        assert problem.name == {name!r}
        sys.stdout.write(f"{{problem}}\\n")
"""


@pytest.mark.parametrize("name", ["torch", "tokenizers", "numpy"])
def test_a_missing_package_is_named_and_how_to_install_it(name: str) -> None:
    script = WITHOUT.format(name=name)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == f"r1rewards.torch needs {name}: pip install 'r1rewards[torch]'\n" * 2
