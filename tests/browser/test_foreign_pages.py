# SPDX-License-Identifier: Apache-2.0
"""Pages of somebody else, in the browser of somebody who is logged in: they can neither act nor look."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Server

_FETCH = """async ([address, options]) => {
  try {
    const answer = await fetch(address, {credentials: "include", ...options});
    return answer.type + answer.status + await answer.text();
  } catch { return "blocked"; }
}"""
_STREAM = """address => new Promise(done => {
  const stream = new WebSocket(address);
  stream.onopen = () => done("open");
  stream.onclose = event => done("closed " + event.code);
})"""
_FORM = """address => {
  const form = document.createElement("form");
  Object.assign(form, {method: "POST", action: address, enctype: "text/plain"});
  form.innerHTML = `<input name='{"key":"' value='"}'>`;
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture(scope="module")
def foreign_port() -> Iterator[int]:
    """A server of somebody else on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>evil</title><body>")

        def log_message(self, *_: object) -> None:
            pass

    other = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=other.serve_forever)
    thread.start()
    yield other.server_address[1]
    other.shutdown()
    thread.join()
    other.server_close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A page of somebody who has joined."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.url)
    asked = {"class_code": server.class_code, "nickname": f"Vic {id(page)}", "team_name": f"Vics {id(page)}"}
    said = page.request.post(f"{server.url}/api/session/join", data=asked)
    assert said.ok, said.text()
    yield page
    context.close()


# Another site altogether, and another port of the same name, which gets the same cookies.
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_foreign_page_can_neither_act_nor_look(page: Page, server: Server, foreign_port: int, host: str) -> None:
    here = f"http://{host}:{foreign_port}/"
    page.goto(here)
    for path, options in (
        ("/api/session", {}),
        ("/api/session", {"method": "DELETE"}),
        ("/api/session/rejoin", {"method": "POST", "headers": {"Content-Type": "application/json"}, "body": "{}"}),
    ):
        assert page.evaluate(_FETCH, [server.url + path, options]) == "blocked", path
    hidden = page.evaluate(_FETCH, [f"{server.url}/api/session", {"mode": "no-cors"}])
    assert hidden in ("blocked", "opaque0")
    stream = server.url.replace("http", "ws") + "/api/episodes/x/stream"
    assert page.evaluate(_STREAM, stream) == "closed 1006", "it was opened"
    with page.expect_navigation():
        page.evaluate(_FORM, f"{server.url}/api/session/rejoin")
    assert "foreign_page" in page.inner_text("body")
    page.goto(here)
    page.set_content(f"<iframe src='{server.url}/'></iframe>")
    page.frames[1].wait_for_load_state()
    assert page.frames[1].url.startswith("chrome-error:"), "it was framed"
    page.goto(server.url)
    assert page.evaluate("() => fetch('/api/session').then(r => r.json())")["person"] is not None
    assert page.evaluate(_STREAM, stream) == "open", "our own page may ask"


def test_our_own_pages_run_no_script_that_stands_in_them(page: Page, server: Server) -> None:
    page.goto(server.url)
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
      document.body.insertAdjacentHTML("beforeend", "<img src='/icon.svg' onload='window.ran = true'>");
    }""")
    page.wait_for_function("() => document.body.lastElementChild.complete")
    assert page.evaluate("() => window.ran === undefined && document.cookie === ''")
