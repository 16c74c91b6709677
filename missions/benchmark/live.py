# SPDX-License-Identifier: Apache-2.0
"""How many live episodes, each at the pace of real time with a camera, a machine carries at once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from missions.benchmark.figure import Figure
from missions.benchmark.minute import CAMERA_ROBOT, mission_of, request_of
from missions.episode.launcher import EpisodeError, EpisodeRunner
from missions.grading.local_pool import usable_cores
from missions.spec import load_mission

REAL_TIME = 0.95
_TIMEOUT_S = 300.0
_GOAL = 12


def live_figures(sim_time_s: float, most: int) -> Iterator[Figure]:
    """Finds the greatest number that all keep up with real time, by halving.

    Args:
        sim_time_s: length of each episode.
        most: not more than so many are tried.

    Raises:
        EpisodeError: an episode could not be run.
    """
    paces: dict[int, float] = {}
    with mission_of(sim_time_s) as mission, ExitStack() as stack:
        crowd = _Crowd(stack, mission.folder)

        def keeps_up(count: int) -> bool:
            paces[count] = min(crowd.run(count))
            return paces[count] >= REAL_TIME

        carried = greatest(keeps_up, most)
    yield Figure(
        name="live_episodes",
        what=f"live episodes with a 10 Hz camera at once, each at {REAL_TIME:g} of real time or more",
        value=carried,
        unit="episodes",
        bound="at_least",
        goal=_GOAL,
        details={
            "cores": usable_cores(),
            "slowest_pace": {str(count): round(pace, 4) for count, pace in sorted(paces.items())},
        },
    )


def greatest(holds: Callable[[int], bool], most: int) -> int:
    """Returns the greatest number up to `most` for which something holds that holds for all below; 0 if for none."""
    good, bad = 0, most + 1
    probe = 1
    while good + 1 < bad:
        if holds(probe):
            good = probe
        else:
            bad = probe
        probe = min(probe * 2, most) if bad > most and good < most else (good + bad) // 2
    return good


class _Crowd:
    """Processes that each run one episode at a time; they are kept for the next, larger crowd."""

    def __init__(self, stack: ExitStack, mission: Path) -> None:
        self._stack = stack
        self._mission = mission
        self._pipes: list[Connection] = []

    def run(self, count: int) -> list[float]:
        """Runs so many episodes at once and returns the pace of each."""
        while len(self._pipes) < count:
            self._add()
        crowd = self._pipes[:count]
        for pipe in crowd:
            pipe.send("go")
        answers = [self._answer(pipe) for pipe in crowd]
        return [float(answer) for answer in answers]

    def _add(self) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_live, args=(theirs, self._mission), daemon=True)
        process.start()
        theirs.close()
        self._stack.callback(process.join)
        self._stack.callback(ours.close)
        self._pipes.append(ours)
        self._answer(ours)

    @staticmethod
    def _answer(pipe: Connection) -> str:
        if not pipe.poll(_TIMEOUT_S):
            raise EpisodeError("A live episode hangs.", "")
        try:
            kind, text = pipe.recv()
        except EOFError as error:
            raise EpisodeError("A process of the live episodes ended all of a sudden.", "") from error
        if kind == "failed":
            raise EpisodeError(text, "")
        return str(text)


def _live(pipe: Connection, folder: Path) -> None:
    """Runs an episode as fast as it goes, to have everything started; then one at real time whenever it is told to."""
    mission = load_mission(folder)
    try:
        with EpisodeRunner() as runner, tempfile.TemporaryDirectory(prefix="valence-bench-") as place:
            number = 0
            while True:
                # A graph that has run at full speed is pinned to one core; so the first one is paced, too.
                pace = 1.0 if number else 8.0
                request = request_of(mission, CAMERA_ROBOT, Path(place) / str(number), pace=pace)
                timing = runner.run(request).scorecard.timing
                pipe.send(("pace", str(timing.real_time_factor if timing is not None else 0.0)))
                number += 1
                pipe.recv()
    except EOFError:
        return
    except EpisodeError as error:
        pipe.send(("failed", f"{error.message} {error.hint}"))
