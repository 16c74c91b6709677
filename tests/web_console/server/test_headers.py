# SPDX-License-Identifier: Apache-2.0
"""What every answer tells the browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web_console.console import Console, running_console

PAGE = "<!doctype html><title>x</title>"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "icon.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "assets" / "main-1.js").write_text("1", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    return folder


def test_every_answer_is_guarded(tmp_path: Path, pages: Path) -> None:
    with running_console(tmp_path, pages=pages) as console:

        @console.app.get("/api/broken")
        def broken() -> None:
            raise RuntimeError

        browser = console.visitor()
        console.app.router.routes.insert(0, console.app.router.routes.pop())
        for path, status in (
            ("/", 200), ("/any/page", 200), ("/assets/main-1.js", 200), ("/icon.svg", 200), ("/api/missions", 200),
            ("/api/nothing", 404), ("/assets/nothing.js", 404), ("/api/broken", 500), ("/api/session/join", 405),
        ):  # fmt: skip
            answer = browser.put(path) if status == 405 else browser.get(path)
            assert answer.status_code == status, path
            policy = answer.headers["content-security-policy"].split("; ")
            assert "script-src 'self'" in policy
            assert "default-src 'self'" in policy
            assert "object-src 'none'" in policy
            assert "frame-ancestors 'none'" in policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert answer.headers["cross-origin-opener-policy"] == "same-origin"
            assert "camera=()" in answer.headers["permissions-policy"]
            assert "strict-transport-security" not in answer.headers
            assert "server" not in answer.headers


def test_what_is_somebodys_is_kept_by_no_browser(console: Console) -> None:
    ada = console.learner(console.school_class())
    assert ada.get("/api/session").headers["cache-control"] == "no-store"


def test_over_https_browsers_are_told_to_stay_there(tmp_path: Path) -> None:
    with running_console(tmp_path, secure_cookies=True) as console:
        assert "max-age" in console.visitor().get("/api/missions").headers["strict-transport-security"]


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/../secret.txt",
        "/%2e%2e/secret.txt", "/assets//etc/passwd", "/assets/%00", "/assets/main-1.js%00.txt", "/%ff%fe",
        "/..%5csecret.txt",        "/console.sqlite3", "/assets/" + "x" * 5000, "/" + "x" * 50_000,
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_pages(tmp_path: Path, pages: Path, path: str) -> None:
    with running_console(tmp_path, pages=pages) as console:
        answer = console.visitor().get(path)
        assert answer.status_code in (200, 404)
        assert "secret" not in answer.text
        assert answer.status_code == 404 or answer.text == PAGE
