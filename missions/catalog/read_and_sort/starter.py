# SPDX-License-Identifier: Apache-2.0
"""Read and sort: a program to begin with. It reads the parcel before it by a guess. Teach it to read!"""

import math

import cv2
import numpy as np

START = (-2.3, 0.0)  # where the robot starts, looking along x
PARCELS = [(-0.9, -1.35), (-0.9, -0.45), (-0.9, 0.45), (-0.9, 1.35)]  # about here they stand
BAYS = [  # the middles of bay 0 to bay 9
    (0.2, -1.85), (0.75, -1.65), (1.25, -1.3), (1.6, -0.85), (1.8, -0.3),
    (1.8, 0.3), (1.6, 0.85), (1.25, 1.3), (0.75, 1.65), (0.2, 1.85),
]  # fmt: skip
LABEL_PX = 32


def learn(data):
    """Called once, before the robot drives. What it returns is `robot.model` afterwards."""
    print(len(data.train.pictures), "pictures to learn from; the first one shows a", data.train.y[0])
    # A model that has learned next to nothing: the digit that comes most often. Train a better one!
    return {"always": int(np.bincount(data.train.y).argmax())}


def drive(robot):
    place = Place(robot)
    place.go_to(-1.5, 0.45)  # in front of the third parcel
    place.look_at(*PARCELS[2])
    label = find_label(robot.image)
    if label is None:
        robot.say("I see no label.")
        return
    number = read(robot.model, label)
    robot.say(f"I read a {number}; it belongs at {BAYS[number]}.")
    # Now push the parcel there. From which side? How far? And then the other three.
    robot.forward(cm(80))


def read(model, label):
    """The digit on a label (32 × 32 greys): ask your model."""
    return model["always"]


def find_label(image):
    """The label on the parcel in front: 32 × 32 greys, ink dark; or None. The pictures to learn from were cut out so.

    Cardboard is brown, and a label is a hole in the brown: the largest hole with four corners is it.
    """
    hue, saturation, _ = cv2.split(cv2.cvtColor(image, cv2.COLOR_RGB2HSV))
    brown = ((hue > 5) & (hue < 28) & (saturation > 75)).astype(np.uint8) * 255
    brown = cv2.morphologyEx(brown, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    outlines, nested = cv2.findContours(brown, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    holes = (
        [outline for outline, links in zip(outlines, nested[0], strict=True) if links[3] >= 0]
        if nested is not None
        else []
    )
    if not holes:
        return None
    hull = cv2.convexHull(max(holes, key=cv2.contourArea))
    if cv2.contourArea(hull) < 300:
        return None
    # Fewer and fewer corners, until four are left.
    for off_px in range(1, 20):
        corners = cv2.approxPolyDP(hull, off_px, True)[:, 0].astype(np.float32)
        if len(corners) <= 4:
            break
    if len(corners) != 4:
        return None
    left, right = corners[np.argsort(corners[:, 0])][:2], corners[np.argsort(corners[:, 0])][2:]
    corners = np.vstack([left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]])  # upper left, lower left, …
    side = float(LABEL_PX - 1)
    square = np.array([[0, 0], [0, side], [side, 0], [side, side]], np.float32)
    grey = cv2.GaussianBlur(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (3, 3), 0)
    label = cv2.warpPerspective(grey, cv2.getPerspectiveTransform(corners, square), (LABEL_PX, LABEL_PX))
    return cv2.normalize(label, None, 0, 255, cv2.NORM_MINMAX)


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
