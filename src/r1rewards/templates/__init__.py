"""Response layouts: one object renders the prompt and parses the completion, so that the two cannot drift apart.

Parsing is one scan from left to right with `str.find`: linear time, whatever the text.
"""

from __future__ import annotations

from r1rewards.templates.call_bodies import JsonBody, NumberedBody, PairsBody
from r1rewards.templates.calls import Calls
from r1rewards.templates.channels import Channels
from r1rewards.templates.faults import FAULTS
from r1rewards.templates.inference import infer
from r1rewards.templates.layouts import (
    COLD_START,
    GLM45,
    HARMONY,
    HERMES,
    KIMI_K2,
    MAGISTRAL,
    NAMED,
    NOTHINK,
    QWEN3,
    R1,
    R1_ZERO,
    SEED,
    get,
)
from r1rewards.templates.parts import TextPart, part_spans
from r1rewards.templates.server_fields import CUT_OFF
from r1rewards.templates.template import Template
from r1rewards.templates.tokens import CONTROL_TOKENS, END_TOKENS, content_end, reasoning_end
from r1rewards.templates.unknown import UNKNOWN, UnknownLayout, layout_of

REVISION = "4"
"""Goes up when a text gets other faults, another reasoning or another answer than before."""

__all__ = [
    "COLD_START",
    "CONTROL_TOKENS",
    "CUT_OFF",
    "END_TOKENS",
    "FAULTS",
    "GLM45",
    "HARMONY",
    "HERMES",
    "KIMI_K2",
    "MAGISTRAL",
    "NAMED",
    "NOTHINK",
    "QWEN3",
    "R1",
    "R1_ZERO",
    "REVISION",
    "SEED",
    "UNKNOWN",
    "Calls",
    "Channels",
    "JsonBody",
    "NumberedBody",
    "PairsBody",
    "Template",
    "TextPart",
    "UnknownLayout",
    "content_end",
    "get",
    "infer",
    "layout_of",
    "part_spans",
    "reasoning_end",
]
