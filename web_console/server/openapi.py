# SPDX-License-Identifier: Apache-2.0
"""Writes the API's schema, from which the front end's client is made: `python -m web_console.server.openapi FILE`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from web_console.server.app import create_app
from web_console.server.settings import Settings


def main() -> None:
    """Writes it."""
    schema = create_app(Settings(home=Path())).openapi()
    Path(sys.argv[1]).write_text(json.dumps(schema, indent=1, sort_keys=True), encoding="utf-8")


if __name__ == "__main__":
    main()
