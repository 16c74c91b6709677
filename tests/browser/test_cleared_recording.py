# SPDX-License-Identifier: Apache-2.0
"""An episode whose recording made room: its page says so calmly, and runs it again to the last bit."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from tests.browser.conftest import Visitor
from web_console.database.connection import Database
from web_console.episodes.models import CLEARING, Episode
from web_console.episodes.recording_room import RecordingRoom
from web_console.server.settings import Settings

PROGRAM = "def drive(robot):\n    robot.say('Off I go.')\n    robot.forward(cm(20))\n    robot.say('There.')\n"


def ran(visitor: Visitor) -> str:
    """The id of an episode that was run to its end."""
    ask, url = visitor.page.request, visitor.server.url
    headers = {"Origin": url, "X-CSRF-Token": ask.get(f"{url}/api/session").json()["csrf_token"]}
    program = {"name": "Mine", "tier": "code", "text": PROGRAM}
    made = ask.post(f"{url}/api/missions/first_drive/programs", headers=headers, data=program).json()
    asked = {"program_id": made["id"], "seed": 2, "pace": 0}
    episode = str(ask.post(f"{url}/api/episodes", headers=headers, data=asked).json()["id"])
    visitor.open(f"/episodes/{episode}")
    visitor.page.get_by_role("button", name=re.compile("^(Play|Abspielen)$")).wait_for()
    assert told(visitor, episode)["state"] == "ended"
    return episode


def told(visitor: Visitor, episode: str, part: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = visitor.page.request.get(f"{visitor.server.url}/api/episodes/{episode}{part}").json()
    return answer


def clear(home: Path, episode: str) -> None:
    """Takes an episode's recording away, as if it had been among the oldest."""
    database = Database(Settings(home=home).database)
    with database.session() as session:
        session.execute(update(Episode).where(Episode.id == episode).values(recording=CLEARING))
    assert RecordingRoom(database, home, None, logging.getLogger("test")).make_room() == [episode]
    database.close()


@pytest.mark.parametrize(
    ("language", "scheme", "again"),
    [
        ("en-US", "light", "Run it again with the same seed"),
        ("de-DE", "dark", "Noch einmal mit demselben Seed starten"),
    ],
)
def test_it_is_run_again_to_the_last_bit(
    make_visitor: Callable[..., Visitor], pictures: Path, language: str, scheme: str, again: str
) -> None:
    first_browser = make_visitor()
    first_browser.join(f"Cleared {scheme}", f"Team cleared {scheme}")
    before = ran(first_browser)
    clear(first_browser.server.home, before)
    # Another one, for the first keeps what it has watched, and shows it still.
    visitor = make_visitor(language=language, scheme=scheme)
    visitor.context.add_cookies(first_browser.context.cookies())  # type: ignore[arg-type] # what it gives, it takes
    page = visitor.open(f"/episodes/{before}")
    button = page.get_by_role("button", name=again)
    button.wait_for()
    page.get_by_text("There.", exact=True).wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=pictures / f"cleared-{scheme}.png")
    assert visitor.violations() == []
    with page.expect_download() as log:
        page.get_by_role("link", name=re.compile("Protokoll als Datei|log as a file")).click()
    assert '"Off I go."' in Path(log.value.path()).read_text(encoding="utf-8")
    button.click()
    page.wait_for_url(lambda url: "/episodes/" in url and before not in url)
    page.get_by_role("button", name=re.compile("^(Play|Abspielen)$")).wait_for()
    after = page.url.rsplit("/", 1)[1]
    assert told(visitor, after)["has_recording"] is True
    first, second = (told(visitor, one, "/scorecard") for one in (before, after))
    assert first["trajectory_sha256"] == second["trajectory_sha256"]
    assert (first["score"], first["seed"]) == (second["score"], 2)
