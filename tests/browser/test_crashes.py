# SPDX-License-Identifier: Apache-2.0
"""The server crashes, or the connection is lost, in the middle of everything: nothing that was typed is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, Visitor, serving
from tests.browser.test_learner import FOR_EVER, begin_in_python, write
from web_console.database.connection import Database
from web_console.people.seeding import new_class
from web_console.server.settings import Settings


def test_a_crash_of_the_server_loses_nothing(browser: Browser, tmp_path: Path) -> None:
    database = Database(Settings(home=tmp_path).database)
    with database.session() as session:
        code = new_class(session, "School", "7b").join_code
    database.close()
    first = serving(tmp_path)
    with first as url:
        context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-US")
        context.set_default_timeout(60_000)
        visitor = Visitor(context, Server(url, tmp_path, code))
        page = begin_in_python(visitor, "Survivors")
        write(page, FOR_EVER)
        page.get_by_role("button", name="Run", exact=True).click()
        page.get_by_role("button", name="Pause the episode").wait_for()
        first.kill()
        page.locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text("def drive(robot):\n    robot.say('typed while the lab was away')\n")
        expect(page.locator('[data-save-state="away"]')).to_be_visible()
        with serving(tmp_path, first.port):
            expect(page.locator('[data-save-state="saved"]')).to_be_visible()
            page.reload()
            expect(page.get_by_text("typed while the lab was away")).to_be_visible()
            page.get_by_role("button", name="Run", exact=True).click()
            page.get_by_role("tab", name="Log").click()
            expect(page.get_by_role("tabpanel").get_by_text("typed while the lab was away")).to_be_visible()
        context.close()


@pytest.mark.parametrize("part", ["episode_view", "world_3d"])  # the second is a part of the first
def test_a_view_that_can_t_be_fetched_leaves_what_is_typed(visitor: Visitor, part: str) -> None:
    view = re.compile(rf"/assets/{part}-[^/]*\.js")
    visitor.page.route(view, lambda route: route.abort())
    page = begin_in_python(visitor, f"Without {part}")
    write(page, FOR_EVER)
    page.get_by_role("button", name="Run", exact=True).click()
    broken = page.get_by_role("alert").filter(has_text="This part can't be shown")
    broken.wait_for()
    expect(page.locator(".cm-content")).to_contain_text("turns += 1")
    assert visitor.problems
    assert all(part in problem for problem in visitor.problems)
    visitor.problems.clear()
    page.unroute(view)
    broken.get_by_role("button", name="Try again").click()
    broken.wait_for(state="detached")
    page.get_by_role("button", name="Pause the episode").wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("Stopped").first).to_be_visible()


def test_two_watch_the_same_episode_in_two_browsers(browser: Browser, server: Server) -> None:
    windows = [browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-US") for _ in range(2)]
    for window in windows:
        window.set_default_timeout(60_000)
    ada, bob = (Visitor(window, server) for window in windows)
    page = begin_in_python(ada, "Watchers")
    bob.join("Bob who watches", "Watchers", there=True)
    write(page, FOR_EVER)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Pause the episode").wait_for()
    episodes = bob.page.request.get(f"{server.url}/api/episodes?mission=first_drive").json()["episodes"]
    running = next(one["id"] for one in episodes if one["state"] == "running")
    other = bob.open(f"/episodes/{running}")
    other.get_by_role("button", name="Pause the episode").click()
    page.get_by_role("button", name="Let the episode go on").click()
    other.get_by_role("button", name="Pause the episode").wait_for()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    for window in windows:
        window.close()
