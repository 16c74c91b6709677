# SPDX-License-Identifier: Apache-2.0
"""Episodes: practice, live streams, replays."""
