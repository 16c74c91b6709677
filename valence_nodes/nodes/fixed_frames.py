# SPDX-License-Identifier: Apache-2.0
"""How the fixed parts of a robot stand to each other, as `/tf_static` tells it."""

from __future__ import annotations

import math

from tf2_msgs.msg import TFMessage

from worlds.pose import Pose

_LONGEST_CHAIN = 50


class FixedFrames:
    """The transforms that were told, by child frame; a newer one takes the place of an older one."""

    def __init__(self) -> None:
        self._parents: dict[str, tuple[str, Pose]] = {}

    def learn(self, message: TFMessage) -> None:
        """Takes what a message tells; what is no pose (NaN, a turn of length 0) it leaves out."""
        for one in message.transforms:
            at, turn = one.transform.translation, one.transform.rotation
            length = math.hypot(turn.w, turn.x, turn.y, turn.z)
            if not all(map(math.isfinite, (at.x, at.y, at.z, length))) or length == 0:
                continue
            unit = (turn.w / length, turn.x / length, turn.y / length, turn.z / length)
            self._parents[one.child_frame_id] = (one.header.frame_id, Pose((at.x, at.y, at.z), unit))

    def pose_in(self, frame: str, child: str) -> Pose | None:
        """Where `child` is in `frame`; None while the chain between them is not known."""
        below = self._from_root(child)
        above = self._from_root(frame)
        if below is None or above is None or below[0] != above[0]:
            return None
        return above[1].inverse() @ below[1]

    def _from_root(self, frame: str) -> tuple[str, Pose] | None:
        pose = Pose()
        for _ in range(_LONGEST_CHAIN):
            if frame not in self._parents:
                return frame, pose
            parent, step = self._parents[frame]
            pose, frame = step @ pose, parent
        return None
