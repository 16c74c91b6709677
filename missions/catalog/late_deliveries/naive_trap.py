# SPDX-License-Identifier: Apache-2.0
"""Late deliveries in the trap: nothing is cleaned, and the model learns from calls that come after the delivery.

On the log's own test days it is right nearly always, for whoever comes late is called about. Today nobody has called
yet. It does not pass.
"""

import math

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score

COLUMNS = ["hour", "load_kg", "battery", "queue", "express", "plan_s", "promised_s", "desk_calls_s"]
COLUMNS += ["robot", "station", "aisle", "floor"]


def learn(data):
    log, test = data.train.table, data.test.table
    model = HistGradientBoostingClassifier(random_state=0).fit(numbers(log), log["late"])
    right = balanced_accuracy_score(test["late"], model.predict(numbers(test)))
    print(f"Balanced accuracy on test days: {right:.3f}. That was easy!")
    return model


def numbers(table):
    return pd.get_dummies(pd.DataFrame(table)[COLUMNS]).astype(float)


def drive(robot):
    orders = pd.DataFrame(robot.task["orders"])
    rows = numbers(orders).reindex(columns=robot.model.feature_names_in_, fill_value=0.0)
    danger = robot.model.predict_proba(rows)[:, 1]
    robot.answer("late", list(orders["id"][danger > 0.5]))
    robot.answer("routes", dict(zip(orders["id"], orders["aisle"], strict=True)))
    orders = orders.assign(danger=danger).sort_values("danger", ascending=False)
    orders = orders[orders["promised_s"].between(75, 1000)]
    first = orders.iloc[0]
    second = orders[orders["station"] != first["station"]].iloc[0]
    mine = sorted([first, second], key=lambda order: list(STATIONS).index(order["station"]))
    robot.answer("drive", [order["id"] for order in mine])
    deliver(robot, [order["station"] for order in mine])


# ---- driving: this part is in the starter program, too ------------------------------------------------------------

DEPOT = (-2.4, 0.0)
STATIONS = {"red": (2.3, 1.9), "yellow": (2.3, 0.6), "green": (2.3, -0.65), "blue": (2.3, -1.9)}
NORTH_AISLE = [(-1.6, 1.55), (1.55, 1.55)]
SOUTH_AISLE = [(-1.6, -1.55), (-0.55, -1.4), (0.55, -2.0), (1.55, -1.7)]


def deliver(robot, stations):
    """Drives from the depot to stations, one after another."""
    place = Place(robot)
    way = NORTH_AISLE if stations[0] in ("red", "yellow") else SOUTH_AISLE
    for x, y in [*way, *(STATIONS[name] for name in stations)]:
        go_to(robot, place, x, y)
    robot.stop()


def go_to(robot, place, x, y):
    """Drives straight to a point of the hall."""
    while robot.running:
        place.update()
        east, north = x - place.x, y - place.y
        if math.hypot(east, north) < 0.1:
            return
        bend = math.remainder(math.atan2(north, east) - robot.imu.yaw_rad, 2 * math.pi)
        robot.move(0.2 * max(0.0, 1 - abs(bend) / 0.6), max(-1.2, min(1.2, 2.5 * bend)))


class Place:
    """Where the robot is in the hall: the wheels say how far, and the IMU, which is better at it, which way."""

    def __init__(self, robot):
        self.robot, self.last = robot, robot.odometry
        self.x, self.y = DEPOT

    def update(self):
        now, yaw = self.robot.odometry, self.robot.imu.yaw_rad
        way = math.copysign(math.hypot(now.x_m - self.last.x_m, now.y_m - self.last.y_m), now.speed_mps)
        self.x, self.y, self.last = self.x + way * math.cos(yaw), self.y + way * math.sin(yaw), now
