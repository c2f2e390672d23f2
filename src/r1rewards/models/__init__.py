"""Models that judge: from pairs of prompt and response to numbers. They know no Sample and no reward.

A model is anything that can be called with a list of (prompt, response) and returns one number for each, in order.
`HttpModel` is one behind HTTP.
"""

from __future__ import annotations

from r1rewards.models.formats import FORMATS
from r1rewards.models.http import HttpModel
from r1rewards.models.prompts import prompt_text
from r1rewards.models.revision import REVISION

__all__ = ["FORMATS", "REVISION", "HttpModel", "prompt_text"]
