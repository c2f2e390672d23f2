"""The reward server: an ASGI application that grades what trainers and other programs send.

===== ============== ==================================================================================================
GET   /health        whether it is up, the reward's name and signature, and how much it has graded
POST  /grade         `{"rows": [{"completion": …, "answer": …}, …]}`: the columns of the command line, one row or many;
                     replies with `{"scores": [{"value", "verdict", "reason", …}, …], "signature"}`
POST  /get_reward    OpenRLHF's form, `{"query": […], "prompts": […], "labels": […]}`: `rewards`, `scores`, `extra_logs`
POST  /rm            slime's form, `{"prompt": …, "response": …, "label": …}`: replies with a number
===== ============== ==================================================================================================

Requests that arrive within a few milliseconds are graded together. Errors are JSON, `{"error": "…"}`, with a sentence
that names the row, the field and the remedy.

Needs starlette; `r1rewards serve` runs it with uvicorn (`pip install 'r1rewards[serve]'`).
"""

from r1rewards.serve.limits import Limits
from r1rewards.serve.service import app

__all__ = ["Limits", "app"]
