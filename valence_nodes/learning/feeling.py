# SPDX-License-Identifier: Apache-2.0
"""What the ground feels like: numbers of a second of shaking that do not depend on how strong it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from valence_nodes.learning.card import Column
from valence_nodes.learning.datasets import Part
from valence_nodes.learning.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

WAVES_A_SECOND = (1, 3, 5, 8, 12, 17, 23, 30, 40, 50)
"""Edges of bands, Hz. The load of a small robot rocks at about 4.5 Hz; half of 100 samples a second is 50."""
WAVES_A_METRE = (4, 12, 20, 28, 38, 50, 70, 100, 150)
"""Edges of bands, 1/m: from a tile of 25 cm to a rib of 7 mm."""
SPEED = "speed_mps"
_CHANNELS = {"roll": 0, "nod": 1, "up": 5}
"""Columns of an IMU that shake where a robot drives straight: two turning rates, and the vertical acceleration."""
_IMU_CHANNELS = 6
_SLOWEST_MPS = 0.03
_LEAST_HZ = 0.8
_NOTHING = 1e-6
_WINDOW_S = 1.0
_BINS = 256


def feature_names() -> list[str]:
    """Names of the features, in their order."""
    names = [SPEED]
    for channel in _CHANNELS:
        names += [f"{channel}_{low}_{high}_hz" for low, high in pairwise(WAVES_A_SECOND)]
        names += [f"{channel}_{low}_{high}_a_metre" for low, high in pairwise(WAVES_A_METRE)]
        names += [f"{channel}_peak", f"{channel}_hz", f"{channel}_a_metre"]
    return [*names, "up_to_nod", "roll_to_nod"]


def features_of(windows: NDArray[Any], speeds_mps: NDArray[Any], rate_hz: float) -> NDArray[Any]:
    """Works out the features of windows.

    Args:
        windows: (n, samples, 6), turning rates about x, y, z (rad/s), then accelerations (m/s²).
        speeds_mps: (n,), of the robot in each.
        rate_hz: samples a second.

    Returns:
        float64 (n, features). Shares of power (Hann window, then FFT) are given as logarithms, for a share that is ten
        times another says as much among the small ones as among the large.
    """
    import numpy as np  # noqa: PLC0415 - the box starts faster without it

    windows = np.asarray(windows, np.float64)
    shaken = (windows - windows.mean(axis=1, keepdims=True)) * np.hanning(windows.shape[1])[None, :, None]
    bins = max(_BINS, windows.shape[1])
    power = np.abs(np.fft.rfft(shaken, bins, axis=1)) ** 2
    frequency = np.fft.rfftfreq(bins, 1 / rate_hz)
    power[:, frequency < _LEAST_HZ] = 0
    total = power.sum(axis=1) + 1e-12
    a_metre = frequency[None] / np.maximum(np.asarray(speeds_mps, np.float64), _SLOWEST_MPS)[:, None]
    columns = [np.asarray(speeds_mps, np.float64)]
    for channel in _CHANNELS.values():
        share = power[:, :, channel] / total[:, channel, None]
        for axis, edges in ((np.broadcast_to(frequency, share.shape), WAVES_A_SECOND), (a_metre, WAVES_A_METRE)):
            for low, high in pairwise(edges):
                columns.append(np.log((share * ((axis >= low) & (axis < high))).sum(axis=1) + _NOTHING))
        columns += [np.log(share.max(axis=1) + 1e-9), share @ frequency, (share * a_metre).sum(axis=1)]
    up, nod, roll = (total[:, _CHANNELS[name]] for name in ("up", "nod", "roll"))
    return np.stack([*columns, np.log(up / nod), np.log(roll / nod)], axis=1)


def felt_features(part: Part) -> Part:
    """The same rows, with what the ground feels like as features.

    Raises:
        DataError: the rows hold no windows of six channels, or not how fast the robot was.
    """
    signals = part.card.signals
    if len(signals) != _IMU_CHANNELS:
        raise DataError(
            f"lab.feel needs windows of an IMU, with six channels; {part.card.name} has {len(signals)}.",
            "Take a dataset of signals, such as that of feel_the_ground.",
        )
    rate_hz = part.card.column(signals[0]).rate_hz
    if not rate_hz:
        raise DataError(f"The card of {part.card.name} does not say how many samples a second there are.", "")
    part.card.column(SPEED)
    names = feature_names()
    values = features_of(part.signals, part.table[SPEED].to_numpy(), rate_hz)
    table = part.table.assign(**{name: values[:, place] for place, name in enumerate(names)})
    known = {column.name for column in part.card.columns}
    new = tuple(Column(name, "number", "", "what the ground feels like") for name in names if name not in known)
    card = replace(part.card, columns=(*part.card.columns, *new))
    return Part(part.name, card, table, features=names)


def felt_now(robot: Any) -> dict[str, float]:
    """What the ground under a robot feels like, as one row; lets time pass until it has felt a second."""
    import numpy as np  # noqa: PLC0415

    while robot.time_s < _WINDOW_S:
        robot.wait(_WINDOW_S - robot.time_s)
    window = robot.imu_window(_WINDOW_S)
    values = features_of(window[None], np.array([abs(robot.odometry.speed_mps)]), len(window) / _WINDOW_S)[0]
    return dict(zip(feature_names(), values.tolist(), strict=True))
