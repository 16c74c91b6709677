# SPDX-License-Identifier: Apache-2.0
"""The live stream of an episode: one WebSocket a viewer."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from web_console.access.guard import WsWho, ws_fetch
from web_console.episodes.models import KEPT, Episode
from web_console.episodes.recording_holds import cleared
from web_console.episodes.stage import Stage
from web_console.server.refusal import RefusedError

router = APIRouter()

EVERY_S = 0.045
"""No more than about 20 messages a second go to a viewer."""

OVER = 4410
"""Code with which a WebSocket is closed whose episode is over: its frames are at `/frames` from now on."""

MOST_VIEWERS = 40
"""Of one episode; a team has ten members. Each costs time, and the message that waits for a slow one memory."""

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
    row = await run_in_threadpool(ws_fetch, websocket, who, Episode, episode_id, "stream", "read")
    stage: Stage = websocket.app.state.stage
    await websocket.accept()
    show = stage.show(episode_id)
    if show is None and row.recording != KEPT:
        raise cleared()  # closes with the same code as below, and says more
    if show is None:
        await websocket.close(OVER)
        return
    if show.viewers >= MOST_VIEWERS:
        raise RefusedError(429, "too_many_viewers", "Too many watch this episode.", "Close a page that shows it.")
    loop = asyncio.get_running_loop()
    something_new = asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(something_new.set)

    viewer = show.join(wake, after)
    listening = asyncio.create_task(_until_gone(websocket))
    try:
        over = False
        while not over:
            something_new.clear()
            news, over = viewer.news()
            if news is not None:
                await asyncio.wait_for(websocket.send_bytes(news), _SEND_TIMEOUT_S)
            if over:
                break
            if not viewer.behind:
                waiting = asyncio.create_task(something_new.wait())
                await asyncio.wait((waiting, listening), return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
            if listening.done():
                return
            if news is not None:
                await asyncio.sleep(EVERY_S)
        await websocket.close(OVER)
    except (WebSocketDisconnect, asyncio.TimeoutError, RuntimeError):
        return  # the viewer has gone, or takes nothing any more
    finally:
        viewer.leave()
        listening.cancel()


async def _until_gone(websocket: WebSocket) -> None:
    """Waits until the viewer goes; what they say is not listened to."""
    try:
        while True:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
    except (WebSocketDisconnect, RuntimeError):
        return
