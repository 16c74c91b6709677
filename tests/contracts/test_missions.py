# SPDX-License-Identifier: Apache-2.0
"""What every mission of the catalog keeps to; a new mission enters by being there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from missions.episode.launcher import EpisodeRunner
from missions.episode.request import EpisodeRequest
from missions.learning.learn import model_for
from missions.mission_check import check_mission
from missions.planner import Planner
from missions.referee import Referee
from missions.scorecard import Scorecard
from missions.seeds import hidden_seeds
from missions.spec import CATALOG, Mission, load_mission, mission_names
from missions.variation import scenario_for
from valence_nodes.programs.source import ProgramSource
from worlds.compose import compose
from worlds.robot_spec import load_robot_spec
from worlds.scenario import Scenario

every_mission = pytest.mark.parametrize("name", mission_names())

IDLE = "def drive(robot):\n    robot.say('I stand still.')\n"
OTHER_SEEDS = (0, 6, 77, 2**40, 2**63 - 1)


def test_every_folder_of_the_catalog_is_a_mission() -> None:
    folders = {folder.name for folder in CATALOG.iterdir() if folder.is_dir() and folder.name != "__pycache__"}
    assert folders == set(mission_names())
    assert "first_drive" in folders


@every_mission
class TestMission:
    def test_nothing_is_wrong_with_it(self, name: str) -> None:
        assert check_mission(CATALOG / name) == []

    def test_it_is_called_as_its_folder(self, name: str) -> None:
        mission = load_mission(name)
        assert mission.spec.name == mission.folder.name == name

    def test_its_points_add_up_to_a_hundred_and_the_pass_mark_is_among_them(self, name: str) -> None:
        spec = load_mission(name).spec
        assert sum(criterion.points for criterion in spec.criteria) == spec.max_score == 100
        assert 0 < spec.pass_mark <= spec.max_score

    def test_it_has_a_brief_in_the_languages_of_its_title(self, name: str) -> None:
        mission = load_mission(name)
        assert set(mission.briefs) == set(mission.spec.title) == set(mission.spec.summary)
        for language in mission.spec.title:
            assert mission.brief(language).startswith("# ")

    def test_its_brief_tells_the_pass_mark(self, name: str) -> None:
        mission = load_mission(name)
        assert f"{mission.spec.pass_mark:g} of {mission.spec.max_score:g}" in mission.brief("en")

    @pytest.mark.parametrize("program", ["starter", "reference", "naive"])
    def test_its_programs_are_programs(self, name: str, program: str) -> None:
        file: Path = getattr(load_mission(name), program)
        tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
        drives = [part for part in tree.body if isinstance(part, ast.FunctionDef) and part.name == "drive"]
        assert [[argument.arg for argument in drive.args.args] for drive in drives] == [["robot"]]

    def test_a_seed_always_makes_the_same_world(self, name: str) -> None:
        mission = load_mission(name)
        for seed in (*mission.spec.public_seeds, *OTHER_SEEDS):
            # Loaded anew, so that nothing remembered can answer.
            assert scenario_for(load_mission(CATALOG / name), seed) == scenario_for(mission, seed)

    def test_other_seeds_make_other_worlds(self, name: str) -> None:
        mission = load_mission(name)
        seeds = {*mission.spec.public_seeds, *OTHER_SEEDS}
        scenarios: list[Scenario] = []
        for seed in seeds:
            scenario = scenario_for(mission, seed)
            assert scenario not in scenarios
            scenarios.append(scenario)

    def test_its_hidden_seeds_are_as_many_as_it_says_and_none_of_the_public_ones(
        self, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("VALENCE_HOME", str(tmp_path))
        mission = load_mission(name)
        hidden = hidden_seeds(mission)
        assert len(set(hidden)) == mission.spec.hidden_seed_count
        assert not set(hidden) & set(mission.spec.public_seeds)

    def test_every_robot_can_get_through_its_zones_whatever_the_seed(self, name: str) -> None:
        mission = load_mission(name)
        for robot in mission.spec.allowed_robots:
            for seed in (*mission.spec.public_seeds, *OTHER_SEEDS):
                scenario = scenario_for(mission, seed, robot)
                planner = Planner.for_mission(mission.spec, compose(scenario).models, load_robot_spec(robot))
                x_m, y_m, _ = scenario.robot_pose.position_m
                assert planner.is_free((x_m, y_m)), f"{robot} would start in something with seed {seed}"
                length_m = planner.route_length_m((x_m, y_m), mission.spec.zones)
                assert length_m is not None, f"no way for {robot} with seed {seed}"
                fastest_mps = load_robot_spec(robot).limits.max_speed_mps
                assert length_m / fastest_mps < mission.spec.time_limit_s * 0.75, "hardly time enough"

    def test_a_robot_that_never_moved_has_not_passed(self, name: str) -> None:
        mission = load_mission(name)
        scenario = scenario_for(mission, mission.spec.public_seeds[0])
        referee = Referee(mission, scenario, compose(scenario), load_robot_spec(mission.spec.robot))
        scorecard = referee.score(
            referee.record("truncated", "Nothing happened."),
            seed=1,
            engine="none",
            robot=mission.spec.robot,
            program_sha256="0" * 64,
        )
        assert scorecard.score < mission.spec.pass_mark


@pytest.fixture(scope="module")
def runner() -> Iterator[EpisodeRunner]:
    with EpisodeRunner() as one:
        yield one


def play(runner: EpisodeRunner, mission: Mission, program: str, seed: int, folder: Path) -> Scorecard:
    model = model_for(mission, ProgramSource(program, "program.py"))
    return runner.run(EpisodeRequest(mission, program, "program.py", seed, folder, model=model)).scorecard


def few_seeds(mission: Mission) -> tuple[int, ...]:
    """Seeds to play here: the first and the last public one; the first where something is learned, which takes long."""
    seeds = mission.spec.public_seeds
    return (seeds[0],) if mission.data_folder else (seeds[0], seeds[-1])


@every_mission
class TestPlayed:
    """Real episodes: ROS 2, physics, the box."""

    def test_its_reference_program_passes(self, name: str, runner: EpisodeRunner, tmp_path: Path) -> None:
        mission = load_mission(name)
        text = mission.reference.read_text(encoding="utf-8")
        # `./valence check mission` plays all seeds, the hidden ones too, whenever a mission is changed.
        for seed in few_seeds(mission):
            scorecard = play(runner, mission, text, seed, tmp_path / str(seed))
            assert scorecard.passed, f"seed {seed}: {scorecard.message} {scorecard.hint}"

    def test_its_naive_program_fails(self, name: str, runner: EpisodeRunner, tmp_path: Path) -> None:
        mission = load_mission(name)
        text = mission.naive.read_text(encoding="utf-8")
        for seed in few_seeds(mission):
            scorecard = play(runner, mission, text, seed, tmp_path / str(seed))
            assert scorecard.verdict == "below_pass_mark", f"seed {seed}: {scorecard.message}"

    @pytest.mark.parametrize("program", ["idle", "starter"])
    def test_standing_still_or_the_starter_alone_does_not_pass(
        self, name: str, program: str, runner: EpisodeRunner, tmp_path: Path
    ) -> None:
        mission = load_mission(name)
        text = IDLE if program == "idle" else mission.starter.read_text(encoding="utf-8")
        scorecard = play(runner, mission, text, mission.spec.public_seeds[0], tmp_path)
        assert scorecard.verdict == "below_pass_mark", scorecard.message
        assert scorecard.failure is None
