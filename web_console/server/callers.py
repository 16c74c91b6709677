# SPDX-License-Identifier: Apache-2.0
"""Who may call: a page of ours, under a name of ours.

A page of somebody else can make a browser send requests to us with our cookie. Two things stop it: the name under which
we are called must be ours (against DNS rebinding, where another's name leads to our address), and a change, or a
WebSocket, must come from a page of the same origin. Browsers say where a request comes from in `Sec-Fetch-Site` and
`Origin`, which no page can forge; what says neither is no browser, and holds no cookie but its own.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from web_console.server.refusal import RefusedError
from web_console.server.refusing import refuse

ANY_ADDRESS = "any-address"
"""Among the allowed hosts: any IP address. Rebinding needs a name; an address in `Host` is where the browser went."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::(?P<port>[0-9]{1,5}))?", re.IGNORECASE)
_PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443"}


class OurCallersOnly:
    """Refuses requests under foreign names, and changes and WebSockets from foreign pages."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: Sequence[str], https: bool) -> None:
        """Wraps an application.

        Args:
            app: that answers the others.
            allowed_hosts: names under which it may be called, without ports; `ANY_ADDRESS` stands for all addresses.
            https: whether its pages come over HTTPS.
        """
        self._app = app
        self._names = frozenset(name.lower() for name in allowed_hosts if name != ANY_ADDRESS)
        self._any_address = ANY_ADDRESS in allowed_hosts
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets through, or refuses."""
        if scope["type"] in ("http", "websocket"):
            refusal = self._refusal(scope)
            if refusal is not None:
                await refuse(refusal, scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> RefusedError | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        host = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if host is None or not self._is_ours(host["name"].lower()):
            hint = "Use the address that `./valence up` printed; `--host NAME` allows another name."
            return RefusedError(400, "unknown_host", "The lab is not known under this name.", hint)
        if scope["type"] == "http" and scope["method"] in _SAFE:
            return None
        if self._from_our_page(scope, headers, host):
            return None
        hint = "Open the lab itself, and try again there."
        return RefusedError(403, "foreign_page", "This came from a page of somebody else.", hint)

    def _is_ours(self, name: str) -> bool:
        if name in self._names:
            return True
        if not self._any_address:
            return False
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return False
        return True

    def _from_our_page(self, scope: Scope, headers: Headers, host: re.Match[str]) -> bool:
        sites = headers.getlist("sec-fetch-site")
        if sites and scope["type"] == "http" and sites not in (["same-origin"], ["none"]):
            return False
        origins = headers.getlist("origin")
        if not origins:
            return True
        if len(origins) > 1:
            return False
        try:
            origin = urlsplit(origins[0])
            port = str(origin.port) if origin.port is not None else _PORTS.get(origin.scheme, "")
        except ValueError:
            return False
        schemes = ("https",) if self._https else ("http", "https")
        if origin.scheme not in schemes or origin.path or origin.query or origin.username is not None:
            return False
        ours = host["port"] or _PORTS[origin.scheme]
        return (origin.hostname or "") == host["name"].lower().strip("[]") and port == ours
