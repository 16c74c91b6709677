# SPDX-License-Identifier: Apache-2.0
"""What one does with blocks on a mission's page: begin, find, drag, fill in, read the Python."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visitor

ON_THE_SURFACE = ".blocklySvg > .blocklyWorkspace"


def begin_with_blocks(visitor: Visitor, team: str, *, python: bool = True) -> Page:
    """Joins, opens First drive, begins a program of blocks, and has its Python beside it."""
    visitor.join(f"Ada of {team}", team)
    page = visitor.open("/missions/first_drive")
    page.get_by_role("button", name="With blocks").click()
    page.locator(".blocksEditor .start").wait_for()
    if python:
        page.get_by_role("button", name="Show the Python").click()
    return page


def block(page: Page, kind: str) -> Locator:
    """A block on the work surface."""
    return page.locator(f"{ON_THE_SURFACE} .{kind}").first


def category(page: Page, name: str) -> None:
    page.locator(".blocklyToolboxCategory", has_text=name).click()


def drag_from_toolbox(page: Page, kind: str, to: tuple[float, float]) -> None:
    """Takes a block from the open category and drops it."""
    path = page.locator(f".blocklyFlyout .{kind} > .blocklyPath").first
    box = path.bounding_box()
    assert box is not None
    held = {"x": 6.0, "y": min(box["height"] / 2, 14)}
    path.hover(position=held)  # waits until the list of blocks stands still
    page.mouse.down()
    box = path.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + held["x"] + 12, box["y"] + held["y"] + 6, steps=2)
    page.mouse.move(to[0] + 6, to[1] + 10, steps=4)
    # A hand does not stop dead: what made room on the way moves back, and is looked at again.
    page.mouse.move(to[0] + 7, to[1] + 11)
    page.mouse.move(to[0] + 6, to[1] + 12)
    page.mouse.up()


def below(page: Page, kind: str) -> tuple[float, float]:
    """Where the next block goes below the last one of a kind."""
    box = page.locator(f"{ON_THE_SURFACE} .{kind} > .blocklyPath").last.bounding_box()
    assert box is not None
    return box["x"], box["y"] + box["height"] - 4


def expect_python(page: Page, *lines: str) -> None:
    """Waits until the Python that is shown has these lines after `def drive(robot):`."""
    expect(page.locator(".blocksCode li code")).to_have_text(["def drive(robot):", *(f"    {one}" for one in lines)])


def fill_in(page: Page, field: Locator, value: str) -> None:
    """Clicks on a number of a block and types another one."""
    field.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(value)
    page.keyboard.press("Enter")
