# SPDX-License-Identifier: Apache-2.0
"""Running one episode: its processes, its ROS graph and the lock-step between them."""
