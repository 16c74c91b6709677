# SPDX-License-Identifier: Apache-2.0
"""Examples of commands to learn from: words of the lab's synthesiser, heard in rooms, each by a speaker of its own.

They are made and not recorded: `worlds.spoken` says how. Each is heard by the microphone of `worlds.hearing`, at a
distance, in a room with its reverberation and background, and is found in the sound as the node finds it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from valence_nodes.signals.commands import OTHER, command_features
from valence_nodes.signals.lesson import Lesson, Rows
from valence_nodes.signals.windows import Signal
from valence_nodes.signals.words import WordFinder
from worlds.hearing import Emitter, Hearing
from worlds.pose import Pose
from worlds.sdf.description import Place
from worlds.sdf.sound import Microphone, Room, Sound, SoundKind
from worlds.sensor_noise import noise_stream
from worlds.sounding import FINER, emitted
from worlds.spoken import WORDS

RATE_HZ = 16_000
FIRST_HELD_OUT = 500_000
"""Voices from this number on are never learned from."""

_PLACE = Place(Path(__file__), 1, "made by the lab")
_SILENCE_S, _LASTS_S = 0.5, 1.6
_EVERY_S = 4.0
"""Longer than a word and its reverberation in any of the rooms; what is longer only costs time."""

_OTHER_KINDS: tuple[SoundKind, ...] = ("tone", "chirp", "noise")


def heard(sound: Sound, seed: int, *, seconds: float = _LASTS_S, channels: int = 1) -> Signal:
    """Hears a sound somewhere in a room.

    Args:
        sound: to hear.
        seed: of the room, the place, the background and the sound itself.
        seconds: for how long.
        channels: 1, or 2 for the mean of a left and a right one.

    Returns:
        float64 (samples,), Pa.
    """
    stream = noise_stream(seed, "example")
    sides = tuple(stream.uniform((3.0, 3.0, 2.3), (8.0, 6.0, 3.5)).tolist())
    room = Room(Pose(), (sides[0], sides[1], sides[2]), float(stream.uniform(0.25, 0.8)), _PLACE)
    bearing, away_m = float(stream.uniform(-math.pi, math.pi)), float(stream.uniform(0.5, 1.4))
    place_m = (away_m * math.cos(bearing), away_m * math.sin(bearing), 0.3)
    microphone = Microphone(
        RATE_HZ, 0.16 if channels == 2 else 0.0, "omni", 100.0, float(stream.uniform(25.0, 42.0)), 0.0, 1.0
    )
    source = Emitter(emitted(sound, FINER * RATE_HZ, stream), sound.start_s, place_m)
    hearing = Hearing(microphone, [source], room, Pose(), stream)
    hearing.read(0.0, Pose(), 0.0)
    reading = hearing.read(seconds, Pose(), 0.0)
    return np.asarray(reading.samples.mean(axis=1) * (reading.full_scale_pa / 32_767))


def command(word: str, voice: int, level_db: float = 65.0) -> Sound:
    """A command that is said once."""
    return Sound("command", Pose(), level_db, 1000.0, 1000.0, word, voice, _SILENCE_S, _EVERY_S, _EVERY_S, _PLACE)


def other(seed: int) -> Sound:
    """A sound that is no command: a beep, a chirp or a bang."""
    stream = noise_stream(seed, "other")
    low, high = sorted(stream.uniform(300.0, 3500.0, 2).tolist())
    kind = _OTHER_KINDS[seed % len(_OTHER_KINDS)]
    lasts_s = float(stream.uniform(0.15, 0.6))
    return Sound(kind, Pose(), 65.0, low, high, "", None, _SILENCE_S, lasts_s, _EVERY_S, _PLACE)


def examples(voices: Sequence[int], seed: int = 0) -> Rows:
    """Makes examples: each voice says each word once, and for each voice there are two sounds that are no command.

    Args:
        voices: numbers of the speakers.
        seed: of rooms and places.
    """
    rows: list[Signal] = []
    labels: list[str] = []
    for voice in voices:
        sounds = [(word, command(word, voice)) for word in WORDS]
        sounds += [(OTHER, other(2 * voice + number)) for number in range(2)]
        for number, (label, sound) in enumerate(sounds):
            found = WordFinder(RATE_HZ).add(heard(sound, seed + 16 * voice + number))
            rows += [command_features(one.sound, RATE_HZ) for one in found]
            labels += [label] * len(found)
    return Rows(np.array(rows), tuple(labels))


def commands_lesson(speakers: int = 80, held_out: int = 30, seed: int = 0) -> Lesson:
    """Makes what the commands are learned from: speakers to learn from, and others to be examined with."""
    training = examples(range(speakers), seed)
    test = examples(range(FIRST_HELD_OUT, FIRST_HELD_OUT + held_out), seed)
    return Lesson(training, test, f"spoken_examples_{speakers}_{seed}")
