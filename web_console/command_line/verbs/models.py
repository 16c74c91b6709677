# SPDX-License-Identifier: Apache-2.0
"""`valence models`: the models that were trained in this lab."""

from __future__ import annotations

import argparse

from web_console.command_line.learning_outcome import ModelsOutput
from web_console.command_line.outcome import ExitCode
from web_console.command_line.workshop_inputs import lab_workshop, model_entry, model_line, told_as_invalid


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, ModelsOutput]:
    """Lists every version of every model."""
    with told_as_invalid():
        entries = [model_entry(one) for one in lab_workshop(needs_extra=False).models.all()]
    if not given.json:
        for entry in entries:
            print(model_line(entry))
        if not entries:
            print("No models yet. Train one: ./valence train MISSION --model forest")
    message = f"{len(entries)} model{'' if len(entries) == 1 else 's'}."
    return ExitCode.PASSED, ModelsOutput(message=message, models=entries)
