# SPDX-License-Identifier: Apache-2.0
"""Sounds, rooms and microphones in SDF: what is read, and how a mistake in them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.worlds.sdf.sdf_text import in_link, link, model, world
from worlds.compose import compose
from worlds.errors import SdfError
from worlds.scenario import Scenario
from worlds.sdf.reader import read_world
from worlds.sdf.sound import Microphone, Room, Sound

PREFIX = "xmlns:valence='https://sdformat.org/custom/valence'"


def put(file: Path, text: str) -> Path:
    file.write_text(text.replace("<sdf ", f"<sdf {PREFIX} "), encoding="utf-8")
    return file


def values(**given: object) -> str:
    return "".join(f"<valence:{name}>{value}</valence:{name}>" for name, value in given.items())


def sound(kind: str = "tone", **given: object) -> str:
    return f"<valence:sound kind='{kind}'>{values(**given)}</valence:sound>"


def microphone(**given: object) -> str:
    inside = f"<valence:microphone>{values(**given)}</valence:microphone>"
    return f"<sensor name='ear' type='custom'><update_rate>20</update_rate>{inside}</sensor>"


def in_static(content: str) -> str:
    return world(model(f"<static>true</static>{link(content)}"))


def test_a_sound_says_what_it_is(tmp_path: Path) -> None:
    text = sound("chirp", pose="1 2 3 0 0 0", level=70, frequency=500, to_frequency=900, start=1, lasts=0.5, every=3)
    (one,) = read_world(put(tmp_path / "w.sdf", in_link(text + sound("command", word="stop", voice=7)[:0]))).models
    (read,) = one.links[0].sounds
    assert isinstance(read, Sound)
    assert (read.kind, read.level_db, read.frequency_hz, read.to_hz) == ("chirp", 70.0, 500.0, 900.0)
    assert (read.start_s, read.lasts_s, read.every_s, read.pose.position_m) == (1.0, 0.5, 3.0, (1.0, 2.0, 3.0))


def test_words_and_voices_may_be_left_to_the_seed(tmp_path: Path) -> None:
    text = sound("command") + sound("command", word="stop", voice=7)
    (one,) = read_world(put(tmp_path / "w.sdf", in_link(text))).models
    assert [(read.word, read.voice) for read in one.links[0].sounds if isinstance(read, Sound)] == [
        ("", None),
        ("stop", 7),
    ]


def test_a_room_and_a_microphone_say_what_they_are(tmp_path: Path) -> None:
    room = f"<valence:room>{values(size='6 5 2.5', absorption=0.4)}</valence:room>"
    ear = microphone(sample_rate=8000, spacing=0.2, pattern="cardioid", background=40)
    world_read = read_world(put(tmp_path / "w.sdf", in_static(room + ear)))
    assert world_read.warnings == ()
    (only,) = world_read.models[0].links
    (read,) = only.sounds
    assert isinstance(read, Room)
    assert (read.size_m, read.absorption) == ((6.0, 5.0, 2.5), 0.4)
    details = only.sensors[0].details
    assert isinstance(details, Microphone)
    assert (details.rate_hz, details.channels, details.pattern, details.background_db) == (8000, 2, "cardioid", 40.0)


def test_a_scenarios_noise_reaches_the_microphone(tmp_path: Path) -> None:
    file = put(tmp_path / "w.sdf", in_static(microphone()))
    loud = compose(Scenario(file, None, noise_scale=2.0))
    details = loud.models[0].links[0].sensors[0].details
    assert isinstance(details, Microphone)
    assert details.noise_scale == 2.0


def test_a_custom_sensor_of_others_is_left_out_with_a_warning(tmp_path: Path) -> None:
    text = in_link("<sensor name='s' type='custom'><update_rate>1</update_rate></sensor>")
    read = read_world(put(tmp_path / "w.sdf", text))
    assert read.models[0].links[0].sensors == ()
    assert len(read.warnings) == 1


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (sound("song"), "the kind of sound"),
        (sound("tone", frequency="nan"), "frequency"),
        (sound("tone", frequency=1e9), "8000"),
        (sound("tone", level=500), "120"),
        (sound("tone", every=0), "every"),
        (sound("tone", lasts=3, every=2), "can't be heard anew every 2 s"),
        (sound("tone", every=1e12), "every"),
        (sound("command", word="abracadabra"), "stop"),
        (sound("command", voice=-1), "voice"),
        (sound("tone", frequenzy=3), "Did you mean <valence:frequency>?"),
        (sound("tone", level=3) .replace("</valence:sound>", values(level=4) + "</valence:sound>"), "given again"),
        (microphone(sample_rate=1), "sample_rate"),
        (microphone(sample_rate=10**9), "sample_rate"),
        (microphone(spacing=-1), "spacing"),
        (microphone(pattern="figure_of_eight"), "cardioid"),
        (microphone(gain=3), "<valence:gain> is no element"),
        ("<valence:room/>", "can't be part of something that moves"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(content: str, told: str, tmp_path: Path) -> None:
    file = put(tmp_path / "w.sdf", in_link(content))
    with pytest.raises(SdfError) as refused:
        read_world(file)
    assert told in str(refused.value)
    assert refused.value.line == 2


@pytest.mark.parametrize("room", ["<valence:room/>", f"<valence:room>{values(size='6 5')}</valence:room>"])
def test_a_room_needs_its_size(room: str, tmp_path: Path) -> None:
    with pytest.raises(SdfError, match="size"):
        read_world(put(tmp_path / "w.sdf", in_static(room)))
