# SPDX-License-Identifier: Apache-2.0
"""How true an engine is to a real Gazebo: recordings of one, played again with the same commands."""
