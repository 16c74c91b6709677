# SPDX-License-Identifier: Apache-2.0
"""The folder where this lab keeps what is its own: its secret, its logs, its episodes."""

from __future__ import annotations

import os
from pathlib import Path

from missions.errors import LabHomeError

LAB_HOME_VARIABLE = "VALENCE_HOME"
_DEFAULT = Path(__file__).resolve().parent.parent / ".valence"


def lab_home() -> Path:
    """Returns the lab's folder, `$VALENCE_HOME` or `.valence` in the repository, and makes it at need.

    Raises:
        LabHomeError: it is not a folder and can't be made one.
    """
    given = os.environ.get(LAB_HOME_VARIABLE, "")
    try:
        folder = Path(given).expanduser().resolve() if given else _DEFAULT
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise LabHomeError(
            f"The lab's folder “{given or _DEFAULT}” can't be made ({reason}).",
            f"Set {LAB_HOME_VARIABLE} to a folder that you may write to.",
        ) from error
    return folder
