# SPDX-License-Identifier: Apache-2.0
"""How tests are dealt out to the processes that run them side by side."""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

_BROWSER = "tests/browser/"


class _OneBrowser(LoadFileScheduling):
    """By file, but all of the browser's to one process.

    Without a graphics card, one browser takes all that a core has. Of three at once each is too slow for its test.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _BROWSER if nodeid.startswith(_BROWSER) else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Deals out by file as `--dist loadfile` says, or as else was asked for."""
    return _OneBrowser(config, log) if config.getoption("dist") == "loadfile" else None
