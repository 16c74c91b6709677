# SPDX-License-Identifier: Apache-2.0
"""Opens the lab in the browser of whoever sits at this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

_FIRST_PERSON = 1000  # user ids below are the system's own (Debian Policy, 9.2.2)


def has_display() -> bool:
    """Whether somebody sits before a screen that we could show something on."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_browser(address: str) -> bool:
    """Opens an address; whatever the browser says is not shown.

    Args:
        address: to open.

    Returns:
        Whether there is something that opens addresses.
    """
    for command in ("xdg-open", "wslview", "sensible-browser"):
        if shutil.which(command):
            with suppress(OSError):
                subprocess.Popen(
                    [command, address],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C is for the lab, not for the browser
                )
                return True
    return False


def others_are_here(processes: Path = Path("/proc")) -> bool:
    """Whether other people work on this machine: they could read what a browser was started with.

    Args:
        processes: the kernel's folder of them.
    """
    for entry in processes.iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                owner = entry.stat().st_uid
                if owner >= _FIRST_PERSON and owner != os.getuid():
                    return True
    return False
