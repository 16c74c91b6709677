# SPDX-License-Identifier: Apache-2.0
"""What can be wrong with a recording that somebody gives us."""

from __future__ import annotations

from missions.errors import MissionsError


class RecordingError(MissionsError):
    """A recording can't be used; inside this package the message lacks the file's name, which `Recording` adds."""
