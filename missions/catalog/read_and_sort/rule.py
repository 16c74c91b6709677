# SPDX-License-Identifier: Apache-2.0
"""Read and sort without learning: a digit is told by its holes and by where its strokes lie, by rules of a person."""

import math

import cv2
import numpy as np

START = (-2.3, 0.0)
PARCELS = [(-0.9, -0.45), (-0.9, 0.45), (-0.9, -1.35), (-0.9, 1.35)]  # the inner ones first: then the outer have room
BAYS = [
    (0.2, -1.85), (0.75, -1.65), (1.25, -1.3), (1.6, -0.85), (1.8, -0.3),
    (1.8, 0.3), (1.6, 0.85), (1.25, 1.3), (0.75, 1.65), (0.2, 1.85),
]  # fmt: skip
LABEL_PX = 32
READ_FROM_M, PUSH_FROM_M = 0.62, 0.46  # from the middle of the parcel to the middle of the robot
FRONT_M, PARCEL_M = 0.076, 0.2  # the robot's front before its middle; the parcel's side


def drive(robot):
    place = Place(robot)
    free = set(range(10))  # every number comes once
    for parcel in PARCELS:
        place.go_to(parcel[0] - READ_FROM_M, parcel[1])
        place.look_at(*parcel)
        x, y = place.parcel_near(*parcel)
        place.look_at(x, y)
        number = read(robot, free)
        free.discard(number)
        push(place, x, y, *BAYS[number])
        place.go_to(x, y)  # where the parcel was, the way is free


def read(robot, free):
    """The likeliest of the digits that are left, by a vote of five looks."""
    votes = np.zeros(10)
    for _ in range(5):
        label = find_label(robot.image)
        if label is not None:
            order = read_by_rule(label)
            votes += [len(order) - order.index(number) for number in range(10)]
        robot.wait(0.15)
    robot.say(f"By the rule this is a {np.argmax(votes)}")
    return max(sorted(free), key=lambda number: votes[number])


def read_by_rule(label):
    """A list of the digits, the likeliest first, by holes in the ink, where strokes begin and where they lie."""
    grey = cv2.resize(label[3:-3, 3:-3], (52, 52), interpolation=cv2.INTER_CUBIC).astype(float)
    dark, light = np.percentile(grey, 2), np.percentile(grey, 70)
    ink = (light - grey) / max(light - dark, 1.0) > 0.5
    found, parts, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    if found < 2:
        return list(range(10))
    left, top, wide, high, _ = boxes[1 + np.argmax(boxes[1:, cv2.CC_STAT_AREA])]
    shape = (parts == 1 + np.argmax(boxes[1:, cv2.CC_STAT_AREA]))[top : top + high, left : left + wide]
    if wide < 0.45 * high:
        return [1, 7, 9, 4, 8, 0, 6, 2, 3, 5]
    shape = cv2.resize(shape.astype(np.uint8), (40, 60), interpolation=cv2.INTER_NEAREST)
    holes = holes_of(shape)
    if len(holes) >= 2:
        return [8, 6, 9, 0, 3, 5, 2, 4, 1, 7]
    if len(holes) == 1:
        middle, size = holes[0]
        if size > 0.17 and 0.38 < middle < 0.62:
            return [0, 6, 9, 8, 4, 2, 3, 5, 1, 7]
        if middle > 0.53:
            return [6, 2, 8, 0, 3, 5, 4, 9, 1, 7]
        # A 4 has its bar below the hole to the right of its stem, and little ink at the bottom left.
        ends_low = shape[44:56].any(axis=0).mean()
        return (
            [4, 9, 8, 0, 6, 7, 1, 5, 3, 2]
            if ends_low < 0.35 and shape[:12].mean() < 0.3
            else [9, 4, 8, 0, 3, 5, 7, 1, 6, 2]
        )
    return without_holes(shape)


def holes_of(shape):
    """Holes in a shape: where their middles are (0 above, 1 below) and their share of the shape's box."""
    outside = np.pad(1 - shape, 1, constant_values=1).astype(np.uint8)
    count, parts, boxes, middles = cv2.connectedComponentsWithStats(outside, connectivity=4)
    sizes = boxes[:, cv2.CC_STAT_AREA] / shape.size
    return [(middles[k][1] / len(shape), sizes[k]) for k in range(1, count) if parts[0, 0] != k and sizes[k] > 0.008]


def without_holes(shape):
    """Tells 1, 2, 3, 4, 5 and 7 (and an open 6 or 9) apart by where a look from the left or right meets ink."""
    wide = shape.shape[1]
    from_left = np.where(shape.any(1), shape.argmax(1), wide) / wide
    from_right = np.where(shape.any(1), shape[:, ::-1].argmax(1), wide) / wide
    upper, lower = slice(12, 27), slice(33, 48)
    open_left_up, open_right_up = from_left[upper].max(), from_right[upper].max()
    open_left_low, open_right_low = from_left[lower].max(), from_right[lower].max()
    foot = shape[52:].any(axis=0).mean()
    roof = shape[:9].any(axis=0).mean()
    # A 4 that is open above: two strokes side by side there, one below.
    starts = (np.diff(shape.astype(int), axis=1, prepend=0) == 1).sum(axis=1)
    if (starts[6:26] == 2).mean() > 0.45 and (starts[44:58] == 1).mean() > 0.8 and foot < 0.6 and roof < 0.55:
        return [4, 9, 6, 7, 1, 5, 3, 2, 8, 0]
    if open_left_up > 0.4 and open_right_low > 0.4 and open_left_low < 0.4 and foot > 0.55:
        order = [2, 1, 3]
    elif open_right_up > 0.4 and open_left_low > 0.4 and open_left_up < 0.4:
        order = [5, 9, 3] if roof > 0.5 else [9, 5, 4]
    elif open_left_up > 0.4 and open_left_low > 0.4 and open_right_low < 0.4:
        order = [3, 5, 9]
    elif open_right_up > 0.45 and open_left_low < 0.3:
        order = [6, 5, 4]
    elif foot < 0.5 and open_right_low > 0.3:
        order = [7, 4, 1] if roof > 0.6 else [4, 7, 1]
    elif foot > 0.6:
        order = [2, 1, 3]
    else:
        order = [1, 7, 4]
    return order + [number for number in (3, 5, 9, 2, 7, 1, 4, 8, 6, 0) if number not in order]


def push(place, x, y, bay_x, bay_y):
    """Goes to the side of a parcel that is away from its bay, and pushes it there."""
    robot, far = place.robot, math.hypot(bay_x - x, bay_y - y)
    ahead_x, ahead_y = (bay_x - x) / far, (bay_y - y) / far
    place.go_to(x - PUSH_FROM_M * ahead_x, y - PUSH_FROM_M * ahead_y)
    place.look_at(bay_x, bay_y)
    place.go_to(bay_x, bay_y, speed=0.2, near=FRONT_M + PARCEL_M / 2)
    robot.forward(-0.35)
    place.update()


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

    def parcel_near(self, x, y):
        """The middle of the parcel that stands about there, from what the lidar sees of its front."""
        robot = self.robot
        seen = [(x, y)]
        for _ in range(3):
            angle = self.yaw + np.arange(len(robot.scan)) * (2 * math.pi / len(robot.scan))
            # The lidar sits 6.4 cm behind the robot's middle.
            east = self.x - 0.064 * math.cos(self.yaw) + robot.scan * np.cos(angle)
            north = self.y - 0.064 * math.sin(self.yaw) + robot.scan * np.sin(angle)
            near = np.isfinite(robot.scan) & (np.hypot(east - x, north - y) < 0.28)
            if near.any():
                seen.append((east[near].mean(), north[near].mean()))
            robot.wait(0.1)
        if len(seen) == 1:
            return seen[0]
        front_x, front_y = np.mean(seen[1:], axis=0)
        far = math.hypot(front_x - self.x, front_y - self.y)
        into = PARCEL_M / 2 * 0.95 / far
        return front_x + into * (front_x - self.x), front_y + into * (front_y - self.y)

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
