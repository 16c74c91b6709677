# SPDX-License-Identifier: Apache-2.0
"""What is told of a mission: its card in the list, and all that its learners may know."""

from __future__ import annotations

from missions.spec import Mission
from web_console.episodes.learning_packages import can_learn
from web_console.mission_shelf.schemas import (
    MissionCard,
    MissionCriterion,
    MissionDetail,
    MissionLearning,
    MissionRobot,
)
from worlds.robot_spec import load_robot_spec


def card_of(mission: Mission) -> MissionCard:
    """The mission's card."""
    spec = mission.spec
    return MissionCard(
        name=spec.name,
        title=spec.title,
        summary=spec.summary,
        strand=spec.strand,
        tiers=list(spec.tiers),
        expected_minutes=spec.expected_minutes,
        max_score=spec.max_score,
        pass_mark=spec.pass_mark,
    )


def detail_of(mission: Mission) -> MissionDetail:
    """All that learners may know; nothing of hidden seeds, references and notes for teachers."""
    spec = mission.spec
    return MissionDetail(
        **card_of(mission).model_dump(),
        brief={language: file.read_text(encoding="utf-8") for language, file in mission.briefs.items()},
        robot=spec.robot,
        robots=[_robot(name) for name in spec.allowed_robots],
        public_seeds=list(spec.public_seeds),
        hidden_seed_count=spec.hidden_seed_count,
        control_rate_hz=spec.control_rate_hz,
        time_limit_s=spec.time_limit_s,
        criteria=[MissionCriterion(name=one.name, check=one.check, points=one.points) for one in spec.criteria],
        zones=list(spec.zones),
        nodes=list(spec.nodes),
        learning=_learning(mission),
        starter={"code": _without_licence(mission.starter.read_text(encoding="utf-8"))},
    )


def _learning(mission: Mission) -> MissionLearning | None:
    learning = mission.spec.learning
    if learning is None:
        return None
    return MissionLearning(has_data=mission.data_folder is not None, limit_s=learning.cpu_s, installed=can_learn())


def _robot(name: str) -> MissionRobot:
    robot = load_robot_spec(name)
    return MissionRobot(name=name, title=robot.title, summary=robot.summary)


def _without_licence(text: str) -> str:
    """A starter without the line that only our own repository needs."""
    first, _, rest = text.partition("\n")
    return rest if first.startswith("# SPDX-") else text
