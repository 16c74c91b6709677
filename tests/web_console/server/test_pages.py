# SPDX-License-Identifier: Apache-2.0
"""How the built pages are served."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.web_console.console import running_console

SCRIPT = "export const text = 'a script that gets smaller when it is compressed';\n" * 50


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    (folder / "assets" / "main-1.js").write_text(SCRIPT, encoding="utf-8")
    (folder / "assets" / "main-1.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (folder / "assets" / "small-2.css").write_text("a{}", encoding="utf-8")
    return folder


def test_a_browser_that_takes_it_gets_the_compressed_file(tmp_path: Path, pages: Path) -> None:
    with running_console(tmp_path, pages=pages) as console:
        answer = console.visitor().get("/assets/main-1.js", headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert answer.headers["content-encoding"] == "gzip"
    assert "javascript" in answer.headers["content-type"]
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
    assert answer.text == SCRIPT
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("takes", ["", "identity", "br", "gzipped"])
def test_others_get_the_file_as_it_is(tmp_path: Path, pages: Path, takes: str) -> None:
    with running_console(tmp_path, pages=pages) as console:
        answer = console.visitor().get("/assets/main-1.js", headers={"Accept-Encoding": takes})
    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_file_with_no_compressed_one_beside_it_is_served_too(tmp_path: Path, pages: Path) -> None:
    with running_console(tmp_path, pages=pages) as console:
        answer = console.visitor().get("/assets/small-2.css", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers
    assert answer.text == "a{}"


def test_what_the_browser_has_is_not_sent_again(tmp_path: Path, pages: Path) -> None:
    with running_console(tmp_path, pages=pages) as console:
        browser = console.visitor()
        tag = browser.get("/assets/main-1.js", headers={"Accept-Encoding": "gzip"}).headers["etag"]
        again = browser.get("/assets/main-1.js", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert again.status_code == 304
