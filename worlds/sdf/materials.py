# SPDX-License-Identifier: Apache-2.0
"""How visuals look: `<material>`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from worlds.errors import SdfError
from worlds.sdf import checked_values as values
from worlds.sdf.description import Material, Rgba
from worlds.sdf.document import Element, shown
from worlds.sdf.pictures import read_picture
from worlds.sdf.reading import OutsideFolderError, Reading

SCRIPT_COLOURS: dict[str, Rgba] = {
    "black": (0.0, 0.0, 0.0, 1.0),
    "blue": (0.0, 0.0, 1.0, 1.0),
    "bluelaser": (0.0, 0.0, 1.0, 0.4),
    "darkgray": (0.175, 0.175, 0.175, 1.0),
    "darkgrey": (0.175, 0.175, 0.175, 1.0),
    "darkyellow": (0.7, 0.7, 0.0, 1.0),
    "flatblack": (0.1, 0.1, 0.1, 1.0),
    "gold": (0.8, 0.65, 0.12, 1.0),
    "gray": (0.7, 0.7, 0.7, 1.0),
    "green": (0.0, 1.0, 0.0, 1.0),
    "grey": (0.7, 0.7, 0.7, 1.0),
    "indigo": (0.33, 0.0, 0.5, 1.0),
    "lightgray": (0.85, 0.85, 0.85, 1.0),
    "lightgrey": (0.85, 0.85, 0.85, 1.0),
    "orange": (1.0, 0.51, 0.0, 1.0),
    "purple": (1.0, 0.0, 1.0, 1.0),
    "red": (1.0, 0.0, 0.0, 1.0),
    "residential": (0.6, 0.6, 0.6, 1.0),
    "skyblue": (0.13, 0.44, 0.70, 1.0),
    "turquoise": (0.0, 1.0, 1.0, 1.0),
    "white": (1.0, 1.0, 1.0, 1.0),
    "whiteglow": (1.0, 1.0, 1.0, 1.0),
    "wood": (0.6, 0.4, 0.2, 1.0),
    "yellow": (1.0, 1.0, 0.0, 1.0),
    "zincyellow": (0.97, 0.95, 0.26, 1.0),
}
"""Colours of Gazebo Classic's material scripts `Gazebo/<Name>`, which other files name; scripts are not run."""


def read_material(visual: Element, reading: Reading) -> Material:
    """Reads a visual's material; what can't be shown is warned of."""
    material = visual.child("material")
    if material is None:
        return Material()
    result = _script(material, reading)
    ambient, diffuse = material.child("ambient"), material.child("diffuse")
    colour = values.colour(diffuse, values.colour(ambient, result.diffuse))
    result = replace(
        result,
        ambient=values.colour(ambient, colour),
        diffuse=colour,
        specular=values.colour(material.child("specular"), result.specular),
        emissive=values.colour(material.child("emissive"), result.emissive),
    )
    metal = material.find("pbr/metal")
    if metal is None:
        return result
    if ambient is None and diffuse is None:
        # A picture is shown as it is: SDFormat multiplies it with the diffuse colour.
        result = replace(result, ambient=(1.0, 1.0, 1.0, 1.0), diffuse=(1.0, 1.0, 1.0, 1.0))
    return replace(
        result,
        metalness=values.number(metal.child("metalness"), 0.5, values.UNIT_RANGE),
        roughness=values.number(metal.child("roughness"), 0.5, values.UNIT_RANGE),
        albedo_map=_picture(metal, reading),
    )


def _script(material: Element, reading: Reading) -> Material:
    name = material.find("script/name")
    if name is None:
        return Material()
    match = re.fullmatch(r"Gazebo/([A-Za-z]+?)(?:Transparent)?", name.text)
    colour = SCRIPT_COLOURS.get(match[1].lower()) if match else None
    if colour is None:
        if not material.all("ambient", "diffuse", "pbr"):
            reading.warn_of(name, f"the material script {shown(name.text)} is not known; shown in grey.")
        return Material()
    return Material(ambient=colour, diffuse=colour)


def _picture(metal: Element, reading: Reading) -> Path | None:
    element = metal.child("albedo_map")
    if element is None or not element.text:
        return None
    try:
        file = reading.find(element, element.text)
        read_picture(file)
    except OutsideFolderError:
        raise
    except SdfError as error:
        reading.warn_of(element, f"the picture is left out: {error.reason}")
        return None
    return file
