# SPDX-License-Identifier: Apache-2.0
"""Microphones in MuJoCo: takes places from physics, and gives what is heard there."""

from __future__ import annotations

from dataclasses import dataclass

from worlds.engines.mujoco.kinematic_tree import place_error
from worlds.engines.mujoco.physics import Physics
from worlds.hearing import Emitter, Hearing
from worlds.pose import Pose
from worlds.readings import MicrophoneReading
from worlds.sdf.description import World
from worlds.sdf.sound import Microphone, Room, Sound
from worlds.sdf.sounds import MAX_SOUNDS
from worlds.sensor_noise import noise_stream
from worlds.sounding import FINER, emitted


@dataclass(frozen=True)
class _Source:
    """A sound: its name, the model that it goes with (empty: it stays), and its pose in that model or in the world."""

    name: str
    model: str
    pose: Pose
    sound: Sound


@dataclass(frozen=True)
class Soundscape:
    """What sounds in a world, and in which room."""

    sources: tuple[_Source, ...]
    room: Room | None
    room_pose: Pose


def soundscape_of(world: World) -> Soundscape:
    """Finds the sounds and the room of a world; in one without, a microphone hears its robot and the background.

    Raises:
        SdfError: there are too many sounds, or two rooms.
    """
    sources: list[_Source] = []
    rooms: list[tuple[Room, Pose]] = []
    for model in world.models:
        for link in model.links:
            for number, one in enumerate(link.sounds):
                in_model = link.pose @ one.pose
                if isinstance(one, Room):
                    rooms.append((one, model.pose @ in_model))
                else:
                    pose = model.pose @ in_model if model.static else in_model
                    moving = "" if model.static else model.name
                    sources.append(_Source(f"sound {model.name}::{link.name}::{number}", moving, pose, one))
    if len(sources) > MAX_SOUNDS:
        raise place_error(sources[MAX_SOUNDS].sound.place, f"a world may have {MAX_SOUNDS} sounds.")
    if len(rooms) > 1:
        raise place_error(rooms[1][0].place, "a world may have one room; another was given before.")
    room, pose = rooms[0] if rooms else (None, Pose())
    return Soundscape(tuple(sources), room, pose)


class MicrophoneReader:
    """Reads one microphone, or two."""

    def __init__(
        self, name: str, model: str, pose: Pose, microphone: Microphone, soundscape: Soundscape, physics: Physics
    ) -> None:
        """Makes a reader.

        Args:
            name: of the sensor, which its noise is drawn by.
            model: that it is on.
            pose: of it in its model; of a static one, in the world.
            microphone: what it is.
            soundscape: of the world.
            physics: of the world.
        """
        self._name, self._model, self._pose = name, model, pose
        self._microphone, self._soundscape, self._physics = microphone, soundscape, physics

    def reset(self, seed: int) -> None:
        """Draws its noise anew, and what the world leaves open of its sounds."""
        rate_hz = FINER * self._microphone.rate_hz
        self._emitters = [
            Emitter(emitted(one.sound, rate_hz, noise_stream(seed, one.name)), one.sound.start_s, one.pose.position_m)
            for one in self._soundscape.sources
        ]
        room, room_pose = self._soundscape.room, self._soundscape.room_pose
        stream = noise_stream(seed, self._name)
        self._hearing = Hearing(self._microphone, self._emitters, room, room_pose, stream)
        self._turned_rad, self._angles_rad = 0.0, self._wheels_rad()

    def read(self) -> MicrophoneReading:
        """Hears what has come since the last reading."""
        physics = self._physics
        states = physics.entity_states()
        for source, emitter in zip(self._soundscape.sources, self._emitters, strict=True):
            if source.model:
                emitter.place_m = (states[source.model].pose @ source.pose).position_m
        angles_rad = self._wheels_rad()
        self._turned_rad += sum(abs(now - then) for now, then in zip(angles_rad, self._angles_rad, strict=True))
        self._angles_rad = angles_rad
        standing = states.get(self._model)
        pose = self._pose if standing is None else standing.pose @ self._pose
        return self._hearing.read(physics.step * physics.timestep_s, pose, self._turned_rad)

    def _wheels_rad(self) -> tuple[float, float]:
        return self._physics.wheel_angles_rad() if self._physics.driven else (0.0, 0.0)
