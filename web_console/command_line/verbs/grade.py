# SPDX-License-Identifier: Apache-2.0
"""`valence grade MISSION`: a submission, a program on all hidden seeds of a mission."""

from __future__ import annotations

import argparse
from pathlib import Path

from missions.grading.grading import SubmissionRequest, grade
from missions.grading.local_pool import MAX_WORKERS
from missions.grading.playing import GradingError
from missions.lab_home import new_folder
from missions.learning.learn import CannotLearnError
from valence_nodes.learning.extra import MissingExtraError
from web_console.command_line import arguments
from web_console.command_line.grading_line import GradingLine
from web_console.command_line.inputs import given_mission, given_program
from web_console.command_line.learning_line import LearningLine, given_data, given_model
from web_console.command_line.outcome import CommandError, ExitCode, GradeOutput
from web_console.command_line.submission_text import submission_text

_CODES = {
    "passed": ExitCode.PASSED,
    "below_pass_mark": ExitCode.BELOW_PASS_MARK,
    "program_failed": ExitCode.PROGRAM_FAILED,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("mission", metavar="MISSION", help="name of the mission, see `valence missions`")
    parser.add_argument("--program", type=Path, metavar="FILE", required=True, help="the program to grade")
    parser.add_argument(
        "--workers",
        type=arguments.whole_number("number of workers", 1, MAX_WORKERS),
        metavar="N",
        help="episodes at once (default: one a processor)",
    )
    parser.add_argument("--data", metavar="NAME", help="dataset of yours that learn(data) gets, see `valence data`")
    parser.add_argument("--model", metavar="NAME", help="drive with this model, see `valence models`; learn nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, GradeOutput]:
    """Grades the program and shows the submission."""
    mission = given_mission(given.mission)
    program = given_program(given.program)
    chosen = given_model(given.model)
    data = given_data(given.data, given.model, program)
    folder = new_folder("submissions", mission.spec.name)
    line, learning = GradingLine(), LearningLine()
    try:
        submission = grade(
            SubmissionRequest(
                mission, program.text, program.name, folder, model=chosen, data=None if data is None else data.folder
            ),
            given.workers,
            None if given.json else line.show,
            on_learning=None if given.json else learning.show,
        )
    except (GradingError, CannotLearnError, MissingExtraError) as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    finally:
        if not given.json:
            learning.close()
            line.close()
    if data is not None:
        data.used_by(next((one.scorecard.model for one in submission.seeds if one.scorecard.model), None))
    if not given.json:
        print(submission_text(submission, program.name))
        print(f"  Submission, and what its episodes left: {folder}")
    output = GradeOutput(
        verdict=submission.verdict,
        message=submission.message,
        hint=submission.hint,
        submission=submission,
        folder=str(folder),
    )
    return _CODES[submission.verdict], output
