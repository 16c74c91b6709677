# SPDX-License-Identifier: Apache-2.0
"""A model of the lab's registry, chosen for a program: what `--model NAME` names."""

from __future__ import annotations

import hashlib

from missions.lab_home import lab_home
from missions.learning.learned_model import LearnedModel, ModelUsed
from valence_nodes.learning.registry import MODELS_FOLDER, ONNX_FILE, PICKLE_FILE, ModelRegistry


def chosen_model(reference: str) -> LearnedModel:
    """Finds a model of this lab.

    Args:
        reference: `NAME` for the newest version, or `NAME:VERSION`.

    Raises:
        LearningError: there is none of that name or version, or it is damaged.
        LabHomeError: the lab's folder can't be used.
    """
    stored = ModelRegistry(lab_home() / MODELS_FOLDER).get(reference)
    file = stored.folder / (ONNX_FILE if stored.format == "onnx" else PICKLE_FILE)
    used = ModelUsed(
        name=stored.name,
        version=stored.version,
        kind=stored.kind,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        size_bytes=file.stat().st_size,
    )
    return LearnedModel(file, used)
