# SPDX-License-Identifier: Apache-2.0
"""The workspace's packages: what they say of themselves agrees with what is there."""

from __future__ import annotations

import ast
import configparser
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
WORKSPACE = ROOT / "ros2_ws"
PACKAGES = sorted([*WORKSPACE.glob("src/*/package.xml"), *WORKSPACE.glob("standard_interfaces/*/package.xml")])
LAUNCH_FILES = sorted(WORKSPACE.glob("src/valence_bringup/launch/*.launch.py"))
BRINGUP = WORKSPACE / "src" / "valence_bringup"
NODES = WORKSPACE / "src" / "valence_nodes"


def console_scripts() -> dict[str, str]:
    """Executable name to `module:function`, as `setup.py` computes it."""
    told: dict[str, Any] = {}
    source = (NODES / "setup.py").read_text(encoding="utf-8")
    source = source.replace("from setuptools import find_packages, setup", "find_packages = lambda *a, **k: []")
    exec(compile(source, "setup.py", "exec"), {"setup": told.update, "__name__": "setup"})
    return dict(re.split(r"\s*=\s*", line, maxsplit=1) for line in told["entry_points"]["console_scripts"])


def launch_values(word: str) -> set[str]:
    """Every text given as `word=...` in the launch files."""
    return {
        keyword.value.value
        for file in LAUNCH_FILES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == word and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
    }


@pytest.mark.parametrize("file", PACKAGES, ids=lambda file: file.parent.name)
def test_package_is_named_as_its_folder_and_complete(file: Path) -> None:
    package = etree.parse(file).getroot()
    assert package.get("format") == "3"
    assert package.findtext("name") == file.parent.name
    assert re.fullmatch(r"\d+\.\d+\.\d+", package.findtext("version") or "")
    assert package.findtext("license") == "Apache-2.0"
    maintainer = package.find("maintainer")
    assert maintainer is not None
    assert re.fullmatch(r"[^@ ]+@[^@ ]+\.[a-z]+", maintainer.get("email") or "")


@pytest.mark.parametrize(
    "file", [file for file in PACKAGES if (file.parent / "CMakeLists.txt").exists()], ids=lambda file: file.parent.name
)
def test_cmake_finds_just_what_the_package_declares(file: Path) -> None:
    cmake = (file.with_name("CMakeLists.txt")).read_text(encoding="utf-8")
    found = set(re.findall(r"find_package\((\w+)", cmake))
    package = etree.parse(file).getroot()
    declared = {element.text for kind in ("depend", "buildtool_depend") for element in package.iter(kind)}
    assert found == declared


def test_every_executable_is_there() -> None:
    scripts = console_scripts()
    assert set(scripts) == {
        "robot_node",
        "program_node",
        "colour_blob_node",
        "line_node",
        "marker_node",
        "object_node",
        "classifier_node",
        "free_space_node",
        "obstacle_track_node",
        "terrain_node",
        "tone_node",
        "command_node",
        "policy_node",
        "gesture_node",
        "wheel_fault_node",
    }
    for target in scripts.values():
        module, function = target.split(":")
        tree = ast.parse((ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    installed = configparser.ConfigParser()
    installed.read(NODES / "setup.cfg")
    assert installed["install"]["install_scripts"] == "$base/lib/valence_nodes"


def test_every_package_with_a_python_file_would_be_installed() -> None:
    """A folder without `__init__.py` would silently stay behind."""
    for room in ("valence_nodes", "worlds"):
        folders = {file.parent for file in (ROOT / room).rglob("*.py")}
        assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()


@pytest.mark.parametrize("file", LAUNCH_FILES, ids=lambda file: file.name)
def test_launch_file_is_sound_python_with_the_entrance_that_launch_calls(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    assert "generate_launch_description" in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_launch_files_name_what_exists() -> None:
    assert launch_values("package") == {"valence_nodes"}
    assert launch_values("executable") <= set(console_scripts())
    named = {
        text.value
        for file in LAUNCH_FILES
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }
    # The perception launch file is told which node to start, and takes the parameters of that name.
    named = {*(named - {".yaml"}), *(f"{name}.yaml" for name in named & set(console_scripts()))}
    for folder in ("config", "launch"):
        files = {file.name for file in (BRINGUP / folder).iterdir() if file.is_file()}
        used = {name for name in named if name.endswith(".yaml" if folder == "config" else ".launch.py")}
        assert used <= files
    assert {file.name for file in (BRINGUP / "config").iterdir()} <= named


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("robot_node.yaml", "valence_nodes/nodes/free_drive.py"),
        ("colour_blob_node.yaml", "valence_nodes/nodes/colour_blob_node.py"),
        ("line_node.yaml", "valence_nodes/nodes/line_node.py"),
        ("marker_node.yaml", "valence_nodes/nodes/marker_node.py"),
        ("object_node.yaml", "valence_nodes/nodes/object_node.py"),
        ("classifier_node.yaml", "valence_nodes/nodes/classifier_node.py"),
        ("free_space_node.yaml", "valence_nodes/nodes/free_space_node.py"),
        ("obstacle_track_node.yaml", "valence_nodes/nodes/obstacle_track_node.py"),
        ("program_node.yaml", "valence_nodes/nodes/free_program.py"),
    ],
)
def test_parameters_are_the_nodes_own_with_their_defaults(file: str, module: str) -> None:
    given = yaml.safe_load((BRINGUP / "config" / file).read_text(encoding="utf-8"))["/**"]["ros__parameters"]
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    declared = {
        row.elts[0].value: row.elts[1].value
        for row in ast.walk(tree)
        if isinstance(row, ast.Tuple)
        and len(row.elts) in {3, 5}
        and all(isinstance(cell, ast.Constant) for cell in row.elts)
        and isinstance(row.elts[0].value, str)
    }
    assert given
    assert given.items() <= declared.items()


def test_a_plain_build_leaves_the_standard_packages_to_the_ros() -> None:
    assert (WORKSPACE / "standard_interfaces" / "COLCON_IGNORE").exists()
