# SPDX-License-Identifier: Apache-2.0
"""What runs inside the box: the learner's program, the robot it is given, and the link to the program node."""
