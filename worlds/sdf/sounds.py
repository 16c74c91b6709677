# SPDX-License-Identifier: Apache-2.0
"""Sounds, rooms and microphones: `<valence:sound>`, `<valence:room>`, `<valence:microphone>`, the lab's own elements.

SDFormat leaves elements with a prefix to the programs that know them, so that libsdformat accepts them and Gazebo
passes over them. A microphone is a `<sensor type="custom">`, as sensors are that SDFormat does not have.
"""

from __future__ import annotations

from typing import cast

from worlds.sdf import checked_values as values
from worlds.sdf.checked_values import Bounds
from worlds.sdf.document import Element
from worlds.sdf.own_elements import check_children
from worlds.sdf.sound import Microphone, Pattern, Room, Sound, SoundKind
from worlds.spoken import WORDS

SOUND, ROOM, MICROPHONE = "valence:sound", "valence:room", "valence:microphone"
MAX_SOUNDS = 32

LEVEL_DB = Bounds(0.0, 120.0, "dB")
PITCH_HZ = Bounds(20.0, 8000.0, "Hz")
TIME_S = Bounds(0.0, 3600.0, "s")
EVERY_S = Bounds(0.1, 30.0, "s")
SIDE_M = Bounds(0.5, 200.0, "m")
ABSORPTION = Bounds(0.02, 1.0)
RATE_HZ = Bounds(4000, 48_000, "Hz")
SPACING_M = Bounds(0.0, 1.0, "m")
FULL_SCALE_DB = Bounds(60.0, 140.0, "dB")
TURNS = Bounds(1.0, 2000.0)
VOICE = Bounds(0, 1_000_000)

KINDS = ("tone", "chirp", "noise", "command")
PATTERNS = ("omni", "cardioid")
_CHILDREN = {
    SOUND: tuple(
        f"valence:{name}"
        for name in ("pose", "level", "frequency", "to_frequency", "word", "voice", "start", "lasts", "every")
    ),
    ROOM: ("valence:pose", "valence:size", "valence:absorption"),
    MICROPHONE: tuple(
        f"valence:{name}"
        for name in ("sample_rate", "spacing", "pattern", "full_scale", "background", "motors", "motor_turns")
    ),
}


def _number(element: Element, name: str, default: float, bounds: Bounds) -> float:
    return values.number(element.child(f"valence:{name}"), default, bounds)


def _text(element: Element, name: str, default: str) -> str:
    found = element.child(f"valence:{name}")
    return default if found is None else found.text


def read_sound(sound: Element) -> Sound:
    """Reads a source of sound; its attribute `kind` says what it is.

    Raises:
        SdfError: a value is wrong, or an element is not known or there twice.
    """
    check_children(sound, _CHILDREN)
    kind = values.one_of(sound, sound.attributes.get("kind", ""), KINDS, "the kind of sound")
    word, voice = sound.child("valence:word"), sound.child("valence:voice")
    if word is not None:
        values.one_of(word, word.text, WORDS, "the word")
    every_s = _number(sound, "every", 2.0, EVERY_S)
    lasts_s = _number(sound, "lasts", every_s, EVERY_S)
    if lasts_s > every_s:
        raise sound.error(f"a sound of {lasts_s:g} s can't be heard anew every {every_s:g} s.", "Make every longer.")
    frequency_hz = _number(sound, "frequency", 1000.0, PITCH_HZ)
    return Sound(
        kind=cast("SoundKind", kind),
        pose=values.pose(sound.child("valence:pose")),
        level_db=_number(sound, "level", 65.0, LEVEL_DB),
        frequency_hz=frequency_hz,
        to_hz=_number(sound, "to_frequency", frequency_hz, PITCH_HZ),
        word="" if word is None else word.text,
        voice=None if voice is None else values.integer(voice, 0, VOICE),
        start_s=_number(sound, "start", 0.0, TIME_S),
        lasts_s=lasts_s,
        every_s=every_s,
        place=sound.place,
    )


def read_room(room: Element, *, static: bool) -> Room:
    """Reads a room.

    Args:
        room: the `<valence:room>`.
        static: whether its link can't move.

    Raises:
        SdfError: a value is wrong, an element is not known or there twice, or the link can move.
    """
    if not static:
        raise room.error("a room can't be part of something that moves.", "Make its model <static>.")
    check_children(room, _CHILDREN)
    size = room.child("valence:size")
    if size is None:
        raise room.error("needs <valence:size>: metres along x, y and z.")
    x_m, y_m, z_m = values.parse_numbers(size, size.text, SIDE_M, 3)
    absorption = _number(room, "absorption", 0.2, ABSORPTION)
    return Room(values.pose(room.child("valence:pose")), (x_m, y_m, z_m), absorption, room.place)


def read_microphone(microphone: Element) -> Microphone:
    """Reads what a microphone is like.

    Raises:
        SdfError: a value is wrong, or an element is not known or there twice.
    """
    check_children(microphone, _CHILDREN)
    pattern = values.one_of(microphone, _text(microphone, "pattern", "omni"), PATTERNS, "the pattern")
    return Microphone(
        rate_hz=values.integer(microphone.child("valence:sample_rate"), 16_000, RATE_HZ),
        spacing_m=_number(microphone, "spacing", 0.0, SPACING_M),
        pattern=cast("Pattern", pattern),
        full_scale_db=_number(microphone, "full_scale", 100.0, FULL_SCALE_DB),
        background_db=_number(microphone, "background", 35.0, LEVEL_DB),
        motor_db=_number(microphone, "motors", 50.0, LEVEL_DB),
        motor_turns=_number(microphone, "motor_turns", 258.5, TURNS),
    )
