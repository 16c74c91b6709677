# SPDX-License-Identifier: Apache-2.0
"""`docs/sdf.md`, made of the reader's own tables: `python -m worlds.sdf.reference` writes it anew."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from worlds.sdf import document, heightmaps, includes, joints, meshes, pictures, reading, sounds
from worlds.sdf.checked_values import Bounds
from worlds.sdf.elements import CONTEXTS, ELEMENTS, HARMLESS_SYSTEMS, JOINT_TYPES, SENSOR_TYPES, Rule, Treatment
from worlds.sdf.materials import SCRIPT_COLOURS
from worlds.spoken import WORDS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "sdf.md"

_HEAD = """# SDF: what the lab reads

Worlds, models and robots are SDFormat files, as Gazebo's are. Versions {oldest} to {newest} are read. What a file may
say, and what becomes of it, stands on this page; it is made of the reader's own tables by
`python -m worlds.sdf.reference`, so it is true.

`./valence check world FILE` says what holds for one file: with file, line and element, and what to do. It also builds
the world as the physics engine does, and names what begins deep in another thing (it is pushed out by 1 mm/s, as in
Gazebo). A file that holds a model alone is checked in a world of its own. A file is either used or refused; whatever
is left out and could matter is a warning.

| word | means |
|---|---|
| **read** | it does what it does in Gazebo |
| **ignored** | it changes neither physics nor a sensor here, so nothing is said of it |
| **left out** | a warning tells of it: it changes only what is seen or said, or Gazebo Sim leaves it out, too |
| **differs** | left out with a warning: something moves or measures otherwise than in Gazebo |
| **refused** | an error: leaving it out would make another world of it |

An element that is not SDFormat is ignored with a warning, as in Gazebo; one that looks like a misspelt element and
stands where physics or a sensor is described is an error. Elements with a colon in their names (`gz:…`) belong to
other programs, and so does everything in a `<plugin>`. Only the first of several elements of a kind counts, unless the
table says “many”.

## Files and addresses

- `model://NAME` is looked for in the world's own folder, in `models` in it and beside it, among the lab's models, and
  in the folders of `GZ_SIM_RESOURCE_PATH`. `file://` and relative paths start from the file that names them. Nothing
  outside these folders is read.
- Nothing is downloaded. `https://fuel.gazebosim.org/1.0/OWNER/models/NAME` is looked for in the same folders under
  NAME, or in lower case with `_` for blanks: `Ground Plane` and `Sun` come with the lab. For another one the error says
  where to put the folder that `gz fuel download` gives.
- Meshes are {formats}. A visual whose mesh is missing, broken, too large or of another kind is left out with a
  warning, a collision is refused. Of a COLLADA file `<submesh>` names a node or a geometry.
- Hollow and dented meshes of what can't move are touched as they are. Those of what moves are touched as the convex
  hull of each lump, with a warning.
- Pictures are PNG or JPEG; height fields are grey PNGs of 8 or 16 bits.
- Files are UTF-8, whatever they declare; a DOCTYPE (and so an entity) is refused. Comments may hold anything, as in
  Gazebo. Templates (ERB, xacro, Jinja, EmPy) are refused: the world has to be made of them first.
- Before SDFormat 1.7 a joint may have a link's name; it is called `NAME_joint` then, as in Gazebo.
- Mass and inertia of what can't move don't matter, so that impossible ones are left out with a warning.

## Uneven ground

`<valence:ground>` is the lab's own element; other programs pass over it. In a `<link>` of a static model it says how a
patch of floor shakes who drives over it: the accelerometer and gyroscope of a robot, and a load on its tray. Wheels
still roll on the floor that is there. The file's `<sdf>` names the prefix:
`xmlns:valence="https://sdformat.org/custom/valence"`.

```xml
<valence:ground kind="boards">
  <valence:pose>0.5 0 0 0 0 0</valence:pose>            <!-- of its middle, in the link -->
  <valence:size>1 1</valence:size>                      <!-- m along x and y -->
  <valence:waves><valence:rms>0.00005</valence:rms><valence:longest>0.2</valence:longest>
    <valence:shortest>0.02</valence:shortest><valence:waviness>2</valence:waviness></valence:waves>
  <valence:joints><valence:spacing>0.03</valence:spacing><valence:width>0.01</valence:width>
    <valence:depth>0.00075</valence:depth></valence:joints>
  <valence:contact><valence:firmness>28</valence:firmness><valence:damping>0.3</valence:damping></valence:contact>
  <valence:variety>0.2</valence:variety>
</valence:ground>
```

- `size` is needed: metres along x and y. `pose` is that of its middle in the link.
- `waves` is a profile of all lengths between `shortest` and `longest` (m), `rms` high (m). Its power falls with the
  spatial frequency to the power of -`waviness`, as ISO 8608 has it for roads with 2. Without it the ground is even.
- `joints` are dips of `depth` and `width` (m) every `spacing` metres along x.
- `contact` is how a wheel stands on it: natural frequency `firmness` (Hz; 30 without it) and `damping` ratio (0.3). The
  softer, the less a wheel feels of what is quick.
- `variety` is how much one seed's patch differs from another's: heights by a factor of up to e^±variety, lengths by
  half of that in the exponent.

The seed draws each profile. Where patches overlap, the later one in the world is on top. A robot feels it if its
`robot.yaml` says where its caster stands (`caster_x_m`), and a load on it slides as `load` says there. The model behind
it, with its sources, is described in `worlds/ground_profile.py` and `worlds/shaking.py`.

## Plugins

None is ever run. Whatever could move something by itself is named in a warning. These systems of Gazebo are known to
move nothing by themselves, unless a parameter `initial_…` gives them a speed, an angle or a place to begin with:

{systems}.
"""
_SOUND = """## Sound

These are the lab's own elements, too, in a file that names their prefix as above; a misspelt one is an error.

**`<valence:sound kind="tone">`** in a link: a source of sound, the same in all directions; it goes with its model.
Kinds: {kinds}. What a microphone makes of it, and what is left out, says `worlds/hearing.py`.

| element | means | without it |
|---|---|---|
| `valence:pose` | where, in the link | the link's origin |
| `valence:level` | sound pressure level at 1 m, dB re 20 µPa, {level} | 65 |
| `valence:frequency` | of a tone; where a chirp begins, Hz, {pitch} | 1000 |
| `valence:to_frequency` | where a chirp ends, Hz | as it begins |
| `valence:word` | of a command: {words} | drawn from the seed |
| `valence:voice` | number of the speaker of a command | drawn from the seed |
| `valence:start` | when it sounds first, s | 0 |
| `valence:lasts` | how long, s | until the next |
| `valence:every` | from one to the next, s, {every} | 2 |

**`<valence:room>`** in a link of a static model, one a world: a box that throws sound back. `valence:pose` is its
middle, `valence:size` its three sides in m (needed), `valence:absorption` the share of energy that walls take (0.2).

**`<valence:microphone>`** in a `<sensor type="custom">`: one microphone, or two along y of the sensor.

| element | means | without it |
|---|---|---|
| `valence:sample_rate` | samples a second, {rate} | 16000 |
| `valence:spacing` | between two, m; 0 is a single one | 0 |
| `valence:pattern` | {patterns}; a cardioid looks along x, of two one looks left and one right | omni |
| `valence:full_scale` | level of a tone that just fits into 16 bits, dB | 100 |
| `valence:background` | level of the noise that is always there, dB | 35 |
| `valence:motors` | level of the robot's motors at 10 rad/s of its wheels, dB | 50 |
| `valence:motor_turns` | turns of a motor for one of its wheel: the whine's pitch | 258.5 |
"""
_LIMITS_HEAD = """## Limits

So that no file can hang or fill a machine:

| what | at most |
|---|---|
"""


def reference() -> str:
    """Returns the whole page."""
    head = _HEAD.format(
        oldest=_version(document.OLDEST_VERSION),
        newest=_version(document.NEWEST_VERSION),
        formats=", ".join(f"`{suffix}`" for suffix in meshes.FORMATS),
        systems=_wrapped(", ".join(sorted(HARMLESS_SYSTEMS))),
    )
    parts = [
        head,
        _types("Joints", "joint type", JOINT_TYPES, "held fast, with a warning, as Gazebo's default engine does"),
        _types("Sensors", "sensor type", SENSOR_TYPES, "left out with a warning"),
        _colours(),
        "## Elements\n\n" + "\n".join(_tables()),
        _sound(),
        _limits(),
    ]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _wrapped(text: str) -> str:
    return "\n".join(textwrap.wrap(text, 119, break_on_hyphens=False))


def _version(numbers: tuple[int, int]) -> str:
    return ".".join(map(str, numbers))


def _types(title: str, what: str, table: Mapping[str, str | None], else_: str) -> str:
    rows = "".join(f"| `{name}` | {read_as or else_} |\n" for name, read_as in table.items())
    return f"## {title}\n\n| {what} | read as |\n|---|---|\n{rows}"


def _colours() -> str:
    names = ", ".join(f"`{name}`" for name in sorted(SCRIPT_COLOURS))
    text = f"Material scripts are not run. The names `Gazebo/…` of Gazebo Classic give a colour, in any case: {names}."
    return "## Materials\n\n" + _wrapped(text) + "\n"


def _tables() -> Iterator[str]:
    for context in ("sdf", *sorted(CONTEXTS)):
        rules = [rule for rule in ELEMENTS if rule.path.split("/")[0] == context]
        if rules:
            yield f"### `<{context}>`\n\n| element | is | because |\n|---|---|---|"
            yield from map(_row, rules)
            yield ""


def _sound() -> str:
    def within(bounds: Bounds) -> str:
        return f"{bounds.low:g} to {bounds.high:g}"

    return _SOUND.format(
        kinds=", ".join(f"`{kind}`" for kind in sounds.KINDS),
        words=", ".join(f"`{word}`" for word in WORDS),
        patterns=" or ".join(f"`{pattern}`" for pattern in sounds.PATTERNS),
        level=within(sounds.LEVEL_DB),
        pitch=within(sounds.PITCH_HZ),
        every=within(sounds.EVERY_S),
        rate=within(sounds.RATE_HZ),
    )


_WORDS = {
    Treatment.READ: "read",
    Treatment.HARMLESS: "ignored",
    Treatment.LEFT_OUT: "left out",
    Treatment.DIFFERS: "differs",
    Treatment.REFUSED: "**refused**",
}


def _row(rule: Rule) -> str:
    notes = [rule.reason] if rule.reason else []
    if rule.unless is not None:
        notes.append(f"`{rule.unless}` is fine")
    elif rule.many and rule.treatment is Treatment.READ:
        notes.append("many")
    path = rule.path.partition("/")[2]
    return f"| `{path}` | {_WORDS[rule.treatment]} | {'; '.join(notes)} |"


def _limits() -> str:
    rows: Iterable[tuple[str, object]] = (
        ("size of an SDF file", f"{document.MAX_FILE_BYTES // 2**20} MiB"),
        ("elements in a file", document.MAX_ELEMENTS),
        ("depth of elements", document.MAX_DEPTH),
        ("files that include each other in a row", includes.MAX_DEPTH),
        ("models in each other", includes.MAX_NESTED_MODELS),
        ("models in a world", reading.MAX_MODELS),
        ("elements of all models of a world", reading.MAX_INSTANCED_ELEMENTS),
        ("size of a mesh file", f"{meshes.MAX_MESH_BYTES // 2**20} MiB"),
        ("triangles of all meshes of a world", reading.MAX_FACES),
        ("sounds in a world", sounds.MAX_SOUNDS),
        ("side of a height field", f"{heightmaps.MAX_SIDE_PX} px"),
        ("size of a picture", f"{pictures.MAX_PICTURE_BYTES // 2**20} MiB, {pictures.MAX_PICTURE_PX} px a side"),
        ("angle or way of a joint, beyond which it has no limit", f"{joints.UNLIMITED:g}"),
    )
    return _LIMITS_HEAD + "".join(f"| {what} | {most} |\n" for what, most in rows)


if __name__ == "__main__":
    DOCUMENT.write_text(reference(), encoding="utf-8")
