# SPDX-License-Identifier: Apache-2.0
"""Driving an episode by hand, with the keys of a terminal or a gamepad: something for a policy to learn from."""
