# SPDX-License-Identifier: Apache-2.0
"""The verbs of `./valence`, one module each; a module is imported when its verb is used."""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Protocol, cast

from web_console.command_line.outcome import ExitCode, Output

VERBS = {
    "up": "opens the lab in the browser",
    "seed": "makes classes and teams, and new keys and passwords for whoever lost theirs",
    "missions": "lists the missions",
    "run": "runs one practice episode of a mission",
    "drive": "lets you drive an episode yourself, by keys or a gamepad",
    "grade": "grades a program: all hidden seeds of a mission",
    "replay": "plays the recording of an episode onto ROS topics",
    "plot": "draws a recorded episode: its path over the map, speeds, distances, events",
    "check": "says what is wrong with a mission, a world or a program, and where",
    "data": "lists, shows, imports, collects and exports data to learn from",
    "train": "trains a model with a mission's data or a dataset",
    "evaluate": "examines a model and writes a report",
    "models": "lists the models that were trained here",
    "bench": "measures how fast the lab is, beside the physical limit",
    "doctor": "says what is there, what lacks and how to get it",
    "test": "runs every test",
}


class Verb(Protocol):
    """What a verb's module has."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Adds the verb's arguments."""

    def run(self, given: argparse.Namespace) -> tuple[ExitCode, Output | None]:
        """Does it, and returns how it went; `Output` is printed only with `--json`, None was printed already."""


def load(verb: str) -> Verb:
    """Imports a verb's module."""
    return cast("Verb", import_module(f"{__name__}.{verb}"))
