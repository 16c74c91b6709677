# SPDX-License-Identifier: Apache-2.0
"""A Gymnasium environment for every driving mission: the same simulator, sensors, noise and referee, without ROS.

```python
import gymnasium
import missions.training

env = gymnasium.make("valence/wall_follow-v0")
observation, info = env.reset(seed=1)
observation, reward, terminated, truncated, info = env.step(env.action_space.sample())
```
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import numpy.typing as npt

from missions.errors import MissionError
from missions.scorecard import Scorecard
from missions.spec import MAX_SEED, Mission, load_mission
from missions.training.bare_episode import BareEpisode
from missions.training.headway_map import HeadwayMap
from missions.training.kept_worlds import MOST_KEPT, MOST_KEPT_WITH_CAMERA, KeptWorlds, LoadedScenario
from missions.training.policy_spec import perception_of, policy_spec
from missions.training.running_points import RunningPoints
from missions.variation import robot_name
from valence_nodes.policies.features import HIGHEST
from valence_nodes.policies.spec import ACTIONS, Observer, PolicySpec, Vector
from worlds.robot_spec import load_robot_spec
from worlds.simulator import Action, Viewpoint

TRAINING_SEEDS: tuple[int, ...] = tuple(range(1000, 1032))
"""Mission seeds that a policy is trained with unless others are given. None is a public seed of a mission, so those are
left to test with; and none can be a hidden one but by a chance of one in 10^17."""

_OPTIONS = {"seed", "noise_seed"}
_GETS_ON = 0.005
"""Share of the way that a robot has to get on by, to have got on."""

_PICTURE_PX = (320, 240)


class MissionEnv(gymnasium.Env[Vector, Vector]):
    """A mission as an environment.

    An observation is the vector of the mission's policy (`learning.policy` in its `mission.yaml`), float32, each number
    from -2 to 2. An action is two numbers from -1 to 1: forward and turning speed, within the policy's ranges; it holds
    for the policy's number of control steps. The rewards of an episode add up to its score. It is terminated when the
    referee ends it, and truncated at the mission's time limit.

    What `info` holds after each step: `time_s`, `progress` (0 to 1), `mission_seed`, `noise_seed`; and with the last
    one `score`, `max_score`, `passed`.

    Attributes:
        mission: the mission.
        policy: what an observation is made of and what an action means.
    """

    metadata = {  # noqa: RUF012 - as gymnasium declares it
        "render_modes": ["rgb_array"],
        "render_fps": 10,
    }

    def __init__(
        self,
        mission: str | Path | Mission,
        *,
        robot: str | None = None,
        engine: str = "mujoco",
        seeds: Sequence[int] = TRAINING_SEEDS,
        policy: PolicySpec | None = None,
        kept_worlds: int | None = None,
        patience_s: float | None = None,
        render_mode: str | None = None,
    ) -> None:
        """Loads the mission, and no world yet.

        Args:
            mission: name, folder, or the mission itself.
            robot: name of an allowed robot; None for the mission's own.
            engine: name in the engine registry.
            seeds: mission seeds that episodes are drawn from.
            policy: what observations and actions are; None for the mission's own.
            kept_worlds: how many worlds stay loaded; None for as many as fit well.
            patience_s: ends an episode as terminated when the robot has not got on for so long (simulated), which no
                referee would do: most of what a beginner drives is of no use to learn from. None for episodes as they
                are.
            render_mode: `rgb_array` to draw the world from above, or None.

        Raises:
            MissionError: the mission, robot or seeds can't be used.
            ValueError: there is no such render mode.
        """
        if render_mode not in {None, *self.metadata["render_modes"]}:
            raise ValueError(f"There is no render mode “{str(render_mode)[:40]}”; known: rgb_array.")
        self.mission = mission if isinstance(mission, Mission) else load_mission(mission)
        self.render_mode = render_mode
        self._seeds = tuple(_seed(one) for one in seeds)
        if not self._seeds:
            raise MissionError("There are no seeds to draw episodes from.", "Give one or more.")
        self._robot = load_robot_spec(robot_name(self.mission, robot))
        self._engine = engine
        self.policy = policy or policy_spec(self.mission, self._robot)
        self._perception = perception_of(self.mission) if "camera" in self.policy.needs else None
        default = MOST_KEPT_WITH_CAMERA if "camera" in self.policy.needs else MOST_KEPT
        self._worlds = KeptWorlds(
            self.mission, self._robot.name, engine, default if kept_worlds is None else kept_worlds
        )
        self._ways = HeadwayMap(self.mission, self._robot)
        self.observation_space = gymnasium.spaces.Box(-HIGHEST, HIGHEST, (self.policy.size,), np.float32)
        self.action_space = gymnasium.spaces.Box(-1.0, 1.0, (ACTIONS,), np.float32)
        self._patience_s = math.inf if patience_s is None else patience_s
        self._best_progress, self._best_at_s = 0.0, 0.0
        self._loaded: LoadedScenario | None = None
        self._episode: BareEpisode | None = None
        self._drawn = (0, 0)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Vector, dict[str, Any]]:
        """Begins an episode.

        Args:
            seed: for the draws of mission seed and noise from here on.
            options: `seed`, the mission seed, for the very episode that `./valence run --seed` runs; and `noise_seed`,
                for other errors of the sensors in the same world.

        Returns:
            Observation and info.

        Raises:
            MissionError: there is no such option, or no such seed.
        """
        super().reset(seed=seed)
        self._drawn = mission_seed, noise_seed = self._draw(options or {})
        self._loaded = loaded = self._worlds.of_seed(mission_seed)
        self._episode = episode = BareEpisode(self.mission, loaded, noise_seed, self.policy.needs, self._perception)
        self._observer = Observer(self.policy)
        self._points = RunningPoints(self.mission, self._ways, loaded.world, self._robot, episode.truth)
        self._best_progress, self._best_at_s = self._points.progress, 0.0
        return self._observer.look(episode.senses), self._info(episode)

    def _draw(self, options: Mapping[str, Any]) -> tuple[int, int]:
        unknown = sorted(set(options) - _OPTIONS)
        if unknown:
            raise MissionError(
                f"There is no option {', '.join(unknown)[:80]} of reset.", f"Known: {', '.join(sorted(_OPTIONS))}."
            )
        # Both are drawn in any case, so that what follows does not depend on what was given.
        drawn = self._seeds[int(self.np_random.integers(len(self._seeds)))]
        noise = int(self.np_random.integers(2**31))
        if "seed" in options:
            drawn = noise = _seed(options["seed"])
        return drawn, _seed(options.get("noise_seed", noise))

    def step(self, action: Vector) -> tuple[Vector, float, bool, bool, dict[str, Any]]:
        """Drives on for as many control steps as an action holds.

        Raises:
            ValueError: the action is not two finite numbers.
            RuntimeError: there is no episode, or it is over.
        """
        episode = self._episode
        if episode is None:
            raise RuntimeError("There is no episode yet; reset the environment first.")
        command = Action(*self._observer.act(action))
        for _ in range(self.policy.steps):
            episode.step(command)
            if episode.over:
                break
        reward = self._points.observe(episode.truth)
        info = self._info(episode)
        given_up = self._gives_up(episode)
        if episode.over or given_up:
            score = episode.points()
            reward += self._points.end(score)
            spec = self.mission.spec
            info |= {"score": score, "max_score": spec.max_score, "passed": score >= spec.pass_mark}
        observation = self._observer.look(episode.senses)
        return observation, reward, given_up or episode.ended is not None, episode.truncated, info

    def _gives_up(self, episode: BareEpisode) -> bool:
        now_s = episode.truth.sim_time_s
        if self._points.progress >= self._best_progress + _GETS_ON:
            self._best_progress, self._best_at_s = self._points.progress, now_s
        return now_s - self._best_at_s > self._patience_s

    def _info(self, episode: BareEpisode) -> dict[str, Any]:
        mission_seed, noise_seed = self._drawn
        return {
            "time_s": episode.truth.sim_time_s,
            "progress": self._points.progress,
            "mission_seed": mission_seed,
            "noise_seed": noise_seed,
        }

    def scorecard(self, program_text: str = "") -> Scorecard:
        """Scores the episode as it is now, with the reason for each point.

        Args:
            program_text: what drove, for its checksum.

        Raises:
            RuntimeError: there is no episode yet.
        """
        if self._episode is None:
            raise RuntimeError("There is no episode yet; reset the environment first.")
        checksum = hashlib.sha256(program_text.encode()).hexdigest()
        return self._episode.scorecard(self._drawn[0], self._engine, checksum)

    def render(self) -> npt.NDArray[np.uint8] | None:
        """Draws the world from above: uint8 (240, 320, 3); None without a render mode."""
        if self.render_mode is None or self._loaded is None:
            return None
        return self._loaded.simulator.render(_from_above(self.mission))

    def close(self) -> None:
        """Frees the worlds."""
        self._worlds.close()
        self._episode = self._loaded = None


def _from_above(mission: Mission) -> Viewpoint:
    """Sees every start and zone, from the south and high up."""
    points = [corner for zone in mission.spec.zones for corner in zone.corners_m]
    points += [(start.x_m, start.y_m) for start in mission.spec.start_poses]
    low, high = np.min(points, axis=0), np.max(points, axis=0)
    x_m, y_m = ((low + high) / 2).tolist()
    reach_m = max(1.0, float(np.max(high - low)))
    width_px, height_px = _PICTURE_PX
    eye = (x_m, y_m - 0.5 * reach_m, 1.3 * reach_m)
    return Viewpoint(eye, (x_m, y_m, 0.0), math.radians(50), width_px, height_px)


def _seed(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int | np.integer) or not 0 <= int(given) <= MAX_SEED:
        raise MissionError(f"A seed must be a whole number from 0 to {MAX_SEED}, not {str(given)[:40]}.")
    return int(given)
