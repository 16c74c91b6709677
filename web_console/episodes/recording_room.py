# SPDX-License-Identifier: Apache-2.0
"""Makes room for recordings: a thread that clears the oldest ones of practice when all take more than they may.

No work of a learner goes: programs, versions, scorecards, logs, submissions and the recordings of graded episodes stay.
And an episode is played again to the last bit by its program, mission and seed.

The row says first that a recording goes (`clearing`), then its files go, then the row says so (`cleared`). What was
interrupted in between is brought to its end by the next look.
"""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from sqlalchemy import Select, select, update
from sqlalchemy.exc import SQLAlchemyError

from missions.episode.episode_files import RECORDING_FILE
from web_console.database.connection import Database
from web_console.demo import plan
from web_console.episodes.models import CLEARED, CLEARING, KEPT, PRACTICE_FOLDER, Episode
from web_console.episodes.recording_budget import Recorded, budget_bytes, recording_files, size_bytes, too_much
from web_console.episodes.recording_holds import RecordingHolds
from web_console.people.models import Institution, Person, SchoolClass

_LOOK_EVERY_S = 600.0
_REST_S = 5.0
_REST_SHARE = 20
"""Between two looks, each of which asks the disk for the size of every recording (30 µs each), is so much rest: these
seconds at least, and so many times what the look took."""


class RecordingRoom:
    """The thread that makes room.

    Attributes:
        holds: recordings that are in use now.
    """

    def __init__(
        self, database: Database, home: Path, given_bytes: int | None, log: logging.Logger, rest_s: float = _REST_S
    ) -> None:
        """Makes it; it begins with `start`.

        Args:
            database: with the episodes.
            home: the server's folder.
            given_bytes: what recordings may take; None for the default.
            log: for what goes wrong.
            rest_s: between two looks, in seconds.
        """
        self.holds = RecordingHolds()
        self._database = database
        self._home = home
        self._given_bytes = given_bytes
        self._log = log
        self._rest_s = rest_s
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="recording-room", daemon=True)
        self._told_full = False

    def start(self) -> None:
        """Looks for the first time, and from then on whenever it is woken."""
        self._thread.start()

    def wake(self) -> None:
        """Says that there may be more recordings now. Returns at once."""
        self._wake.set()

    def close(self) -> None:
        """Ends it, after the recording that it is clearing."""
        self._closing.set()
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join()

    def make_room(self) -> list[str]:
        """Looks once, and clears what is too much.

        Returns:
            Ids of the episodes whose recordings were cleared.

        Raises:
            OSError: the disk can't be asked.
            SQLAlchemyError: the database can't be used.
        """
        done = [one for one in self._interrupted() if self._finish(one)]
        recorded = self._recorded()
        used_bytes = sum(one.size_bytes for one in recorded)
        may_bytes = budget_bytes(self._home, self._given_bytes, used_bytes)
        for one in too_much(recorded, may_bytes):
            if self._closing.is_set():
                break
            if self._clear(one.episode_id):
                done.append(one.episode_id)
                used_bytes -= one.size_bytes
        self._tell_if_full(used_bytes, may_bytes)
        return done

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wake.clear()
            began_s = time.monotonic()
            try:
                self.make_room()
            except (OSError, SQLAlchemyError):
                self._log.exception("no room could be made for recordings; it is tried again")
            if self._closing.wait(max(self._rest_s, _REST_SHARE * (time.monotonic() - began_s))):
                break
            self._wake.wait(_LOOK_EVERY_S)

    def _recorded(self) -> list[Recorded]:
        with self._database.session() as session:
            rows = session.execute(
                select(
                    Episode.id, Episode.team_id, Episode.mission, Episode.created_at, Episode.folder,
                    Episode.ended_at, Episode.submission_id,
                ).where(Episode.recording == KEPT, Episode.folder != "")
            ).all()  # fmt: skip
            of_the_demo = set(session.scalars(_demo_episodes()))
        found = []
        for episode_id, team_id, mission, created_at, folder, ended_at, submission_id in rows:
            size = size_bytes(self._home / folder)
            practice = submission_id is None and folder == f"{PRACTICE_FOLDER}/{episode_id}"
            clearable = practice and ended_at is not None and episode_id not in of_the_demo
            if size:
                found.append(Recorded(episode_id, team_id, mission, created_at, size, clearable))
        return found

    def _interrupted(self) -> list[str]:
        with self._database.session() as session:
            return list(session.scalars(select(Episode.id).where(Episode.recording == CLEARING)))

    def _clear(self, episode_id: str) -> bool:
        """Clears a recording, unless somebody uses it; returns whether it is cleared."""
        with self.holds.claiming(episode_id) as free:
            return free and self._goes_on(episode_id, KEPT, CLEARING) and self._delete(episode_id)

    def _finish(self, episode_id: str) -> bool:
        with self.holds.claiming(episode_id) as free:
            return free and self._delete(episode_id)

    def _delete(self, episode_id: str) -> bool:
        folder = self._home / PRACTICE_FOLDER / episode_id
        try:
            for file in recording_files(folder):
                file.unlink(missing_ok=True)
        except OSError as error:
            self._log.warning("the recording of episode %s can't be cleared: %s", episode_id, error.strerror)
            if (folder / RECORDING_FILE).is_file():  # then nobody is to be told that it has gone
                self._goes_on(episode_id, CLEARING, KEPT)
            return False
        return self._goes_on(episode_id, CLEARING, CLEARED)

    def _goes_on(self, episode_id: str, before: str, after: str) -> bool:
        """Takes a practice episode that is over from one state of its recording to the next, if it is in that one."""
        step = update(Episode).where(
            Episode.id == episode_id,
            Episode.recording == before,
            Episode.submission_id.is_(None),
            Episode.ended_at.is_not(None),
        )
        with self._database.session() as session:
            taken = session.execute(step.values(recording=after).execution_options(synchronize_session=False))
            return bool(taken.rowcount)  # type: ignore[attr-defined] # an UPDATE has one

    def _tell_if_full(self, used_bytes: int, may_bytes: int) -> None:
        """Tells once that what must stay is more than all may take."""
        is_full = used_bytes > may_bytes
        if is_full and not self._told_full:
            self._log.warning(
                "recordings take %.1f GB and may take %.1f GB, but the rest of them stays: it is the newest, in use, "
                "graded or of the demo. Give them more with `./valence up --recordings-gb N`.",
                used_bytes / 1e9,
                may_bytes / 1e9,
            )
        self._told_full = is_full


def _demo_episodes() -> Select[str]:
    """Ids of the episodes that `--demo` made: those of its people, with whom nobody can log in."""
    return (
        select(Episode.id)
        .join(Person, Person.id == Episode.person_id)
        .join(SchoolClass, SchoolClass.id == Person.class_id)
        .join(Institution, Institution.id == SchoolClass.institution_id)
        .where(Institution.demo, Person.nickname.in_({one.author for one in plan.PROGRAMS}))
    )
