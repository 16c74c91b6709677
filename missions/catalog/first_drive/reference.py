# SPDX-License-Identifier: Apache-2.0
"""First drive: a program that reaches the three pads.

It does again and again what drivers do:
1. Where am I? The wheels say how far, the IMU says which way, and the walls of the hall put both right.
2. What is where? Everything that the lidar sees is marked on a map of the hall, in squares of 10 cm.
3. Which way? Each square gets its distance to the pad, as a robot has to drive it; the way leads downhill.
"""

import math

import numpy as np

PADS = [("red", 0.9, -1.7), ("green", 2.2, 1.55), ("blue", -2.1, 1.6)]
START = (-2.3, -1.75, 0.0)
HALL_X, HALL_Y = 3.0, 2.5  # the walls are so far from the middle of the hall, in metres

SQUARE_M = 0.1
BLOCKED_M = 0.26  # the robot's middle stays so far away from everything, if it can
LIKED_M = 0.55  # and likes to stay so far away
PLAN_EVERY_S = 0.4
LOOK_AHEAD_M = 0.35


def drive(robot):
    place, chart = Place(robot), Chart()
    for name, x, y in PADS:
        robot.say(f"Off to the {name} pad.")
        go_to(robot, place, chart, x, y)
    robot.stop()


def go_to(robot, place, chart, x, y):
    """Drives to a point of the hall, around everything on the map."""
    way, planned_s = [], -1.0
    while robot.running:
        place.update()
        chart.mark(place)
        if math.hypot(x - place.x, y - place.y) < 0.08:
            return
        if robot.time_s >= planned_s + PLAN_EVERY_S:
            way, planned_s = chart.way(place.x, place.y, x, y), robot.time_s
        # Aim at the first point of the way that is a little ahead, and slow down for bends and tight places.
        ahead = [p for p in way if math.hypot(p[0] - place.x, p[1] - place.y) > LOOK_AHEAD_M]
        aim = ahead[0] if ahead else (x, y)
        bend = wrap(math.atan2(aim[1] - place.y, aim[0] - place.x) - place.yaw)
        speed = 0.22 * max(0.0, 1.0 - abs(bend) / 0.8)
        if robot.distance(0, deg(70)) < 0.22:
            speed = min(speed, 0.05)
        if robot.distance(0, deg(50)) < 0.15:
            speed = -0.05
        robot.move(speed, max(-1.2, min(1.2, 2.5 * bend)))


class Chart:
    """A map of the hall: what the lidar has seen in each square."""

    def __init__(self):
        self.columns, self.rows = round(2 * HALL_X / SQUARE_M), round(2 * HALL_Y / SQUARE_M)
        self.seen = np.zeros((self.rows, self.columns))
        self.last_scan = None

    def mark(self, place):
        """Adds what a new scan shows."""
        if place.last_scan is self.last_scan:
            return
        self.last_scan = place.last_scan
        x, y = place.seen_points()
        column, row = ((x + HALL_X) / SQUARE_M).astype(int), ((y + HALL_Y) / SQUARE_M).astype(int)
        inside = (abs(x) < HALL_X - 0.05) & (abs(y) < HALL_Y - 0.05)
        np.add.at(self.seen, (row[inside], column[inside]), 1)

    def way(self, from_x, from_y, to_x, to_y):
        """The way between two points, as a list of points; straight if there is none."""
        costs = self.costs()
        goal, here = self.square(to_x, to_y), self.square(from_x, from_y)
        far = np.full((self.rows + 2, self.columns + 2), np.inf)
        inner = far[1:-1, 1:-1]
        inner[goal] = 0.0
        steps = [(dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dy or dx]
        while True:  # the distance spreads from the pad over the map until nothing gets shorter any more
            before = inner.copy()
            for dy, dx in steps:
                beside = far[1 + dy : 1 + dy + self.rows, 1 + dx : 1 + dx + self.columns]
                np.minimum(inner, beside + costs * math.hypot(dx, dy), out=inner)
            if np.array_equal(before, inner):
                break
        way = []
        while here != goal and len(way) < 500:
            here = min(((here[0] + dy, here[1] + dx) for dy, dx in steps), key=lambda s: far[s[0] + 1, s[1] + 1])
            way.append(self.middle(here))
        return [*way, (to_x, to_y)]

    def costs(self):
        """What it costs to drive through each square: 1 where there is room, more near things."""
        reach = math.ceil(LIKED_M / SQUARE_M)
        things = np.pad(self.seen >= 3, reach, constant_values=False)
        things[reach - 1, :] = things[-reach, :] = things[:, reach - 1] = things[:, -reach] = True  # the walls
        room = np.full((self.rows, self.columns), 9.0)
        for dy in range(-reach, reach + 1):
            for dx in range(-reach, reach + 1):
                near = things[reach + dy : reach + dy + self.rows, reach + dx : reach + dx + self.columns]
                room[near] = np.minimum(room[near], SQUARE_M * math.hypot(dx, dy))
        tight = np.clip((LIKED_M - room) / (LIKED_M - BLOCKED_M), 0.0, 1.0)
        return 1.0 + 3.0 * tight**2 + np.where(room < BLOCKED_M, 60.0, 0.0) + np.where(room < 0.15, 1000.0, 0.0)

    def square(self, x, y):
        """Row and column of a point."""
        column, row = int((x + HALL_X) / SQUARE_M), int((y + HALL_Y) / SQUARE_M)
        return min(max(row, 0), self.rows - 1), min(max(column, 0), self.columns - 1)

    def middle(self, square):
        """The middle of a square."""
        return (square[1] + 0.5) * SQUARE_M - HALL_X, (square[0] + 0.5) * SQUARE_M - HALL_Y


class Place:
    """Where the robot is in the hall."""

    def __init__(self, robot):
        self.robot = robot
        self.x, self.y, self.yaw = START
        self.last, self.last_turn = robot.odometry, robot.imu.yaw_rad
        self.last_scan = robot.scan
        for _ in range(12):  # the robot stands still: time to look around
            self.look_at_walls(0.5, 0.35)

    def update(self):
        """Adds what the wheels and the IMU say, then corrects it with a new look at the walls."""
        now, turn = self.robot.odometry, self.robot.imu.yaw_rad
        step = math.copysign(math.hypot(now.x_m - self.last.x_m, now.y_m - self.last.y_m), now.speed_mps)
        turned = wrap(turn - self.last_turn)
        self.x += step * math.cos(self.yaw + turned / 2)
        self.y += step * math.sin(self.yaw + turned / 2)
        self.yaw = wrap(self.yaw + turned)
        self.last, self.last_turn = now, turn
        scan = self.robot.scan
        if not np.array_equal(scan, self.last_scan):
            self.last_scan = scan
            self.look_at_walls(0.25, 0.2)

    def seen_points(self):
        """Everything that the lidar sees, as x and y in the hall."""
        angle = self.yaw + np.arange(len(self.last_scan)) * (2 * math.pi / len(self.last_scan))
        far = np.where(np.isneginf(self.last_scan), 0.12, self.last_scan)  # -inf: too close to measure
        angle, far = angle[np.isfinite(far)], far[np.isfinite(far)]
        return self.x + far * np.cos(angle), self.y + far * np.sin(angle)

    def look_at_walls(self, gain, gate):
        """Moves the estimate so that lidar points near a wall come to lie on it (least squares)."""
        x, y = self.seen_points()
        rows, misses = [], []
        for wall in (-HALL_X, HALL_X):
            near = (abs(x - wall) < gate) & (abs(y) < HALL_Y - 0.3)
            rows.append(np.column_stack([np.ones(near.sum()), np.zeros(near.sum()), self.y - y[near]]))
            misses.append(wall - x[near])
        for wall in (-HALL_Y, HALL_Y):
            near = (abs(y - wall) < gate) & (abs(x) < HALL_X - 0.3)
            rows.append(np.column_stack([np.zeros(near.sum()), np.ones(near.sum()), x[near] - self.x]))
            misses.append(wall - y[near])
        matrix, miss = np.vstack(rows), np.concatenate(misses)
        if len(miss) < 20:
            return
        # The small weight on "no change" keeps what these walls can't tell.
        change = np.linalg.solve(matrix.T @ matrix + 2.0 * np.eye(3), matrix.T @ miss)
        self.x, self.y, self.yaw = self.x + gain * change[0], self.y + gain * change[1], self.yaw + gain * change[2]


def wrap(angle):
    """The same angle between -180° and 180°, in radians."""
    return (angle + math.pi) % (2 * math.pi) - math.pi
