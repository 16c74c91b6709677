# SPDX-License-Identifier: Apache-2.0
"""Room on the disk that episodes leave to what people type: an episode with a camera may take a hundred megabytes."""

from __future__ import annotations

import shutil
from pathlib import Path

from web_console.server.refusal import RefusedError

LEFT_FREE_BYTES = 500_000_000


def require_room_for_episodes(home: Path) -> None:
    """Makes sure that an episode may leave a recording.

    Args:
        home: the lab's folder.

    Raises:
        RefusedError: the disk is so full that programs might soon not be kept any more (507).
    """
    if shutil.disk_usage(home).free < LEFT_FREE_BYTES:
        raise RefusedError(
            507,
            "disk_nearly_full",
            "The lab's disk is nearly full: no episode can be run. What you type is still kept.",
            "Ask whoever runs the lab to make room.",
        )
