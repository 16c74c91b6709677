# SPDX-License-Identifier: Apache-2.0
"""Where this lab keeps what people drove by hand, and what cloning learns from unless it is told otherwise."""

from __future__ import annotations

from pathlib import Path

from missions.episode.episode_files import SCORECARD_FILE
from missions.lab_home import lab_home

DRIVES_FOLDER = "drives"
"""In the lab's folder."""


def kept_drives(mission: str) -> list[Path]:
    """Folders of the drives of a mission, oldest first; those that were interrupted are no drives.

    Raises:
        LabHomeError: the lab's folder can't be used.
    """
    found = (lab_home() / DRIVES_FOLDER).glob(f"*-{mission}-*")
    return sorted(folder for folder in found if (folder / SCORECARD_FILE).is_file())
