# SPDX-License-Identifier: Apache-2.0
"""Nodes that fail, each in its own way, and the episode process that knows them."""

from __future__ import annotations

from missions.episode import children, episode_process, one_episode
from missions.episode.children import LoopNode

BAD_NODES = {
    "never_node": LoopNode("tests.fakes.never_node", "/detections", "camera"),
    "dying_node": LoopNode("tests.fakes.dying_node", "/detections", "camera"),
    "slow_node": LoopNode("tests.fakes.slow_node", "/detections", "camera"),
}

if __name__ == "__main__":
    children.LOOP_NODES.update(BAD_NODES)
    one_episode.LOOP_NODE_TIMEOUT_S = 6.0  # good ones are in it too: ROS finds one in five only after three seconds
    episode_process.main()
