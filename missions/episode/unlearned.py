# SPDX-License-Identifier: Apache-2.0
"""The outcome of an episode whose program could not learn: no step was made, and the scorecard says why."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from missions.episode.episode_files import PROGRAM_FILE, write_scorecard
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.episode_record import Ending
from missions.referee import Referee
from missions.variation import robot_name, scenario_for
from missions.whole_file import write_whole
from valence_nodes.programs.failure import ProgramFailure
from worlds.compose import compose
from worlds.robot_spec import load_robot_spec


def unlearned(request: EpisodeRequest, failure: ProgramFailure) -> EpisodeOutcome:
    """What a program gets that failed while it learned.

    Args:
        request: for the episode that did not begin; its folder gets the program and the scorecard.
        failure: how it failed.

    Raises:
        OSError: the folder can't be written to.
    """
    return _without_a_step(request, "failed", failure.message, asdict(failure))


def stopped_while_learning(request: EpisodeRequest) -> EpisodeOutcome:
    """What there is of an episode that was stopped while its program learned; arguments and errors as above."""
    return _without_a_step(request, "stopped", "The episode was stopped while the program learned.", None)


def _without_a_step(
    request: EpisodeRequest, ending: Ending, reason: str, failure: dict[str, Any] | None
) -> EpisodeOutcome:
    robot = robot_name(request.mission, request.robot)
    scenario = scenario_for(request.mission, request.seed, robot)
    referee = Referee(request.mission, scenario, compose(scenario), load_robot_spec(robot))
    card = referee.score(
        referee.record(ending, reason),
        seed=None if request.hidden else request.seed,
        engine=request.engine,
        robot=robot,
        program_sha256=hashlib.sha256(request.program_text.encode()).hexdigest(),
        failure=failure,
    )
    request.folder.mkdir(parents=True, exist_ok=True)
    write_whole(request.folder / PROGRAM_FILE, request.program_text)
    write_scorecard(request.folder, card)
    return EpisodeOutcome(card, request.folder)
