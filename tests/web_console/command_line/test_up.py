# SPDX-License-Identifier: Apache-2.0
"""`valence up`: it opens, says where, lets the first admin in, and closes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web_console.command_line.answers import refusal
from tests.web_console.command_line.conftest import COMMAND, Valence
from web_console.command_line.outcome import ExitCode, UpOutput
from web_console.server.one_server import LOCK_FILE

Process = subprocess.Popen[str]
PASSWORD = "correct horse battery staple"


class Labs:
    """Labs that are open; all are closed at the end."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self.folder = folder
        self.open: list[Process] = []

    def start(self, *arguments: str, **variables: str) -> Process:
        process = subprocess.Popen(
            [*COMMAND, "up", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            env=self.environment | variables,
            cwd=self.folder,
            # As in a shell that somebody types in, wherever the tests themselves were started.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
        )
        self.open.append(process)
        return process

    def up(self, *arguments: str, **variables: str) -> tuple[Process, UpOutput]:
        process = self.start("--port", "0", "--no-browser", "--json", *arguments, **variables)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        return process, UpOutput.model_validate_json(line)


@pytest.fixture
def labs(environment: dict[str, str], tmp_path: Path) -> Iterator[Labs]:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(variable, None)
    labs = Labs(environment, tmp_path)
    yield labs
    for process in labs.open:
        if process.poll() is None:
            process.kill()
        process.wait()


def closed(process: Process, how: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
    assert process.stdout is not None
    assert process.stderr is not None
    process.send_signal(how)
    out, err = process.stdout.read(), process.stderr.read()
    return process.wait(), out, err


def asked(address: str, path: str, body: dict[str, str] | None = None) -> tuple[int, dict[str, object]]:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address + path, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answered:
            return answered.status, json.loads(answered.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


@pytest.mark.parametrize(
    "size", ["0", "0.0", "-1", "0.09", "1000001", "nan", "inf", "1e3", "1,5", "lots", "", " 5", "٥", "9" * 400]
)
def test_room_for_recordings_that_is_none_is_refused(valence: Valence, size: str) -> None:
    said = refusal(valence("up", "--no-browser", f"--recordings-gb={size}", "--json"))
    assert "--recordings-gb" in said.message
    assert "is no size; it must be 0.1 to 1,000,000 (gigabytes)" in said.message


def test_room_for_recordings_must_be_said(valence: Valence) -> None:
    assert "expected one argument" in refusal(valence("up", "--json", "--recordings-gb")).message


@pytest.mark.parametrize(
    "name", ["", "http://lab", "lab/", "-lab", "lab:0", "lab:65536", "lab:x", "a b", "ü.example", "x" * 64, "a." * 200]
)
def test_a_name_for_https_that_is_none_is_refused(valence: Valence, name: str) -> None:
    said = refusal(valence("up", "--no-browser", f"--https={name}", "--json"))
    assert "--https" in said.message
    assert "is no name of a machine; such as lab.school.example" in said.message


def test_a_proxy_and_an_open_address_do_not_go_together(valence: Valence) -> None:
    said = refusal(valence("up", "--https", "lab.school.example", "--host", "0.0.0.0", "--json"))
    assert "--https and --host don't go together" in said.message


def test_behind_a_proxy_with_https_cookies_are_sent_over_https_alone(labs: Labs) -> None:
    _, said = labs.up("--https", "Lab.School.example:8443")
    assert said.address == "https://lab.school.example:8443"
    assert said.admin_link is not None
    assert said.admin_link.startswith("https://lab.school.example:8443/admin/")
    (code,) = (one.code for one in said.classes)
    body = json.dumps({"class_code": code, "nickname": "Ada", "team_name": "Otters"}).encode()

    def joined(origin: str, host: str = "lab.school.example:8443") -> tuple[int, str]:
        headers = {
            "Content-Type": "application/json", "Host": host, "Origin": origin,
            "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7",
        }  # fmt: skip
        inside = f"http://127.0.0.1:{said.port}/api/session/join"
        try:
            with urllib.request.urlopen(urllib.request.Request(inside, body, headers), timeout=30) as answered:
                return answered.status, answered.headers["Set-Cookie"]
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())["kind"]

    assert joined("http://lab.school.example:8443") == (403, "foreign_page")
    assert joined("https://other.example") == (403, "foreign_page")
    assert joined("https://other.example", "other.example") == (400, "unknown_host")
    status, cookie = joined("https://lab.school.example:8443")
    assert status == 200
    assert cookie.startswith("__Host-")
    assert "; Secure" in cookie


def test_it_opens_and_closes(labs: Labs, tmp_path: Path) -> None:
    process, said = labs.up()
    assert said.verdict == "open"
    assert said.address.startswith("http://localhost:")
    assert said.addresses_for_others == []
    assert said.demo_class_code is None
    assert said.home == str(tmp_path / "lab")
    with urllib.request.urlopen(said.address, timeout=30) as page:
        assert b"<html" in page.read()
    assert asked(said.address, "/api/session")[1]["person"] is None
    assert closed(process) == (ExitCode.INTERRUPTED, "", "")
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(said.address, timeout=30)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_polite_request_closes_it_too(labs: Labs, how: signal.Signals) -> None:
    process, _ = labs.up()
    assert closed(process, how) == (ExitCode.INTERRUPTED, "", "")


def test_people_are_told_where_it_is(labs: Labs) -> None:
    process = labs.start("--port", "0", "--no-browser")
    assert process.stdout is not None
    first = process.stdout.readline()
    assert "http://localhost:" in first
    code, rest, complaint = closed(process)
    assert code == ExitCode.INTERRUPTED
    assert "/admin/" in rest
    assert "Ctrl-C closes it." in rest
    assert rest.endswith("The lab is closed.\n")
    assert complaint == ""


def test_the_first_starts_link_makes_one_admin(labs: Labs) -> None:
    process, said = labs.up()
    assert said.admin_link is not None
    closed(process)
    process, again = labs.up()
    assert again.admin_link is not None
    assert again.admin_link.rpartition("/")[2] != said.admin_link.rpartition("/")[2]
    person = {"login_name": "boss", "password": PASSWORD, "nickname": "Boss"}
    old, new = (person | {"token": one.admin_link.rpartition("/")[2]} for one in (said, again) if one.admin_link)
    assert asked(again.address, "/api/admin-link", old)[0] == 404
    assert asked(again.address, "/api/admin-link", new)[0] == 200
    closed(process)
    process, later = labs.up()
    assert later.admin_link is None
    assert asked(later.address, "/api/session/log-in", {"login_name": "boss", "password": PASSWORD})[0] == 200


def test_a_home_has_one_server(labs: Labs, valence: Valence, tmp_path: Path) -> None:
    process, said = labs.up()
    refused = refusal(valence("up", "--port", "0", "--no-browser", "--json"))
    assert said.address in refused.message
    assert str(process.pid) in refused.message
    assert "VALENCE_HOME" in refused.hint
    _, other = labs.up(VALENCE_HOME=str(tmp_path / "other"))
    assert other.address != said.address
    process.kill()
    process.wait()
    labs.up()  # the lock goes with the process, however that ends


@pytest.mark.parametrize("written", ["", "{", "[]", '{"address": 1}', "\x00" * 5000])
def test_a_lock_that_says_nothing_is_still_one(valence: Valence, tmp_path: Path, written: str) -> None:
    import fcntl

    (tmp_path / "lab").mkdir()
    with (tmp_path / "lab" / LOCK_FILE).open("w+", encoding="utf-8") as file:
        file.write(written)
        file.flush()
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "by another call" in refusal(valence("up", "--port", "0", "--json")).message


def test_a_port_that_is_taken_is_told(valence: Valence) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = refusal(valence("up", "--port", str(port), "--no-browser", "--json"))
    assert f"Port {port} is taken" in refused.message
    assert "--port" in refused.hint


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "65536"], "no port"),
        (["--port", "-1"], ""),
        (["--port", "http"], "no port"),
        (["--host", ""], "no name or address of this machine"),
        (["--host", "nowhere.invalid"], "no name or address of this machine"),
        (["--host", "192.0.2.77"], "no name or address of this machine"),
        (["--host", "x" * 10_000], "no name or address of this machine"),
        (["--host", "http://localhost"], "no name or address of this machine"),
    ],
)
def test_where_it_cannot_listen_is_told(valence: Valence, arguments: list[str], said: str) -> None:
    assert said in refusal(valence("up", "--no-browser", *arguments, "--json")).message


def test_others_are_let_in_only_if_that_is_wanted(labs: Labs) -> None:
    process, said = labs.up("--host", "0.0.0.0")
    assert said.addresses_for_others
    port = said.address.rpartition(":")[2]
    for name, status in (("10.0.0.7", 200), (socket.gethostname(), 200), ("evil.example", 400)):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/missions", headers={"Host": f"{name}:{port}"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answered:
                assert answered.status == status
        except urllib.error.HTTPError as error:
            assert error.code == status
    closed(process)
    process = labs.start("--port", "0", "--no-browser", "--host", "0.0.0.0")
    assert process.stdout is not None
    process.stdout.readline()
    rest = closed(process)[1]
    assert "Everybody on this network" in rest
    assert "not encrypted" in rest


def test_the_browser_is_opened_where_there_is_a_screen(labs: Labs, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    os.mkfifo(opened)
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    fake = bin_folder / "xdg-open"
    fake.write_text(f'#!/bin/sh\nprintf %s "$1" >"{opened}"\necho noise\n', encoding="utf-8")
    fake.chmod(0o755)
    path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    process = labs.start("--port", "0", DISPLAY=":7", PATH=path)
    assert process.stdout is not None
    address = process.stdout.readline().split()[-1]
    assert opened.read_text(encoding="utf-8").startswith(address)  # waits for the browser
    assert "noise" not in closed(process)[1]
    fake.write_text(f'#!/bin/sh\n: >"{tmp_path / "again"}"\n', encoding="utf-8")
    for arguments, display in ((["--no-browser"], ":7"), ([], "")):
        process = labs.start("--port", "0", *arguments, DISPLAY=display, PATH=path)
        assert process.stdout is not None
        process.stdout.readline()
        closed(process)
    assert not (tmp_path / "again").exists()


def test_what_it_keeps_is_nobody_elses(labs: Labs, tmp_path: Path) -> None:
    process, _ = labs.up()
    closed(process)
    for file in (tmp_path / "lab").rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_database_that_cannot_be_used_is_told(valence: Valence, tmp_path: Path) -> None:
    (tmp_path / "lab").mkdir()
    file = tmp_path / "lab" / "console.sqlite3"
    file.write_bytes(b"no database at all" * 100)
    said = refusal(valence("up", "--port", "0", "--no-browser", "--json"), ExitCode.OUR_FAULT)
    assert "can't be used" in said.message
    assert str(file) in said.message
    assert file.read_bytes() == b"no database at all" * 100
    file.unlink()
    answer_or_refusal = refusal(valence("seed", "key", "--code", "X", "--nickname", "Y", "--json"))
    assert "No class" in answer_or_refusal.message
    import sqlite3

    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    said = refusal(valence("up", "--port", "0", "--no-browser", "--json"), ExitCode.OUR_FAULT)
    assert "newer lab" in said.message
