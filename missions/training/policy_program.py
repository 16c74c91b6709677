# SPDX-License-Identifier: Apache-2.0
"""A policy as a program, `drive(robot)`, that holds its net: it can be run, graded and submitted like any other."""

from __future__ import annotations

import base64
import textwrap

from valence_nodes.policies.policy import OnnxPolicy

_PROGRAM = '''\
# SPDX-License-Identifier: Apache-2.0
"""A learned policy drives.

{about}
"""

import base64

from valence_nodes.policies.driving import drive_with
from valence_nodes.policies.policy import OnnxPolicy

NET = """
{net}
"""


def drive(robot):
    drive_with(robot, OnnxPolicy(base64.b64decode(NET)))
'''


def policy_program(policy: OnnxPolicy, about: str) -> str:
    """Writes the program.

    Args:
        policy: that is to drive.
        about: one line that says what it is.
    """
    net = "\n".join(textwrap.wrap(base64.b64encode(policy.onnx).decode(), 116))
    words = textwrap.fill(" ".join(about.split()).replace("\\", "").replace('"', "'"), 118)
    return _PROGRAM.format(about=words, net=net)
