# SPDX-License-Identifier: Apache-2.0
"""Grading: a program on all hidden seeds of a mission, as many at once as the machine can carry."""
