# SPDX-License-Identifier: Apache-2.0
"""A console of its own for the benchmark, and a browser window in which somebody has joined its class."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from missions.lab_home import LAB_HOME_VARIABLE
from worlds.errors import HintedError

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_REPOSITORY = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-m", "web_console.command_line")
_WINDOW = {"width": 1366, "height": 768}

# As Chromium draws where there is no graphics card: pages by the processor itself, and only WebGL through SwiftShader.
# (With ANGLE on SwiftShader for all of it, pages cost three times as much.) Nothing calls home.
BROWSER_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--enable-precise-memory-info",
)  # fmt: skip


class NoBrowserError(HintedError):
    """There is no browser that can be driven."""


@dataclass(frozen=True)
class OpenConsole:
    """A console that runs.

    Attributes:
        address: of its first page.
        pid: of its server.
        class_code: of its class.
    """

    address: str
    pid: int
    class_code: str


@contextmanager
def open_console() -> Iterator[OpenConsole]:
    """Starts a console in a folder of its own, with a class, and takes all away afterwards.

    Raises:
        NoBrowserError: its server does not start.
    """
    with tempfile.TemporaryDirectory(prefix="valence-bench-") as home:
        environment = os.environ | {LAB_HOME_VARIABLE: home}
        seeded = _answer(["seed", "class", "--institution", "Bench", "--class", "1a", "--json"], environment)
        command = [*_COMMAND, "up", "--port", "0", "--no-browser", "--json"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                line = server.stdout.readline()
                if not line:
                    raise NoBrowserError("The console could not be opened.", "Try `./valence up`.")
                yield OpenConsole(json.loads(line)["address"], server.pid, str(seeded["class_code"]))
            finally:
                server.terminate()


def _answer(arguments: list[str], environment: dict[str, str]) -> dict[str, Any]:
    done = subprocess.run([*_COMMAND, *arguments], env=environment, capture_output=True, text=True, check=False)
    answer: dict[str, Any] = json.loads(done.stdout or "{}")
    if done.returncode:
        raise NoBrowserError(f"`valence {arguments[0]}` failed: {answer.get('message', done.stderr[-300:])}")
    return answer


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Starts Chromium.

    Raises:
        NoBrowserError: it, or what drives it, is not there.
    """
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - installed for tests and this alone
    except ImportError as error:
        raise NoBrowserError("Playwright is not installed.", "Call `./valence bench --console`: it does.") from error
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        raise NoBrowserError("Chromium is not installed.", "sudo apt-get install -y chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(BROWSER_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def learner_at(browser: Browser, console: OpenConsole, mission: str, text: str) -> Page:
    """Opens a window in which a learner has a program for a mission open.

    Args:
        browser: to open it in.
        console: that runs.
        mission: its name.
        text: of the program, in Python.
    """
    page = browser.new_context(viewport=_WINDOW, locale="en-US").new_page()  # type: ignore[arg-type] # a plain map
    asked = {"class_code": console.class_code, "nickname": "Bench", "team_name": "Bench"}
    joined = page.request.post(
        f"{console.address}/api/session/join", headers={"Origin": console.address}, data=asked
    ).json()
    page.request.post(
        f"{console.address}/api/missions/{mission}/programs",
        headers={"Origin": console.address, "X-CSRF-Token": joined["csrf_token"]},
        data={"name": "Bench", "tier": "code", "text": text},
    )
    page.goto(f"{console.address}/missions/{mission}")
    page.locator(".cm-content").wait_for()
    return page
