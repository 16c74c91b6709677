# SPDX-License-Identifier: Apache-2.0
"""A program that learns, run from the mission's page: seen learning, stopped, its report opened, its model named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.test_learner import begin_in_python, write

MISSION = "feel_the_ground"
# A net that is trained for a moment and told of at each round, so that there is something to be seen.
LEARNS = """\
def learn(data):
    train, validation, test = lab.split(lab.feel(data))
    model = lab.train("mlp", train, validation=validation, epochs=300)
    print(lab.evaluate(model, test))
    return model

def drive(robot):
    robot.move(0.1)
    robot.say("It feels like " + robot.model.predict(lab.feel(robot)))
"""
FOR_EVER = "def learn(data):\n    lab.feel(data)\n    while True: pass\n\ndef drive(robot):\n    pass\n"

expect.set_options(timeout=30_000)


def test_a_program_learns_from_the_mission_page_and_its_report_opens_there(
    make_visitor: Callable[..., Visitor], pictures: Path
) -> None:
    visitor = make_visitor(width=1440, height=900)
    page = begin_in_python(visitor, "Learners", MISSION)
    write(page, LEARNS)
    page.get_by_role("button", name="Run", exact=True).click()
    learning = page.get_by_role("region", name="Your program is learning")
    expect(learning.get_by_role("status")).to_have_text(re.compile(r"^It trains: mlp \(\d+ samples\)$"))
    learning.get_by_role("img", name="Course of the training").wait_for()
    page.screenshot(path=pictures / "learning.png")
    page.get_by_role("tab", name=re.compile("^Score")).click()
    score = page.get_by_role("region", name="Score")
    expect(score).to_contain_text("Model that drove: mlp")
    score.get_by_role("button", name="Report on learning").click()
    report = page.get_by_role("dialog").frame_locator("iframe")
    expect(report.get_by_role("heading", name=re.compile("^mlp, examined with the part “test”$"))).to_be_visible()
    expect(report.get_by_role("table").first).to_contain_text("gravel")
    page.screenshot(path=pictures / "learning-report.png")
    page.get_by_role("button", name="Close").click()
    visitor.look(pictures, "learning-model")
    page.get_by_role("tab", name="Log").click()
    expect(page.get_by_text(re.compile("^It feels like (tile|boards|carpet|gravel)$")).first).to_be_visible()


def test_learning_goes_on_through_a_reload_and_is_stopped(make_visitor: Callable[..., Visitor], pictures: Path) -> None:
    visitor = make_visitor(language="de-DE", scheme="dark")
    visitor.join("Lerner", "Dunkle")
    page = visitor.open(f"/missions/{MISSION}")
    page.get_by_role("button", name="In Python").click()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(FOR_EVER)
    expect(page.locator('[data-save-state="saved"]')).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).click()
    learning = page.get_by_role("region", name="Dein Programm lernt")
    learning.wait_for()
    page.reload()
    expect(learning.get_by_role("status")).to_contain_text("Es berechnet, wie der Boden sich anfühlt")
    expect(learning).to_contain_text("von 120 s Rechenzeit")
    page.screenshot(path=pictures / "learning-dark-german.png")
    assert visitor.violations() == []
    page.get_by_role("button", name="Stopp", exact=True).click()
    expect(learning).to_be_hidden()
    expect(page.get_by_text("angehalten").first).to_be_visible()
