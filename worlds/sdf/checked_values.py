# SPDX-License-Identifier: Apache-2.0
"""Numbers, vectors, poses, colours and names from an element's text, each within bounds."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches

from worlds.pose import Pose, Vec3
from worlds.sdf.description import Rgba
from worlds.sdf.document import Element, shown

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|[+-]?inf(?:inity)?", re.ASCII | re.IGNORECASE)
_LONGEST_NUMBER = 64
_LONGEST_NAME = 255


@dataclass(frozen=True)
class Bounds:
    """Which numbers are allowed; infinite ones are when `low` or `high` is infinite and `infinite` is set."""

    low: float
    high: float
    unit: str = ""
    above_low: bool = False
    infinite: bool = False

    def __contains__(self, value: float) -> bool:
        if math.isinf(value):
            return self.infinite and (value > 0 or self.low < 0)
        return (value > self.low if self.above_low else value >= self.low) and value <= self.high

    def __str__(self) -> str:
        low = f"{'more than' if self.above_low else 'at least'} {self.low:g}"
        infinite = ", or inf" if self.infinite else ""
        return f"{low} and at most {self.high:g} {self.unit}".rstrip() + infinite


ANY = Bounds(-1e9, 1e9)
POSITION_M = Bounds(-1e5, 1e5, "m")
ANGLE_RAD = Bounds(-1e4, 1e4, "rad")
SIZE_M = Bounds(1e-6, 1e5, "m")
MASS_KG = Bounds(0.0, 1e6, "kg", above_low=True)
INERTIA_KGM2 = Bounds(-1e9, 1e9, "kg m²")
NOT_NEGATIVE = Bounds(0.0, 1e12)
COUNT = Bounds(1, 100_000)
UNIT_RANGE = Bounds(0.0, 1.0)


def parse_numbers(element: Element, text: str, bounds: Bounds, *counts: int) -> tuple[float, ...]:
    """Reads blank-separated numbers.

    Args:
        element: named in the error.
        text: the numbers.
        bounds: what each must keep to.
        counts: how many there may be.

    Raises:
        SdfError: a number is missing, too many, no number, or out of bounds.
    """
    words = text.split(maxsplit=max(counts))
    if len(words) not in counts:
        wanted = " or ".join(str(count) for count in counts)
        raise element.error(f"needs {wanted} number{'s' if counts != (1,) else ''}, not {shown(text)}.")
    values = []
    for word in words:
        value = float(word) if len(word) <= _LONGEST_NUMBER and _NUMBER.fullmatch(word) else math.nan
        if math.isnan(value):
            raise element.error(f"{shown(word)} is not a usable number.")
        if value not in bounds:
            raise element.error(f"{shown(word)} is not allowed; it must be {bounds}.")
        values.append(value)
    return tuple(values)


def number(element: Element | None, default: float, bounds: Bounds) -> float:
    """Reads one number; an element that is not there gives the default."""
    return default if element is None else parse_numbers(element, element.text, bounds, 1)[0]


def integer(element: Element | None, default: int, bounds: Bounds) -> int:
    """Reads a whole number; `0x` numbers are read as SDFormat's bit masks use them."""
    if element is None:
        return default
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,16}", element.text):
        value = float(int(element.text, 16))
        if value not in bounds:
            raise element.error(f"{shown(element.text)} is not allowed; it must be {bounds}.")
        return int(value)
    value = parse_numbers(element, element.text, bounds, 1)[0]
    if value != int(value):
        raise element.error(f"{shown(element.text)} is not a whole number.")
    return int(value)


def vector3(element: Element | None, default: Vec3, bounds: Bounds) -> Vec3:
    """Reads three numbers."""
    if element is None:
        return default
    x, y, z = parse_numbers(element, element.text, bounds, 3)
    return (x, y, z)


def direction(element: Element | None, default: Vec3) -> Vec3:
    """Reads a direction and gives it length 1.

    Raises:
        SdfError: it has no length.
    """
    x, y, z = vector3(element, default, ANY)
    length = math.sqrt(x * x + y * y + z * z)
    if length < 1e-9:
        assert element is not None
        raise element.error(f"{shown(element.text)} has no direction: its length is 0.")
    return (x / length, y / length, z / length)


def boolean(element: Element | None, default: bool) -> bool:
    """Reads true, false, 1 or 0; an element that is not there or empty gives the default, as in SDFormat."""
    if element is None or not element.text:
        return default
    return truth(element, element.text)


def truth(element: Element, text: str) -> bool:
    """Reads true, false, 1 or 0 from an element's text or attribute."""
    value = {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower())
    if value is None:
        raise element.error(f"{shown(text)} is not allowed; it must be true, false, 1 or 0.")
    return value


def colour(element: Element | None, default: Rgba) -> Rgba:
    """Reads red, green, blue and maybe alpha; what is beyond 0..1 is brought to its nearest end."""
    if element is None:
        return default
    values = [min(1.0, max(0.0, v)) for v in parse_numbers(element, element.text, ANY, 3, 4)]
    return (values[0], values[1], values[2], values[3] if len(values) == 4 else 1.0)


def pose(element: Element | None) -> Pose:
    """Reads a pose: metres, then roll, pitch, yaw (or a quaternion x, y, z, w).

    See SDFormat 1.9, `pose`: attributes `degrees` and `rotation_format`.
    """
    if element is None or not element.text:
        return Pose()
    style = element.attributes.get("rotation_format", "euler_rpy")
    if style not in ("euler_rpy", "quat_xyzw"):
        raise element.error(f"rotation_format {shown(style)} is not known; euler_rpy and quat_xyzw are.")
    degrees = truth(element, element.attributes.get("degrees", "false"))
    words = parse_numbers(element, element.text, Bounds(-1e6, 1e6), 7 if style == "quat_xyzw" else 6)
    if any(value not in POSITION_M for value in words[:3]):
        raise element.error(f"{shown(element.text)} is too far away; a position must be {POSITION_M}.")
    position = (words[0], words[1], words[2])
    if style == "quat_xyzw":
        if degrees:
            raise element.error("degrees has no meaning with rotation_format quat_xyzw.")
        length = math.sqrt(sum(value * value for value in words[3:]))
        if length < 1e-6:
            raise element.error(f"the quaternion of {shown(element.text)} has length 0.")
        x, y, z, w = (value / length for value in words[3:])
        return Pose(position, (w, x, y, z))
    roll, pitch, yaw = (math.radians(value) if degrees else value for value in words[3:])
    return Pose.from_rpy(position, (roll, pitch, yaw))


def relative_to(element: Element | None) -> str:
    """Returns the frame that a `<pose>` is given in, or an empty text (before 1.7 it was called `frame`)."""
    if element is None:
        return ""
    old = element.attributes.get("frame", "") if element.document.version < (1, 7) else ""
    return element.attributes.get("relative_to", old).strip()


def name(element: Element) -> str:
    """Returns an element's own name.

    Raises:
        SdfError: it is missing, reserved by SDFormat, or holds what a name must not.
    """
    given = element.attributes.get("name", "")
    if not given.strip():
        raise element.error("needs a name.")
    return checked_name(element, given)


def checked_name(element: Element, given: str) -> str:
    """Checks a name that an element gives."""
    if len(given) > _LONGEST_NAME:
        raise element.error(f"the name {shown(given)} has more than {_LONGEST_NAME} characters.")
    if given == "world" or (given.startswith("__") and given.endswith("__")):
        raise element.error(f"the name {shown(given)} is reserved by SDFormat.")
    if "::" in given:
        raise element.error(f"the name {shown(given)} holds “::”, which separates the names of nested models.")
    if not given.isprintable():
        raise element.error(f"the name {shown(given)} holds a character that can't be printed.")
    return given


def one_of(element: Element, given: str, allowed: tuple[str, ...], what: str) -> str:
    """Returns `given` if it is one of those allowed, else raises with the closest match."""
    if given in allowed:
        return given
    close = get_close_matches(given[:80], allowed, n=1)
    hint = f"Did you mean “{close[0]}”?" if close else ""
    raise element.error(f"{what} {shown(given)} is not known; {', '.join(allowed)} are.", hint)
