# SPDX-License-Identifier: Apache-2.0
"""What sounds, what it sounds in, and what hears it, in no engine's terms: the lab's own elements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from worlds.pose import Pose, Vec3

if TYPE_CHECKING:
    from worlds.sdf.description import Place

SoundKind = Literal["tone", "chirp", "noise", "command"]
Pattern = Literal["omni", "cardioid"]


@dataclass(frozen=True)
class Sound:
    """A source of sound, `<valence:sound>`: the same in all directions, again and again.

    Attributes:
        kind: what it is.
        pose: in the link frame; it goes with its model.
        level_db: sound pressure level at 1 m while it sounds, dB re 20 µPa.
        frequency_hz: of a tone; where a chirp begins.
        to_hz: where a chirp ends.
        word: of a command, one of `worlds.spoken.WORDS`; empty when a seed chooses.
        voice: number of the speaker of a command; None when a seed chooses.
        start_s: when it sounds for the first time.
        lasts_s: how long it sounds; a command lasts as long as its word.
        every_s: from one beginning to the next.
        place: where it was read.
    """

    kind: SoundKind
    pose: Pose
    level_db: float
    frequency_hz: float
    to_hz: float
    word: str
    voice: int | None
    start_s: float
    lasts_s: float
    every_s: float
    place: Place


@dataclass(frozen=True)
class Room:
    """A room that throws sound back, `<valence:room>`: a box with walls of one kind.

    Attributes:
        pose: its middle in the link frame; the box lies along the axes of that pose.
        size_m: between its walls, and from floor to ceiling.
        absorption: share of a sound's energy that a wall takes, 0..1.
        place: where it was read.
    """

    pose: Pose
    size_m: Vec3
    absorption: float
    place: Place


@dataclass(frozen=True)
class Microphone:
    """One microphone, or two side by side, `<valence:microphone>` in a `<sensor type="custom">`.

    Attributes:
        rate_hz: samples a second.
        spacing_m: between two, along y of the sensor; 0 for a single one.
        pattern: `omni` hears all directions alike; `cardioid` hears what is ahead of it and nothing behind: a single
            one looks along x, of two the left one looks left and the right one right.
        full_scale_db: level of a tone that just fits into its numbers, dB re 20 µPa.
        background_db: level of everything that is always there, its own noise included.
        motor_db: level of the robot's motors at 10 rad/s of the wheels; it grows with the speed.
        motor_turns: turns of a motor for one of its wheel; gives the whine's pitch.
        noise_scale: factor on background and motors, for scenarios.
    """

    rate_hz: int
    spacing_m: float
    pattern: Pattern
    full_scale_db: float
    background_db: float
    motor_db: float
    motor_turns: float
    noise_scale: float = 1.0

    @property
    def channels(self) -> int:
        """1 or 2."""
        return 2 if self.spacing_m > 0 else 1
