# SPDX-License-Identifier: Apache-2.0
"""Shows a net each sample a little different every time, as it might have come, too."""

from __future__ import annotations

import math
from typing import Any

STRENGTHS = {"none": 0.0, "light": 0.5, "strong": 1.0}
_TURN_RAD = math.radians(15)
_SHIFT = 0.12  # of half the picture
_ZOOM = 0.15
_BRIGHTER = 0.25
_NOISE = 0.05


def augment(batch: Any, strength: float, chance: Any) -> Any:
    """Changes samples at random.

    Args:
        batch: float32 (n, channels, height, width), scaled to a spread of about 1; a height of 1 means signals.
        strength: 0 changes nothing; 1 turns by up to 15°, shifts by up to 6 % of the side, zooms by up to 15 %.
        chance: a torch generator.
    """
    import torch  # noqa: PLC0415 - heavy, and perhaps not installed

    if strength == 0:
        return batch

    def spread(most: float) -> Any:
        return (torch.rand(len(batch), generator=chance) * 2 - 1).to(batch.device) * most * strength

    if batch.shape[2] > 1:
        turn, zoom = spread(_TURN_RAD), 1 + spread(_ZOOM)
        rows = [zoom * torch.cos(turn), -zoom * torch.sin(turn), spread(_SHIFT)]
        rows += [zoom * torch.sin(turn), zoom * torch.cos(turn), spread(_SHIFT)]
        grid = torch.nn.functional.affine_grid(
            torch.stack(rows, dim=1).reshape(-1, 2, 3), list(batch.shape), align_corners=False
        )
        batch = torch.nn.functional.grid_sample(batch, grid, padding_mode="border", align_corners=False)
    else:
        steps = int(torch.randint(batch.shape[3], (1,), generator=chance)) if strength else 0
        batch = torch.roll(batch, steps, dims=3)
    batch = batch * (1 + spread(_BRIGHTER)).reshape(-1, 1, 1, 1) + spread(_BRIGHTER).reshape(-1, 1, 1, 1)
    noise = torch.randn(batch.shape, generator=chance).to(batch.device)
    return batch + noise * _NOISE * strength
