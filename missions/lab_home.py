# SPDX-License-Identifier: Apache-2.0
"""The folder where this lab keeps what is its own: its secret, its logs, its episodes."""

from __future__ import annotations

import os
import time
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


def new_folder(kind: str, name: str) -> Path:
    """Makes a new folder in the lab's, such as `episodes/20300131-120000-first_drive-1`.

    Args:
        kind: of what is kept there.
        name: stands behind the time (UTC) in the folder's name; a number is added where that is taken.

    Raises:
        LabHomeError: the folder can't be made.
    """
    first = lab_home() / kind / f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{name}"
    folder, number = first, 2
    try:
        first.parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                folder.mkdir()
            except FileExistsError:
                folder, number = first.with_name(f"{first.name}-{number}"), number + 1
            else:
                return folder
    except OSError as error:
        raise LabHomeError(
            f"The folder {folder} can't be made ({error.strerror}).",
            f"Set {LAB_HOME_VARIABLE} to a folder that you may write to.",
        ) from error
