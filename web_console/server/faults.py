# SPDX-License-Identifier: Apache-2.0
"""What nobody foresaw: people get a calm answer with a number, the log gets everything under that number."""

from __future__ import annotations

import errno
import logging
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web_console.server.refusal import RefusedError
from web_console.server.refusing import refuse

_LOG_BYTES, _LOGS = 1_000_000, 3
_FULL_BELOW_BYTES = 1_000_000
_WS_OUR_FAULT = 1011  # RFC 6455, 7.4.1
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_POSTGRES_FULL = "53100"


def open_log(home: Path) -> logging.Logger:
    """Opens the console's log, `log/console.log`: no more than some megabytes, and nobody's words or addresses.

    Args:
        home: the lab's folder.
    """
    folder = home / "log"
    folder.mkdir(parents=True, exist_ok=True)
    log = logging.Logger("console")  # one of its own: what others set for theirs does not change it
    handler = RotatingFileHandler(
        folder / "console.log", maxBytes=_LOG_BYTES, backupCount=_LOGS, encoding="utf-8", errors="replace", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    return log


def close_log(log: logging.Logger) -> None:
    """Closes it."""
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()


class Faults:
    """Answers for an application that failed, and writes down why."""

    def __init__(self, app: ASGIApp, *, home: Path) -> None:
        """Wraps an application.

        Args:
            app: that may fail.
            home: the lab's folder.
        """
        self._app = app
        self._home = home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers in any case."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        sent: list[str] = []

        async def watched(message: Message) -> None:
            sent.append(message["type"])
            del sent[:-1]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            refusal = self._refusal(scope, error)
            if sent and scope["type"] == "http":
                return  # half an answer is out: the server cuts it off, so that nobody takes it for a whole one
            with suppress(Exception):  # whoever asked may have gone
                if not sent:
                    await refuse(refusal, scope, receive, send)
                elif sent != ["websocket.close"]:
                    await send({"type": "websocket.close", "code": _WS_OUR_FAULT})

    def _refusal(self, scope: Scope, error: Exception) -> RefusedError:
        if disk_is_full(error, self._home):
            return RefusedError(
                507,
                "disk_full",
                "The lab's disk is full: this was not kept.",
                "Leave this page open, it still has what you typed; ask whoever runs the lab to make room.",
            )
        if is_busy(error):
            return RefusedError(503, "busy", "The lab is busy: this was not kept.", "Try again in a moment.")
        number = secrets.token_hex(4)
        log: logging.Logger = scope["app"].state.log
        with suppress(Exception):
            what = scope.get("method", "WEBSOCKET")
            log.error("fault %s: %s %s", number, what, ascii(scope["path"])[:200], exc_info=error)
        return RefusedError(
            500,
            "fault",
            "The lab made a mistake.",
            f"Try again. If it stays, tell whoever runs the lab the number {number}: it stands in the lab's log.",
        )


def disk_is_full(error: BaseException, home: Path) -> bool:
    """Whether something failed because there is no room.

    Args:
        error: that was raised.
        home: the folder where room is needed.
    """
    for one in _causes(error):
        if isinstance(one, OSError) and one.errno in _FULL:
            return True
        if isinstance(one, DBAPIError):
            if getattr(one.orig, "sqlstate", "") == _POSTGRES_FULL or "disk is full" in str(one.orig):
                return True
            if "disk I/O error" in str(one.orig):  # SQLite's word where its index of the journal finds no room
                with suppress(OSError):
                    return shutil.disk_usage(home).free < _FULL_BELOW_BYTES
    return False


def is_busy(error: BaseException) -> bool:
    """Whether something failed because the database was kept by another for too long."""
    return any(isinstance(one, DBAPIError) and "database is locked" in str(one.orig) for one in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__
