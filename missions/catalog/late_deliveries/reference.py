# SPDX-License-Identifier: Apache-2.0
"""Late deliveries: a program that cleans the fleet's log, learns from it who will be late, and drives two orders.

1. Clean: what stands there twice goes, grams become kilograms and percent shares, times of a wrong clock are forgotten.
   What is missing stays missing, for boosted trees can do with that. The calls to the service desk are left out: they
   come after the delivery, so that no order of today has any.
2. Learn: gradient boosting, tree by tree, finds what plays together: this robot on that floor with such a load.
3. Choose: ask the model about each aisle, and take the one with the least danger.
"""

import math

import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import balanced_accuracy_score

WORDS = {
    "weekday": ["mon", "tue", "wed", "thu", "fri", "sat"],
    "robot": [f"r{number:02d}" for number in range(1, 13)],
    "station": ["red", "yellow", "green", "blue"],
    "aisle": ["north", "middle", "south"],
    "floor": ["dry", "dusty", "wet"],
}


def learn(data):
    log = pd.concat([data.train.table, data.validation.table]).drop_duplicates()
    test = data.test.table.drop_duplicates()
    # How long the dispatcher's table says each way takes, without the queue.
    way_s = (log["plan_s"] - 6 * log["queue"]).groupby([log["station"], log["aisle"]]).median().to_dict()
    words = [name in WORDS for name in features(test).columns]
    model = HistGradientBoostingClassifier(
        max_iter=300, learning_rate=0.12, max_leaf_nodes=24, categorical_features=words, random_state=0
    )
    model.fit(features(log), log["late"])
    right = balanced_accuracy_score(test["late"], model.predict(features(test)))
    print(f"Balanced accuracy on days that the model has not seen: {right:.3f}")
    return {"model": model, "way_s": way_s}


def features(table):
    """Rows of the log, or today's orders, as numbers that can be trusted."""
    table = pd.DataFrame(table)
    clean = pd.DataFrame(index=table.index)
    for name, words in WORDS.items():
        code = table[name].map({word: number for number, word in enumerate(words)})
        clean[name] = code.astype(float)
    clean["hour"] = table["hour"]
    load, battery = table["load_kg"].astype(float), table["battery"].astype(float)
    clean["load_kg"] = load.where(~(load > 20), load / 1000)
    clean["battery"] = battery.where(~(battery > 1), battery / 100)
    clean["queue"], clean["express"] = table["queue"], table["express"]
    promised = table["promised_s"].where(table["promised_s"].between(1, 1000))
    clean["plan_s"] = table["plan_s"]
    clean["margin_s"] = promised - table["plan_s"]
    clean["margin"] = promised / table["plan_s"]
    return clean


def drive(robot):
    orders = pd.DataFrame(robot.task["orders"])
    model, way_s = robot.model["model"], robot.model["way_s"]
    danger = model.predict_proba(features(orders))[:, 1]
    robot.answer("late", list(orders["id"][danger > 0.5]))

    by_aisle = {}
    for aisle in WORDS["aisle"]:
        # Another aisle has another plan; what was promised stays as it is.
        other = orders.assign(aisle=aisle)
        for index, order in orders.iterrows():
            more_s = way_s[order["station"], aisle] - way_s[order["station"], order["aisle"]]
            other.loc[index, "plan_s"] = order["plan_s"] + more_s
        by_aisle[aisle] = model.predict_proba(features(other))[:, 1]
    best = pd.DataFrame(by_aisle).idxmin(axis=1)
    robot.answer("routes", dict(zip(orders["id"], best, strict=True)))

    mine = choose(orders.assign(danger=danger))
    robot.answer("drive", [order["id"] for order in mine])
    deliver(robot, [order["station"] for order in mine])


def choose(orders):
    """Two orders that are surely late without help, and that this robot can bring in time."""
    orders = orders[orders["promised_s"].between(75, 1000)].sort_values("danger", ascending=False)
    first = orders.iloc[0]
    second = orders[orders["station"] != first["station"]].iloc[0]
    # From north to south, so that the way from the one to the other is short.
    return sorted([first, second], key=lambda order: WORDS["station"].index(order["station"]))


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
