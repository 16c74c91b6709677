# SPDX-License-Identifier: Apache-2.0
"""Episodes that were: rows of the database with their files, as they would have been left by real ones."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from sqlalchemy import select

from tests.web_console.console import Console
from web_console.episodes.models import ENDED, Episode
from web_console.episodes.recording_room import RecordingRoom
from web_console.people.models import Person
from web_console.programs.models import Program, ProgramVersion
from web_console.submissions.models import GRADED, Submission

BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)
WORK = {"scorecard.json": "{}", "log.jsonl": '{"sim_time_s": 0.1, "kind": "log", "text": "Hi"}\n', "program.py": "pass"}
"""Files that stay for ever."""


class History:
    """What teams did in a console."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.home = console.settings.home
        self._versions: dict[tuple[str, str], tuple[str, str]] = {}
        self._minute = 0

    def room(self, budget: int | None) -> RecordingRoom:
        """Something that makes room, and looks when the test says so."""
        return RecordingRoom(self.console.database, self.home, budget, logging.getLogger("test"))

    def practice(
        self, team_id: str, size: int = 100, mission: str = "first_drive", person_id: str | None = None,
        state: str = ENDED, recording: str = "kept",
    ) -> str:  # fmt: skip
        """An episode that somebody practised with, later than all before; a `size` of 0 leaves no recording."""
        row = self._row(team_id, mission, person_id=person_id, state=state, recording=recording, seed=1)
        return self._kept(row, "episodes/{}", size)

    def graded(self, team_id: str, size: int = 100, mission: str = "first_drive") -> str:
        """An episode of a submission."""
        program_id, version_id = self._version(team_id, mission)
        with self.console.database.session() as session:
            submission = Submission(
                team_id=team_id, program_id=program_id, version_id=version_id, mission=mission, state=GRADED, total=1
            )
            session.add(submission)
            session.flush()
            submission_id = submission.id
        row = self._row(team_id, mission, state=ENDED, submission_id=submission_id)
        return self._kept(row, f"submissions/{submission_id}/seed_1", size)

    def state_of(self, episode_id: str) -> str:
        """What became of an episode's recording, by its row."""
        with self.console.database.session() as session:
            return session.get_one(Episode, episode_id).recording

    def folder(self, episode_id: str) -> Path:
        """Where an episode left its files."""
        with self.console.database.session() as session:
            return self.home / session.get_one(Episode, episode_id).folder

    def is_whole(self, episode_id: str) -> bool:
        """Whether an episode's recording can be used. Its other files are there in any case."""
        folder = self.folder(episode_id)
        for name, text in WORK.items():
            assert (folder / name).read_text(encoding="utf-8") == text
        there = (folder / "episode.mcap").is_file()
        assert there == (self.state_of(episode_id) == "kept"), "the row says what the disk has"
        assert there or not list(folder.glob("frames*")), "what was made from a recording goes with it"
        return there

    def cleared(self) -> Iterator[str]:
        """Ids of all episodes whose recordings were cleared."""
        with self.console.database.session() as session:
            rows = list(session.scalars(select(Episode.id).order_by(Episode.created_at)))
        return (one for one in rows if self.state_of(one) == "cleared")

    def demo_person(self, team_id: str, class_id: str, nickname: str) -> str:
        """One of the demo's people."""
        with self.console.database.session() as session:
            person = Person(role="learner", nickname=nickname, class_id=class_id, team_id=team_id)
            session.add(person)
            session.flush()
            return person.id

    def _version(self, team_id: str, mission: str) -> tuple[str, str]:
        known = self._versions.get((team_id, mission))
        if known is not None:
            return known
        with self.console.database.session() as session:
            program = Program(team_id=team_id, mission=mission, name="p", head=1)
            session.add(program)
            session.flush()
            version = ProgramVersion(program_id=program.id, number=1, tier="code", text="", kind="kept")
            session.add(version)
            session.flush()
            return self._versions.setdefault((team_id, mission), (program.id, version.id))

    def _row(self, team_id: str, mission: str, **fields: object) -> Episode:
        program_id, version_id = self._version(team_id, mission)
        self._minute += 1
        at = BEGIN + timedelta(minutes=self._minute)
        plain = {
            "team_id": team_id, "program_id": program_id, "version_id": version_id, "mission": mission,
            "seed_name": "seed 1", "robot": "burger", "engine": "mujoco", "pace": 0.0, "created_at": at,
            "ended_at": None if fields["state"] in ("waiting", "running") else at, "score": 1.0, "max_score": 2.0,
        }  # fmt: skip
        return Episode(**plain, **fields)

    def _kept(self, row: Episode, folder: str, size: int) -> str:
        with self.console.database.session() as session:
            session.add(row)
            session.flush()
            row.folder = folder.format(row.id)
            there = self.home / row.folder
            there.mkdir(parents=True)
            for name, text in WORK.items():
                (there / name).write_text(text, encoding="utf-8")
            if size:
                (there / "episode.mcap").write_bytes(b"x" * (size - size // 4))
                (there / "frames-1.bin").write_bytes(b"x" * (size // 4))
            return row.id
