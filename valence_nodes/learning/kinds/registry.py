# SPDX-License-Identifier: Apache-2.0
"""All kinds of model; a new one is a module and its line here."""

from __future__ import annotations

from valence_nodes.learning.errors import TrainingError, meant
from valence_nodes.learning.kinds.kind import Kind
from valence_nodes.learning.kinds.linear import LOGISTIC_REGRESSION, SVM
from valence_nodes.learning.kinds.neighbours import NEAREST_NEIGHBOURS
from valence_nodes.learning.kinds.nets import CNN, MLP
from valence_nodes.learning.kinds.trees import FOREST, GRADIENT_BOOSTING, TREE
from valence_nodes.learning.kinds.without_target import ISOLATION_FOREST, KMEANS, PCA_KIND

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        NEAREST_NEIGHBOURS,
        TREE,
        FOREST,
        LOGISTIC_REGRESSION,
        SVM,
        GRADIENT_BOOSTING,
        KMEANS,
        PCA_KIND,
        ISOLATION_FOREST,
        MLP,
        CNN,
    )
}


def kind_of(name: str) -> Kind:
    """Returns a kind of model by its name.

    Raises:
        TrainingError: there is none.
    """
    if name not in KINDS:
        raise TrainingError(f"There is no kind of model “{str(name)[:40]}”.", meant(name, KINDS))
    return KINDS[name]
