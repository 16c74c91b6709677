# SPDX-License-Identifier: Apache-2.0
"""Where the server listens, who can reach it, and who is told."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest

from web_console.server import browser
from web_console.server.callers import ANY_ADDRESS
from web_console.server.listening import CannotListenError, listen


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_by_default_this_machine_alone_reaches_it(host: str) -> None:
    place = listen(host, 0)
    try:
        assert place.addresses_for_others == ()
        assert ANY_ADDRESS not in place.allowed_hosts
        assert {one.getsockname()[0] for one in place.sockets} <= {"127.0.0.1", "::1"}
        assert len({one.getsockname()[1] for one in place.sockets}) == 1
        assert place.address.startswith("http://localhost:")
    finally:
        place.close()


def test_who_listens_on_the_other_localhost_is_noticed() -> None:
    """A browser tries ::1 first: what listens there would get what is meant for the lab."""
    with socket.socket(socket.AF_INET6) as other:
        try:
            other.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        other.listen()
        with pytest.raises(CannotListenError, match="taken"):
            listen("localhost", other.getsockname()[1])


def test_everybody_reaches_it_only_when_asked_to() -> None:
    place = listen("0.0.0.0", 0)
    try:
        assert place.address.startswith("http://localhost:")
        assert any(socket.gethostname().lower() in one for one in place.addresses_for_others)
        assert ANY_ADDRESS in place.allowed_hosts
        assert not any("[" in one for one in place.addresses_for_others), "IPv6 is not listened to"
    finally:
        place.close()


def test_a_port_of_roots_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: socket.socket, _address: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    # Whoever runs this may be root, who may take every port.
    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(CannotListenError, match="root"):
        listen("localhost", 1)


@pytest.mark.parametrize("host", ["", "nowhere.invalid", "a..b", "x" * 70, "\x00", "локалхост.invalid", "192.0.2.77"])
def test_what_is_no_name_of_this_machine_is_refused(host: str) -> None:
    with pytest.raises(CannotListenError, match="no name or address") as refused:
        listen(host, 0)
    assert "0.0.0.0" in refused.value.hint
    assert refused.value.message.isprintable()


def test_people_who_work_here_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "17").mkdir()
    owner = (tmp_path / "17").stat().st_uid
    for ours, first, others in ((owner, 0, False), (owner + 1, owner, True), (owner + 1, owner + 1, False)):
        monkeypatch.setattr(browser.os, "getuid", lambda ours=ours: ours)
        monkeypatch.setattr(browser, "_FIRST_PERSON", first)
        assert browser.others_are_here(tmp_path) is others


def test_a_screen_is_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not browser.has_display()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert browser.has_display()
    monkeypatch.setenv("PATH", "/nowhere")
    assert not browser.open_browser("http://localhost")
