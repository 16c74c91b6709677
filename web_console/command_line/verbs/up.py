# SPDX-License-Identifier: Apache-2.0
"""`valence up`: the lab in the browser, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from missions.lab_home import lab_home
from web_console.command_line import arguments
from web_console.command_line.outcome import ClassCode, CommandError, ExitCode, UpOutput, invalid

if TYPE_CHECKING:
    from web_console.server.listening import Listening
    from web_console.server.settings import Settings

_PAGES = Path(__file__).resolve().parents[2] / "frontend" / "dist"
_PORT = 8000
_LONGEST_MESSAGE_BYTES = 65_536  # of a WebSocket; ours only listen
_CLOSE_WITHIN_S = 5
_LEAST_RECORDINGS_GB, _MOST_RECORDINGS_GB = 0.1, 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument(
        "--port", type=arguments.port, default=_PORT, metavar="N", help=f"where it listens ({_PORT}); 0: a free one"
    )
    parser.add_argument(
        "--host",
        default="localhost",
        metavar="NAME",
        help="name or address under which others can reach it; 0.0.0.0: all of this machine (only this machine)",
    )
    parser.add_argument(
        "--https",
        type=arguments.host_name,
        metavar="NAME",
        help="name under which others reach it by HTTPS, through a proxy on this machine that passes on to it",
    )
    parser.add_argument("--demo", action="store_true", help="makes a demo class, with programs and episodes to look at")
    parser.add_argument(
        "--recordings-gb",
        type=arguments.gigabytes(_LEAST_RECORDINGS_GB, _MOST_RECORDINGS_GB),
        metavar="N",
        help="what recordings may take before those of old practice episodes are cleared, in gigabytes (20, or half of "
        "what the disk has for them if that is less)",
    )
    parser.add_argument("--no-browser", action="store_true", help="opens no browser")
    parser.add_argument("--json", action="store_true", help="print one JSON object, as soon as the lab is open")


def run(given: argparse.Namespace) -> tuple[ExitCode, None]:
    """Serves the console until it is interrupted."""
    from web_console.database.connection import UnusableDatabaseError  # noqa: PLC0415
    from web_console.server.listening import LOOPBACK, CannotListenError, listen  # noqa: PLC0415 - only this verb serves
    from web_console.server.one_server import AlreadyRunsError, only_server  # noqa: PLC0415

    if not (_PAGES / "index.html").is_file():
        raise CommandError(ExitCode.OUR_FAULT, "The console's pages are not built.", "Call `./valence up`: it does.")
    if given.https and given.host != LOOPBACK:
        raise invalid("--https and --host don't go together.", "The proxy reaches the lab at localhost, and others it.")
    os.umask(0o077)  # what the lab keeps is nobody else's on this machine
    home = lab_home()
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        # The terminal was closed: that is a wish to end, too, and everything is closed on the way out.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    try:
        with only_server(home) as lock:
            place = listen(given.host, given.port)
            if given.https:
                place = place.behind(given.https)
            try:
                lock.write(place.address)
                _serve(given, home, place)
            finally:
                place.close()
    except (AlreadyRunsError, CannotListenError) as error:
        raise invalid(error.message, error.hint) from error
    except UnusableDatabaseError as error:
        raise CommandError(ExitCode.OUR_FAULT, error.message, error.hint) from error
    if not given.json:
        print("The lab is closed.")
    return ExitCode.INTERRUPTED, None


def _serve(given: argparse.Namespace, home: Path, place: Listening) -> None:
    """Serves until a signal; what it prints comes when pages are answered, and signals close everything."""
    import uvicorn  # noqa: PLC0415 - only this verb needs a server

    from web_console.server.announced_server import AnnouncedServer  # noqa: PLC0415
    from web_console.server.app import create_app  # noqa: PLC0415
    from web_console.server.settings import Settings  # noqa: PLC0415

    settings = Settings(
        home=home,
        pages=_PAGES,
        allowed_hosts=place.allowed_hosts,
        secure_cookies=given.https is not None,
        recordings_bytes=None if given.recordings_gb is None else round(given.recordings_gb * 1e9),
    )
    output = _prepared(given, settings, place)
    config = uvicorn.Config(
        create_app(settings),
        log_level="warning",
        access_log=False,  # who looked at what is nobody's business
        server_header=False,
        # Without a proxy, anybody on this machine could make up an address; with one, all would have the proxy's.
        proxy_headers=given.https is not None,
        forwarded_allow_ips=["127.0.0.1", "::1"],
        ws_max_size=_LONGEST_MESSAGE_BYTES,
        timeout_graceful_shutdown=_CLOSE_WITHIN_S,
    )

    announced = []

    def announce() -> None:
        announced.append(True)
        if given.json:
            print(output.model_dump_json(), flush=True)
            return
        _tell(output)
        if not given.no_browser:
            _open_browser(output)

    try:
        AnnouncedServer(config, announce).run(sockets=place.sockets)
    except KeyboardInterrupt:
        if not announced:
            raise  # it is told as with any other command
    except SystemExit as error:  # how uvicorn says that the application could not start
        hint = f"The reason stands above, and perhaps in {home / 'log' / 'console.log'}."
        raise CommandError(ExitCode.OUR_FAULT, "The lab could not be opened.", hint) from error


def _prepared(given: argparse.Namespace, settings: Settings, place: Listening) -> UpOutput:
    """Brings the database up to date, and makes what the first start makes."""
    from web_console.database.connection import Database  # noqa: PLC0415
    from web_console.demo.making import make_demo  # noqa: PLC0415
    from web_console.people.keys import shown_class_code  # noqa: PLC0415
    from web_console.people.seeding import open_classes  # noqa: PLC0415
    from web_console.people.staff import needs_first_admin, new_admin_link  # noqa: PLC0415

    database = Database(settings.database)
    try:
        link = None
        with database.session() as session:
            if needs_first_admin(session):
                link = f"{place.address}/admin/{new_admin_link(session)}"
        code = None
        if given.demo:
            quiet = given.json
            code = shown_class_code(make_demo(database, settings.home, _ignore if quiet else _progress))
        with database.session() as session:
            classes = [
                ClassCode(institution=one.institution.name, name=one.name, code=shown_class_code(one.join_code))
                for one in open_classes(session)
            ]
    finally:
        database.close()
    return UpOutput(
        message=f"The lab is open at {place.address}.",
        hint="Ctrl-C closes it.",
        address=place.address,
        port=place.port,
        addresses_for_others=list(place.addresses_for_others),
        admin_link=link,
        demo_class_code=code,
        classes=classes,
        home=str(settings.home),
    )


def _ignore(_line: str) -> None:
    pass


def _progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _tell(output: UpOutput) -> None:
    print(f"The lab is open:  {output.address}")
    if output.address.startswith("https:"):
        print(f"\n  The proxy passes on to http://localhost:{output.port}, and leaves `Host` as it is.")
    if output.addresses_for_others:
        print("\n  Everybody on this network can reach it, at")
        for address in output.addresses_for_others:
            print(f"    {address}")
        print("  What goes there and back is not encrypted: use it in a network that you trust.")
    if output.admin_link:
        print("\n  It has no admin yet. This link makes one, once, within a day:")
        print(f"    {output.admin_link}")
    print("\n  Learners join with a class code and a nickname:")
    for one in output.classes:
        print(f"    {one.code}   {one.name}, {one.institution}")
    from web_console.episodes.learning_packages import can_learn  # noqa: PLC0415 - after the server's own modules

    if not can_learn():
        print("\n  In some missions programs learn from data. What that needs is not installed yet; once, from another")
        print("  terminal (some hundred megabytes, the lab can stay open):  ./valence --with-learning doctor")
    print("\nCtrl-C closes it.", flush=True)


def _open_browser(output: UpOutput) -> None:
    from web_console.server.browser import has_display, open_browser, others_are_here  # noqa: PLC0415

    if not has_display():
        return
    # A code lets its class in: others who work on this machine could read it from the browser's command line.
    code = output.demo_class_code or (output.classes[0].code if output.classes else None)
    open_browser(output.address if others_are_here() or code is None else f"{output.address}/?class={code}")
