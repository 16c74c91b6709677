# SPDX-License-Identifier: Apache-2.0
"""How one comes to an episode's own page from where it was played."""

from __future__ import annotations

import re

from playwright.sync_api import Page


def watch_the_worst_seed(page: Page) -> None:
    """Follows the scorecard's link, and waits until the episode's page stands where the mission's was.

    The address changes before the page does: until then the mission's own player, which has a line of time too, is
    still there to be pressed.
    """
    link = page.get_by_role("link", name="Watch the worst seed")
    link.or_(page.get_by_role("button", name="Watch the worst seed")).click()
    page.wait_for_url(re.compile("/episodes/"))
    page.get_by_role("heading", level=1, name=re.compile("^Episode: ")).wait_for()
