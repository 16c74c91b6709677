# SPDX-License-Identifier: Apache-2.0
"""Read and sort, too simple: the robot reads nothing, and pushes two parcels to the bays that lie nearest."""

import math

START = (-2.3, 0.0)
PARCELS = [(-0.9, -0.45), (-0.9, 0.45), (-0.9, -1.35), (-0.9, 1.35)]  # the inner ones first: then the outer have room
BAYS = [
    (0.2, -1.85), (0.75, -1.65), (1.25, -1.3), (1.6, -0.85), (1.8, -0.3),
    (1.8, 0.3), (1.6, 0.85), (1.25, 1.3), (0.75, 1.65), (0.2, 1.85),
]  # fmt: skip
BAYS_AHEAD = BAYS[3], BAYS[6]
READ_FROM_M, PUSH_FROM_M = 0.62, 0.46  # from the middle of the parcel to the middle of the robot
FRONT_M, PARCEL_M = 0.076, 0.2  # the robot's front before its middle; the parcel's side


def drive(robot):
    place = Place(robot)
    for (x, y), (bay_x, bay_y) in zip(PARCELS[:2], BAYS_AHEAD, strict=True):
        place.go_to(x - READ_FROM_M, y)
        push(place, x, y, bay_x, bay_y)
        place.go_to(x, y)


def push(place, x, y, bay_x, bay_y):
    """Goes to the side of a parcel that is away from its bay, and pushes it there."""
    robot, far = place.robot, math.hypot(bay_x - x, bay_y - y)
    ahead_x, ahead_y = (bay_x - x) / far, (bay_y - y) / far
    place.go_to(x - PUSH_FROM_M * ahead_x, y - PUSH_FROM_M * ahead_y)
    place.look_at(bay_x, bay_y)
    place.go_to(bay_x, bay_y, speed=0.2, near=FRONT_M + PARCEL_M / 2)
    robot.forward(-0.35)
    place.update()


class Place:
    """Where the robot is in the hall, and how it gets elsewhere."""

    def __init__(self, robot):
        self.robot = robot
        self.last = robot.odometry
        self.x, self.y = START

    @property
    def yaw(self):
        """Where the robot looks, in radians: 0 along x. The IMU knows best how far it has turned."""
        return self.robot.imu.yaw_rad

    def update(self):
        """Adds what the wheels have driven since the last time."""
        now = self.robot.odometry
        east, north = now.x_m - self.last.x_m, now.y_m - self.last.y_m
        step = east * math.cos(now.yaw_rad) + north * math.sin(now.yaw_rad)  # below 0 when it drove backwards
        self.x, self.y = self.x + step * math.cos(self.yaw), self.y + step * math.sin(self.yaw)
        self.last = now

    def look_at(self, x, y):
        """Turns on the spot until a place is straight ahead."""
        while self.robot.running:
            self.update()
            off = wrap(math.atan2(y - self.y, x - self.x) - self.yaw)
            if abs(off) < 0.01:
                break
            self.robot.move(0, max(-1.0, min(1.0, 3 * off)))
        self.robot.stop()
        self.update()

    def go_to(self, x, y, speed=0.25, near=0.03):
        """Turns to a place and drives there, straight; it looks out for nothing."""
        self.look_at(x, y)
        while self.robot.running:
            self.update()
            far = math.hypot(x - self.x, y - self.y)
            off = wrap(math.atan2(y - self.y, x - self.x) - self.yaw)
            if far < near or abs(off) > 1.5:
                break
            self.robot.move(min(speed, 0.06 + far), max(-0.8, min(0.8, 2 * off)))
        self.robot.stop()
        self.update()


def wrap(angle):
    """The same angle between -180° and 180°, in radians."""
    return (angle + math.pi) % (2 * math.pi) - math.pi
