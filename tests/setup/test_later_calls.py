# SPDX-License-Identifier: Apache-2.0
"""A later call hands over at once; a call after a change sets up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.setup.fresh_clone import FreshClone

SET_UP_BEGAN = "These system packages are needed"  # no compiler is on the search path, so it ends there: exit code 4


@pytest.fixture
def clone(tmp_path: Path) -> FreshClone:
    clone = FreshClone.at(tmp_path / "a clone")
    clone.make_ready()
    return clone


def environment_of(told: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in told.splitlines() if "=" in line)


def test_arguments_arrive_as_they_were_given(clone: FreshClone) -> None:
    told = clone.call("run", "first drive", "", "*", "--json")
    assert told.returncode == 0
    assert told.stdout.endswith("<-m><web_console.command_line><run><first drive><><*><--json>")
    assert told.stderr == ""


def test_messages_and_wheels_are_on_the_paths(clone: FreshClone) -> None:
    seen = environment_of(clone.call("missions", PYTHONHOME="/nowhere", PYTHONPATH="/stray").stdout)
    root = clone.root
    assert seen["PYTHONPATH"] == f"{root}:{root}/ros2_ws/install/lib/python3.11/site-packages"
    assert seen["AMENT_PREFIX_PATH"] == f"{root}/ros2_ws/install:{root}/.venv"
    folders = seen["LD_LIBRARY_PATH"].split(":")
    assert folders[0] == f"{root}/ros2_ws/install/lib"
    assert f"{root}/.venv/lib/python3.11/site-packages/ros_rcl.libs" in folders
    assert "PYTHONHOME" not in seen


def test_a_sourced_ros_stays_on_the_paths(clone: FreshClone, tmp_path: Path) -> None:
    ros = tmp_path / "ros"
    index = ros / "share" / "ament_index" / "resource_index" / "packages"
    index.mkdir(parents=True)
    (index / "rclpy").touch()
    clone.environment |= {
        "ROS_DISTRO": "jazzy",
        "AMENT_PREFIX_PATH": str(ros),
        "PYTHONPATH": "/ros/python",
        "LD_LIBRARY_PATH": "/ros/lib",
    }
    assert clone.call("missions").returncode == 4  # was set up for the wheels
    clone.stamp("ready", "fingerprint")
    seen = environment_of(clone.call("missions").stdout)
    install = f"{clone.root}/ros2_ws/install"
    assert seen["AMENT_PREFIX_PATH"] == f"{install}:{ros}"
    assert seen["PYTHONPATH"].split(":")[-1] == "/ros/python"
    assert seen["LD_LIBRARY_PATH"] == f"{install}/lib:/ros/lib"
    assert "RMW_IMPLEMENTATION" not in seen


def test_works_through_links_and_from_any_folder(clone: FreshClone, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "lab").symlink_to("../link")
    (tmp_path / "link").symlink_to(clone.root / "valence")
    for command, cwd in (
        (tmp_path / "far" / "lab", Path("/")),
        (Path("lab"), tmp_path / "far"),
        (Path("valence"), clone.root),
        (Path("../a clone/valence"), tmp_path / "far"),
    ):
        assert environment_of(clone.call(command=command, cwd=cwd).stdout)["PYTHONPATH"].startswith(f"{clone.root}:")


@pytest.mark.parametrize("home", [None, "", "/no/such/folder"])
def test_some_home_is_there_where_there_is_none(clone: FreshClone, home: str | None) -> None:
    del clone.environment["HOME"]
    variables = {} if home is None else {"HOME": home}
    seen = environment_of(clone.call("missions", **variables).stdout)
    assert Path(seen["HOME"]) == clone.root / ".valence" / "home"
    assert Path(seen["HOME"]).is_dir()


@pytest.mark.parametrize(
    "changed",
    [
        "docker/requirements.lock",
        "docker/requirements-ros.lock",
        "docker/setup/system_packages.sh",
        "ros2_ws/src/valence_interfaces/msg/EpisodeState.msg",
        "ros2_ws/standard_interfaces/tf2_msgs/msg/TFMessage.msg",
        "ros2_ws/build.py",
    ],
)
def test_a_change_is_noticed(clone: FreshClone, changed: str) -> None:
    assert clone.call("missions").returncode == 0
    with (clone.root / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    told = clone.call("missions")
    assert told.returncode == 4
    assert SET_UP_BEGAN in told.stderr


def test_a_moved_folder_is_noticed(clone: FreshClone, tmp_path: Path) -> None:
    clone.root = clone.root.rename(tmp_path / "elsewhere")
    assert clone.call("missions").returncode == 4


def test_tests_need_their_own_packages(clone: FreshClone) -> None:
    build_pages(clone)
    clone.stamp("learning", "fingerprint_of_learning")
    assert clone.call("test").returncode == 4
    clone.stamp("tests", "fingerprint_of_tests")
    assert clone.call("test").returncode == 0
    with (clone.root / "docker" / "requirements-dev.lock").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert clone.call("test").returncode == 4
    assert clone.call("missions").returncode == 0


@pytest.mark.parametrize("arguments", [("up",), ("test",), ("bench", "--console"), ("bench", "--json", "--console")])
def test_pages_are_built_for_what_needs_them(clone: FreshClone, arguments: tuple[str, ...]) -> None:
    clone.stamp("tests", "fingerprint_of_tests")
    clone.stamp("learning", "fingerprint_of_learning")
    assert clone.call(*arguments).returncode == 4
    assert clone.call("bench").returncode == 0, "nothing else waits for them"
    assert clone.call("up").returncode == 4
    build_pages(clone)
    assert clone.call(*arguments).returncode == 0


@pytest.mark.parametrize("changed", ["src/app.tsx", "package-lock.json", "index.html", "public/icon.svg"])
def test_a_change_of_the_pages_is_noticed(clone: FreshClone, changed: str) -> None:
    build_pages(clone)
    with (clone.root / "web_console" / "frontend" / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert clone.call("up").returncode == 4


@pytest.mark.parametrize("made", ["src/api/schema.d.ts", "src/app.test.tsx"])
def test_what_is_not_in_the_pages_builds_none_anew(clone: FreshClone, made: str) -> None:
    build_pages(clone)
    (clone.root / "web_console" / "frontend" / made).write_text("// new\n", encoding="utf-8")
    assert clone.call("up").returncode == 0


def test_pages_that_were_taken_away_are_noticed(clone: FreshClone) -> None:
    build_pages(clone)
    (clone.root / "web_console" / "frontend" / "dist" / "index.html").unlink()
    assert clone.call("up").returncode == 4


def test_without_node_npm_says_what_to_do(clone: FreshClone) -> None:
    told = clone.call("run", "build", command=clone.root / "docker" / "setup" / "npm.sh")
    assert told.returncode == 4
    assert "./valence up" in told.stderr


def build_pages(clone: FreshClone) -> None:
    """Leaves the traces of pages that were built."""
    dist = clone.root / "web_console" / "frontend" / "dist"
    dist.mkdir()
    (dist / "index.html").write_text("<!doctype html>", encoding="utf-8")
    clone.stamp("pages", "fingerprint_of_pages")


def test_learners_files_do_not_stand_in_for_ours(clone: FreshClone) -> None:
    assert environment_of(clone.call("missions").stdout)["PYTHONSAFEPATH"] == "1"


LEARNING_MISSION = "learning:\n  dataset: data\n"


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (("--with-learning",), True),
        (("train", "digits"), True),
        (("data", "list"), True),
        (("run", "sort", "--seed", "1"), True),
        (("grade", "sort", "--program", "x.py"), True),
        (("check", "mission", "missions/catalog/sort/mission.yaml"), True),
        (("run", "sort_in_one_line"), True),
        (("run", "drive"), False),
        (("missions",), False),
        (("up",), False),
        (("bench",), False),
    ],
)
def test_what_learning_needs_is_installed_when_it_is_first_needed(
    clone: FreshClone, arguments: tuple[str, ...], needed: bool
) -> None:
    missions = {
        "sort": LEARNING_MISSION,
        "sort_in_one_line": "learning: {cpu_s: 1, dataset: data}\n",
        "drive": "name: drive\n",
    }
    for name, text in missions.items():
        folder = clone.root / "missions" / "catalog" / name
        folder.mkdir(parents=True)
        (folder / "mission.yaml").write_text(text, encoding="utf-8")
    clone.stamp("pages", "fingerprint_of_pages")
    (clone.root / "web_console" / "frontend" / "dist").mkdir()
    (clone.root / "web_console" / "frontend" / "dist" / "index.html").touch()
    told = clone.call(*arguments, cwd=clone.root)
    assert (SET_UP_BEGAN in told.stderr) == needed, told.stderr
    clone.stamp("learning", "fingerprint_of_learning")
    told = clone.call(*arguments, cwd=clone.root)
    assert (told.returncode, SET_UP_BEGAN in told.stderr) == (0, False)


def test_the_wish_for_learning_is_not_handed_on(clone: FreshClone) -> None:
    clone.stamp("learning", "fingerprint_of_learning")
    assert "The lab is set up, with what learning needs." in clone.call("--with-learning").stdout
    told = clone.call("--with-learning", "run", "first drive")
    assert told.stdout.endswith("<-m><web_console.command_line><run><first drive>")
