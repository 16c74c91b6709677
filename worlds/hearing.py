# SPDX-License-Identifier: Apache-2.0
"""What a microphone hears in a world; the same in every engine.

It is simplified:

- **Distance and direction.** Sound spreads in all directions: its pressure falls as 1/r, and it arrives r / c later (c
  of 343 m/s, air of 20 °C). Two microphones hear it at two times; a cardioid hears (1 + cos φ) / 2 of it. Who drives
  towards a source hears it higher (Doppler), because the delay changes from sample to sample.
- **Reverberation.** In a room that is a box, each wall, the floor and the ceiling mirror a source once: image sources
  (J. B. Allen, D. A. Berkley, Image method for efficiently simulating small-room acoustics, Journal of the Acoustical
  Society of America 65 (1979), 943-950), weaker by √(1 - α). What was thrown back twice or more is the same everywhere
  in the room: noise that dies away in Sabine's time T = 0.161 V / (S α), with the level p² = p₁² 16 π (1 - α)² / (S α)
  (H. Kuttruff, Room Acoustics, chapter 5: the diffuse field of a source with the pressure p₁ at 1 m).
- **The robot itself.** Its motors whine at their turns and the next harmonics, and hiss, in proportion to their speed.
- **Background.** White noise; the microphone's own is part of it.

Left out: what stands in the way (sound goes round posts and through walls), the robot's body between its ears, the
air's damping, frequencies that walls take more or less of. A source sounds as if it always had: its tail is there at
once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from worlds.pose import Pose, Vec3
from worlds.readings import MicrophoneReading
from worlds.sdf.sound import Microphone, Room
from worlds.sounding import FINER, Samples, pressure_pa

SOUND_MPS = 343.0
NEAREST_M = 0.1
"""Nearer to a source, nothing gets louder."""

MOST_NUMBER = 32_767
_LONGEST_TAIL_S = 3.0
_REFERENCE_RADPS = 10.0
_HARMONICS = (1.0, 0.6, 0.4, 0.2)
_HISS = 0.5
"""Share of the motors' power that is no whine; chosen by the lab, and so are the harmonics."""

_Paths = tuple[Samples, Samples]
"""Distances in m and gains (1 / r and what a wall and the microphone leave), each float64 (1 + images,)."""


class Emitter:
    """A source in one episode.

    Attributes:
        period: pressure at 1 m, float64 (samples,), `FINER` times as fine as the microphone.
        start_s: when it begins.
        place_m: where it is, in the world; the engine keeps it up to date.
    """

    def __init__(self, period: Samples, start_s: float, place_m: Vec3) -> None:
        self.period = np.append(period, period[:1])
        self.start_s = start_s
        self.place_m = place_m


class Hearing:
    """One microphone, or two, in one episode."""

    def __init__(
        self, microphone: Microphone, emitters: Sequence[Emitter], room: Room | None, room_pose: Pose,
        stream: np.random.Generator,
    ) -> None:  # fmt: skip
        """Begins at time 0.

        Args:
            microphone: what it is.
            emitters: all sources of the world.
            room: that the sounds are in, if there is one.
            room_pose: of its middle in the world.
            stream: of the noise.
        """
        self._microphone, self._emitters, self._room = microphone, emitters, room
        self._to_room = room_pose.inverse()
        self._room_pose = room_pose
        self._stream = stream
        self._heard = 0
        self._last: list[list[_Paths]] = []
        self._phase = 0.0
        self._turned_rad: float | None = None
        self._quiet_pa = pressure_pa(microphone.background_db) * microphone.noise_scale
        self._whine_pa = pressure_pa(microphone.motor_db) * microphone.noise_scale
        self._full_pa = math.sqrt(2.0) * pressure_pa(microphone.full_scale_db)
        self._tails = [self._tails_of(emitter) for emitter in emitters]

    def read(self, sim_time_s: float, pose: Pose, wheel_rad: float) -> MicrophoneReading:
        """Hears what has come since the last reading.

        Args:
            sim_time_s: now, never before the last reading.
            pose: of the sensor in the world now.
            wheel_rad: how far the driven wheels have turned since the reset, the sum of both without their signs.
        """
        microphone = self._microphone
        until = math.floor(sim_time_s * microphone.rate_hz + 1e-6)
        count, first = until - self._heard, self._heard + 1
        self._heard = until
        paths = self._paths(pose)
        pressure = np.zeros((microphone.channels, count))
        if count > 0:
            times_s = np.arange(first, until + 1) / microphone.rate_hz
            for channel, (were, are) in enumerate(zip(self._last or paths, paths, strict=True)):
                for emitter, before, now, tails in zip(self._emitters, were, are, self._tails, strict=True):
                    pressure[channel] += self._arriving(emitter, times_s, before, now)
                    if tails is not None:
                        pressure[channel] += _played(tails[channel], times_s - emitter.start_s, microphone.rate_hz)
                pressure[channel] += self._quiet_pa * self._stream.standard_normal(count)
            pressure += self._motors(count, wheel_rad)
        self._last, self._turned_rad = paths, wheel_rad
        numbers = np.clip(np.rint(pressure.T * (MOST_NUMBER / self._full_pa)), -MOST_NUMBER, MOST_NUMBER)
        return MicrophoneReading(microphone.rate_hz, self._full_pa, numbers.astype(np.int16))

    def _paths(self, pose: Pose) -> list[list[_Paths]]:
        """Of each ear and each source: how far it is from the source and its images, and how much it hears of them."""
        half_m = self._microphone.spacing_m / 2
        sources = [
            np.array([emitter.place_m, *self._images(emitter.place_m, pose.position_m)]) for emitter in self._emitters
        ]
        ears = []
        for side in (1.0, -1.0) if half_m > 0 else (0.0,):
            ear_m = np.array((pose @ Pose((0.0, side * half_m, 0.0))).position_m)
            facing = np.array(pose.rotate((0.0, side, 0.0) if side else (1.0, 0.0, 0.0)))
            ears.append([self._path(source - ear_m, facing) for source in sources])
        return ears

    def _path(self, ways_m: Samples, facing: Samples) -> _Paths:
        distances_m = np.maximum(np.linalg.norm(ways_m, axis=1), NEAREST_M)
        gains = np.ones(len(ways_m))
        if self._room is not None:
            gains[1:] = math.sqrt(1.0 - self._room.absorption)
        if self._microphone.pattern == "cardioid":
            gains *= 0.5 + 0.5 * np.clip(ways_m @ facing / distances_m, -1.0, 1.0)
        return distances_m, gains / distances_m

    def _images(self, source_m: Vec3, at_m: Vec3) -> list[Vec3]:
        room = self._room
        if room is None:
            return []
        source, ear = ((self._to_room @ Pose(place_m)).position_m for place_m in (source_m, at_m))
        inside = all(abs(one[axis]) < room.size_m[axis] / 2 for one in (source, ear) for axis in range(3))
        if not inside:
            return []
        images = []
        for axis in range(3):
            for side in (-1.0, 1.0):
                mirrored = list(source)
                mirrored[axis] = side * room.size_m[axis] - source[axis]
                images.append((self._room_pose @ Pose((mirrored[0], mirrored[1], mirrored[2]))).position_m)
        return images

    def _arriving(self, emitter: Emitter, times_s: Samples, before: _Paths, now: _Paths) -> Samples:
        """What an ear hears of a source and its images directly, while it goes from where it was to where it is."""
        if len(before[0]) != len(now[0]):
            before = now  # it came into the room, or left it
        heard = np.zeros(len(times_s))
        share = np.arange(1, len(times_s) + 1) / len(times_s)
        for near_m, far_m, weak, strong in zip(before[0], now[0], before[1], now[1], strict=True):
            sent_s = times_s - (near_m + (far_m - near_m) * share) / SOUND_MPS - emitter.start_s
            played = _played(emitter.period, sent_s, self._microphone.rate_hz)
            heard += (weak + (strong - weak) * share) * played
        return heard

    def _motors(self, count: int, wheel_rad: float) -> Samples:
        """The motors' whine and hiss, (count,)."""
        if self._turned_rad is None or wheel_rad == self._turned_rad:
            return np.zeros(count)
        turned = abs(wheel_rad - self._turned_rad) / 2
        speed_radps = turned * self._microphone.rate_hz / count
        phases = self._phase + np.arange(1, count + 1) * (turned * self._microphone.motor_turns / count)
        self._phase = float(phases[-1] % math.tau)
        whine = sum(weight * np.sin(number * phases) for number, weight in enumerate(_HARMONICS, 1))
        power = sum(weight**2 for weight in _HARMONICS) / 2
        mixed = math.sqrt((1.0 - _HISS) / power) * whine + math.sqrt(_HISS) * self._stream.standard_normal(count)
        return np.asarray(self._whine_pa * speed_radps / _REFERENCE_RADPS * mixed)

    def _tails_of(self, emitter: Emitter) -> list[Samples] | None:
        """What the room makes of a source after its first images: a period for each microphone."""
        room = self._room
        if room is None or room.absorption >= 1.0:
            return None
        x, y, z = room.size_m
        surface_m2, volume_m3 = 2 * (x * y + y * z + x * z), x * y * z
        dying_s = min(_LONGEST_TAIL_S, 0.161 * volume_m3 / (surface_m2 * room.absorption))
        level = 16 * math.pi * (1.0 - room.absorption) ** 2 / (surface_m2 * room.absorption)
        rate_hz = FINER * self._microphone.rate_hz
        times_s = np.arange(round(dying_s * rate_hz)) / rate_hz
        # 60 dB in the time: e^(-6.9 t / T) of the pressure. It begins after two ways of mean length 4 V / S.
        silent = round(2 * 4 * volume_m3 / surface_m2 / SOUND_MPS * rate_hz)
        period = len(emitter.period) - 1
        tails = []
        for _ in range(self._microphone.channels):
            tail = self._stream.standard_normal(len(times_s)) * np.exp(-math.log(1000.0) * times_s / dying_s)
            tail *= math.sqrt(level / max(float((tail**2).sum()), 1e-12))
            folded = np.bincount((np.arange(len(tail)) + silent) % period, tail, period)
            spread = np.fft.irfft(np.fft.rfft(emitter.period[:-1]) * np.fft.rfft(folded), period)
            tails.append(np.append(spread, spread[:1]))
        return tails


def _played(period: Samples, times_s: Samples, rate_hz: int) -> Samples:
    """A period's values at times since its source began, again and again; silent before."""
    length = len(period) - 1
    at = times_s * (FINER * rate_hz)
    place = at % length
    below = np.minimum(place.astype(np.intp), length - 1)
    share = place - below
    values = period[below] + (period[below + 1] - period[below]) * share
    return np.where(at >= 0.0, values, 0.0)
