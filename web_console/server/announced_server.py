# SPDX-License-Identifier: Apache-2.0
"""A server that says when it is there."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn


class AnnouncedServer(uvicorn.Server):
    """uvicorn's, which calls back once everything is up, and signals already close it in good order."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        """Makes it.

        Args:
            config: of the server.
            announce: called when requests are answered.
        """
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts, and says so."""
        await super().startup(sockets)
        if not self.should_exit:
            self._announce()
