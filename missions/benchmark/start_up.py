# SPDX-License-Identifier: Apache-2.0
"""How long it takes from the command to the robot's first step."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from missions.benchmark.figure import Figure
from missions.benchmark.minute import LIDAR_ROBOT, mission_of, run_minute
from missions.episode.launcher import EpisodeError, EpisodeRunner
from missions.scorecard import Scorecard

_COMMAND = Path(__file__).resolve().parents[2] / "valence"
_SHORT_S = 2.0
_TIMEOUT_S = 120.0


def start_up_figures(rounds: int) -> Iterator[Figure]:
    """Measures a cold start (the whole command, files in the page cache) and a warm one (second episode).

    Args:
        rounds: how often; the best counts.

    Raises:
        EpisodeError: an episode could not be run.
    """
    yield Figure(
        name="cold_start",
        what="`./valence run first_drive` to the first motion",
        value=round(min(_cold_s() for _ in range(rounds)), 3),
        unit="s",
        goal=3.0,
    )
    with mission_of(_SHORT_S) as mission, EpisodeRunner() as runner:
        run_minute(runner, mission, LIDAR_ROBOT)
        warm = []
        for _ in range(rounds):
            began_s = time.time()
            warm.append(_first_step_s(run_minute(runner, mission, LIDAR_ROBOT).scorecard) - began_s)
    yield Figure(
        name="warm_start",
        what="the next episode of the same runner to the first motion",
        value=round(min(warm), 3),
        unit="s",
        goal=0.5,
    )


def _cold_s() -> float:
    with tempfile.TemporaryDirectory(prefix="valence-bench-") as folder:
        command = [str(_COMMAND), "run", "first_drive", "--json", "--record", str(Path(folder) / "episode")]
        began_s = time.time()
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_TIMEOUT_S)
        except subprocess.TimeoutExpired as error:
            raise EpisodeError(f"`valence run first_drive` did not end in {_TIMEOUT_S:g} s.", "") from error
    try:
        scorecard = Scorecard.model_validate(json.loads(done.stdout)["scorecard"])
    except (ValueError, KeyError) as error:
        raise EpisodeError(f"`valence run first_drive` failed: {(done.stdout or done.stderr)[:300]}", "") from error
    return _first_step_s(scorecard) - began_s


def _first_step_s(scorecard: Scorecard) -> float:
    if scorecard.timing is None or not scorecard.timing.first_step_unix_s:
        raise EpisodeError("The episode took no step.", "")
    return scorecard.timing.first_step_unix_s
