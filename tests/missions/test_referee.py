# SPDX-License-Identifier: Apache-2.0
"""The referee: takes down what is true, ends an episode when it is over, and says in words what it was worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from missions.referee import FALLEN_M, TIPPED_RAD, Referee
from missions.scorecard import Scorecard
from missions.spec import load_mission
from tests.missions.mission_files import plain_spec, write_mission
from tests.missions.records import THREE_ZONES
from worlds.compose import compose
from worlds.pose import Pose, Vec3
from worlds.readings import Contact, EntityState, GroundTruth
from worlds.robot_spec import load_robot_spec
from worlds.scenario import ROBOT_ENTITY, Scenario
from worlds.simulator import Action

STILL: Vec3 = (0.0, 0.0, 0.0)
FAILURE = {
    "kind": "exception",
    "message": "There is no name “robto”.",
    "hint": "Did you mean “robot”?",
    "line": 3,
    "source_line": "robto.stop()",
    "log_text": "NameError",
}


@pytest.fixture
def referee(tmp_path: Path) -> Referee:
    return make_referee(tmp_path)


def make_referee(tmp_path: Path, **changes: Any) -> Referee:
    criteria = [
        {"name": "pads", "check": "zones_in_order", "points": 60},
        {"name": "care", "check": "collisions", "points": 40},
    ]
    spec = plain_spec(**{"zones": THREE_ZONES, "criteria": criteria, "pass_mark": 60, **changes})
    mission = load_mission(write_mission(tmp_path, spec))
    scenario = Scenario(mission.world_file, mission.spec.robot)
    return Referee(mission, scenario, compose(scenario), load_robot_spec(mission.spec.robot))


def truth(
    time_s: float,
    x_m: float = 0.0,
    y_m: float = 0.0,
    *,
    z_m: float = 0.0,
    rpy_rad: Vec3 = (0.0, 0.0, 0.0),
    velocity_mps: Vec3 = STILL,
    turn_radps: float = 0.0,
    contacts: Sequence[Contact] = (),
    crate_x_m: float = 2.0,
) -> GroundTruth:
    robot = EntityState(Pose.from_rpy((x_m, y_m, z_m), rpy_rad), velocity_mps, (0.0, 0.0, turn_radps))
    crate = EntityState(Pose.planar(crate_x_m, 0.0, 0.5), STILL, STILL)
    return GroundTruth(time_s, {ROBOT_ENTITY: robot, "crate": crate}, tuple(contacts))


def drive(referee: Referee, places: Sequence[tuple[float, float]]) -> None:
    for index, (x_m, y_m) in enumerate(places):
        referee.observe(truth(index * 0.05, x_m, y_m), Action(0.1, 0.2), 0.9)


def score(referee: Referee, ending: Any = "truncated", **changes: Any) -> Scorecard:
    record = referee.record(ending, "The time limit of 10 s was reached.")
    given = {"seed": 1, "engine": "mujoco", "robot": "turtlebot3_burger", "program_sha256": "0" * 64, **changes}
    return referee.score(record, **given)


ALL = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)]


class TestRecord:
    def test_a_row_for_the_start_and_for_each_step(self, referee: Referee) -> None:
        touched = Contact("base_link::body_collision", "crate", "body::body_collision", (-1.0, 0.0, 0.0), 4.0)
        referee.observe(truth(0.0), Action(), 1.0)
        referee.observe(
            truth(
                0.05,
                0.5,
                -0.5,
                rpy_rad=(0.1, 0.0, math.pi / 2),
                velocity_mps=(0.3, 0.2, 0.0),
                turn_radps=0.7,
                contacts=[touched],
                crate_x_m=2.1,
            ),
            Action(0.15, -0.3),
            0.8,
        )
        record = referee.record("truncated", "Over.")
        assert record.sim_time_s.tolist() == [0.0, 0.05]
        assert record.robot_pose[1].tolist() == pytest.approx([0.5, -0.5, math.pi / 2])
        assert record.robot_tilt_rad.tolist() == pytest.approx([0.0, 0.1])
        # It looks along y: only that part of its velocity is forward.
        assert record.robot_velocity[1].tolist() == pytest.approx([0.2, 0.7])
        assert record.actions.tolist() == [[0.0, 0.0], [0.15, -0.3]]
        assert record.battery_fraction.tolist() == [1.0, 0.8]
        assert record.entities["crate"][:, 0].tolist() == [2.0, 2.1]
        assert ROBOT_ENTITY not in record.entities
        assert [(one.sim_time_s, one.entity, one.normal_z, one.force_n) for one in record.contacts] == [
            (0.05, "crate", 0.0, 4.0)
        ]

    def test_an_episode_that_never_began_has_no_rows(self, referee: Referee) -> None:
        record = referee.record("failed", "It never began.")
        assert record.robot_pose.shape == (0, 3)
        assert record.sim_time_s.shape == (0,)


class TestTermination:
    def test_goes_on_until_the_last_zone_is_reached(self, referee: Referee) -> None:
        drive(referee, ALL[:3])
        assert referee.should_terminate() is None
        drive(referee, ALL[3:])
        assert "far" in (referee.should_terminate() or "")

    def test_goes_on_when_zones_are_visited_in_the_wrong_order(self, referee: Referee) -> None:
        drive(referee, ALL[::-1])
        assert referee.should_terminate() is None

    @pytest.mark.parametrize("rpy", [(TIPPED_RAD + 0.01, 0.0, 1.0), (0.0, -TIPPED_RAD - 0.01, 2.0), (math.pi, 0, 0)])
    def test_a_robot_that_tips_over_ends_it(self, rpy: Vec3, referee: Referee) -> None:
        referee.observe(truth(0.0, rpy_rad=rpy), Action(), 1.0)
        assert "tipped over" in (referee.should_terminate() or "")

    def test_a_robot_on_a_ramp_does_not(self, referee: Referee) -> None:
        referee.observe(truth(0.0, rpy_rad=(0.0, TIPPED_RAD - 0.01, 0.0)), Action(), 1.0)
        assert referee.should_terminate() is None

    @pytest.mark.parametrize(("x_m", "z_m"), [(0.0, FALLEN_M - 0.01), (math.nan, 0.0), (0.0, math.inf)])
    def test_a_robot_that_leaves_the_world_ends_it(self, x_m: float, z_m: float, referee: Referee) -> None:
        referee.observe(truth(0.0, x_m, z_m=z_m), Action(), 1.0)
        assert "fell" in (referee.should_terminate() or "")


class TestProgress:
    def test_says_what_is_reached_before_and_while_it_drives(self, referee: Referee) -> None:
        assert referee.progress().max_score == 100
        drive(referee, ALL[:2])
        assert referee.progress().text == "1 of 3 zones"

    def test_points_follow_the_zones(self, referee: Referee) -> None:
        drive(referee, ALL[:2])
        assert referee.progress().score == pytest.approx(20 + 13.33)


class TestScore:
    def test_enough_points_pass(self, referee: Referee) -> None:
        drive(referee, ALL)
        card = score(referee, "terminated")
        assert (card.verdict, card.passed, card.score) == ("passed", True, 100.0)
        assert card.steps == 3
        assert card.sim_time_s == pytest.approx(0.15)
        assert "100 of 100" in card.message

    def test_the_pass_mark_itself_passes(self, tmp_path: Path) -> None:
        referee = make_referee(tmp_path, pass_mark=33.33)
        drive(referee, ALL[:2])
        assert score(referee).passed

    def test_too_few_points_do_not_pass_and_the_hint_says_where_most_are_to_be_won(self, referee: Referee) -> None:
        drive(referee, ALL[:2])
        card = score(referee)
        assert (card.verdict, card.passed) == ("below_pass_mark", False)
        assert "60" in card.message
        assert "pads" in card.hint

    def test_a_program_that_fails_keeps_its_points_but_does_not_pass(self, referee: Referee) -> None:
        drive(referee, ALL)
        card = score(referee, "failed", failure=FAILURE)
        assert (card.verdict, card.passed, card.score) == ("program_failed", False, 100.0)
        assert card.failure is not None
        assert (card.failure.kind, card.failure.line, card.failure.source_line) == ("exception", 3, "robto.stop()")
        assert "robto" in card.message
        assert card.hint == "Did you mean “robot”?"
        assert "NameError" not in card.model_dump_json()  # that is for who looks after the lab

    def test_a_program_that_fails_before_it_drives_gets_nothing(self, referee: Referee) -> None:
        card = score(referee, "failed", failure={**FAILURE, "kind": "syntax"})
        assert (card.verdict, card.score, card.steps, card.sim_time_s) == ("program_failed", 0.0, 0, 0.0)

    def test_a_node_of_the_lab_that_fails_is_named_and_outranks_all_else(self, referee: Referee) -> None:
        drive(referee, ALL)
        card = score(referee, "failed", failure=FAILURE, node_failure="The node colour_blob_node ended.")
        assert (card.verdict, card.passed) == ("node_failed", False)
        assert "colour_blob_node" in card.message

    def test_an_episode_that_was_stopped_does_not_pass(self, referee: Referee) -> None:
        drive(referee, ALL)
        assert score(referee, "stopped").verdict == "stopped"

    def test_the_same_episode_has_the_same_scorecard(self, tmp_path: Path) -> None:
        cards = []
        for _ in range(2):
            referee = make_referee(tmp_path)
            drive(referee, ALL)
            cards.append(score(referee, "terminated"))
        assert cards[0].fingerprint() == cards[1].fingerprint()
