# SPDX-License-Identifier: Apache-2.0
"""One episode without ROS: the steps of `missions/episode/lockstep.py`, in one process and with nobody to wait for.

What is read when, when a command takes effect, what the referee sees: all is as there, so that the same commands give
the same trajectory to the last bit. Only what nobody looks at is left out: each sensor has a random stream of its own,
and not to read one changes no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from missions.referee import Referee
from missions.scorecard import Scorecard
from missions.spec import Mission
from missions.training.kept_worlds import LoadedScenario
from valence_nodes.policies.sensed import SensedNow
from worlds.readings import BatteryReading, GroundTruth
from worlds.robot_spec import RobotSpec
from worlds.sensor_schedule import Instant, SensorSchedule
from worlds.simulator import Action, Simulator

_EVERYONE_HAS = ("odometry", "battery")
"""What every robot reads without drawing errors anew: how often it is read changes nothing."""


def rates_to_read(robot: RobotSpec, kinds: Iterable[str], simulator: Simulator) -> Mapping[str, float]:
    """Rates (Hz) of the sensors that somebody looks at: the robot's first of some kinds, its odometry and battery."""
    first = {sensor.kind: sensor.name for sensor in reversed(robot.sensors)}
    wanted = {first[kind] for kind in kinds if kind in first} | set(_EVERYONE_HAS)
    return {name: rate_hz for name, rate_hz in simulator.sensors.items() if name in wanted}


def _last_read(instants: Sequence[Instant]) -> list[tuple[Instant, tuple[str, ...]]]:
    """Leaves out readings of a control step that nobody would see: those of what remembers nothing, but the last."""
    seen: set[str] = set()
    kept: list[tuple[Instant, tuple[str, ...]]] = []
    for instant in reversed(instants):
        sensors = tuple(name for name in instant.sensors if name not in seen)
        seen.update(name for name in sensors if name in _EVERYONE_HAS)
        if sensors or not kept:
            kept.append((instant, sensors))
    return kept[::-1]


class BareEpisode:
    """One episode, from its reset on.

    Attributes:
        senses: what the robot senses now.
        referee: that watches.
        truth: of now.
        steps: control steps that were taken.
        ended: why the mission ended it; None while it goes on.
    """

    def __init__(
        self, mission: Mission, loaded: LoadedScenario, seed: int, kinds: Iterable[str], perception: str | None
    ) -> None:
        """Resets the world and takes the first readings.

        Args:
            mission: what is asked.
            loaded: the variation.
            seed: of the sensors' errors; in an episode it is the mission seed.
            kinds: of sensors that are looked at.
            perception: name of the perception node that looks at pictures; None without.

        Raises:
            NotSensedError: that node can't look here.
        """
        simulator = loaded.simulator
        simulator.reset(seed)
        robot = simulator.robot
        if robot is None:
            raise ValueError(f"The mission {mission.spec.name} has no robot.")
        self._simulator = simulator
        self._spec = mission.spec
        rates_hz = rates_to_read(robot, kinds, simulator)
        self._schedule = SensorSchedule(rates_hz, simulator.physics_timestep_s, mission.spec.control_timestep_s)
        self._limit = round(mission.spec.time_limit_s / mission.spec.control_timestep_s)
        self._battery_fraction = 1.0
        self.senses = SensedNow(robot, perception)
        self.referee = Referee(mission, loaded.scenario, loaded.world, robot)
        self.steps = 0
        self.ended: str | None = None
        self._read(tuple(rates_hz))
        self.truth: GroundTruth = simulator.ground_truth()
        self.referee.observe(self.truth, Action(), self._battery_fraction)

    @property
    def truncated(self) -> bool:
        """Whether the time limit was reached before the mission ended it."""
        return self.ended is None and self.steps >= self._limit

    @property
    def over(self) -> bool:
        """Whether no step can follow."""
        return self.ended is not None or self.steps >= self._limit

    def step(self, action: Action) -> None:
        """Takes one control step.

        Raises:
            ValueError: the action is not finite.
            RuntimeError: the episode is over.
            UnstablePhysicsError: the physics broke down.
        """
        if self.over:
            raise RuntimeError("The episode is over; reset it first.")
        simulator = self._simulator
        simulator.apply_action(action)
        for instant, sensors in _last_read(self._schedule.instants(self.steps)):
            simulator.advance(instant.sim_time_s)
            self._read(sensors)
        self.truth = simulator.ground_truth()
        self.referee.observe(self.truth, action, self._battery_fraction)
        self.steps += 1
        self.ended = self.referee.should_terminate()

    def _read(self, sensors: tuple[str, ...]) -> None:
        for sensor in sensors:
            reading = self._simulator.read_sensor(sensor)
            if isinstance(reading, BatteryReading):
                self._battery_fraction = reading.fraction
            self.senses.take(sensor, reading)

    def points(self) -> float:
        """Points so far; it reads the whole record, so ask rarely."""
        return self.referee.points()

    def scorecard(self, seed: int | None, engine: str, program_sha256: str) -> Scorecard:
        """Scores what was driven so far, as an episode that ended here.

        Args:
            seed: to be told; None when it must not be.
            engine: name of the engine.
            program_sha256: of what drove.
        """
        if self.ended is not None:
            record = self.referee.record("terminated", self.ended)
        elif self.over:
            record = self.referee.record("truncated", f"The time limit of {self._spec.time_limit_s:g} s was reached.")
        else:
            record = self.referee.record("stopped", "It was looked at before its end.")
        robot = self._simulator.robot
        assert robot is not None
        versions = {engine: self._simulator.features().version}
        return self.referee.score(
            record, seed=seed, engine=engine, robot=robot.name, program_sha256=program_sha256, versions=versions
        )
