# SPDX-License-Identifier: Apache-2.0
"""`valence run MISSION`: one practice episode with a public seed."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from missions.episode.launcher import EpisodeError, run_episode
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.episode.unlearned import unlearned
from valence_nodes.programs.failure import ProgramFailed
from web_console.command_line import arguments
from web_console.command_line.inputs import given_mission, given_program, given_robot, recording_folder
from web_console.command_line.learning_line import given_data, given_model, learn_first
from web_console.command_line.outcome import CommandError, ExitCode, RunOutput, invalid
from web_console.command_line.progress_line import ProgressLine
from web_console.command_line.scorecard_text import scorecard_text
from worlds.engines.registry import engine_names
from worlds.errors import UnknownNameError

_CODES = {
    "passed": ExitCode.PASSED,
    "below_pass_mark": ExitCode.BELOW_PASS_MARK,
    "program_failed": ExitCode.PROGRAM_FAILED,
    "node_failed": ExitCode.OUR_FAULT,
    "stopped": ExitCode.BELOW_PASS_MARK,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("mission", metavar="MISSION", help="name of the mission, see `valence missions`")
    parser.add_argument("--program", type=Path, metavar="FILE", help="your program; without it the reference drives")
    parser.add_argument(
        "--seed", type=arguments.seed, metavar="N", help="which variation of the world; without it the first public one"
    )
    parser.add_argument("--engine", default="mujoco", metavar="NAME", help="simulation engine (default: mujoco)")
    parser.add_argument("--robot", metavar="NAME", help="another robot that the mission allows")
    parser.add_argument("--pace", type=arguments.pace, default=0.0, metavar="N", help=f"pace: {arguments.PACES}")
    parser.add_argument("--record", type=Path, metavar="DIR", help="new or empty folder for what the episode leaves")
    parser.add_argument("--trust", action="store_true", help="run your own program without the box")
    parser.add_argument(
        "--ros-domain", type=arguments.ros_domain, metavar="N", help="ROS domain on which other nodes can join"
    )
    parser.add_argument("--data", metavar="NAME", help="dataset of yours that learn(data) gets, see `valence data`")
    parser.add_argument("--model", metavar="NAME", help="drive with this model, see `valence models`; learn nothing")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(given: argparse.Namespace) -> tuple[ExitCode, RunOutput]:
    """Runs the episode and shows its scorecard."""
    mission = given_mission(given.mission)
    spec = mission.spec
    if given.engine not in engine_names():
        error = UnknownNameError("engine", given.engine, engine_names())
        raise invalid(error.message, error.hint)
    program = given_program(given.program or mission.reference)
    seed = spec.public_seeds[0] if given.seed is None else given.seed
    chosen = given_model(given.model)
    data = given_data(given.data, given.model, program)
    folder = recording_folder(given.record, "episodes", f"{spec.name}-{seed}")
    request = EpisodeRequest(
        mission=mission,
        program_text=program.text,
        program_name=program.name,
        seed=seed,
        folder=folder,
        engine=given.engine,
        robot=given_robot(mission, given.robot),
        pace=given.pace,
        trust=given.trust,
        ros_domain=given.ros_domain,
    )
    try:
        model = chosen or learn_first(mission, program, trust=given.trust, quiet=given.json, data=data)
        outcome = _episode(replace(request, model=model), quiet=given.json)
    except ProgramFailed as failed:
        outcome = unlearned(request, failed.failure)
    card = outcome.scorecard
    if not given.json:
        print(scorecard_text(card, program.name))
        print(f"  Scorecard, recording, path and log: {outcome.folder}")
        for warning in outcome.warnings:
            print(f"  Warning: {warning}", file=sys.stderr)
    return _CODES[card.verdict], RunOutput.of(outcome)


def _episode(request: EpisodeRequest, *, quiet: bool) -> EpisodeOutcome:
    line = ProgressLine()
    try:
        return run_episode(request, None if quiet else line.show)
    except EpisodeError as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    finally:
        if not quiet:
            line.close()
