# SPDX-License-Identifier: Apache-2.0
"""The one physics setting for all worlds, found by a search against recordings of a real Gazebo Sim.

Cylinder wheels that touch along a line scrub when they turn, and soft contacts let them slip; these settings
keep a differential-drive robot within centimetres of what Gazebo (DART) does with the same wheel commands,
which `tests/worlds/engines/test_fidelity.py` measures. Neighbouring settings do as well, so none is a lucky hit.
"""

from __future__ import annotations

import mujoco

INTEGRATOR = mujoco.mjtIntegrator.mjINT_IMPLICITFAST
CONE = mujoco.mjtCone.mjCONE_ELLIPTIC
IMPRATIO = 3.0
NOSLIP_ITERATIONS = 1

SLEEP = mujoco.mjtEnableBit.mjENBL_SLEEP
"""Around a robot, things at rest cost nothing until something touches them; models with motors never sleep."""

CONTACT_TIME_CONSTANT_S = 0.003
CONTACT_DAMPING_RATIO = 1.0
CONTACT_IMPEDANCE = (0.5, 0.95, 0.0003)
"""MuJoCo's `solimp`: soft at the first touch, hard from 0.3 mm depth, so that pushed things don't rattle."""

FRICTIONLESS_CONTACT_DIMENSIONS = 1
CONTACT_DIMENSIONS = 3
SPINNING_CONTACT_DIMENSIONS = 4

PATCH_RADIUS_M = 0.005
"""Times the torsional coefficient: MuJoCo's torsional friction. SDFormat leaves the radius to the engine."""

CONTACT_SAMPLE_PERIOD_S = 0.005
"""Contacts are looked at this often, so that none that lasts as long is missed."""
