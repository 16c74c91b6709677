# SPDX-License-Identifier: Apache-2.0
"""What a learner gets for an episode: points with their reasons, and what makes them repeatable."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from missions.episode_record import Ending, EpisodeRecord
from missions.learning.learned_model import ModelUsed
from missions.spec import MAX_SEED

Verdict = Literal["passed", "below_pass_mark", "program_failed", "node_failed", "stopped"]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)


class CriterionScore(_Part):
    """Points for one criterion.

    Attributes:
        name: of the criterion.
        check: that measured it.
        points: won.
        max_points: there are.
        reason: in words.
        details: the figures behind it.
    """

    name: str
    check: str
    points: Finite
    max_points: Finite
    reason: str
    details: dict[str, JsonValue] = Field(default_factory=dict)


class Failure(_Part):
    """How the program failed, for the learner.

    Attributes:
        kind: see `valence_nodes.programs.failure`.
        message: what happened.
        hint: what to try; may be empty.
        line: of the program, 1 first; null when unknown.
        source_line: that line's text.
    """

    kind: str
    message: str
    hint: str = ""
    line: int | None = None
    source_line: str = ""


class Timing(_Part):
    """Wall-clock times of this one run; they differ from run to run.

    Attributes:
        wall_s: from the first step to the last.
        real_time_factor: simulated seconds a wall-clock second.
        setup_s: from the request to the first step.
        first_step_unix_s: when the first step was done, s since 1970; 0 if there was none.
        physics_timestep_s: length of a physics step, simulated.
        physics_steps: how many were taken.
        readings: how often each sensor was read, by name.
        parts_s: where `wall_s` went, by part (`missions.episode.stopwatch.PARTS`).
    """

    wall_s: Finite
    real_time_factor: Finite
    setup_s: Finite
    first_step_unix_s: Finite = 0.0
    physics_timestep_s: Finite = 0.0
    physics_steps: int = 0
    readings: dict[str, int] = Field(default_factory=dict)
    parts_s: dict[str, Finite] = Field(default_factory=dict)


class Scorecard(_Part):
    """The result of one episode.

    Attributes:
        schema_version: of this format.
        mission: its name.
        title: its English title.
        robot: its name.
        engine: its name.
        seed: of the variation; null when it is a hidden one, which nobody is told.
        program_sha256: of the program's text (UTF-8).
        score: points won.
        max_score: points there are.
        pass_mark: points needed.
        passed: whether it counts as passed.
        verdict: why.
        ending: how the episode ended.
        ending_reason: the same in words.
        sim_time_s: simulated time.
        steps: control steps.
        criteria: points one by one.
        message: one sentence for the learner.
        hint: what to do next; may be empty.
        failure: how the program failed, or null.
        trajectory_sha256: of everything that was recorded: the same to the last bit for the same program,
            mission, seed, robot and engine.
        versions: of what it ran on.
        model: that the program drove with, or null.
        timing: on the wall clock; no part of `fingerprint`.
    """

    schema_version: Literal[1] = 1
    mission: str
    title: str
    robot: str
    engine: str
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] | None
    program_sha256: Sha256
    score: Finite
    max_score: Finite
    pass_mark: Finite
    passed: bool
    verdict: Verdict
    ending: Ending
    ending_reason: str
    sim_time_s: Finite
    steps: Annotated[int, Field(ge=0)]
    criteria: tuple[CriterionScore, ...]
    message: str
    hint: str
    failure: Failure | None = None
    trajectory_sha256: Sha256
    versions: dict[str, str] = Field(default_factory=dict)
    model: ModelUsed | None = None
    timing: Timing | None = None

    def fingerprint(self) -> str:
        """Returns the SHA-256 of everything but `timing`: equal scorecards, equal fingerprints."""
        return json_sha256(self.model_dump(mode="json", exclude={"timing"}))


def json_sha256(plain: JsonValue) -> str:
    """Returns the SHA-256 of plain data, written as JSON in one way only."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def trajectory_sha256(record: EpisodeRecord) -> str:
    """Returns the SHA-256 of a record: every bit of its arrays, its contacts and how it ended."""
    digest = hashlib.sha256()
    arrays = {
        "sim_time_s": record.sim_time_s,
        "robot_pose": record.robot_pose,
        "robot_tilt_rad": record.robot_tilt_rad,
        "robot_velocity": record.robot_velocity,
        "actions": record.actions,
        "battery_fraction": record.battery_fraction,
        **{f"entity {name}": record.entities[name] for name in sorted(record.entities)},
    }
    if record.load_slid_m is not None:
        arrays["load_slid_m"] = record.load_slid_m
    for name, array in arrays.items():
        digest.update(f"{name} {array.shape}\n".encode())
        digest.update(array.astype("<f8").tobytes())
    for contact in record.contacts:
        digest.update(f"{contact!r}\n".encode())
    for answer in record.answers:
        value = json.dumps(answer.value, sort_keys=True)
        digest.update(f"{answer.sim_time_s!r} {answer.name} {value}\n".encode())
    digest.update(f"{record.ending} {record.ending_reason}".encode())
    return digest.hexdigest()
