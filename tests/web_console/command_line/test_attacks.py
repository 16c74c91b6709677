# SPDX-License-Identifier: Apache-2.0
"""Programs that attack, with the command that people use: exit code 3, and the failure in their words.

All attacks are tried in `tests/missions/episode/test_attacks.py`; here, one of a kind.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.web_console.command_line.answers import answer
from tests.web_console.command_line.conftest import REPOSITORY, Valence
from web_console.command_line.outcome import RunOutput

ATTACKS = REPOSITORY / "tests" / "attacks"


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("fork_bomb", "forbidden", "The box does not allow this"),
        ("memory_all_at_once", "memory", "wanted more memory than it may have"),
        ("disk_by_many_files", "output", "made too many files"),
        ("loop_in_a_power", "time_step", "5 s"),
        ("segfault", "gone", "crashed Python itself (SIGSEGV)"),
        ("answers_before_asked", "protocol", "answered before it was asked"),
    ],
)
def test_an_attack_is_a_failure_of_the_program(box: None, valence: Valence, name: str, kind: str, words: str) -> None:
    done = valence("run", "first_drive", "--program", ATTACKS / f"{name}.py", "--json")
    assert done.returncode == 3, done.stderr
    assert done.stderr == ""
    said = answer(done, RunOutput)
    assert said.verdict == "program_failed"
    failure = said.scorecard.failure
    assert failure is not None
    assert failure.kind == kind
    assert words in said.message
    assert words in failure.message


def test_what_gets_nothing_just_stays_below_the_pass_mark(box: None, valence: Valence) -> None:
    done = valence("run", "first_drive", "--program", ATTACKS / "secrets_in_files.py", "--json")
    assert done.returncode == 1, done.stderr
    assert answer(done, RunOutput).verdict == "below_pass_mark"


def test_neither_a_files_name_nor_its_lines_steer_a_terminal(box: None, valence: Valence, tmp_path: Path) -> None:
    file = tmp_path / "my\x1b[2J.py"
    shutil.copyfile(ATTACKS / "segfault.py", file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("ctypes.string_at(0)", "ctypes.string_at(0)  # \x1b[2J\u202e"), encoding="utf-8")
    done = valence("run", "first_drive", "--program", file)
    assert done.returncode == 3, done.stderr
    assert "my␛[2J.py, line" in done.stdout
    assert "ctypes.string_at(0)  # ␛[2J\ufffd" in done.stdout
    assert not {"\x1b", "\u202e"} & set(done.stdout + done.stderr)
