# SPDX-License-Identifier: Apache-2.0
"""Processes that are started before they are needed, and then used."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from missions.benchmark.process_tree import descendants
from missions.episode.launcher import EPISODE_MODULE, EpisodeRunner
from missions.episode.request import EpisodeRequest
from missions.spec import load_mission
from tests.process_tree import running


def test_an_episode_runs_in_the_processes_that_were_warmed_up_for_its_mission(tmp_path: Path) -> None:
    others = set(descendants(os.getpid()))
    expected = EpisodeRequest(load_mission("first_drive"), "", "", 0, tmp_path / "none", pace=1.0)
    ordered = replace(
        expected, program_text="def drive(robot):\n    pass\n", program_name="p.py", seed=1, folder=tmp_path / "a"
    )
    with EpisodeRunner() as runner:
        runner.warm_up(expected)
        warm: set[int] = set()
        while not warm:  # it is not waited for
            warm = set(running(EPISODE_MODULE, others))
        assert runner.run(ordered).scorecard.ending == "terminated"
        assert warm <= set(running(EPISODE_MODULE, others))
        runner.warm_up(replace(expected, mission=load_mission("line_follow")))
        assert set(running(EPISODE_MODULE, others)).isdisjoint(warm), "line_follow has other nodes"
    assert not (tmp_path / "none").exists()
