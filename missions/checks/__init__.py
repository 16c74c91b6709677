# SPDX-License-Identifier: Apache-2.0
"""Checks: pure functions that measure one thing in the record of an episode."""
