# SPDX-License-Identifier: Apache-2.0
"""The colour blob node on a machine that is busy with something else: each answer comes late, by another time."""

from __future__ import annotations

import itertools
import sys
import time

from valence_nodes.nodes import colour_blob_node

delays_s = itertools.cycle([0.0, 0.03, 0.08, 0.01])
see = colour_blob_node.ColourBlobNode._see


def see_late(self: colour_blob_node.ColourBlobNode, image: object) -> None:
    time.sleep(next(delays_s))
    see(self, image)


colour_blob_node.ColourBlobNode._see = see_late
colour_blob_node.main(sys.argv)
