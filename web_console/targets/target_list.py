# SPDX-License-Identifier: Apache-2.0
"""Which targets there are for a mission, and why some can't be chosen."""

from __future__ import annotations

from missions.spec import Mission
from web_console.targets.engine_states import EngineStates
from web_console.targets.schemas import Target
from worlds.engines.registry import engine_names
from worlds.robot_spec import load_robot_spec, robot_names

_TITLES = {"mujoco": "MuJoCo", "gazebo": "Gazebo"}
_TO_COME = ("gazebo",)
"""Engines that people look for here, and that this lab does not have yet."""


def targets(states: EngineStates, mission: Mission | None) -> list[Target]:
    """All targets, those that are available first.

    Args:
        states: of the engines.
        mission: for which; None for any.
    """
    engines = [_engine(name, states) for name in engine_names()]
    engines += [_engine_to_come(name) for name in _TO_COME if name not in engine_names()]
    robots = [_robot(name, mission) for name in robot_names()]
    return sorted([*engines, *robots], key=lambda target: not target.available)


def _engine(name: str, states: EngineStates) -> Target:
    state = states.state_of(name)
    title = _TITLES.get(name, name)
    if state.works:
        return Target(name=name, kind="engine", title=title, version=state.said, available=True)
    why_not = f"{title} does not work on this machine: {state.said}. `./valence doctor` says what to do."
    return Target(name=name, kind="engine", title=title, available=False, reason="not_installed", why_not=why_not)


def _engine_to_come(name: str) -> Target:
    title = _TITLES[name]
    why_not = f"This lab has no engine for {title} yet; it comes with a later version."
    return Target(name=name, kind="engine", title=title, available=False, reason="no_such_engine", why_not=why_not)


def _robot(name: str, mission: Mission | None) -> Target:
    title = load_robot_spec(name).title
    if mission is not None and name not in mission.spec.allowed_robots:
        allowed = ", ".join(load_robot_spec(one).title for one in mission.spec.allowed_robots)
        reason, why_not = "not_allowed", f"This mission is for other robots: {allowed}."
    else:
        reason = "not_connected"
        why_not = f"No real {title} is connected; a later version of the lab can drive one."
    return Target(name=name, kind="robot", title=title, available=False, reason=reason, why_not=why_not)
