# SPDX-License-Identifier: Apache-2.0
"""What the MuJoCo engine alone uses; nothing outside `mujoco_engine` imports it."""
