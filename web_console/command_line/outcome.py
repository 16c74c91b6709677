# SPDX-License-Identifier: Apache-2.0
"""What a verb hands back: an exit code, and the one JSON object that `--json` prints. All of it is a contract."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from missions.benchmark.figure import Figure
from missions.grading.submission import Submission, SubmissionVerdict
from missions.scorecard import Scorecard, Verdict

if TYPE_CHECKING:
    from missions.episode.request import EpisodeOutcome


class ExitCode(IntEnum):
    """How the command ended."""

    PASSED = 0  # done; an episode passed, a file is valid
    BELOW_PASS_MARK = 1  # done, but with too few points
    INVALID = 2  # wrong usage or invalid input
    PROGRAM_FAILED = 3  # the program crashed, took too long, used too much, or did what is forbidden
    OUR_FAULT = 4  # the lab failed
    INTERRUPTED = 130  # Ctrl-C


class Output(BaseModel):
    """What every JSON object holds.

    Attributes:
        verdict: one word; see the kinds of output.
        message: what happened, in words.
        hint: what to do next; may be empty.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    verdict: str
    message: str
    hint: str = ""


class ErrorOutput(Output):
    """A command that could not do what was asked."""

    verdict: Literal["invalid", "lab_failed", "interrupted", "set_up_failed"]


class ClassCode(BaseModel):
    """A class, and the code with which learners join it."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    institution: str
    name: str
    code: str


class UpOutput(Output):
    """`up --json`, printed as soon as the lab is open.

    Attributes:
        address: to open in a browser on this machine.
        port: where it listens; a proxy passes on to it.
        addresses_for_others: to open on other machines; empty if none can reach it.
        admin_link: makes the first admin, once; null if there is one.
        demo_class_code: joins the demo class; null without `--demo`.
        classes: the newest ones that can be joined.
        home: folder of everything that is kept.
    """

    verdict: Literal["open"] = "open"
    address: str
    port: int
    addresses_for_others: list[str]
    admin_link: str | None
    demo_class_code: str | None
    classes: list[ClassCode]
    home: str


class SeedOutput(Output):
    """`seed … --json`; what does not belong to the kind is null or empty.

    Attributes:
        institution: of the class.
        class_name: of the class.
        class_code: to join it with.
        teams: that were made.
        teacher: log-in name.
        password: a new one, told this once; null if it was given.
        nickname: of the learner with a new key.
        key: a new one, told this once.
    """

    verdict: Literal["done"] = "done"
    institution: str | None = None
    class_name: str | None = None
    class_code: str | None = None
    teams: list[str] = []
    teacher: str | None = None
    password: str | None = None
    nickname: str | None = None
    key: str | None = None


class MissionEntry(BaseModel):
    """One mission in the list."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    name: str
    title: str
    summary: str
    strand: str
    tiers: list[str]
    robot: str
    control_rate_hz: float
    time_limit_s: float
    public_seeds: list[int]


class MissionsOutput(Output):
    """`missions --json`."""

    verdict: Literal["done"] = "done"
    missions: list[MissionEntry]


class RunOutput(Output):
    """`run --json`; `verdict` is the scorecard's."""

    verdict: Verdict
    scorecard: Scorecard
    folder: str
    log: list[str]
    warnings: list[str]

    @classmethod
    def of(cls, outcome: EpisodeOutcome) -> RunOutput:
        """What an episode came to."""
        card = outcome.scorecard
        return cls(
            verdict=card.verdict,
            message=card.message,
            hint=card.hint,
            scorecard=card,
            folder=str(outcome.folder),
            log=list(outcome.log),
            warnings=list(outcome.warnings),
        )


class GradeOutput(Output):
    """`grade --json`; `verdict` is the submission's."""

    verdict: SubmissionVerdict
    submission: Submission
    folder: str


class ReplayedTopic(BaseModel):
    """One topic that `replay` played: its name, the type of its messages, and how many there were."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    name: str
    type: str
    messages: int


class ReplayOutput(Output):
    """`replay --json`."""

    verdict: Literal["done"] = "done"
    complete: bool
    ros_domain: int
    sim_time_s: float
    topics: list[ReplayedTopic]


class Problem(BaseModel):
    """One thing that `check` found."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    file: str
    line: int
    severity: Literal["error", "warning"]
    message: str
    hint: str


class CheckOutput(Output):
    """`check … --json`."""

    verdict: Literal["valid", "invalid"]
    problems: list[Problem]


class Measure(BaseModel):
    """One thing that `check fidelity` compared with a recording.

    Attributes:
        thing: `robot`, the name of another model, or `camera`.
        quantity: what was measured, with its unit: `distance_m`, `yaw_rad` or `edges_px`.
        when: `all_the_way` (the worst of all) or `end`.
        value: the figure.
        limit: that it must not be above; null if it is only told.
        ok: whether the limit was kept.
        where: when or where it was so, in words.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    thing: str
    quantity: Literal["distance_m", "yaw_rad", "edges_px"]
    when: Literal["all_the_way", "end"]
    value: float
    limit: float | None
    ok: bool
    where: str


class PlayedRecording(BaseModel):
    """One recording that `check fidelity` played."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    name: str
    ok: bool
    sim_time_s: float
    measures: list[Measure]


class FidelityOutput(Output):
    """`check fidelity --json`."""

    verdict: Literal["within_limits", "beyond_limits"]
    engine: str
    recordings: list[PlayedRecording]


class PlotOutput(Output):
    """`plot --json`.

    Attributes:
        recording: the file that was read.
        png: the picture.
        svg: the same in lines and areas.
        path_from: `truth`, or `odometry` where there is no ground truth.
        complete: whether the recording has its end.
        sim_time_s: how long it is.
    """

    verdict: Literal["drawn"] = "drawn"
    recording: str
    png: str
    svg: str
    path_from: Literal["truth", "odometry"]
    complete: bool
    sim_time_s: float


class Finding(BaseModel):
    """One thing that `doctor` looked at; `needed` says whether `first_drive` needs it."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    name: str
    ok: bool
    needed: bool
    found: str
    remedy: str


class DoctorOutput(Output):
    """`doctor --json`."""

    verdict: Literal["ready", "lacking"]
    findings: list[Finding]


class Machine(BaseModel):
    """What was measured on."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_serialization_defaults_required=True)

    processor: str
    cores: int
    memory_mb: int
    kernel: str
    python: str
    engine: str


class BenchOutput(Output):
    """`bench --json`."""

    verdict: Literal["goals_reached", "goals_missed"]
    machine: Machine
    figures: list[Figure]


class CommandError(Exception):
    """A command that ends early.

    Attributes:
        code: exit code.
        output: what `--json` prints.
    """

    def __init__(self, code: ExitCode, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        verdict: Literal["invalid", "lab_failed", "interrupted"] = "invalid"
        if code is ExitCode.OUR_FAULT:
            verdict = "lab_failed"
        elif code is ExitCode.INTERRUPTED:
            verdict = "interrupted"
        self.output = ErrorOutput(verdict=verdict, message=message, hint=hint)


def invalid(message: str, hint: str = "") -> CommandError:
    """Makes the error for wrong usage or input."""
    return CommandError(ExitCode.INVALID, message, hint)
