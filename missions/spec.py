# SPDX-License-Identifier: Apache-2.0
"""What a mission says (the shape of `mission.yaml`), and how it is loaded from its folder."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from missions.errors import MissionError, closest_hint
from missions.learning_spec import LearningSpec
from missions.variation_spec import StartPose, VariationSpec
from missions.zones import Zone
from worlds.yaml_file import YamlFileError, read_yaml

__all__ = ["MAX_SEED", "Mission", "MissionError", "MissionSpec", "load_mission", "mission_names"]

CATALOG = Path(__file__).resolve().parent / "catalog"
WORLD_CATALOG = Path(__file__).resolve().parent.parent / "worlds" / "catalog"
SPEC_FILE = "mission.yaml"
MAX_SEED = 2**63 - 1
MAX_STEPS = 200_000

_T = TypeVar("_T", bound=Hashable)


def _no_two_alike(values: tuple[_T, ...]) -> tuple[_T, ...]:
    twice = sorted({str(value) for value in values if values.count(value) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)} comes twice")
    return values


def _has_english(texts: dict[str, str]) -> dict[str, str]:
    if "en" not in texts:
        raise ValueError("the English text “en” is missing")
    return texts


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
Line = Annotated[str, Field(min_length=1, max_length=300)]
Texts = Annotated[dict[Language, Line], AfterValidator(_has_english)]
Points = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
Seed = Annotated[int, Field(ge=0, le=MAX_SEED, strict=True)]
Strand = Literal["data_mining", "signals", "robotics"]
Tier = Literal["blocks", "code", "ros"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CriterionSpec(_Part):
    """What points are given for.

    Attributes:
        name: unique in the mission.
        check: which check measures it, see `missions/checks/`.
        parameters: of the check.
        points: for a measurement of 1; a smaller one gets its share.
    """

    name: Name
    check: Name
    parameters: dict[Name, Any] = Field(default_factory=dict)
    points: Points


class ProgramLimits(_Part):
    """What a program may use.

    Attributes:
        step_wall_s: longest thinking time a step, on the wall clock.
        total_wall_s: longest time of the whole episode, on the wall clock.
        memory_mb: memory.
    """

    step_wall_s: Annotated[float, Field(gt=0, le=600, allow_inf_nan=False)] = 5.0
    total_wall_s: Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)] = 600.0
    memory_mb: Annotated[int, Field(ge=64, le=65_536)] = 1024


class TaskSpec(_Part):
    """What a program is handed over at the start, made anew for each seed.

    Attributes:
        maker: what makes it, see `missions/tasks/`.
        parameters: of the maker.
    """

    maker: Name
    parameters: dict[Name, Any] = Field(default_factory=dict)


class MissionSpec(_Part):
    """Everything about a mission that is not its text for learners or a program.

    Attributes:
        name: the folder's name.
        title: by language, English at least.
        summary: one sentence by language, English at least.
        strand: which of the three subjects it belongs to.
        tiers: for which kinds of programs it is meant.
        robot: name of the robot that it starts with.
        allowed_robots: names of the robots that it may be done with, `robot` among them.
        world: name of a file in `worlds/catalog`, without `.sdf`.
        start_poses: where the robot may start; the seed picks one.
        variation: what else a seed varies.
        control_rate_hz: control steps a simulated second.
        time_limit_s: simulated time after which the episode is truncated.
        zones: places on the floor, in the order in which they are to be reached.
        task: what the program is handed over at the start, to read as `robot.task`; None for nothing.
        nodes: perception nodes in the loop, see `missions/episode/children.py`.
        criteria: what points are given for.
        pass_mark: points needed to pass.
        competences: what a learner shows by passing.
        expected_minutes: how long a learner takes.
        teacher_notes: for the teacher, in English.
        public_seeds: seeds for practice, whose worlds everybody may see.
        hidden_seed_count: how many hidden seeds a submission is graded with.
        limits: of the program.
        learning: what can be learned in it; None in a mission that says nothing of it.
    """

    name: Name
    title: Texts
    summary: Texts
    strand: Strand
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1), AfterValidator(_no_two_alike)]
    robot: Name
    allowed_robots: Annotated[tuple[Name, ...], Field(min_length=1, max_length=50), AfterValidator(_no_two_alike)]
    world: Name
    start_poses: Annotated[tuple[StartPose, ...], Field(min_length=1, max_length=100)]
    variation: VariationSpec = VariationSpec()
    control_rate_hz: Annotated[float, Field(ge=1, le=200, allow_inf_nan=False)] = 20.0
    time_limit_s: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]
    zones: Annotated[tuple[Zone, ...], Field(max_length=50)] = ()
    task: TaskSpec | None = None
    nodes: Annotated[tuple[Name, ...], Field(max_length=10), AfterValidator(_no_two_alike)] = ()
    criteria: Annotated[tuple[CriterionSpec, ...], Field(min_length=1, max_length=50)]
    pass_mark: Points
    competences: Annotated[tuple[Name, ...], Field(max_length=30), AfterValidator(_no_two_alike)] = ()
    expected_minutes: Annotated[int, Field(ge=1, le=6000)]
    teacher_notes: Annotated[str, Field(max_length=5000)] = ""
    public_seeds: Annotated[tuple[Seed, ...], Field(min_length=1, max_length=100), AfterValidator(_no_two_alike)]
    hidden_seed_count: Annotated[int, Field(ge=1, le=1000)]
    limits: ProgramLimits = ProgramLimits()
    learning: LearningSpec | None = None

    @model_validator(mode="after")
    def _parts_fit(self) -> MissionSpec:
        _no_two_alike(tuple(zone.name for zone in self.zones))
        _no_two_alike(tuple(criterion.name for criterion in self.criteria))
        if self.robot not in self.allowed_robots:
            raise ValueError(f"robot {self.robot} is not among allowed_robots ({', '.join(self.allowed_robots)})")
        if self.pass_mark > self.max_score:
            raise ValueError(f"pass_mark is {self.pass_mark:g}, but the criteria have {self.max_score:g} points")
        steps = self.time_limit_s * self.control_rate_hz
        if steps > MAX_STEPS or abs(steps - round(steps)) > 1e-6 or round(steps) < 1:
            raise ValueError(
                f"time_limit_s ({self.time_limit_s:g}) must be a whole number of control steps "
                f"(of 1/{self.control_rate_hz:g} s), at least 1 and at most {MAX_STEPS}"
            )
        return self

    @property
    def max_score(self) -> float:
        """Points that there are."""
        return round(sum(criterion.points for criterion in self.criteria), 6)

    @property
    def has_data(self) -> bool:
        """Whether the mission brings data, and is won by who learns from it."""
        return self.learning is not None and self.learning.dataset is not None

    @property
    def control_timestep_s(self) -> float:
        """Simulated time between two commands."""
        return 1 / self.control_rate_hz


@dataclass(frozen=True)
class Mission:
    """A mission and the files beside it.

    Attributes:
        spec: what `mission.yaml` says.
        folder: where it is.
    """

    spec: MissionSpec
    folder: Path

    @property
    def spec_file(self) -> Path:
        """The `mission.yaml`."""
        return self.folder / SPEC_FILE

    @property
    def world_file(self) -> Path:
        """The SDF world."""
        return WORLD_CATALOG / f"{self.spec.world}.sdf"

    @cached_property
    def briefs(self) -> dict[str, Path]:
        """What the learner is asked, by language: the files `brief.<language>.md`."""
        files = sorted(self.folder.glob("brief.*.md"))
        return {file.name.split(".")[1]: file for file in files if file.name.count(".") == 2}

    @property
    def starter(self) -> Path:
        """The program that a learner begins with."""
        return self.folder / "starter.py"

    @property
    def reference(self) -> Path:
        """A program that passes."""
        return self.folder / "reference.py"

    @property
    def naive(self) -> Path:
        """A program that a beginner might think of and that does not pass."""
        return self.folder / "naive.py"

    @property
    def rule(self) -> Path:
        """In a mission where something is learned: the best program without, which does not pass."""
        return self.folder / "rule.py"

    @property
    def data_folder(self) -> Path | None:
        """The dataset that the mission brings, if it brings one; absolute, for a box is elsewhere."""
        learning = self.spec.learning
        return None if learning is None or learning.dataset is None else self.folder.resolve() / learning.dataset

    @property
    def learned(self) -> Path | None:
        """A trained policy as a program, the learned way beside a written reference; None where there is none."""
        file = self.folder / "learned.py"
        return file if file.is_file() else None

    @property
    def references(self) -> tuple[Path, ...]:
        """All programs that pass: `reference.py`, and any `reference_*.py` beside it."""
        return self.reference, *sorted(self.folder.glob("reference_*.py"))

    @property
    def naives(self) -> tuple[Path, ...]:
        """All programs that do not pass: `naive.py`, any `naive_*.py` beside it, and `rule.py`."""
        rule = (self.rule,) if self.spec.has_data else ()
        return self.naive, *sorted(self.folder.glob("naive_*.py")), *rule

    def brief(self, language: str = "en") -> str:
        """Returns the brief in a language, or in English where there is none in that language."""
        return self.briefs.get(language, self.folder / "brief.en.md").read_text(encoding="utf-8")


def mission_names() -> tuple[str, ...]:
    """Names of the missions that the lab has, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in CATALOG.glob(f"*/{SPEC_FILE}")))


def world_names() -> tuple[str, ...]:
    """Names of the worlds that a mission can take place in, in alphabetical order."""
    return tuple(sorted(file.stem for file in WORLD_CATALOG.glob("*.sdf")))


def load_mission(name_or_folder: str | Path) -> Mission:
    """Loads a mission and makes sure that all it names is there.

    Args:
        name_or_folder: a text is a mission's name (see `mission_names`); a `Path` is the folder of a mission,
            or its `mission.yaml`.

    Raises:
        MissionError: no mission of that name (says the closest), or its file is wrong (says the line).
    """
    from missions.mission_rules import spec_problems  # noqa: PLC0415 - the rules read missions

    mission = read_mission(name_or_folder)
    for problem in spec_problems(mission):
        if problem.severity == "error":
            raise MissionError(problem.message, problem.hint, problem.file, problem.line)
    return mission


def read_mission(name_or_folder: str | Path) -> Mission:
    """Reads a mission's file alone; what it names may be missing. See `load_mission`."""
    if isinstance(name_or_folder, Path):
        folder = name_or_folder.parent if name_or_folder.name == SPEC_FILE else name_or_folder
    elif name_or_folder in mission_names():
        folder = CATALOG / name_or_folder
    else:
        raise MissionError(
            f"There is no mission “{name_or_folder[:80]}”.", closest_hint(name_or_folder, mission_names())
        )
    try:
        return Mission(read_yaml(folder / SPEC_FILE, MissionSpec), folder)
    except YamlFileError as error:
        raise MissionError(error.reason, error.hint, error.file, error.line) from error
