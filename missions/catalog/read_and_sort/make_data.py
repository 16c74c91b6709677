# SPDX-License-Identifier: Apache-2.0
"""Makes the dataset: labels as the robot's camera sees them. `python missions/catalog/read_and_sort/make_data.py`.

For each episode ten parcels stand round a robot, with the next digits of those that are for learning (index 0 to
1199, see `make_labels.py`), turned and at distances that the seed draws. The robot turns once round on the spot and
takes a picture of each label as it comes before the camera, cut out by `find_label` of `starter.py`. Light and noise
vary by the episode. The parts are split by episode: who wrote a digit wrote those before and after it too.

Run it in the lab's environment, with scikit-learn, from the repository's folder; it takes some minutes.
"""

from __future__ import annotations

import math
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import load_digits

from missions.catalog.read_and_sort.make_labels import CELL_PX, COLUMNS, LEARNING, sheet, write_png
from missions.catalog.read_and_sort.starter import find_label
from valence_nodes.learning.card import Column
from valence_nodes.learning.make_dataset import make_dataset
from worlds.engines.registry import make_simulator
from worlds.pose import Pose
from worlds.scenario import Placement, Scenario
from worlds.sdf.description import PicturePart
from worlds.simulator import Action

HERE = Path(__file__).resolve().parent
WORLD = HERE.parents[2] / "worlds" / "catalog" / "empty_hall.sdf"
ROUND, TURN_RADPS, STEP_S = 10, 0.6, 0.1
SOURCE = (
    "E. Alpaydin, C. Kaynak: Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998, "
    "doi:10.24432/C50P49; the first 1200 of the 1797 digits in scikit-learn's load_digits, put on parcels, a little "
    "askew, as the camera of the lab's simulated robot sees them"
)
ABOUT = (
    "Each episode is a round of ten parcels in one light. Whoever wrote a digit wrote those before and after it too, "
    "so the parts are split by episode. The digits on the parcels of the mission's worlds are others."
)
VALIDATION, TEST = 5, 6  # episode k is for validation if k % 7 == 5, for the test if k % 7 == 6, else for training


def scenario_of(episode, digits_file, count):
    """Parcels round the robot, the first straight ahead, the others to its left one after another."""
    draw = np.random.Generator(np.random.PCG64([2024, episode]))
    placements = []
    for number in range(count):
        index = episode * ROUND + number
        bearing = 2 * math.pi * number / ROUND + draw.uniform(-0.06, 0.06)
        away = draw.uniform(0.58, 0.82)
        yaw = bearing + draw.uniform(-0.35, 0.35)
        place = Pose.planar(away * math.cos(bearing), away * math.sin(bearing), yaw)
        left, top = index % COLUMNS * CELL_PX, index // COLUMNS * CELL_PX
        part = PicturePart(digits_file, left, top, CELL_PX, CELL_PX)
        placements.append(Placement(f"parcel_{number}", "parcel_digit", place, part))
    return Scenario(
        WORLD,
        "turtlebot3_waffle_pi",
        Pose.planar(0.0, 0.0, draw.uniform(-0.1, 0.1)),
        tuple(placements),
        light_scale=draw.uniform(0.6, 1.25),
        noise_scale=draw.uniform(0.6, 1.6),
    )


def pictures_of(simulator, scenario, seed):
    """Turns once round and gives, for each parcel, the label as it was seen most nearly straight ahead, or None."""
    simulator.load(scenario)
    simulator.reset(seed)
    simulator.advance(0.3)
    parcels = [one.pose.position_m for one in scenario.placements]
    best = [(math.inf, None)] * len(parcels)
    time_s = 0.3
    while time_s < 0.3 + (2 * math.pi + 0.6) / TURN_RADPS:
        robot = simulator.ground_truth().entities["robot"].pose
        ahead = [
            abs(math.remainder(math.atan2(y - robot.position_m[1], x - robot.position_m[0]) - robot.yaw_rad, math.tau))
            for x, y, _ in parcels
        ]
        nearest = int(np.argmin(ahead))
        if ahead[nearest] < min(0.12, best[nearest][0]):
            label = find_label(simulator.read_sensor("camera").image)
            if label is not None:
                best[nearest] = (ahead[nearest], label)
        simulator.apply_action(Action(0.0, TURN_RADPS))
        time_s = round(time_s + STEP_S, 3)
        simulator.advance(time_s)
    return [label for _, label in best]


def main():
    """Makes the dataset anew."""
    digits = load_digits()
    rows, pictures = [], []
    simulator = make_simulator("mujoco")
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "learning.png"
        write_png(file, sheet(digits.images[:LEARNING], 0))
        for episode in range(LEARNING // ROUND):
            labels = pictures_of(simulator, scenario_of(episode, file, ROUND), episode)
            part = {VALIDATION: "validation", TEST: "test"}.get(episode % 7, "train")
            for number, label in enumerate(labels):
                if label is not None:
                    rows.append((episode, part, int(digits.target[episode * ROUND + number])))
                    pictures.append(label)
            print(f"episode {episode}: {sum(one is not None for one in labels)} labels", flush=True)
    simulator.close()
    shutil.rmtree(HERE / "data", ignore_errors=True)
    make_dataset(
        HERE / "data",
        pd.DataFrame(rows, columns=["episode", "split", "digit"]),
        name="read_and_sort",
        title="Handwritten digits on parcels, as the robot's camera sees them",
        kind="pictures",
        target="digit",
        licence="CC BY 4.0",
        source=SOURCE,
        made_by="missions/catalog/read_and_sort/make_data.py",
        about=ABOUT,
        pictures=np.stack(pictures),
        described={
            "digit": Column("digit", "integer", about="what is written there"),
            "picture": Column("picture", "picture", about="32 × 32 greys, ink dark, cut out by find_label"),
        },
    )


if __name__ == "__main__":
    main()
