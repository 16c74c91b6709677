# SPDX-License-Identifier: Apache-2.0
"""Lets a policy drive a program's robot, in simulation and on a physical one alike.

```python
def drive(robot):
    drive_with(robot, robot.model)
```
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from valence_nodes.policies.policy import Policy, PolicyError
from valence_nodes.policies.spec import Observer


def drive_with(robot: Any, policy: Policy, until: Callable[[Any], bool] | None = None) -> list[float]:
    """Drives until the episode is over.

    Args:
        robot: that a program is given.
        policy: that decides; any object with `spec` and `decide`.
        until: asked before each decision with the robot; True ends the drive, and the robot goes on as it was told
            last.

    Returns:
        How long each decision took (s, wall clock), from the sensors to the command.

    Raises:
        PolicyError: it is no policy.
    """
    if not isinstance(policy, Policy):
        raise PolicyError(
            f"A policy has `spec` and `decide(observation)`; {type(policy).__name__} has not. "
            "Did learn(data) return it?"
        )
    observer = Observer(policy.spec)
    took_s: list[float] = []
    while robot.running and not (until is not None and until(robot)):
        began_s = time.perf_counter()
        speed_mps, turn_radps = observer.act(policy.decide(observer.look(robot)))
        took_s.append(time.perf_counter() - began_s)
        for _ in range(policy.spec.steps):
            robot.move(speed_mps, turn_radps)
    return took_s
