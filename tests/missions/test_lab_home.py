# SPDX-License-Identifier: Apache-2.0
"""The lab's folder and its secret."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from missions.errors import LabHomeError, MissionError
from missions.lab_home import LAB_HOME_VARIABLE, lab_home, new_folder
from missions.seeds import SECRET_BYTES, SECRET_FILE, hidden_seed, hidden_seeds, lab_secret, practice_seed
from missions.spec import MAX_SEED, load_mission


def test_the_folder_is_made_at_need_and_for_its_owner_alone(own_lab: Path) -> None:
    assert lab_home() == own_lab
    assert stat.S_IMODE(own_lab.stat().st_mode) == 0o700
    assert lab_home() == own_lab


def test_without_a_variable_it_is_in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LAB_HOME_VARIABLE, raising=False)
    folder = lab_home()
    assert folder.name == ".valence"
    assert (folder.parent / "pyproject.toml").is_file()


@pytest.mark.parametrize("given", ["/dev/null/lab", "/dev/null", "~nobody_of_that_name/lab"])
def test_a_folder_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv(LAB_HOME_VARIABLE, given)
    with pytest.raises(LabHomeError, match=LAB_HOME_VARIABLE):
        lab_home()


def test_new_folders_are_never_the_same(own_lab: Path) -> None:
    folders = [new_folder("episodes", "drive-1") for _ in range(3)]
    assert len(set(folders)) == 3
    assert all(folder.is_dir() and folder.parent == own_lab / "episodes" for folder in folders)
    assert all("drive-1" in folder.name for folder in folders)


def test_a_new_folder_that_cannot_be_is_told(own_lab: Path) -> None:
    own_lab.mkdir()
    (own_lab / "episodes").write_text("not a folder")
    with pytest.raises(LabHomeError, match=LAB_HOME_VARIABLE):
        new_folder("episodes", "drive-1")


def test_the_secret_is_made_once_and_kept_from_others(own_lab: Path) -> None:
    secret = lab_secret()
    assert len(secret) == SECRET_BYTES
    assert lab_secret() == secret
    assert stat.S_IMODE((own_lab / SECRET_FILE).stat().st_mode) == 0o600
    assert [file.name for file in own_lab.iterdir()] == [SECRET_FILE]


def test_two_labs_have_two_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = set()
    for name in ("one", "two"):
        monkeypatch.setenv(LAB_HOME_VARIABLE, str(tmp_path / name))
        secrets.add(lab_secret())
    assert len(secrets) == 2


def test_processes_that_start_together_agree_on_the_secret(own_lab: Path) -> None:
    command = [sys.executable, "-c", "from missions.seeds import lab_secret; print(lab_secret().hex())"]
    environment = {**os.environ, LAB_HOME_VARIABLE: str(own_lab)}
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) for _ in range(6)]
    said = {process.communicate()[0].strip() for process in started}
    assert said == {lab_secret().hex()}


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33, b"x" * 10_000_000])
def test_a_secret_of_another_length_is_refused(own_lab: Path, content: bytes) -> None:
    write_secret(own_lab, content)
    with pytest.raises(LabHomeError, match="32 bytes") as caught:
        lab_secret()
    assert "backup" in caught.value.hint
    assert "xxx" not in str(caught.value)


def test_a_secret_that_others_may_read_is_refused(own_lab: Path) -> None:
    write_secret(own_lab, b"x" * SECRET_BYTES, 0o644)
    with pytest.raises(LabHomeError, match="0644") as caught:
        lab_secret()
    assert "chmod 600" in caught.value.hint


def test_a_link_a_folder_or_a_pipe_is_no_secret(own_lab: Path, tmp_path: Path) -> None:
    own_lab.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"x" * SECRET_BYTES)
    elsewhere.chmod(0o600)
    file = own_lab / SECRET_FILE
    file.symlink_to(elsewhere)
    with pytest.raises(LabHomeError, match="can't be read"):
        lab_secret()
    file.unlink()
    file.mkdir()
    with pytest.raises(LabHomeError):
        lab_secret()
    file.rmdir()
    os.mkfifo(file, 0o600)
    with pytest.raises(LabHomeError, match="regular file"):
        lab_secret()


def write_secret(lab: Path, content: bytes, mode: int = 0o600) -> None:
    lab.mkdir()
    file = lab / SECRET_FILE
    file.write_bytes(content)
    file.chmod(mode)


def test_hidden_seeds_are_the_labs_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mission = load_mission("first_drive")
    found = []
    for name in ("one", "two"):
        monkeypatch.setenv(LAB_HOME_VARIABLE, str(tmp_path / name))
        found.append(hidden_seeds(mission))
        assert found[-1] == hidden_seeds(mission)
    assert not set(found[0]) & set(found[1])
    assert len(found[0]) == mission.spec.hidden_seed_count


def test_hidden_seeds_differ_by_mission_and_index_and_are_in_range(own_lab: Path) -> None:
    seeds = [hidden_seed(name, index) for name in ("a", "b", "a1") for index in range(30)]
    assert len(set(seeds)) == len(seeds)
    assert all(0 <= seed <= MAX_SEED for seed in seeds)
    assert max(seeds) > 2**60


def test_a_hidden_seed_is_what_the_documentation_says(own_lab: Path) -> None:
    # HMAC-SHA256 with the key of 32 times "k", by `openssl dgst -sha256 -mac HMAC`, first 63 bits.
    write_secret(own_lab, b"k" * SECRET_BYTES)
    assert hidden_seed("first_drive", 0) == 0x6FC15E9F4EE240E
    with pytest.raises(ValueError, match="-1"):
        hidden_seed("first_drive", -1)


def test_a_practice_seed_is_public_unless_one_is_given() -> None:
    mission = load_mission("first_drive")
    assert practice_seed(mission, None) == mission.spec.public_seeds[0]
    assert practice_seed(mission, MAX_SEED) == MAX_SEED
    for wrong in (-1, MAX_SEED + 1, 10**200):
        with pytest.raises(MissionError, match="seed"):
            practice_seed(mission, wrong)
