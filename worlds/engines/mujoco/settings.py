# SPDX-License-Identifier: Apache-2.0
"""The one physics setting for all worlds, found by a search against recordings of a real Gazebo Sim.

Cylinder wheels that touch along a line scrub when they turn, and soft contacts let them slip; these settings
keep a differential-drive robot within centimetres of what Gazebo (DART) does with the same wheel commands,
which `./valence check fidelity` measures. Neighbouring settings do as well, so none is a lucky hit.
"""

from __future__ import annotations

import mujoco

INTEGRATOR = mujoco.mjtIntegrator.mjINT_IMPLICITFAST
CONE = mujoco.mjtCone.mjCONE_ELLIPTIC
IMPRATIO = 10.0
NOSLIP_ITERATIONS = 2

SLEEP = mujoco.mjtEnableBit.mjENBL_SLEEP
"""Around a robot, things at rest cost nothing until something touches them; models with motors never sleep."""

MOST_DENSE_DOFS = 300
"""With things asleep few degrees of freedom are in motion, and for those the solver's dense matrices take a third less
time than its sparse ones, which MuJoCo takes by itself from 60 on; the motion is the same."""

CONTACT_TIME_CONSTANT_S = 0.0025
CONTACT_DAMPING_RATIO = 1.0
CONTACT_IMPEDANCE = (0.5, 0.95, 0.0001)
"""MuJoCo's `solimp`: soft at the first touch, hard from 0.1 mm depth, so that pushed things don't rattle. Much softer
or harder ones (0.8 at the first touch, or 0.03 or 0.2 mm) cost a robot that pushes a crate its grip on the ground."""

SLIDING_TIME_CONSTANT_S = 0.06
"""Of the friction of what slides on planes. MuJoCo presses sliding things up the harder the sooner friction shall stop
them; at 0.06 s they stay on the ground, and slide as far as Coulomb says to 5 mm. It is slow for wheels."""

RIM_HALF_WIDTH_M = 0.005
"""Of the rim that a cylinder wheel touches planes with; an ellipsoid touches in one point, however wide it is."""

SERVO_TIME_CONSTANT_S = 0.002
SERVO_IMPEDANCE = (0.9999, 0.9999)
"""So hard that a driven wheel turns as it shall to a thousandth, under any load that its motor can carry."""
DRUM_INERTIA_KGM2 = 1e6
"""Of what a servo pulls at: a load of 1 N m slows it by 1 rad/s in ten days."""
MAX_SERVO_TORQUE_NM = 1e4

FRICTIONLESS_CONTACT_DIMENSIONS = 1
CONTACT_DIMENSIONS = 3
SPINNING_CONTACT_DIMENSIONS = 4

PATCH_RADIUS_M = 0.005
"""Times the torsional coefficient: MuJoCo's torsional friction. SDFormat leaves the radius to the engine."""

CONTACT_SAMPLE_PERIOD_S = 0.005
"""Contacts are looked at this often, so that none that lasts as long is missed."""
