# SPDX-License-Identifier: Apache-2.0
"""Whether what learning needs is installed: it is large, so it is fetched when it is first needed."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence

from worlds.errors import HintedError

PACKAGES = {
    "gymnasium": "gymnasium",
    "onnx": "onnx",
    "onnxruntime": "onnxruntime",
    "pandas": "pandas",
    "pyarrow": "pyarrow",
    "skl2onnx": "skl2onnx",
    "sklearn": "scikit-learn",
    "stable_baselines3": "stable-baselines3",
    "torch": "torch",
}
"""Modules of the extra, each with the name of its package."""


class MissingExtraError(HintedError):
    """What learning needs is not installed."""


def require_learning(modules: Sequence[str] = tuple(PACKAGES)) -> None:
    """Makes sure that the learning extra is there, without importing any of it.

    Args:
        modules: that are needed, of `PACKAGES`.

    Raises:
        MissingExtraError: some are missing; it names them, and what to do.
    """
    missing = [PACKAGES.get(name, name) for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"Learning needs packages that are not installed: {', '.join(missing)}.",
            "Get them (once, some hundred megabytes): ./valence --with-learning doctor",
        )
