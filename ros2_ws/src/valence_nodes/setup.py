# SPDX-License-Identifier: Apache-2.0
"""Packs `valence_nodes` and `worlds`, which lie in the repository's root, for a ROS 2 workspace."""

from __future__ import annotations

from setuptools import find_packages, setup

ROOT = "../../.."
NAME = "valence_nodes"

setup(
    name=NAME,
    version="0.1.0",
    description="The lab's ROS 2 nodes and the worlds that they simulate",
    license="Apache-2.0",
    packages=find_packages(ROOT, include=["valence_nodes", "valence_nodes.*", "worlds", "worlds.*"]),
    package_dir={"": ROOT},
    package_data={
        "valence_nodes": ["perception/*.onnx"],
        "worlds": ["catalog/**/*", "models/**/*", "sdf/classic_models/**/*"],
    },
    data_files=[
        ("share/ament_index/resource_index/packages", [f"resource/{NAME}"]),
        (f"share/{NAME}", ["package.xml"]),
    ],
    entry_points={
        "console_scripts": [
            f"{node} = valence_nodes.nodes.{node}:main"
            for node in (
                "robot_node",
                "program_node",
                "colour_blob_node",
                "line_node",
                "marker_node",
                "object_node",
                "classifier_node",
                "free_space_node",
                "policy_node",
                "terrain_node",
                "obstacle_track_node",
                "tone_node",
                "command_node",
                "wheel_fault_node",
                "gesture_node",
            )
        ]
    },
    zip_safe=False,
)
