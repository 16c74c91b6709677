# SPDX-License-Identifier: Apache-2.0
"""What `learn` returned, as bytes and back: done in the box alone, for whoever unpickles bytes runs what is in them."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

from valence_nodes.programs.failure import ProgramFailed, ProgramFailure

ONNX_SUFFIX = ".onnx"


def model_bytes(model: Any) -> bytes:
    """A model as bytes.

    Raises:
        ProgramFailed: it can't be kept.
    """
    try:
        return pickle.dumps(model, protocol=5)
    except MemoryError:
        raise
    except Exception as error:
        kind = type(model).__name__
        raise ProgramFailed(
            ProgramFailure(
                "exception",
                f"What learn(data) returned (a {kind[:60]}) can't be kept: {error}",
                "Return numbers, lists, arrays or a model of lab.train(...); no open file, no lambda, no generator.",
            )
        ) from error


def read_model(file: str) -> Any:
    """Reads a model: a net in ONNX with its card beside it, or a pickle.

    Raises:
        ProgramFailed: it can't be read.
    """
    try:
        if file.endswith(ONNX_SUFFIX):
            return _read_net(Path(file))
        with Path(file).open("rb") as kept:
            return pickle.load(kept)  # noqa: S301 - the box is made for strangers' code
    except MemoryError:
        raise
    except Exception as error:
        raise ProgramFailed(
            ProgramFailure(
                "exception",
                f"The model can't be read: {type(error).__name__}: {error}",
                "Was it made by this very program? If a class or function has another name now, learn again.",
            )
        ) from error


def _read_net(file: Path) -> Any:
    """A model, or a policy, which says itself what it is given."""
    # Only who has one needs these.
    from valence_nodes.learning.registry import read_model_card  # noqa: PLC0415
    from valence_nodes.policies.policy import OnnxPolicy, is_policy  # noqa: PLC0415

    net = file.read_bytes()
    return OnnxPolicy(net) if is_policy(net) else read_model_card(file.parent).load()
