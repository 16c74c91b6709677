# SPDX-License-Identifier: Apache-2.0
"""What was asked, and how well was it done? Missions, episodes, the referee and the scorecard."""
