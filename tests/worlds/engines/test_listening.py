# SPDX-License-Identifier: Apache-2.0
"""Microphones in the engine: places come from physics, noise and words from the seed, the robot's way stays its own."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.worlds.sdf.sdf_text import link, model, world
from tests.worlds.sdf.test_sounds import microphone, put, sound, values
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import SdfError
from worlds.pose import Pose
from worlds.readings import MicrophoneReading
from worlds.scenario import ROBOT_ENTITY, Scenario
from worlds.simulator import Action

HALL = Path(__file__).resolve().parents[3] / "worlds" / "catalog" / "listening_hall.sdf"


@pytest.fixture(scope="module")
def engine() -> Iterator[MujocoEngine]:
    made = MujocoEngine()
    yield made
    made.close()


def listen(engine: MujocoEngine, seconds: float, *, ear: str = "ears") -> npt.NDArray[np.float64]:
    """Pressure in Pa, (samples, channels)."""
    blocks, start_s = [], engine.sim_time_s
    for number in range(round(seconds * 20) + 1):
        engine.advance(round(start_s + number / 20, 6))
        reading = engine.read_sensor(ear)
        assert isinstance(reading, MicrophoneReading)
        assert reading.samples.dtype == np.int16
        blocks.append(reading.samples * (reading.full_scale_pa / 32_767))
    return np.concatenate(blocks)


def rms(pressure: npt.NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(pressure**2)))


def test_a_robot_hears_who_speaks_and_its_own_motors(engine: MujocoEngine) -> None:
    engine.load(Scenario(HALL, "turtlebot3_burger_ears"))
    engine.reset(3)
    before, said = listen(engine, 1.0), listen(engine, 0.5)
    assert before.shape == (16_000, 2)
    assert rms(said) > 10 * rms(before)
    rest = listen(engine, 1.0)[8000:]
    engine.apply_action(Action(0.2, 0.0))
    driving = listen(engine, 0.5)[4000:]
    assert rms(driving) > 2 * rms(rest)


def test_a_seed_gives_the_same_sound_again_and_another_one_another(engine: MujocoEngine) -> None:
    engine.load(Scenario(HALL, "turtlebot3_burger_ears"))
    heard = []
    for seed in (5, 6, 5):
        engine.reset(seed)
        heard.append(listen(engine, 1.4).tobytes())
    assert heard[0] == heard[2] != heard[1]


def test_who_listens_changes_nothing_in_the_world(engine: MujocoEngine) -> None:
    engine.load(Scenario(HALL, "turtlebot3_burger_ears"))
    ways = []
    for listens in (True, False):
        engine.reset(1)
        engine.apply_action(Action(0.2, 0.4))
        for number in range(1, 41):
            engine.advance(round(number / 20, 6))
            if listens:
                engine.read_sensor("ears")
        ways.append((engine.ground_truth().entities[ROBOT_ENTITY], engine.read_sensor("lidar")))
    assert ways[0][0] == ways[1][0]


def test_a_sound_goes_with_what_moves(engine: MujocoEngine, tmp_path: Path) -> None:
    falling = model(f"<pose>1 0 6 0 0 0</pose>{link(sound('tone', level=80, every=1))}", "falling")
    ear = model(f"<static>true</static>{link(microphone(background=0))}", "post")
    engine.load(Scenario(put(tmp_path / "w.sdf", world(falling + ear)), None))
    pressure = listen(engine, 1.0, ear="ear")
    # From 6.1 m to 1.5 m: it fell by g t² / 2, and what falls towards the ear is higher.
    assert rms(pressure[-800:]) / rms(pressure[1600:2400]) == pytest.approx(math.hypot(1, 6) / 1.8, rel=0.1)


def test_what_is_too_much_is_refused(engine: MujocoEngine, tmp_path: Path) -> None:
    room = f"<valence:room>{values(size='6 5 2.5')}</valence:room>"
    for content, told in ((sound() * 33, "32 sounds"), (room * 2, "one room")):
        static = world(model(f"<static>true</static>{link(content)}"))
        with pytest.raises(SdfError, match=told):
            engine.load(Scenario(put(tmp_path / "w.sdf", static), None, Pose()))
