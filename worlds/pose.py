# SPDX-License-Identifier: Apache-2.0
"""Rigid poses, as SDFormat and REP-103 use them: metres, radians, x forward, y left, z up."""

from __future__ import annotations

import math
from dataclasses import dataclass

Vec3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]


@dataclass(frozen=True)
class Pose:
    """A rigid transform from a child frame to its parent frame.

    Attributes:
        position_m: origin of the child in the parent frame, (x, y, z).
        quaternion_wxyz: unit rotation of the child in the parent frame, (w, x, y, z).
    """

    position_m: Vec3 = (0.0, 0.0, 0.0)
    quaternion_wxyz: Quaternion = (1.0, 0.0, 0.0, 0.0)

    @staticmethod
    def from_rpy(position_m: Vec3, rpy_rad: Vec3) -> Pose:
        """Makes a pose from fixed-axis roll, pitch, yaw (SDFormat's `<pose>`: R = Rz·Ry·Rx)."""
        roll, pitch, yaw = (angle / 2 for angle in rpy_rad)
        cr, sr = math.cos(roll), math.sin(roll)
        cp, sp = math.cos(pitch), math.sin(pitch)
        cy, sy = math.cos(yaw), math.sin(yaw)
        return Pose(
            position_m,
            (
                cr * cp * cy + sr * sp * sy,
                sr * cp * cy - cr * sp * sy,
                cr * sp * cy + sr * cp * sy,
                cr * cp * sy - sr * sp * cy,
            ),
        )

    @staticmethod
    def planar(x_m: float, y_m: float, yaw_rad: float, z_m: float = 0.0) -> Pose:
        """Makes a pose on the ground, turned about z only."""
        return Pose((x_m, y_m, z_m), (math.cos(yaw_rad / 2), 0.0, 0.0, math.sin(yaw_rad / 2)))

    def __matmul__(self, other: Pose) -> Pose:
        """Composes two poses: `a_in_world @ b_in_a` is b in the world."""
        return Pose(self.transform(other.position_m), multiply(self.quaternion_wxyz, other.quaternion_wxyz))

    def transform(self, point_m: Vec3) -> Vec3:
        """Takes a point from the child frame to the parent frame."""
        x, y, z = self.rotate(point_m)
        px, py, pz = self.position_m
        return (px + x, py + y, pz + z)

    def rotate(self, vector: Vec3) -> Vec3:
        """Takes a direction from the child frame to the parent frame."""
        w, qx, qy, qz = self.quaternion_wxyz
        x, y, z = vector
        # v' = v + 2 q × (q × v + w v)
        tx = qy * z - qz * y + w * x
        ty = qz * x - qx * z + w * y
        tz = qx * y - qy * x + w * z
        return (
            x + 2 * (qy * tz - qz * ty),
            y + 2 * (qz * tx - qx * tz),
            z + 2 * (qx * ty - qy * tx),
        )

    def inverse(self) -> Pose:
        """Returns the pose of the parent in the child frame."""
        w, x, y, z = self.quaternion_wxyz
        turned = Pose((0.0, 0.0, 0.0), (w, -x, -y, -z))
        px, py, pz = turned.rotate(self.position_m)
        return Pose((-px, -py, -pz), turned.quaternion_wxyz)

    @property
    def rpy_rad(self) -> Vec3:
        """Roll, pitch, yaw in radians, each in (-π, π]."""
        w, x, y, z = self.quaternion_wxyz
        roll = math.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y))
        pitch = math.asin(max(-1.0, min(1.0, 2 * (w * y - z * x))))
        yaw = math.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z))
        return (roll, pitch, yaw)

    @property
    def yaw_rad(self) -> float:
        """Heading about z, radians in (-π, π]."""
        return self.rpy_rad[2]


def multiply(a: Quaternion, b: Quaternion) -> Quaternion:
    """Hamilton product of two (w, x, y, z) quaternions."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )


def turn_z_to(direction: Vec3) -> Quaternion:
    """The shortest rotation (w, x, y, z) that takes +z to a direction of any length but 0."""
    x, y, z = direction
    length = math.sqrt(x * x + y * y + z * z)
    if z < -0.999999 * length:
        return (0.0, 1.0, 0.0, 0.0)
    w = 1.0 + z / length
    norm = math.sqrt(w * w + (x * x + y * y) / (length * length))
    return (w / norm, -y / length / norm, x / length / norm, 0.0)


IDENTITY = Pose()
