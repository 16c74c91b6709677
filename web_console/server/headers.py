# SPDX-License-Identifier: Apache-2.0
"""What every answer tells the browser: what our pages may do, and what others may do with them."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        # Blockly and Mantine write <style> elements and style attributes as they go; styles run nothing.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_NOT_NEEDED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer", "microphone",
    "midi", "payment", "serial", "usb",
)  # fmt: skip
_ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOT_NEEDED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HTTPS_ALONE = "max-age=31536000"


class SecurityHeaders:
    """Adds them to every answer, also to errors; answers of the API are not kept by browsers unless they say so."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        """Wraps an application.

        Args:
            app: that answers.
            https: whether it is reached over HTTPS, and must never be over anything else.
        """
        self._app = app
        self._headers = _ALWAYS | ({"Strict-Transport-Security": _HTTPS_ALONE} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with them."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        of_api = scope["path"].startswith("/api/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)  # an endpoint may be stricter
                if of_api:
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)
