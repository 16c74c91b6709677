# SPDX-License-Identifier: Apache-2.0
"""The tasks that a mission can have: a new one is a module with a `MAKER`, and a line here."""

from __future__ import annotations

from typing import Any

from missions.spec import MissionSpec
from missions.tasks import deliveries
from missions.tasks.task import NO_TASK, Task, TaskMaker

TASKS: dict[str, TaskMaker[Any]] = {maker.name: maker for maker in (deliveries.MAKER,)}


def task_for(mission: MissionSpec, seed: int) -> Task:
    """Makes the task of a mission's episode; one of nothing where the mission has none.

    Args:
        mission: that `load_mission` has accepted.
        seed: of the episode.
    """
    if mission.task is None:
        return NO_TASK
    maker = TASKS[mission.task.maker]
    return maker.make(seed, maker.parameters.model_validate(mission.task.parameters))
