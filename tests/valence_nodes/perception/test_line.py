# SPDX-License-Identifier: Apache-2.0
"""The line is found where it is, in whatever light; what is no line is not found."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tests.valence_nodes.perception.floor_pictures import (
    DARK,
    FLOOR,
    FOCAL_PX,
    HEIGHT_PX,
    MIDDLE_PX,
    WIDTH_PX,
    Picture,
    Shape,
    bend,
    corner,
    floor,
    on_the_floor,
    straight,
)
from valence_nodes.perception.line import (
    LINE_COLOURS,
    LineLook,
    LinePiece,
    find_line,
    floor_angle_rad,
    offset_at_lower_edge,
)

RGB = {"red": (200, 25, 25), "green": (25, 150, 50), "blue": (25, 60, 200), "yellow": (220, 200, 30)}


def angle_rad(pieces: list[LinePiece]) -> float:
    return floor_angle_rad(pieces, FOCAL_PX, MIDDLE_PX)


def assert_on(shape: Shape, pieces: list[LinePiece], at_least: int) -> None:
    """Each piece's middle lies on the line, in about its width."""
    assert len(pieces) >= at_least
    for piece in pieces:
        ahead_m, left_m = on_the_floor(piece)
        assert shape(np.array(ahead_m), np.array(left_m)) < 0.02


class TestWhereItIs:
    def test_a_line_straight_ahead_is_in_the_middle_of_every_band_the_nearest_first(self) -> None:
        pieces = find_line(floor(straight()))
        assert len(pieces) == LineLook().bands
        assert [piece.x_px for piece in pieces] == pytest.approx([160.0] * 6, abs=0.6)
        assert [piece.y_px for piece in pieces] == sorted((piece.y_px for piece in pieces), reverse=True)
        assert all(piece.strength > 0.7 for piece in pieces)
        assert angle_rad(pieces) == pytest.approx(0.0, abs=0.01)
        assert offset_at_lower_edge(pieces, WIDTH_PX, HEIGHT_PX) == pytest.approx(0.0, abs=0.01)

    def test_near_pieces_are_as_wide_as_the_line(self) -> None:
        nearest = find_line(floor(straight()))[0]
        ahead_m, _ = on_the_floor(nearest)
        assert nearest.width_px == pytest.approx(0.04 * FOCAL_PX / ahead_m, rel=0.2)

    @pytest.mark.parametrize("degrees", [-50, -20, 10, 35, 60])
    @pytest.mark.parametrize("left_m", [-0.06, 0.05])
    def test_the_angle_is_that_on_the_floor_left_positive(self, degrees: float, left_m: float) -> None:
        shape = straight(left_m, math.radians(degrees))
        pieces = find_line(floor(shape))
        assert_on(shape, pieces, 2)
        assert angle_rad(pieces) == pytest.approx(math.radians(degrees), abs=math.radians(6))

    @pytest.mark.parametrize("left_m", [-0.08, 0.08])
    def test_the_offset_is_positive_to_the_left(self, left_m: float) -> None:
        offset = offset_at_lower_edge(find_line(floor(straight(left_m))), WIDTH_PX, HEIGHT_PX)
        # The lower edge shows the floor 0.227 m ahead, and 0.137 m of it to each side.
        assert offset == pytest.approx(left_m / 0.137, abs=0.03)

    @pytest.mark.parametrize("radius_m", [0.5, -0.5, 1.5, -1.5])
    def test_a_bend_is_followed_into_the_distance(self, radius_m: float) -> None:
        pieces = find_line(floor(bend(radius_m)))
        assert_on(bend(radius_m), pieces, 2)
        sides = [math.copysign(1.0, radius_m) * (MIDDLE_PX[0] - piece.x_px) for piece in pieces]
        assert sides == sorted(sides)
        assert sides[0] > 0
        assert math.copysign(1.0, radius_m) * angle_rad(pieces) > 0.1

    def test_at_a_sharp_corner_the_band_of_the_other_leg_is_wide_and_to_its_side(self) -> None:
        # The leg across lies 0.55 m ahead, in the row 170 of the picture.
        pieces = find_line(floor(corner(0.55)))
        across = pieces[-1]
        assert abs(across.y_px - 170) < 9
        assert across.width_px > 120
        assert across.x_px < 120
        assert [piece.x_px for piece in pieces[:-1]] == pytest.approx([160.0] * (len(pieces) - 1), abs=2)

    def test_where_the_line_comes_back_the_band_keeps_to_the_near_end(self) -> None:
        # A narrow hairpin: straight ahead, and back again 0.12 m to the left.
        def hairpin(ahead: npt.NDArray[np.float64], left: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            legs = np.minimum(
                np.hypot(left, np.maximum(ahead - 0.6, 0)), np.hypot(left - 0.12, np.maximum(ahead - 0.6, 0))
            )
            return np.minimum(legs, np.hypot(ahead - 0.6, np.maximum(np.abs(left - 0.06) - 0.06, 0)))

        pieces = find_line(floor(hairpin))
        assert [piece.x_px for piece in pieces[:3]] == pytest.approx([160.0] * 3, abs=3)

    def test_of_a_single_piece_the_bearing_is_known(self) -> None:
        piece = LinePiece(1.0, 60.0, 220.0, 20, 10)
        assert angle_rad([piece]) == pytest.approx(math.atan2(100, FOCAL_PX))
        assert offset_at_lower_edge([piece], WIDTH_PX, HEIGHT_PX) == pytest.approx(0.625)


class TestLight:
    @pytest.mark.parametrize("light", [0.15, 0.4, 1.0, 1.25, 2.0])
    def test_dim_and_bright_light_change_nothing(self, light: float) -> None:
        assert_on(straight(0.03, 0.3), find_line(floor(straight(0.03, 0.3), light=light, noise=2.0)), 5)

    @pytest.mark.parametrize(("light", "noise"), [(1.0, 25.0), (0.3, 6.0)])
    def test_noise_is_looked_through(self, light: float, noise: float) -> None:
        assert_on(bend(1.5), find_line(floor(bend(1.5), light=light, noise=noise)), 4)

    @pytest.mark.parametrize("rows", [(0, 190), (150, 200), (190, 240)])
    def test_a_shadow_across_hides_nothing(self, rows: tuple[int, int]) -> None:
        picture = floor(straight(), noise=2.0)
        picture[rows[0] : rows[1]] = (picture[rows[0] : rows[1]] * 0.35).astype(np.uint8)
        assert_on(straight(), find_line(picture), 5)

    def test_a_shadow_along_one_side_does_not_pull_the_line_over(self) -> None:
        picture = floor(straight())
        picture[:, :150] = (picture[:, :150] * 0.4).astype(np.uint8)
        assert_on(straight(), find_line(picture), 5)

    def test_light_that_fades_over_the_picture_is_no_line(self) -> None:
        fading = floor(straight()) * np.linspace(0.3, 1.0, WIDTH_PX)[None, :, None]
        assert_on(straight(), find_line(fading.astype(np.uint8)), 5)


class TestNoLine:
    @pytest.mark.parametrize("light", [0.0, 0.05, 0.5, 1.0, 2.0])
    def test_a_bare_floor_has_none(self, light: float) -> None:
        assert find_line(floor(None, light=light, noise=4.0)) == []

    def test_a_shadow_is_none_be_it_wide_or_narrow(self) -> None:
        picture = floor(None)
        picture[150:, 40:200] = (picture[150:, 40:200] * 0.4).astype(np.uint8)
        picture[150:, 260:290] = (picture[150:, 260:290] * 0.6).astype(np.uint8)
        assert find_line(picture) == []

    def test_a_dark_thing_wider_than_a_line_is_none(self) -> None:
        picture = floor(None)
        picture[140:, 100:220] = DARK
        assert find_line(picture) == []
        assert find_line(picture, LineLook(max_width=0.5)) != []

    def test_specks_are_none(self) -> None:
        picture = floor(None)
        picture[150:240:12, 10:310:24] = DARK
        assert find_line(picture) == []

    def test_what_is_above_the_highest_band_is_not_looked_at(self) -> None:
        picture = floor(None)
        picture[:128, 150:170] = DARK
        assert find_line(picture) == []
        assert find_line(picture, LineLook(top=0.0)) != []

    def test_the_near_line_counts_before_the_long_foot_of_a_far_wall(self) -> None:
        picture = floor(straight(0.02))
        picture[133:143] = DARK
        picture[143:150] = FLOOR
        assert_on(straight(0.02), find_line(picture), 4)

    def test_a_line_counts_before_a_thing_that_stands_alone(self) -> None:
        picture = floor(bend(0.5))
        picture[150:162, 230:300] = DARK
        assert_on(bend(0.5), find_line(picture), 2)


class TestColours:
    @pytest.mark.parametrize("colour", RGB)
    @pytest.mark.parametrize("light", [0.5, 1.0])
    def test_a_line_of_the_colour_asked_for_is_found(self, colour: str, light: float) -> None:
        picture = floor(straight(-0.02), colour=RGB[colour], light=light, noise=3.0)
        assert_on(straight(-0.02), find_line(picture, LineLook(colour=colour)), 5)

    @pytest.mark.parametrize("asked", [*RGB, "dark"])
    @pytest.mark.parametrize("there", [*RGB, "dark"])
    def test_a_line_of_another_colour_is_not(self, asked: str, there: str) -> None:
        picture = floor(straight(), colour=RGB.get(there, DARK))
        assert bool(find_line(picture, LineLook(colour=asked))) == (asked == there)

    def test_an_unknown_colour_is_refused_with_those_there_are(self) -> None:
        with pytest.raises(ValueError, match="no line colour “pink”; known: dark, red, orange"):
            LineLook(colour="pink")
        assert LINE_COLOURS[0] == "dark"


class TestOddPictures:
    @pytest.mark.parametrize(
        "picture",
        [
            np.zeros((240, 320), np.uint8),
            np.zeros((240, 320, 4), np.uint8),
            np.zeros((240, 320, 3), np.float32),
            np.zeros((240, 320, 3), np.int8),
            np.zeros((1, 240, 320, 3), np.uint8),
            np.zeros(0, np.uint8),
        ],
        ids=lambda picture: f"{picture.dtype}{picture.shape}",
    )
    def test_another_shape_or_type_is_refused(self, picture: Picture) -> None:
        with pytest.raises(ValueError, match="uint8 of shape"):
            find_line(picture)

    @pytest.mark.parametrize("size", [(0, 0), (0, 320), (240, 0), (1, 1), (1, 320), (240, 1), (2, 3)])
    @pytest.mark.parametrize("colour", ["dark", "red"])
    def test_a_picture_of_next_to_nothing_holds_no_line(self, size: tuple[int, int], colour: str) -> None:
        assert find_line(np.zeros((*size, 3), np.uint8), LineLook(colour=colour)) == []

    @settings(max_examples=60, deadline=None)
    @given(
        picture=arrays.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3))),
        colour=st.sampled_from(LINE_COLOURS),
        bands=st.integers(1, 50),
        top=st.floats(0, 0.95),
    )
    def test_any_picture_gives_pieces_that_lie_in_it(
        self, picture: Picture, colour: str, bands: int, top: float
    ) -> None:
        pieces = find_line(picture, LineLook(colour=colour, bands=bands, top=top, min_area_px=1))
        assert len(pieces) <= bands
        for piece in pieces:
            assert 0 < piece.x_px < picture.shape[1]
            assert 0 < piece.y_px < picture.shape[0]
            assert 0 < piece.strength <= 1
        if pieces:
            assert math.isfinite(floor_angle_rad(pieces, 30.0, (20.0, 20.0)))
            assert -1 <= offset_at_lower_edge(pieces, picture.shape[1], picture.shape[0]) <= 1

    def test_the_picture_is_left_as_it_is_and_the_same_gives_the_same(self) -> None:
        picture = floor(bend(0.5), noise=10.0)
        before = picture.copy()
        first = find_line(picture)
        assert np.array_equal(picture, before)
        assert find_line(picture) == first
