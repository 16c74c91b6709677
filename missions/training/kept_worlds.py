# SPDX-License-Identifier: Apache-2.0
"""Worlds that stay loaded: to reset one costs a thousandth of what it costs to load it."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from missions.spec import Mission
from missions.variation import scenario_for
from worlds.engines.registry import make_simulator
from worlds.scenario import Scenario
from worlds.sdf.description import World
from worlds.simulator import Simulator

MOST_KEPT = 32
"""A world of the catalogue takes 2 MB."""

MOST_KEPT_WITH_CAMERA = 6
"""One with a picture to draw takes 17 MB, and a quarter of a second and more to load."""


@dataclass(frozen=True)
class LoadedScenario:
    """A variation of a mission's world, ready to be reset.

    Attributes:
        scenario: the variation.
        world: as the engine has read it.
        simulator: with it loaded.
    """

    scenario: Scenario
    world: World
    simulator: Simulator


class KeptWorlds:
    """The variations of a mission that were used last, one for each mission seed."""

    def __init__(self, mission: Mission, robot: str, engine: str, most: int) -> None:
        """Loads nothing yet.

        Args:
            mission: whose worlds they are.
            robot: name of an allowed robot.
            engine: name in the engine registry.
            most: how many are kept.
        """
        self._mission, self._robot, self._engine = mission, robot, engine
        self._most = max(1, most)
        self._kept: OrderedDict[int, LoadedScenario] = OrderedDict()

    def of_seed(self, seed: int) -> LoadedScenario:
        """Returns the variation of a mission seed, loaded now or before.

        Raises:
            MissionError: the seed is out of range, or has no variation.
            WorldsError: the world can't be loaded.
        """
        found = self._kept.pop(seed, None)
        if found is None:
            scenario = scenario_for(self._mission, seed, self._robot)
            # The oldest one's engine takes the new world, for drawing contexts are few.
            simulator = self._oldest() if len(self._kept) >= self._most else make_simulator(self._engine)
            found = LoadedScenario(scenario, simulator.load(scenario), simulator)
        self._kept[seed] = found
        return found

    def _oldest(self) -> Simulator:
        _, oldest = self._kept.popitem(last=False)
        return oldest.simulator

    def close(self) -> None:
        """Frees all."""
        for one in self._kept.values():
            one.simulator.close()
        self._kept.clear()
