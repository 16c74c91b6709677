# SPDX-License-Identifier: Apache-2.0
"""What several verbs are given: a mission, a program, a recording. What can't be used is the caller's mistake."""

from __future__ import annotations

from pathlib import Path

from missions.errors import MissionError
from missions.recording.recording import Recording, open_recording
from missions.recording.recording_error import RecordingError
from missions.spec import Mission, load_mission
from valence_nodes.programs.source import ProgramSource, ProgramSourceError, read_program
from web_console.command_line.outcome import invalid
from worlds.errors import WorldsError


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


def given_recording(file: Path, *, of_others: bool = False) -> Recording:
    """Opens a recording; with `of_others`, also one that is not of an episode.

    Raises:
        CommandError: the file can't be read as one.
    """
    try:
        return open_recording(file, of_others=of_others)
    except RecordingError as error:
        raise invalid(error.message, error.hint) from error
