# SPDX-License-Identifier: Apache-2.0
"""Numbers that a node is set to when it starts and never after, each within its range."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rcl_interfaces.msg import FloatingPointRange, IntegerRange, ParameterDescriptor
from rclpy.node import Node

Setting = tuple[str, int, int, int, str] | tuple[str, float, float, float, str]
"""A parameter: name, default, least, greatest, description."""


def declare_numbers(node: Node, settings: Iterable[Setting]) -> dict[str, Any]:
    """Declares parameters and returns their values.

    A value out of its range, or of the other type, ends the node with a message that names the parameter.
    """
    values: dict[str, Any] = {}
    for name, default, least, greatest, text in settings:
        descriptor = ParameterDescriptor(description=text, read_only=True)
        if isinstance(default, int):
            descriptor.integer_range = [IntegerRange(from_value=least, to_value=greatest, step=1)]
        else:
            descriptor.floating_point_range = [FloatingPointRange(from_value=least, to_value=greatest)]
        values[name] = node.declare_parameter(name, default, descriptor).value
    return values


def declare_text(node: Node, name: str, default: str, text: str) -> str:
    """Declares a parameter that is a text, and returns its value."""
    return str(node.declare_parameter(name, default, ParameterDescriptor(description=text, read_only=True)).value)
