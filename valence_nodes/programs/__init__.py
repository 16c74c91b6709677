# SPDX-License-Identifier: Apache-2.0
"""The robot that a program is given, and the box that the program runs in."""
