# SPDX-License-Identifier: Apache-2.0
"""Recordings of a real Gazebo, played again; and files that are none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.worlds.fidelity.vehicles import Vehicle, crate
from worlds.engines.mujoco_engine import MujocoEngine
from worlds.errors import RecordingError, SdfError, WorldsError
from worlds.fidelity import recording as recordings
from worlds.fidelity.camera_picture import match_edges
from worlds.fidelity.folder import OWN_RECORDINGS, Compared, compare_folder, find_recordings
from worlds.fidelity.recorded_robot import find_robot
from worlds.fidelity.recording import read_recording
from worlds.sdf.reader import read_world

CRATE_END = ("crate", "distance_m", "end")
HEAD = "sim_time_s,wheel_left_cmd_radps,wheel_right_cmd_radps,x_m,y_m,yaw_rad"


@pytest.fixture(scope="module")
def own() -> dict[str, Compared]:
    return {compared.name: compared for compared in compare_folder(OWN_RECORDINGS, MujocoEngine)}


@pytest.mark.parametrize("name", ["free_drive", "wall_hit", "ramp", "push", "room"])
def test_every_recording_of_the_lab_is_within_its_limits(own: dict[str, Compared], name: str) -> None:
    assert own[name].ok, own[name].measures
    assert any(measure.limit is not None for measure in own[name].measures)


@pytest.mark.parametrize("name", ["free_drive", "wall_hit", "ramp", "push"])
def test_nothing_strays_farther_than_five_centimetres(own: dict[str, Compared], name: str) -> None:
    """The aim, tighter than the limits."""
    assert max(one.value for one in own[name].measures if one.quantity == "distance_m") < 0.05
    assert max(one.value for one in own[name].measures if one.quantity == "yaw_rad") < 0.06


def test_the_pushed_crate_ends_within_three_centimetres(own: dict[str, Compared]) -> None:
    (crate_end,) = [one for one in own["push"].measures if (one.thing, one.quantity, one.when) == CRATE_END]
    assert crate_end.value <= 0.03


def test_a_recording_gives_the_same_figures_again() -> None:
    first, second = (
        [one.measures for one in compare_folder(OWN_RECORDINGS, MujocoEngine) if one.name == "wall_hit"] for _ in "12"
    )
    assert first == second


def row(time_s: float, left: float = 0.0, x_m: float = 0.0, more: str = "") -> str:
    return f"{time_s},{left},{left},{x_m},0,0{more}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.sdf").write_text(Vehicle().sdf(crate("crate", 0.2, 1.0, "1 0 0.05 0 0 0")), encoding="utf-8")
    (tmp_path / "a.csv").write_text("\n".join([HEAD, row(0.05), row(0.1)]), encoding="utf-8")
    return tmp_path


def compared(folder: Path) -> Compared:
    (found,) = compare_folder(folder, MujocoEngine)
    return found


def test_a_robot_elsewhere_than_recorded_is_beyond_the_limit(folder: Path) -> None:
    assert compared(folder).ok
    (folder / "a.csv").write_text("\n".join([HEAD, row(0.05, x_m=0.3), row(0.1)]), encoding="utf-8")
    found = compared(folder)
    assert not found.ok
    (worst,) = [one for one in found.measures if not one.ok]
    assert (worst.thing, worst.quantity, worst.when, worst.limit) == ("robot", "distance_m", "all_the_way", 0.05)
    assert worst.value == pytest.approx(0.3, abs=0.001)
    assert worst.where == "at 0.05 s, x 0.30 m, y 0.00 m"


def test_things_beside_the_robot_are_compared_by_their_names(folder: Path) -> None:
    head = f"{HEAD},crate_x_m,crate_y_m,crate_z_m,note"
    lines = [head, row(0.05, more=",1,0,0.05,1"), row(0.1, more=",1.2,0,0.05,1")]
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    (worst,) = [one for one in compared(folder).measures if not one.ok]
    assert (worst.thing, worst.when, worst.limit) == ("crate", "end", 0.08)
    assert worst.value == pytest.approx(0.2, abs=0.001)


def test_a_thing_that_can_not_move_is_compared_too(folder: Path) -> None:
    head = f"{HEAD},ground_x_m,ground_y_m"
    (folder / "a.csv").write_text("\n".join([head, row(0.05, more=",0,0"), row(0.1, more=",3,4")]), encoding="utf-8")
    (worst,) = [one for one in compared(folder).measures if not one.ok]
    assert (worst.thing, worst.value) == ("ground", 5.0)


@pytest.mark.parametrize(
    ("angles", "starts_s"),
    [(None, 0.099), ((0.006, 0.006), 0.099), ((0.3, 0.3), 0.05), ((0.15, 0.15), 0.075), ((9.0, 9.0), 0.099)],
)
def test_a_command_comes_when_the_wheels_angles_say(
    folder: Path, monkeypatch: pytest.MonkeyPatch, angles: tuple[float, float] | None, starts_s: float
) -> None:
    came: list[float] = []

    class Listening(MujocoEngine):
        def apply_wheel_speeds(self, left_radps: float, right_radps: float) -> None:
            came.append(self.sim_time_s)
            super().apply_wheel_speeds(left_radps, right_radps)

    lines = [HEAD, row(0.05), row(0.1, 6.0)]
    if angles is not None:
        lines = [
            f"{HEAD},wheel_left_rad,wheel_right_rad",
            row(0.05, more=",0,0"),
            row(0.1, 6.0, more=f",{angles[0]},{angles[1]}"),
        ]
    (folder / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    list(compare_folder(folder, Listening))
    assert came == pytest.approx([starts_s])


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 0, "is empty"),
        (HEAD, 0, "has no rows"),
        ("sim_time_s,x_m\n0.1,0", 1, "columns are missing: wheel_left_cmd_radps"),
        (f"{HEAD},x_m\n{row(0.1)},0", 1, "“x_m” comes twice"),
        (f"{HEAD},box_x_m,box_y_m\n{row(0.1)},0,0", 1, "a model “box” that the world does not have"),
        (f"{HEAD},crate_x_m\n{row(0.1)},0", 1, "no “crate_y_m”"),
        (f"{HEAD}\n{row(0.1)}\n0.2,0,0", 3, "has 3 cells; the first line names 6"),
        (f"{HEAD}\n{row(0.1)}\n{row(0.1)}", 3, "must be later than 0.1"),
        (f"{HEAD}\n{row(0.1)}\n{row(0.05)}", 3, "must be later"),
        (f"{HEAD}\n{row(0.0)}", 2, "must be later than 0"),
        (f"{HEAD}\n{row(float('nan'))}", 2, "sim_time_s is “nan”"),
        (f"{HEAD}\n{row(0.1, float('inf'))}", 2, "wheel_left_cmd_radps is “inf”"),
        (f"{HEAD}\n{row(0.1, x_m=1e9)}", 2, "x_m is “1000000000.0”"),
        (f"{HEAD}\n0.1,0,0,zero,0,0", 2, "x_m is “zero”"),
        (f"{HEAD}\n0.1,0,0,,0,0", 2, "x_m is “”"),
        (f"{HEAD}\n0.1,0,0,1_0,0,0", 2, "x_m is “1_0”"),
        (f"{HEAD}\n0.1,0,0,{'9' * 5000},0,0", 2, "x_m is “999"),
        (f"{HEAD}\n{row(900000)}", 2, "at most 4000000 are played"),
        (f'{HEAD}\n"0.1,0', 2, "this is no CSV"),
        (f"{HEAD}\n{'x' * 200_000}", 2, "this is no CSV"),
        (",".join(f"c{i}" for i in range(3000)), 1, "more than 2000 columns"),
    ],
)
def test_what_is_no_recording_is_told_with_its_line(folder: Path, text: str, line: int, says: str) -> None:
    (folder / "a.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RecordingError) as caught:
        compared(folder)
    assert says in caught.value.message
    assert caught.value.line == line
    assert caught.value.message.startswith(f"{folder / 'a.csv'}:{line}: " if line else f"{folder / 'a.csv'}: ")
    assert len(str(caught.value)) < 1000


def test_a_recording_of_too_many_rows_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "MAX_ROWS", 1)
    with pytest.raises(RecordingError, match=r"a\.csv:3: it has more than 1 rows"):
        compared(folder)


def test_bytes_that_are_no_text_and_files_that_are_none(folder: Path) -> None:
    (folder / "a.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordingError, match="is not UTF-8"):
        compared(folder)
    (folder / "a.csv").unlink()
    os.mkfifo(folder / "a.csv")
    with pytest.raises(RecordingError, match="not an ordinary file"):
        compared(folder)
    (folder / "a.csv").unlink()
    with (folder / "a.csv").open("wb") as stream:
        stream.truncate(100_000_000)
    with pytest.raises(RecordingError, match="at most 67"):
        compared(folder)


def test_a_mark_at_the_start_blank_lines_and_windows_lines_are_fine(folder: Path) -> None:
    text = "\ufeff" + "\r\n".join([HEAD, row(0.05), "", row(0.1), ""])
    (folder / "a.csv").write_bytes(text.encode("utf-8"))
    assert len(read_recording(folder / "a.sdf", folder / "a.csv").rows) == 2


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda folder: (folder / "a.csv").unlink(), r"a\.sdf: there is no a\.csv beside it"),
        (lambda folder: (folder / "a.sdf").unlink(), r"a\.csv: there is no world of the same name"),
        (lambda folder: [file.unlink() for file in folder.iterdir()], "there is no recording in this folder"),
        (shutil.rmtree, "can't be read: No such file"),
        (lambda folder: (folder / "b.sdf").write_text("<sdf"), r"b\.sdf: there is no b\.csv"),
    ],
)
def test_a_folder_that_is_not_one_of_recordings(folder: Path, change: Callable[[Path], object], says: str) -> None:
    change(folder)
    with pytest.raises(RecordingError, match=says):
        find_recordings(folder)


@pytest.mark.parametrize("path", ["\0", "a.sdf", "x" * 5000])
def test_paths_that_are_no_folder(folder: Path, path: str) -> None:
    with pytest.raises(RecordingError, match="can't be read"):
        find_recordings(folder / path)


def test_a_broken_world_is_told_before_anything_is_played(folder: Path) -> None:
    shutil.copy(folder / "a.csv", folder / "b.csv")
    (folder / "b.sdf").write_text("<sdf version='1.9'>\n<world/></sdf", encoding="utf-8")
    with pytest.raises(SdfError, match=r"b\.sdf:2"):
        next(compare_folder(folder, MujocoEngine))


@pytest.mark.parametrize(
    ("vehicle", "left"),
    [
        (Vehicle(), "wheel_left_joint"),
        (Vehicle(joints=("drivewhl_l", "drivewhl_r")), "drivewhl_l"),
        (Vehicle(joints=("LeftHub", "RightHub")), "LeftHub"),
        (
            Vehicle(
                joints=("a", "b"),
                plugin="<plugin name='gz::sim::systems::DiffDrive' filename='x'><left_joint>a</left_joint>"
                "<right_joint>b</right_joint></plugin>",
            ),
            "a",
        ),
    ],
)
def test_the_robot_is_found_by_its_wheels(tmp_path: Path, vehicle: Vehicle, left: str) -> None:
    (tmp_path / "a.sdf").write_text(vehicle.sdf(), encoding="utf-8")
    found = find_robot(read_world(tmp_path / "a.sdf"))
    assert found.spec.drive.left_joint == left
    assert [model.name for model in found.world.models] == ["ground", "robot"]


def test_a_world_without_a_robot_or_with_two_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.sdf"
    file.write_text(Vehicle(limit="<limit><lower>-1</lower><upper>1</upper></limit>").sdf(), encoding="utf-8")
    with pytest.raises(SdfError, match="no model drives on two wheels"):
        find_robot(read_world(file))
    one = Vehicle().sdf()
    model = one[one.index('<model name="vehicle"') : one.index("</world>")]
    file.write_text(one.replace("</world>", model.replace("vehicle", "other") + "</world>"), encoding="utf-8")
    with pytest.raises(SdfError, match="more than one model drives on two wheels: vehicle, other"):
        find_robot(read_world(file))


def test_another_model_called_robot_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.sdf").write_text(Vehicle().sdf(crate("robot", 1, 1, "2 0 0.05 0 0 0")), encoding="utf-8")
    with pytest.raises(SdfError, match="is kept for what drives"):
        find_robot(read_world(tmp_path / "a.sdf"))


def picture(folder: Path, shift_px: int = 0) -> Path:
    shutil.copy(OWN_RECORDINGS / "room.sdf", folder / "room.sdf")
    image = cv2.imread(str(OWN_RECORDINGS / "room_camera.png"))
    assert image is not None
    file = folder / "room_camera.png"
    cv2.imwrite(str(file), np.hstack([image[:, :1].repeat(shift_px, axis=1), image[:, : image.shape[1] - shift_px]]))
    return file


def test_a_picture_that_is_shifted_is_beyond_the_limit(tmp_path: Path) -> None:
    for shift_px, ok in ((2, True), (12, False)):
        picture(tmp_path, shift_px)
        assert compared(tmp_path).ok is ok


def test_pictures_without_any_edge_do_not_match() -> None:
    plain = np.full((20, 30, 3), 90, dtype=np.uint8)
    split = plain.copy()
    split[:, 15:] = 200
    assert match_edges(plain, plain).worst_px == 0
    assert match_edges(plain, split).worst_px > 100
    assert match_edges(split, split).worst_px == 0
    assert match_edges(np.roll(split, 4, axis=1), split).worst_px >= 4


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_a_picture_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    picture(tmp_path).write_bytes(content)
    with pytest.raises(WorldsError, match="room_camera"):
        compared(tmp_path)


def test_a_picture_of_another_size_or_a_world_without_a_camera_is_told(tmp_path: Path) -> None:
    cv2.imwrite(str(picture(tmp_path)), np.zeros((10, 10, 3), dtype=np.uint8))
    with pytest.raises(RecordingError, match="it has 10 × 10 pixels, the world's camera 320 × 240"):
        compared(tmp_path)
    (tmp_path / "room.sdf").write_text(Vehicle().sdf(), encoding="utf-8")
    with pytest.raises(SdfError, match="needs one colour camera; it has 0"):
        compared(tmp_path)
