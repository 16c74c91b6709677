# SPDX-License-Identifier: Apache-2.0
"""Running real episodes: real ROS nodes, real physics, the program in its box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeOutcome, EpisodeRequest
from missions.spec import Mission, load_mission
from valence_nodes.programs.box import box_available

RunEpisode = Callable[..., EpisodeOutcome]


@pytest.fixture(scope="session")
def short_mission(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    """`first_drive` cut to a few seconds, for tests of how episodes run."""
    return shortened("first_drive", tmp_path_factory.mktemp("short"), "time_limit_s: 4.0")


def shortened(name: str, folder: Path, *lines: str) -> Mission:
    """Copies a mission and replaces top-level lines of its mission.yaml."""
    mission = load_mission(name)
    copy = folder / name
    copy.mkdir()
    for file in mission.folder.iterdir():
        if file.is_file():
            (copy / file.name).write_bytes(file.read_bytes())
    text = (copy / "mission.yaml").read_text(encoding="utf-8")
    keys = tuple(line.split(":")[0] + ":" for line in lines)
    kept = [line for line in text.splitlines() if not line.startswith(keys)]
    (copy / "mission.yaml").write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")
    return load_mission(copy)


@pytest.fixture(scope="module")
def runner() -> Iterator[EpisodeRunner]:
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    with EpisodeRunner() as one:
        yield one


@pytest.fixture
def run(runner: EpisodeRunner, short_mission: Mission, tmp_path: Path) -> RunEpisode:
    """Runs a program's text on the short mission."""
    counter = iter(range(1000))

    def run_program(text: str, mission: Mission | None = None, **fields: object) -> EpisodeOutcome:
        request = EpisodeRequest(
            mission=mission or short_mission,
            program_text=dedent(text),
            program_name="my_program.py",
            folder=tmp_path / str(next(counter)),
            **{"seed": 1, **fields},  # type: ignore[arg-type]
        )
        return runner.run(request)

    return run_program
