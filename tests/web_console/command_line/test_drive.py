# SPDX-License-Identifier: Apache-2.0
"""`valence drive`: a person at a terminal drives real episodes, and a policy can learn from what was recorded."""

from __future__ import annotations

import os
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from missions.by_hand.hand_link import Sensed
from missions.by_hand.kept_drives import kept_drives
from missions.by_hand.steering import Wish
from missions.episode.request import EpisodeProgress
from missions.lab_home import LAB_HOME_VARIABLE
from missions.recording.recording import open_recording
from missions.spec import load_mission
from tests.web_console.command_line.answers import refusal
from tests.web_console.command_line.conftest import COMMAND
from web_console.command_line.command import main
from web_console.command_line.driving_line import state_text
from web_console.command_line.outcome import ExitCode, RunOutput

Capture = pytest.CaptureFixture[str]
UP, LEFT = b"\x1b[A", b"\x1b[D"


class Person:
    """Somebody at a terminal on which the command runs."""

    def __init__(self, environment: dict[str, str], *arguments: str | Path) -> None:
        self._ours, self.theirs = os.openpty()
        self.modes = termios.tcgetattr(self.theirs)
        self.shown = b""
        self.process = subprocess.Popen(
            [*COMMAND, "drive", *map(str, arguments)],
            stdin=self.theirs,
            stdout=subprocess.PIPE,
            stderr=self.theirs,
            env=environment | {"TERM": "xterm", "COLUMNS": "150"},
            start_new_session=True,
        )

    def press(self, keys: bytes) -> None:
        os.write(self._ours, keys)

    def await_shown(self, pattern: bytes) -> None:
        """Reads the screen until something is on it that was not before."""
        seen = len(self.shown)
        while not re.search(pattern, self.shown[seen:]):
            assert select.select([self._ours], [], [], 60)[0], self.shown
            self.shown += os.read(self._ours, 65536)

    def hang_up(self) -> None:
        os.close(self.theirs)
        os.close(self._ours)

    def end(self) -> tuple[int, bytes]:
        """Waits for the command's end; returns its code and what it printed on stdout."""
        said, _ = self.process.communicate(timeout=60)
        return self.process.returncode, said

    @property
    def modes_now(self) -> list[object]:
        return termios.tcgetattr(self.theirs)


@pytest.fixture
def person(environment: dict[str, str]) -> Iterator[object]:
    people: list[Person] = []

    def sit_down(*arguments: str | Path) -> Person:
        people.append(Person(environment, *arguments))
        return people[-1]

    yield sit_down
    for one in people:
        one.process.kill()
        one.process.communicate()


def test_keys_drive_an_episode_that_cloning_learns_from(
    person: type[Person], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed, keys in (("1000", UP * 3), ("1001", UP * 2 + LEFT)):
        driver = person("first_drive", "--seed", seed, "--pace", "0", "--json")
        driver.await_shown(b"first move")
        driver.press(keys)
        driver.await_shown(rb" 1[5-9]\.\d s \| \+0\.\d\d m/s .* of 100 points")
        driver.press(b"q")
        code, said = driver.end()
        assert code in {ExitCode.BELOW_PASS_MARK, ExitCode.PASSED}
        assert driver.modes_now == driver.modes
        assert RunOutput.model_validate_json(said).scorecard.seed == int(seed)
    monkeypatch.setenv(LAB_HOME_VARIABLE, environment[LAB_HOME_VARIABLE])
    drives = kept_drives("first_drive")
    assert [open_recording(one / "episode.mcap").about["seed"] for one in drives] == ["1000", "1001"]
    _learn_from(drives)


def _learn_from(drives: list[Path]) -> None:
    for module in ("torch", "onnx", "gymnasium", "stable_baselines3"):
        pytest.importorskip(module)
    from missions.training.cloning import CloningPlan, clone
    from missions.training.policy_spec import policy_spec
    from missions.training.recorded_driving import driving_of
    from worlds.robot_spec import load_robot_spec

    mission = load_mission("first_drive")
    spec = policy_spec(mission, load_robot_spec(mission.spec.robot))
    learned = [driving_of(open_recording(one / "episode.mcap"), spec) for one in drives]
    for one, turns in zip(learned, (False, True), strict=True):
        assert one.answers[0][0] > 0  # nobody learns to wait
        assert (one.answers[-10][1] > 0) == turns
    outcome = clone(learned, CloningPlan(epochs=1))
    assert outcome.net.layers


def test_ending_before_the_first_move_records_nothing(person: type[Person], tmp_path: Path) -> None:
    driver = person("first_drive", "--record", tmp_path / "mine")
    driver.await_shown(b"first move")
    driver.press(b"q")
    assert driver.end()[0] == ExitCode.INTERRUPTED
    assert driver.modes_now == driver.modes
    assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_however_it_is_ended_the_terminal_is_as_before(person: type[Person], number: int) -> None:
    driver = person("first_drive")
    driver.await_shown(b"first move")
    assert driver.modes_now != driver.modes
    driver.process.send_signal(number)
    assert driver.end()[0] in {ExitCode.INTERRUPTED, 128 + number}
    assert driver.modes_now == driver.modes


def test_a_terminal_that_is_closed_ends_it(person: type[Person]) -> None:
    driver = person("first_drive")
    driver.await_shown(b"first move")
    driver.hang_up()
    assert driver.end()[0] != ExitCode.PASSED


def test_a_gamepad_drives_and_its_loss_ends_the_drive_with_what_was_recorded(
    person: type[Person], tmp_path: Path
) -> None:
    device = tmp_path / "js0"
    os.mkfifo(device)
    plug = os.open(device, os.O_RDWR)
    pad = ("--with", "gamepad", "--device", device)
    driver = person("first_drive", *pad, "--record", tmp_path / "mine", "--pace", "8", "--json")
    driver.await_shown(b"left stick")
    os.write(plug, struct.pack("<IhBB", 1, -32767, 2, 1))
    driver.await_shown(rb"\+0\.22 m/s")
    os.close(plug)
    code, said = driver.end()
    assert code == ExitCode.INVALID
    assert b"is gone" in said
    assert open_recording(tmp_path / "mine" / "episode.mcap").about["program_name"] == "hand_gamepad.py"


@pytest.mark.parametrize(
    ("arguments", "said", "hint"),
    [
        (["first_drive"], "Keys come from a terminal", "--with gamepad"),
        (["first_driv"], "first_driv", "first_drive"),
        (["first_drive", "--with", "gamepad", "--device", "none/js0"], "no gamepad at none/js0", "--with keyboard"),
        (["first_drive", "--with", "mouse"], "there are: keyboard, gamepad", ""),
        (["first_drive", "--device", "x"], "--device is for a gamepad", "--with gamepad"),
        (["first_drive", "--robot", "r2d2"], "r2d2", ""),
        (["first_drive", "--pace", "9"], "is no pace", ""),
    ],
)
def test_what_can_not_be_driven_is_explained(
    arguments: list[str], said: str, hint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Capture
) -> None:
    monkeypatch.setenv(LAB_HOME_VARIABLE, str(tmp_path))
    code = main(["drive", *arguments, "--json"])
    shown = capfd.readouterr()
    refused = refusal(subprocess.CompletedProcess(arguments, code, shown.out, shown.err))
    assert said in refused.message
    assert hint in refused.hint


def test_the_line_says_how_it_is() -> None:
    progress = EpisodeProgress("running", 12.34, 120.0, 34.0, 100.0, "1 of 3 zones")
    seeing = Sensed(12.3, 1.2, float("inf"), 0.5, 0.25)
    assert state_text(progress, Wish(0.6, 0.4), (0.13, 0.48), seeing) == (
        " 12.3 s | +0.13 m/s ···◂◂|····· +0.48 rad/s | left free, ahead 1.20 m, right 0.50 m | sees [··●······] | "
        "34 of 100 points | 1 of 3 zones"
    )
    assert "left" not in state_text(progress, Wish(), (0.0, 0.0), Sensed())
