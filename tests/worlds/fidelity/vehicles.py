# SPDX-License-Identifier: Apache-2.0
"""Worlds with a robot on two wheels, of any size, as SDF text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Vehicle:
    """A robot on two wheels and a caster without friction; metres, kilograms."""

    radius: float = 0.033
    separation: float = 0.16
    width: float = 0.018
    mass: float = 0.83
    wheel_mass: float = 0.03
    behind: float = 0.03
    mu: float = 1.0
    timestep_s: float = 0.001
    wheel: str = "cylinder"
    roll: float = -1.5707963267948966
    joints: tuple[str, str] = ("wheel_left_joint", "wheel_right_joint")
    name: str = "vehicle"
    plugin: str = ""
    limit: str = ""

    @property
    def rim(self) -> float:
        """How far beside the wheels' middles, to the left, Gazebo's cylinders touch a plane."""
        if self.wheel != "cylinder":
            return 0.0
        return -self.width / 2 if self.roll < 0 else self.width / 2

    def sdf(self, more: str = "") -> str:
        length, height = 0.9 * self.separation, 0.6 * self.separation
        middle = self.radius + height / 2
        caster = self.radius / 4
        own = _inertia(self.mass, length, length, height)
        parts = f"""<link name="base_link">
          <inertial><pose>{-self.behind} 0 {middle} 0 0 0</pose><mass>{self.mass}</mass>{own}</inertial>
          <collision name="body"><pose>{-self.behind} 0 {middle} 0 0 0</pose><geometry><box>
            <size>{length} {0.8 * length} {height}</size></box></geometry></collision>
          <collision name="caster"><pose>{-self.separation / 2} 0 {caster} 0 0 0</pose><geometry><sphere>
            <radius>{caster}</radius></sphere></geometry>{_friction(0)}</collision></link>"""
        for side, sign, joint in (("left", 1, self.joints[0]), ("right", -1, self.joints[1])):
            shape = f"<sphere><radius>{self.radius}</radius></sphere>"
            if self.wheel == "cylinder":
                shape = f"<cylinder><radius>{self.radius}</radius><length>{self.width}</length></cylinder>"
            place = f"0 {sign * self.separation / 2} {self.radius} {self.roll} 0 0"
            round_ = _inertia(self.wheel_mass, 2 * self.radius, 2 * self.radius, 2 * self.radius)
            parts += f"""<link name="{side}"><pose>{place}</pose>
              <inertial><mass>{self.wheel_mass}</mass>{round_}</inertial>
              <collision name="c"><geometry>{shape}</geometry>{_friction(self.mu)}</collision></link>
              <joint name="{joint}" type="revolute"><parent>base_link</parent><child>{side}</child><axis>
              <xyz>0 0 {1 if self.roll < 0 else -1}</xyz>{self.limit}</axis></joint>"""
        return f"""<sdf version="1.9"><world name="w"><physics name="p" type="dart">
          <max_step_size>{self.timestep_s}</max_step_size></physics><model name="ground"><static>true</static>
          <link name="l"><collision name="c"><geometry><plane><size>99 99</size></plane></geometry>
          {_friction(self.mu)}</collision></link></model><model name="{self.name}">{parts}{self.plugin}</model>{more}
          </world></sdf>"""


def crate(name: str, mass: float, mu: float, pose: str) -> str:
    """A cube of 0.1 m."""
    return f"""<model name="{name}"><pose>{pose}</pose><link name="l"><inertial><mass>{mass}</mass>
      {_inertia(mass, 0.1, 0.1, 0.1)}</inertial><collision name="c"><geometry><box><size>0.1 0.1 0.1</size></box>
      </geometry>{_friction(mu)}</collision></link></model>"""


def _friction(mu: float) -> str:
    return f"<surface><friction><ode><mu>{mu}</mu><mu2>{mu}</mu2></ode></friction></surface>"


def _inertia(mass: float, x: float, y: float, z: float) -> str:
    xx, yy, zz = (mass / 12 * (a * a + b * b) for a, b in ((y, z), (x, z), (x, y)))
    return f"<inertia><ixx>{xx}</ixx><iyy>{yy}</iyy><izz>{zz}</izz></inertia>"
