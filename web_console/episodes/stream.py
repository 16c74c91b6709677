# SPDX-License-Identifier: Apache-2.0
"""The live stream of an episode: one WebSocket a viewer."""

from __future__ import annotations

import asyncio
import logging
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from web_console.access.guard import WsWho, ws_asker, ws_fetch
from web_console.access.session_streams import SessionStreams
from web_console.episodes.broadcast import Broadcast
from web_console.episodes.models import KEPT, Episode
from web_console.episodes.recording_holds import cleared
from web_console.episodes.stage import Stage
from web_console.server.refusal import RefusedError

router = APIRouter()

_LOG = logging.getLogger(__name__)

EVERY_S = 0.045
"""No more than about 20 messages a second go to a viewer."""

OVER = 4410
"""Code with which a WebSocket is closed whose episode is over: its frames are at `/frames` from now on."""

MOST_VIEWERS = 40
"""Of one episode; a team has ten members. Each costs time, and the message that waits for a slow one memory."""

LOOK_EVERY_S = 30.0
"""How often it is asked whether a viewer still may watch: a session may end, and a team be left, elsewhere too."""

_SEND_TIMEOUT_S = 30.0


@router.websocket("/episodes/{episode_id}/stream")
async def stream_episode(
    websocket: WebSocket, episode_id: str, who: WsWho, after: Annotated[int, Query(ge=0)] = 0
) -> None:
    """Streams an episode that waits or runs: messages are arrays of frames in msgpack.

    Args:
        websocket: of the viewer.
        episode_id: of the episode.
        who: the viewer.
        after: number of the last frame that the viewer has.
    """
    stage: Stage = websocket.app.state.stage
    streams: SessionStreams = websocket.app.state.session_streams
    watching = _Watching(websocket, episode_id, who.session_id)
    # First followed, then asked: so no log-out slips through in between.
    with streams.following(who.session_id, watching.log_out):
        row = await run_in_threadpool(watching.look)
        await websocket.accept()
        show = stage.show(episode_id)
        if show is None and row.recording != KEPT:
            raise cleared()  # closes with the same code as below, and says more
        if show is None:
            await websocket.close(OVER)
            return
        if show.viewers >= MOST_VIEWERS:
            raise RefusedError(429, "too_many_viewers", "Too many watch this episode.", "Close a page that shows it.")
        await watching.watch(show, after)


class _Watching:
    """One viewer at one episode."""

    def __init__(self, websocket: WebSocket, episode_id: str, session_id: str) -> None:
        self._websocket = websocket
        self._episode_id = episode_id
        self._session_id = session_id
        self._loop = asyncio.get_running_loop()
        self._something_new = asyncio.Event()
        self._logged_out = False
        self._look_at_s = self._loop.time() + LOOK_EVERY_S

    def look(self) -> Episode:
        """The episode, if the viewer may (still) watch it. It blocks for a moment.

        Raises:
            RefusedError: they may not, or are not logged in any more.
        """
        who = ws_asker(self._websocket)
        if self._logged_out or who.session_id != self._session_id:
            raise _logged_out()
        return ws_fetch(self._websocket, who, Episode, self._episode_id, "stream", "read")

    def log_out(self) -> None:
        """Their session is over. Called from any thread."""
        self._logged_out = True
        self._wake()

    async def watch(self, show: Broadcast, after: int) -> None:
        """Sends what there is to see, until all is over or the viewer goes.

        Raises:
            RefusedError: they may not watch it any more.
        """
        viewer = show.join(self._wake, after)
        listening = asyncio.create_task(_until_gone(self._websocket))
        try:
            over = False
            while not over:
                self._something_new.clear()
                await self._look_again()
                news, over = viewer.news()
                if news is not None:
                    await asyncio.wait_for(self._websocket.send_bytes(news), _SEND_TIMEOUT_S)
                if over:
                    break
                if not viewer.behind:
                    await self._until_something_new(listening)
                if listening.done():
                    return
                if news is not None:
                    await asyncio.sleep(EVERY_S)
            await self._websocket.close(OVER)
        except (WebSocketDisconnect, asyncio.TimeoutError, RuntimeError):
            return  # the viewer has gone, or takes nothing any more
        finally:
            viewer.leave()
            listening.cancel()

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._something_new.set)

    async def _until_something_new(self, listening: asyncio.Task[None]) -> None:
        waiting = asyncio.create_task(self._something_new.wait())
        left_s = max(0.0, self._look_at_s - self._loop.time())
        await asyncio.wait((waiting, listening), timeout=left_s, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()

    async def _look_again(self) -> None:
        """Asks now and then whether the viewer still may watch."""
        if self._logged_out:
            raise _logged_out()
        if self._loop.time() < self._look_at_s:
            return
        self._look_at_s = self._loop.time() + LOOK_EVERY_S
        try:
            await run_in_threadpool(self.look)
        except SQLAlchemyError:  # a database that is busy ends nobody's stream
            _LOG.exception("whether a viewer still may watch could not be asked")


def _logged_out() -> RefusedError:
    return RefusedError(401, "log_in", "You are not logged in, or no longer.", "Log in; what you typed is kept.")


async def _until_gone(websocket: WebSocket) -> None:
    """Waits until the viewer goes; what they say is not listened to."""
    try:
        while True:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
    except (WebSocketDisconnect, RuntimeError):
        return
