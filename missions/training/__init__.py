# SPDX-License-Identifier: Apache-2.0
"""Training of policies: every mission as a Gymnasium environment, `valence/<mission>-v0`.

It needs what `./valence train` installs (gymnasium, stable-baselines3, torch, onnx); nothing imports it at start-up.
"""

from __future__ import annotations

import gymnasium

from missions.spec import mission_names

NAMESPACE = "valence"


def environment_id(mission: str) -> str:
    """The name by which `gymnasium.make` knows a mission of the catalogue."""
    return f"{NAMESPACE}/{mission}-v0"


def _register() -> None:
    for name in mission_names():
        if environment_id(name) not in gymnasium.registry:
            gymnasium.register(
                environment_id(name), "missions.training.environment:MissionEnv", kwargs={"mission": name}
            )


_register()
