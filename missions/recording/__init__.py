# SPDX-License-Identifier: Apache-2.0
"""Recordings of episodes: an MCAP file each, written while the episode runs, and read again. Needs no ROS."""
