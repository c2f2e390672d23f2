"""The layouts that reasoning models speak, from layouts.toml, and the way to one by name."""

from __future__ import annotations

from typing import Any

from r1rewards.core.data_files import read_table
from r1rewards.core.messages import REASONING_TAGS
from r1rewards.errors import RewardError
from r1rewards.templates.calls import GLM_CALLS, HERMES_CALLS, KIMI_CALLS
from r1rewards.templates.channels import Channels
from r1rewards.templates.template import Template

_STATED = "Think first, between {} and {}; then give the final answer."
"""The output format, stated as R1's authors advise: in the prompt, without examples (arXiv:2501.12948, section 5)."""

_CALLS = {"hermes": HERMES_CALLS, "glm": GLM_CALLS, "kimi": KIMI_CALLS}


def _layout(name: str, fields: dict[str, Any]) -> Template:
    stated = _STATED.format(*fields.get("think", REASONING_TAGS))
    made = {"prompt": fields["prompt"].replace("{stated}", stated)}
    if "calls" in fields:
        made["calls"] = _CALLS[fields["calls"]]
    if "channels" in fields:
        made["channels"] = Channels(**fields["channels"])
    return Template(name, **fields | made)


_LAYOUTS = {name: _layout(name, fields) for name, fields in read_table("r1rewards.templates", "layouts.toml").items()}

R1_ZERO = _LAYOUTS["r1-zero"]
R1 = _LAYOUTS["think"]
COLD_START = _LAYOUTS["cold-start"]
QWEN3 = _LAYOUTS["qwen3"]
NOTHINK = _LAYOUTS["nothink"]
HERMES = _LAYOUTS["hermes"]
GLM45 = _LAYOUTS["glm45"]
KIMI_K2 = _LAYOUTS["kimi"]
MAGISTRAL = _LAYOUTS["magistral"]
SEED = _LAYOUTS["seed"]
HARMONY = _LAYOUTS["harmony"]

BASE = (R1_ZERO, COLD_START, HARMONY, KIMI_K2, SEED, GLM45, MAGISTRAL, R1, HERMES, QWEN3)
"""The layouts whose model writes the reasoning; of several that a prompt may belong to, the first is it."""

_VARIANTS = (
    *(layout.prefilled() for layout in BASE),
    *(layout.without_reasoning() for layout in BASE),
)

NAMED = _LAYOUTS | {layout.name: layout for layout in _VARIANTS}
"""Every layout by name; each but "nothink" has a variant that ends in "-prefill", and one that ends in "-nothink"."""


def get(name: str | Template) -> Template:
    """The template of that name; a Template is returned as it is.

    Raises:
        RewardError: there is none.
    """
    if isinstance(name, Template):
        return name
    found = NAMED.get(name) if isinstance(name, str) else None
    if found is None:
        raise RewardError(
            f"there is no template '{name}': choose one of {', '.join(_LAYOUTS)}, or all but nothink with -prefill or "
            "-nothink"
        )
    return found
