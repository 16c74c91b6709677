# SPDX-License-Identifier: Apache-2.0
"""Scenes: what a browser draws of a mission's world, made from the SDF that the simulator loads."""
