# SPDX-License-Identifier: Apache-2.0
"""Blocks in a real browser: dragged, typed, undone, run; with the mouse and with the keyboard alone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.blocks_page import (
    begin_with_blocks,
    below,
    block,
    category,
    drag_from_toolbox,
    expect_python,
    fill_in,
)
from tests.browser.conftest import Visitor

expect.set_options(timeout=30_000)

START = {"type": "start", "id": "start", "x": 40, "y": 40, "deletable": False}
STOP = {"type": "stop", "id": "stop", "x": 300, "y": 200}


def open_blocks(visitor: Visitor, team: str, blocks: str) -> Page:
    """The same with a program that somebody has saved before, whatever is in it."""
    visitor.join(f"Ada of {team}", team)
    request = visitor.page.request
    token = request.get(f"{visitor.server.url}/api/session").json()["csrf_token"]
    made = request.post(
        f"{visitor.server.url}/api/missions/first_drive/programs",
        headers={"Origin": visitor.server.url, "X-CSRF-Token": token},
        data={"name": "Old", "tier": "blocks", "text": "def drive(robot):\n    pass\n", "blocks": blocks},
    )
    assert made.ok, made.text()
    return visitor.open("/missions/first_drive")


def blocks_of(*tops: dict[str, Any], **more: Any) -> str:
    return json.dumps({"format": 1, "blocks": {"languageVersion": 0, "blocks": list(tops)}, **more})


def test_blocks_are_dragged_typed_undone_and_deleted(visitor: Visitor, pictures: Path) -> None:
    page = begin_with_blocks(visitor, "Draggers")
    expect_python(page, "robot.forward(cm(50))")
    category(page, "Moving")
    drag_from_toolbox(page, "turn", below(page, "forward"))
    expect_python(page, "robot.forward(cm(50))", "robot.turn(deg(90))")

    block(page, "angle").click()
    page.locator(".blocksDial").click(position={"x": 126, "y": 74})  # when it has come: to the right
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect_python(page, "robot.forward(cm(50))", "robot.turn(deg(-75))")

    fill_in(page, page.locator(".blocklySvg > .blocklyWorkspace .length .blocklyNumberField").first, "12,5")
    expect_python(page, "robot.forward(cm(12.5))", "robot.turn(deg(-75))")

    page.get_by_role("button", name="Undo").click()
    expect_python(page, "robot.forward(cm(50))", "robot.turn(deg(-75))")
    page.get_by_role("button", name="Redo").click()
    expect_python(page, "robot.forward(cm(12.5))", "robot.turn(deg(-75))")
    page.screenshot(path=pictures / "blocks.png")
    assert visitor.violations() == []

    block(page, "turn").locator("> .blocklyPath").click(position={"x": 6, "y": 12})
    page.keyboard.press("Delete")
    expect_python(page, "robot.forward(cm(12.5))")


def test_a_program_is_made_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = begin_with_blocks(visitor, "Typists on blocks")
    page.locator(".blocksSearch").focus()
    page.keyboard.type("turn by")
    expect(page.locator(".blocklyFlyout .blocklyBlockCanvas > .blocklyDraggable").first).to_contain_text("turn")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".blocklyFlyout .turn > .blocklyPath").first).to_be_focused()
    page.keyboard.press("Enter")  # takes it
    expect(page.locator(".turn.blocklyDragging > .blocklyPath").first).to_be_focused()
    page.keyboard.press("Enter")  # drops it where it is offered: below what is there
    expect_python(page, "robot.forward(cm(50))", "robot.turn(deg(90))")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.type("45")
    page.keyboard.press("Enter")
    expect_python(page, "robot.forward(cm(50))", "robot.turn(deg(45))")
    page.keyboard.press("Control+z")
    expect_python(page, "robot.forward(cm(50))", "robot.turn(deg(90))")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Blocks with the keyboard")).to_be_visible()
    assert visitor.violations() == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_rows_come_and_go_and_undo_brings_back_what_hung_there(visitor: Visitor) -> None:
    row = {"block": {"type": "boolean", "fields": {"VALUE": "True"}}}
    decide = {
        "type": "if",
        "id": "if",
        "extraState": {"rows": [1], "ending": True},
        "inputs": {"IF0": row, "IF1": row, "DO1": {"block": {"type": "stop"}}, "ELSE": {"block": {"type": "stop"}}},
    }
    visitor.page.set_viewport_size({"width": 1600, "height": 1300})
    page = open_blocks(visitor, "Deciders", blocks_of({**START, "next": {"block": decide}}))
    page.get_by_role("button", name="Show the Python").click()
    whole = ("if True:", "    pass", "elif True:", "    robot.stop()", "else:", "    robot.stop()")
    expect_python(page, *whole)
    page.get_by_role("button", name="Remove this part").first.click()
    expect_python(page, "if True:", "    pass", "else:", "    robot.stop()")
    expect(page.get_by_role("status", name="Notes on the program")).to_contain_text("not part of the program: 2")
    page.get_by_role("button", name="Undo").click()
    expect_python(page, *whole)
    page.get_by_role("button", name="Add “else” or “else if”").click()
    expect_python(page, *whole[:4], "elif robot.distance() < cm(30):", "    pass", *whole[4:])


def test_what_is_loose_is_grey_and_explained(visitor: Visitor) -> None:
    page = open_blocks(visitor, "Losers", blocks_of(START, STOP))
    expect(block(page, "stop")).to_have_class(re.compile("blocklyDisabled"))
    note = page.get_by_role("status", name="Notes on the program")
    expect(note).to_contain_text("hangs on nothing")
    note.get_by_role("button", name="Show the block").click()
    expect(block(page, "stop")).to_have_class(re.compile("blocklySelected"))
    assert visitor.violations() == []


def test_a_missing_start_block_is_offered(visitor: Visitor) -> None:
    page = open_blocks(visitor, "Starters", blocks_of(STOP))
    page.get_by_role("button", name="Add the start block").click()
    block(page, "start").wait_for()
    expect(page.get_by_role("status", name="Notes on the program")).not_to_contain_text("no start block")


def test_another_language_and_theme_keep_the_work(visitor: Visitor, pictures: Path) -> None:
    page = begin_with_blocks(visitor, "Travellers")
    category(page, "Moving")
    drag_from_toolbox(page, "stop", below(page, "forward"))
    expect_python(page, "robot.forward(cm(50))", "robot.stop()")
    page.get_by_text("Deutsch", exact=True).click()
    expect(block(page, "start")).to_contain_text("wenn die Mission beginnt")
    expect(block(page, "stop")).to_contain_text("halte an")
    expect_python(page, "robot.forward(cm(50))", "robot.stop()")
    category(page, "Sehen")
    page.get_by_role("button", name="Hoher Kontrast").click()
    expect(page.locator(".blocksEditor")).to_have_attribute("data-look", "contrast-light")
    page.screenshot(path=pictures / "blocks-de-contrast.png")
    assert visitor.violations() == []
    page.get_by_role("button", name=re.compile("[Dd]unkles")).click()
    expect(page.locator(".blocksEditor")).to_have_attribute("data-look", "contrast-dark")
    assert visitor.violations() == []


def test_a_function_is_called_by_the_name_and_values_that_it_has_now(visitor: Visitor) -> None:
    define = {"type": "function_define", "id": "f", "x": 320, "y": 40, "fields": {"NAME": "go"}}
    call = {"type": "function_call", "id": "call", "extraState": {"function": "f", "name": "go", "parameters": []}}
    page = open_blocks(visitor, "Callers", blocks_of({**START, "next": {"block": call}}, define))
    page.get_by_role("button", name="Show the Python").click()
    code = page.locator(".blocksCode")
    expect(code).to_contain_text("    go()")
    block(page, "function_define").locator(".blocklyInputField").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Über die Brücke")
    page.keyboard.press("Enter")
    expect(code).to_contain_text("def ueber_die_bruecke():")
    expect(block(page, "function_call")).to_contain_text("Über die Brücke")
    page.get_by_role("button", name="Add a value that the function is given").click()
    expect(code).to_contain_text("ueber_die_bruecke(0)")
    expect(code).to_contain_text("def ueber_die_bruecke(a):")


@pytest.mark.parametrize(
    "blocks",
    [blocks_of({"type": "fly"}), blocks_of({"type": "forward", "fields": {"DIRECTION": "up"}})],
    ids=["unknown", "changed"],
)
def test_blocks_that_cant_be_read_are_kept_and_shown(visitor: Visitor, blocks: str) -> None:
    page = open_blocks(visitor, f"Readers {len(blocks)}", blocks)
    expect(page.get_by_text("These blocks can't be shown")).to_be_visible()
    expect(page.get_by_label("The text as it is")).to_have_value(blocks)
    assert visitor.violations() == []
    page.get_by_role("button", name="Begin anew with other blocks").click()
    expect(block(page, "forward")).to_be_visible()


def test_a_program_of_blocks_runs_and_shows_the_block_that_is_carried_out(
    make_visitor: Callable[..., Visitor], pictures: Path
) -> None:
    visitor = make_visitor()
    page = begin_with_blocks(visitor, "Runners", python=False)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(block(page, "forward")).to_have_class(re.compile("blocksRunning"), timeout=60_000)
    page.screenshot(path=pictures / "blocks-running.png")
    assert visitor.violations() == []
