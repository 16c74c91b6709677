# SPDX-License-Identifier: Apache-2.0
"""How a request is refused: one shape of body for everything that goes wrong, and one code for WebSockets."""

from __future__ import annotations

import json
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketState

from web_console.server.refusal import RefusedError

WS_REFUSED = 4000
"""A WebSocket is closed with this and the status that HTTP would have had, such as 4404."""

_MOST_REASON_BYTES = 123  # RFC 6455, 5.5: a control frame's 125 without the code's two
_WORDS = {400: "bad_request", 404: "not_found", 405: "not_allowed_here"}


def answer_to(error: RefusedError) -> Response:
    """The answer of a refused request.

    Args:
        error: why it is refused.
    """
    body = {"kind": error.kind, "message": error.message, "hint": error.hint, **error.details}
    wait_s = error.details.get("retry_after_s")
    return Response(
        # What somebody typed may come back in it, and need not be text that can be encoded.
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        error.status,
        {"Retry-After": str(wait_s)} if isinstance(wait_s, int) else None,
        "application/json",
    )


async def refuse(error: RefusedError, scope: Scope, receive: Receive, send: Send) -> None:
    """Refuses before any endpoint is reached. A WebSocket is not even opened.

    Args:
        error: why.
        scope: of the request.
        receive: of the request.
        send: of the request.
    """
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": WS_REFUSED + error.status})
        return
    await answer_to(error)(scope, receive, send)


def add_refusals(app: FastAPI) -> None:
    """Lets an application answer all that is refused in the one shape.

    Args:
        app: the application.
    """
    # Starlette calls them for requests and for WebSockets, but its type has it one or the other.
    app.add_exception_handler(RefusedError, _refused)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _by_framework)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _invalid)


async def _refused(connection: HTTPConnection, error: Exception) -> Response | None:
    assert isinstance(error, RefusedError)
    if isinstance(connection, WebSocket):
        await _close(connection, error)
        return None
    return answer_to(error)


async def _close(websocket: WebSocket, error: RefusedError) -> None:
    """Closes a WebSocket with the reason; it has to be open for that, or the browser's page learns nothing."""
    if websocket.client_state is WebSocketState.DISCONNECTED:
        return
    if websocket.application_state is WebSocketState.CONNECTING:
        await websocket.accept()
    reason = error.message.encode("utf-8", "replace")[:_MOST_REASON_BYTES].decode("utf-8", "ignore")
    await websocket.close(WS_REFUSED + error.status, reason)


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return answer_to(RefusedError(422, "invalid", "The request's body is no JSON."))
    where = ".".join(str(part) for part in first["loc"] if part != "body")[:100]
    message = f"{where or 'The request'}: {first['msg']}."[:300]
    return answer_to(RefusedError(422, "invalid", message))


async def _by_framework(connection: HTTPConnection, error: Exception) -> Response | None:
    assert isinstance(error, HTTPException)
    messages = {
        400: "The request can't be read: its body is no JSON that makes sense.",
        404: "There is nothing at this address.",
        405: "This can't be done at this address.",
    }
    status = error.status_code
    message = messages.get(status, HTTPStatus(status).phrase + ".")
    refusal = RefusedError(status, _WORDS.get(status, "refused"), message, "Reload the page; what you typed is kept.")
    return await _refused(connection, refusal)
