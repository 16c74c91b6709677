# SPDX-License-Identifier: Apache-2.0
"""What a microphone hears obeys the few laws that the module names, and nothing is heard of no sound."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from worlds.hearing import SOUND_MPS, Emitter, Hearing
from worlds.pose import Pose, Vec3
from worlds.sdf.description import Place
from worlds.sdf.sound import Microphone, Room, Sound
from worlds.sensor_noise import noise_stream
from worlds.sounding import FINER, REFERENCE_PA, emitted
from worlds.spoken import WORDS, spoken, voice_of

RATE_HZ = 16_000
NOWHERE = Place(Path("world.sdf"), 1, "world")
TONE = Sound("tone", Pose(), 70.0, 1000.0, 1000.0, "", None, 0.0, 1.0, 1.0, NOWHERE)
ONE = Microphone(RATE_HZ, 0.0, "omni", 100.0, 0.0, 0.0, 258.5)
TWO = replace(ONE, spacing_m=0.16)
ROOM = Room(Pose(), (6.0, 5.0, 2.5), 0.3, NOWHERE)

Pressure = npt.NDArray[np.float64]


def emitter(sound: Sound, place_m: Vec3, seed: int = 1) -> Emitter:
    return Emitter(emitted(sound, FINER * RATE_HZ, noise_stream(seed, "sound")), sound.start_s, place_m)


def heard(
    microphone: Microphone,
    sounds: list[Emitter],
    *,
    room: Room | None = None,
    seconds: float = 1.0,
    speed_mps: float = 0.0,
    wheel_radps: float = 0.0,
    yaw_rad: float = 0.0,
) -> Pressure:
    """Pressure in Pa, (samples, channels), as blocks of a twentieth of a second bring it together."""
    hearing = Hearing(microphone, sounds, room, Pose(), noise_stream(1, "ears"))
    blocks = []
    for number in range(round(seconds * 20) + 1):
        now_s = number / 20
        pose = Pose.planar(speed_mps * now_s, 0.0, yaw_rad)
        reading = hearing.read(now_s, pose, 2 * wheel_radps * now_s)
        assert reading.samples.shape == (0 if number == 0 else 800, microphone.channels)
        blocks.append(reading.samples * (reading.full_scale_pa / 32_767))
    return np.concatenate(blocks)


def level_db(pressure: Pressure) -> float:
    return 20 * math.log10(max(float(np.sqrt(np.mean(pressure**2))), 1e-12) / REFERENCE_PA)


def pitch_hz(pressure: Pressure) -> float:
    spectrum = np.abs(np.fft.rfft(pressure * np.hanning(len(pressure)), 8 * len(pressure)))
    return float(spectrum.argmax()) * RATE_HZ / (8 * len(pressure))


@pytest.mark.parametrize("distance_m", [1.0, 2.0, 4.0])
def test_twice_as_far_is_6_db_less(distance_m: float) -> None:
    pressure = heard(ONE, [emitter(TONE, (distance_m, 0.0, 0.0))])[3200:]
    assert level_db(pressure) == pytest.approx(70.0 - 20 * math.log10(distance_m), abs=0.2)
    assert pitch_hz(pressure[:, 0]) == pytest.approx(1000.0, abs=1.0)


def test_sound_needs_its_time_to_come() -> None:
    late = replace(TONE, start_s=0.2)
    pressure = heard(ONE, [emitter(late, (3.43, 0.0, 0.0))])[:, 0]
    first = int(np.argmax(np.abs(pressure) > 0.01))
    assert first / RATE_HZ == pytest.approx(0.2 + 3.43 / SOUND_MPS, abs=0.001)


@pytest.mark.parametrize("bearing_rad", [-1.2, 0.0, 0.6, math.pi / 2])
def test_two_microphones_hear_from_where_it_comes(bearing_rad: float) -> None:
    noise = replace(TONE, kind="noise")
    place_m = (3 * math.cos(bearing_rad), 3 * math.sin(bearing_rad), 0.0)
    left, right = heard(TWO, [emitter(noise, place_m)])[4000:].T
    lags = np.arange(-12, 13)
    match = [float(np.dot(left[50:-50], np.roll(right, -lag)[50:-50])) for lag in lags]
    later_s = float(lags[int(np.argmax(match))]) / RATE_HZ
    assert later_s == pytest.approx(0.16 * math.sin(bearing_rad) / SOUND_MPS, abs=1.0 / RATE_HZ)


def test_a_cardioid_hears_what_it_looks_at_and_little_behind() -> None:
    ahead = [emitter(TONE, (2.0, 0.0, 0.0))]
    ear = replace(ONE, pattern="cardioid")
    front, side, back = (level_db(heard(ear, ahead, yaw_rad=yaw)[3200:]) for yaw in (0.0, math.pi / 2, math.pi))
    assert front == pytest.approx(64.0, abs=0.2)
    assert side == pytest.approx(front - 6.0, abs=0.2)
    assert back < front - 40
    left, right = (level_db(one) for one in heard(replace(TWO, pattern="cardioid"), ahead, yaw_rad=-0.8)[3200:].T)
    assert left > right + 3


def test_who_drives_towards_a_sound_hears_it_higher() -> None:
    speed_mps = 5.0
    pressure = heard(ONE, [emitter(TONE, (20.0, 0.0, 0.0))], speed_mps=speed_mps)[4000:, 0]
    assert pitch_hz(pressure) == pytest.approx(1000.0 * (1 + speed_mps / SOUND_MPS), abs=1.5)
    # Blocks join without a click: a click is in all frequencies.
    spectrum = np.abs(np.fft.rfft(pressure * np.hanning(len(pressure)))) ** 2
    assert spectrum[2000:].sum() < 1e-3 * spectrum.sum()


def test_a_room_adds_its_reverberation_and_lets_it_die_away() -> None:
    beep = replace(TONE, kind="noise", lasts_s=0.1, every_s=1.0)
    near, far = ((1.0, 0.3, 0.2), (2.8, 2.0, 0.2))
    in_room = [level_db(heard(ONE, [emitter(TONE, place_m)], room=ROOM)[3200:]) for place_m in (near, far)]
    outside = [level_db(heard(ONE, [emitter(TONE, place_m)])[3200:]) for place_m in (near, far)]
    # Far from the source the room is what is heard: the level falls by less than in the open.
    assert in_room[0] - in_room[1] < outside[0] - outside[1]
    pressure = heard(ONE, [emitter(beep, far)], room=ROOM, seconds=1.0)[:, 0]
    early, late = (level_db(pressure[round(at * RATE_HZ) : round((at + 0.05) * RATE_HZ)]) for at in (0.15, 0.35))
    dying_s = 0.161 * 75.0 / (115.0 * 0.3)
    assert early - late == pytest.approx(60 * 0.2 / dying_s, abs=6.0)
    deadened = heard(ONE, [emitter(beep, far)], room=replace(ROOM, absorption=1.0))[:, 0]
    assert deadened == pytest.approx(heard(ONE, [emitter(beep, far)])[:, 0], abs=1e-4)


def test_motors_are_heard_when_they_turn_and_the_background_always() -> None:
    assert level_db(heard(replace(ONE, background_db=35.0), [])) == pytest.approx(35.0, abs=0.3)
    with_motors = replace(ONE, motor_db=50.0)
    assert level_db(heard(with_motors, [])) < 10.0
    slow, fast = (heard(with_motors, [], wheel_radps=speed)[1600:] for speed in (2.5, 10.0))
    assert level_db(fast) == pytest.approx(50.0, abs=0.5)
    assert level_db(fast) - level_db(slow) == pytest.approx(12.0, abs=0.7)
    assert pitch_hz(fast[:, 0]) == pytest.approx(10.0 * 258.5 / math.tau, abs=3.0)


def test_what_is_too_loud_is_cut_off() -> None:
    loud = replace(TONE, level_db=120.0)
    pressure = heard(replace(ONE, full_scale_db=80.0), [emitter(loud, (1.0, 0.0, 0.0))])
    assert np.abs(pressure).max() == pytest.approx(math.sqrt(2) * REFERENCE_PA * 10 ** (80 / 20))


def test_the_same_seed_sounds_the_same_and_another_does_not() -> None:
    command = replace(TONE, kind="command", every_s=2.0)
    one, again, other = (heard(TWO, [emitter(command, (1, 1, 0), seed)], room=ROOM) for seed in (1, 1, 2))
    assert one.tobytes() == again.tobytes()
    assert not np.array_equal(one, other)


def test_a_chirp_rises_and_a_tone_without_a_pause_has_no_click() -> None:
    chirp = emitted(replace(TONE, kind="chirp", to_hz=3000.0, lasts_s=0.8), RATE_HZ, noise_stream(1, ""))
    low, high = (pitch_hz(chirp[at : at + 800]) for at in (800, 11_000))
    assert low == pytest.approx(1190, abs=60)
    assert high == pytest.approx(2780, abs=60)
    assert not chirp[13_000:].any()
    tone = emitted(replace(TONE, frequency_hz=777.3), RATE_HZ, noise_stream(1, ""))
    assert abs((tone[0] - tone[-1]) - (tone[1] - tone[0])) < 1e-3


@pytest.mark.parametrize("word", WORDS)
def test_words_last_as_words_do_and_speakers_differ(word: str) -> None:
    said = [spoken(word, voice_of(number), RATE_HZ, noise_stream(1, "")) for number in (0, 1, 0)]
    assert said[0].tobytes() == said[2].tobytes()
    assert len(said[0]) != len(said[1])
    for one in said:
        assert 0.2 < len(one) / RATE_HZ < 0.8
        assert np.isfinite(one).all()
        assert float(np.mean(one**2)) == pytest.approx(1.0)
    assert 85 < voice_of(7).pitch_hz < 265
