# SPDX-License-Identifier: Apache-2.0
"""`valence up`: the lab in the browser."""

from __future__ import annotations

import argparse
from pathlib import Path

from missions.lab_home import lab_home
from web_console.command_line.outcome import ExitCode, Output

_PAGES = Path(__file__).resolve().parents[2] / "frontend" / "dist"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the verb's arguments."""
    parser.add_argument("--port", type=int, default=8000, help="where it listens (8000)")


def run(given: argparse.Namespace) -> tuple[ExitCode, Output]:
    """Serves the console until it is interrupted."""
    import uvicorn  # noqa: PLC0415 - only this verb needs a server

    from web_console.server.app import create_app  # noqa: PLC0415
    from web_console.server.settings import Settings  # noqa: PLC0415

    app = create_app(Settings(home=lab_home(), pages=_PAGES))
    uvicorn.run(app, host="127.0.0.1", port=given.port, log_level="warning")
    return ExitCode.PASSED, Output(verdict="ended", message="The lab has ended.")
