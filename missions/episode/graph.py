# SPDX-License-Identifier: Apache-2.0
"""A ROS graph of its own for each episode, so that any number can run at once unseen by each other.

Where bubblewrap can make a network namespace, the episode gets one (and a /dev/shm and process ids of its own,
since DDS also talks through shared memory). Elsewhere it gets a ROS domain nobody else on this machine uses.
"""

from __future__ import annotations

import functools
import os
import shutil
import socket
import subprocess
from dataclasses import dataclass, field

from missions.lab_home import lab_home
from valence_nodes.process_group import run_to_end

# The ports of a higher domain overlap the ephemeral ports of Linux (ROS 2 documentation, "The ROS_DOMAIN_ID").
_FREE_DOMAINS = range(1, 102)

_NAMESPACE = (
    "bwrap",
    "--unshare-net",
    "--unshare-ipc",
    "--unshare-pid",
    "--die-with-parent",
    "--dev-bind",
    "/",
    "/",
    "--tmpfs",
    "/dev/shm",  # noqa: S108 - a mount point, not a place for files
    "--proc",
    "/proc",
)


class NoGraphError(Exception):
    """No ROS domain is free."""


@dataclass
class RosGraph:
    """How to start processes that see each other over ROS, and nothing else.

    Attributes:
        prefix: what stands in front of a command to start it in the graph.
        environment: variables the processes need.
    """

    prefix: tuple[str, ...]
    environment: dict[str, str]
    _claim: socket.socket | None = field(default=None, repr=False)

    def close(self) -> None:
        """Gives the domain back."""
        if self._claim is not None:
            self._claim.close()
            self._claim = None


@functools.cache
def namespaces_work() -> bool:
    """Whether bubblewrap can make a network namespace here."""
    if shutil.which("bwrap") is None:
        return False
    try:
        return run_to_end([*_NAMESPACE, "true"], 10).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def open_graph(ros_domain: int | None = None) -> RosGraph:
    """Opens a graph: on `ros_domain` of this machine when one is asked for, or else one of its own.

    Raises:
        NoGraphError: namespaces don't work here and every domain is taken.
    """
    if ros_domain is not None:
        return RosGraph((), _environment(ros_domain))
    if namespaces_work():
        # Logs of ROS go with the namespace's own /dev/shm; what matters comes back over the control channel.
        return RosGraph(_NAMESPACE, _environment(0) | {"ROS_LOG_DIR": "/dev/shm/ros_log"})  # noqa: S108
    for domain in _FREE_DOMAINS:
        claim = _claim(domain)
        if claim is not None:
            return RosGraph((), _environment(domain), claim)
    raise NoGraphError(f"All {len(_FREE_DOMAINS)} ROS domains of this machine are in use by other episodes.")


def _claim(domain: int) -> socket.socket | None:
    """Takes a domain; the kernel gives it back when this process ends, however it ends."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0valence-ros-domain-{domain}")
    except OSError:
        claim.close()
        return None
    return claim


def _environment(domain: int) -> dict[str, str]:
    environment = dict(os.environ)
    environment["ROS_DOMAIN_ID"] = str(domain)
    environment["ROS_AUTOMATIC_DISCOVERY_RANGE"] = "LOCALHOST"
    environment.pop("ROS_STATIC_PEERS", None)
    # NumPy's threads only get in each other's way: no array here is large, and an episode has one core.
    environment["OPENBLAS_NUM_THREADS"] = "1"
    environment.setdefault("ROS_LOG_DIR", str(lab_home() / "log" / "ros"))
    return environment
