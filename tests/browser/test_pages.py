# SPDX-License-Identifier: Apache-2.0
"""Every page: opens, is accessible, looks right (its pictures are kept), in both themes and languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visitor

PAGES = {
    "welcome": "/",
    "log_in": "/log-in",
    "admin": "/admin/a-link-that-was-used",
    "not_found": "/nowhere",
    "robot": "/robot",
    "missions": "/missions",
    "mission": "/missions/first_drive",
}
LEARNERS_ONLY = {"missions", "mission"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible(make_visitor: Callable[..., Visitor], pictures: Path, name: str, scheme: str) -> None:
    visitor = make_visitor(scheme=scheme, language="de-DE" if scheme == "dark" else "en-US")
    if name in LEARNERS_ONLY:
        visitor.join(f"{name} {scheme}", f"Team {name} {scheme}")
    page = visitor.open(PAGES[name])
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=pictures / f"{name}-{scheme}.png")
    assert visitor.violations() == []


@pytest.mark.parametrize("tier", ["With blocks", "In Python"])
def test_a_mission_with_a_program_is_accessible(visitor: Visitor, pictures: Path, tier: str) -> None:
    visitor.join(f"Ada {tier.split()[1]}", f"Team {tier.split()[1]}")
    page = visitor.open("/missions/line_follow")
    page.get_by_role("button", name=tier).click()
    page.locator(".cm-content" if tier == "In Python" else ".blocksEditor .start").wait_for()
    visitor.look(pictures, f"mission-{tier.split()[1].lower()}")
