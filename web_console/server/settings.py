# SPDX-License-Identifier: Apache-2.0
"""What can be set about the console's server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """Settings of one server.

    Attributes:
        home: folder of everything that it keeps: database, episodes, logs.
        database_url: as SQLAlchemy takes it; by default a SQLite file in `home`.
        pages: folder of the built front end; None serves the API alone.
        secure_cookies: cookies go over HTTPS only; False on plain `localhost`.
        allowed_hosts: names under which it may be called; against DNS rebinding.
        grading_workers: episodes that are graded at once.
        practice_at_once: practice episodes that run at once.
        recordings_bytes: what all recordings may take before those of old practice episodes are cleared; None for the
            smaller of 20 GB and half of what there is for them on the disk.
    """

    home: Path
    database_url: str = ""
    pages: Path | None = None
    secure_cookies: bool = False
    allowed_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]", "testserver")
    grading_workers: int = 1
    practice_at_once: int = 4
    recordings_bytes: int | None = None

    @property
    def database(self) -> str:
        """URL of the database."""
        return self.database_url or f"sqlite:///{self.home / 'console.sqlite3'}"
