# SPDX-License-Identifier: Apache-2.0
"""What the MuJoCo engine alone uses; nothing outside `mujoco_engine` imports it."""

from __future__ import annotations

import os


def _import_without_window_library() -> None:
    """Imports MuJoCo without the window library that it would load; `offscreen` chooses what draws, when it must."""
    asked = os.environ.get("MUJOCO_GL")
    os.environ["MUJOCO_GL"] = "disabled"
    try:
        import mujoco  # noqa: F401, PLC0415 - the setting has to come first
    finally:
        if asked is None:
            del os.environ["MUJOCO_GL"]
        else:
            os.environ["MUJOCO_GL"] = asked


_import_without_window_library()
