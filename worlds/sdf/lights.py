# SPDX-License-Identifier: Apache-2.0
"""Lights of the world and of links: `<light>`."""

from __future__ import annotations

from typing import Literal, cast

from worlds.pose import Pose
from worlds.sdf import checked_values as values
from worlds.sdf.description import Light
from worlds.sdf.document import Element

KINDS = ("directional", "point", "spot")


def read_light(light: Element, name: str, pose: Pose) -> Light:
    """Reads a light; what is left out is SDFormat's default.

    Args:
        light: the `<light>`.
        name: its name, scoped if it belongs to a nested model.
        pose: its resolved pose, in the world or in its link's frame.

    Raises:
        SdfError: a value is wrong.
    """
    kind = values.one_of(light, light.attributes.get("type", "point"), KINDS, "the light type")
    fade = light.child("attenuation")
    constant, linear, quadratic, range_m = (
        values.number(None if fade is None else fade.child(tag), default, values.NOT_NEGATIVE)
        for tag, default in (("constant", 1.0), ("linear", 1.0), ("quadratic", 0.0), ("range", 10.0))
    )
    is_on = values.boolean(light.child("light_on"), True)
    return Light(
        name=name,
        kind=cast(Literal["directional", "point", "spot"], kind),
        pose=pose,
        direction=values.direction(light.child("direction"), (0.0, 0.0, -1.0)),
        diffuse=values.colour(light.child("diffuse"), (1.0, 1.0, 1.0, 1.0)),
        specular=values.colour(light.child("specular"), (0.1, 0.1, 0.1, 1.0)),
        intensity=values.number(light.child("intensity"), 1.0, values.NOT_NEGATIVE) if is_on else 0.0,
        range_m=range_m,
        attenuation=(constant, linear, quadratic),
        spot_outer_angle_rad=values.number(light.find("spot/outer_angle"), 0.0, values.ANGLE_RAD),
        cast_shadows=values.boolean(light.child("cast_shadows"), False),
        place=light.place,
    )
