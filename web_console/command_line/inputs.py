# SPDX-License-Identifier: Apache-2.0
"""What several verbs are given: a mission, a program, a recording. What can't be used is the caller's mistake."""

from __future__ import annotations

from pathlib import Path

from missions.errors import MissionError
from missions.lab_home import new_folder
from missions.recording.recording import Recording, open_recording
from missions.recording.recording_error import RecordingError
from missions.spec import Mission, load_mission
from valence_nodes.programs.source import ProgramSource, ProgramSourceError, read_program
from web_console.command_line.outcome import invalid
from worlds.errors import UnknownNameError, WorldsError


def given_mission(name: str) -> Mission:
    """Loads a mission of the catalogue.

    Raises:
        CommandError: there is none of that name, or it is wrong.
    """
    try:
        return load_mission(name)
    except (MissionError, WorldsError) as error:
        raise invalid(error.message, error.hint) from error


def given_program(file: Path) -> ProgramSource:
    """Reads a program.

    Raises:
        CommandError: the file can't be read as one.
    """
    try:
        return read_program(file)
    except ProgramSourceError as error:
        raise invalid(error.message, error.hint) from error


def given_robot(mission: Mission, name: str | None) -> str | None:
    """Makes sure that a mission allows a robot; None stands for its own.

    Raises:
        CommandError: it does not.
    """
    allowed = mission.spec.allowed_robots
    if name is not None and name not in allowed:
        error = UnknownNameError("robot for this mission", name, allowed)
        raise invalid(error.message, error.hint)
    return name


def recording_folder(asked: Path | None, kind: str, name: str) -> Path:
    """Makes the folder for an episode's files.

    Args:
        asked: what the caller wants; None for a new one of the lab's.
        kind: of what the lab keeps there, see `new_folder`.
        name: of the lab's new folder.

    Raises:
        CommandError: the asked one is in use or can't be made.
    """
    if asked is None:
        return new_folder(kind, name)
    try:
        asked.mkdir(parents=True, exist_ok=True)
        if any(asked.iterdir()):
            raise invalid(f"The folder {asked} is not empty.", "Give a new one; nothing of yours is written over.")
    except OSError as error:
        raise invalid(f"The folder {asked} can't be used: {error.strerror}.", "Give another with --record.") from error
    return asked.resolve()


def given_recording(file: Path, *, of_others: bool = False) -> Recording:
    """Opens a recording; with `of_others`, also one that is not of an episode.

    Raises:
        CommandError: the file can't be read as one.
    """
    try:
        return open_recording(file, of_others=of_others)
    except RecordingError as error:
        raise invalid(error.message, error.hint) from error
