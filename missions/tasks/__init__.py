# SPDX-License-Identifier: Apache-2.0
"""What a mission hands over to a program at the start of an episode, and what the referee alone knows of it."""
