# SPDX-License-Identifier: Apache-2.0
"""Targets: engines and robots that a program can run on, with their state."""
