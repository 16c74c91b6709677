# SPDX-License-Identifier: Apache-2.0
"""`valence plot`: what it draws, where to, and what it refuses."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from mcap.writer import CompressionType

from tests.missions.recording.drives import drive, others_drive
from tests.missions.recording.small_recordings import small_recording
from tests.web_console.command_line.answers import answer, refusal
from tests.web_console.command_line.conftest import Valence
from web_console.command_line.outcome import ExitCode, PlotOutput


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    """The folder of an episode with its recording."""
    folder = tmp_path / "episode"
    folder.mkdir()
    drive(folder / "episode.mcap")
    return folder


def test_an_episode_is_drawn_beside_its_recording_and_may_be_again(valence: Valence, episode: Path) -> None:
    done = valence("plot", episode, "--json")
    said = answer(done, PlotOutput)
    assert done.returncode == ExitCode.PASSED
    assert said.verdict == "drawn"
    assert (said.path_from, said.complete, said.sim_time_s) == ("truth", True, 2.0)
    assert [said.png, said.svg] == [str(episode / f"episode.{ending}") for ending in ("png", "svg")]
    first = Path(said.png).read_bytes(), Path(said.svg).read_bytes()
    again = valence("plot", episode / "episode.mcap")
    assert again.returncode == ExitCode.PASSED
    assert again.stderr == ""
    assert said.svg in again.stdout
    assert (Path(said.png).read_bytes(), Path(said.svg).read_bytes()) == first


@pytest.mark.parametrize("ending", ["", ".png", ".svg", ".SVG"])
def test_the_pictures_go_where_they_are_asked_to(valence: Valence, episode: Path, tmp_path: Path, ending: str) -> None:
    said = answer(valence("plot", episode, "--out", tmp_path / f"my.drive{ending}", "--json"), PlotOutput)
    assert said.png == str(tmp_path / "my.drive.png")
    assert {file.name for file in tmp_path.glob("my.drive*")} == {"my.drive.png", "my.drive.svg"}
    assert {file.name for file in episode.iterdir()} == {"episode.mcap"}


def test_what_was_not_drawn_here_is_never_written_over(valence: Valence, episode: Path) -> None:
    (episode / "episode.svg").write_text("<svg>my own</svg>")
    assert "was not drawn by `plot`" in refusal(valence("plot", episode, "--json")).message
    assert (episode / "episode.svg").read_text() == "<svg>my own</svg>"
    (episode / "episode.svg").unlink()
    (episode / "episode.svg").symlink_to(episode / "episode.mcap")
    before = (episode / "episode.mcap").read_bytes()
    assert "is there already" in refusal(valence("plot", episode, "--json")).message
    assert (episode / "episode.mcap").read_bytes() == before
    (episode / "episode.svg").unlink()
    (episode / "episode.svg").mkdir()
    assert "is there already" in refusal(valence("plot", episode, "--json")).message
    assert not (episode / "episode.png").exists()


def test_a_cut_off_recording_is_drawn_and_told(valence: Valence, tmp_path: Path) -> None:
    file = drive(tmp_path / "cut.mcap", finished=False)
    said = answer(valence("plot", file, "--json"), PlotOutput)
    assert (said.path_from, said.complete) == ("odometry", False)
    assert "what the wheels say" in said.hint
    with file.open("r+b") as cut:
        cut.truncate(file.stat().st_size - 100)
    assert answer(valence("plot", file, "--json"), PlotOutput).complete is False


def test_a_recording_of_others_is_drawn(valence: Valence, tmp_path: Path) -> None:
    said = answer(valence("plot", others_drive(tmp_path / "bag.mcap"), "--json"), PlotOutput)
    assert (said.path_from, said.complete) == ("odometry", True)
    assert said.sim_time_s == pytest.approx(1.95)


def test_what_can_not_be_drawn_is_refused(valence: Valence, tmp_path: Path) -> None:
    text, empty, fifo = tmp_path / "text.mcap", tmp_path / "empty.mcap", tmp_path / "fifo"
    text.write_text("def drive(robot): pass\n")
    empty.touch()
    os.mkfifo(fifo)
    lz4 = others_drive(tmp_path / "lz4.mcap", compression=CompressionType.LZ4)
    for given, said in (
        ("", "path is empty"),
        (tmp_path, "no file"),
        (tmp_path / "missing.mcap", "no file"),
        (tmp_path / ("x" * 400), "can't be read"),
        (fifo, "not an ordinary file"),
        (Path("/dev/zero"), "not an ordinary file"),
        (text, "is no MCAP file"),
        (empty, "is empty"),
        (lz4, "compressed with “lz4”"),
        (small_recording(tmp_path / "small.mcap", finished=False), "neither ground truth nor odometry"),
    ):
        refused = refusal(valence("plot", given, "--json"))
        assert said in refused.message, given
    assert not [file for file in tmp_path.iterdir() if file.suffix in {".png", ".svg"}]


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("", "is no name for pictures"),
        ("new/", "is no name for pictures"),
        ("..", "is no name for pictures"),
        ("no/such/folder/x", "can't be written"),
        ("x" * 300, "can't be"),
    ],
)
def test_a_place_that_can_not_be_written_to_is_refused(valence: Valence, episode: Path, out: str, said: str) -> None:
    assert said in refusal(valence("plot", episode, "--out", out, "--json")).message


def test_settings_of_matplotlib_for_others_do_no_harm(valence: Valence, episode: Path) -> None:
    done = valence("plot", episode, "--json", MPLBACKEND="nonsense", MATPLOTLIBRC="/nowhere", MPLCONFIGDIR="/nowhere")
    assert answer(done, PlotOutput).verdict == "drawn"
    assert done.stderr == ""
