# SPDX-License-Identifier: Apache-2.0
"""A real browser at the real server: Debian's Chromium, driven by Playwright, on a console with a home of its own."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect, sync_playwright

from missions.lab_home import LAB_HOME_VARIABLE
from valence_nodes.programs.box import box_available
from web_console.benchmark.open_console import BROWSER_FLAGS
from web_console.database.connection import Database
from web_console.people.seeding import new_class
from web_console.server.settings import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
SCREENSHOTS_VARIABLE = "VALENCE_SCREENSHOTS"
"""Folder for pictures of pages; without it they go where pytest keeps what tests leave."""


def chromium() -> str | None:
    """The program, if it is there."""
    return shutil.which("chromium") or shutil.which("google-chrome")


@dataclass(frozen=True)
class Server:
    """A console that runs.

    Attributes:
        url: of its first page.
        home: where it keeps everything.
        class_code: of its class.
    """

    url: str
    home: Path
    class_code: str


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server, in a process of its own."""
    status = box_available()
    if not status.ok:
        pytest.skip(f"no box on this machine: {status.reason}")
    home = tmp_path_factory.mktemp("home")
    database = Database(Settings(home=home).database)
    with database.session() as session:
        code = new_class(session, "Ada Lovelace School", "7b").join_code
    database.close()
    with serving(home) as url:
        yield Server(url, home, code)


class serving:  # noqa: N801 - used as a `with` of one word
    """Starts the server on a home and ends it; more than once on the same home, as after a crash."""

    def __init__(self, home: Path, port: int = 0) -> None:
        self._home = home
        self.port = port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> str:
        command = [sys.executable, "-m", "web_console.command_line", "up", "--port", str(self.port), "--no-browser"]
        environment = os.environ | {LAB_HOME_VARIABLE: str(self._home)}
        self._process = subprocess.Popen(
            command, env=environment, cwd=REPOSITORY, stdout=subprocess.DEVNULL, start_new_session=True
        )
        while True:
            assert self._process.poll() is None, "the server ended"
            try:
                socket.create_connection(("127.0.0.1", self.port), 1.0).close()
            except OSError:
                continue
            return f"http://localhost:{self.port}"

    def kill(self) -> None:
        """Ends the server as a crash would."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._process.wait(60)


def free_port() -> int:
    """A port on the loopback interface that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def patient(program: str, folder: Path) -> Path:
    """Makes a starter for a program that lets others go first.

    Without a graphics card a page takes all that a processor has; started by root, Chromium even takes precedence.
    Then episodes of tests beside these come too late for their limits.
    """
    held_back = "nice -n 5"
    if os.geteuid() == 0 and shutil.which("setpriv"):
        held_back += " setpriv --inh-caps=-sys_nice --bounding-set=-sys_nice"
    starter = folder / "chromium"
    starter.write_text(f'#!/bin/sh\nexec {held_back} {shlex.quote(program)} "$@"\n', encoding="utf-8")
    starter.chmod(0o700)
    return starter


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium. For one module, since Playwright's event loop runs as long: in its thread no other can."""
    program = chromium()
    if program is None:
        pytest.skip("Chromium is not on this machine: sudo apt-get install -y chromium")
    starter = patient(program, tmp_path_factory.mktemp("browser"))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=starter, args=list(BROWSER_FLAGS))
        yield opened
        opened.close()


class Visitor:
    """Somebody with a browser window of their own, in which nothing may go wrong unseen."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context = context
        self.server = server
        self.problems: list[str] = []
        context.on("request", self._look_where)
        context.on("weberror", lambda error: self.problems.append(f"exception: {error.error}"))
        context.on("console", self._read_console)
        self.page: Page = context.new_page()

    def _look_where(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if request.url.startswith(("http", "ws")) and host != urlsplit(self.server.url).netloc:
            self.problems.append(f"a request to another host: {request.url}")

    def _read_console(self, message: ConsoleMessage) -> None:
        # A refusal that a page shows to its user is no fault of the page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def open(self, path: str = "/") -> Page:
        """Opens a page of the console."""
        self.page.goto(self.server.url + path)
        return self.page

    def join(self, nickname: str, team: str, *, there: bool = False) -> Page:
        """Joins the class, in a new team or in one that is `there`."""
        request = self.page.request
        assert request.get(f"{self.server.url}/api/session").json()["person"] is None
        chosen = {"team_name": team}
        if there:
            teams = request.get(f"{self.server.url}/api/classes/by-code/{self.server.class_code}").json()["teams"]
            chosen = {"team_id": next(one["id"] for one in teams if one["name"] == team)}
        joined = request.post(
            f"{self.server.url}/api/session/join",
            headers={"Origin": self.server.url},
            data={"class_code": self.server.class_code, "nickname": nickname, **chosen},
        )
        assert joined.ok, joined.text()
        return self.page

    def look(self, pictures: Path, name: str) -> None:
        """Takes a picture of the page in light and in dark, and has axe look at both."""
        for scheme in ("dark", "light"):
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            expect(self.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
            self.page.screenshot(path=pictures / f"{name}-{scheme}.png")
            assert self.violations() == [], scheme

    def violations(self) -> list[str]:
        """What axe-core finds on the page that is open (WCAG 2.2 A and AA), a line each."""
        axe = (REPOSITORY / "web_console/frontend/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
        self.page.evaluate(axe)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        return [
            f"{one['id']}: {one['help']} — {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
        ]


@pytest.fixture
def make_visitor(browser: Browser, server: Server) -> Iterator[object]:
    """Opens as many windows as a test needs; nothing may have gone wrong in them."""
    visitors: list[Visitor] = []

    def make(language: str = "en-US", scheme: str = "light", width: int = 1366, height: int = 768) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale=language,
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(30_000)
        visitors.append(Visitor(context, server))
        return visitors[-1]

    yield make
    problems = [problem for visitor in visitors for problem in visitor.problems]
    for visitor in visitors:
        visitor.context.close()
    assert not problems, json.dumps(problems, indent=1)


@pytest.fixture
def visitor(make_visitor: object) -> Visitor:
    """Somebody who has just come."""
    made: Visitor = make_visitor()  # type: ignore[operator] # a fixture's function
    return made


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of pages go."""
    given = os.environ.get(SCREENSHOTS_VARIABLE)
    folder = Path(given) if given else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
