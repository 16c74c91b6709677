# SPDX-License-Identifier: Apache-2.0
"""Every table, so that whoever imports this knows them all."""

from web_console.episodes import models as _episodes
from web_console.people import models as _people
from web_console.programs import models as _programs
from web_console.submissions import models as _submissions

__all__ = ["_episodes", "_people", "_programs", "_submissions"]
