# SPDX-License-Identifier: Apache-2.0
"""Teaches the object detector: pictures of the worlds with boxes told by the simulator, the net, its training."""
