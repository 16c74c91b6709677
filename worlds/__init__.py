# SPDX-License-Identifier: Apache-2.0
"""What does the world do next? Worlds, robots, sensors and the engines that move them."""
