# SPDX-License-Identifier: Apache-2.0
"""What a task is: made anew for each seed, one part for the program and one for the referee."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue


class TaskParameters(BaseModel):
    """Parameters of a task, as `mission.yaml` gives them; a task adds its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Task:
    """The task of one episode.

    Attributes:
        given: plain JSON that the program reads as `robot.task`.
        truth: what the checks hold answers against, by name; it never leaves the referee's process.
    """

    given: Mapping[str, JsonValue] = field(default_factory=dict)
    truth: Mapping[str, Any] = field(default_factory=dict)


NO_TASK = Task()
"""Of a mission that hands nothing over."""

P = TypeVar("P", bound=TaskParameters)


@dataclass(frozen=True)
class TaskMaker(Generic[P]):
    """What makes a mission's tasks, as it stands in the registry.

    Attributes:
        name: what `mission.yaml` calls it.
        parameters: which parameters it takes.
        make: makes the task of a seed; the same seed and parameters, the same task.
        questions: names under which the truth of the tasks stands, for checks to ask for.
    """

    name: str
    parameters: type[P]
    make: Callable[[int, P], Task]
    questions: tuple[str, ...]
