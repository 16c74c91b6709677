# SPDX-License-Identifier: Apache-2.0
"""`<valence:ground>`: read, and held to what is known of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from worlds.errors import SdfError
from worlds.sdf.description import World

Read = Callable[[str], World]


def world(ground: str, *, static: str = "true") -> str:
    inertial = "<inertial><mass>1</mass></inertial>"
    model = f'<model name="m"><static>{static}</static><link name="l">{inertial}{ground}</link></model>'
    return (
        f'<sdf version="1.9" xmlns:valence="https://sdformat.org/custom/valence"><world name="w">{model}</world></sdf>'
    )


def ground(inner: str, size: str = "<valence:size>2 1</valence:size>", kind: str = "gravel") -> str:
    return f'<valence:ground kind="{kind}">{size}{inner}</valence:ground>'


def test_a_patch_of_ground_is_read(read: Read) -> None:
    inner = "<valence:waves><valence:rms>0.001</valence:rms><valence:longest>0.2</valence:longest></valence:waves>"
    (model,) = read(world(ground(f"<valence:pose>1 2 0 0 0 0</valence:pose>{inner}"))).models
    (found,) = model.links[0].grounds
    assert (found.kind, found.size_m, found.rms_m, found.longest_m) == ("gravel", (2.0, 1.0), 0.001, 0.2)
    assert found.pose.position_m == (1.0, 2.0, 0.0)
    assert found.joint_spacing_m == 0.0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (world(ground("", size="")), "needs <valence:size>"),
        (world(ground("", size="<valence:size>2</valence:size>")), "2 numbers"),
        (world(ground("", size="<valence:size>nan 1</valence:size>")), "nan"),
        (world(ground("", size="<valence:size>1e9 1</valence:size>")), "1000"),
        (world(ground("", kind="")), "name"),
        (world(ground("<valence:wave/>")), "Did you mean <valence:waves>"),
        (world(ground("<valence:waves><rms>1</rms></valence:waves>")), "is no element of <valence:waves>"),
        (world(ground("<valence:variety>0.1</valence:variety><valence:variety>0.2</valence:variety>")), "given again"),
        (world(ground("<valence:waves><valence:rms>1</valence:rms></valence:waves>")), "0.05"),
        (world(ground("<valence:waves><valence:longest>0.005</valence:longest></valence:waves>")), "must be shorter"),
        (world(ground("<valence:joints><valence:spacing>0.005</valence:spacing></valence:joints>")), "too wide"),
        (world(ground("<valence:contact><valence:firmness>0</valence:firmness></valence:contact>")), "2"),
        (world(ground(""), static="false"), "can't be part of something that moves"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_patch_is_said_with_its_line(read: Read, text: str, says: str) -> None:
    with pytest.raises(SdfError) as caught:
        read(text)
    assert says in str(caught.value)
    assert caught.value.line == 1
