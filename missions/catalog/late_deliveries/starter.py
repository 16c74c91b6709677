# SPDX-License-Identifier: Apache-2.0
"""Late deliveries: a program to begin with. It drives, but all that it has learned is one mean. Change it!"""

import math


def learn(data):
    log = data.train.table  # a pandas table: one row is one order of the log
    print(log.describe())
    print(log.groupby("floor")["late"].mean())  # the share of late orders, by floor
    print(log.isna().sum())
    # Train a model here and return that: whatever this returns is robot.model below.
    return log.groupby("floor")["late"].mean().to_dict()


def drive(robot):
    orders = robot.task["orders"]  # today's orders: dictionaries such as {"id": "d001", "hour": 7.4, ...}
    robot.say(f"There are {len(orders)} orders today. The first: {orders[0]}")

    share_late = robot.model  # by floor
    late = [order["id"] for order in orders if share_late.get(order["floor"], 0.0) > 0.5]
    robot.answer("late", late)
    robot.answer("routes", {order["id"]: order["aisle"] for order in orders})

    # Two orders to other stations, in the order in which the robot comes by: red, yellow, green, blue.
    mine = [next(order for order in orders if order["station"] == station) for station in ("red", "yellow")]
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
