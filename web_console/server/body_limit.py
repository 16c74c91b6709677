# SPDX-License-Identifier: Apache-2.0
"""How much a request may bring along, and how long it may take to say it."""

from __future__ import annotations

import math

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web_console.server.refusal import RefusedError
from web_console.server.refusing import answer_to, refuse

MOST_BYTES = 2_000_000
READ_WITHIN_S = 60.0
# Whoever is refused goes on sending for a while; if we hung up meanwhile, many a browser would not show our answer.
_MOST_IGNORED_BYTES = 128_000_000
_IGNORE_FOR_S = 20.0


class BodyLimit:
    """Reads a request's body before anything else does, and refuses what is too large as soon as that is known.

    What a length says is believed only if it is too large: it is the bytes that are counted.
    """

    def __init__(self, app: ASGIApp, *, most_bytes: int = MOST_BYTES, within_s: float = READ_WITHIN_S) -> None:
        """Wraps an application.

        Args:
            app: that gets the body in one piece.
            most_bytes: that a body may have.
            within_s: time in which it has to be here, in seconds.
        """
        self._app = app
        self._most = most_bytes
        self._within_s = within_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on with its body, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        size = int(said) if said.isascii() and said.isdigit() and len(said) < 20 else math.inf
        if size > self._most:
            await self._refuse_size(scope, receive, send)
            return
        body = bytearray()
        with anyio.move_on_after(self._within_s) as deadline:
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    return  # whoever asked has gone
                body += message.get("body", b"")
                if len(body) > self._most or not message.get("more_body", False):
                    break
        if deadline.cancelled_caught:
            slow = RefusedError(408, "too_slow", "The request took too long to come.", "Try again.")
            await refuse(slow, scope, receive, send)
        elif len(body) > self._most:
            body.clear()
            await self._refuse_size(scope, receive, send)
        else:
            await self._app(scope, _replayed(bytes(body), receive), send)

    async def _refuse_size(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers at once, and lets the sender come to an end."""
        error = RefusedError(
            413,
            "too_large",
            f"This is too large: at most {self._most / 1e6:g} MB are taken.",
            "Make it smaller; a program may have 200 kB of text.",
        )

        async def send_but_stay(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "more_body": True}
            await send(message)

        await answer_to(error)(scope, receive, send_but_stay)
        ignored = 0
        with anyio.move_on_after(_IGNORE_FOR_S):
            while ignored < _MOST_IGNORED_BYTES:
                message = await receive()
                ignored += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body", False):
                    break
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _replayed(body: bytes, receive: Receive) -> Receive:
    """A `receive` that begins with the body."""
    first = [True]

    async def replay() -> Message:
        if first:
            first.clear()
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return replay
