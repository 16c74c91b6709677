# SPDX-License-Identifier: Apache-2.0
"""Engines by name: one line each, imported only when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from worlds.errors import UnknownNameError
from worlds.simulator import Simulator, SimulatorFeatures

_ENGINES = {
    "mujoco": "worlds.engines.mujoco_engine:MujocoEngine",
}


def engine_names() -> tuple[str, ...]:
    """Names of all engines, in alphabetical order."""
    return tuple(sorted(_ENGINES))


def simulator_features(name: str) -> SimulatorFeatures:
    """Says what an engine can do, without starting it.

    Raises:
        UnknownNameError: no engine of that name.
    """
    return _engine(name).features()


def make_simulator(name: str) -> Simulator:
    """Makes a simulator with nothing loaded.

    Raises:
        UnknownNameError: no engine of that name.
    """
    return _engine(name)()


def _engine(name: str) -> type[Simulator]:
    if name not in _ENGINES:
        raise UnknownNameError("engine", name, _ENGINES)
    module, _, attribute = _ENGINES[name].partition(":")
    return cast("type[Simulator]", getattr(import_module(module), attribute))
