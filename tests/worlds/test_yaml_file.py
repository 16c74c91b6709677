# SPDX-License-Identifier: Apache-2.0
"""Reading YAML: every wrong, huge, malicious or missing file gets a clear error with its line."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from worlds.yaml_file import MAX_BYTES, YamlFileError, read_yaml


class Wheel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    radius_m: float


class Cart(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    wheels: list[Wheel]


YAML_ALPHABET = "name: wheels[]{}-#'\"|>&*!%@`\n 0x1.e_~"
GOOD = "name: cart\nwheels:\n  - radius_m: 0.1\n  - radius_m: 0.2\n"


def read(tmp_path: Path, text: str | bytes) -> Cart:
    file = tmp_path / "cart.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_yaml(file, Cart)


def test_a_good_file_becomes_the_model(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == Cart(name="cart", wheels=[Wheel(radius_m=0.1), Wheel(radius_m=0.2)])


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("name: cart\nwheels:\n  - radius_m: 0.1\n  - radius_m: thick\n", 4, "wheels.1.radius_m"),
        ("name: cart\nwheels:\n  - raduis_m: 0.1\n", 3, "did you mean “radius_m”"),
        ("wheels: []\n", 1, "“name” is missing"),
        ("name: a\nname: b\nwheels: []\n", 2, "“name” comes twice"),
        ("- a\n- b\n", 1, "must be a mapping"),
        ("", 1, "must be a mapping"),
        ("name: [unclosed\n", 2, "not YAML"),
        ("name: cart\nwheels: *all\n", 2, "aliases"),
        ("name: &a cart\nwheels: []\n", 1, "anchors"),
        ("name: !!python/object/apply:os.system ['true']\nwheels: []\n", 1, "tags"),
        ("name: cart\n? [a, b]\n: c\nwheels: []\n", 2, "plain word"),
        ("name: 2026-13-45\nwheels: []\n", 1, "can't be read"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    with pytest.raises(YamlFileError, match=told) as caught:
        read(tmp_path, text)
    assert caught.value.line == line


def test_many_mistakes_are_told_in_few_words(tmp_path: Path) -> None:
    wheels = "".join("  - radius_m: x\n" for _ in range(1000))
    with pytest.raises(YamlFileError, match="and 995 more") as caught:
        read(tmp_path, f"name: cart\nwheels:\n{wheels}")
    assert len(str(caught.value)) < 2000


def test_an_alias_bomb_does_not_go_off(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{k}: &a{k} [*a{k - 1}, *a{k - 1}]" for k in range(1, 60)]
    with pytest.raises(YamlFileError, match="anchors"):
        read(tmp_path, "\n".join(lines))


@pytest.mark.parametrize("text", ["name: " + "[" * 100_000, "- " * 50_000, "{a: " * 30_000])
def test_a_deep_nest_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(YamlFileError, match="nested too deeply"):
        read(tmp_path, text)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(YamlFileError, match=f"at most {MAX_BYTES}"):
        read(tmp_path, b"#" * (MAX_BYTES + 1))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(YamlFileError, match=r"nothing\.yaml"):
        read_yaml(tmp_path / "nothing.yaml", Cart)
    with pytest.raises(YamlFileError, match="can't be read"):
        read_yaml(tmp_path, Cart)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"name: \xc3\x28\n", b"name: a\x00b\n", b"\x7fELF" + bytes(100)])
def test_what_is_not_text_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(YamlFileError):
        read(tmp_path, data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=200), st.text(alphabet=YAML_ALPHABET, max_size=80)))
def test_whatever_a_file_holds_it_is_a_cart_or_a_named_mistake(tmp_path: Path, data: bytes | str) -> None:
    with suppress(YamlFileError):
        assert isinstance(read(tmp_path, data), Cart)
