# SPDX-License-Identifier: Apache-2.0
"""Frames of episodes that are over, made from their recordings by a process of its own, and kept beside them."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

from missions.episode.episode_files import RECORDING_FILE
from missions.recording.frames import FRAMES_FORMAT
from web_console.server.refusal import RefusedError
from web_console.server.waiting_room import WaitingRoom

_MODULE = "missions.recording.replay_frames"
_TIMEOUT_S = 120.0
# Two of one's own episodes side by side, with their pictures, fit.
_ROOM = WaitingRoom(places=2, most=20, most_of_one=4, patience_s=_TIMEOUT_S)


def frames_file(folder: Path, who: str, *, pictures: bool) -> Path:
    """The file with an episode's frames; makes it at need.

    Args:
        folder: of the episode.
        who: the person who asks.
        pictures: the frames of pictures instead of all others.

    Raises:
        RefusedError: there is no recording, it can't be read (422), or too many are being read (503).
    """
    recording = folder / RECORDING_FILE
    if not recording.is_file():
        raise RefusedError(404, "no_recording", "This episode left no recording.", "Run it again.")
    output = folder / f"frames-{FRAMES_FORMAT}{'-pictures' if pictures else ''}.bin"
    if output.is_file():
        return output
    with _ROOM.turn(who):
        if not output.is_file():
            _make(recording, output, pictures=pictures)
    return output


def _make(recording: Path, output: Path, *, pictures: bool) -> None:
    command = [sys.executable, "-m", _MODULE, str(recording), str(output), *(["--pictures"] if pictures else [])]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired as error:
        raise RefusedError(500, "too_long", "This recording takes too long to read.", "Download it instead.") from error
    finally:
        output.with_name(f"{output.name}.part").unlink(missing_ok=True)  # of one that did not come to its end
    if done.returncode == errno.ENOSPC:
        raise OSError(errno.ENOSPC, "frames can't be kept")  # told as for everything else that finds no room
    if done.returncode:
        said = done.stderr.strip().splitlines()
        why = said[-1][:300] if said and done.returncode == 1 else "It can't be read."
        why = why.replace(f"{recording.parent}/", "")
        raise RefusedError(422, "damaged", f"The recording can't be shown. {why}")
