"""The token that requests bear."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode

from starlette.types import ASGIApp, Receive, Scope, Send

from r1rewards.errors import RewardError
from r1rewards.serve.replies import reply


def require_token(token: object) -> None:
    """Raises RewardError unless the token can stand in a header, and in an address as a password."""
    if not isinstance(token, str) or not token or not all("!" <= character <= "~" for character in token):
        raise RewardError(
            "the token is empty, or holds white space or characters beyond ASCII: give letters and digits"
        )


class Guard:
    """Lets only requests in that bear the token; `/health` is open to all.

    The token is the one of `Authorization: Bearer TOKEN`, or the password of `Authorization: Basic …`: trainers that
    set no headers send that where the address is `http://x:TOKEN@host`.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._token = token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves a request, or says what it lacks."""
        if scope["type"] == "http" and scope["path"] != "/health":
            given = dict(scope["headers"]).get(b"authorization", b"")
            if not hmac.compare_digest(_token_of(given), self._token):
                problem = (
                    "the token is missing or wrong: send the header 'Authorization: Bearer TOKEN', or write it into "
                    "the address, http://x:TOKEN@host"
                )
                asked = {"WWW-Authenticate": 'Bearer, Basic realm="r1rewards"'}
                await reply({"error": problem}, 401, asked)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _token_of(header: bytes) -> bytes:
    """The token that an Authorization header bears; empty if it bears none."""
    scheme, _, rest = header.partition(b" ")
    if scheme.lower() == b"bearer":
        return rest.strip()
    if scheme.lower() != b"basic":
        return b""
    try:
        return b64decode(rest.strip(), validate=True).partition(b":")[2]
    except binascii.Error:
        return b""
