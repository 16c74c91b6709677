# SPDX-License-Identifier: Apache-2.0
"""Watching episodes in a real browser: live, again, beside another one, without WebGL, after a lost connection."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, WebSocketRoute, expect

from tests.browser.conftest import Visitor

DRIVE = """\
def drive(robot):
    for i in range(24):
        ahead = robot.distance()
        robot.plot("ahead", ahead)
        robot.say(f"piece {i}")
        robot.move(0.15)
        robot.wait(0.25)
    robot.stop()
"""
FAILS = """\
def drive(robot):
    i = 3
    while True:
        robot.move(0.1)
        robot.wait(0.5)
        i = i - 1
        robot.plot("share", 1 / i)
"""
PANES = ("Program", "Camera", "Plots", "Log", "Score")
PANES_DE = ("Programm", "Kamera", "Kurven", "Protokoll", "Punkte")

expect.set_options(timeout=30_000)


def call(visitor: Visitor, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Asks the API for a change, as the page does."""
    requests, url = visitor.page.request, visitor.server.url
    token = requests.get(f"{url}/api/session").json()["csrf_token"]
    answer = requests.post(f"{url}/api{path}", data=body, headers={"X-CSRF-Token": token, "Origin": url})
    assert answer.ok, answer.text()
    told: dict[str, Any] = answer.json()
    return told


def begin_episode(visitor: Visitor, text: str, *, pace: float, robot: str = "turtlebot3_burger") -> str:
    """Runs a program in `first_drive`; returns the episode's id."""
    program = call(visitor, "/missions/first_drive/programs", {"tier": "code", "text": text})
    order = {"program_id": program["id"], "seed": 1, "pace": pace, "robot": robot}
    return str(call(visitor, "/episodes", order)["id"])


def run_episode(visitor: Visitor, text: str = DRIVE, *, robot: str = "turtlebot3_burger") -> str:
    """Runs a program to its end; returns the episode's id."""
    episode_id = begin_episode(visitor, text, pace=0, robot=robot)
    visitor.open("/robot")
    # Its stream is closed when it is over.
    visitor.page.evaluate(
        "path => new Promise(over => { new WebSocket(path).onclose = over; })",
        f"{visitor.server.url.replace('http', 'ws')}/api/episodes/{episode_id}/stream",
    )
    return episode_id


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_episode_is_watched_again_with_all_that_there_is(
    make_visitor: Callable[..., Visitor], pictures: Path, scheme: str
) -> None:
    german = scheme == "dark"
    visitor = make_visitor(scheme=scheme, language="de-DE" if german else "en-US")
    visitor.join(f"Watcher {scheme}", f"Watchers {scheme}")
    page = visitor.open(f"/episodes/{run_episode(visitor, robot='turtlebot3_waffle_pi')}")
    time = page.get_by_role("slider", name="Zeit in der Episode" if german else "Time in the episode")
    expect(time).not_to_have_attribute("aria-valuemax", "0")
    time.press("PageUp")
    expect(time).to_have_attribute("aria-valuenow", "5")
    expect(page.locator("canvas").first).to_be_visible()
    panes = PANES_DE if german else PANES
    for pane in panes:
        page.get_by_role("tab", name=pane).click()
        page.wait_for_load_state("networkidle")
        if pane == panes[2]:
            page.locator(".uplot").first.wait_for()
        page.screenshot(path=pictures / f"episode-{pane.lower()}-{scheme}.png")
        assert visitor.violations() == [], pane


def test_one_goes_through_a_program_step_by_step(visitor: Visitor) -> None:
    visitor.join("Stepper", "Step by step")
    page = visitor.open(f"/episodes/{run_episode(visitor)}")
    acting = page.locator("li[aria-current=step] button")
    variables = page.get_by_role("list", name="Variables")
    expect(acting).to_have_text("6")
    variables.get_by_role("button", name="i 0").click()
    page.get_by_role("button", name="i: to the next change").click()
    expect(variables.get_by_role("button", name="i 1 changed")).to_be_visible()
    page.keyboard.press(",")
    expect(variables.get_by_role("button", name="i 0")).to_be_visible()
    page.get_by_role("button", name="One step on").click()
    expect(variables.get_by_role("button", name="i 1 changed")).to_be_visible()
    page.get_by_role("tab", name="Log").click()
    page.get_by_role("option", name="piece 20").click()
    page.get_by_role("tab", name="Program").click()
    expect(variables.get_by_role("button", name="i 20")).to_be_visible()
    expect(acting).to_have_text("6")


def test_an_error_leads_to_its_moment(visitor: Visitor) -> None:
    visitor.join("Divider", "Dividers")
    page = visitor.open(f"/episodes/{run_episode(visitor, FAILS)}")
    page.get_by_role("tab", name="Log").click()
    expect(page.get_by_text("Error in line 7")).to_be_visible()
    page.get_by_role("button", name="Show that moment").click()
    page.get_by_role("tab", name="Program").click()
    expect(page.locator("li[data-error] button")).to_have_text("7")


def test_without_webgl_one_sees_a_map(visitor: Visitor, pictures: Path) -> None:
    visitor.context.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        "  return kind.startsWith('webgl') ? null : real.call(this, kind, ...more); };"
    )
    visitor.join("Mapper", "Mappers")
    page = visitor.open(f"/episodes/{run_episode(visitor)}")
    expect(page.get_by_role("img", name="The world of the mission from above")).to_be_visible()
    expect(page.get_by_text("This browser shows no 3D here")).to_be_visible()
    time = page.get_by_role("slider", name="Time in the episode")
    expect(time).not_to_have_attribute("aria-valuemax", "0")
    time.press("PageUp")
    page.screenshot(path=pictures / "map.png")
    assert visitor.violations() == []


def test_a_lost_connection_comes_back_and_nothing_is_missing(visitor: Visitor) -> None:
    visitor.join("Dropper", "Droppers")
    addresses: list[str] = []

    def cut_once(socket: WebSocketRoute) -> None:
        addresses.append(socket.url)
        server = socket.connect_to_server()
        cuts = len(addresses) == 1
        passed = 0

        def from_server(message: str | bytes) -> None:
            nonlocal passed
            passed += 1
            socket.send(message)
            if cuts and passed == 15:
                socket.close(code=3011)

        server.on_message(from_server)

    visitor.page.route_web_socket("**/stream*", cut_once)
    page = visitor.open(f"/episodes/{begin_episode(visitor, DRIVE, pace=2)}")
    page.get_by_role("tab", name="Log").click()
    expect(page.get_by_role("option", name="piece 23")).to_be_visible(timeout=60_000)
    assert len(addresses) >= 2
    assert "after=" in addresses[1]
    # Before all of it was fetched anew, or after: every line is there once.
    expect(page.get_by_role("option").first).to_have_attribute("aria-setsize", "24")


def test_two_are_watched_at_the_same_moment(visitor: Visitor, pictures: Path) -> None:
    visitor.join("Pair", "Side by side")
    first, second = run_episode(visitor), run_episode(visitor, FAILS)
    page = visitor.open(f"/episodes/{first}?with={second}")
    time = page.get_by_role("slider", name="Time in the episode")
    expect(time).not_to_have_attribute("aria-valuemax", "0")
    time.press("ArrowRight")
    expect(page.get_by_text("Step 20", exact=True)).to_have_count(2)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=pictures / "side-by-side.png")
    assert visitor.violations() == []


def counts(browser: CDPSession) -> tuple[int, int]:
    """Nodes and listeners that the page holds, once all that nobody needs is swept up."""
    browser.send("HeapProfiler.collectGarbage")
    found = browser.send("Memory.getDOMCounters")
    return int(found["nodes"]), int(found["jsEventListeners"])


def test_many_episodes_leave_nothing_behind(visitor: Visitor) -> None:
    """Counts, not bytes: a view that is not let go of holds hundreds of nodes, and one of few drawing contexts."""
    visitor.join("Keeper", "Keepers")
    episodes = [run_episode(visitor), run_episode(visitor, FAILS)]
    page = visitor.open(f"/episodes/{episodes[0]}")
    browser = visitor.context.new_cdp_session(page)

    def watch(episode_id: str) -> None:
        page.evaluate(
            "path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')); }",
            f"/episodes/{episode_id}",
        )
        time = page.get_by_role("slider", name="Time in the episode")
        expect(time).to_have_attribute("aria-valuenow", "0")
        expect(time).not_to_have_attribute("aria-valuemax", "0")
        page.locator("canvas").first.wait_for()
        time.press("ArrowRight")
        expect(time).to_have_attribute("aria-valuenow", "1")

    for number in range(1, 5):
        watch(episodes[number % 2])
    nodes, listeners = counts(browser)
    for number in range(1, 17):
        watch(episodes[number % 2])
    more_nodes, more_listeners = counts(browser)
    assert more_nodes < 1.25 * nodes
    assert more_listeners < 1.25 * listeners
