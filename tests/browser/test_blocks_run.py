# SPDX-License-Identifier: Apache-2.0
"""Blocks, dragged with a real mouse."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Visitor


def drag(page: Page, category: str, block: str, below: str) -> None:
    """Drags a block out of the toolbox and drops it below another one.

    Args:
        page: with the editor.
        category: of the toolbox.
        block: what stands on the block.
        below: what stands on the block under whose lower edge it is dropped.
    """
    page.locator(".blocklyToolboxCategory", has_text=category).click()
    offered = page.locator(".blocklyFlyout .blocklyDraggable", has_text=re.compile(block)).first
    offered.wait_for()
    source = offered.bounding_box()
    target = page.locator(".blocklyBlockCanvas .blocklyDraggable", has_text=re.compile(below)).last.bounding_box()
    assert source is not None
    assert target is not None
    page.mouse.move(source["x"] + 12, source["y"] + source["height"] / 2)
    page.mouse.down()
    page.mouse.move(target["x"] + 60, target["y"] + target["height"] + 60, steps=12)
    page.mouse.move(target["x"] + 14, target["y"] + target["height"] + source["height"] / 2 + 4, steps=12)
    page.mouse.up()


def test_blocks_are_dragged_shown_as_python_and_run(visitor: Visitor, pictures: Path) -> None:
    visitor.join("Blocky", "Blocks")
    page = visitor.open("/missions/first_drive")
    page.get_by_role("button", name="With blocks").click()
    page.locator(".blocklyBlockCanvas .blocklyDraggable", has_text="forward").last.wait_for()
    assert visitor.violations() == []
    drag(page, "Moving", r"turn", "forward")
    page.get_by_role("button", name="Show the Python").click()
    written = page.get_by_text(re.compile(r"robot\.turn\("))
    expect(written.first).to_be_visible()
    expect(page.locator('[data-save-state="saved"]')).to_be_visible()
    page.screenshot(path=pictures / "blocks.png")
    assert visitor.violations() == []
    page.get_by_role("button", name="Run", exact=True).click()
    # The block that is being executed stands out.
    page.locator(".blocksRunning").first.wait_for(timeout=60_000)
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("tab", name=re.compile("Score"))).to_be_visible()
    page.screenshot(path=pictures / "blocks-ran.png")
    assert visitor.violations() == []


def test_what_blocks_do_is_continued_in_python(visitor: Visitor) -> None:
    visitor.join("Coder", "Continuers")
    page = visitor.open("/missions/first_drive")
    page.get_by_role("button", name="With blocks").click()
    page.locator(".blocklyBlockCanvas .blocklyDraggable", has_text="forward").last.wait_for()
    page.get_by_role("button", name="More about this program").click()
    page.get_by_role("menuitem", name="Continue in Python").click()
    expect(page.locator(".cm-content")).to_contain_text("robot.forward(cm(50))")
