# SPDX-License-Identifier: Apache-2.0
"""The first thing that runs in the box: takes limits upon itself, then loads and runs the learner's program.

Started as `python -c … <socket fd> <limits as JSON> <status fd>`; `sys.path` is set by the box. Without a box the
limits are null and the status fd is -1; with -1 for the socket it only tries whether it can take the limits.
"""

from __future__ import annotations

import faulthandler
import json
import os
import resource
import socket
import sys

from valence_nodes.programs import protocol
from valence_nodes.programs.inside.boxed_program import BoxedProgram
from valence_nodes.programs.protocol import FrameSocket, PeerGone
from valence_nodes.programs.seccomp import put_on, running_filter


def _limit(limits: dict[str, int]) -> None:
    """Gives up for good what a program does not need; nothing gets it back, not even root."""
    for name, value in limits.items():
        number = getattr(resource, f"RLIMIT_{name}")
        _, hard = resource.getrlimit(number)
        lowered = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # At the soft limit of computing time comes a signal that tells why, at the hard one SIGKILL, which does not.
        soft = max(lowered - 1, 1) if name == "CPU" else lowered
        resource.setrlimit(number, (soft, lowered))


def _program(frames: FrameSocket) -> BoxedProgram:
    """Takes the program, and makes it what it is to be: one that learns or one that drives."""
    start = frames.receive(None)
    # Each imports only what it needs: a program that drives starts with every click on Run.
    if start.get("learn_cpu_s") is not None:
        from valence_nodes.programs.inside.learning import Learning  # noqa: PLC0415

        return Learning(frames, start)
    from valence_nodes.programs.inside.driving import Driving  # noqa: PLC0415

    return Driving(frames, start)


def main() -> None:
    """Runs one program."""
    faulthandler.enable(all_threads=False)
    handle, limits = int(sys.argv[1]), json.loads(sys.argv[2])
    if limits is not None:
        _limit(limits)
    status = int(sys.argv[3])
    if status >= 0:
        # For whoever watches over the files in it; closed before anything of the program's runs.
        with socket.socket(fileno=status) as hand_out:
            folder = os.open("/work", os.O_RDONLY | os.O_DIRECTORY)
            socket.send_fds(hand_out, [b"w"], [folder])
            os.close(folder)
    if limits is not None:
        put_on(running_filter() or b"")  # fails where there is none
    if handle < 0:
        return
    frames = FrameSocket(socket.socket(fileno=handle), protocol.MAX_TO_BOX_BYTES)
    try:
        frames.send("hello", {"version": protocol.VERSION}, None)
        _program(frames).run()
    except PeerGone:
        pass  # The episode is over; there is nobody to tell.
    os._exit(0)  # Threads and exit handlers of the program have had their time.


if __name__ == "__main__":
    main()
