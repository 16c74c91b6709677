# SPDX-License-Identifier: Apache-2.0
"""The page of an episode: what is on it, and that the same recording always gives the same files."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from missions.recording.curves import Curve, read_curves
from missions.recording.floor_map import FloorMap, MapOutline
from missions.recording.recording import open_recording
from tests.missions.recording.drives import FLOOR, drive, others_drive
from web_console.episode_figure import page, texts
from web_console.episode_figure.floor_panel import corners_m
from web_console.episode_figure.time_panels import grouped

REPOSITORY = Path(__file__).resolve().parents[3]


def words(figure: Figure) -> list[str]:
    """Every text on a page."""
    from matplotlib.text import Text

    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def figure_of(file: Path) -> Figure:
    recording = open_recording(file, of_others=True)
    return page._figure(recording, read_curves(recording))


def test_an_episode_is_on_the_page_with_all_that_it_has(tmp_path: Path) -> None:
    said = words(figure_of(drive(tmp_path / "episode.mcap", plots={"my $curve": 1.0})))
    assert "Try $it$ out · turtlebot3_burger · seed 1 · mine.py" in said
    assert "80 of 100 points · passed · 2.0 s · It was enough." in said
    assert {"goal", "yard", "my $curve", "×"} <= set(said)
    assert {texts.WANTED, texts.TRUE, texts.FIXED, texts.MOVABLE, texts.MOVED, texts.TOUCHED} <= set(said)
    assert not {texts.NO_TRUTH, texts.CUT_OFF, texts.NO_SCAN} & set(said)


def test_a_cut_off_recording_says_so_and_whose_word_the_path_is(tmp_path: Path) -> None:
    said = words(figure_of(drive(tmp_path / "episode.mcap", finished=False)))
    assert f"{texts.CUT_OFF} {texts.NO_TRUTH}" in said
    assert texts.MEASURED in said
    assert texts.TRUE not in said


def test_a_recording_of_others_is_drawn_from_odometry(tmp_path: Path) -> None:
    said = words(figure_of(others_drive(tmp_path / "bag.mcap")))
    assert f"{texts.OTHERS}: bag.mcap" in said
    assert texts.NO_SCAN in said


def test_the_files_are_what_their_names_say(tmp_path: Path) -> None:
    drawn = page.draw_page(open_recording(drive(tmp_path / "episode.mcap")))
    assert drawn.png.startswith(b"\x89PNG")
    assert ElementTree.fromstring(drawn.svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert page.MAKER.encode() in drawn.png[:4096]
    assert page.MAKER.encode() in drawn.svg[:4096]


def test_the_same_recording_gives_the_same_files_in_any_process(tmp_path: Path) -> None:
    file = drive(tmp_path / "episode.mcap", plots=dict.fromkeys("abcde", 1.0))
    (tmp_path / "matplotlibrc").write_text("font.size: 30\nlines.linewidth: 9\n")
    script = (
        "import sys, hashlib; from pathlib import Path;"
        "from missions.recording.recording import open_recording;"
        "from web_console.episode_figure.page import draw_page;"
        "page = draw_page(open_recording(Path(sys.argv[1])));"
        "print(hashlib.sha256(page.png + page.svg).hexdigest())"
    )
    path = os.pathsep.join([str(REPOSITORY), *filter(None, sys.path)])
    sums = {
        subprocess.run(
            [sys.executable, "-c", script, str(file)],
            env=os.environ | {"PYTHONPATH": path, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone, folder in (("1", "UTC", tmp_path), ("2", "Asia/Tokyo", REPOSITORY))
    }
    assert len(sums) == 1


@pytest.mark.parametrize(
    "plots",
    [
        {"": 1.0, "_hidden": 2.0, "$x^{": 3.0},
        {"\U0001f600 über\t": 1e300},
        {"n" * 60: -1e-300},
        {f"curve {number}": 10.0**number for number in range(40)},
    ],
)
def test_whatever_a_program_plots_can_be_drawn(tmp_path: Path, plots: dict[str, float]) -> None:
    drawn = page.draw_page(open_recording(drive(tmp_path / "episode.mcap", plots=plots)))
    assert drawn.png.startswith(b"\x89PNG")


def test_an_empty_floor_and_a_robot_that_stands_still_can_be_drawn(tmp_path: Path) -> None:
    bare = FloorMap(robot="robot", robot_radius_m=0.1, zones=(), things=())
    assert page.draw_page(open_recording(drive(tmp_path / "bare.mcap", floor=bare))).svg
    still = open_recording(drive(tmp_path / "still.mcap", finished=False))
    curves = read_curves(still)
    one = Curve(curves.path.time_s[:1], curves.path.values[:1])
    alone = Curve(np.empty(0), np.empty((0, 2)))
    figure = page._figure(still, type(curves)("odometry", one, alone, alone, Curve(np.empty(0), np.empty(0)), {}, 0.0))
    assert texts.NO_SCAN in words(figure)


def test_few_curves_have_a_panel_each_and_many_share_three_by_their_size() -> None:
    def curves(count: int) -> dict[str, Curve]:
        return {str(n): Curve(np.zeros(1), np.array([10.0 ** (n % 3)])) for n in range(count)}

    assert grouped({}) == []
    assert grouped(curves(3)) == [["0"], ["1"], ["2"]]
    assert grouped(curves(6)) == [["0", "3"], ["1", "4"], ["2", "5"]]
    assert sum(map(len, grouped(curves(99)))) == 12


def test_an_outline_with_a_radius_is_drawn_with_it() -> None:
    disc = corners_m(MapOutline(points_m=((1.0, 2.0),), radius_m=0.5))
    np.testing.assert_allclose(np.hypot(*(disc - (1.0, 2.0)).T), 0.5)
    wide = corners_m(MapOutline(points_m=((0, 0), (1, 0), (1, 1), (0, 1)), radius_m=0.1))
    np.testing.assert_allclose((wide.min(axis=0), wide.max(axis=0)), [(-0.1, -0.1), (1.1, 1.1)], atol=1e-9)
    assert corners_m(FLOOR.things[1].outlines[0]).tolist() == [[1.9, 0.4], [2.1, 0.4], [2.1, 0.6], [1.9, 0.6]]
