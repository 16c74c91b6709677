# SPDX-License-Identifier: Apache-2.0
"""Missions as the console shows them: list, brief, world."""
