# SPDX-License-Identifier: Apache-2.0
"""Every sentence on a scorecard has German words: whoever writes a new one is told here if the catalogue lacks it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from missions.checks.check import CheckContext
from missions.checks.registry import CHECKS
from missions.episode_record import EpisodeRecord, GivenAnswer
from missions.grading.submission import Submission, submission_of
from missions.referee import Referee
from missions.scorecard import Scorecard
from missions.spec import Mission, load_mission
from missions.tasks.task import Task
from tests.missions.mission_files import plain_spec, write_mission
from tests.missions.records import THREE_ZONES, contact, context_of, record_of, with_things
from tests.web_console.sentences.written import fragments_in, sentences_in
from worlds.pose import Pose
from worlds.readings import EntityState, GroundTruth
from worlds.robot_spec import load_robot_spec
from worlds.scenario import ROBOT_ENTITY, Scenario
from worlds.simulator import Action

ROOT = Path(__file__).resolve().parents[3]
START, NEAR, MIDDLE, FAR = (0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (-1.0, 1.0)
ALL = [START, NEAR, MIDDLE, FAR]
PLACES = [[START], [START, NEAR], ALL, [START, NEAR, MIDDLE, (0.0, 1.0), FAR], [(math.nan, 0.0)]]
TOUCHES = [contact(t, thing, force_n=f) for t, thing, f in [(0.0, "crate", 1.0), (1.0, "wall_2", 50.0)]]
MANY = [contact(float(t), f"thing_{t}", force_n=50.0) for t in range(5)]
GETTING_ON: list[dict[str, Any]] = [{}, {"way_m": 2.5}, {"way_m": 0.5}]
"""What is asked of the robot besides: to reach zones, or to drive some way."""
LINE = {"line": [(0.0, -0.05), (1.05, -0.05), (1.05, 1.0)], "none_m": 0.4}
ASKED = Task(
    truth={
        "late": {"a": True, "b": False, "c": True},
        "routes": {"a": {"x": True, "y": False}, "b": {"x": True}},
        "drive": {
            name: {"zone": zone, "due_s": due_s, "needs_help": needs_help}
            for name, zone, due_s, needs_help in (
                ("a", "near", 9.0, True),
                ("b", "middle", 0.5, True),
                ("c", "near", 9.0, False),
            )
        },
    }
)
ANSWERS: list[dict[str, Any]] = [
    {},
    {"late": ["a", "b", "z"], "routes": {"a": "x"}, "drive": ["a", "b"]},
    {"late": [], "routes": {"a": "y", "b": "x"}, "drive": ["c", "z"]},
]
VARIANTS: dict[str, list[dict[str, Any]]] = {
    "answers_match": [{"question": "late"}],
    "deliveries_made": [{"question": "drive"}],
    "good_choices": [{"question": "routes"}],
    "collisions": [{}],
    "coverage": [{"inside": ["near"]}, {"inside": ["near", "middle", "far"], "full_share": 0.001}],
    "distance_to_line": [LINE | {"full_m": full, "measure": how} for full in (0.01, 0.3) for how in ("mean", "p95")],
    "energy": [{"full_j": 50.0, "none_j": 5e5} | on for on in GETTING_ON] + [{"full_j": 1e4, "none_j": 1e5}],
    "kept_distance": [
        {"wanted_m": 2.5, "band_m": band, "side": side, "by": by} | on
        for band in (0.1, 2.4) for side in ("any", "left", "right") for by in ("way", "time") for on in GETTING_ON
    ],
    "load_kept": [on | slid for on in GETTING_ON for slid in ({}, {"full_m": 0.01, "none_m": 0.03})],
    "path_length": [{}, {"full_ratio": 1.0001}],
    "smoothness": [*GETTING_ON, {"full_per_m": 0.01, "none_per_m": 0.02}],
    "speed_limit": [
        {"limit_mps": limit, "inside": inside} | on
        for limit in (0.1, 9.0) for inside in (None, ["far"], ["near", "middle"]) for on in GETTING_ON
    ],
    "stayed_in_zone": [
        {"inside": inside, "by": by, "full_share": full} | on
        for inside in (["near"], ["near", "middle", "far"]) for by in ("way", "time") for full in (0.6, 1.0)
        for on in GETTING_ON
    ],
    "things_in_zones": [
        {"kinds": kinds, "zones": zones, "any_zone": any_zone}
        for kinds, zones in ((["1", "2", "3"], ["near", "middle", "far"]), (["x"], ["far"]), (["1"], ["near"]))
        for any_zone in (False, True)
    ],
    "time": [{"full_s": 1, "none_s": 2000}, {"full_s": 100, "none_s": 200.5}],
    "upright": [{}],
    "zones_in_order": [{}, {"zones": ["near"]}],
}  # fmt: skip
"""Parameters for which a check says all that it can say, by check."""
MODULES = [
    *sorted(str(file.relative_to(ROOT)) for file in (ROOT / "missions/checks").glob("*.py")),
    "missions/headway.py",
    "missions/zones.py",
    "missions/referee.py",
    "missions/grading/submission.py",
]
ENDINGS = [
    "missions/episode/lockstep.py",
    "missions/episode/pacing.py",
    "web_console/targets/target_list.py",
]
FAILURE = {
    "kind": "exception",
    "message": "A robot has no “foward”.",
    "hint": "Did you mean “robot.forward”?",
    "line": 3,
}


def records() -> Iterator[EpisodeRecord]:
    for places in PLACES:
        for contacts in ([], TOUCHES[:1], TOUCHES, MANY) if places in (PLACES[0], PLACES[1], ALL) else ([],):
            count = len(places)
            yield record_of(
                places,
                contacts=contacts,
                actions=[(0.2 * (index % 2), 0.1 * index) for index in range(count)],
                tilts_rad=[0.2 if len(contacts) < 2 else 0.9] * count,
                batteries=list(np.linspace(1.0, 0.9, count)),
                things={"first": [START] + [NEAR] * (count - 1), "second": [START] + [FAR] * (count - 1)},
            )
    for answers in ANSWERS:
        given = tuple(GivenAnswer(0.0, name, value) for name, value in answers.items())
        for places in (ALL, ALL[:2]):
            yield replace(record_of(places), answers=given)
    for far_m in (0.005, 0.02, 0.5):
        yield record_of(ALL, slid_m=[0.0, 0.0, far_m, far_m])
    yield record_of(ALL, every_s=0.1, things={"first": ALL, "second": ALL})


def reasons(context: CheckContext) -> set[str]:
    """All that the checks say."""
    found = set()
    context = with_things(context, {"first": "1", "second": "2", "third": "3"})
    context = replace(context, task=ASKED, robot=load_robot_spec("turtlebot3_burger_tray"))
    for name, variants in VARIANTS.items():
        for parameters in variants:
            given = CHECKS[name].parameters.model_validate(parameters)
            found |= {CHECKS[name].measure(record, context, given).reason for record in records()}
    return found


@pytest.fixture(scope="module")
def mission(tmp_path_factory: pytest.TempPathFactory) -> Mission:
    criteria = [
        {"name": "pads", "check": "zones_in_order", "points": 60},
        {"name": "care", "check": "collisions", "points": 40},
    ]
    spec = plain_spec(zones=THREE_ZONES, criteria=criteria, pass_mark=60)
    return load_mission(write_mission(tmp_path_factory.mktemp("mission"), spec))


@pytest.fixture(scope="module")
def play(mission: Mission, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[Scorecard, str | None]]:
    """Drives through places; the scorecard, and why the episode is over."""
    context = context_of(tmp_path_factory.mktemp("world"))

    def drive(
        places: list[tuple[float, float]], ending: str = "truncated", pose: Pose | None = None, **how: Any
    ) -> tuple[Scorecard, str | None]:
        scenario = Scenario(mission.world_file, mission.spec.robot)
        referee = Referee(mission, scenario, context.world, load_robot_spec(mission.spec.robot))
        for index, (x_m, y_m) in enumerate(places):
            still = EntityState(pose or Pose.planar(x_m, y_m, 0.0), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
            referee.observe(GroundTruth(index * 0.05, {ROBOT_ENTITY: still}, ()), Action(0.1, 0.2), 0.9)
        why = referee.should_terminate()
        record = referee.record(ending, why or "The program came to its end.")  # type: ignore[arg-type]
        given: dict[str, Any] = {"engine": "mujoco", "robot": "turtlebot3_burger", "program_sha256": "0" * 64, **how}
        return referee.score(record, seed=None, **given), why

    return drive


def test_every_check_has_parameters_to_try() -> None:
    assert set(VARIANTS) == set(CHECKS)


def said_of(card: Scorecard | Submission) -> set[str]:
    return {card.message, card.hint, *(one.reason for one in card.criteria)}


def test_reasons_and_verdicts_have_german_words(mission, play, untranslated, tmp_path) -> None:
    cards = {
        "passed": play(ALL)[0],
        "some": play(ALL[:2])[0],
        "nothing": play([START])[0],
        "stopped": play([START], "stopped")[0],
        "failed": play([START], "failed", failure=FAILURE)[0],
        "failed_elsewhere": play([START], "failed", failure=FAILURE | {"line": None})[0],
        "lab": play([START], "failed", node_failure="The node robot_node ended with exit code 3.")[0],
    }
    drawn = [
        ["passed"], ["passed", "passed"], ["nothing", "passed"], ["nothing"], ["failed"],
        ["failed", "failed", "some"], ["failed_elsewhere"],
    ]  # fmt: skip
    submissions = [submission_of(mission, [cards[name] for name in names]) for names in drawn]
    endings = {
        play(ALL)[1],
        play([START], pose=Pose.from_rpy((0.0, 0.0, 0.0), (1.0, 0.0, 0.0)))[1],
        play([START], pose=Pose.from_rpy((0.0, 0.0, -5.0), (0.0, 0.0, 0.0)))[1],
    }
    said = reasons(context_of(tmp_path)).union(*map(said_of, [*cards.values(), *submissions]))
    said |= {str(one) for one in endings}
    assert untranslated(said) == []
    unheard = {piece for file in MODULES for piece in fragments_in(file) if not any(piece in text for text in said)}
    assert unheard == set(), "let parameters or records here bring forth these pieces of sentences"


@pytest.mark.parametrize("file", ENDINGS)
def test_endings_have_german_words(file: str, untranslated) -> None:
    written = sentences_in(file)
    assert written
    left = set(untranslated([one for filled in written.values() for one in filled]))
    assert {words for words, filled in written.items() if left.issuperset(filled)} == set()


def test_a_sentence_without_german_words_is_noticed(untranslated) -> None:
    unknown = ["The robot danced.", "Touched nothing. The robot danced.", "robot.dance: why not?"]
    assert untranslated(["Touched nothing.", *unknown]) == sorted(unknown)
    assert untranslated([], ["Note: the robot danced.", "The log is full; nothing more is kept."]) == [
        "Note: the robot danced."
    ]
