# SPDX-License-Identifier: Apache-2.0
"""Every word on the page that does not come from the recording itself."""

from __future__ import annotations

EAST = "x, m"
NORTH = "y, m"
TIME = "time, s"
SPEED = "speed, m/s"
TURN = "turning, °/s"
NEAREST = "nearest, m"
WANTED = "wanted"
TRUE = "true"
MEASURED = "by the wheels"
START = "start"
END = "end"
FIXED = "fixed"
MOVABLE = "can be moved"
MOVED = "moved to"
TOUCHED = "touch"
ZONE_REACHED = "zone reached"
NO_SCAN = "no lidar in this recording"
NO_TRUTH = "Path and speeds are what the wheels say (odometry), seen from the start: no ground truth is recorded."
CUT_OFF = "The recording was cut off."
OTHERS = "A recording without an episode"

NOT_SHOWN = "and {count} more curves that are not shown"
SEED = "seed {seed}"
POINTS = "{score} of {max_score} points"
OUTCOMES = {
    "passed": "passed",
    "below_pass_mark": "below the pass mark",
    "program_failed": "the program failed",
    "node_failed": "the lab failed",
    "stopped": "stopped",
}
