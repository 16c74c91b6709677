# SPDX-License-Identifier: Apache-2.0
"""Read and sort, solved: a small net learns to read; the robot goes behind each parcel and pushes it to its bay."""

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
EPOCHS, BATCH = 80, 64
SURE = 0.9


def learn(data):
    """Trains a small convolutional net on the labels, and returns its weights as plain arrays."""
    import torch  # noqa: PLC0415 - to drive, numpy is enough

    torch.manual_seed(0)
    torch.set_num_threads(1)
    pictures = np.concatenate([data.train.pictures, data.validation.pictures])
    digits = np.concatenate([data.train.y, data.validation.y]).astype(np.int64)
    x, y = torch.from_numpy(prepared(pictures)), torch.from_numpy(digits)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 16, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(16, 32, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Conv2d(32, 48, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2),
        torch.nn.Flatten(), torch.nn.Dropout(0.3), torch.nn.Linear(48 * 9, 10),
    )  # fmt: skip
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-3)
    steps = EPOCHS * math.ceil(len(x) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=4e-3, total_steps=steps)
    for epoch in range(EPOCHS):
        net.train()
        losses = []
        for batch in torch.randperm(len(x)).split(BATCH):
            loss = torch.nn.functional.cross_entropy(net(varied(torch, x[batch])), y[batch], label_smoothing=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        if epoch % 10 == 9:
            print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}")
    model = [value.detach().numpy() for value in net.state_dict().values()]
    read = [int(np.argmax(probabilities(model, picture))) for picture in data.test.pictures]
    print(f"{np.mean(np.array(read) == data.test.y.astype(int)):.1%} of the test pictures are read right")
    return model


def varied(torch, x):
    """The same labels, each a little turned, moved, larger or smaller, slanted, and noisier: as other hands write."""
    count = len(x)
    turn, slant = (torch.rand(count) - 0.5) * 0.5, (torch.rand(count) - 0.5) * 0.5
    wide, high = 0.85 + torch.rand(count) * 0.35, 0.85 + torch.rand(count) * 0.35
    move = (torch.rand(count, 2) - 0.5) * 0.25
    rows = torch.stack(
        [
            torch.stack([torch.cos(turn) * wide, (slant - torch.sin(turn)) * high, move[:, 0]], 1),
            torch.stack([torch.sin(turn) * wide, torch.cos(turn) * high, move[:, 1]], 1),
        ],
        1,
    )
    grid = torch.nn.functional.affine_grid(rows, list(x.shape), align_corners=False)
    moved = torch.nn.functional.grid_sample(x, grid, align_corners=False)
    return moved * (0.75 + 0.5 * torch.rand(count, 1, 1, 1)) + 0.05 * torch.randn(x.shape)


def prepared(pictures):
    """Labels as the net takes them: float32 (n, 1, 24, 24), 0 for paper and 1 for ink, without the label's edge."""
    small = [cv2.resize(one[2:-2, 2:-2], (24, 24), interpolation=cv2.INTER_AREA) for one in pictures]
    grey = np.stack(small).astype(np.float32)
    dark, light = (np.percentile(grey, share, axis=(1, 2), keepdims=True) for share in (2, 70))
    return np.clip((light - grey) / np.maximum(light - dark, 1.0), 0.0, 1.0).astype(np.float32)[:, None]


def probabilities(model, picture):
    """How probable each digit is, float (10,): the trained net, reckoned with numpy alone."""
    x = prepared(picture[None])[0]
    for weight, bias in zip(model[0:6:2], model[1:6:2], strict=True):
        windows = np.lib.stride_tricks.sliding_window_view(np.pad(x, ((0, 0), (1, 1), (1, 1))), (3, 3), (1, 2))
        x = np.maximum(np.einsum("ocij,chwij->ohw", weight, windows, optimize=True) + bias[:, None, None], 0.0)
        x = x.reshape(len(x), x.shape[1] // 2, 2, x.shape[2] // 2, 2).max((2, 4))
    scores = model[6] @ x.ravel() + model[7]
    chances = np.exp(scores - scores.max())
    return chances / chances.sum()


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
    """The digit before the robot; it looks five times. If it is unsure, one of those that are left."""
    chances = np.zeros(10)
    for _ in range(5):
        label = find_label(robot.image)
        if label is not None:
            chances += probabilities(robot.model, label) / 5
        robot.wait(0.15)
    robot.say("I read " + ", ".join(f"{n}: {chances[n]:.2f}" for n in np.argsort(-chances)[:3]))
    if chances.max() > SURE:  # then an earlier one was misread, and one mistake must not make another
        return int(np.argmax(chances))
    return max(sorted(free), key=lambda number: chances[number])


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
