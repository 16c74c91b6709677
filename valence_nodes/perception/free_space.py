# SPDX-License-Identifier: Apache-2.0
"""How far the floor is free before a robot, by its camera.

What the floor looks like is learned anew from each picture: its colours are those of the strip before the robot. From
there every column is followed upwards, to the first thing that stands on the floor. The idea is that of I. Ulrich and
I. Nourbakhsh, “Appearance-based obstacle detection with monocular color vision”, AAAI 2000. Theirs takes a line on the
floor for an obstacle; here what has floor behind it again, so near that it could only be very low, lies flat.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from valence_nodes.perception.floor_view import FloorView
from valence_nodes.perception.lens import Lens
from worlds.pose import Pose

_WIDEST_PX = 320
"""Larger pictures are made smaller: they cost time and tell no more."""
_LEAST_PX = 8
_STRIP = 0.12
"""Height of the strip before the robot, as a share of what of the picture is below the horizon."""
_COLOURS = 4
_LEAST_SHARE = 0.2
"""Colours that fill less of the strip may be anything; if they lie flat, there is floor behind them."""
_ABOVE_THE_HORIZON = 0.06
"""A colour that goes on so far above the horizon (as a share of the picture's height) is none of the floor."""
_REMEMBERED = 40
"""For so many pictures a colour of the floor is known, whether it is before the robot or not: it may be on a pad."""
_ANOTHER = 6.0
"""Colours that differ less are one."""
_STANDS = 0.6
"""In so many of the columns where it begins in the strip."""
_LIGHTNESS_COUNTS = 0.8
"""Less than colour does: the floor is lighter here and darker there."""
_SEED = 7

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class FreeSpaceSettings:
    """How free space is looked for.

    Attributes:
        rays: how many directions are told of.
        farthest_m: what is farther from the robot's middle is not told; a pixel means too much there.
        least_height_m: what seems lower lies flat on the floor: a line, a pad, a joint between tiles.
        tolerance: how much a pixel's colour may differ from the floor's (CIE L*a*b*, where 2.3 can just be seen).
    """

    rays: int = 61
    farthest_m: float = 2.5
    least_height_m: float = 0.08
    tolerance: float = 10.0

    def __post_init__(self) -> None:
        limits = {
            "rays": (self.rays, 3, 1000),
            "farthest_m": (self.farthest_m, 0.3, 20.0),
            "least_height_m": (self.least_height_m, 0.0, 1.0),
            "tolerance": (self.tolerance, 1.0, 100.0),
        }
        for name, (value, least, most) in limits.items():
            if not least <= value <= most:
                raise ValueError(f"{name} must be from {least} to {most}; {value!r} was given.")


@dataclass(frozen=True)
class FreeSpace:
    """Free floor before a robot, in its frame on the floor, as a lidar would tell it (REP-117).

    Attributes:
        angle_min_rad: of the first direction, counter-clockwise from straight ahead.
        angle_increment_rad: from one to the next.
        range_min_m: nearer than this the camera sees no floor.
        range_max_m: farther is not told.
        ranges_m: float32 (rays,), from the robot's middle to the first thing that stands on the floor; inf when all is
            free as far as `range_max_m`; -inf when what stands there begins below the picture; nan where the camera
            does not look.
    """

    angle_min_rad: float
    angle_increment_rad: float
    range_min_m: float
    range_max_m: float
    ranges_m: npt.NDArray[np.float32]


class FreeSpaceFinder:
    """Finds free floor in the pictures of one camera, one after the other: it remembers the floor for a while."""

    def __init__(self, settings: FreeSpaceSettings | None = None) -> None:
        self._settings = settings or FreeSpaceSettings()
        self._known: tuple[object, FloorView] | None = None
        self._floor = FloorColours(self._settings.tolerance)

    def find(self, picture: Picture, lens: Lens, camera: Pose) -> FreeSpace:
        """Finds how far the floor is free.

        Args:
            picture: uint8 of shape (height, width, 3), RGB.
            lens: of the camera.
            camera: pose of its optical frame (x right, y down, z forward) in the robot's frame on the floor.

        Raises:
            ValueError: it is no such picture, the camera is not above the floor, or it sees none of it.
        """
        if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
            raise ValueError(
                f"A picture is uint8 of shape (height, width, 3); {picture.dtype} {picture.shape} was given."
            )
        if min(picture.shape[:2]) < _LEAST_PX:
            raise ValueError(f"Nothing can be told of a picture of {picture.shape[1]} × {picture.shape[0]} pixels.")
        small, lens = _made_smaller(picture, lens)
        view = self._view(lens, camera, small)
        below = np.isfinite(view.away_m)
        if below[-1].sum() < _LEAST_PX:
            raise ValueError("The camera sees no floor: its pictures' lower edge is above the horizon.")
        floor = self._floor.pixels(small, below)
        rows = first_standing(floor, view, self._settings.least_height_m)
        return as_scan(rows, view, self._settings)

    def _view(self, lens: Lens, camera: Pose, picture: Picture) -> FloorView:
        key = (lens, camera, picture.shape)
        if self._known is None or self._known[0] != key:
            self._known = (key, FloorView.of(lens, camera, picture.shape[1], picture.shape[0]))
        return self._known[1]


def _made_smaller(picture: Picture, lens: Lens) -> tuple[Picture, Lens]:
    height, width = picture.shape[:2]
    if width <= _WIDEST_PX:
        return picture, lens
    across = _WIDEST_PX / width
    rows = max(_LEAST_PX, round(height * across))
    down = rows / height
    small = np.asarray(cv2.resize(picture, (_WIDEST_PX, rows), interpolation=cv2.INTER_AREA), np.uint8)
    focal = (lens.focal_px[0] * across, lens.focal_px[1] * down)
    return small, Lens(focal, (lens.middle_px[0] * across, lens.middle_px[1] * down), lens.distortion)


class FloorColours:
    """What the floor looks like: the colours of the strip before the robot, now and in the last pictures."""

    def __init__(self, tolerance: float) -> None:
        """Knows nothing yet.

        Args:
            tolerance: greatest difference from a colour of the floor.
        """
        self._tolerance = tolerance
        self._known: list[tuple[npt.NDArray[np.float32], int]] = []

    def pixels(self, picture: Picture, below: Mask) -> Mask:
        """Says which pixels look like the floor.

        Args:
            picture: uint8 (height, width, 3) RGB.
            below: bool (height, width): what is below the horizon.

        Returns:
            bool (height, width); nowhere true if what is right before the robot is no floor, nor was before.
        """
        quiet = cv2.medianBlur(picture, 3)
        lab = cv2.cvtColor(quiet.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
        lab *= np.array([_LIGHTNESS_COUNTS, 1.0, 1.0], np.float32)
        rows_below = int(below.any(axis=1).sum())
        strip = lab[-max(2, round(rows_below * _STRIP)) :]
        new = _colours(strip.reshape(-1, 3))
        old = [(one, age + 1) for one, age in self._known if age < _REMEMBERED and _differs(one, new)]
        looks = np.zeros(below.shape, bool)
        self._known = []
        for colour, age in [*((one, 0) for one in new), *old]:
            alike = ((lab - colour) ** 2).sum(axis=2) <= self._tolerance**2
            if not _stands(alike, below):
                looks |= alike
                self._known.append((colour, age))
        # Single pixels of another colour are noise, or joints between tiles.
        closed = cv2.morphologyEx(looks.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)).astype(bool)
        return _wide(closed & below & ~_walls(closed, below))


def _differs(colour: npt.NDArray[np.float32], others: list[npt.NDArray[np.float32]]) -> bool:
    return all(float(np.linalg.norm(colour - one)) > _ANOTHER for one in others)


def _wide(floor: Mask) -> Mask:
    """Leaves out patches amid something else, such as a white ring of a cone: floor goes on to the picture's edges."""
    _, patches = cv2.connectedComponents(floor.astype(np.uint8), connectivity=8)
    at_edge = np.unique(np.concatenate([patches[-1], patches[:, 0], patches[:, -1]]))
    return np.asarray(np.isin(patches, at_edge) & floor, bool)


def _walls(looks: Mask, below: Mask) -> Mask:
    """Pixels that look like the floor but belong to something behind: their run goes on to above the horizon.

    The run that begins at the lower edge is another matter: a floor may end in a sky of its colour.
    """
    rows = np.arange(len(looks))[:, None]
    top = _far_above(below)
    higher = looks & (rows < _run_end(looks))
    inside = higher & (rows >= top)
    # From `top` downwards, as long as there is no gap.
    return np.asarray(inside & ~np.logical_or.accumulate((rows >= top) & ~higher, axis=0), bool)


def _far_above(below: Mask) -> npt.NDArray[np.int64]:
    """A row of each column that is well above the horizon."""
    horizon = (~below).sum(axis=0)
    return np.asarray(np.maximum(0, horizon - max(2, round(_ABOVE_THE_HORIZON * len(below)))), np.int64)


def _colours(pixels: npt.NDArray[np.float32]) -> list[npt.NDArray[np.float32]]:
    """The colours that fill much of some pixels, float32 (3,) each, by k-means."""
    count = min(_COLOURS, len(pixels))
    cv2.setRNGSeed(_SEED)
    until = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 10, 0.5)
    _, numbers, middles = cv2.kmeans(np.ascontiguousarray(pixels), count, None, until, 1, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(numbers.ravel(), minlength=count) / len(pixels)
    return [middle for middle, share in zip(middles, shares, strict=True) if share >= _LEAST_SHARE]


def _stands(alike: Mask, below: Mask) -> bool:
    """Whether a colour goes on from the lower edge to above the horizon without a gap, as no floor can."""
    begins = alike[-1]
    if not begins.any():
        return False
    reaches = begins & (_run_end(alike) <= _far_above(below)) & ~below[0]
    return bool(reaches.sum() > _STANDS * begins.sum())


def _run_end(mask: Mask) -> npt.NDArray[np.int64]:
    """The highest row, in each column, of the run of true pixels that begins at the lower edge."""
    upwards = mask[::-1]
    gap = np.where(upwards.all(axis=0), len(mask), np.argmin(upwards, axis=0))
    return np.asarray(len(mask) - gap, np.int64)


def first_standing(floor: Mask, view: FloorView, least_height_m: float) -> npt.NDArray[np.int64]:
    """The row of each column where the first thing meets the floor.

    Args:
        floor: bool (height, width).
        view: the floor as the camera sees it.
        least_height_m: what seems lower lies flat.

    Returns:
        int64 (width,): the lowest row of the thing; -1 where there is none; the picture's height where not even the
        lower edge shows floor.
    """
    height, width = floor.shape
    rows = np.full(width, -1, np.int64)
    below = np.isfinite(view.away_m)
    for column in range(width):
        is_floor, is_below = floor[:, column], below[:, column]
        horizon = height - int(is_below[::-1].argmin() if not is_below.all() else height)
        # Where the mask changes, from the lower edge upwards: floor, thing, floor, …
        upwards = is_floor[horizon:][::-1]
        changes = np.flatnonzero(np.diff(upwards, prepend=True))
        for begin, end in zip(changes[::2], [*changes[1::2], None], strict=False):
            base = height - 1 - int(begin)
            if end is not None:
                behind = height - 1 - int(end)
                seems_m = view.height_m + view.away_m[base, column] * view.rise[behind, column]
                if seems_m < least_height_m:
                    continue
            rows[column] = height if begin == 0 else base
            break
    return rows


def as_scan(rows: npt.NDArray[np.int64], view: FloorView, settings: FreeSpaceSettings) -> FreeSpace:
    """Tells free space as a lidar would.

    Args:
        rows: where the first thing stands in each column, as `first_standing` tells it.
        view: the floor as the camera sees it.
        settings: how much of it is told.
    """
    height, width = view.away_m.shape
    columns = np.arange(width)
    lowest_x, lowest_y = view.x_m[-1], view.y_m[-1]
    far_x, far_y = _far_points(view, settings.farthest_m)
    farthest = np.arctan2(far_y, far_x)
    base = np.clip(rows, 0, height - 1)
    x_m = np.where(rows < 0, far_x, view.x_m[base, columns])
    y_m = np.where(rows < 0, far_y, view.y_m[base, columns])
    ranges = np.where(rows < 0, np.inf, np.hypot(x_m, y_m))
    ranges[ranges > settings.farthest_m] = np.inf
    ranges[rows >= height] = -np.inf
    bearings = np.arctan2(y_m, x_m)
    least, most = float(farthest.min()), float(farthest.max())
    increment = (most - least) / (settings.rays - 1)
    told = np.full(settings.rays, np.nan, np.float32)
    for ray, angle in enumerate(least + increment * np.arange(settings.rays)):
        away = np.abs(bearings - angle)
        near = away <= max(increment / 2, float(away.min()))
        if away.min() <= 1.5 * increment:
            told[ray] = ranges[near].min()
    nearest_m = float(np.hypot(lowest_x, lowest_y)[np.isfinite(lowest_x)].min())
    return FreeSpace(least, increment, nearest_m, settings.farthest_m, told)


def _far_points(view: FloorView, farthest_m: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Points of the floor in the direction of each column, so far from below the camera."""
    x_m, y_m = view.x_m[-1] - view.middle_m[0], view.y_m[-1] - view.middle_m[1]
    length = np.hypot(x_m, y_m)
    with np.errstate(invalid="ignore"):
        along, across = x_m / length * farthest_m, y_m / length * farthest_m
    return view.middle_m[0] + along, view.middle_m[1] + across
