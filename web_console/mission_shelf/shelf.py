# SPDX-License-Identifier: Apache-2.0
"""The missions that this lab has, read once and again only when their files change."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from missions import spec
from missions.errors import closest_hint
from missions.spec import SPEC_FILE, Mission, MissionError, load_mission, mission_names
from web_console.server.refusal import RefusedError, not_found
from worlds.errors import HintedError

IMAGE_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
}
"""What a picture of a brief may be, by the end of its name."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_log = logging.getLogger(__name__)

_State = tuple[int, int, int]
_read: dict[Path, tuple[_State, Mission | HintedError]] = {}


def shelf() -> list[Mission]:
    """All missions that can be played, by name. One that is broken is left out, and the log says why."""
    missions = []
    for name in mission_names():
        try:
            missions.append(_kept(name))
        except HintedError:
            continue
    return missions


def mission_of(name: str) -> Mission:
    """Finds a mission.

    Raises:
        RefusedError: there is none of that name (404), or it is broken (503).
    """
    names = mission_names()
    if name not in names:
        raise RefusedError(404, "not_found", f"There is no mission “{printable(name)}”.", closest_hint(name, names))
    try:
        return _kept(name)
    except HintedError as error:
        raise RefusedError(
            503, "broken_mission", f"The mission “{name}” can't be used now.", "Tell your teacher."
        ) from error


def picture_of(mission: Mission, name: str) -> tuple[Path, str]:
    """Finds a picture of a mission's brief: the file, and its media type.

    Raises:
        RefusedError: there is none of that name.
    """
    media_type = IMAGE_TYPES.get(Path(name).suffix.lower()) if _FILE_NAME.fullmatch(name) else None
    file = mission.folder / name
    if media_type is None or not file.is_file() or file.resolve().parent != mission.folder.resolve():
        raise not_found("picture")
    return file, media_type


def printable(given: str) -> str:
    """The beginning of something that was given, as a message can hold it."""
    return "".join(sign if sign.isprintable() else "�" for sign in given[:80])


def _kept(name: str) -> Mission:
    """The mission, read again when its file or its folder is another than last time.

    Raises:
        HintedError: it is broken.
    """
    file = spec.CATALOG / name / SPEC_FILE
    try:
        found, folder = file.stat(), file.parent.stat()
    except OSError as error:
        raise MissionError(f"The mission can't be read: {error.strerror}.", file=file) from error
    state = (found.st_mtime_ns, found.st_size, folder.st_mtime_ns)
    known = _read.get(file)
    if known is None or known[0] != state:
        known = _read[file] = state, _loaded(name)
    if isinstance(known[1], HintedError):
        raise known[1]
    return known[1]


def _loaded(name: str) -> Mission | HintedError:
    try:
        return load_mission(name)
    except HintedError as error:
        _log.warning("mission %s is left out: %s %s", name, error.message, error.hint)
        return error
