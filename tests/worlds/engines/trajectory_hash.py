# SPDX-License-Identifier: Apache-2.0
"""Prints a hash of one driven episode, all its truths and readings; run in many processes to compare them."""

from __future__ import annotations

import hashlib
import sys
from dataclasses import fields
from pathlib import Path

import numpy as np

from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.scenario import Scenario
from worlds.simulator import Action

FIRST_DRIVE = Path(__file__).resolve().parents[3] / "worlds" / "catalog" / "first_drive.sdf"


def main(engine: str) -> str:
    """Drives into the crates, turns, reads every sensor, and hashes every bit of it."""
    simulator = make_simulator(engine)
    simulator.load(Scenario(FIRST_DRIVE, "turtlebot3_burger", Pose.planar(-1.45, -1.72, 0.0)))
    simulator.reset(11)
    digest = hashlib.sha256()
    for step in range(80):
        simulator.apply_action(Action(0.22, 0.0) if step < 60 else Action(-0.1, 1.0))
        simulator.advance(round((step + 1) * 0.05, 6))
        digest.update(repr(simulator.ground_truth()).encode())
        for name in simulator.sensors:
            reading = simulator.read_sensor(name)
            for field in fields(reading):
                value = getattr(reading, field.name)
                digest.update(value.tobytes() if isinstance(value, np.ndarray) else repr(value).encode())
    simulator.close()
    return digest.hexdigest()


if __name__ == "__main__":
    print(main(sys.argv[1]))
