# SPDX-License-Identifier: Apache-2.0
"""Quality of service as `ros2 bag` writes it into a recording: YAML, the words of its metadata's version 9 (Jazzy)."""

from __future__ import annotations

from typing import Any

import yaml
from rclpy.qos import DurabilityPolicy, HistoryPolicy, QoSProfile, ReliabilityPolicy

from valence_nodes.nodes import topics

_WORDS: dict[str, dict[Any, str]] = {
    "history": {HistoryPolicy.KEEP_LAST: "keep_last", HistoryPolicy.KEEP_ALL: "keep_all"},
    "reliability": {ReliabilityPolicy.RELIABLE: "reliable", ReliabilityPolicy.BEST_EFFORT: "best_effort"},
    "durability": {DurabilityPolicy.VOLATILE: "volatile", DurabilityPolicy.TRANSIENT_LOCAL: "transient_local"},
}
# rmw's "as long as it takes": 2**63 - 1 ns.
_FOR_EVER = {"sec": 9223372036, "nsec": 854775807}
_MAX_DEPTH = 10_000


def qos_text(profile: QoSProfile) -> str:
    """Returns what a recording says of a topic's quality of service."""
    words = {name: known[getattr(profile, name)] for name, known in _WORDS.items()}
    offered = {
        "history": words["history"],
        "depth": profile.depth,
        "reliability": words["reliability"],
        "durability": words["durability"],
        "deadline": dict(_FOR_EVER),
        "lifespan": dict(_FOR_EVER),
        "liveliness": "automatic",
        "liveliness_lease_duration": dict(_FOR_EVER),
        "avoid_ros_namespace_conventions": False,
    }
    text: str = yaml.safe_dump([offered], sort_keys=False)
    return text


def qos_profile(text: str) -> QoSProfile:
    """Reads what a recording says of a topic's quality of service; what makes no sense is `topics.RELIABLE`."""
    try:
        (offered,) = yaml.safe_load(text)
        chosen = {
            name: next(policy for policy, word in known.items() if word == offered[name])
            for name, known in _WORDS.items()
        }
        depth = int(offered["depth"])
    except (yaml.YAMLError, StopIteration, KeyError, TypeError, ValueError, RecursionError):
        return topics.RELIABLE
    return QoSProfile(depth=max(1, min(depth, _MAX_DEPTH)), **chosen)
