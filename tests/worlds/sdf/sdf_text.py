# SPDX-License-Identifier: Apache-2.0
"""Small pieces of SDF for tests: each function wraps its content."""

from __future__ import annotations

BOX = "<geometry><box><size>1 2 3</size></box></geometry>"
COLLISION = f"<collision name='c'>{BOX}</collision>"
INERTIAL = "<inertial><mass>1</mass><inertia><ixx>1</ixx><iyy>1</iyy><izz>1</izz></inertia></inertial>"
PAIR = f"<link name='a'>{INERTIAL}</link><link name='b'>{INERTIAL}</link>"


def sdf(content: str, version: str = "1.9") -> str:
    return f"<?xml version='1.0'?>\n<sdf version='{version}'>{content}</sdf>\n"


def world(content: str, version: str = "1.9") -> str:
    return sdf(f"<world name='w'>{content}</world>", version)


def model(content: str, name: str = "m", attributes: str = "") -> str:
    return f"<model name='{name}' {attributes}>{content}</model>"


def link(content: str, name: str = "l") -> str:
    return f"<link name='{name}'>{INERTIAL}{content}</link>"


def in_link(content: str, version: str = "1.9") -> str:
    """A world with one model `m` of one link `l`."""
    return world(model(link(content)), version)


def joint(content: str, kind: str = "revolute", name: str = "j", parent: str = "a", child: str = "b") -> str:
    ends = f"<parent>{parent}</parent><child>{child}</child>"
    return f"<joint name='{name}' type='{kind}'>{ends}{content}</joint>"


def jointed(content: str, version: str = "1.9") -> str:
    """A world with one model of two links, `a` and `b`, and what joins them."""
    return world(model(PAIR + content), version)
